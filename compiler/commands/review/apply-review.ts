import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { compile } from '../../compile.ts';
import { hashContent } from '../../io/hash-content.ts';
import { mostWorkbookBytes, readWorkbook, WorkbookSizeError } from '../../io/workbook/read-workbook.ts';
import { lint } from '../../lint/rules.ts';
import type { Matrix } from '../../model/matrix.ts';
import { printTableCsv } from '../../print/evidence/csv.ts';
import { printFindings } from '../../print/findings/findings.ts';
import { makeRecordTable } from '../../print/review/record.ts';
import { digestState } from '../../print/review/sheet.ts';
import { applyDecisions } from '../../questions/review/apply-decisions.ts';
import {
  type AnsweredSheet,
  type Decision,
  readAnswers,
  type SheetMistake,
} from '../../questions/review/read-answers.ts';
import { count } from '../../text/count.ts';
import { takeFirst } from '../../text/list.ts';
import { makeVisible, makeVisibleJson } from '../../text/make-visible.ts';
import { readTableText } from '../../text/table-text.ts';
import { attempt } from '../attempt.ts';
import { type Answer, type Io, MisuseError } from '../command.ts';
import { compileChanged, makeChange } from '../edit-role.ts';
import { addRows, readRows } from '../stored-rows.ts';
import { listReviewsOf, type ReviewArguments } from './write-review.ts';

/** The folder for records where none is said. */
const recordFolder = 'reviews';

/** The most mistakes that are shown. */
const mostShown = 20;

/**
 * Applies a sheet that was filled in: edits the files of users and writes a record of who decided what and when. Nothing is
 * written unless every row is decided, the policies are as they were for each person, and the result has no new error.
 */
export async function applyReview(
  args: ReviewArguments & {
    readonly apply: string;
    readonly record: string | undefined;
    readonly date: string | undefined;
    readonly 'dry-run': boolean;
  },
  io: Io,
): Promise<Answer> {
  const { policies, format, quiet, tenant, apply, record = recordFolder, date = io.today } = args;
  const { sheet, digest } = await readSheet(apply, io);
  const rows = readRows(args.roles, io);
  const { compiled, diagnostics } = compile(addRows(io.files(policies), rows), policies);
  if (!compiled)
    return {
      out: '',
      err: printFindings(diagnostics, { format: 'pretty', colours: io.colours.err, version: io.version }),
      exit: 1,
    };
  const { matrix } = compiled;
  const items = listReviewsOf(matrix, { tenant, manager: args.manager });
  const { decisions, mistakes } = readAnswers(sheet, items, digestState, date);
  if (mistakes.length > 0) return answerMistakes(apply, sheet, mistakes);
  const written = applyDecisions(decisions);
  const after = compileChanged({ written, removed: [] }, policies, io, rows);
  refuseOtherEffect(matrix, after, decisions);
  refuseNewErrors(matrix, after, date);
  const file = path.posix.join(record.replaceAll(path.sep, '/'), `${date}-${digest}.csv`);
  if (existsSync(path.resolve(io.folder, file)))
    throw new MisuseError(`\`${file}\` exists: the sheet was applied already`);
  if (!args['dry-run']) writeDecided(written, path.resolve(io.folder, file), decisions, io);
  return {
    out: printApplied(decisions, {
      file,
      written: written.map((one) => one.path),
      format,
      quiet,
      isDry: args['dry-run'],
    }),
    exit: 0,
  };
}

/**
 * Writes the record, then the files that were edited: no decision takes effect without it. If the disk refuses an edit, the
 * record goes as well, so that the sheet can be applied again.
 */
function writeDecided(
  written: ReturnType<typeof applyDecisions>,
  record: string,
  decisions: readonly Decision[],
  io: Io,
): void {
  io.write(record, [...printTableCsv(makeRecordTable(decisions))].join(''));
  try {
    makeChange({ written, removed: [] }, io);
  } catch (error) {
    io.remove(record);
    throw error;
  }
}

/** Answers with the mistakes of a sheet, each with its row and column. */
function answerMistakes(apply: string, { name }: AnsweredSheet, mistakes: readonly SheetMistake[]): Answer {
  const where = `${makeVisible(apply)}${name === '' ? '' : `, sheet ${makeVisible(name)}`}`;
  const { shown, more } = takeFirst(mistakes, mostShown);
  const lines = shown.map(
    ({ row, column, message }) => `${where}, row ${row}, column ${column}: ${makeVisible(message)}\n`,
  );
  const err = `${lines.join('')}${more > 0 ? `and ${more} more\n` : ''}${count(mistakes.length, 'mistake')}; nothing was written\n`;
  return { out: '', err, exit: 1 };
}

async function readSheet(
  apply: string,
  io: Io,
): Promise<{ readonly sheet: AnsweredSheet; readonly digest: string }> {
  const file = path.resolve(io.folder, apply);
  const bytes = attempt(`cannot read \`${apply}\``, () => {
    if (statSync(file).size > mostWorkbookBytes) throw new MisuseError(`\`${apply}\` is too large`);
    return readFileSync(file);
  });
  const digest = hashContent(bytes).slice(0, 12);
  const number = (rows: readonly (readonly string[])[]): AnsweredSheet['rows'] =>
    rows
      .map((cells, at) => ({ number: at + 2, cells }))
      .filter(({ cells }) => cells.some((text) => text !== ''));
  if (/\.xlsx$/i.test(apply)) {
    const sheets = await readWorkbook(bytes).catch((error: unknown) => {
      if (error instanceof WorkbookSizeError)
        throw new MisuseError(`\`${apply}\` is too large: ${error.message}`);
      throw new MisuseError(`\`${apply}\` is not a workbook that can be read`);
    });
    const found = sheets.find(({ rows: [head = []] }) => head.includes('decision'));
    if (!found) throw new MisuseError(`\`${apply}\` has no sheet with a column \`decision\``);
    const [head = [], ...rows] = found.rows;
    return { sheet: { name: found.name, head, rows: number(rows) }, digest };
  }
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  const [first = ''] = text.split(/\r?\n/, 1);
  const { rows, mistake } = readTableText(text, !first.includes(',') && first.includes(';') ? ';' : ',');
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  if (mistake) throw new MisuseError(`\`${apply}\`, row ${lineOf(mistake.at.start)}: ${mistake.detail}`);
  const [head = [], ...body] = rows.map((row) => row.map((cell) => cell.text));
  const numbered = body.map((cells, at) => ({ number: lineOf(rows[at + 1]?.[0]?.at.start ?? 0), cells }));
  return { sheet: { name: '', head, rows: numbered }, digest };
}

/** Refuses edits that do anything but what was decided, as where a list of roles is shared by an alias. */
function refuseOtherEffect(before: Matrix, after: Matrix, decisions: readonly Decision[]): void {
  const rolesOf = (matrix: Matrix, decide: (user: string, role: string) => readonly string[]): string =>
    JSON.stringify(
      matrix.policy.tenants.map(({ name, users = [] }) => [
        name,
        users.map((user) => [
          user.id,
          [
            ...new Set(user.roles.flatMap((role) => decide(JSON.stringify([name, user.id]), role.name))),
          ].sort(),
        ]),
      ]),
    );
  const decided = new Map(
    decisions.map(({ item, answer, changeTo }) => [
      JSON.stringify([item.tenant.name, item.user.id, item.row.role.name]),
      answer === 'keep' ? [item.row.role.name] : changeTo === undefined ? [] : [changeTo],
    ]),
  );
  const wanted = rolesOf(before, (user, role) => {
    const [tenant, id] = JSON.parse(user) as readonly [string, string];
    return decided.get(JSON.stringify([tenant, id, role])) ?? [role];
  });
  if (wanted !== rolesOf(after, (_, role) => [role]))
    throw new MisuseError(
      'the files of users cannot be edited as decided, since lists of roles are shared; nothing was written',
    );
}

function refuseNewErrors(before: Matrix, after: Matrix, date: string): void {
  const errorsOf = (matrix: Matrix) => lint(matrix, date).filter(({ severity }) => severity === 'error');
  const known = new Set(errorsOf(before).map(({ message }) => message));
  const [first] = errorsOf(after).filter(({ message }) => !known.has(message));
  if (first)
    throw new MisuseError(`the decisions would break the policies: ${first.message}; nothing was written`);
}

function printApplied(
  decisions: readonly Decision[],
  shown: {
    readonly file: string;
    readonly written: readonly string[];
    readonly format: 'pretty' | 'json';
    readonly quiet: boolean;
    readonly isDry: boolean;
  },
): string {
  const { file, written, format, quiet, isDry } = shown;
  const changing = decisions.filter(({ answer }) => answer !== 'keep');
  if (format === 'json') {
    const shape = {
      version: 1,
      dryRun: isDry,
      record: file,
      files: written,
      decisions: decisions.map(({ item, answer, changeTo, reviewer, date, comment }) => ({
        tenant: item.tenant.name,
        user: item.user.id,
        role: item.row.role.name,
        decision: answer,
        changeTo: changeTo ?? null,
        reviewer,
        date,
        comment,
      })),
    };
    return `${makeVisibleJson(JSON.stringify(shape, null, 2))}\n`;
  }
  if (quiet) return '';
  const lines = changing.map(
    ({ item, answer, changeTo }) =>
      `${answer} ${item.row.role.name} of ${item.user.id} in ${item.tenant.name}${changeTo === undefined ? '' : ` to ${changeTo}`}`,
  );
  const keptCount = decisions.length - changing.length;
  const end = isDry ? 'nothing was written' : `wrote ${[...written, file].join(', ')}`;
  return [...lines, `${count(keptCount, 'role')} kept`, end].map((line) => `${makeVisible(line)}\n`).join('');
}

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { compile } from '../../compile.ts';
import { writeWorkbook } from '../../io/workbook/write-workbook.ts';
import type { Matrix } from '../../model/matrix.ts';
import { printTableCsv } from '../../print/evidence/csv.ts';
import { printFindings } from '../../print/findings/findings.ts';
import { makeReviewTable, makeReviewWorkbook } from '../../print/review/sheet.ts';
import { findTenant } from '../../questions/find-by-name.ts';
import { readManagerColumn } from '../../questions/review/find-manager.ts';
import { listReviews, type ReviewItem } from '../../questions/review/list-reviews.ts';
import { count } from '../../text/count.ts';
import { nameFilesForPeople } from '../../text/file-name.ts';
import { groupBy } from '../../text/group-by.ts';
import { makeVisible, makeVisibleJson } from '../../text/make-visible.ts';
import type { Answer, Io } from '../command.ts';
import { MisuseError } from '../command.ts';
import { addRows, readRows } from '../stored-rows.ts';

/** The arguments that both halves of an access review have. */
export interface ReviewArguments {
  readonly policies: string;
  readonly format: 'pretty' | 'json';
  readonly quiet: boolean;
  readonly tenant: string | undefined;
  readonly manager: string | undefined;
  readonly roles: string | undefined;
}

/** Chooses the column that names managers: the one that is asked for, else that of the settings, else `manager`. */
const chooseColumn = ({ policy }: Matrix, manager: string | undefined): string =>
  manager ?? readManagerColumn(policy);

/** Lists what there is to review, of one tenant if it is named. Throws `QuestionError` for a tenant that there is not. */
export function listReviewsOf(
  matrix: Matrix,
  { tenant, manager }: Pick<ReviewArguments, 'tenant' | 'manager'>,
): readonly ReviewItem[] {
  const only = tenant === undefined ? undefined : findTenant(matrix.policy, tenant).name;
  return listReviews(matrix, chooseColumn(matrix, manager)).filter(
    (item) => only === undefined || item.tenant.name === only,
  );
}

/** Writes a sheet for each manager, as XLSX and as CSV, into a folder that is empty or not there. */
export async function writeReview(
  { policies, format, quiet, tenant, manager, roles, review }: ReviewArguments & { readonly review: string },
  io: Io,
): Promise<Answer> {
  const folder = path.resolve(io.folder, review);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new MisuseError(
      `\`${review}\` is not empty, and sheets in it may be filled in; name another folder`,
    );
  const { compiled, diagnostics } = compile(addRows(io.files(policies), readRows(roles, io)), policies);
  if (!compiled)
    return {
      out: '',
      err: printFindings(diagnostics, { format: 'pretty', colours: io.colours.err, version: io.version }),
      exit: 1,
    };
  const items = listReviewsOf(compiled.matrix, { tenant, manager });
  if (items.length === 0) throw new MisuseError('there are no users with roles to review');
  if (items.every((item) => item.manager === ''))
    throw new MisuseError(
      `no user has a manager by \`${chooseColumn(compiled.matrix, manager)}\`; \`--manager\`, or \`review\` in the settings, names the column of the users' table, or the attribute, that says who`,
    );
  const groups = groupBy(items, (item) => item.manager);
  const files = nameFilesForPeople([...groups.keys()].map((name) => name || 'without-manager'));
  await io.writeFolder(folder, async (put) => {
    for (const [at, [, own]] of [...groups].entries()) {
      const file = files[at];
      await put(`${file}.xlsx`, writeWorkbook(makeReviewWorkbook(own)), async () => {});
      await put(`${file}.csv`, encode(printTableCsv(makeReviewTable(own))), async () => {});
    }
  });
  const sheets = [...groups].map(([name, own]) => ({
    manager: name,
    people: countPeople(own),
    rows: own.length,
  }));
  if (format === 'json')
    return {
      out: `${makeVisibleJson(JSON.stringify({ version: 1, folder: review, sheets }, null, 2))}\n`,
      exit: 0,
    };
  const lines = sheets.map(
    ({ manager: name, people, rows }) =>
      `${makeVisible(name || '(no manager)')}: ${people === 1 ? '1 person' : `${people} people`}, ${count(rows, 'role')}\n`,
  );
  return { out: quiet ? '' : `${lines.join('')}wrote ${makeVisible(review)}/\n`, exit: 0 };
}

const countPeople = (items: readonly ReviewItem[]): number => new Set(items.map(({ user }) => user)).size;

function* encode(texts: Iterable<string>): Iterable<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

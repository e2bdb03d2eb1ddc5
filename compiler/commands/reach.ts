import { compilePolicy } from '../compile-policy.ts';
import { prepareReachAsker } from '../library/ask-reach.ts';
import type { Policy } from '../model/policy.ts';
import { joinUserRoles } from '../model/row-union.ts';
import { printFindings } from '../print/findings/findings.ts';
import { printReachComparisonCsv, printReachCsv } from '../print/reach/csv.ts';
import { printReachComparisonJson, printReachJson } from '../print/reach/json.ts';
import { printReachComparisonMarkdown, printReachMarkdown } from '../print/reach/markdown.ts';
import { printReachComparisonPretty, printReachPretty } from '../print/reach/pretty.ts';
import { findAskedCell } from '../questions/reach/find-asked-cell.ts';
import { findHolder, holderKinds, nameHolder, setAttributes } from '../questions/reach/find-holder.ts';
import { judgeRecords, listDecidingColumns } from '../questions/reach/judge-records.ts';
import { readRecordFile } from '../questions/reach/read-record-file.ts';
import { type ComparedReaches, type ReachReport, reportReach } from '../questions/reach/report-reach.ts';
import { listNames } from '../text/list.ts';
import { makeVisible } from '../text/make-visible.ts';
import { answerQuestion } from './answer-question.ts';
import { readBundle } from './bundle/compile-bundle.ts';
import { type Answer, defineCommand, type Io, MissingValueError, MisuseError } from './command.ts';
import { compileBase, compileSide } from './diff/compile-side.ts';
import { findMovedPolicies } from './diff/find-moved-policies.ts';
import { findBaseCommit } from './diff/read-range.ts';
import { compareRevisions } from './reach/compare-revisions.ts';
import { listAsideNotes, readRecordText } from './reach/read-records-file.ts';

const formats = ['pretty', 'json', 'csv', 'markdown'] as const;

/** The arguments of `reach`, as they are parsed. */
interface ReachArguments {
  readonly policies: string;
  readonly format: (typeof formats)[number];
  readonly quiet: boolean;
  readonly holder: string | undefined;
  readonly records: string;
  readonly tenant: string | undefined;
  readonly as: (typeof holderKinds)[number] | undefined;
  readonly action: string;
  readonly model: string | undefined;
  readonly attribute: readonly string[];
  readonly all: boolean;
}

/** The command `plafond reach`: prints which records of a file a user or a role reaches, by what, and why not the others. */
export const reachCommand = defineCommand({
  positionals: {
    holder: {
      type: 'string',
      describe: 'the id of a declared user, or a role; with `--compare` all active users if it is left out',
    },
  },
  options: {
    records: {
      type: 'string',
      describe: 'the records, as CSV or JSON; `-` reads them from the input',
      required: true,
    },
    tenant: { type: 'string', describe: 'the tenant, where the name alone does not tell' },
    as: {
      type: 'string',
      describe: 'the sort of name, where a user and a role share one',
      choices: holderKinds,
    },
    action: { type: 'string', describe: 'the action on the records', default: 'view' },
    model: { type: 'string', describe: 'the model of the records, where portfolios select several' },
    attribute: {
      type: 'string',
      describe: 'an attribute of whoever has the role, as `id=u1`; lists joined by `;`',
      repeatable: true,
    },
    compare: { type: 'string', describe: 'who gains and loses how many records since this revision' },
    all: { type: 'boolean', describe: 'print every record, not the first few' },
  },
  formats,
  examples: [
    ['plafond reach csm-1@acme.example --records companies.csv', 'which companies this person sees'],
    [
      'plafond reach csm --tenant acme --attribute id=u1 --records - --action update',
      'and may change, by a role',
    ],
    ['plafond reach --tenant acme --records companies.csv --compare main', 'who gains and loses any'],
  ],
  run(args, io) {
    if (args.compare !== undefined) return answerComparison({ ...args, compare: args.compare }, io);
    if (args.holder === undefined)
      throw new MissingValueError(
        '`plafond reach` needs a user or a role, or `--compare`',
        'holder',
        'reach',
      );
    const { holder } = args;
    const scope = { tenant: args.tenant, listsRoles: true, countsUsers: true };
    return answerQuestion(args, io, (policy) => answerReach(policy, holder, args, io), scope);
  },
});

function answerReach(policy: Policy, name: string, args: ReachArguments, io: Io): Answer {
  const { matrix } = compilePolicy(policy);
  const holder = setAttributes(findHolder(matrix, name, args), policy, args.attribute);
  const { tenant } = holder;
  const cell = findAskedCell(tenant, args);
  const union = joinUserRoles(matrix, tenant, holder);
  const text = readRecordText(args.records, io);
  const file = readRecordFile(text, cell.model, tenant.catalog, listDecidingColumns(union, cell));
  const options = { folder: args.policies, version: io.version };
  const asker = prepareReachAsker(readBundle(compilePolicy(policy, tenant), options))(holder, cell);
  const report = reportReach(holder, cell, judgeRecords(union, cell, file.records, asker));
  const unknown = asker.unfilled.map(({ attribute }) => attribute);
  const err = [
    listAsideNotes(file),
    unknown.length > 0
      ? note(
          `portfolios ask for ${listNames(unknown)} of the user, which ${unknown.length > 1 ? 'are' : 'is'} not known, so nothing is reached by that; \`--attribute ${unknown[0]}=…\` says it`,
        )
      : '',
    holder.user?.active === false ? note(`${nameHolder(holder)} is not active`) : '',
  ].join('');
  return { out: printReport(report, args, io), err, exit: 0 };
}

const note = (words: string): string => `note: ${makeVisible(words)}\n`;

function printReport(report: ReachReport, { format, all, quiet }: ReachArguments, io: Io): string {
  switch (format) {
    case 'pretty':
      return printReachPretty(report, { isAll: all, isQuiet: quiet }, io.colours.out);
    case 'json':
      return printReachJson(report);
    case 'csv':
      return printReachCsv(report);
    case 'markdown':
      return printReachMarkdown(report);
  }
}

/** Prints who gains and who loses records between a revision and the work tree. */
async function answerComparison(
  args: ReachArguments & { readonly compare: string },
  io: Io,
): Promise<Answer> {
  const { policies, compare, format, quiet } = args;
  if (args.attribute.length > 0)
    throw new MisuseError('`--attribute` has no meaning with `--compare`: declared users have their own');
  const text = readRecordText(args.records, io);
  const from = await findBaseCommit({ base: compare, head: undefined }, policies, io);
  const base = await compileBase(from, policies, io, undefined);
  const head = await compileSide({ folder: policies, name: 'working tree' }, policies, io);
  if (!base.matrix || !head.matrix) {
    const wrong = [base, head].filter(({ matrix }) => !matrix).flatMap(({ diagnostics }) => diagnostics);
    const shape = format === 'json' ? 'json' : 'pretty';
    const said = printFindings(wrong, { format: shape, colours: io.colours.err, version: io.version });
    return format === 'json' ? { out: said, exit: 1 } : { out: '', err: said, exit: 1 };
  }
  const comparison = await compareRevisions(
    { base: { matrix: base.matrix, name: base.name }, head: head.matrix },
    args.holder,
    args,
    text,
    {
      folder: policies,
      version: io.version,
      follow: async (total) => io.follow?.(`of ${total} people`, !quiet, total),
    },
  );
  const moved = base.isAbsent
    ? await findMovedPolicies({ policies, base: from, head: undefined }, head.matrix.policy, io)
    : [];
  const err = [...(from.note === '' ? [] : [from.note]), ...moved.map(({ message }) => message)]
    .map(note)
    .join('');
  return { out: printComparison(comparison, args, io), err, exit: 0 };
}

function printComparison(
  comparison: ComparedReaches,
  { format, all, quiet }: ReachArguments,
  io: Io,
): string {
  switch (format) {
    case 'pretty':
      return printReachComparisonPretty(comparison, { isAll: all, isQuiet: quiet }, io.colours.out);
    case 'json':
      return printReachComparisonJson(comparison);
    case 'csv':
      return printReachComparisonCsv(comparison);
    case 'markdown':
      return printReachComparisonMarkdown(comparison);
  }
}

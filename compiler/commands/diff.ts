import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compareGuards } from '../lint/invariants/compare-guards.ts';
import type { Difference } from '../model/change.ts';
import type { Matrix } from '../model/matrix.ts';
import { printDiffGithub } from '../print/diff/github.ts';
import { printDiffJson } from '../print/diff/json.ts';
import { printDiffJunit } from '../print/diff/junit.ts';
import { makeReport } from '../print/diff/make-report.ts';
import { printBrokenMarkdown } from '../print/diff/markdown/print-broken.ts';
import { printDiffMarkdown } from '../print/diff/markdown.ts';
import { printDiffPretty } from '../print/diff/pretty.ts';
import { printDiffSarif } from '../print/diff/sarif.ts';
import { printFindings } from '../print/findings/findings.ts';
import { printBrokenJunit } from '../print/print-junit.ts';
import {
  checkGates,
  failOnChoices,
  type GateRefusal,
  type OtherFindings,
} from '../questions/diff/check-gates.ts';
import { findBrokenRows } from '../questions/diff/find-broken-rows.ts';
import { findFaults } from '../questions/diff/find-faults.ts';
import { judgeGuards } from '../questions/diff/judge-guards.ts';
import type { DiffReport } from '../questions/diff/report.ts';
import { diff as compareMatrices } from '../questions/diff.ts';
import { suggestRenames } from '../questions/renames/suggest-renames.ts';
import { makeVisible } from '../text/make-visible.ts';
import { type Answer, defineCommand, type Io, MisuseError } from './command.ts';
import {
  type CompiledSide,
  type CompileRenamed,
  compileBase,
  compileSide,
  followNamesOfHead,
  runFollowing,
  type SideLocation,
} from './diff/compile-side.ts';
import { findAttributeChanges } from './diff/find-attribute-changes.ts';
import { findHandmade } from './diff/find-handmade.ts';
import { findMovedPolicies } from './diff/find-moved-policies.ts';
import { findWorkflowChanges } from './diff/find-workflow-changes.ts';
import { findWrittenFolders } from './diff/find-written-folders.ts';
import { readGates } from './diff/read-gates.ts';
import { findBaseCommit, type RevisionRange, readRange } from './diff/read-range.ts';
import { readOnce } from './read-once.ts';
import { readRows, rolesOption } from './stored-rows.ts';

const formats = ['pretty', 'json', 'markdown', 'github', 'sarif', 'junit'] as const;
type Format = (typeof formats)[number];

/** Prints what changes in effect between two revisions or folders; exits 1 where a gate says no. */
export const diffCommand = defineCommand({
  positionals: {
    base: {
      type: 'string',
      describe: 'the revision before the change, or a day, or BASE..HEAD; without it, the default branch',
    },
    head: { type: 'string', describe: 'the one after it; without it, the working tree' },
  },
  options: {
    'base-dir': { type: 'string', describe: 'a folder of policies in place of BASE' },
    'head-dir': { type: 'string', describe: 'a folder of policies in place of HEAD' },
    ...rolesOption,
    'fail-on': {
      type: 'string',
      describe: 'exit 1 where the change is of this sort, or of one of several with commas between',
      choices: failOnChoices,
      repeatable: true,
    },
    deny: {
      type: 'string',
      describe: 'exit 1 where anybody gains this permission; `*` for a part',
      repeatable: true,
    },
    generated: {
      type: 'string',
      describe:
        'the folder that compile writes, if the settings name another: files there that changed and are not what the policies compile to are reported',
    },
    'max-lost': { type: 'string', describe: 'exit 1 where a larger share of permissions is lost, as 25%' },
  },
  formats,
  examples: [
    ['plafond diff main', 'what the working tree changes against main'],
    [
      'plafond diff main HEAD --format markdown --fail-on escalation,vendor',
      'comment on a pull request, and stop it',
    ],
  ],
  policiesElsewhere: true,
  async run(args, given): Promise<Answer> {
    const io = readOnce(given);
    const { policies, generated, format } = args;
    const range = readRange(args.base, args.head);
    const rows = readRows(args.roles, io);
    const from = await chooseBase(args, range, io);
    const base = await compileBase(from, policies, io, rows);
    const to = chooseHead(args, range);
    const head = await compileSide(to, policies, io, { rows });
    if (!base.matrix || !head.matrix) return { out: printBroken([base, head], format, io), exit: 1 };
    const compileRenamed: CompileRenamed = (renamed) => compileSide(from, policies, io, { ...renamed, rows });
    const followed = await followNamesOfHead(base.matrix, head.matrix, compileRenamed);
    const difference = compareMatrices(followed.matrix, head.matrix);
    const suggested = await runFollowing(suggestRenames(followed, head.matrix), compileRenamed);
    const found = await findOtherFindings({ from, to, generated, policies }, difference, io);
    const moved = base.isAbsent ? await findMoved({ from, to, policies }, head.matrix, io) : [];
    const rowsBroken = { base: base.brokenRows, head: head.brokenRows };
    const others: OtherFindings = {
      ...found,
      faults: [...found.faults, ...moved, ...findBrokenRows(rowsBroken)],
      renamed: { followed: followed.names, suggested },
    };
    const report = makeReport(difference, others, { base: base.name, head: head.name });
    const written = { failOn: args['fail-on'], deny: args.deny, maxLost: args['max-lost'] };
    const refused = checkGates(readGates(written, difference), difference, others, report.summary);
    return {
      out: printInFormat(format, difference, report, { refused, others, io, command: commandLine(args) }),
      err: noteOf(from) + refused.map(({ reason }) => `plafond: ${makeVisible(reason)}\n`).join(''),
      exit: refused.length > 0 ? 1 : 0,
    };
  },
});

interface ComparedPlaces {
  readonly from: SideLocation;
  readonly to: SideLocation;
  readonly generated: string | undefined;
  readonly policies: string;
}

/**
 * Finds what a difference is told with: its faults and its effect on guards and, if its sides are revisions, what only git
 * can show, such as changed attributes and workflows, and generated files that were changed by hand.
 */
async function findOtherFindings(
  { from, to, generated, policies }: ComparedPlaces,
  difference: Difference,
  io: Io,
): Promise<Omit<OtherFindings, 'renamed'>> {
  const faults = findFaults(difference);
  const guards = judgeGuards(difference, compareGuards(difference));
  if (!('revision' in from) || ('folder' in to && to.folder !== policies))
    return { faults, guards, handmade: [] };
  const head = 'revision' in to ? to.revision : undefined;
  const revisions = { base: from.revision, head, policies };
  const [{ policy }, { policy: policyOfHead }] = [difference.base, difference.head];
  const folders = await findWrittenFolders(
    { policies, named: generated, base: from.revision, policy, head: policyOfHead },
    io,
  );
  const changes = await findAttributeChanges(
    { ...revisions, generated: folders.map(({ folder }) => folder) },
    io,
  );
  return {
    faults: [...faults, ...changes, ...(await findWorkflowChanges(revisions, io))],
    guards,
    handmade: await findHandmade({ ...revisions, folders, policy: difference.head.policy }, io),
  };
}

/** Finds where the base has the policies instead; nothing if the sides are not both of this repository. */
async function findMoved(
  { from, to, policies }: Omit<ComparedPlaces, 'generated'>,
  { policy }: Matrix,
  io: Io,
): Promise<readonly Diagnostic[]> {
  if (!('revision' in from) || ('folder' in to && to.folder !== policies)) return [];
  const { revision, name = revision } = from;
  const head = 'revision' in to ? to.revision : undefined;
  return findMovedPolicies({ policies, base: { revision, name }, head }, policy, io);
}

interface PrintContext {
  readonly refused: readonly GateRefusal[];
  readonly others: OtherFindings;
  readonly io: Io;
  readonly command: string;
}

function printInFormat(
  format: Format,
  difference: Difference,
  report: DiffReport,
  { refused, others, io, command: line }: PrintContext,
): Answer['out'] {
  switch (format) {
    case 'pretty':
      return printDiffPretty(report, io.colours.out);
    case 'json':
      return printDiffJson(difference, report);
    case 'markdown':
      return printDiffMarkdown(report, line);
    case 'github':
      return printDiffGithub(
        report,
        refused.map(({ reason }) => reason),
      );
    case 'junit':
      return printDiffJunit(
        report,
        refused.map(({ reason }) => reason),
      );
    case 'sarif':
      return printDiffSarif(difference, others, refused, io.version);
  }
}

/** Prints the diagnostics of sides that do not compile, since there is no difference to print. */
function printBroken(sides: readonly CompiledSide[], format: Format, io: Io): string {
  const wrong = sides.filter(({ matrix }) => !matrix);
  const diagnostics = wrong.flatMap((side) => side.diagnostics);
  const options = { colours: io.colours.out, version: io.version };
  if (format === 'json' || format === 'github' || format === 'sarif')
    return printFindings(diagnostics, { format, ...options });
  if (format === 'markdown')
    return printBrokenMarkdown(
      wrong.map(({ name }) => name),
      diagnostics,
    );
  if (format === 'junit') return printBrokenJunit('plafond diff', diagnostics);
  return printFindings(diagnostics, { format: 'pretty', ...options });
}

interface DiffArguments {
  readonly policies: string;
  readonly roles: string | undefined;
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly 'base-dir': string | undefined;
  readonly 'head-dir': string | undefined;
}

async function chooseBase(
  { policies, base, 'base-dir': folder }: DiffArguments,
  range: RevisionRange,
  io: Io,
): Promise<SideLocation & { readonly note?: string }> {
  if (base !== undefined && folder !== undefined)
    throw new MisuseError('`<base>` and `--base-dir` cannot stand together; see `plafond diff --help`');
  return folder === undefined ? findBaseCommit(range, policies, io) : { folder, name: folder };
}

const noteOf = ({ note = '' }: { readonly note?: string }): string =>
  note === '' ? '' : `note: ${makeVisible(note)}\n`;

function chooseHead({ policies, 'head-dir': folder }: DiffArguments, { head }: RevisionRange): SideLocation {
  if (head !== undefined && folder !== undefined)
    throw new MisuseError('`<head>` and `--head-dir` cannot stand together; see `plafond diff --help`');
  if (folder !== undefined) return { folder, name: folder };
  return head === undefined ? { folder: policies, name: 'working tree' } : { revision: head };
}

/** Returns the command line that shows the whole difference. */
function commandLine({
  policies,
  roles,
  base,
  head,
  'base-dir': baseFolder,
  'head-dir': headFolder,
}: DiffArguments): string {
  const words = [
    ...(base === undefined ? [] : [base]),
    ...(head === undefined ? [] : [head]),
    ...(baseFolder === undefined ? [] : ['--base-dir', baseFolder]),
    ...(headFolder === undefined ? [] : ['--head-dir', headFolder]),
    ...(roles === undefined ? [] : ['--roles', roles]),
    ...(policies === 'policies' ? [] : ['--policies', policies]),
  ];
  return `plafond diff ${words.join(' ')}`;
}

import path from 'node:path';
import { compile } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Git } from '../../io/git.ts';
import { writeWorkbook } from '../../io/workbook/write-workbook.ts';
import { judgeControls, lint } from '../../lint/rules.ts';
import type { GitAttributes } from '../../model/git-attributes.ts';
import type { Matrix } from '../../model/matrix.ts';
import { isPolicyFile, isSourceFile } from '../../model/policy-files.ts';
import { nameStoredRows } from '../../model/stored-rows.ts';
import { type PackFile, printPack } from '../../print/evidence/pack.ts';
import { fillPage } from '../../print/explorer/fill-page.ts';
import type { PageData } from '../../print/explorer/page-data.ts';
import { printTenantSheets } from '../../print/matrix/tenant-sheet.ts';
import { compareAttributes } from '../../questions/diff/compare-attributes.ts';
import { findBrokenRows } from '../../questions/diff/find-broken-rows.ts';
import { findFaults } from '../../questions/diff/find-faults.ts';
import { diff } from '../../questions/diff.ts';
import type { Evidence, Origin } from '../../questions/evidence/evidence.ts';
import { narrowToTenant } from '../../questions/evidence/narrow-matrix.ts';
import { findTenant } from '../../questions/find-by-name.ts';
import { emptyMatrix } from '../../questions/since/policy-revision.ts';
import { readPastBrokenRows } from '../../read-past-errors.ts';
import { digestPolicies } from '../../stages/6-emit.ts';
import type { Files, StoredRows } from '../../text/files.ts';
import { renameRoot } from '../../text/rename-root.ts';
import type { Io } from '../command.ts';
import { listRowValues, readTree } from '../explore/read-policies.ts';
import { addRows } from '../stored-rows.ts';

/** The options of an evidence pack: which policies, of which day, for which tenant, since when. */
export interface PackOptions {
  /** The policies, under the name of their folder alone: a pack does not depend on where that folder lies. */
  readonly files: Files;
  readonly folder: string;
  readonly date: string;
  readonly tenant: string | null;
  /** The duties that are asked to be separate. */
  readonly sod: readonly string[];
  readonly since: Origin['since'];
  readonly git: Origin['git'];
}

/** The content of a pack, or the diagnostics that prevent it; `revision` names the revision they are in. */
export type GatheredEvidence =
  | {
      readonly evidence: Evidence;
      readonly origin: Origin;
      /** The policies for the explorer; undefined in a pack of one tenant, which shows nothing of others. */
      readonly explorer: PageData | undefined;
    }
  | { readonly mistakes: readonly Diagnostic[]; readonly files: number; readonly revision?: string };

/** Gathers the content of a pack from the policies, and from the revision of `since`. Throws `MisuseError` if the tenant is unknown. */
export function gatherEvidence(options: PackOptions, git: Git | undefined, io: Io): GatheredEvidence {
  const { folder, date, tenant, since, sod } = options;
  const { compiled, diagnostics, files, brokenRows } = compileWithRows(options.files, folder);
  const { stored } = options.files;
  if (!compiled) return { mistakes: diagnostics, files };
  const whole = compiled.matrix;
  const only = (matrix: Matrix): Matrix =>
    tenant === null ? matrix : narrowToTenant(matrix, findTenant(matrix.policy, tenant));
  const matrix = only(whole);
  const findings = [...diagnostics, ...brokenRows, ...nameStoredRows(lint(whole, date), stored)];
  const controls = judgeControls(matrix, findings, date);
  const evidence: Evidence = { matrix, findings, controls, date, duties: sod };
  const origin: Origin = {
    version: io.version,
    command: spellAuditLine(options),
    policies: { folder, files, sha256: digestPolicies(whole.policy.documents, folder) },
    date,
    tenant,
    ...(sod.length > 0 && { sod }),
    since,
    git: options.git,
  };
  const explorer = tenant === null ? makePageData(options) : undefined;
  if (!since || !git) return { evidence, origin, explorer };
  const filesBefore = addRows(renameRoot(git.filesAt(since.commit, '.'), '.', folder), stored);
  const base = compileWithRows(filesBefore, folder);
  // A revision without policies is one in which nobody may do anything.
  const isEmpty = filesBefore.list(isPolicyFile).length === 0;
  if (!base.compiled && !isEmpty)
    return { mistakes: base.diagnostics, files: base.files, revision: since.revision };
  const before = base.compiled?.matrix ?? emptyMatrix;
  const hadTenant = before.policy.tenants.some(({ name }) => name === tenant);
  const difference = diff(
    tenant === null ? before : hadTenant ? only(before) : withoutTenants(before),
    matrix,
  );
  const faults = [
    ...findFaults({ base: before, head: whole }),
    ...findBrokenRows({ base: base.brokenRows, head: brokenRows }),
    ...findChangesOfAttributes(git, since.commit, options),
  ];
  const steps = options.git ? git.listSteps(options.git.commit, '.', [since.commit]) : [];
  // In a pack of one tenant files would name others.
  const history = steps.map(({ files = [], ...step }) =>
    tenant === null ? { ...step, files: files.map((file) => `${folder}/${file}`) } : step,
  );
  return {
    evidence: { ...evidence, difference, history, faults },
    origin,
    explorer: explorer && { ...explorer, base: readTree(filesBefore, folder, since.revision) },
  };
}

function makePageData({ files, folder }: PackOptions): PageData {
  const { stored } = files;
  return {
    ...{ version: 1, mode: 'file', base: null, tree: readTree(files, folder, folder) },
    ...(stored && { stored: listRowValues(stored) }),
  };
}

const compileWithRows = (files: Files, folder: string) =>
  readPastBrokenRows((some) => compile(some, folder), files);

/** Finds the attributes that changed since a commit, up to the commit of the pack or, if that has other policies, on disk. */
function findChangesOfAttributes(
  git: Git,
  since: string,
  { folder, git: head }: PackOptions,
): readonly Diagnostic[] {
  const read = (commit: string | undefined) => renameAttributes(git.readAttributes(commit, ['.']), folder);
  const sides = { base: read(since), head: read(head && !head.dirty ? head.commit : undefined) };
  return compareAttributes(sides, isSourceFile);
}

/** Returns attributes whose paths begin with the name of the policies folder. */
function renameAttributes({ settings, texts }: GitAttributes, folder: string): GitAttributes {
  const rename = <T>(map: ReadonlyMap<string, T>) =>
    new Map([...map].map(([file, value]) => [path.posix.join(folder, file), value]));
  return { settings: rename(settings), texts: rename(texts) };
}

/** Makes the files of a pack from its evidence, and from the page of the explorer as it was built. */
export function makePack(
  { evidence, origin, explorer }: Extract<GatheredEvidence, { readonly evidence: unknown }>,
  template: string,
): Iterable<PackFile> {
  return printPack(evidence, origin, {
    matrices: printTenantSheets(evidence.matrix),
    writeWorkbook,
    ...(explorer && { explorer: fillPage(template, explorer) }),
  });
}

/** Returns a matrix without tenants, which is the state before of a tenant that is new. */
const withoutTenants = (matrix: Matrix): Matrix => ({
  ...matrix,
  policy: { ...matrix.policy, tenants: [] },
  rows: [],
});

/** Returns the command line that makes the same pack again, without the folder to write. */
function spellAuditLine({ files, folder, date, tenant, since, sod }: PackOptions): string {
  return [
    'plafond audit',
    ...(folder === 'policies' ? [] : [`--policies ${quoteWord(folder)}`]),
    ...(files.stored ? [`--roles ${quoteWord(files.stored.path)}`] : []),
    `--date ${date}`,
    ...(tenant === null ? [] : [`--tenant ${quoteWord(tenant)}`]),
    ...sod.map((duties) => `--sod ${quoteWord(duties)}`),
    ...(since ? [`--since ${quoteWord(since.revision)}`] : []),
  ].join(' ');
}

/** Returns a text as a word of a shell, in quotes if necessary. */
const quoteWord = (text: string): string =>
  /^[\w./@^~:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Returns the policies of a folder and the rows of a database beside them. Their paths begin with the name of the
 * folder alone.
 */
export function openPolicies(
  policies: string,
  io: Io,
  rows?: StoredRows,
): { readonly files: Files; readonly folder: string } {
  const folder = path.basename(path.resolve(io.folder, policies)) || 'policies';
  return { files: addRows(renameRoot(io.files(policies), policies, folder), rows), folder };
}

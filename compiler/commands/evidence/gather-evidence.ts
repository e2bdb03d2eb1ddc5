import { createHash } from 'node:crypto';
import path from 'node:path';
import { compile, createPolicyReader } from '../../compile.ts';
import type { Git } from '../../io/git.ts';
import { writeWorkbook } from '../../io/workbook/write-workbook.ts';
import { judgeControls, lint } from '../../lint/rules.ts';
import { isOfDatabase } from '../../model/document.ts';
import type { Matrix } from '../../model/matrix.ts';
import { rolesOf } from '../../model/policy.ts';
import { nameStoredRows } from '../../model/stored-rows.ts';
import { type PackFile, printPack } from '../../print/evidence/pack.ts';
import type { PageData } from '../../print/explorer/page-data.ts';
import { printTenantSheets } from '../../print/matrix/tenant-sheet.ts';
import type { Evidence, Origin } from '../../questions/evidence/evidence.ts';
import { narrowToTenant } from '../../questions/evidence/narrow-matrix.ts';
import { findTenant } from '../../questions/find-by-name.ts';
import { readPastBrokenRows } from '../../read-past-errors.ts';
import { digestPolicies } from '../../stages/6-emit.ts';
import type { Files, StoredRows } from '../../text/files.ts';
import { unifyLineEnds } from '../../text/line-ends.ts';
import { renameRoot } from '../../text/rename-root.ts';
import { shareContent } from '../../text/share-content.ts';
import type { Io } from '../command.ts';
import { listRowValues, readTree } from '../explore/read-policies.ts';
import { addRows } from '../stored-rows.ts';
import { gatherPeriod } from './gather-period.ts';
import type { PackMistakes, PackOptions } from './pack-options.ts';
import { readReviews } from './read-reviews.ts';
import { policiesAt } from './repository.ts';
import type { EachPiece } from './write-pack.ts';

/** The content of a pack, or the diagnostics that prevent it. */
export type GatheredEvidence =
  | {
      readonly evidence: Evidence;
      readonly origin: Origin;
      /** The policies for the explorer; undefined in a pack of one tenant, which shows nothing of others. */
      readonly explorer: PageData | undefined;
    }
  | PackMistakes;

/**
 * Gathers the content of a pack from the policies, from the revision of `since` and from the commits up to it. `each` is called
 * for every commit that is read. Throws `MisuseError` if the tenant is unknown.
 */
export async function gatherEvidence(
  options: PackOptions,
  git: Git | undefined,
  io: Io,
  each: EachPiece,
): Promise<GatheredEvidence> {
  const { folder, date, tenant, since, sod, layout } = options;
  const read = prepareReading(options, git);
  const { compiled, diagnostics, files, brokenRows } = read(options.files);
  const { stored } = options.files;
  if (!compiled) return { mistakes: diagnostics, files };
  const whole = compiled.matrix;
  if (tenant !== null) findTenant(whole.policy, tenant);
  const narrow = (matrix: Matrix): Matrix => (tenant === null ? matrix : narrowTo(matrix, tenant));
  const matrix = narrow(whole);
  const findings = [...diagnostics, ...brokenRows, ...nameStoredRows(lint(whole, date), stored)];
  const controls = judgeControls(matrix, findings, date);
  const reviews = layout > 2 && git && since ? readReviews({ ...options, since }, git) : undefined;
  const evidence: Evidence = {
    ...{ matrix, findings, controls, date, duties: sod },
    ...(reviews && { reviews }),
  };
  const origin: Origin = {
    version: io.version,
    command: spellAuditLine(options),
    policies: { folder, files, sha256: digestPolicies(whole.policy.documents, folder) },
    date,
    tenant,
    ...(sod.length > 0 && { sod }),
    since,
    git: options.git,
    ...(layout > 1 && { layout, stored: describeStored(whole, stored) }),
  };
  const explorer = tenant === null ? makePageData(options) : undefined;
  if (!since || !git) return { evidence, origin, explorer };
  const period = await gatherPeriod({ options, git, since, whole, matrix, narrow, read, brokenRows }, each);
  if ('mistakes' in period) return period;
  const { filesBefore, reach, ...found } = period;
  return {
    evidence: { ...evidence, ...found },
    origin: { ...origin, ...(reach && { past: reach }) },
    explorer: explorer && { ...explorer, base: readTree(filesBefore, folder, since.revision) },
  };
}

/** Prepares reading policies: of those of a history, each is read beside the one before it. */
function prepareReading({ files, folder, git: head }: PackOptions, git: Git | undefined) {
  const reader = createPolicyReader();
  const committed = git && head ? policiesAt(git, head.commit, folder) : undefined;
  return (some: Files) => {
    const shared = some === files && committed ? { ...some, read: shareContent(some, committed).read } : some;
    return readPastBrokenRows((wanted) => compile(wanted, folder, reader), shared);
  };
}

/** Describes the roles of a database that are in a pack; null if none were given. */
function describeStored(
  { policy }: Matrix,
  stored: StoredRows | undefined,
): NonNullable<Origin['stored']> | null {
  if (!stored) return null;
  const text = Buffer.from(unifyLineEnds(stored.bytes));
  const roles = rolesOf(policy).filter(({ at }) => isOfDatabase(at.document)).length;
  return { file: stored.path, roles, sha256: createHash('sha256').update(text).digest('hex') };
}

function makePageData({ files, folder }: PackOptions): PageData {
  const { stored } = files;
  return {
    ...{ version: 1, mode: 'file', base: null, tree: readTree(files, folder, folder) },
    ...(stored && { stored: listRowValues(stored) }),
  };
}

/** Makes the files of a pack from its evidence; `fill` puts the policies into the page of the explorer. */
export function makePack(
  { evidence, origin, explorer }: Extract<GatheredEvidence, { readonly evidence: unknown }>,
  fill: (data: PageData) => string,
): Iterable<PackFile> {
  return printPack(evidence, origin, {
    matrices: printTenantSheets(evidence.matrix),
    writeWorkbook,
    ...(explorer && { explorer: fill(explorer) }),
  });
}

/** Returns the part of a matrix that is about a tenant: nothing at a time at which there was no such tenant. */
function narrowTo(matrix: Matrix, name: string): Matrix {
  const tenant = matrix.policy.tenants.find((one) => one.name === name);
  return tenant
    ? narrowToTenant(matrix, tenant)
    : { ...matrix, policy: { ...matrix.policy, tenants: [] }, rows: [] };
}

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

import path from 'node:path';
import { compile } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Git } from '../../io/git.ts';
import { writeWorkbook } from '../../io/workbook/write-workbook.ts';
import { lint } from '../../lint/rules.ts';
import type { Matrix } from '../../model/matrix.ts';
import { type PackFile, printPack } from '../../print/evidence/pack.ts';
import { faultsOf } from '../../questions/diff/faults.ts';
import { diff } from '../../questions/diff.ts';
import type { Evidence, Origin } from '../../questions/evidence/evidence.ts';
import { narrowToTenant } from '../../questions/evidence/narrow-matrix.ts';
import { digestPolicies } from '../../stages/6-emit.ts';
import { emitCsv } from '../../targets/csv.ts';
import type { Files } from '../../text/files.ts';
import { renameRoot } from '../../text/rename-root.ts';
import type { Io } from '../command.ts';
import { tenantNamed } from '../named.ts';

/** What a pack is to be about. */
export interface Asked {
  /** The policies, under the name of their folder alone: where that lies is nothing for a pack. */
  readonly files: Files;
  readonly folder: string;
  readonly date: string;
  readonly tenant: string | null;
  readonly since: Origin['since'];
  readonly git: Origin['git'];
}

/** What a pack is made from, or the mistakes that are in the way; `revision`: in a revision that was asked for. */
export type Gathered =
  | { readonly evidence: Evidence; readonly origin: Origin }
  | { readonly mistakes: readonly Diagnostic[]; readonly files: number; readonly revision?: string };

/** Compiles the policies, and those of the revision that a delta begins at. Throws `Misuse` for an unknown tenant. */
export function gather(asked: Asked, git: Git | undefined, io: Io): Gathered {
  const { folder, date, tenant, since } = asked;
  const { compiled, diagnostics, files } = compile(asked.files, folder);
  if (!compiled) return { mistakes: diagnostics, files };
  const whole = compiled.matrix;
  const only = (matrix: Matrix): Matrix =>
    tenant === null ? matrix : narrowToTenant(matrix, tenantNamed(matrix.policy, tenant));
  const matrix = only(whole);
  const evidence: Evidence = { matrix, findings: [...diagnostics, ...lint(whole, date)], date };
  const origin: Origin = {
    version: io.version,
    command: commandOf(asked),
    policies: { folder, files, sha256: digestPolicies(whole.policy.documents, folder) },
    date,
    tenant,
    since,
    git: asked.git,
  };
  if (!since || !git) return { evidence, origin };
  const base = compile(renameRoot(git.filesAt(since.commit, '.'), '.', folder), folder);
  if (!base.compiled) return { mistakes: base.diagnostics, files: base.files, revision: since.revision };
  const before = base.compiled.matrix;
  const hadTenant = before.policy.tenants.some(({ name }) => name === tenant);
  const difference = diff(tenant === null ? before : hadTenant ? only(before) : without(before), matrix);
  const faults = faultsOf({ base: before, head: whole });
  return { evidence: { ...evidence, difference, faults }, origin };
}

/** Makes the files of a pack from its evidence. */
export function makePack({
  evidence,
  origin,
}: Extract<Gathered, { readonly evidence: unknown }>): Iterable<PackFile> {
  return printPack(evidence, origin, { matrices: emitCsv({ matrix: evidence.matrix }), writeWorkbook });
}

/** A matrix without tenants: what a tenant that is new had before. */
const without = (matrix: Matrix): Matrix => ({
  ...matrix,
  policy: { ...matrix.policy, tenants: [] },
  rows: [],
});

/** The command line that makes the same pack, whichever folder it is written to. */
function commandOf({ folder, date, tenant, since }: Asked): string {
  return [
    'plafond audit',
    ...(folder === 'policies' ? [] : [`--policies ${word(folder)}`]),
    `--date ${date}`,
    ...(tenant === null ? [] : [`--tenant ${word(tenant)}`]),
    ...(since ? [`--since ${word(since.revision)}`] : []),
  ].join(' ');
}

/** A word for a shell, in quotes where it needs them. */
const word = (text: string): string =>
  /^[\w./@^~:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** The policies of a folder under the name of the folder alone. */
export function named(policies: string, io: Io): { readonly files: Files; readonly folder: string } {
  const folder = path.basename(path.resolve(io.folder, policies)) || 'policies';
  return { files: renameRoot(io.files(policies), policies, folder), folder };
}

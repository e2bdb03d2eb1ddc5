import { setFlagsFromString } from 'node:v8';
import {
  findDocuments,
  type KnownDocuments,
  type ReadOutcome,
  readPolicy,
  readPolicyBeside,
} from '../../compile.ts';
import { compileBesideKept, compilePolicy } from '../../compile-policy.ts';
import { type ArtifactOptions, emitArtifacts } from '../../emit-artifacts.ts';
import { hashContent } from '../../io/hash-content.ts';
import { type KeptFiles, keepFiles } from '../../io/keep-files.ts';
import type { Compiled, KeptTenants, WrittenDocuments } from '../../model/artifact.ts';
import type { Document } from '../../model/document.ts';
import type { Tenant } from '../../model/policy.ts';
import { isPolicyFile } from '../../model/policy-files.ts';
import { printFindings } from '../../print/findings/findings.ts';
import { findTenant } from '../../questions/find-by-name.ts';
import { manifestPath } from '../../stages/6-emit.ts';
import { writeRoleDocuments } from '../../targets/bundle/list-role-documents.ts';
import { encodeFileName } from '../../text/file-name.ts';
import type { Answer, Io } from '../command.ts';
import { answerCompilation } from './answer-compilation.ts';
import { chooseFolder, refuseFolder } from './choose-folder.ts';
import {
  compareFolder,
  type EachArtifact,
  type FileContent,
  type FolderComparison,
} from './compare-folder.ts';
import type { CompileArguments } from './compile-arguments.ts';
import type { CompiledFleet } from './compile-fleet.ts';
import { EndedThreadError } from './ended-thread-error.ts';
import { rememberCompilation } from './known-compilation.ts';
import { packTenants } from './pack-tenants.ts';
import { type RecalledTenants, recallTenants, rememberTenants } from './recall-tenants.ts';
import { refuseLoss } from './refuse-loss.ts';
import { isDifferent, replaceFolder } from './replace-folder.ts';

/** Reads the policies, compiles them and writes or compares the folder. Remembers the result for the next run. */
export async function compileAnew(
  args: CompileArguments,
  known: KeptFiles | undefined,
  io: Io,
): Promise<Answer> {
  const keptFiles = known ?? keepFiles(io.files(args.policies));
  const read = await readToCompile(args, keptFiles, io);
  try {
    return await compileRead(args, read, keptFiles, io);
  } catch (error) {
    // A thread may have had too little memory: one after the other the tenants need less.
    if (error instanceof EndedThreadError) return compileAnew(args, keptFiles, { ...io, threads: 1 });
    throw error;
  } finally {
    read.fleet?.end();
  }
}

async function compileRead(
  args: CompileArguments,
  { policy, diagnostics, files, recalled, fleet, packed, roleDocuments }: ReadToCompile,
  keptFiles: KeptFiles | undefined,
  io: Io,
): Promise<Answer> {
  const { policies, tenant: name, check, force, 'no-rules': withoutRules, format, quiet } = args;
  const place = chooseFolder(args, policy?.settings, io);
  if (!policy) {
    const style = { format, colours: io.colours.out, version: io.version };
    return { out: printFindings(diagnostics, { ...style, ...(!quiet && { files }) }), exit: 1 };
  }
  const tenant = name === undefined ? undefined : findTenant(policy, name);
  refuseFolder(args, place, policy.settings);
  const { folder } = place;
  const kept = recalled?.kept ?? fleet?.kept;
  const tenants = tenant ? [tenant] : policy.tenants;
  const pages = new Set(tenants.map(pathOfTenant));
  const following = await io.follow?.('tenants', !quiet, tenants.length - (recalled?.kept.names.size ?? 0));
  let manifest = '';
  try {
    const compiled = kept
      ? { ...compileBesideKept(policy, kept), roleDocuments }
      : { ...compilePolicy(policy, tenant), roleDocuments };
    const made = makeFiles(fleet, compiled, { version: io.version, folder: policies, withoutRules });
    const each: EachArtifact = async (file, bytes) => {
      if (file === manifestPath) manifest = hashContent(bytes);
      await following?.step(pages.has(file) ? 1 : 0);
    };
    const refuse = (found: FolderComparison) =>
      force ? undefined : refuseLoss(folder, found, recalled?.files.digests);
    const comparison = await (check
      ? compareFolder(folder, made, each, recalled?.files)
      : replaceFolder(io.writeFolder, folder, made, each, refuse, recalled?.files));
    const size = countRoles(tenants);
    const settings = { out: policy.settings.out, package: { name: policy.settings.package.name } };
    const { files: count, bytes } = comparison;
    const known = { ...settings, ...size, files: count, bytes, manifest };
    if (keptFiles) rememberCompilation(args, keptFiles, known, io);
    // A tenant that the folder does not hold cannot be kept there.
    if (packed && !(check && isDifferent(comparison)))
      rememberTenants(args, { manifest, settings, ...packed }, io);
    return answerCompilation(args, place, comparison, { ...size, manifest, keptFiles }, io);
  } finally {
    following?.end();
  }
}

const pathOfTenant = ({ name }: Tenant): string => `matrices/tenants/${encodeFileName(name)}.md`;

/** Makes the files of a compilation: those of other threads, and then all others. */
async function* makeFiles(
  fleet: CompiledFleet | undefined,
  compiled: Compiled,
  options: ArtifactOptions,
): AsyncIterable<FileContent> {
  if (fleet) yield* fleet.made();
  // The manifest comes last and names the files of other threads too.
  yield* emitArtifacts(compiled, options);
}

/** A policy as it was read to compile it. */
interface ReadToCompile extends ReadOutcome {
  /** The tenants that stay in the folder as they are. */
  readonly recalled?: RecalledTenants;
  /** The tenants that other threads compile. */
  readonly fleet?: CompiledFleet;
  /** The tenants as they are remembered if the policy compiles. */
  readonly packed?: ReturnType<typeof packTenants>;
  /** The documents from which roles are linked, without those of tenants that stay or are compiled elsewhere. */
  readonly roleDocuments?: WrittenDocuments;
}

/**
 * Reads the policies without the tenants that nothing changed for since the folder was written, or of a fleet without those that
 * other threads read. With a mistake anywhere all of them are read here.
 */
async function readToCompile(
  args: CompileArguments,
  keptFiles: KeptFiles | undefined,
  io: Io,
): Promise<ReadToCompile> {
  const { policies, tenant } = args;
  if (tenant !== undefined || !keptFiles) return readPolicy(keptFiles?.files ?? io.files(policies), policies);
  const read = (documents: KnownDocuments, kept?: KeptTenants) => {
    const outcome = readPolicyBeside(documents, keptFiles.files, policies);
    const { policy } = outcome;
    if (!policy) return outcome;
    const values = listValues(documents, keptFiles);
    return {
      ...outcome,
      roleDocuments: writeRoleDocuments(policy, kept, (document) => values.get(document)),
      ...(io.cache && { packed: packTenants(policy, documents, keptFiles) }),
    };
  };
  const recalled = recallTenants(args, keptFiles, io);
  if (recalled) {
    // All that is remembered of a fleet lives to the end: looking through it for garbage took a tenth of the time.
    setFlagsFromString('--heap-growing-percent=300');
    const outcome = read(recalled.documents, recalled.kept);
    if (outcome.policy) return { ...outcome, recalled };
  }
  const isAlone = recalled !== undefined || (io.threads ?? 1) === 1;
  const fleet = isAlone
    ? undefined
    : await (await import('./compile-fleet.ts')).compileFleet(args, keptFiles, io);
  if (fleet) {
    const outcome = read(fleet.documents, fleet.kept);
    if (outcome.policy) return { ...outcome, fleet };
    fleet.end();
  }
  return read({ loaded: new WeakMap(), valid: new WeakSet() });
}

/** Lists the values of the documents that were just read. */
const listValues = (documents: KnownDocuments, { files }: KeptFiles): ReadonlyMap<Document, unknown> =>
  new Map(
    files
      .list(isPolicyFile)
      .flatMap((path) => findDocuments(documents, files, path))
      .map(({ document, value }) => [document, value]),
  );

const countRoles = (tenants: readonly Tenant[]) => ({
  tenants: tenants.length,
  roles: tenants.reduce((sum, { roles }) => sum + roles.length, 0),
});

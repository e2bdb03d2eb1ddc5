import { createHash } from 'node:crypto';
import type { KeptFiles } from '../../io/keep-files.ts';
import { manifestPath } from '../../stages/6-emit.ts';
import { unifyLineEnds } from '../../text/line-ends.ts';
import type { Io } from '../command.ts';
import { listEntries } from './compare-folder.ts';
import type { CompileArguments, PackageSettings } from './compile-arguments.ts';
import { isAsWritten, parseDigests, readManifestText } from './refuse-loss.ts';

/** The facts about an earlier compilation that show if a folder holds its result already. */
export interface KnownCompilation extends PackageSettings {
  readonly tenants: number;
  readonly roles: number;
  readonly files: number;
  readonly bytes: number;
  /** The digest of the manifest, which has the digest of every other file. */
  readonly manifest: string;
}

/** Returns the facts on what the same policies were compiled to before; undefined if they were not. */
export function recallCompilation(
  args: CompileArguments,
  keptFiles: KeptFiles,
  io: Io,
): KnownCompilation | undefined {
  const text = io.cache?.read(keyOf(args, keptFiles, io));
  return text === undefined ? undefined : (JSON.parse(text) as KnownCompilation);
}

/** Keeps the facts on a compilation for the next run. */
export function rememberCompilation(
  args: CompileArguments,
  keptFiles: KeptFiles,
  known: KnownCompilation,
  io: Io,
): void {
  io.cache?.write(keyOf(args, keptFiles, io), JSON.stringify(known));
}

/** Returns the key of a compilation in the cache: everything that its files depend on. */
const keyOf = (
  { policies, tenant, 'no-rules': withoutRules }: CompileArguments,
  { digest }: KeptFiles,
  { cache, version }: Io,
): string => cache?.keyOf('compile', version, policies, tenant, withoutRules, digest) ?? '';

/**
 * Tells whether a folder has the manifest with a digest and exactly the files that this lists, each with the bytes that it
 * says, but for line ends.
 */
export function isWhole(folder: string, manifest: string): boolean {
  const text = readManifestText(folder);
  const digest = createHash('sha256')
    .update(unifyLineEnds(Buffer.from(text)))
    .digest('hex');
  if (digest !== manifest) return false;
  const written = parseDigests(text);
  const present = listEntries(folder);
  return (
    present.size === written.size + 1 &&
    present.get(manifestPath) === true &&
    [...written.keys()].every((file) => present.get(file) === true && isAsWritten(folder, file, written))
  );
}

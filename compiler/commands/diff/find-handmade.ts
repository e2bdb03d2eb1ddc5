import path from 'node:path';
import { compilePolicy } from '../../compile-policy.ts';
import { type ArtifactOptions, emitArtifacts } from '../../emit-artifacts.ts';
import { hashContent } from '../../io/hash-content.ts';
import type { Artifact } from '../../model/artifact.ts';
import type { Policy } from '../../model/policy.ts';
import type { HandmadeFinding } from '../../questions/diff/check-gates.ts';
import { digestPolicies, manifestPath } from '../../stages/6-emit.ts';
import type { Files } from '../../text/files.ts';
import { isSameText, unifyLineEnds } from '../../text/line-ends.ts';
import { renameRoot } from '../../text/rename-root.ts';
import { askGit, openAbove, tryGit } from '../ask-git.ts';
import type { Io } from '../command.ts';
import type { FolderComparison } from '../compile/compare-folder.ts';
import { findCompiledFolder } from '../compile/find-compiled-folder.ts';
import { reportStaleFiles, spellCompileLine } from '../compile/print-stale.ts';
import { parseDigests } from '../compile/refuse-loss.ts';
import type { WrittenFolder } from './find-written-folders.ts';

/** The folders that compile writes, and the two revisions in which they are compared. */
export interface HandmadeOptions {
  readonly folders: readonly WrittenFolder[];
  readonly base: string;
  /** A revision; without one, the working tree. */
  readonly head: string | undefined;
  /** The policy of the head, and the folder that it was read from. */
  readonly policy: Policy;
  readonly policies: string;
}

/** The most bytes that are read of a file: more than any artifact has. */
const limit = 1024 * 1024 * 1024;

/**
 * Finds what was changed by hand, or is stale, in the folders that compile writes: files that differ between two revisions and are
 * not what the policies of the head compile to. What did not change is for `compile --check`. A folder in another
 * repository than the policies has no revision in common with them. A folder that is gone as a whole, as when policies are
 * moved, is loaded by no service; only the first of the folders must be there.
 */
export async function findHandmade(options: HandmadeOptions, io: Io): Promise<readonly HandmadeFinding[]> {
  const [base, head] = await askGit(options.policies, io, (git) => [
    git.findCommit(options.base),
    options.head === undefined ? undefined : git.findCommit(options.head),
  ]);
  return options.folders.flatMap((written) => {
    const { folder } = written;
    const opened = tryGit(() => openAbove(folder, io));
    if (!opened || tryGit(() => opened.git.findCommit(base)) === undefined) return [];
    const { git, rest } = opened;
    const changed = git.listChangedPaths(base, head, rest).map((file) => path.posix.relative(rest, file));
    if (changed.length === 0) return [];
    const files =
      head === undefined
        ? renameRoot(io.files(folder), folder, '.')
        : renameRoot(git.filesAt(head, rest), rest, '.');
    // An empty path is that of the folder itself, if it became a file or a link.
    const isGone = head === undefined ? io.kind(folder) === 'nothing' : files.list(() => true).length === 0;
    if (written !== options.folders[0] && isGone && !changed.includes('')) return [];
    return compareChanged(changed, files, written, options, io);
  });
}

/** Compares changed files with what compile writes; `changed` and `files` have paths relative to the folder. */
function compareChanged(
  changed: readonly string[],
  files: Files,
  { folder, tenant }: WrittenFolder,
  { policy, policies }: HandmadeOptions,
  io: Io,
): readonly HandmadeFinding[] {
  const left = new Set(changed);
  const present = new Set(files.list(() => true));
  if ([...changed, ...present].every(isForEditors)) return [];
  const [missing, different]: [string[], string[]] = [[], []];
  for (const { path: file, content } of emitFor(policy, tenant, {
    version: io.version,
    folder: policies,
    withoutRules: isWithoutRules(files),
  })) {
    if (!left.delete(file)) continue;
    if (!present.has(file)) missing.push(file);
    else if (!hasText(files.read(file, limit), content)) different.push(file);
  }
  // The folder itself may be a file or a link.
  const orphans = [...left].filter((file) => present.has(file) || file === '').sort();
  const comparison = { files: 0, bytes: 0, missing, different, orphans };
  const usual = findCompiledFolder(policies, policy.settings);
  const again = spellCompileLine({ folder, usual, policies, tenant });
  const stale = isStale(files, comparison, digestPolicies(policy.documents, policies));
  return reportStaleFiles(comparison, { folder, again }, stale).map((one) => ({
    ...one,
    ...(stale && { stale }),
  }));
}

/**
 * Tells whether a folder is as a compile of other policies wrote it, by its manifest. Anybody can write a manifest: it only chooses
 * the words, and lowers no gate.
 */
function isStale(files: Files, { missing, different, orphans }: FolderComparison, sources: string): boolean {
  const bytes = files.read(manifestPath, limit);
  if ('unreadable' in bytes) return false;
  const manifest = Buffer.from(bytes).toString('utf8');
  const [, before = sources] = /^ {2}"sources": "([0-9a-f]{64})"/m.exec(manifest) ?? [];
  const written = parseDigests(manifest);
  const isWritten = (file: string) => {
    const [digests, content] = [written.get(file), files.read(file, limit)];
    if (!digests || 'unreadable' in content) return false;
    return digests.has(hashContent(content)) || digests.has(hashContent(unifyLineEnds(content)));
  };
  return (
    before !== sources &&
    !missing.some((file) => written.has(file)) &&
    [...different, ...orphans].every((file) => file === manifestPath || isWritten(file))
  );
}

/** Tells whether `plafond schema` writes a file. No service loads a folder that holds such files alone. */
const isForEditors = (file: string): boolean => file === manifestPath || file.startsWith('schema/');

/** Returns the files that compile writes, for all tenants or for one; none for a tenant that is gone. */
function emitFor(policy: Policy, name: string | undefined, options: ArtifactOptions): Iterable<Artifact> {
  if (name === undefined) return emitArtifacts(compilePolicy(policy), options);
  const tenant = policy.tenants.find((one) => one.name === name);
  return tenant ? emitArtifacts(compilePolicy(policy, tenant), options) : [];
}

/** Returns true if the manifest of a folder lists no rules. It still lists rules whose files were only deleted. */
function isWithoutRules(files: Files): boolean {
  const manifest = files.read(manifestPath, limit);
  return !('unreadable' in manifest) && !Buffer.from(manifest).toString('utf8').includes('"rules/');
}

/** Returns true if a file has a text, whatever its line ends; a file that cannot be read never has it. */
const hasText = (bytes: ReturnType<Files['read']>, content: string): boolean =>
  !('unreadable' in bytes) && isSameText(bytes, Buffer.from(content));

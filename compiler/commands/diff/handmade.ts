import path from 'node:path';
import { compilePolicy, emitArtifacts } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Policy } from '../../model/policy.ts';
import type { Files } from '../../text/files.ts';
import { isSameText } from '../../text/line-ends.ts';
import { renameRoot } from '../../text/rename-root.ts';
import { askGit, openAbove, tryGit } from '../ask-git.ts';
import type { Io } from '../command.ts';
import { reportStaleFiles } from '../compile/print-stale.ts';

/** The folder that compile writes, and the two revisions in which it is compared. */
export interface HandmadeOptions {
  /** The folder, relative to where the command was started. */
  readonly folder: string;
  readonly base: string;
  /** A revision; without one, the working tree. */
  readonly head: string | undefined;
  /** The policy of the head, and the folder that it was read from. */
  readonly policy: Policy;
  readonly policies: string;
}

/** Larger than any artifact, in bytes. */
const limit = 1024 * 1024 * 1024;

/**
 * Finds what was changed by hand in the folder that compile writes: files that differ between two revisions and are
 * not what the policies of the head compile to. What did not change is for `compile --check`. A folder in another
 * repository than the policies has no revision in common with them.
 */
export async function findHandmade(options: HandmadeOptions, io: Io): Promise<readonly Diagnostic[]> {
  const folder =
    path.relative(io.folder, path.resolve(io.folder, options.folder)).replaceAll(path.sep, '/') || '.';
  const [base, head] = await askGit(options.policies, io, (git) => [
    git.findCommit(options.base),
    options.head === undefined ? undefined : git.findCommit(options.head),
  ]);
  const opened = tryGit(() => openAbove(folder, io));
  if (!opened || tryGit(() => opened.git.findCommit(base)) === undefined) return [];
  const { git, rest } = opened;
  const changed = git.listChangedPaths(base, head, rest).map((file) => path.posix.relative(rest, file));
  if (changed.length === 0) return [];
  const files =
    head === undefined
      ? renameRoot(io.files(folder), folder, '.')
      : renameRoot(git.filesAt(head, rest), rest, '.');
  return compareChanged(changed, files, { ...options, folder }, io);
}

/** `changed` and `files` have paths relative to the folder. */
function compareChanged(
  changed: readonly string[],
  files: Files,
  { folder, policy, policies }: HandmadeOptions,
  io: Io,
): readonly Diagnostic[] {
  const left = new Set(changed);
  const present = new Set(files.list(() => true));
  const [missing, different]: [string[], string[]] = [[], []];
  const withoutRules = ![...present].some((file) => file.startsWith('rules/'));
  for (const { path: file, content } of emitArtifacts(compilePolicy(policy), {
    version: io.version,
    folder: policies,
    withoutRules,
  })) {
    if (!left.delete(file)) continue;
    if (!present.has(file)) missing.push(file);
    else if (!hasText(files.read(file, limit), content)) different.push(file);
  }
  // The folder itself may be a file or a link.
  const orphans = [...left].filter((file) => present.has(file) || file === '').sort();
  const comparison = { files: 0, bytes: 0, missing, different, orphans };
  return reportStaleFiles(comparison, { folder, again: 'plafond compile' });
}

/** A checkout with other line ends is the same text; what cannot be read is no text of ours. */
const hasText = (bytes: ReturnType<Files['read']>, content: string): boolean =>
  !('unreadable' in bytes) && isSameText(bytes, Buffer.from(content));

import path from 'node:path';
import { artifacts } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Git } from '../../io/git.ts';
import type { Policy } from '../../model/policy.ts';
import type { Files } from '../../text/files.ts';
import type { Io } from '../command.ts';
import { staleFindings } from '../compile/stale.ts';
import { asking } from '../repository.ts';

/** What is asked of the folder that compile writes. */
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
 * not what the policies of the head compile to. What did not change is for `compile --check`.
 */
export async function findHandmade(options: HandmadeOptions, io: Io): Promise<readonly Diagnostic[]> {
  const folder = path.posix.normalize(options.folder.replaceAll(path.sep, '/')).replace(/\/$/, '');
  if (folder.startsWith('..') || path.isAbsolute(folder)) return [];
  return asking(io, (git) => {
    const base = git.findCommit(options.base);
    const head = options.head === undefined ? undefined : git.findCommit(options.head);
    const changed = git.listChangedPaths(base, head, folder);
    return changed.length === 0
      ? []
      : compareChanged(changed, folder, filesOf(git, head, folder, io), options, io);
  });
}

const filesOf = (git: Git, head: string | undefined, folder: string, io: Io): Files =>
  head === undefined ? io.files(folder) : git.filesAt(head, folder);

function compareChanged(
  changed: readonly string[],
  folder: string,
  files: Files,
  { policy, policies }: HandmadeOptions,
  io: Io,
): readonly Diagnostic[] {
  const left = new Set(changed);
  const present = new Set(files.list(() => true));
  const [missing, different]: [string[], string[]] = [[], []];
  const withoutRules = ![...present].some((file) => file.startsWith(`${folder}/rules/`));
  for (const { path: name, content } of artifacts(policy, {
    version: io.version,
    folder: policies,
    withoutRules,
  })) {
    const file = `${folder}/${name}`;
    if (!left.delete(file)) continue;
    if (!present.has(file)) missing.push(name);
    else if (textOf(files.read(file, limit)) !== textOf(Buffer.from(content))) different.push(name);
  }
  const orphans = [...left].filter((file) => present.has(file) || file === folder);
  const nameOf = (file: string) => (file === folder ? '' : file.slice(folder.length + 1));
  const comparison = { files: 0, bytes: 0, missing, different, orphans: orphans.map(nameOf).sort() };
  return staleFindings(comparison, { folder, again: 'plafond compile' });
}

/** A checkout with other line ends is the same text; what cannot be read is no text of ours. */
const textOf = (bytes: ReturnType<Files['read']>): string | undefined =>
  'unreadable' in bytes ? undefined : Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n');

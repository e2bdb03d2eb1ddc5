import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Git, openGit } from '../../io/git.ts';
import { hashContent, hashFile } from '../../io/hash-content.ts';
import { manifestPath } from '../../stages/6-emit.ts';
import { count } from '../../text/count.ts';
import { unifyLineEnds } from '../../text/line-ends.ts';
import { listFirst } from '../../text/list.ts';
import { tryGit } from '../ask-git.ts';
import { MisuseError } from '../command.ts';
import type { FolderComparison, KnownFiles } from './compare-folder.ts';

/**
 * Throws `MisuseError` if replacing a folder would lose work: files that plafond did not write, by the manifest in the
 * folder, or that somebody has edited since. An edited file is no loss if git holds it as it is, nor is one that a merge
 * has mixed from two versions that plafond wrote. Files that are known to be as they were written are not read again.
 */
export function refuseLoss(
  folder: string,
  { different, orphans }: FolderComparison,
  known: KnownFiles['digests'] = new Map(),
): void {
  const doubtful = [...different, ...orphans]
    .filter((file) => file !== manifestPath && !known.has(file))
    .sort();
  if (doubtful.length === 0) return;
  let written = parseDigests(readManifestText(folder));
  if (doubtful.every((file) => isAsWritten(folder, file, written))) return;
  const git = tryGit(() => openGit(folder));
  written = joinDigests([written, ...readCommittedManifests(git).map(parseDigests)]);
  const foreign = orphans.filter((file) => !written.has(file));
  refuseFiles(folder, foreign, (files) => `delete ${files} that plafond did not write`);
  const held = git && tryGit(() => git.listHeldFiles());
  const edited = doubtful.filter((file) => !isAsWritten(folder, file, written) && held?.has(file) !== true);
  refuseFiles(folder, edited, (files) => `lose edits that git does not hold, in ${files}`);
}

/** Throws `MisuseError` if a pack holds files that are not of it or that were edited since they were written. */
export function refuseEditedPack(folder: string, files: readonly string[], manifest: string): void {
  const written = parseDigests(manifest);
  const others = files.filter((file) => file !== manifestPath);
  const foreign = others.filter((file) => !written.has(file));
  refuseFiles(folder, foreign, (files) => `delete ${files} not of the pack`);
  const edited = others.filter((file) => !isAsWritten(folder, file, written));
  refuseFiles(folder, edited, (files) => `lose edits in ${files}`);
}

/** The most files that a message names. */
const mostNamed = 10;

function refuseFiles(folder: string, files: readonly string[], would: (files: string) => string): void {
  if (files.length === 0) return;
  const list = listFirst(
    files.map((file) => `\`${file}\``),
    mostNamed,
  );
  throw new MisuseError(
    `replacing \`${folder}\` would ${would(count(files.length, 'file'))}: ${list}; move what you need elsewhere, name another folder with \`--out\`, or use \`--force\``,
  );
}

/** The digests of each file when it was written: one, or those of both sides of a merge. */
export type Digests = ReadonlyMap<string, ReadonlySet<string>>;

/** Returns the digests in a manifest. Reads it line by line, since a failed merge leaves the lines of both sides. */
export function parseDigests(manifest: string): Digests {
  const digests = new Map<string, Set<string>>();
  for (const [, name = '', digest = ''] of manifest.matchAll(
    /^ {4}("(?:[^"\\\n]|\\.)*"): \{ "bytes": \d+, "sha256": "([0-9a-f]{64})"/gm,
  )) {
    const file: unknown = JSON.parse(name);
    if (typeof file !== 'string') continue;
    digests.set(file, (digests.get(file) ?? new Set()).add(digest));
  }
  return digests;
}

function joinDigests(all: readonly Digests[]): Digests {
  const joined = new Map<string, Set<string>>();
  for (const digests of all)
    for (const [file, some] of digests) joined.set(file, new Set([...(joined.get(file) ?? []), ...some]));
  return joined;
}

/** Tells whether a file has the bytes that plafond wrote, but for line ends, which a checkout may change. */
export function isAsWritten(folder: string, file: string, written: Digests): boolean {
  const digests = written.get(file);
  if (!digests) return false;
  const at = path.join(folder, file);
  const digest = hashFile(at);
  if (digest === undefined || digests.has(digest)) return digest !== undefined;
  try {
    return digests.has(hashContent(unifyLineEnds(readFileSync(at))));
  } catch {
    return false;
  }
}

/** Returns the text of the manifest in a folder; empty if it cannot be read. */
export function readManifestText(folder: string): string {
  try {
    return readFileSync(path.join(folder, manifestPath), 'utf8');
  } catch {
    return '';
  }
}

/** The revisions whose manifests list what plafond wrote, those of an unfinished merge included. */
const revisions: readonly string[] = ['HEAD', 'MERGE_HEAD', 'REBASE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD'];

/** The most bytes that are read of a manifest. */
const mostBytes = 64 * 1024 * 1024;

/** Returns the committed manifests of the folder in which git was opened. */
function readCommittedManifests(git: Git | undefined): readonly string[] {
  if (!git) return [];
  return revisions.flatMap((revision) => {
    const read = tryGit(() => git.filesAt(git.findCommit(revision), '.').read(manifestPath, mostBytes));
    return read === undefined || 'unreadable' in read ? [] : [Buffer.from(read).toString('utf8')];
  });
}

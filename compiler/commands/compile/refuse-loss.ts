import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Git, openGit } from '../../io/git.ts';
import { manifestPath } from '../../stages/6-emit.ts';
import { count } from '../../text/count.ts';
import { unifyLineEnds } from '../../text/line-ends.ts';
import { Misuse } from '../command.ts';
import { allowed } from '../repository.ts';
import type { Comparison } from './compare.ts';

/**
 * Refuses, by `Misuse`, to replace a folder where that would lose what nobody else has: files that plafond did not
 * write, by the manifest that is there, and those that it wrote and somebody has edited since. An edited file that
 * git holds as it is there is not lost, and is no reason to refuse: so are those that a merge has mixed.
 */
export function refuseLoss(folder: string, { different, orphans }: Comparison): void {
  const doubtful = [...different, ...orphans].filter((file) => file !== manifestPath).sort();
  if (doubtful.length === 0) return;
  let written = digestsIn(manifestOf(folder));
  if (doubtful.every((file) => isAsWritten(folder, file, written))) return;
  const git = allowed(() => openGit(folder));
  written = joinDigests([written, ...manifestsHeld(git).map(digestsIn)]);
  const foreign = orphans.filter((file) => !written.has(file));
  refuse(folder, foreign, (files) => `delete ${files} that plafond did not write`);
  const held = git && allowed(() => git.listHeldFiles());
  const edited = doubtful.filter((file) => !isAsWritten(folder, file, written) && held?.has(file) !== true);
  refuse(folder, edited, (files) => `lose edits that git does not hold, in ${files}`);
}

/** Refuses, by `Misuse`, to replace a pack with files that are not of it or not as they were written. */
export function refuseEditedPack(folder: string, files: readonly string[], manifest: string): void {
  const written = digestsIn(manifest);
  const others = files.filter((file) => file !== manifestPath);
  const foreign = others.filter((file) => !written.has(file));
  refuse(folder, foreign, (files) => `delete ${files} not of the pack`);
  const edited = others.filter((file) => !isAsWritten(folder, file, written));
  refuse(folder, edited, (files) => `lose edits in ${files}`);
}

/** So many files are named. */
const mostNamed = 10;

function refuse(folder: string, files: readonly string[], would: (files: string) => string): void {
  if (files.length === 0) return;
  const names = files.slice(0, mostNamed).map((file) => `\`${file}\``);
  const more = files.length - names.length;
  const list = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
  throw new Misuse(
    `to replace \`${folder}\` would ${would(count(files.length, 'file'))}: ${list}; move what you need away, name another folder with \`--out\`, or say \`--force\``,
  );
}

/** The digests that a file had when it was written: one, or those of both sides of a merge. */
type Digests = ReadonlyMap<string, ReadonlySet<string>>;

/** The digests in a manifest, read line by line: a merge that failed leaves the lines of both sides. */
function digestsIn(manifest: string): Digests {
  const digests = new Map<string, Set<string>>();
  for (const [, name = '', digest = ''] of manifest.matchAll(
    /^ {4}("(?:[^"\\]|\\.)*"): \{ "bytes": \d+, "sha256": "([0-9a-f]{64})"/gm,
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

/** Whether a file has the bytes that were written, or had them before a checkout gave it other line ends. */
function isAsWritten(folder: string, file: string, written: Digests): boolean {
  const digests = written.get(file);
  if (!digests) return false;
  let bytes: Buffer;
  try {
    bytes = readFileSync(path.join(folder, file));
  } catch {
    return false;
  }
  if (digests.has(digestOf(bytes))) return true;
  return digests.has(digestOf(unifyLineEnds(bytes)));
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The manifest of a folder; empty where there is none that can be read. */
export function manifestOf(folder: string): string {
  try {
    return readFileSync(path.join(folder, manifestPath), 'utf8');
  } catch {
    return '';
  }
}

/** The commits whose manifest tells what plafond wrote, also while they are being merged. */
const revisions: readonly string[] = ['HEAD', 'MERGE_HEAD', 'REBASE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD'];

/** More than a manifest has. */
const mostBytes = 64 * 1024 * 1024;

/** The manifests that git holds of a folder in which it was opened. */
function manifestsHeld(git: Git | undefined): readonly string[] {
  if (!git) return [];
  return revisions.flatMap((revision) => {
    const read = allowed(() => git.filesAt(git.findCommit(revision), '.').read(manifestPath, mostBytes));
    return read === undefined || 'unreadable' in read ? [] : [Buffer.from(read).toString('utf8')];
  });
}

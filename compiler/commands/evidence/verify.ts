import { createHash } from 'node:crypto';
import { closeSync, lstatSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { type Git, GitError } from '../../io/git.ts';
import { type PackManifest, packManifestPath, readPackManifest } from '../../print/evidence/manifest.ts';
import { compareFiles, type Measure, type Verification } from '../../questions/evidence/verification.ts';
import type { Files } from '../../text/files.ts';
import { makeLineEndUnifier } from '../../text/line-ends.ts';
import { renameRoot } from '../../text/rename-root.ts';
import { attempt } from '../attempt.ts';
import { type Io, Misuse } from '../command.ts';
import { type Gathered, gather, makePack } from './gather.ts';
import { hasSamePolicies, policiesOf } from './repository.ts';
import { type EachPiece, filesIn } from './write.ts';

/**
 * Holds a pack against what plafond makes of the current policies with the filters and the date of its manifest.
 * Where these are others by now, it is held against the policies of its commit, if the repository has it; else
 * against nothing but its own manifest.
 */
export async function verifyPack(
  folder: string,
  policies: string,
  git: Git | undefined,
  io: Io,
  each: EachPiece,
): Promise<Verification> {
  const present = filesIn(folder);
  const text = present.includes(packManifestPath)
    ? attempt(`cannot read \`${folder}\``, () => readFileSync(path.join(folder, packManifestPath), 'utf8'))
    : '';
  const manifest = readPackManifest(text);
  if (!manifest) {
    const fault =
      text === '' ? 'there is no `manifest.json`' : '`manifest.json` is not the manifest of a pack';
    return { against: 'manifest', faults: [fault], notes: [], files: [] };
  }
  const { faults, notes, against, gathered } = remade(manifest, policies, git, io);
  const digests = new Map<string, string>();
  const wanted = new Map(Object.entries(manifest.files).map(([file, { sha256 }]) => [file, sha256]));
  if (gathered) {
    wanted.clear();
    for (const { path: file, content, listed } of makePack(gathered)) {
      for (const _ of content) await each();
      wanted.set(file, listed().sha256);
    }
  }
  for (const file of present)
    if (gathered || file !== packManifestPath)
      digests.set(file, await digestOf(path.join(folder, file), wanted.get(file), each));
  return { against, faults, notes, files: compareFiles(digests, wanted) };
}

interface Remade {
  readonly against: Measure;
  readonly faults: readonly string[];
  readonly notes: readonly string[];
  readonly gathered?: Whole;
}

type Whole = Extract<Gathered, { readonly evidence: unknown }>;

/** What the pack of a manifest is made from: the current policies, else those of its commit. */
function remade(manifest: PackManifest, policies: string, git: Git | undefined, io: Io): Remade {
  const { folder, sha256 } = manifest.policies;
  const notes: string[] = [];
  const { version } = manifest.compiler;
  if (version !== io.version)
    notes.push(`it was made by plafond ${version}, and this is ${io.version}, which may write it otherwise`);
  const make = (files: Files) => attempted(manifest, files, git, { ...io, version });
  const current = renameRoot(io.files(policies), policies, folder);
  const commit = manifest.git && !manifest.git.dirty ? manifest.git.commit : undefined;
  const committed = commit === undefined ? undefined : policiesOf(git, commit, folder);
  if (commit !== undefined && !committed)
    notes.push(`commit ${commit} is in no repository here, so its policies were not looked at`);

  const now = make(current);
  if (typeof now !== 'string' && now.origin.policies.sha256 === sha256) {
    const isOther = committed !== undefined && !hasSamePolicies(current, committed);
    const faults = isOther ? [`commit ${commit}, which the manifest names, has other policies`] : [];
    return { against: 'policies', faults, notes, gathered: now };
  }
  const changed = typeof now === 'string' ? now : 'the policies are others than those of the pack';
  if (!committed) return { against: 'manifest', faults: [changed], notes };
  const then = make(committed);
  if (typeof then !== 'string' && then.origin.policies.sha256 === sha256)
    return { against: 'commit', faults: [changed], notes, gathered: then };
  const other = `commit ${commit}, which the manifest names, has other policies than those it says it has`;
  return { against: 'manifest', faults: [changed, other], notes };
}

/** What a pack of these policies would be made from, or in a sentence why there is none. */
function attempted(manifest: PackManifest, files: Files, git: Git | undefined, io: Io): Whole | string {
  const { date, tenant, since, policies } = manifest;
  const asked = { files, folder: policies.folder, date, tenant, since, git: manifest.git };
  if (since && !policiesOf(git, since.commit, policies.folder))
    return `commit ${since.commit}, at which the delta begins, is in no repository here`;
  try {
    const gathered = gather(asked, git, io);
    return 'evidence' in gathered ? gathered : 'the policies do not compile any more; see `plafond check`';
  } catch (error) {
    if (error instanceof Misuse || error instanceof GitError) return error.message;
    throw error;
  }
}

/**
 * The SHA-256 of a file, read in pieces: the one that is wanted where the file has it as it is or but for the line ends
 * that a checkout gave it. What is no plain file has none.
 */
async function digestOf(file: string, wanted: string | undefined, each: EachPiece): Promise<string> {
  if (!attempt(`cannot read \`${file}\``, () => lstatSync(file)).isFile()) return 'not a plain file';
  const opened = attempt(`cannot read \`${file}\``, () => openSync(file, 'r'));
  try {
    const [raw, unified] = [createHash('sha256'), createHash('sha256')];
    const unifier = makeLineEndUnifier();
    const buffer = Buffer.alloc(1 << 20);
    for (let read = -1; read !== 0; ) {
      read = attempt(`cannot read \`${file}\``, () => readSync(opened, buffer));
      const piece = buffer.subarray(0, read);
      raw.update(piece);
      for (const part of read === 0 ? unifier.end() : unifier.add(piece)) unified.update(part);
      await each();
    }
    const [asItIs, asText] = [raw.digest('hex'), unified.digest('hex')];
    return asText === wanted ? asText : asItIs;
  } finally {
    closeSync(opened);
  }
}

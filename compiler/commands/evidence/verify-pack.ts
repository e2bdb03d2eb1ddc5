import { createHash } from 'node:crypto';
import { closeSync, lstatSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { type Git, GitError } from '../../io/git.ts';
import { explorerPath } from '../../print/evidence/cover-page.ts';
import { type PackManifest, packManifestPath, readPackManifest } from '../../print/evidence/manifest.ts';
import { fillPage, isFilledPage, refillPage } from '../../print/explorer/fill-page.ts';
import type { PageData } from '../../print/explorer/page-data.ts';
import { currentLayout } from '../../questions/evidence/evidence.ts';
import { compareFiles, type Measure, type Verification } from '../../questions/evidence/verification.ts';
import { QuestionError } from '../../questions/question-error.ts';
import type { Files, StoredRows } from '../../text/files.ts';
import { makeLineEndUnifier } from '../../text/line-ends.ts';
import { renameRoot } from '../../text/rename-root.ts';
import { attempt } from '../attempt.ts';
import type { Io } from '../command.ts';
import { readTemplate } from '../explore/read-template.ts';
import { addRows } from '../stored-rows.ts';
import { type GatheredEvidence, gatherEvidence, makePack } from './gather-evidence.ts';
import { findPoliciesAt, hasSamePolicies } from './repository.ts';
import { type EachPiece, listFiles } from './write-pack.ts';

/**
 * Compares a pack with the one that plafond makes of the current policies, with the filters and the date of the pack's
 * manifest. If the policies have changed since, compares it with the policies of its commit; if the repository does
 * not have that commit, with the pack's own manifest alone.
 */
export async function verifyPack(
  folder: string,
  policies: string,
  { git, rows }: { readonly git: Git | undefined; readonly rows: StoredRows | undefined },
  io: Io,
  each: EachPiece,
): Promise<Verification> {
  const present = listFiles(folder);
  const text = present.includes(packManifestPath)
    ? attempt(`cannot read \`${folder}\``, () => readFileSync(path.join(folder, packManifestPath), 'utf8'))
    : '';
  const manifest = readPackManifest(text);
  if (!manifest) {
    const fault =
      text === '' ? 'there is no `manifest.json`' : '`manifest.json` is not the manifest of a pack';
    return { against: 'manifest', faults: [fault], notes: [], files: [] };
  }
  const { faults, notes, against, gathered } = await remakePack(manifest, policies, { git, rows }, io, each);
  const notesFaults = (gathered?.evidence.history ?? []).flatMap(({ hash, noteFault }) =>
    noteFault === undefined ? [] : [`the note on the approvals of commit ${hash} does not fit: ${noteFault}`],
  );
  const digests = new Map<string, string>();
  const wanted = new Map(Object.entries(manifest.files).map(([file, { sha256 }]) => [file, sha256]));
  const page = gathered ? findOlderPage(folder, manifest, present, io) : undefined;
  const fill = (data: PageData) =>
    page === undefined ? fillPage(readTemplate(io), data) : refillPage(page, data);
  const notesOfPage =
    page === undefined
      ? []
      : [`of \`${explorerPath}\`, the page of an older plafond, only the policies in it were compared`];
  if (gathered) {
    wanted.clear();
    for (const { path: file, content, listed } of makePack(gathered, fill)) {
      for (const _ of content) await each();
      wanted.set(file, listed().sha256);
    }
  }
  for (const file of present)
    if (gathered || file !== packManifestPath)
      digests.set(file, await digestFile(path.join(folder, file), wanted.get(file), each));
  return {
    against,
    faults: [...faults, ...notesFaults],
    notes: [...notes, ...notesOfPage],
    files: compareFiles(digests, wanted),
  };
}

/** Returns the page of the explorer of a pack that an older plafond made, which is another page than that of this one. */
function findOlderPage(
  folder: string,
  { layout = 1, compiler }: PackManifest,
  present: readonly string[],
  io: Io,
): string | undefined {
  if (!present.includes(explorerPath) || (layout >= currentLayout && compiler.version === io.version))
    return undefined;
  const page = attempt(`cannot read \`${folder}\``, () =>
    readFileSync(path.join(folder, explorerPath), 'utf8'),
  );
  return isFilledPage(page) ? page.replaceAll('\r\n', '\n') : undefined;
}

interface RemadePack {
  readonly against: Measure;
  readonly faults: readonly string[];
  readonly notes: readonly string[];
  readonly gathered?: CompleteEvidence;
}

type CompleteEvidence = Extract<GatheredEvidence, { readonly evidence: unknown }>;

/** Gathers the content of the pack that a manifest describes, from the current policies or else those of its commit. */
async function remakePack(
  manifest: PackManifest,
  policies: string,
  { git, rows }: { readonly git: Git | undefined; readonly rows: StoredRows | undefined },
  io: Io,
  each: EachPiece,
): Promise<RemadePack> {
  const { folder, sha256 } = manifest.policies;
  const notes: string[] = [];
  const { version } = manifest.compiler;
  if (version !== io.version)
    notes.push(
      `it was made by plafond ${version}, and this is ${io.version}, which may write it differently`,
    );
  const make = (files: Files) => gatherAgain(manifest, addRows(files, rows), git, { ...io, version }, each);
  const current = renameRoot(io.files(policies), policies, folder);
  const commit = manifest.git && !manifest.git.dirty ? manifest.git.commit : undefined;
  const committed = commit === undefined ? undefined : findPoliciesAt(git, commit, folder);
  if (commit !== undefined && !committed)
    notes.push(`commit ${commit} is in no repository here, so its policies were not looked at`);

  const now = await make(current);
  if (typeof now !== 'string' && now.origin.policies.sha256 === sha256) {
    const isOther = committed !== undefined && !hasSamePolicies(current, committed);
    const faults = isOther ? [`commit ${commit}, which the manifest names, has other policies`] : [];
    return { against: 'policies', faults, notes, gathered: now };
  }
  const changed = typeof now === 'string' ? now : 'the policies differ from those of the pack';
  if (!committed) return { against: 'manifest', faults: [changed], notes };
  const then = await make(committed);
  if (typeof then !== 'string' && then.origin.policies.sha256 === sha256)
    return { against: 'commit', faults: [changed], notes, gathered: then };
  const other = `commit ${commit}, which the manifest names, has other policies than the manifest says`;
  return { against: 'manifest', faults: [changed, other], notes };
}

/** Gathers the content of a pack from some policies; returns a sentence instead if that is not possible. */
async function gatherAgain(
  manifest: PackManifest,
  files: Files,
  git: Git | undefined,
  io: Io,
  each: EachPiece,
): Promise<CompleteEvidence | string> {
  const { date, tenant, sod = [], since, policies, git: head, layout = 1, past } = manifest;
  const own = { date, tenant, sod, since, git: head, layout, ...(past && { reached: past }) };
  const options = { files, folder: policies.folder, ...own };
  if (since && !findPoliciesAt(git, since.commit, policies.folder))
    return `commit ${since.commit}, at which the delta begins, is in no repository here`;
  try {
    const gathered = await gatherEvidence(options, git, io, each);
    return 'evidence' in gathered ? gathered : 'the policies do not compile any more; see `plafond check`';
  } catch (error) {
    if (error instanceof QuestionError || error instanceof GitError) return error.message;
    throw error;
  }
}

/**
 * Returns the SHA-256 of a file, read in pieces: the wanted one if the file differs from it only in the line ends that a
 * checkout gave it. For anything but a plain file, returns a text that equals no digest.
 */
async function digestFile(file: string, wanted: string | undefined, each: EachPiece): Promise<string> {
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

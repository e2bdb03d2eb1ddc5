import path from 'node:path';
import { collect, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Document, placeIn, spanOf, valueIn } from '../../model/document.ts';
import { documentKinds } from '../../model/document-kinds.ts';
import type { Policy } from '../../model/policy.ts';
import { fileLimit, isPolicyFile } from '../../model/policy-files.ts';
import type { Files } from '../../text/files.ts';
import { isSameText } from '../../text/line-ends.ts';
import { listNames } from '../../text/list.ts';
import { askGit, type PolicyRepository } from '../ask-git.ts';
import type { Io } from '../command.ts';

/** A comparison whose base has no policies in the folder; without a head, the work tree is compared. */
export interface AbsentBase {
  readonly policies: string;
  readonly base: { readonly revision: string; readonly name: string };
  readonly head: string | undefined;
}

/** Reports that a base has the policies in another folder, so that nobody takes for new what only was moved. */
export async function findMovedPolicies(
  { policies, base, head }: AbsentBase,
  policy: Policy,
  io: Io,
): Promise<readonly Diagnostic[]> {
  const folders = await askGit(policies, io, (git) => {
    const commit = head === undefined ? undefined : git.findCommit(head);
    const now = commit === undefined ? io.files(policies) : git.filesAt(commit);
    const findLeft = (names: readonly string[]) =>
      commit === undefined ? (file: string) => io.kind(file) === 'file' : findAt(git, commit, names);
    return findFormerFolders({ folder: policies, now }, git, git.findCommit(base.revision), findLeft);
  });
  const [former] = folders;
  if (former === undefined) return [];
  const checkOut = `git worktree add --detach ../before ${base.revision.slice(0, 12)}`;
  // From a folder below the top, the path does not tell where the folder is in another work tree.
  const named = former.startsWith('../')
    ? '` and the folder in `../before`'
    : ` ${path.posix.join('../before', former)}\``;
  return reportMoved(
    { folder: policies, base: base.name, folders },
    policy,
    `to compare with it, \`${checkOut}\`, then \`plafond diff --base-dir${named}`,
  );
}

/** Reports that the base of a comparison has the policies of a folder in others; nothing if there are none. */
export function reportMoved(
  { folder, base, folders }: { folder: string; base: string; folders: readonly string[] },
  { documents }: Policy,
  help?: string,
): readonly Diagnostic[] {
  const isSettings = (document: Document) => valueIn(placeIn(document, ['kind'])) === 'Settings';
  const document = documents.find(isSettings) ?? documents[0];
  if (folders.length === 0 || !document) return [];
  const { report, diagnostics } = collect();
  const at = spanOf(placeIn(document, ['kind']));
  report('policies-moved', at, { folder, base, former: listNames(folders) }, help);
  return diagnostics;
}

/**
 * Finds the folder in which a commit had the policies that now are in another one: there it has files of the same names, most of
 * them with the same text, that are gone since. Several folders are returned if they are as much alike, and none if the
 * policies are new, or a copy of others.
 */
export function findFormerFolders(
  { folder, now }: { readonly folder: string; readonly now: Files },
  git: Pick<PolicyRepository, 'findFiles'>,
  commit: string,
  findLeft: (names: readonly string[]) => (file: string) => boolean,
): readonly string[] {
  const inside = new Map(now.list(isPolicyFile).map((file) => [path.posix.relative(folder, file), file]));
  const names = [...new Set([...inside.keys()].map((file) => path.posix.basename(file)))];
  const before = git.findFiles(commit, names);
  const isLeft = findLeft(names);
  const alike = new Map<string, number>();
  for (const file of before.list((one) => isPolicyFile(one) && !isLeft(one))) {
    const matched = matchEnd(file, inside);
    const weight = matched ? weighLikeness(readText(before, file), readText(now, matched.file)) : 0;
    if (matched && weight > 0) alike.set(matched.folder, (alike.get(matched.folder) ?? 0) + weight);
  }
  const most = Math.max(...alike.values());
  return [...alike.keys()].filter((one) => alike.get(one) === most).sort();
}

/** Returns a test for the files of a commit that have one of some names. */
export function findAt(
  git: Pick<PolicyRepository, 'findFiles'>,
  commit: string,
  names: readonly string[],
): (file: string) => boolean {
  const found = new Set(git.findFiles(commit, names).list(isPolicyFile));
  return (file) => found.has(file);
}

/** Finds the file of a folder with whose path another path ends, and the folder from which that path then counts. */
function matchEnd(
  file: string,
  inside: ReadonlyMap<string, string>,
): { readonly folder: string; readonly file: string } | undefined {
  const steps = file.split('/');
  for (let at = 0; at < steps.length; at++) {
    const found = inside.get(steps.slice(at).join('/'));
    if (found !== undefined) return { folder: steps.slice(0, at).join('/') || '.', file: found };
  }
  return undefined;
}

/** The weight of a file of the same text, which is more than that of any number of files that only have the same name. */
const weightOfSame = 1_000_000;

/** Returns how much a file tells that another one is where it is now; 0 if it is no policy file. */
function weighLikeness(was: Uint8Array | undefined, is: Uint8Array | undefined): number {
  if (!was || !is || !hasPolicyKind(Buffer.from(was).toString('utf8'))) return 0;
  return isSameText(was, is) ? weightOfSame : 1;
}

/** Tells whether a text has a document of a kind that policies have. Other tools have such kinds too, beside an `apiVersion`. */
const hasPolicyKind = (text: string): boolean =>
  !/^["']?apiVersion["']?[ \t]*:/m.test(text) &&
  [...text.matchAll(/^[ \t{,]*["']?kind["']?[ \t]*:[ \t]*["']?(\w+)/gm)].some(([, kind]) =>
    documentKinds.some((one) => one === kind),
  );

function readText(files: Files, file: string): Uint8Array | undefined {
  const bytes = files.read(file, fileLimit);
  return 'unreadable' in bytes ? undefined : bytes;
}

import { lstatSync } from 'node:fs';
import path from 'node:path';
import { count } from '../text/count.ts';
import {
  type Files,
  type Remark,
  type Unreadable,
  unreadableLink,
  unreadableSubmodule,
} from '../text/files.ts';
import { isSameText, unifyLineEnds } from '../text/line-ends.ts';
import { makeOnce } from '../text/make-once.ts';
import { filesOnDisk, findFolderAbove, findLinkTo, findWorkTree } from './disk.ts';
import { isInPlainWorkTree } from './git/plain-work-tree.ts';
import {
  type IndexEntry,
  isBlob,
  listHiddenByReplacement,
  listIgnored,
  readEntries,
  readModified,
  readReplaced,
  readRewriters,
} from './git/read-index.ts';
import { GitError, NoRepositoryError, prepareGit, type Run, textOf } from './git/run-git.ts';

/**
 * Returns the files below a folder on disk. In a work tree, a file is refused if git holds something else than the
 * disk and does not show it as changed, or would commit something else than is read: what is reviewed is what git
 * holds. Other line ends are the same text. What git shows as changed, or as new, is work that goes on.
 */
export function filesOfCheckout(folder: string): Files {
  const disk = filesOnDisk(folder);
  const listed = new Set<string>();
  const ends = { 'line-ends-in-git': [] as string[], 'line-ends-on-disk': [] as string[] };
  const guard = makeOnce(() => openGuard(folder, listed));
  return {
    list(wanted) {
      const found = disk.list(wanted);
      for (const file of found) listed.add(file);
      return [...new Set([...found, ...guard().listHidden(wanted)])].sort();
    },
    read(file, limit) {
      const refusal = refuseIfGitDoes(() => guard().refuse(file));
      if (refusal) return refusal;
      const bytes = disk.read(file, limit);
      if ('unreadable' in bytes) return bytes;
      const compared = refuseIfGitDoes(() => guard().compare(file, bytes));
      if (typeof compared === 'object') return compared;
      if (compared !== undefined && unifyLineEnds(bytes) !== bytes)
        ends[compared === 'same' ? 'line-ends-in-git' : 'line-ends-on-disk'].push(file);
      return bytes;
    },
    remarks: (some) => [
      ...guard().remarks,
      ...(['line-ends-in-git', 'line-ends-on-disk'] as const).flatMap((about) =>
        remarkOnLineEnds(
          about,
          ends[about].filter((file) => some.has(file)),
        ),
      ),
    ],
  };
}

/** Asks git; a file about which it refuses to answer is refused. */
function refuseIfGitDoes<T>(ask: () => T): T | Unreadable {
  try {
    return ask();
  } catch (error) {
    if (error instanceof GitError) return { unreadable: error.message, isOtherInGit: true };
    throw error;
  }
}

/** The part of a checkout that knows what git holds of a folder. */
interface Guard {
  /** Lists files that git holds, or shows, and the disk has not, and links that are none on this disk. */
  listHidden(wanted: (file: string) => boolean): readonly string[];
  /** Returns the reason for which a file is refused whatever its bytes are. */
  refuse(file: string): Unreadable | undefined;
  /** Compares the bytes of a file with what git holds; undefined if that is nothing or the file is work. */
  compare(file: string, bytes: Uint8Array): Unreadable | 'same' | 'same-text' | undefined;
  readonly remarks: readonly Remark[];
}

const allowAll: Guard = {
  listHidden: () => [],
  refuse: () => undefined,
  compare: () => undefined,
  remarks: [],
};

/** The reason for which a file that git ignores is not read. */
export const ignoredByGit: Unreadable = {
  unreadable: 'git ignores it, so no commit holds it',
  help: 'move it out of the folder, or let git see it: `git check-ignore -v` says which rule ignores it',
  isOtherInGit: true,
};

/** A folder in a work tree as git sees it. Paths are relative to the folder in which git was started. */
interface GitView {
  readonly run: Run;
  readonly entries: ReadonlyMap<string, IndexEntry>;
  readonly ignored: () => ReadonlySet<string>;
  /** The names of objects that others replace in this clone. */
  readonly replaced: ReadonlySet<string>;
  /**
   * The files that differ from those of the commit without git showing it, because the commit or a folder is replaced
   * in this clone.
   */
  readonly unseen: ReadonlySet<string>;
  readonly modified: () => ReadonlyMap<string, string>;
}

function openGuard(folder: string, listed: ReadonlySet<string>): Guard {
  const start = findFolderAbove(path.resolve(folder));
  const root = findWorkTree(start);
  if (findLinkTo(folder) !== undefined || root === undefined) return allowAll;
  const rest = path.relative(start, path.resolve(folder)).replaceAll(path.sep, '/') || '.';
  const onDisk = moveBelow(rest, folder);
  const toGit = moveBelow(folder, rest);
  let seen: GitView | undefined;
  try {
    seen = look(prepareGit(start, folder), isInPlainWorkTree(start, root), rest);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    if (error instanceof NoRepositoryError) return allowAll;
    return { ...allowAll, remarks: [{ about: 'unverified', path: folder, words: error.message }] };
  }
  if (!seen) return allowAll;
  const { entries, run, modified, replaced, unseen } = seen;
  const inGit = (file: string) => {
    const name = toGit(file);
    // A disk may spell a name with other code points than git does.
    return entries.has(name) ? name : name.normalize('NFC');
  };
  const rewriters = new Map<string, readonly string[]>();
  const rewritersOf = (file: string): readonly string[] => {
    if (!rewriters.has(file)) {
      const paths = [...listed].map(inGit).filter((one) => !rewriters.has(one));
      for (const [one, found] of readRewriters(run, [...new Set([...paths, file])]))
        rewriters.set(one, found);
    }
    return rewriters.get(file) ?? [];
  };
  return {
    listHidden: (wanted) =>
      [...new Set([...entries.keys(), ...unseen])]
        .map((file) => ({ file, at: onDisk(file) }))
        .filter(({ file, at }) => !listed.has(at) && isHidden(seen, file, at, wanted))
        .map(({ at }) => at),
    refuse: (file) => refuse(seen, { name: inGit(file), file, isListed: listed.has(file) }, rewritersOf),
    compare(file, bytes) {
      const name = inGit(file);
      const entry = entries.get(name);
      if (!entry) return undefined;
      const same = isBlob(entry.hash, bytes);
      if (same) return same;
      if (replaced.has(entry.hash)) return otherIsShown;
      if (entry.flag === undefined && modified().has(name)) return undefined;
      const held = run(['cat-file', 'blob', entry.hash], { mayFail: true });
      return isSameText(held, bytes) ? 'same-text' : explainUnseen(entry, file);
    },
    remarks: [],
  };
}

/** Returns the function that turns the path of a file below one folder into its path below another. */
function moveBelow(from: string, to: string): (file: string) => string {
  const [inside = '', outside = ''] = [from, to].map((one) =>
    path.posix.normalize(one) === '.' ? '' : `${path.posix.normalize(one).replace(/\/$/, '')}/`,
  );
  return (file) =>
    file.startsWith(inside)
      ? path.posix.normalize(`${outside}${file.slice(inside.length)}`)
      : path.posix.join(to, path.posix.relative(from, file));
}

/** Asks git what it holds at or below a path; undefined if that is in no work tree. Where that is plain, it is not asked whether. */
function look(run: Run, isPlain: boolean, rest: string): GitView | undefined {
  const replaced = isPlain ? new Set<string>() : findReplaced(run);
  if (!replaced) return undefined;
  return {
    run,
    entries: readEntries(run, rest),
    ignored: makeOnce(() => listIgnored(run, rest)),
    replaced,
    unseen: replaced.size > 0 ? listHiddenByReplacement(run, rest) : new Set(),
    modified: makeOnce(() => readModified(run, rest)),
  };
}

/** Returns the names of objects that others replace; undefined outside of a work tree. */
function findReplaced(run: Run): ReadonlySet<string> | undefined {
  const [isInside, ...replacements] = textOf(
    run(['rev-parse', '--is-inside-work-tree', '--glob=refs/replace/']),
  ).split('\n');
  if (isInside !== 'true') return undefined;
  return replacements.some(Boolean) ? readReplaced(run) : new Set();
}

function isHidden(
  { entries, unseen, modified }: GitView,
  file: string,
  onDisk: string,
  wanted: (file: string) => boolean,
): boolean {
  const entry = entries.get(file);
  if (entry && isNoFile(entry)) return isStillNoFile(entry, modified().get(file));
  if (!wanted(onDisk)) return false;
  if (unseen.has(file)) return true;
  return isAbsent(onDisk) && (entry?.flag !== undefined || !modified().has(file));
}

const isNoFile = ({ mode }: IndexEntry): boolean => mode === linkMode || mode === submoduleMode;
const [linkMode, submoduleMode] = ['120000', '160000'];

/** Returns true if a link or a submodule would be committed as one: `mode` is what git finds on disk, if it changed. */
const isStillNoFile = (entry: IndexEntry, mode: string | undefined): boolean =>
  mode === undefined || mode === entry.mode;

function isAbsent(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) === undefined;
  } catch {
    return true;
  }
}

function refuse(
  { entries, ignored, unseen, modified }: GitView,
  { name, file, isListed }: { readonly name: string; readonly file: string; readonly isListed: boolean },
  rewritersOf: (name: string) => readonly string[],
): Unreadable | undefined {
  const entry = entries.get(name);
  if (entry && isNoFile(entry) && isStillNoFile(entry, modified().get(name)))
    return entry.mode === linkMode ? unreadableLink : name === '.' ? notFetched : unreadableSubmodule;
  if (!entry && ignored().has(name)) return entries.size > 0 ? ignoredByGit : undefined;
  const rewriters = rewritersOf(name);
  if (rewriters.length > 0) return explainRewriters(rewriters);
  if (unseen.has(name)) return otherIsShown;
  return entry && !isListed && isAbsent(file) && (entry.flag !== undefined || !modified().has(name))
    ? explainUnseen(entry, file)
    : undefined;
}

/** The reason for which a policies folder is refused that is a submodule itself, without its files. */
const notFetched: Unreadable = {
  unreadable: 'it is a submodule, and its files are not here',
  help: 'fetch them with `git submodule update --init`',
  isOtherInGit: true,
};

const explainRewriters = (rewriters: readonly string[]): Unreadable => ({
  unreadable: `${rewriters.map((one) => `\`${one}\``).join(' and ')} rewrites it between the disk and git`,
  help: 'take the attribute away: it is in a `.gitattributes`, in `.git/info/attributes` or in the settings of this machine',
  isOtherInGit: true,
});

const otherIsShown: Unreadable = {
  unreadable: 'in this clone alone, `refs/replace` puts another text in its place',
  help: 'delete the replacement, `git replace --list` names it, and check the commit out again',
  isOtherInGit: true,
};

function explainUnseen({ flag }: IndexEntry, file: string): Unreadable {
  const what = isAbsent(file) ? 'git holds it and the disk does not' : 'git holds another text';
  return flag === undefined
    ? {
        unreadable: `${what}, and git takes it for unchanged`,
        help: 'let git look again, `git update-index --really-refresh`, or check the commit out again',
        isOtherInGit: true,
      }
    : {
        unreadable: `${what}, and it is marked \`${flag}\`, so that git does not look`,
        help: `take the mark away: \`git update-index --no-${flag} ${file}\``,
        isOtherInGit: true,
      };
}

function remarkOnLineEnds(about: Remark['about'], files: readonly string[]): readonly Remark[] {
  const [first] = files;
  if (first === undefined) return [];
  return [{ about, path: first, words: count(files.length, 'file') }];
}

import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Tells whether a folder surely lies in the work tree of the repository at `root`, and no object there replaces another. Git says so
 * too, but a run of it takes longer than a look at its files. False wherever there is room for doubt, and git has to be asked: the
 * repository is linked, bare or of another storage, its settings move the work tree, or something may be replaced.
 */
export function isInPlainWorkTree(folder: string, root: string): boolean {
  const at = (name: string) => path.join(root, '.git', name);
  const isThere = (name: string) => lstatSync(at(name), { throwIfNoEntry: false }) !== undefined;
  const isFolder = (name: string) => lstatSync(at(name)).isDirectory();
  try {
    return (
      !path.relative(root, folder).split(path.sep).includes('.git') &&
      ['', 'objects', 'refs'].every(isFolder) &&
      pointer.test(readFileSync(at('HEAD'), 'latin1')) &&
      !['commondir', 'config.worktree', 'reftable', 'refs/replace'].some(isThere) &&
      !(isThere('packed-refs') && readFileSync(at('packed-refs'), 'latin1').includes('refs/replace/')) &&
      !settingsInDoubt.test(readFileSync(at('config'), 'latin1'))
    );
  } catch {
    return false;
  }
}

/** The form of `HEAD` without which git takes no folder for that of a repository, and goes on to the folder above. */
const pointer = /^(ref: refs\/\S+|[0-9a-f]{40}|[0-9a-f]{64})\n$/;

/** The settings by which a folder may be no work tree, or keeps its references elsewhere. */
const settingsInDoubt = /worktree|include|refstorage|bare(?!\s*=\s*false\b)/i;

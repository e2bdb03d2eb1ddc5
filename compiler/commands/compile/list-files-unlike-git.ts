import path from 'node:path';
import { ignoredByGit } from '../../io/checkout.ts';
import { isInWorkTree } from '../../io/disk.ts';
import type { Remark, Unreadable } from '../../text/files.ts';
import type { Io } from '../command.ts';

/** The files in a folder that git holds with another text, and what there is to say of line ends. */
interface ListedUnlikeGit {
  readonly refused: readonly { readonly file: string; readonly found: Unreadable }[];
  readonly flipped?: Remark | undefined;
}

/**
 * Lists the files in a folder whose text in git is, or would become with a commit, another one than on disk, although git
 * shows no change. Files that git ignores are left out, since not every folder is committed as a whole.
 */
export function listFilesUnlikeGit(folder: string, io: Pick<Io, 'files'>): ListedUnlikeGit {
  if (!isInWorkTree(path.resolve(folder))) return { refused: [] };
  const files = io.files(folder);
  const listed = files.list(() => true);
  const refused = listed.flatMap((file) => {
    const found = files.read(file, Number.POSITIVE_INFINITY);
    const isUnlike = 'unreadable' in found && found.isOtherInGit && found !== ignoredByGit;
    return isUnlike ? [{ file, found }] : [];
  });
  const flipped = files.remarks?.(new Set(listed)).find(({ about }) => about === 'line-ends-on-disk');
  return { refused, flipped };
}

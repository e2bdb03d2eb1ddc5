import path from 'node:path';
import { collect, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import { ignoredByGit } from '../../io/checkout.ts';
import { isInWorkTree } from '../../io/disk.ts';
import type { Io } from '../command.ts';

/** The files in a folder that git holds with another text. */
interface FilesUnlikeGit {
  readonly diagnostics: readonly Diagnostic[];
  /** A line on what is no fault; empty if there is nothing to say. */
  readonly note: string;
}

const explainLineEnds = (folder: string, files: string): string =>
  `note: git writes CRLF line ends into ${files} of ${folder}/ here; \`* text eol=lf\` in a \`.gitattributes\` keeps them as they are\n`;

/**
 * Finds the compiled files whose text in git is, or would become with a commit, another one than on disk, although git
 * shows no change. Files that git ignores are left out, since not every folder is committed as a whole. Files that
 * differ in line ends alone have the same text, and are noted.
 */
export function findFilesUnlikeGit(folder: string, io: Io): FilesUnlikeGit {
  if (!isInWorkTree(path.resolve(folder))) return { diagnostics: [], note: '' };
  const { report, diagnostics } = collect();
  const files = io.files(folder);
  const listed = files.list(() => true);
  for (const file of listed) {
    const found = files.read(file, Number.POSITIVE_INFINITY);
    if (!('unreadable' in found) || !found.isOtherInGit || found === ignoredByGit) continue;
    const at = { source: { path: file, text: '' }, start: 0, end: 0 };
    report('not-what-git-holds', at, { reason: found.unreadable }, found.help);
  }
  const flipped = files.remarks?.(new Set(listed)).find(({ about }) => about === 'line-ends-on-disk');
  return { diagnostics, note: flipped ? explainLineEnds(folder, flipped.words) : '' };
}

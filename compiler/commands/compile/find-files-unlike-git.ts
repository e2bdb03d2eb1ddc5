import path from 'node:path';
import { collect, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Io } from '../command.ts';
import { listFilesUnlikeGit } from './list-files-unlike-git.ts';

/** The files in a folder that git holds with another text. */
interface FilesUnlikeGit {
  readonly diagnostics: readonly Diagnostic[];
  /** A line on what is no fault; empty if there is nothing to say. */
  readonly note: string;
}

const explainLineEnds = (folder: string, files: string): string =>
  `note: git writes CRLF line ends into ${files} of ${folder}/ here; ` +
  `\`/${path.posix.basename(folder)}/** text eol=lf\` in a \`.gitattributes\` beside that folder keeps them as they are\n`;

/**
 * Finds the compiled files whose text in git is, or would become with a commit, another one than on disk, although git
 * shows no change. Files that differ in line ends alone have the same text, and are noted.
 */
export function findFilesUnlikeGit(folder: string, io: Io): FilesUnlikeGit {
  const { report, diagnostics } = collect();
  const { refused, flipped } = listFilesUnlikeGit(folder, io);
  for (const { file, found } of refused) {
    const at = { source: { path: file, text: '' }, start: 0, end: 0 };
    report('not-what-git-holds', at, { reason: found.unreadable }, found.help);
  }
  return { diagnostics, note: flipped ? explainLineEnds(folder, flipped.words) : '' };
}

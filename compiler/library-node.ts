import path from 'node:path';
import { filesOfCheckout } from './io/checkout.ts';
import { openGit } from './io/git.ts';
import type { PolicyFiles } from './library/answers.ts';
import { fileLimit, isSourceFile } from './model/policy-files.ts';
import type { Files } from './text/files.ts';
import { renameRoot } from './text/rename-root.ts';

/**
 * Reads the policy files of a folder. Throws an error that names the file if one cannot be read, or is not what git holds.
 */
export function readFolder(folder: string): PolicyFiles {
  return takeTexts(filesOfCheckout(folder));
}

/** Reads the policy files of a folder as they are in a git revision, or were on a day such as `2027-03-31`. */
export function readRevision(folder: string, revision: string): PolicyFiles {
  const whole = path.resolve(folder);
  const git = openGit(path.dirname(whole), folder);
  const name = path.basename(whole);
  return takeTexts(renameRoot(git.filesAt(git.findCommit(revision), name), name, folder));
}

function takeTexts(files: Files): PolicyFiles {
  return Object.fromEntries(
    files.list(isSourceFile).map((file) => {
      const bytes = files.read(file, fileLimit);
      if ('unreadable' in bytes) throw new Error(`cannot read \`${file}\`: ${bytes.unreadable}`);
      return [file, bytes];
    }),
  );
}

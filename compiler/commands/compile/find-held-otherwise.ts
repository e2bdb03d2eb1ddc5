import { collect, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import { ignoredByGit } from '../../io/checkout.ts';
import type { Io } from '../command.ts';

/**
 * Finds the files in the folder that compile writes of which git holds, or would commit, another text than is on disk,
 * without showing it. What git ignores there is not refused: not every folder is committed as a whole.
 */
export function findHeldOtherwise(folder: string, io: Io): readonly Diagnostic[] {
  const { report, diagnostics } = collect();
  const files = io.files(folder);
  for (const file of files.list(() => true)) {
    const found = files.read(file, Number.POSITIVE_INFINITY);
    if (!('unreadable' in found) || !found.isOtherInGit || found === ignoredByGit) continue;
    const at = { source: { path: file, text: '' }, start: 0, end: 0 };
    report('not-what-git-holds', at, { reason: found.unreadable }, found.help);
  }
  return diagnostics;
}

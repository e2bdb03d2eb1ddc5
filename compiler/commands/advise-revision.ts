import path from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { listFirstNames } from '../text/list.ts';
import type { PolicyRepository } from './ask-git.ts';
import { saysSettings, usualSettings } from './find-policies.ts';

/**
 * Returns the diagnostics on the policies of a commit. Where it has none in the folder, the advice names the folders that have the
 * settings of policies in that commit, and does not say to begin anew.
 */
export function adviseRevision(
  diagnostics: readonly Diagnostic[],
  git: Pick<PolicyRepository, 'findFiles'>,
  commit: string,
): readonly Diagnostic[] {
  if (!diagnostics.some(({ code }) => code === 'no-policies')) return diagnostics;
  const files = git.findFiles(commit, [usualSettings]);
  const folders = files
    .list((file) => path.posix.basename(file) === usualSettings)
    .filter((file) => saysSettings(files, file))
    .map((file) => path.posix.dirname(file));
  const help =
    folders.length === 0
      ? 'name the folder that has the policies there with `--policies`'
      : `policies are there in ${listFirstNames(folders, 5)}: name the folder with \`--policies\``;
  return diagnostics.map((one) => (one.code === 'no-policies' ? { ...one, help } : one));
}

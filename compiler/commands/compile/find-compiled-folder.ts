import path from 'node:path';
import type { Settings } from '../../model/policy.ts';
import { usualOut } from '../../stages/3-link/settings.ts';
import { MisuseError } from '../command.ts';

/**
 * Returns the folder that the settings say compile writes, relative to where the command was started: the usual one if
 * the policies hold errors and so have no settings. Throws `MisuseError` if it lies in the policies folder, where the
 * next run would read what this one wrote.
 */
export function findCompiledFolder(policies: string, settings: Settings | undefined): string {
  const { out } = settings ?? { out: usualOut };
  const folder = path.posix.join(policies, out);
  const fromThere = path.relative(path.resolve(policies), path.resolve(folder));
  if (fromThere.split(path.sep)[0] === '..') return folder;
  throw new MisuseError(
    `the settings say \`out: ${out}\`, which lies in the policies folder; name one beside it, as \`out: ../generated\``,
  );
}

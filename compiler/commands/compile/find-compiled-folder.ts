import path from 'node:path';
import { collect, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import { placeIn, spanOf } from '../../model/document.ts';
import type { Settings } from '../../model/policy.ts';
import { usualOut } from '../../stages/3-link/settings.ts';
import { MisuseError } from '../command.ts';

/**
 * Returns the folder that the settings say compile writes, relative to where the command was started: the usual one if
 * the policies hold errors and so have no settings. Throws `MisuseError` if it lies in the policies folder, where the
 * next run would read what this one wrote.
 */
export function findCompiledFolder(policies: string, settings: Pick<Settings, 'out'> | undefined): string {
  const { out } = settings ?? { out: usualOut };
  if (!liesInPolicies(policies, out)) return path.posix.join(policies, out);
  throw new MisuseError(
    `the settings say \`out: ${out}\`, which lies in the policies folder; name one beside it, as \`out: ../generated\``,
  );
}

/** Returns the finding for settings that have compile write into the policies folder; none if they do not. */
export function reportOutInPolicies(policies: string, { out, customRoles }: Settings): readonly Diagnostic[] {
  const { report, diagnostics } = collect();
  // `customRoles` is a part of the settings, so its document is theirs.
  const at = spanOf(placeIn(customRoles.at.document, ['out']));
  if (liesInPolicies(policies, out))
    report('out-in-policies', at, { out }, 'name a folder beside it, as `out: ../generated`');
  return diagnostics;
}

/** Returns true if a folder, relative to the policies folder, is that folder or lies in it. */
function liesInPolicies(policies: string, out: string): boolean {
  const folder = path.posix.join(policies, out);
  return path.relative(path.resolve(policies), path.resolve(folder)).split(path.sep)[0] !== '..';
}

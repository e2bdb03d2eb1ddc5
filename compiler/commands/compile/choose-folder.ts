import path from 'node:path';
import { type Io, MisuseError } from '../command.ts';
import type { ChosenFolder, CompileArguments, PackageSettings } from './compile-arguments.ts';
import { findCompiledFolder } from './find-compiled-folder.ts';
import { refuseLink, refuseOtherPackage, refuseToReplace, refuseToWiden } from './replace-folder.ts';

/** Finds the folder that is compiled into, and puts it back if a killed run was about to replace it. */
export function chooseFolder(
  { policies, out, check }: CompileArguments,
  settings: PackageSettings | undefined,
  io: Io,
): ChosenFolder {
  const usual = findCompiledFolder(policies, settings);
  const folder =
    path.relative(io.folder, path.resolve(io.folder, out ?? usual)).replaceAll(path.sep, '/') || '.';
  if (!check) io.recoverFolder(folder);
  return { folder, usual };
}

/** Throws `MisuseError` if a folder must not be written, or for `--check` cannot be compared. */
export function refuseFolder(
  { policies, tenant, check, force }: CompileArguments,
  { folder, usual }: ChosenFolder,
  settings: PackageSettings,
): void {
  if (tenant !== undefined && `${folder}/`.startsWith(`${usual}/`))
    throw new MisuseError(
      `\`${usual}\` holds what all tenants are given; name another folder for \`${tenant}\`, as \`--out out/${tenant}\``,
    );
  if (check) {
    refuseLink(folder);
    return;
  }
  refuseToReplace(
    folder,
    new Map([
      ['.', 'the folder you are in'],
      [policies, 'the policies folder'],
    ]),
  );
  refuseToWiden(folder, tenant);
  if (!force) refuseOtherPackage({ folder, usual }, settings.package.name);
}

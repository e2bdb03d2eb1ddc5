import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { findLinkTo } from '../../io/disk.ts';
import type { Writer } from '../../io/writer.ts';
import { attempt } from '../attempt.ts';
import { MisuseError } from '../command.ts';
import {
  compareFolder,
  type EachArtifact,
  type FileContent,
  type FolderComparison,
  type KnownFiles,
} from './compare-folder.ts';
import type { ChosenFolder } from './compile-arguments.ts';
import { readManifestText } from './refuse-loss.ts';

/**
 * Makes a folder hold exactly the artifacts given, whole or not at all, and returns how the folder differed. A folder
 * that does not differ is not touched, and a file that is the same already is not written again. `refuse` is called before anything is replaced, and may throw.
 */
export const replaceFolder = (
  writeFolder: Writer['folder'],
  folder: string,
  artifacts: AsyncIterable<FileContent>,
  each: EachArtifact,
  refuse: (comparison: FolderComparison) => void = () => {},
  known?: KnownFiles,
): Promise<FolderComparison> =>
  writeFolder(
    folder,
    async (put) => {
      const putOrKeep: EachArtifact = async (file, bytes, isSame) => {
        if (!isSame) return put(file, [bytes], () => each(file, bytes, isSame));
        put.keep(file);
        return each(file, bytes, isSame);
      };
      const comparison = await compareFolder(folder, artifacts, putOrKeep, known);
      for (const file of isDifferent(comparison) ? (known?.kept.keys() ?? []) : []) put.keep(file);
      return comparison;
    },
    (comparison) => {
      if (!isDifferent(comparison)) return false;
      refuse(comparison);
      return true;
    },
  );

/** Tells whether a folder differs in any file from the artifacts that belong into it. */
export const isDifferent = ({ missing, different, orphans }: FolderComparison): boolean =>
  missing.length + different.length + orphans.length > 0;

/**
 * Throws `MisuseError` if a folder may hold somebody's work: it was not written by plafond, is a link or a repository, or
 * is or holds one of the folders in `needed`, which maps each to the words for it. An evidence pack may be replaced by
 * another evidence pack only, and the export of a fleet by another export only.
 */
export function refuseToReplace(
  folder: string,
  needed: ReadonlyMap<string, string>,
  by: 'compiled' | 'evidence' | 'fleet' = 'compiled',
): void {
  const status = readStatus(folder);
  if (status === undefined) return;
  refuseLink(folder);
  if (!status.isDirectory()) throw new MisuseError(`\`${folder}\` is a file; \`--out\` names a folder`);
  const elsewhere = 'name another folder with `--out`';
  const real = realpathSync(folder);
  for (const [place, words] of needed) {
    const inner = realpathSync(place);
    if (inner === real) throw new MisuseError(`\`${folder}\` is ${words}; ${elsewhere}`);
    if (`${inner}${path.sep}`.startsWith(`${real}${path.sep}`))
      throw new MisuseError(`\`${folder}\` holds ${words} and would be replaced as a whole; ${elsewhere}`);
  }
  const names = attempt(`cannot read \`${folder}\``, () => readdirSync(folder));
  if (names.includes('.git'))
    throw new MisuseError(`\`${folder}\` is a git repository and would be replaced as a whole; ${elsewhere}`);
  if (names.length === 0) return;
  const manifest = readManifestText(folder);
  if (!isOfPlafond.test(manifest))
    throw new MisuseError(
      `\`${folder}\` is not empty and has no \`manifest.json\` of plafond, so it is left alone; empty it or ${elsewhere}`,
    );
  const [, kind = 'compiled'] = kindOfFolder.exec(manifest) ?? [];
  // The command for evidence says itself what is no pack.
  if (kind === by || by === 'evidence') return;
  const words =
    { evidence: 'an evidence pack', fleet: 'the export of a fleet' }[kind] ?? 'a compiled package';
  throw new MisuseError(`\`${folder}\` is ${words}, so it is left alone; empty it or ${elsewhere}`);
}

/** Throws `MisuseError` if a folder is a symbolic link or lies behind one: a review would show the link alone. */
export function refuseLink(folder: string): void {
  const link = readStatus(folder)?.isSymbolicLink() ? folder : findLinkTo(folder);
  if (link !== undefined)
    throw new MisuseError(
      `\`${link}\` is a symbolic link; name the folder that ${link === folder ? 'it' : `\`${folder}\``} leads to with \`--out\``,
    );
}

/**
 * Throws `MisuseError` if a folder holds the package of one tenant and another package would replace it: where that
 * folder is deployed, the tenant would be given what others have.
 */
export function refuseToWiden(folder: string, tenant: string | undefined): void {
  const [, held] = /^ {2}"tenant": "([^"]*)"/m.exec(readManifestText(folder)) ?? [];
  if (held === undefined || held === tenant) return;
  throw new MisuseError(
    `\`${folder}\` holds the package of tenant \`${held}\` alone; use \`--tenant ${held}\`, name another folder with \`--out\`, or remove it first`,
  );
}

/**
 * Throws `MisuseError` if a folder holds a package of another name: two products in one repository must not overwrite
 * each other. Where nobody named the folder, the settings come first in
 * the advice, and `last` is what else to do.
 */
export function refuseOtherPackage(
  { folder, usual }: ChosenFolder,
  name: string,
  last = 'use `--force`',
): void {
  const held = readPackageName(folder);
  if (held === undefined || held === name) return;
  const first = folder === usual ? 'say another `out` in their settings, ' : '';
  throw new MisuseError(
    `\`${folder}\` holds the package \`${held}\`, and these policies make \`${name}\`; ${first}name another folder with \`--out\`, or ${last}`,
  );
}

function readPackageName(folder: string): string | undefined {
  try {
    const { name }: { readonly name?: unknown } = JSON.parse(
      readFileSync(path.join(folder, 'package.json'), 'utf8'),
    );
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}

function readStatus(folder: string) {
  try {
    return lstatSync(folder, { throwIfNoEntry: false });
  } catch {
    throw new MisuseError(
      `\`${folder}\` cannot be a folder: something on the way there is a file or cannot be entered`,
    );
  }
}

// Both are read line by line: a failed merge leaves the head of a manifest as it was.
const isOfPlafond = /^ {2}"compiler": \{ "name": "plafond"/m;
const kindOfFolder = /^ {2}"kind": "([a-z]+)"/m;

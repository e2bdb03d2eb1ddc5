import path from 'node:path';
import type { Files } from '../text/files.ts';
import { listFirstNames } from '../text/list.ts';
import { MisuseError, type WordIo } from './command.ts';

/** The name of the folder that is looked for, and of the one that is expected if none is found. */
export const usualName = 'policies';

/**
 * Returns the policies folder, relative to where the command was started: the one that is named with `--policies`, else
 * the one that `PLAFOND_POLICIES` names, else the nearest folder `policies` with a document of settings, in this folder
 * or above. If no such folder has settings, it is the one in this folder. Throws `MisuseError` if it is no folder, unless
 * it may be missing.
 */
export function findPolicies(written: string | undefined, io: WordIo, mayBeMissing = false): string {
  const [named, by] = nameFolder(written, io);
  const folder = showFrom(io.folder, named);
  if (mayBeMissing) return folder;
  const kind = io.kind(folder);
  if (kind === 'file') throw new MisuseError(`\`${named}\` is a file; ${by} names the policies folder`);
  if (kind === 'nothing')
    throw new MisuseError(
      by === 'PLAFOND_POLICIES'
        ? `no folder \`${named}\`, which PLAFOND_POLICIES names as the policies folder${adviseFetching(named, io)}`
        : explainNoFolder(named, written, io),
    );
  return folder;
}

/** Explains that there is no policies folder, which is `written` if the line names it, and advises which to name. */
export const explainNoFolder = (named: string, written: string | undefined, io: WordIo): string =>
  `no folder \`${named}\`${written === undefined ? ' here or above' : ''}${adviseFetching(named, io) || `; ${adviseFolder(written, io)}`}`;

/** Returns the end of a sentence on a folder that is missing since the submodule that it is in was not fetched; empty if it is in none. */
export function adviseFetching(missing: string, io: WordIo): string {
  const above = listFoldersAbove(path.resolve(io.folder, missing))
    .map((folder) => showFrom(io.folder, folder))
    .find((folder) => io.kind(folder) === 'folder');
  if (above === undefined || io.folders?.(above).length !== 0) return '';
  const files = io.files(above);
  // An empty submodule is listed in place of files, whatever files are wanted.
  const [only] = files.list(() => false);
  const content = only === above ? files.read(above, 0) : undefined;
  if (!content || !('unreadable' in content)) return '';
  return `, because of \`${above}\` above it: ${[content.unreadable, content.help].filter(Boolean).join('; ')}`;
}

/**
 * Advises which folder to name: the one in which the command was started or one above, if it holds policies under another name,
 * else those of products below.
 */
function adviseFolder(written: string | undefined, io: WordIo): string {
  const around = written === undefined ? findPoliciesAround(io) : undefined;
  if (around !== undefined) {
    const which = around === '.' ? 'this folder holds policies' : `\`${around}\` holds policies`;
    return `${which} under another name: name it with \`--policies ${around}\``;
  }
  const below = written === undefined ? listPoliciesBelow(io) : [];
  const [only, more] = below;
  if (only === undefined) return 'name the policies folder with `--policies`';
  const which = more === undefined ? 'it' : 'one of them';
  return `below ${more === undefined ? 'is' : 'are'} ${listFirstNames(below, 5)}: name ${which} with \`--policies\``;
}

/** Finds the nearest folder, this one or one above, with the settings of policies right in it. */
function findPoliciesAround(io: WordIo): string | undefined {
  const around = listFoldersAbove(io.folder).map((folder) => showFrom(io.folder, folder));
  return around.find((folder) => hasUsualSettings(folder, io));
}

/** The most levels below a folder in which policies are looked for. */
const mostLevels = 3;

/** The most folders that are looked into for that. */
const mostFolders = 1000;

/**
 * Lists the policies folders of products below the folder in which the command was started, the nearest first: folders `policies`,
 * and those under another name that have the usual file of settings.
 */
function listPoliciesBelow(io: WordIo): readonly string[] {
  const { folders = () => [] } = io;
  const found: string[] = [];
  let level: readonly string[] = ['.'];
  for (let depth = 0, seen = 0; depth < mostLevels && seen < mostFolders; depth++) {
    const inside = level.slice(0, mostFolders - seen).flatMap((folder) =>
      folders(folder)
        .filter((name) => !name.startsWith('.') && name !== 'node_modules')
        .map((name) => path.posix.join(folder, name)),
    );
    seen += level.length;
    const isFound = (folder: string) =>
      path.posix.basename(folder) === usualName ? hasSettings(folder, io) : hasUsualSettings(folder, io);
    const holding = new Set(inside.filter(isFound));
    found.push(...holding);
    level = inside.filter((folder) => !holding.has(folder) && path.posix.basename(folder) !== usualName);
  }
  return found;
}

function nameFolder(written: string | undefined, io: WordIo): readonly [folder: string, by: string] {
  if (written !== undefined) return [written, '`--policies`'];
  if (io.policiesFolder) return [io.policiesFolder, 'PLAFOND_POLICIES'];
  return [findAbove(io), '`--policies`'];
}

function findAbove(io: WordIo): string {
  const candidates = listFoldersAbove(io.folder)
    .map((above) => showFrom(io.folder, path.join(above, usualName)))
    .filter((folder) => io.kind(folder) === 'folder');
  // Looking for settings reads files: it is left out if there is nothing to choose.
  if (candidates.length === 1) return candidates[0] ?? usualName;
  return candidates.find((folder) => hasSettings(folder, io)) ?? usualName;
}

function listFoldersAbove(folder: string): readonly string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...listFoldersAbove(above)];
}

/** Tells whether a file below a folder has a document of settings, by the line that says its kind. */
function hasSettings(folder: string, io: WordIo): boolean {
  const files = io.files(folder);
  return (
    saysSettings(files, path.posix.join(folder, usualSettings)) ||
    files.list((file) => /\.ya?ml$/.test(file)).some((file) => saysSettings(files, file))
  );
}

/** Tells whether a folder has the settings of policies right in it, in the usual file: nothing else in it is read. */
function hasUsualSettings(folder: string, io: WordIo): boolean {
  const usual = path.posix.join(folder, usualSettings);
  return io.kind(usual) === 'file' && saysSettings(io.files(folder), usual);
}

/** The file in which settings usually are. */
export const usualSettings = 'settings.yaml';

/** Tells whether one of the files has a document of settings. */
export function saysSettings(files: Files, file: string): boolean {
  const bytes = files.read(file, mostBytes);
  return !('unreadable' in bytes) && kindIsSettings.test(Buffer.from(bytes).toString('utf8'));
}

const kindIsSettings = /^[ \t{,]*["']?kind["']?[ \t]*:[ \t]*["']?Settings\b/m;

/** The most bytes that are read of a file, in which a document of settings is short. */
const mostBytes = 1024 * 1024;

/** Returns the path to a folder from where the command was started, `/`-separated. */
function showFrom(start: string, folder: string): string {
  return path.relative(start, path.resolve(start, folder)).replaceAll(path.sep, '/') || '.';
}

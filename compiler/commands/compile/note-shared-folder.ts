import path from 'node:path';
import { usualOut } from '../../stages/3-link/settings.ts';
import { parseYaml } from '../../text/yaml.ts';
import type { WordIo } from '../command.ts';
import { usualSettings } from '../find-policies.ts';
import type { ChosenFolder } from './compile-arguments.ts';

/** The part of `Io` that other policies are looked for with. */
type LookIo = Pick<WordIo, 'folder' | 'kind' | 'folders' | 'files'>;

/**
 * Returns a note on policies beside these whose settings have compile write the same folder, empty if there are none: where two
 * products have one package name, nothing else tells that each run replaces what the other wrote.
 */
export function noteSharedFolder(policies: string, { folder, usual }: ChosenFolder, io: LookIo): string {
  if (folder !== usual) return '';
  const resolve = (...parts: readonly string[]) => path.resolve(io.folder, ...parts);
  const above = path.posix.join(policies, '..');
  const settings = (io.folders?.(above) ?? [])
    .map((name) => path.posix.join(above, name))
    .filter((other) => resolve(other) !== resolve(policies))
    .map((other) => path.posix.join(other, usualSettings))
    .find((file) => {
      const out = io.kind(file) === 'file' ? readOut(file, io) : undefined;
      return out !== undefined && resolve(path.posix.dirname(file), out) === resolve(folder);
    });
  if (settings === undefined) return '';
  return `note: ${settings} has compile write ${folder}/ too, and each replaces what the other wrote; give one of the two an \`out\` of its own\n`;
}

/** The most bytes that are read of a file of settings. */
const mostBytes = 1024 * 1024;

/** Reads where settings have compile write, relative to their folder; undefined if a file has no settings that can be read. */
function readOut(file: string, io: LookIo): string | undefined {
  const bytes = io.files(path.posix.dirname(file)).read(file, mostBytes);
  if ('unreadable' in bytes) return undefined;
  const documents = parseYaml({ path: file, text: Buffer.from(bytes).toString('utf8') });
  const values = documents.map(({ value }) => value as { kind?: unknown; out?: unknown } | null | undefined);
  const settings = values.find((value) => value?.kind === 'Settings');
  if (!settings) return undefined;
  return typeof settings.out === 'string' ? settings.out : usualOut;
}

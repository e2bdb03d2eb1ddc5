import { count, countBytes } from '../../text/count.ts';
import { takeFirst } from '../../text/list.ts';
import type { FolderComparison } from './compare-folder.ts';

/** The result of a compilation, and how the folder it was written into changed. */
export interface Compilation extends FolderComparison {
  readonly folder: string;
  readonly tenants: number;
  readonly roles: number;
}

/** The most changed files that are listed; the others are counted. */
const mostListed = 20;

/** Prints a compilation for people: the files that were added, changed or removed, then the size of all. */
export function printCompilationPretty(compilation: Compilation): string {
  const { folder, tenants, roles, files, bytes, missing, different, orphans } = compilation;
  const changes = [
    ...missing.map((file) => ['added', file] as const),
    ...different.map((file) => ['changed', file] as const),
    ...orphans.map((file) => ['removed', file] as const),
  ];
  const size = `${count(tenants, 'tenant')}, ${count(roles, 'role')}, ${count(files, 'file')}, ${countBytes(bytes)}`;
  const { shown, more } = takeFirst(changes, mostListed);
  const lines = shown.map(([what, file]) => `${what.padEnd(7)}  ${folder}/${file}`);
  return [
    ...lines,
    ...(more > 0 ? [`and ${count(more, 'more file')}`] : []),
    `${size} in ${folder}/, ${changes.length === 0 ? 'nothing changed' : `${changes.length} changed`}`,
    '',
  ].join('\n');
}

/**
 * Prints a compilation as JSON: `{ "version": 1, "tenants", "roles", "files", "bytes", "added": [], "changed": [],
 * "removed": [] }`.
 */
export function printCompilationJson({
  tenants,
  roles,
  files,
  bytes,
  missing,
  different,
  orphans,
}: Compilation): string {
  const shape = {
    version: 1,
    tenants,
    roles,
    files,
    bytes,
    added: missing,
    changed: different,
    removed: orphans,
  };
  return `${JSON.stringify(shape, null, 2)}\n`;
}

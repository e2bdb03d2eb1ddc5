import { count } from '../../text/count.ts';
import type { Comparison } from './compare.ts';

/** What was compiled, and how the folder it was written into changed. */
export interface Compilation extends Comparison {
  readonly folder: string;
  readonly tenants: number;
  readonly roles: number;
}

/** More changed files than this are counted, not listed. */
const listed = 20;

/** A compilation in words: what there is, then every file that was added, changed or removed. */
export function summary(compilation: Compilation): string {
  const { folder, tenants, roles, files, bytes, missing, different, orphans } = compilation;
  const changes = [
    ...missing.map((file) => ['added', file] as const),
    ...different.map((file) => ['changed', file] as const),
    ...orphans.map((file) => ['removed', file] as const),
  ];
  const size = `${count(tenants, 'tenant')}, ${count(roles, 'role')}, ${count(files, 'file')}, ${sizeOf(bytes)}`;
  const lines = changes.slice(0, listed).map(([what, file]) => `${what.padEnd(7)}  ${folder}/${file}`);
  const more = changes.length - listed;
  return [
    ...lines,
    ...(more > 0 ? [`and ${count(more, 'more file')}`] : []),
    `${size} in ${folder}/, ${changes.length === 0 ? 'nothing changed' : `${changes.length} changed`}`,
    '',
  ].join('\n');
}

/** A compilation as JSON: `{ "version": 1, "tenants", "roles", "files", "bytes", "added": [], "changed": [], "removed": [] }`. */
export function summaryJson({
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

/** A number of bytes as people say it. */
function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const [unit, size] =
    bytes < 1e6 ? ['kB', bytes / 1e3] : bytes < 1e9 ? ['MB', bytes / 1e6] : ['GB', bytes / 1e9];
  return `${size.toFixed(1)} ${unit}`;
}

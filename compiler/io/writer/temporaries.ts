import { hostname } from 'node:os';
import path from 'node:path';
import { type DiskAccess, isFolder, isOnDisk, writeAll } from './disk-calls.ts';

/** The temporary files and folders that this process is writing. */
export const inProgress = new Set<string>();

/** Removes a temporary folder, after renaming `old`: a folder that is half removed must never be put back. */
export function removeTemporary(using: DiskAccess, beside: string): void {
  const { disk } = using;
  const [old, gone] = [path.join(beside, 'old'), path.join(beside, 'gone')];
  if (isOnDisk(using, old) && !isOnDisk(using, gone)) disk.renameSync(old, gone);
  // The file that keeps git from the folder goes last.
  for (const name of ownNames) disk.rmSync(path.join(beside, name), { recursive: true, force: true });
  disk.rmSync(beside, { recursive: true, force: true });
}

const host =
  hostname()
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 20) || 'host';

const ignoreFile = '.gitignore';

/** Makes a folder that no `git add` takes, should the run be killed. */
export function makeTemporaryFolder(using: DiskAccess, beside: string): void {
  const { disk } = using;
  disk.mkdirSync(beside);
  const opened = disk.openSync(path.join(beside, ignoreFile), 'wx');
  try {
    writeAll(using, opened, '*\n');
  } finally {
    disk.closeSync(opened);
  }
}

/** Returns a path beside a target that names this process; runs at the same time never share one. */
export function nameTemporary(using: DiskAccess, target: string): string {
  const own = `${target}.tmp-${using.running.pid}-${host}`;
  for (let at = 1; ; at++) {
    const beside = at === 1 ? own : `${own}-${at}`;
    if (!isOnDisk(using, beside) && !inProgress.has(beside)) return beside;
  }
}

/** Lists the temporary files and folders of all runs beside a target, also those of older versions of plafond. */
export const listTemporaries = (using: DiskAccess, target: string): readonly string[] =>
  prepareTemporaries(using)(target);

/** Returns a function that lists the temporary files and folders beside a target, and reads each folder once. */
export function prepareTemporaries(using: DiskAccess): (target: string) => readonly string[] {
  const read = new Map<string, ReadonlyMap<string, readonly string[]>>();
  return (target) => {
    const above = path.dirname(target);
    const found = read.get(above) ?? groupTemporaries(using, above);
    read.set(above, found);
    const besides = (found.get(path.basename(target)) ?? []).map((name) => path.join(above, name));
    return besides.filter((beside) => isOnDisk(using, beside) && isOfPlafond(using, beside));
  };
}

/** Groups the temporary files and folders of a folder by the name that they stand in for. */
function groupTemporaries(using: DiskAccess, folder: string): ReadonlyMap<string, readonly string[]> {
  const names = isFolder(using, folder) ? using.disk.readdirSync(folder) : [];
  const grouped = new Map<string, string[]>();
  for (const name of names) {
    const target = /^(.*)\.tmp(?:-\d+-[a-z0-9]+(?:-\d+)?)?$/s.exec(name)?.[1];
    if (target !== undefined) grouped.set(target, [...(grouped.get(target) ?? []), name]);
  }
  return grouped;
}

const ownNames: readonly string[] = ['new', 'old', 'gone'];

/** Returns true if a temporary folder holds nothing but what plafond puts into one. */
function isOfPlafond(using: DiskAccess, beside: string): boolean {
  if (!isFolder(using, beside)) return /-\d+-[a-z0-9]+(-\d+)?$/.test(beside);
  return using.disk.readdirSync(beside).every((name) => name === ignoreFile || ownNames.includes(name));
}

const dayInMilliseconds = 24 * 60 * 60 * 1000;

/** Returns true if the run of a temporary file or folder may still be at work: none takes a whole day. */
export function isInUse(using: DiskAccess, beside: string): boolean {
  const { disk, running } = using;
  if (inProgress.has(beside)) return true;
  const [, pid, at] = /\.tmp-(\d+)-([a-z0-9]+)(?:-\d+)?$/.exec(beside) ?? [];
  if (at === host && pid !== undefined && pid !== '0') {
    if (Number(pid) === running.pid) return false;
    if (!running.isRunning(Number(pid))) return false;
  }
  return running.now() - disk.statSync(beside).mtimeMs < dayInMilliseconds;
}

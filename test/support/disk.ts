import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Disk, realDisk } from '../../compiler/io/writer/disk-calls.ts';

/** Returns every file below a folder with its text; undefined if there is no such folder. */
export function textsIn(root: string): Readonly<Record<string, string>> | undefined {
  if (!existsSync(root)) return undefined;
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(path.join(root, file)).isFile(),
  );
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
}

type Call = keyof Disk;

/** Returns a disk that records its calls by name, in order; `before` may throw in place of a call. */
export function followed(before: (call: Call, at: number) => void): Disk {
  let calls = 0;
  const follow =
    (call: Call) =>
    (...told: readonly unknown[]) => {
      before(call, calls++);
      return (realDisk[call] as (...told: readonly unknown[]) => unknown)(...told);
    };
  return Object.fromEntries(
    (Object.keys(realDisk) as Call[]).map((call) => [call, follow(call)]),
  ) as unknown as Disk;
}

/** A disk for a process that is killed at a call: from then on it does nothing any more. */
export const killedAt = (last: number) =>
  followed((_call, now) => {
    if (now >= last) throw new Error('killed');
  });

/** A disk that refuses one call and nothing else, as a full one may. */
export const refusingAt = (refused: number, code = 'ENOSPC') =>
  followed((_call, now) => {
    if (now === refused) throw Object.assign(new Error(code), { code });
  });

/** The number of calls that writing takes. */
export async function countCalls(write: (disk: Disk) => unknown): Promise<number> {
  let count = 0;
  await write(
    followed(() => {
      count++;
    }),
  );
  return count;
}

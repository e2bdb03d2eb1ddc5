import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import { attempt } from '../attempt.ts';
import { MisuseError } from '../command.ts';

const beginning = '{"payload":"';

/** Throws `MisuseError` if a file is there and is no signed bundle: it may be somebody's work, or their key. */
export function refuseToReplaceFile(file: string): void {
  const status = attempt(`cannot write \`${file}\``, () => lstatSync(file, { throwIfNoEntry: false }));
  if (status === undefined) return;
  if (status.isDirectory()) throw new MisuseError(`\`${file}\` is a folder; \`--out\` names a file`);
  if (status.isFile() && (status.size === 0 || readBeginning(file) === beginning)) return;
  throw new MisuseError(
    `\`${file}\` exists and is not a signed bundle, so it is left alone; name another file with \`--out\``,
  );
}

function readBeginning(file: string): string {
  return attempt(`cannot read \`${file}\``, () => {
    const opened = openSync(file, 'r');
    try {
      const buffer = Buffer.alloc(beginning.length);
      return buffer.toString('latin1', 0, readSync(opened, buffer));
    } finally {
      closeSync(opened);
    }
  });
}

import path from 'node:path';
import { DiskError } from '../io/writer.ts';
import { printStarter } from '../print/print-starter.ts';
import { writeIndentedJson } from '../text/json.ts';
import { makeVisible, makeVisibleJson } from '../text/visible.ts';
import { defineCommand, type Io, MisuseError } from './command.ts';

/** The command `plafond init`: writes a small policies folder to start from, unless the folder holds anything. */
export const initCommand = defineCommand({
  positionals: {
    dir: { type: 'string', describe: 'the folder, new or empty', required: true },
  },
  options: {},
  formats: ['pretty', 'json'],
  examples: [['plafond init policies', 'a folder that checks clean, with comments that teach']],
  withoutPolicies: true,
  run({ dir, format, quiet }, io) {
    const folder = path.relative(io.folder, path.resolve(io.folder, dir)).replaceAll(path.sep, '/') || '.';
    const kind = io.kind(folder);
    if (kind === 'file') throw new MisuseError(`\`${dir}\` is a file; name a folder`);
    if (kind === 'folder' && io.files(folder).list(() => true).length > 0)
      throw new MisuseError(`\`${dir}\` is not empty; name a new folder`);
    const written = writeAll(
      [...printStarter()].map(([file, text]) => [path.posix.join(folder, file), text]),
      io,
    );
    if (format === 'json')
      return { out: `${makeVisibleJson(writeIndentedJson({ version: 1, written }, 2))}\n`, exit: 0 };
    const where = folder === 'policies' ? '' : ` --policies ${folder}`;
    const next = [
      `plafond check${where}`,
      `plafond explain Account:export --tenant acme --role agent${where}`,
      `plafond compile${where}`,
    ];
    const list = written.map((at) => `wrote ${at}\n`).join('');
    return {
      out: quiet ? '' : makeLinesVisible(`${list}\nnext:\n${next.map((line) => `  ${line}\n`).join('')}`),
      exit: 0,
    };
  },
});

const makeLinesVisible = (text: string): string => text.split('\n').map(makeVisible).join('\n');

/** Writes all of some files; if the disk refuses one, removes those that were written. */
function writeAll(files: readonly (readonly [at: string, text: string])[], io: Io): readonly string[] {
  const begun: string[] = [];
  try {
    for (const [at, text] of files) {
      begun.push(at);
      io.write(at, text);
    }
  } catch (error) {
    for (const at of begun) removeIfThere(at, io);
    throw error;
  }
  return begun;
}

/** Removes a file. Where the disk refuses that too, what it refused first is what counts. */
function removeIfThere(at: string, io: Io): void {
  try {
    if (io.kind(at) === 'file') io.remove(at);
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
  }
}

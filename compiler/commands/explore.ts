import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { readPolicy } from '../compile.ts';
import { explorerMark, fillPage } from '../print/explorer/fill-page.ts';
import { printFindings } from '../print/findings/findings.ts';
import { readPastBrokenRows } from '../read-past-errors.ts';
import { type Json, writeIndentedJson } from '../text/json.ts';
import { makeVisible, makeVisibleJson } from '../text/make-visible.ts';
import { attempt } from './attempt.ts';
import { type Answer, defineCommand, type Io, MisuseError } from './command.ts';
import { readBase, readStoredValues, readTree } from './explore/read-policies.ts';
import { readTemplate } from './explore/read-template.ts';
import { servePage, workingTree } from './explore/serve-page.ts';
import { addRows, readRows, rolesOption } from './stored-rows.ts';

/**
 * The command `plafond explore`: serves the page in which people look at policies and edit them, to one browser on this
 * machine; with `--out` it writes the page as one file that works without a network.
 */
export const exploreCommand = defineCommand({
  positionals: {},
  options: {
    out: { type: 'string', describe: 'write one file that works offline, in place of serving' },
    base: { type: 'string', describe: 'show what changes since this revision, as `diff` does' },
    port: { type: 'number', describe: 'the port to serve on (default: a free one)' },
    ...rolesOption,
  },
  formats: ['pretty', 'json'],
  examples: [
    ['plafond explore', 'serve the page on this machine until Ctrl-C; edits go to the files'],
    ['plafond explore --base main', 'and draw what changes since main'],
    ['plafond explore --out explorer.html --base main', 'one file to send around, read-only and offline'],
  ],
  async run(args, io) {
    const { out, port } = args;
    if (out === undefined) return serve(args, io);
    if (port !== undefined) throw new MisuseError('`--port` is for serving, which `--out` does not do');
    return writeFile({ ...args, out }, io);
  },
});

interface ExploreArguments {
  readonly policies: string;
  readonly format: 'pretty' | 'json';
  readonly quiet: boolean;
  readonly base: string | undefined;
  readonly roles: string | undefined;
}

async function serve(
  args: ExploreArguments & { readonly port: number | undefined },
  io: Io,
): Promise<Answer> {
  const { policies, format, port = 0 } = args;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new MisuseError(
      `\`--port\` cannot be \`${port}\`; it is a number up to 65535, or 0 for a free one`,
    );
  if (!io.stay) throw new MisuseError('`plafond explore` serves until it is ended; name a file with `--out`');
  const template = readTemplate(io);
  const base = await readBase(args.base, policies, io);
  const stored = readStoredValues(args.roles, io);
  const server = await servePage({ policies, template, base, stored, port }, io);
  const { address } = server;
  const pretty = `serving \`${makeVisible(policies)}\` at ${io.colours.out.bold(address)}\nfor one browser of this machine, until Ctrl-C\n`;
  try {
    await Promise.race([
      io.stay(format === 'json' ? printJson({ version: 1, address }) : pretty),
      server.failed,
    ]);
  } finally {
    await server.end();
  }
  return { out: '', exit: 0 };
}

async function writeFile(args: ExploreArguments & { readonly out: string }, io: Io): Promise<Answer> {
  const { policies, format, quiet } = args;
  const out = path.relative(io.folder, path.resolve(io.folder, args.out)).replaceAll(path.sep, '/') || '.';
  refuseToReplacePage(out, io);
  const template = readTemplate(io);
  const base = await readBase(args.base, policies, io);
  const stored = readStoredValues(args.roles, io);
  const files = io.files(policies);
  const tree = readTree(files, policies, workingTree);
  const page = fillPage(template, { version: 1, mode: 'file', tree, base, ...(stored && { stored }) });
  const outcome = readPastBrokenRows(
    (some) => readPolicy(some, policies),
    addRows(files, readRows(args.roles, io)),
  );
  const wrong = [...(outcome.policy ? [] : outcome.diagnostics), ...outcome.brokenRows];
  const note = base?.note === undefined ? '' : `note: ${makeVisible(base.note)}\n`;
  io.write(out, page);
  const { version } = io;
  const said = { format: 'pretty', colours: io.colours.err, version, files: outcome.files } as const;
  const bytes = Buffer.byteLength(page);
  const pretty = quiet ? '' : `wrote ${makeVisible(out)}: ${Math.ceil(bytes / 1024)} KiB\n`;
  return {
    out: format === 'json' ? printJson({ version: 1, path: out, bytes }) : pretty,
    // The page shows what is wrong with the policies; it is said here too.
    err: note + (wrong.length > 0 ? printFindings(wrong, said) : ''),
    exit: wrong.length > 0 ? 1 : 0,
  };
}

const printJson = (value: Json): string => `${makeVisibleJson(writeIndentedJson(value, 2))}\n`;

/** Throws `MisuseError` if there is no folder for a file, or something else than a page of the explorer in its place. */
function refuseToReplacePage(file: string, io: Io): void {
  const folder = path.posix.dirname(file);
  if (io.kind(folder) !== 'folder')
    throw new MisuseError(`no folder \`${folder}\`; \`--out\` names a file in a folder that is there`);
  const kind = io.kind(file);
  if (kind === 'folder') throw new MisuseError(`\`${file}\` is a folder; \`--out\` names a file`);
  if (kind === 'nothing' || readBeginning(file).includes(explorerMark)) return;
  throw new MisuseError(
    `\`${file}\` is there and is no page of the explorer, so it is left alone; name another file with \`--out\``,
  );
}

/** Reads the first bytes of a file, in which a page says what it is. */
function readBeginning(file: string): string {
  return attempt(`cannot read \`${file}\``, () => {
    const opened = openSync(file, 'r');
    try {
      const buffer = Buffer.alloc(4096);
      return buffer.toString('latin1', 0, readSync(opened, buffer));
    } finally {
      closeSync(opened);
    }
  });
}

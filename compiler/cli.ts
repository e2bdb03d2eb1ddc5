#!/usr/bin/env node
import type { Writable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { ioOnDisk } from './commands/io.ts';
import { answer } from './commands/line.ts';
import { registry } from './commands/registry.ts';
import { chooseColours } from './text/colours.ts';

/** The exit status of a bug in plafond. */
const bugStatus = 70;

const { argv, env, stdout, stderr } = process;
const { PLAFOND_SIGNING_KEY: signingKey } = env;

// Programs that are run from here, as git, have no use for the key.
delete env.PLAFOND_SIGNING_KEY;

// Parsing leaves garbage behind faster than V8 thinks worth collecting: without this a fleet that needs 200 MiB
// grows to a gigabyte. It costs no time (`npm run bench`).
setFlagsFromString('--heap-growing-percent=50');

try {
  const io = ioOnDisk({
    version: process.env.PLAFOND_VERSION ?? '0.0.0',
    folder: process.cwd(),
    width: stdout.columns ?? 100,
    today: new Date().toISOString().slice(0, 10),
    running: { pid: process.pid, isRunning, now: Date.now },
    ...(signingKey && { signingKey }),
    colours: { out: chooseColours(wantsColours(stdout)), err: chooseColours(wantsColours(stderr)) },
    follow: async (what, isShown) => (await import('./commands/follow.ts')).follow(process, what, isShown),
  });
  const { out, err = '', exit } = await answer(argv.slice(2), registry, io);
  // The status is set, not exited with: what is still on its way out of the process is not cut off.
  process.exitCode = exit;
  await write(stdout, typeof out === 'string' ? [out] : out);
  await write(stderr, [err]);
} catch (error) {
  process.exitCode = bugStatus;
  const stack = error instanceof Error ? error.stack : String(error);
  await write(stderr, [
    `${stack}\n\nThis is a bug in plafond. Please report it with the lines above and the command.\n`,
  ]);
}

/** Whether a process runs; one of another user cannot be sent a signal, and is there. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Writes in pieces, each after the last has left. A reader that went away, as `head` does, ends it quietly. */
async function write(stream: Writable, texts: Iterable<string>): Promise<void> {
  stream.on('error', () => {});
  try {
    for (const piece of pieces(texts))
      await new Promise<void>((resolve, reject) => {
        stream.write(piece, (error) => (error ? reject(error) : resolve()));
      });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'EPIPE') return;
    process.exitCode = 2;
    if (stream === stdout) await write(stderr, [`plafond: cannot write the answer: ${error.message}\n`]);
  }
}

/** Joins small texts, so that an answer of many lines is not as many writes. */
function* pieces(texts: Iterable<string>): Iterable<string> {
  const size = 65_536;
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < size) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Colours are for terminals; `FORCE_COLOR` asks for them elsewhere too and `NO_COLOR` forbids them everywhere. */
function wantsColours(stream: { readonly isTTY?: boolean }): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return !['0', 'false'].includes(env.FORCE_COLOR);
  return stream.isTTY === true && env.TERM !== 'dumb';
}

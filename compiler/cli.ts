#!/usr/bin/env node
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { Answer } from './commands/command.ts';
import { registry } from './commands/registry.ts';
import { wordsForShell } from './print/shell-words.ts';
import { chooseColours } from './text/colours.ts';

/** The exit status of a bug in plafond. */
const bugStatus = 70;

const { argv, env, stdin, stdout, stderr } = process;
const { PLAFOND_SIGNING_KEY: signingKey, PLAFOND_POLICIES: policiesFolder } = env;

/** The digest of what was built, which the build fills in; results of another build are never read. */
const compilerDigest = process.env.PLAFOND_DIGEST;

// The key is not passed on to programs that are run from here, as git.
delete env.PLAFOND_SIGNING_KEY;

// Parsing leaves garbage behind faster than V8 collects it: without this flag a fleet that needs 200 MiB grows to a
// gigabyte. The flag costs no time (`npm run bench`).
setFlagsFromString('--heap-growing-percent=50');

// Most commands end before machine code that V8 optimises has paid for itself: a quarter of their time went into it. With this
// budget a function is optimised when it has run fifteen times as long; a fleet takes as long as before.
setFlagsFromString('--interrupt-budget=1000000');

try {
  const { out, err = '', exit } = argv[2] === `--${wordsForShell}` ? await answerWords() : await answer();
  // `process.exit` would cut off output that is still being written.
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

/** Answers a shell that waits for words: nothing else is loaded, and git is not asked whether it holds what is read. */
async function answerWords(): Promise<Answer> {
  const [{ answerShell }, { filesOnDisk, findKind }] = await Promise.all([
    import('./commands/complete/complete-line.ts'),
    import('./io/disk.ts'),
  ]);
  return answerShell(argv.slice(3), registry, {
    folder: process.cwd(),
    ...(policiesFolder && { policiesFolder }),
    kind: findKind,
    files: filesOnDisk,
  });
}

/** Answers a command line of a person or a program. */
async function answer(): Promise<Answer> {
  const [{ answerLine }, { openIo }, { openCache }] = await Promise.all([
    import('./commands/answer-line.ts'),
    import('./commands/open-io.ts'),
    import('./io/cache.ts'),
  ]);
  const cache = compilerDigest
    ? openCache(
        { env, platform: process.platform },
        {
          compiler: `${compilerDigest} ${process.version}`,
          pid: process.pid,
          user: process.getuid?.(),
        },
      )
    : undefined;
  const io = openIo({
    version: process.env.PLAFOND_VERSION ?? '0.0.0',
    folder: process.cwd(),
    width: stdout.columns ?? 100,
    today: new Date().toISOString().slice(0, 10),
    running: { pid: process.pid, isRunning, now: Date.now },
    ...(cache && { cache }),
    ...(signingKey && { signingKey }),
    ...(policiesFolder && { policiesFolder }),
    colours: { out: chooseColours(wantsColours(stdout)), err: chooseColours(wantsColours(stderr)) },
    follow: async (what, isShown, total) =>
      (await import('./commands/follow-run.ts')).followRun(process, what, isShown, total),
    ...(stdin.isTTY && stderr.isTTY && { ask: askPerson }),
    stay,
    explorerPage: fileURLToPath(new URL('explorer.html', import.meta.url)),
  });
  return answerLine(argv.slice(2), registry, io);
}

/** Prints a text at once, and waits until a signal ends the run; a second one ends the process where it is. */
async function stay(text: string): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve());
  });
  await write(stdout, [text]);
  await ended;
}

/** Asks a question on the terminal. Whoever ends the input answers nothing; an interrupt ends the process. */
async function askPerson(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: stdin, output: stderr });
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  terminal.once('SIGINT', () => {
    terminal.close();
    process.kill(process.pid, 'SIGINT');
  });
  const answer = await Promise.race([terminal.question(question), closed]);
  terminal.close();
  return answer;
}

/** Tells whether a process runs, also one of another user, which cannot be sent a signal. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Writes texts one after the other, each when the last has left. Ends quietly if the reader goes away, as `head` does. */
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

/** Joins small texts into pieces, so that many lines do not become as many writes. */
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

/** Tells whether a stream gets colours: a terminal does; `FORCE_COLOR` asks for them elsewhere, `NO_COLOR` forbids them. */
function wantsColours(stream: { readonly isTTY?: boolean }): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return !['0', 'false'].includes(env.FORCE_COLOR);
  return stream.isTTY === true && env.TERM !== 'dumb';
}

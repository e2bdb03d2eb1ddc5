#!/usr/bin/env node
import path from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { applyFlags, omitFlags } from './commands/apply-flags.ts';
import type { Answer } from './commands/command.ts';
import { isEveryday } from './commands/everyday.ts';
import { findCommands } from './commands/find-commands.ts';
import { findEnvironmentFault } from './commands/find-environment-fault.ts';
import { type Recalled, recallAnswer } from './commands/recall-answer.ts';
import { registry } from './commands/registry.ts';
import { openCache, openCacheIn } from './io/cache.ts';
import { filesOfCheckout } from './io/checkout.ts';
import { filesOnDisk, findKind } from './io/disk.ts';
import { loadScript, type ScriptCaches } from './io/load-script.ts';
import { wordsForShell } from './print/shell-words.ts';
import { QuestionError } from './questions/question-error.ts';
import { chooseColours } from './text/colours.ts';

/** The exit status of a bug in plafond. */
const bugStatus = 70;

const { argv, env, stdout, stderr } = process;
const { PLAFOND_SIGNING_KEY: signingKey, PLAFOND_POLICIES: policiesFolder, PLAFOND_THREADS: threads } = env;

/** The script of the commands. */
type Commands = typeof import('./commands/entry.ts');

/** The folder that the build writes. */
const build = path.dirname(fileURLToPath(import.meta.url));

/** The name of the folders in which machine code of V8 is kept. */
const scriptFolder = 'scripts';

/** The digest of the build, which the build fills in; results of another build are never read. */
const compilerDigest = process.env.PLAFOND_DIGEST ?? '';

// The key is not passed on to programs that are run from here, as git.
delete env.PLAFOND_SIGNING_KEY;

// Parsing leaves garbage behind faster than V8 collects it: without this flag a fleet that needs 200 MiB grows to a
// gigabyte. The flag costs no time (`npm run bench`).
setFlagsFromString('--heap-growing-percent=50');

// Most commands end before machine code that V8 optimises has paid for itself: a quarter of their time went into it. With this
// budget a function is optimised when it has run fifteen times as long; a fleet takes as long as before.
setFlagsFromString('--interrupt-budget=1000000');

// Most commands end before their garbage is worth collecting, and nobody waits for short pauses. V8 would begin with a megabyte for
// new objects, and mark and move in other threads what would soon be thrown away: a sixth of the time of `compile` went into that.
for (const flag of ['--semi-space-growth-factor=16', '--no-incremental-marking', '--no-parallel-scavenge'])
  setFlagsFromString(flag);

const user = {
  compiler: `${compilerDigest} ${process.version} ${process.arch}`,
  pid: process.pid,
  user: process.getuid?.(),
};
const cache = openCache({ env, platform: process.platform }, user);

run(argv.slice(2)).catch((error: unknown) => {
  if (error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd') {
    process.exitCode = 2;
    return write(stderr, ['plafond: the folder that it was started in is gone; go to another one\n']);
  }
  process.exitCode = bugStatus;
  const stack = error instanceof Error ? error.stack : String(error);
  return write(stderr, [
    `${stack}\n\nThis is a bug in plafond. Please report it with the lines above and the command.\n`,
  ]);
});

/** Answers a line: as it was answered before if nothing has changed since, else by the commands. */
async function run(line: readonly string[]): Promise<void> {
  const isOfShell = line[0] === `--${wordsForShell}`;
  const fault = isOfShell ? undefined : findEnvironmentFault(env);
  if (fault !== undefined) return give({ out: '', err: `plafond: ${fault}\n`, exit: 2 });
  const recalled = recall(line);
  if (recalled && 'answer' in recalled) return give(recalled.answer);
  const named = findCommands(line, registry);
  const [command] = named;
  const name = command?.name ?? line[0] ?? '';
  const { exports, keep } = loadScript<Commands>(
    path.join(build, named.every(isEveryday) ? 'everyday.cjs' : 'commands.cjs'),
    name,
    openScriptCaches(),
  );
  const answer = await ask(line, exports, recalled);
  await give(answer);
  if (command && answer.exit !== 2) keep();
}

/** Looks for an answer that was given before; the commands are not loaded for that. A line that is misused has none. */
function recall(line: readonly string[]): Recalled | undefined {
  const facts = applyFlags(line, { ...describeProcess(), ...(cache && { cache }) });
  try {
    return recallAnswer(omitFlags(line), { ...facts, kind: findKind, files: filesOfCheckout });
  } catch (error) {
    if (error instanceof QuestionError) return undefined;
    throw error;
  }
}

/** Opens the folders in which machine code of V8 is kept. */
function openScriptCaches(): ScriptCaches {
  return {
    ofBuild: openCacheIn(path.join(build, scriptFolder), user),
    ...(cache && { ofUser: openCacheIn(path.join(cache.folder, scriptFolder), user) }),
  };
}

/** Asks the commands: what a shell waits for, or what a line of a person or a program says. */
async function ask(
  line: readonly string[],
  { answerLine, answerShell, openFollowing, openIo, registry: commands }: Commands,
  recalled: Exclude<Recalled, { answer: Answer }> | undefined,
): Promise<Answer> {
  const { folder, ...facts } = describeProcess();
  // Nobody waits for git to say whether it holds what is read.
  if (line[0] === `--${wordsForShell}`)
    return answerShell(line.slice(1), commands, {
      folder,
      ...(policiesFolder && { policiesFolder }),
      kind: findKind,
      files: filesOnDisk,
    });
  const io = openIo({
    ...facts,
    folder,
    running: { pid: process.pid, isRunning, now: Date.now },
    ...(cache && { cache }),
    ...(signingKey && { signingKey }),
    follow: openFollowing(process),
    ...(stderr.isTTY && (await isPersonAtInput()) && { ask: askPerson }),
    stay,
    explorerPage: path.join(build, 'explorer.html'),
  });
  return answerLine(line, commands, io, recalled ?? {});
}

/** Tells whether a person types the input. `process.stdin` would be opened to be asked this. */
async function isPersonAtInput(): Promise<boolean> {
  const { isatty } = await import('node:tty');
  return isatty(0);
}

/** Returns the facts on which an answer may depend, beside the line and the policies. */
function describeProcess() {
  return {
    version: process.env.PLAFOND_VERSION ?? '0.0.0',
    folder: process.cwd(),
    width: stdout.columns ?? 100,
    today: new Date().toISOString().slice(0, 10),
    threads: Number(threads ?? 0),
    ...(policiesFolder && { policiesFolder }),
    colours: { out: chooseColours(wantsColours(stdout)), err: chooseColours(wantsColours(stderr)) },
  };
}

/** Prints an answer. `process.exit` would cut off output that is still being written. */
async function give({ out, err = '', exit }: Answer): Promise<void> {
  process.exitCode = exit;
  await write(stdout, typeof out === 'string' ? [out] : out);
  await write(stderr, [err]);
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
  const terminal = createInterface({ input: process.stdin, output: stderr });
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

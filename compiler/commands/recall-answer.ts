import path from 'node:path';
import type { Cache } from '../io/cache.ts';
import { findWorkTree } from '../io/disk.ts';
import { type KeptFiles, keepFiles } from '../io/keep-files.ts';
import type { Answer, DigestedFolder, Io, NextAnswer, WordIo } from './command.ts';
import { isAsCompiled } from './compile/is-as-compiled.ts';
import { findPolicies } from './find-policies.ts';

/** An answer that a line was given before, or what was read to look for it. */
export type Recalled = { readonly answer: Answer } | ReadPolicies;

/** The policies as they were read to look for an answer. */
export interface ReadPolicies {
  readonly keptFiles: KeptFiles;
}

/** The part of `Io` that an earlier answer is looked for with. */
export type RecallIo = WordIo & Pick<Io, 'version' | 'width' | 'colours' | 'today' | 'cache'>;

/** The longest answer that is remembered, in characters. */
const longestAnswer = 1024 * 1024;

/**
 * Returns the answer that a line was given before, if the policies are the same to the byte and so is all else that it may
 * follow from, as the folder that it is about. Neither the command nor the parser of lines is loaded for that. Undefined if the
 * line was never answered.
 * Throws `MisuseError` if there is no policies folder.
 */
export function recallAnswer(line: readonly string[], io: RecallIo): Recalled | undefined {
  const { cache } = io;
  const known = cache?.read(keyOfLine(cache, line, io));
  if (!cache || known === undefined) return undefined;
  const { named } = JSON.parse(known) as { readonly named?: string };
  const policies = findPolicies(named, io);
  const keptFiles = keepForCache(policies, io);
  if (!keptFiles) return undefined;
  const answer = cache.read(keyOfAnswer(cache, line, policies, keptFiles, io));
  if (answer === undefined) return { keptFiles };
  const { compiled, ...kept } = JSON.parse(answer) as Answer & { readonly compiled?: DigestedFolder };
  return compiled && !isAsCompiled(compiled, io) ? { keptFiles } : { answer: kept };
}

/** Reads the policies to answer from them and to remember the answer; undefined if that cannot be. */
export const keepForCache = (policies: string, io: Pick<Io, 'cache' | 'files'>): KeptFiles | undefined =>
  io.cache && isApart(io.cache, policies) ? keepFiles(io.files(policies)) : undefined;

/** The line that was answered, with the policies that the answer follows from. */
export interface AnsweredLine {
  readonly line: readonly string[];
  /** The folder that `--policies` names. */
  readonly named: string | undefined;
  readonly policies: string;
  readonly keptFiles: KeptFiles;
}

/** Remembers an answer, and returns it. One that is printed in pieces is remembered when the last is printed. */
export function rememberAnswer(
  answer: Answer,
  { line, named, policies, keptFiles }: AnsweredLine,
  io: Io,
): Answer {
  const { cache } = io;
  if (!cache) return answer;
  const write = (out: string) => {
    cache.write(keyOfLine(cache, line, io), JSON.stringify({ named }));
    cache.write(keyOfAnswer(cache, line, policies, keptFiles, io), JSON.stringify({ ...answer, out }));
  };
  const { out } = answer;
  if (typeof out !== 'string') return { ...answer, out: collect(out, write) };
  if (out.length <= longestAnswer) write(out);
  return answer;
}

/** Remembers the answer that the next run of a line has while a folder is as it was compiled. */
export function rememberNext(
  { answer, compiled, keptFiles }: NextAnswer,
  { line, named, policies }: Omit<AnsweredLine, 'keptFiles'>,
  io: Io,
): void {
  const { cache } = io;
  if (!cache || answer.out.length > longestAnswer) return;
  cache.write(keyOfLine(cache, line, io), JSON.stringify({ named }));
  cache.write(keyOfAnswer(cache, line, policies, keptFiles, io), JSON.stringify({ ...answer, compiled }));
}

/** Passes pieces on, and gives them all to `write` at the end if they are not too long. */
function* collect(pieces: Iterable<string>, write: (whole: string) => void): Iterable<string> {
  const held: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    length += piece.length;
    if (length <= longestAnswer) held.push(piece);
    yield piece;
  }
  if (length <= longestAnswer) write(held.join(''));
}

/** Tells whether a cache lies outside of the work tree of the policies: a commit could bring answers along. */
function isApart({ folder }: Cache, policies: string): boolean {
  const tree = findWorkTree(path.resolve(policies));
  return tree === undefined || path.relative(tree, folder).split(path.sep)[0] === '..';
}

/**
 * Returns the key of an answer in the cache: all but the policies that it may depend on, which is the line and what the
 * process knows.
 */
function keyOfLine(cache: Cache, line: readonly string[], io: RecallIo): string {
  const { version, folder, policiesFolder, width, colours } = io;
  const styles = [colours.out, colours.err].map(({ bold }) => bold('x'));
  return cache.keyOf('line', line, { version, folder, policiesFolder, width, styles });
}

const keyOfAnswer = (
  cache: Cache,
  line: readonly string[],
  policies: string,
  { digest }: KeptFiles,
  io: RecallIo,
): string => cache.keyOf('answer', keyOfLine(cache, line, io), policies, digest, io.today);

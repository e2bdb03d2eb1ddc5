import type { Answer, Command, Option, WordIo } from '../command.ts';
import { findPolicies } from '../find-policies.ts';
import { commonOptions } from '../parse-arguments.ts';
import { commandGroups, type RegisteredCommand } from '../registry.ts';
import { commandTables } from './command-tables.generated.js';
import { listGiven, listNamesFor } from './list-names-for.ts';

/** The words of a command that can be completed. */
export interface CompletedCommand extends Pick<Command, 'formats' | 'withoutPolicies'> {
  readonly positionals: CompletedOptions;
  readonly options: CompletedOptions;
}

type CompletedOption = Pick<Option, 'type' | 'choices' | 'repeatable'>;

type CompletedOptions = Readonly<Record<string, CompletedOption>>;

/** The command line so far, taken apart as far as completion needs it. */
interface Line {
  /** The word that is being written. */
  readonly word: string;
  readonly command: CompletedCommand;
  readonly name: string;
  /** The words before it that are no options, without those of the command's name. */
  readonly places: readonly string[];
  /** The values of the options before it. */
  readonly options: ReadonlyMap<string, string>;
}

/** Answers a shell that asks for the words which can stand in place of the last one of a line. */
export async function answerShell(
  line: readonly string[],
  commands: readonly RegisteredCommand[],
  io: WordIo,
): Promise<Answer> {
  const words = await completeLine(line, commands, io);
  return { out: words.map((word) => `${word}\n`).join(''), exit: 0 };
}

/**
 * Lists the words that can stand in place of the last one of a line, which may be half written: commands, options and names.
 * Whatever goes wrong, there are no words then: a shell would print a sentence into the prompt.
 */
async function completeLine(
  line: readonly string[],
  commands: readonly RegisteredCommand[],
  io: WordIo,
): Promise<readonly string[]> {
  try {
    const word = line.at(-1) ?? '';
    const words = await listWords(line.slice(0, -1), word, commands, io);
    return [...new Set(words)].filter((one) => one.startsWith(word) && isPrintable.test(one)).sort();
  } catch {
    return [];
  }
}

const isPrintable = /^[^\p{Cc}\p{Cf}]+$/u;

async function listWords(
  before: readonly string[],
  word: string,
  commands: readonly RegisteredCommand[],
  io: WordIo,
): Promise<readonly string[]> {
  const valued = listValuedOptions();
  const start = before.filter((one, at) => !one.startsWith('-') && !valued.has(before[at - 1] ?? ''));
  const commandWords = start[0] === 'help' ? start.slice(1) : start;
  const found =
    commands.find(({ name }) => name === commandWords.slice(0, 2).join(' ')) ??
    commands.find(({ name }) => name === commandWords[0]);
  if (!found)
    return word.startsWith('-')
      ? ['--help', '--version', '--no-color', '--no-cache']
      : listCommands(commandWords, start, commands);
  if (start[0] === 'help') return [];
  const command: CompletedCommand = commandTables[found.name] ?? ((await found.load()) as CompletedCommand);
  const line = readLine(before, word, found.name, command);
  return completeWord(line, before, io);
}

/** Lists the options that have a value in every command that has them. They may stand before the command. */
function listValuedOptions(): ReadonlySet<string> {
  const all = Object.values(commandTables).flatMap((table) => Object.entries(optionsOf(table)));
  const switches = new Set(all.flatMap(([name, { type }]) => (type === 'boolean' ? [name] : [])));
  return new Set(all.flatMap(([name]) => (switches.has(name) ? [] : [`--${name}`])));
}

/** Lists the words that a command's name can begin or go on with. */
function listCommands(
  commandWords: readonly string[],
  start: readonly string[],
  commands: readonly RegisteredCommand[],
): readonly string[] {
  const [first] = commandWords;
  if (commandWords.length === 0) {
    const own = commands.map(({ name }) => name.split(' ')[0] ?? name);
    return start.length === 0 ? [...own, 'help'] : own;
  }
  if (commandWords.length > 1 || first === undefined || !Object.hasOwn(commandGroups, first)) return [];
  return commands.flatMap(({ name }) => (name.startsWith(`${first} `) ? name.slice(first.length + 1) : []));
}

function optionsOf(command: CompletedCommand): CompletedOptions {
  return { ...command.options, ...commonOptions(command) };
}

function readLine(before: readonly string[], word: string, name: string, command: CompletedCommand): Line {
  const options = new Map<string, string>();
  const words: string[] = [];
  for (let at = 0; at < before.length; at++) {
    const one = before[at] ?? '';
    const [, key, value] = /^--([^=]+)(?:=(.*))?$/s.exec(one) ?? [];
    if (key === undefined) {
      if (!one.startsWith('-')) words.push(one);
    } else if (value !== undefined) options.set(key, value);
    else if (takesValue(command, key)) options.set(key, before[++at] ?? '');
    else options.set(key, '');
  }
  return { word, command, name, places: words.slice(name.split(' ').length), options };
}

const takesValue = (command: CompletedCommand, option: string): boolean =>
  Object.hasOwn(optionsOf(command), option) && optionsOf(command)[option]?.type !== 'boolean';

async function completeWord(line: Line, before: readonly string[], io: WordIo): Promise<readonly string[]> {
  const { word, command, places } = line;
  const last = /^--(.+)$/.exec(before.at(-1) ?? '')?.[1];
  if (last !== undefined && takesValue(command, last))
    return listValues(last, optionsOf(command)[last], word, line, io);
  const [, key = '', value] = /^--([^=]+)=(.*)$/s.exec(word) ?? [];
  if (value !== undefined) {
    const values = await listValues(key, optionsOf(command)[key], value, line, io);
    return values.map((one) => `--${key}=${one}`);
  }
  if (word.startsWith('-') && !before.includes('--')) {
    const isLeft = ([name, option]: readonly [string, CompletedOption]) =>
      option.repeatable || !line.options.has(name);
    const names = Object.entries(optionsOf(command))
      .filter(isLeft)
      .map(([name]) => name);
    return [...names, 'help', 'no-color', 'no-cache'].map((name) => `--${name}`);
  }
  const positionals = Object.entries(command.positionals);
  const [name, option] =
    positionals[places.length] ?? positionals.findLast(([, one]) => one.repeatable) ?? [];
  return name === undefined ? [] : listValues(name, option, word, line, io);
}

/** Lists the values of an option or a positional argument, by its name. */
async function listValues(
  name: string,
  option: CompletedOption | undefined,
  word: string,
  line: Line,
  io: WordIo,
): Promise<readonly string[]> {
  if (option?.choices) return option.choices;
  if (revisions.has(name)) return listRevisions(line, io);
  const policies = findPolicies(line.options.get('policies'), io);
  // Reading policies takes a parser, which other words do without.
  const { listPermissions, listPolicyNames } = await import('./list-policy-names.ts');
  const names = listPolicyNames(policies, io);
  if (isPermission(name)) {
    const permissions = listPermissions(word, names.subjects(line.options.get('tenant')));
    if (line.name !== 'explain') return permissions;
    return [...(await import('../../diagnostics/describe-code.ts')).allCodes, ...permissions];
  }
  const { places, options } = line;
  const given = listGiven({ positionals: line.command.positionals, places, options });
  const known = listNamesFor(line.name, name, given, names) ?? [];
  return joinedNames.has(name) ? listJoined(word, known) : known;
}

const isPermission = (name: string): boolean => name === 'permission' || name === 'deny';

/** The options of which several names are joined by commas. */
const joinedNames: ReadonlySet<string> = new Set(['seats', 'portfolio']);

/** The options and arguments that name a revision. */
const revisions: ReadonlySet<string> = new Set(['at', 'against', 'base', 'head', 'compare']);

/** Lists the words that complete the last of several names joined by commas. */
function listJoined(word: string, names: readonly string[]): readonly string[] {
  const head = word.slice(0, word.lastIndexOf(',') + 1);
  const namesBefore = head.split(',');
  return names.filter((name) => !namesBefore.includes(name)).map((name) => head + name);
}

const listRevisions = async (line: Line, io: WordIo): Promise<readonly string[]> =>
  (await import('../ask-git.ts')).askGit(findPolicies(line.options.get('policies'), io, true), io, (git) => [
    'HEAD',
    ...git.listRevisionNames(),
  ]);

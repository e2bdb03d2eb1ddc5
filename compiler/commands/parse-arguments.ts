import readWords from 'yargs-parser';
import { nearest } from '../diagnostics/suggest.ts';
import { listNames } from '../text/list.ts';
import { type Command, MissingValueError, MisuseError, type Option, type OptionTable } from './command.ts';
import type { RegisteredCommand } from './registry.ts';
import { takeWordsBeforeDashes } from './take-words-before-dashes.ts';

/** Returns the options that every command has. */
export function commonOptions(command?: Pick<Command, 'formats' | 'withoutPolicies'>): OptionTable {
  return {
    ...(!command?.withoutPolicies && {
      policies: {
        type: 'string',
        describe:
          'the policies folder; without it $PLAFOND_POLICIES, or the nearest `policies/` here or above',
      },
    }),
    format: {
      type: 'string',
      describe: 'how the answer is printed',
      ...(command && { choices: command.formats, default: command.formats[0] }),
    },
    quiet: { type: 'boolean', describe: 'print only what is wrong' },
  };
}

/** Returns the options of a command, with those that every command has; of no command, the latter. */
function optionsOf(command?: Command): OptionTable {
  return { ...command?.options, ...commonOptions(command) };
}

/** A line as it is written, split into options and words. */
export interface SplitLine {
  /** The values of its options, known or not. */
  readonly options: Readonly<Record<string, unknown>>;
  /** All its words that are no options, those behind `--` included. */
  readonly words: readonly string[];
}

/** A command, and a line that is split by its options. */
export interface ChosenLine {
  readonly chosen: RegisteredCommand;
  readonly command: Command;
  readonly line: SplitLine;
}

/** The flags that every line may have. Help and the version are answered, and the others obeyed, before the options are checked. */
const flags = ['help', 'version', 'no-color', 'no-cache'] as const;

/**
 * Splits a line into options and words, by the options of the command that it names; if it names none, by those that every
 * command has.
 */
export function splitLine(argv: readonly string[], command: Command | undefined): SplitLine {
  const known = Object.entries(optionsOf(command));
  const switches = known.flatMap(([name, { type }]) => (type === 'boolean' ? [name] : []));
  const valued = known.flatMap(([name, { type }]) => (type === 'boolean' ? [] : [name]));
  const {
    _: words,
    h,
    v,
    ...options
  } = readWords(joinDashes(argv, valued), {
    // A number that is missing or empty must not become one.
    string: valued,
    boolean: [...switches, ...flags, 'h', 'v'],
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-positional-numbers': false,
    },
  });
  // Letters of another word that begins with a dash ask for nothing.
  const before = takeWordsBeforeDashes(argv);
  const asked = {
    ...(before.includes('-h') && { help: true }),
    ...(before.includes('-v') && { version: true }),
  };
  return { options: { ...options, ...asked }, words: words.map(String) };
}

/** Joins options with a dash that stands behind them, which is their value: the parser takes it for a word. */
function joinDashes(argv: readonly string[], valued: readonly string[]): string[] {
  const before = takeWordsBeforeDashes(argv);
  const isValue = (at: number) => before[at] === '-' && valued.some((name) => before[at - 1] === `--${name}`);
  return argv.flatMap((word, at) => (isValue(at) ? [] : [isValue(at + 1) ? `${word}=-` : word]));
}

/**
 * Returns the arguments of the command that a line names, checked. Throws `MisuseError`, with the nearest name if there is
 * one, if an option or a word is unknown or missing, or a value does not fit.
 */
export function parseArguments(
  { options, words }: SplitLine,
  argv: readonly string[],
  chosen: RegisteredCommand,
  command: Command,
): Readonly<Record<string, unknown>> {
  const hint = `see \`plafond ${chosen.name} --help\``;
  refuseUnknownOption(options, argv, command, hint);
  const args: Record<string, unknown> = {};
  const left = words.slice(chosen.name.split(' ').length);
  const placed = Object.entries(command.positionals).map(
    ([name, option]) => [name, option, takeWords(option, left)] as const,
  );
  const [extra] = left;
  if (extra !== undefined) throw new MisuseError(`unexpected argument \`${extra}\`; ${hint}`);
  for (const [name, option, value] of placed)
    args[name] = parseValue({ name, written: `\`<${name}>\`` }, option, value, chosen);
  for (const [name, option] of Object.entries(optionsOf(command)))
    args[name] = parseValue({ name, written: `\`--${name}\`` }, option, options[name], chosen);
  return args;
}

/** Takes the value of a positional argument from the words that are left; one that may repeat takes them all. */
function takeWords(option: Option, left: string[]): string | readonly string[] | undefined {
  if (!option.repeatable) return left.shift();
  const words = left.splice(0);
  return words.length === 0 ? undefined : words;
}

/** Returns the error for words that name no command, with the nearest one. */
export function explainNoCommand(
  words: readonly string[],
  commands: readonly RegisteredCommand[],
): MisuseError {
  const [first, second] = words;
  if (first === undefined) return new MisuseError('no command given; see `plafond --help`');
  const members = commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  if (members.length > 0 && second === undefined)
    return new MisuseError(
      `\`plafond ${first}\` needs a command: ${members.map((name) => `\`${name}\``).join(' or ')}`,
    );
  const written = members.length > 0 ? `${first} ${second}` : first;
  const names = members.length > 0 ? members : commands.map(({ name }) => name).concat('help');
  const name = nearest(written, names);
  if (name === written)
    return new MisuseError(`write the command first, \`plafond ${written}\`, and its options behind it`);
  const there = members.length > 0 ? members : [...new Set(names.map((one) => one.split(' ')[0] ?? one))];
  return new MisuseError(
    `unknown command \`${written}\`; ${name ? `did you mean \`${name}\`?` : `there are ${listNames(there)}`}`,
  );
}

/**
 * Throws `MisuseError`, with the nearest name, for an option that a command does not have, or of no command one that not every
 * command has; and for a switch with a value.
 */
export function refuseUnknownOption(
  written: Readonly<Record<string, unknown>>,
  argv: readonly string[],
  command: Command | undefined,
  hint: string,
): void {
  const known = [...Object.keys(optionsOf(command)), ...flags];
  const valued = takeWordsBeforeDashes(argv).find((word) => hasOwnValue(word, optionsOf(command)));
  if (valued !== undefined)
    throw new MisuseError(`\`${valued.replace(/=.*/s, '')}\` takes no value; ${hint}`);
  const unknown = Object.keys(written).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const cluster = argv.find((word) => /^-[^-]/.test(word) && word.includes(unknown));
  const option = unknown.length === 1 ? (cluster ?? `-${unknown}`) : `--${unknown}`;
  const name = nearest(option.replace(/^-+/, ''), known);
  throw new MisuseError(`unknown option \`${option}\`; ${name ? `did you mean \`--${name}\`?` : hint}`);
}

/** Tells whether a word gives a switch a value that it does not take: yargs would read `--strict=yes` as no. */
function hasOwnValue(word: string, options: OptionTable): boolean {
  const [, name = '', value] = /^--([^=]+)=(.*)$/s.exec(word) ?? [];
  return options[name]?.type === 'boolean' && value !== 'true' && value !== 'false';
}

/** The option or the argument that has a value, by its name and as sentences call it. */
interface ValuePlace {
  readonly name: string;
  readonly written: string;
}

function parseValue(
  place: ValuePlace,
  option: Option,
  value: unknown,
  { name: command }: RegisteredCommand,
): unknown {
  const { written } = place;
  const hint = `see \`plafond ${command} --help\``;
  if (option.type === 'boolean') return value === undefined ? false : parseSwitch(written, value, hint);
  const isMissing = value === undefined && option.required === true;
  if (option.repeatable && !isMissing) return parseList(place, option, value, command);
  if (value === undefined) {
    if (option.default !== undefined) return option.default;
    if (option.required)
      throw new MissingValueError(
        `\`plafond ${command}\` needs ${written}: ${describeValue(option)}`,
        place.name,
        command,
      );
    return undefined;
  }
  if (Array.isArray(value)) throw new MisuseError(`${written} is given ${value.length} times; ${hint}`);
  const isEmpty = value === '' || (option.type === 'number' && String(value).trim() === '');
  if (isEmpty) throw refuseEmpty(place, option, command);
  refuseOtherThan(written, option, String(value));
  if (option.type !== 'number') return value;
  const number = Number(value);
  if (Number.isNaN(number)) throw new MisuseError(`${written} must be a number; ${hint}`);
  return number;
}

/** Describes the value of an option, with those that it can have if they are a few. */
const describeValue = ({ describe, choices }: Option): string =>
  choices ? `${describe}, one of ${choices.map((choice) => `\`${choice}\``).join(', ')}` : describe;

function refuseOtherThan(written: string, { choices }: Option, value: string): void {
  if (!choices || choices.includes(value)) return;
  const near = nearest(value, choices);
  throw new MisuseError(
    `${written} cannot be \`${value}\`; ${near ? `did you mean \`${near}\`? ` : ''}it is one of ${choices.map((choice) => `\`${choice}\``).join(', ')}`,
  );
}

const refuseEmpty = ({ name, written }: ValuePlace, option: Option, command: string): MissingValueError =>
  new MissingValueError(`${written} needs a value: ${describeValue(option)}`, name, command);

function parseList(place: ValuePlace, option: Option, value: unknown, command: string): readonly string[] {
  const words = value === undefined ? [] : Array.isArray(value) ? value.map(String) : [String(value)];
  const values = option.choices
    ? [...new Set(words.flatMap((one) => one.split(',').map((part) => part.trim())))]
    : words;
  if (values.includes('')) throw refuseEmpty(place, option, command);
  for (const one of values) refuseOtherThan(place.written, option, one);
  return values;
}

function parseSwitch(written: string, value: unknown, hint: string): boolean {
  const last = Array.isArray(value) ? value.at(-1) : value;
  if (typeof last !== 'boolean') throw new MisuseError(`${written} takes no value; ${hint}`);
  return last;
}

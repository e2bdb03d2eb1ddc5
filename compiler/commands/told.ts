import { nearest } from '../diagnostics/suggest.ts';
import { type Command, Misuse, type Option, type OptionTable } from './command.ts';
import type { Registered } from './registry.ts';

/** What yargs makes of a line; `failure` is its own complaint. */
export interface ParsedLine {
  readonly given: Readonly<Record<string, unknown>>;
  readonly words: readonly string[];
  readonly failure: string | undefined;
}

/** The options that every command has. */
export function commonOptions(command: Command): OptionTable {
  return {
    ...(!command.withoutPolicies && {
      policies: { type: 'string', describe: 'the policies folder', default: 'policies' },
    }),
    format: {
      type: 'string',
      describe: 'how the answer is printed',
      choices: command.formats,
      default: command.formats[0],
    },
    quiet: { type: 'boolean', describe: 'print only what is wrong' },
  };
}

/** What a command can be told by name. */
function optionsOf(command: Command): OptionTable {
  return { ...command.options, ...commonOptions(command) };
}

/**
 * What a command is told, checked. Throws `Misuse` with one sentence, and a suggestion where one is near, when
 * the command, an option or a word is unknown or missing, or a value does not fit.
 */
export function told(
  parsed: ParsedLine,
  argv: readonly string[],
  commands: readonly Registered[],
  chosen: Registered | undefined,
  command: Command | undefined,
): Readonly<Record<string, unknown>> {
  const words = chosen?.name.split(' ') ?? [];
  const isChosen = words.length > 0 && words.every((word, at) => parsed.words[at] === word);
  if (!chosen || !command || !isChosen) throw unknownCommand(parsed.words, commands);
  const hint = `see \`plafond ${chosen.name} --help\``;
  refuseUnknown(parsed, argv, command, hint);
  const args: Record<string, unknown> = {};
  // Behind `--` words are no options; yargs leaves them for us to put in their places.
  const [...left] = parsed.words.slice(words.length);
  const placed = Object.entries(command.positionals).map(
    ([name, option]) => [name, option, parsed.given[name] ?? left.shift()] as const,
  );
  const [extra] = left;
  if (extra !== undefined) throw new Misuse(`unexpected argument \`${extra}\`; ${hint}`);
  for (const [name, option, value] of placed) args[name] = read(`\`<${name}>\``, option, value, chosen, hint);
  for (const [name, option] of Object.entries(optionsOf(command)))
    args[name] = read(`\`--${name}\``, option, parsed.given[name], chosen, hint);
  const isPlaced = argv.includes('--') && parsed.failure?.startsWith('Not enough non-option arguments');
  if (parsed.failure !== undefined && !isPlaced)
    throw new Misuse(`${parsed.failure.replaceAll('\n', ' ')}; ${hint}`);
  return args;
}

function unknownCommand(words: readonly string[], commands: readonly Registered[]): Misuse {
  const [first, second] = words;
  if (first === undefined) return new Misuse('no command given; see `plafond --help`');
  const members = commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  if (members.length > 0 && second === undefined)
    return new Misuse(
      `\`plafond ${first}\` needs a command: ${members.map((name) => `\`${name}\``).join(' or ')}`,
    );
  const written = members.length > 0 ? `${first} ${second}` : first;
  const names = members.length > 0 ? members : commands.map(({ name }) => name).concat('completion');
  const name = nearest(written, names);
  return new Misuse(
    `unknown command \`${written}\`; ${name ? `did you mean \`${name}\`?` : 'see `plafond --help`'}`,
  );
}

function refuseUnknown(parsed: ParsedLine, argv: readonly string[], command: Command, hint: string): void {
  const options = Object.keys(optionsOf(command)).concat('help', 'version');
  const known = new Set(['_', '$0', 'h', ...options, ...Object.keys(command.positionals)]);
  const valued = argv.find((word) => hasOwnValue(word, optionsOf(command)));
  if (valued !== undefined) throw new Misuse(`\`${valued.replace(/=.*/s, '')}\` takes no value; ${hint}`);
  const unknown = Object.keys(parsed.given).find((name) => !known.has(name));
  if (unknown === undefined) return;
  const cluster = argv.find((word) => /^-[^-]/.test(word) && word.includes(unknown));
  const written = unknown.length === 1 ? (cluster ?? `-${unknown}`) : `--${unknown}`;
  const name = nearest(written.replace(/^-+/, ''), options);
  throw new Misuse(`unknown option \`${written}\`; ${name ? `did you mean \`--${name}\`?` : hint}`);
}

/** A value after `=` that a switch does not take: yargs would read `--strict=yes` as no. */
function hasOwnValue(word: string, options: OptionTable): boolean {
  const [, name = '', value] = /^--([^=]+)=(.*)$/s.exec(word) ?? [];
  return options[name]?.type === 'boolean' && value !== 'true' && value !== 'false';
}

function read(written: string, option: Option, value: unknown, chosen: Registered, hint: string): unknown {
  if (option.type === 'boolean') return value === undefined ? false : truth(written, value, hint);
  if (option.repeatable) return listed(written, option, value, hint);
  if (value === undefined) {
    if (option.default !== undefined) return option.default;
    if (option.required)
      throw new Misuse(`\`plafond ${chosen.name}\` needs ${written}: ${option.describe}; ${hint}`);
    return undefined;
  }
  if (Array.isArray(value)) throw new Misuse(`${written} is given ${value.length} times; ${hint}`);
  if (value === '') throw new Misuse(`${written} needs a value: ${option.describe}; ${hint}`);
  if (Number.isNaN(value)) throw new Misuse(`${written} must be a number; ${hint}`);
  if (option.choices && !option.choices.includes(String(value))) {
    const choices = option.choices.map((choice) => `\`${choice}\``).join(', ');
    const near = nearest(String(value), option.choices);
    throw new Misuse(
      `${written} cannot be \`${value}\`; ${near ? `did you mean \`${near}\`?` : `it is one of ${choices}`}`,
    );
  }
  return value;
}

function listed(written: string, option: Option, value: unknown, hint: string): readonly string[] {
  const values = value === undefined ? [] : Array.isArray(value) ? value.map(String) : [String(value)];
  if (values.includes('')) throw new Misuse(`${written} needs a value: ${option.describe}; ${hint}`);
  return values;
}

function truth(written: string, value: unknown, hint: string): boolean {
  const last = Array.isArray(value) ? value.at(-1) : value;
  if (typeof last !== 'boolean') throw new Misuse(`${written} takes no value; ${hint}`);
  return last;
}

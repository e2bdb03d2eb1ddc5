import path from 'node:path';
import yargs, { type Argv } from 'yargs';
import { DiskError } from '../io/writer.ts';
import { makeVisible } from '../text/visible.ts';
import { type Answer, type Command, type Io, Misuse, type OptionTable } from './command.ts';
import { groups, type Registered } from './registry.ts';
import { commonOptions, type ParsedLine, told } from './told.ts';

/**
 * Answers a command line: finds the command, loads it, reads what it is told and runs it. Help, `--version`
 * and shell completion are answered here. Misuse is an answer too: one sentence on stderr and exit 2.
 */
export async function answer(
  argv: readonly string[],
  commands: readonly Registered[],
  io: Io,
): Promise<Answer> {
  const { red, bold } = io.colours.err;
  try {
    return await run(argv, commands, io);
  } catch (error) {
    if (!(error instanceof Misuse || error instanceof DiskError)) throw error;
    return { out: '', err: `${bold(red('plafond:'))} ${makeVisible(shortened(error.message))}\n`, exit: 2 };
  }
}

/** A sentence in which no word is longer than people read: a command line may hold anything. */
const shortened = (sentence: string): string =>
  sentence.replace(/`([^`]{120})[^`]{2,}`/g, '`$1…`').slice(0, 2_000);

async function run(argv: readonly string[], commands: readonly Registered[], io: Io): Promise<Answer> {
  refuseOddOptions(argv);
  const chosen = find(argv, commands);
  const command = await chosen?.load();
  const { output, ...parsed } = parse(argv, commands, io, chosen, command);
  if (output !== '') return { out: `${output}\n`, exit: 0 };
  const args = told(parsed, argv, commands, chosen, command);
  if (command === undefined) throw new Misuse(parsed.failure ?? 'nothing to run');
  const policies = command.withoutPolicies
    ? ''
    : policiesFolder(String(args.policies), io, command.policiesElsewhere);
  return command.run({ ...args, policies } as Parameters<Command['run']>[0], io);
}

/**
 * Refuses options that yargs stumbles over or takes for something else: the names that every object has, as `constructor`,
 * its own fields, a value for a switch of its own, and completion unless it is all that is asked.
 */
function refuseOddOptions(argv: readonly string[]): void {
  const unknown = optionWords(argv).find((word, at) => {
    const name = /^--([^=]+)/.exec(word)?.[1] ?? '';
    const isCompletion = name === 'get-yargs-completions' && !(at === 0 && word === `--${name}`);
    return name in Object.prototype || name === '$0' || name === '_' || isCompletion;
  });
  if (unknown !== undefined) throw new Misuse(`unknown option \`${unknown}\`; see \`plafond --help\``);
  const valued = optionWords(argv).find((word) => /^(--(help|version)=|-h.)/s.test(word));
  if (valued !== undefined)
    throw new Misuse(`\`${/^(--\w+|-h)/.exec(valued)?.[0]}\` takes no value; see \`plafond --help\``);
}

/** What stands before `--`; after it everything is a word by its place. */
function optionWords(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv : argv.slice(0, end);
}

/** The command that a line is about: it may stand after common options. */
function find(argv: readonly string[], commands: readonly Registered[]): Registered | undefined {
  const words = optionWords(argv).filter(
    (word, at) => !word.startsWith('-') && !takesValue.test(argv[at - 1] ?? ''),
  );
  for (const [at, word] of words.entries()) {
    const pair = `${word} ${words[at + 1]}`;
    const found = commands.find(({ name }) => name === pair) ?? commands.find(({ name }) => name === word);
    if (found) return found;
  }
  return undefined;
}

const takesValue = /^--(policies|format)$/;

function parse(
  argv: readonly string[],
  commands: readonly Registered[],
  io: Io,
  chosen: Registered | undefined,
  command: Command | undefined,
): ParsedLine & { readonly output: string } {
  let failure: string | undefined;
  let output = '';
  const line = yargs([...argv])
    .scriptName('plafond')
    .locale('en')
    .parserConfiguration({ 'camel-case-expansion': false, 'dot-notation': false, 'boolean-negation': false })
    .usage('$0 COMMAND [options]\n\nRoles, caps and ceilings in YAML, compiled to permissions.')
    .wrap(Math.min(io.width, 100))
    .version(io.version)
    .alias('help', 'h')
    .completion('completion', 'print a completion script for bash or zsh, by $SHELL')
    .epilog('Exit status: 0 fine, 1 the policies have errors, 2 misused, 70 a bug in plafond.')
    .fail((message, error) => {
      failure ??= message || error?.message;
    });
  for (const [name, members] of byFirstWord(commands)) {
    const only = members[0];
    if (only?.name === name) register(line, name, only, only === chosen ? command : undefined);
    else
      line.command(name, groups[name] ?? '', (inner) => {
        inner.usage(`$0 ${name} COMMAND [options]`);
        for (const member of members) {
          const word = member.name.slice(name.length + 1);
          register(inner, word, member, member === chosen ? command : undefined);
        }
      });
  }
  const given = line.parse([...argv], {}, (_error: unknown, _argv: unknown, text: string) => {
    output ||= text;
  }) as Readonly<Record<string, unknown>>;
  const words = Array.isArray(given._) ? given._.map(String) : [];
  return { given, words, failure, output };
}

function register(
  line: Argv,
  word: string,
  { name, summary }: Registered,
  command: Command | undefined,
): void {
  const positionals = Object.entries(command?.positionals ?? {});
  const places = positionals
    .map(([place, { required }]) => (required ? ` <${place}>` : ` [${place}]`))
    .join('');
  line.command(
    `${word}${places}`,
    summary,
    (inner) => {
      if (command === undefined) return;
      inner.usage(`$0 ${name}${places.toUpperCase()} [options]\n\n${summary}`);
      for (const [place, { required, ...option }] of positionals) inner.positional(place, option);
      addOptions(inner, command.options, 'Options:');
      addOptions(inner, commonOptions(command), 'Common options:');
      inner.group(['help', 'version'], 'Common options:');
      for (const [example, what] of command.examples) inner.example(example, what);
    },
    () => {},
  );
}

/** Defaults are shown here and filled in later: to yargs, an option without its value would have the default. */
function addOptions(line: Argv, options: OptionTable, group: string): void {
  for (const [name, { required, choices, default: byDefault, ...option }] of Object.entries(options))
    line.option(name, {
      ...option,
      group,
      ...(required && { demandOption: true }),
      ...(choices && { choices: [...choices] }),
      ...(byDefault !== undefined && { defaultDescription: String(byDefault) }),
    });
}

function byFirstWord(commands: readonly Registered[]): ReadonlyMap<string, readonly Registered[]> {
  const groups = new Map<string, Registered[]>();
  for (const command of commands) {
    const word = command.name.split(' ')[0] ?? command.name;
    groups.set(word, [...(groups.get(word) ?? []), command]);
  }
  return groups;
}

/** The folder as it is written in what is printed: relative where that is possible, and it exists unless it need not. */
function policiesFolder(written: string, io: Io, mayBeMissing = false): string {
  const folder = path.relative(io.folder, path.resolve(io.folder, written)).replaceAll(path.sep, '/') || '.';
  if (mayBeMissing) return folder;
  const kind = io.kind(folder);
  if (kind === 'nothing')
    throw new Misuse(`no folder \`${written}\`; name the policies folder with \`--policies\``);
  if (kind === 'file') throw new Misuse(`\`${written}\` is a file; \`--policies\` names the policies folder`);
  return folder;
}

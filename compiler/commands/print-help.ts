import yargs, { type Argv } from 'yargs';
import type { Command, Option, OptionTable } from './command.ts';
import { commonOptions } from './parse-arguments.ts';
import { commandGroups, type RegisteredCommand } from './registry.ts';

/** The command or the group of commands that help is about. */
export interface HelpSubject {
  /** The name of a command, or of a group of them as `role`; if it is empty, help is about all commands. */
  readonly name: string;
  /** The command, if it is one. */
  readonly command?: Command | undefined;
}

/**
 * Returns the help on a command, a group or all commands, at most 100 and `width` columns wide. Only examples may be wider:
 * each is one line, to be copied. It ends in a line break.
 */
export function printHelp(
  commands: readonly RegisteredCommand[],
  { name: subject, command }: HelpSubject,
  width: number,
): string {
  const commandOf = ({ name }: RegisteredCommand) => (name === subject ? command : undefined);
  const help = yargs()
    .scriptName('plafond')
    .locale('en')
    .wrap(Math.min(width, 100))
    .alias('help', 'h')
    .alias('version', 'v')
    .option('no-color', { type: 'boolean', describe: 'print without colours, as with NO_COLOR' })
    .option('no-cache', {
      type: 'boolean',
      describe: 'answer without the cache, as with PLAFOND_CACHE=off',
    })
    .usage('$0 COMMAND [options]\n\nRoles, caps and ceilings in YAML, compiled to permissions.')
    .epilog(
      '`plafond help COMMAND` prints the options of a command, `plafond explain CODE` what a finding means.',
    )
    .epilog('Exit status: 0 fine, 1 the policies have errors, 2 misused, 70 a bug in plafond.');
  for (const [name, members] of groupByFirstWord(commands)) {
    const only = members[0];
    if (only?.name === name) registerCommand(help, name, only, commandOf(only));
    else
      help.command(name, commandGroups[name] ?? '', (inner) => {
        inner.usage(`$0 ${name} COMMAND [options]`);
        for (const member of members)
          registerCommand(inner, member.name.slice(name.length + 1), member, commandOf(member));
      });
  }
  let text = '';
  help.parse(
    [...subject.split(' ').filter(Boolean), '--help'],
    {},
    (_error: unknown, _argv: unknown, output: string) => {
      text ||= output;
    },
  );
  return `${text}\n${listExamples(command)}`;
}

/** Lists the examples of a command, each one a line above the line that says what it is for. */
function listExamples(command: Command | undefined): string {
  if (command === undefined || command.examples.length === 0) return '';
  const lines = command.examples.map(([example, what]) => `  ${example}\n      ${what}\n`);
  return `\nExamples:\n${lines.join('')}`;
}

/** Adds a command to those that are listed; its options if the help is about it. */
function registerCommand(
  line: Argv,
  word: string,
  { name, summary }: RegisteredCommand,
  command: Command | undefined,
): void {
  const positionals = Object.entries(command?.positionals ?? {});
  const places = positionals
    .map(([place, { required, repeatable }]) => {
      const words = repeatable ? `${place}..` : place;
      return required ? ` <${words}>` : ` [${words}]`;
    })
    .join('');
  line.command(
    `${word}${places}`,
    summary,
    (inner) => {
      if (command === undefined) return;
      for (const [place, { required, ...option }] of positionals) inner.positional(place, option);
      addOptions(inner, command.options, 'Options:');
      addOptions(inner, commonOptions(command), 'Common options:');
      inner.usage(`$0 ${name}${places.toUpperCase()} [options]\n\n${summary}`);
      inner.group(['no-color', 'no-cache', 'help', 'version'], 'Common options:');
    },
    () => {},
  );
}

/** Adds options to the help. */
function addOptions(line: Argv, options: OptionTable, group: string): void {
  for (const [name, { required, choices, default: byDefault, ...option }] of Object.entries(options))
    line.option(name, {
      ...option,
      group,
      ...(required && { demandOption: true }),
      ...(choices &&
        (option.repeatable ? { describe: listChoices(option, choices) } : { choices: [...choices] })),
      ...(byDefault !== undefined && { defaultDescription: String(byDefault) }),
    });
}

const listChoices = ({ describe }: Pick<Option, 'describe'>, choices: readonly string[]): string =>
  `${describe}: ${choices.join(', ')}`;

function groupByFirstWord(
  commands: readonly RegisteredCommand[],
): ReadonlyMap<string, readonly RegisteredCommand[]> {
  const groups = new Map<string, RegisteredCommand[]>();
  for (const command of commands) {
    const word = command.name.split(' ')[0] ?? command.name;
    groups.set(word, [...(groups.get(word) ?? []), command]);
  }
  return groups;
}

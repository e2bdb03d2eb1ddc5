import yargs, { type Argv } from 'yargs';
import { wordsForShell } from '../print/shell-words.ts';
import { type Answer, type Command, type Io, MisuseError, type Option, type OptionTable } from './command.ts';
import { findCommand } from './find-command.ts';
import { findPolicies } from './find-policies.ts';
import { commonOptions, explainNoCommand, type ParsedLine, parseArguments } from './parse-arguments.ts';
import { keepForCache, type ReadPolicies, rememberAnswer, rememberNext } from './recall-answer.ts';
import { commandGroups, type RegisteredCommand } from './registry.ts';
import { takeWordsBeforeDashes } from './take-words-before-dashes.ts';

/** Returns `help role new` as `role new --help`, and `help` alone as `--help`. */
function askForHelp(argv: readonly string[], commands: readonly RegisteredCommand[]): readonly string[] {
  if (argv[0] !== 'help') return argv;
  const words = argv.slice(1).filter((word) => !word.startsWith('-'));
  const isGroup = words.length === 1 && words[0] !== undefined && Object.hasOwn(commandGroups, words[0]);
  const isKnown = words.length === 0 || isGroup || findCommand(words, commands)?.name === words.join(' ');
  if (!isKnown) throw explainNoCommand(words, commands);
  return [...argv.slice(1), '--help'];
}

/**
 * Finds the command of a line, loads it, parses its arguments and runs it. Help and `--version` are answered here. Throws
 * `MisuseError`. `read` is what was read of the policies while an answer was looked for.
 */
export async function runLine(
  written: readonly string[],
  commands: readonly RegisteredCommand[],
  io: Io,
  read?: Partial<ReadPolicies>,
): Promise<Answer> {
  const argv = askForHelp(written, commands);
  refuseOddOptions(argv);
  const chosen = findCommand(argv, commands);
  const command = await chosen?.load();
  const { output, ...parsed } = parseLine(argv, commands, io, chosen, command);
  if (output !== '') return { out: `${output}\n`, exit: 0 };
  const args = parseArguments(parsed, argv, commands, chosen, command);
  if (command === undefined) throw new MisuseError(parsed.failure ?? 'nothing to run');
  const { withoutPolicies, policiesElsewhere = false } = command;
  const mayBeMissing = typeof policiesElsewhere === 'function' ? policiesElsewhere(args) : policiesElsewhere;
  const named = args.policies as string | undefined;
  const policies = withoutPolicies ? '' : findPolicies(named, io, mayBeMissing);
  const run = (surroundings: Io) =>
    command.run({ ...args, policies } as Parameters<Command['run']>[0], surroundings);
  const keptFiles = command.isRepeatable?.(args)
    ? (read?.keptFiles ?? keepForCache(policies, io))
    : undefined;
  if (!keptFiles) {
    const { next, ...answer } = await run({ ...io, ...read });
    if (next) rememberNext(next, { line: written, named, policies }, io);
    return answer;
  }
  const answer = await run({ ...io, files: () => keptFiles.files });
  return rememberAnswer(answer, { line: written, named, policies, keptFiles }, io);
}

/**
 * Throws `MisuseError` for options that yargs would misread: the names that every object has, as `constructor`; its own
 * fields; a value for `--help` or `--version`; and completion, which is answered before.
 */
function refuseOddOptions(argv: readonly string[]): void {
  const unknown = takeWordsBeforeDashes(argv).find((word) => {
    const name = /^--([^=]+)/.exec(word)?.[1] ?? '';
    return name in Object.prototype || ['$0', '_', 'get-yargs-completions', wordsForShell].includes(name);
  });
  if (unknown !== undefined) throw new MisuseError(`unknown option \`${unknown}\`; see \`plafond --help\``);
  const valued = takeWordsBeforeDashes(argv).find((word) =>
    /^(--(help|version|no-color|no-cache)=|-[hv].)/s.test(word),
  );
  if (valued !== undefined)
    throw new MisuseError(
      `\`${/^(--[\w-]+|-[hv])/.exec(valued)?.[0]}\` takes no value; see \`plafond --help\``,
    );
}

function parseLine(
  argv: readonly string[],
  commands: readonly RegisteredCommand[],
  io: Io,
  chosen: RegisteredCommand | undefined,
  command: Command | undefined,
): ParsedLine & { readonly output: string } {
  let failure: string | undefined;
  let output = '';
  const showsHelp =
    chosen === undefined || takeWordsBeforeDashes(argv).some((word) => /^(--help|-\w*h)/.test(word));
  const line = yargs([...argv])
    .scriptName('plafond')
    .locale('en')
    .parserConfiguration({ 'camel-case-expansion': false, 'dot-notation': false, 'boolean-negation': false })
    .wrap(Math.min(io.width, 100))
    .version(io.version)
    .alias('help', 'h')
    .alias('version', 'v')
    .option('no-color', {
      type: 'boolean',
      describe: 'print without colours, as with NO_COLOR',
    })
    .option('no-cache', {
      type: 'boolean',
      describe: 'answer without the cache, as with PLAFOND_CACHE=off',
    })
    .fail((message, error) => {
      failure ??= message || error?.message;
    });
  if (showsHelp)
    line
      .usage('$0 COMMAND [options]\n\nRoles, caps and ceilings in YAML, compiled to permissions.')
      .epilog(
        '`plafond help COMMAND` prints the options of a command, `plafond explain CODE` what a finding means.',
      )
      .epilog('Exit status: 0 fine, 1 the policies have errors, 2 misused, 70 a bug in plafond.');
  else line.hide('no-color').hide('no-cache').hide('help').hide('version');
  for (const [name, members] of groupByFirstWord(commands)) {
    const only = members[0];
    if (only?.name === name)
      registerCommand(line, name, only, only === chosen ? command : undefined, showsHelp);
    else
      line.command(name, commandGroups[name] ?? '', (inner) => {
        inner.usage(`$0 ${name} COMMAND [options]`);
        for (const member of members) {
          const word = member.name.slice(name.length + 1);
          registerCommand(inner, word, member, member === chosen ? command : undefined, showsHelp);
        }
      });
  }
  const options = line.parse([...argv], {}, (_error: unknown, _argv: unknown, text: string) => {
    output ||= text;
  }) as Readonly<Record<string, unknown>>;
  const words = Array.isArray(options._) ? options._.map(String) : [];
  return { options, words, failure, output };
}

/**
 * Adds a command to those of a line. Options and examples are hidden where no help is shown: yargs composes its help for
 * every line, which takes longer than most commands.
 */
function registerCommand(
  line: Argv,
  word: string,
  { name, summary }: RegisteredCommand,
  command: Command | undefined,
  showsHelp: boolean,
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
      addOptions(inner, command.options, 'Options:', showsHelp);
      addOptions(inner, commonOptions(command), 'Common options:', showsHelp);
      if (!showsHelp) return;
      inner.usage(`$0 ${name}${places.toUpperCase()} [options]\n\n${summary}`);
      inner.group(['no-color', 'no-cache', 'help', 'version'], 'Common options:');
      for (const [example, what] of command.examples) inner.example(example, what);
    },
    () => {},
  );
}

/**
 * Adds options to the help. Their defaults are only shown here and filled in later, since yargs would use a default also
 * for an option whose value is missing.
 */
function addOptions(line: Argv, options: OptionTable, group: string, showsHelp: boolean): void {
  for (const [name, { required, choices, default: byDefault, ...option }] of Object.entries(options))
    line.option(name, {
      ...option,
      group,
      hidden: !showsHelp,
      ...(required && { demandOption: true }),
      // Of several values yargs would take each with its commas for one.
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

import { type Answer, type Command, type Io, MissingValueError, MisuseError } from './command.ts';
import { findCommands } from './find-commands.ts';
import { findPolicies } from './find-policies.ts';
import {
  type ChosenLine,
  explainNoCommand,
  parseArguments,
  refuseUnknownOption,
  type SplitLine,
  splitLine,
} from './parse-arguments.ts';
import type { HelpSubject } from './print-help.ts';
import { keepForCache, type ReadPolicies, rememberAnswer, rememberNext } from './recall-answer.ts';
import { commandGroups, type RegisteredCommand } from './registry.ts';
import { takeWordsBeforeDashes } from './take-words-before-dashes.ts';

/**
 * Finds the command of a line, loads it, parses its arguments and runs it. Help and `--version` are answered here. Throws
 * `MisuseError`. `read` is what was read of the policies while an answer was looked for.
 */
export async function runLine(
  argv: readonly string[],
  commands: readonly RegisteredCommand[],
  io: Io,
  read?: Partial<ReadPolicies>,
): Promise<Answer> {
  refuseOddOptions(argv);
  const { chosen, command, line } = await splitByCommand(argv, commands);
  if (asksForHelp(line)) return answerHelp(line, argv, commands, { chosen, command }, io);
  if (line.options.version !== undefined) return { out: `${io.version}\n`, exit: 0 };
  if (!chosen || !command || !beginsWith(line.words, chosen)) {
    if (!chosen && line.words.length === 0)
      refuseUnknownOption(line.options, argv, command, 'see `plafond --help`');
    if (chosen && command && line.words.length === 0)
      refuseUnknownOption(line.options, argv, command, `see \`plafond ${chosen.name} --help\``);
    throw explainNoCommand(line.words.length > 0 || !chosen ? line.words : chosen.name.split(' '), commands);
  }
  try {
    return await runCommand(argv, { chosen, command, line }, io, read);
  } catch (error) {
    if (!(error instanceof MissingValueError)) throw error;
    const { sayValues } = await import('./say-values.ts');
    throw sayValues(error, { chosen, command, line }, io);
  }
}

/** Parses the arguments of a command and runs it. Throws `MisuseError`. */
async function runCommand(
  argv: readonly string[],
  { chosen, command, line }: ChosenLine,
  io: Io,
  read: Partial<ReadPolicies> | undefined,
): Promise<Answer> {
  const args = parseArguments(line, argv, chosen, command);
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
    if (next) rememberNext(next, { line: argv, named, policies }, io);
    return answer;
  }
  const answer = await run({ ...io, files: () => keptFiles.files });
  return rememberAnswer(answer, { line: argv, named, policies, keptFiles }, io);
}

/** A command, which may be none, and a line that is split by its options. */
interface LineOfCommand {
  readonly chosen: RegisteredCommand | undefined;
  readonly command: Command | undefined;
  readonly line: SplitLine;
}

/**
 * Splits a line by the options of the command that it names. A value of an option may be the name of a command too, and options may
 * stand between the two words of a name: then the command is the one that the words name which are no values.
 */
async function splitByCommand(
  argv: readonly string[],
  commands: readonly RegisteredCommand[],
): Promise<LineOfCommand> {
  const split = async (chosen: RegisteredCommand | undefined) => {
    const command = await chosen?.load();
    return { chosen, command, line: splitLine(argv, command) };
  };
  const named = findCommands(argv, commands);
  for (const one of named) {
    const found = await split(one);
    if (beginsWith(found.line.words, one)) return found;
  }
  return split(named[0]);
}

const asksForHelp = ({ options, words: [first] }: SplitLine): boolean =>
  options.help !== undefined || first === 'help';

/** Tells whether words begin with the name of a command. */
const beginsWith = (words: readonly string[], { name }: RegisteredCommand): boolean =>
  name.split(' ').every((word, at) => words[at] === word);

/** Answers `help role new` and `role new --help`, and `help` alone, or of itself, as `--help`. */
async function answerHelp(
  { words: written, options }: SplitLine,
  argv: readonly string[],
  commands: readonly RegisteredCommand[],
  { chosen, command }: Pick<LineOfCommand, 'chosen' | 'command'>,
  { width }: Pick<Io, 'width'>,
): Promise<Answer> {
  const start = written.findIndex((word) => word !== 'help');
  const words = start === -1 ? [] : written.slice(start);
  const [first = ''] = words;
  const group = Object.hasOwn(commandGroups, first) ? first : '';
  const subject = chosen && beginsWith(words, chosen) ? { name: chosen.name, command } : { name: group };
  if (written[0] === 'help') {
    refuseOtherWords(words, subject, commands);
    refuseUnknownOption(options, argv, command, 'see `plafond --help`');
  }
  const { printHelp } = await import('./print-help.ts');
  return { out: printHelp(commands, subject, width), exit: 0 };
}

/** Throws `MisuseError` if the words behind `help` are not those that it is about. */
function refuseOtherWords(
  words: readonly string[],
  { name, command }: HelpSubject,
  commands: readonly RegisteredCommand[],
): void {
  if (words.join(' ') === name) return;
  if (!command) throw explainNoCommand(words, commands);
  const extra = words[name.split(' ').length];
  throw new MisuseError(`unexpected argument \`${extra}\`; see \`plafond ${name} --help\``);
}

/**
 * Throws `MisuseError` for options that would be misread: the names that every object has, as `constructor`, the one under which
 * words are kept, and a value for a flag that every line may have.
 */
function refuseOddOptions(argv: readonly string[]): void {
  const unknown = takeWordsBeforeDashes(argv).find((word) => {
    const name = /^--([^=]+)/.exec(word)?.[1] ?? '';
    return name in Object.prototype || name === '_' || /^-[^-=]*_/.test(word);
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

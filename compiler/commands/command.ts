import type { readPolicy } from '../compile.ts';
import type { Cache } from '../io/cache.ts';
import type { Git } from '../io/git.ts';
import type { KeptFiles } from '../io/keep-files.ts';
import type { Writer } from '../io/writer.ts';
import { QuestionError } from '../questions/question-error.ts';
import type { Colours } from '../text/colours.ts';
import type { Files } from '../text/files.ts';

/** An option of a command, or one of its positional arguments. */
export interface Option {
  readonly type: 'string' | 'boolean' | 'number';
  readonly describe: string;
  /** The command is not run without this option. */
  readonly required?: true;
  readonly default?: string | number;
  /** The only values that the option takes; if it may be given several times, also several with commas between them. */
  readonly choices?: readonly string[];
  /** The option may be given several times: its value is a list, empty if it is never given. So may the last positional. */
  readonly repeatable?: true;
}

/** Options by name, in the order in which help lists them; names are written as on the command line. */
export type OptionTable = Readonly<Record<string, Option>>;

/** The values of the options in a table, each with the type that its option says. */
export type Arguments<T extends OptionTable> = { readonly [Name in keyof T]: ArgumentOf<T[Name]> };

type ArgumentOf<O extends Option> = O extends { repeatable: true }
  ? readonly ValueOf<O>[]
  : O extends { required: true } | { default: string | number } | { type: 'boolean' }
    ? ValueOf<O>
    : ValueOf<O> | undefined;

type ValueOf<O extends Option> = O extends { choices: readonly (infer Choice)[] }
  ? Choice
  : { string: string; boolean: boolean; number: number }[O['type']];

/** The arguments that every command takes. */
export interface CommonArguments<Format extends string> {
  /** The policies folder, relative to where the command was started, `/`-separated. */
  readonly policies: string;
  readonly format: Format;
  readonly quiet: boolean;
}

/** The output of a command: `out` is the answer, `err` everything else; both end in a line break or are empty. */
export interface Answer {
  readonly out: string | Iterable<string>;
  readonly err?: string;
  /** The exit status: 0 fine, 1 the policies or a gate say no. For 2, misuse, a command throws `MisuseError`. */
  readonly exit: 0 | 1 | 2;
  /** The answer of the next run of the same line, if it has one while policies and a folder stay as they are. */
  readonly next?: NextAnswer;
}

/** An answer that is given as long as the policies are the same and a folder is as it was compiled. */
export interface NextAnswer {
  readonly answer: Answer & { readonly out: string };
  readonly compiled: DigestedFolder;
  readonly keptFiles: KeptFiles;
}

/** A folder that was compiled, with the digest of its manifest, which has the digest of every other file. */
export interface DigestedFolder {
  readonly folder: string;
  readonly manifest: string;
}

/** The progress of a long run, shown to people and ended by signals. */
export interface Following {
  /** Counts a step, or so many. Throws if a signal asks the run to end: the run then cleans up and passes the error on. */
  step(by?: number): Promise<void>;
  /** Stops showing the progress. To be called however the run ended. */
  end(): void;
}

/** The repositories and policies that a run has read. */
export interface ReadBefore {
  /** The repositories, by the folder that each was asked of. */
  readonly repositories: Map<string, OpenedFolder>;
  /** Reads policies as `readPolicy` does, and of files that it has read before only those that are different. */
  readonly readPolicy: typeof readPolicy;
}

/** A repository that was opened, and the path of the folder that it was asked of, from where it was opened. */
export interface OpenedFolder {
  readonly git: Git;
  readonly rest: string;
}

/** Everything outside its arguments that a command may know and do, so that it can be tested without a process. */
export interface Io {
  readonly version: string;
  /** The absolute folder in which the command was started. */
  readonly folder: string;
  /** The width of the terminal in columns. */
  readonly width: number;
  /** The date as `2027-03-31`, in UTC. */
  readonly today: string;
  /** The policies folder that the environment names, if it names one. */
  readonly policiesFolder?: string;
  /** The private key in PEM from the environment, if there is one. Never to be printed. */
  readonly signingKey?: string;
  /** The colours of stdout and of stderr; plain if colours are not wanted. */
  readonly colours: { readonly out: Colours; readonly err: Colours };
  /** Starts to show the progress of a long run, counted in steps of `what`, of `total` if that is known; absent if nobody looks on. */
  readonly follow?: (what: string, isShown: boolean, total?: number) => Promise<Following>;
  /**
   * Prints a text at once and waits until a signal ends the run; absent if the run cannot be ended that way, as in a
   * program.
   */
  readonly stay?: (text: string) => Promise<void>;
  /** The file with the page of the explorer; absent if it was not built. */
  readonly explorerPage?: string;
  /** Asks a person for a line of text; absent if nobody is there to answer. */
  readonly ask?: (question: string) => Promise<string>;
  /** The store of earlier answers; absent if none is wanted. */
  readonly cache?: Cache;
  /** The policies, if they were read already to look for an earlier answer. */
  readonly keptFiles?: KeptFiles;
  /** The most threads that a command may use; 0 for as many as there are processors, one if it is absent. */
  readonly threads?: number;
  /** The things that the run has read so far and does not read again; absent where they may change meanwhile. */
  readonly readBefore?: ReadBefore;
  kind(path: string): 'file' | 'folder' | 'nothing';
  /** Lists the names of the folders in a folder; absent where folders cannot be listed. */
  readonly folders?: (path: string) => readonly string[];
  files(folder: string): Files;
  /** Returns the files below a folder that is no policies folder, whatever git holds of it. */
  disk(folder: string): Files;
  /** Writes a file, whole or not at all, and the folders above it. Throws `DiskError` if the disk refuses. */
  readonly write: Writer['file'];
  /** Removes a file. Throws `DiskError` if the disk refuses. */
  readonly remove: Writer['remove'];
  /** Changes several files, all of them or none. Throws `DiskError` if the disk refuses. */
  readonly changeFiles: Writer['changes'];
  /** Writes a folder, whole or not at all. Throws `DiskError` if the disk refuses. */
  readonly writeFolder: Writer['folder'];
  /** Writes a large file, whole or not at all. Throws `DiskError` if the disk refuses. */
  readonly writeLargeFile: Writer['largeFile'];
  /** Puts a folder back that a killed run was about to replace. Throws `DiskError` if the disk refuses. */
  readonly recoverFolder: Writer['recover'];
}

/** The part of `Io` that the words of a line are completed by. */
export type WordIo = Pick<Io, 'folder' | 'policiesFolder' | 'kind' | 'folders' | 'files'>;

/**
 * A command without its name and summary, which the registry holds so that help loads no command. Each command is a
 * module of its own that exports one of these, made with `defineCommand`.
 */
export interface Command<
  P extends OptionTable = OptionTable,
  O extends OptionTable = OptionTable,
  F extends string = string,
> {
  /** The positional arguments in their order, the required ones first. */
  readonly positionals: P;
  /** The options beside those that every command has. */
  readonly options: O;
  /** The values of `--format`; the first is the default. */
  readonly formats: readonly [F, ...F[]];
  /** A few command lines, each with what it is for. */
  readonly examples: readonly (readonly [line: string, what: string])[];
  /** True if the command reads no policies and so has no `--policies`. */
  readonly withoutPolicies?: true;
  /** Tells whether the policies folder need not be on disk, since the command does not read it or may read others. */
  readonly policiesElsewhere?: true | ((args: Readonly<Record<string, unknown>>) => boolean);
  /**
   * Tells whether an answer follows from the files of the policies folder, the line and what the process knows, so that it
   * may be given again as long as none of that has changed.
   */
  readonly isRepeatable?: (args: Readonly<Record<string, unknown>>) => boolean;
  run(args: Arguments<P> & Arguments<O> & CommonArguments<F>, io: Io): Answer | Promise<Answer>;
}

/** Returns a command as it is given, inferring the types of the arguments of `run` from its tables of options. */
export function defineCommand<
  const P extends OptionTable,
  const O extends OptionTable,
  const F extends string,
>(definition: Command<P, O, F>): Command<P, O, F> {
  return definition;
}

/** The error of a command that cannot be run as asked, with exit 2. Its message is one sentence, lower case, no full stop. */
export class MisuseError extends QuestionError {}

/** The misuse of a command without a value that it needs, of an option or an argument. */
export class MissingValueError extends MisuseError {
  /** Says what is missing, and not which values there are. */
  readonly sentence: string;
  /** The name of the option or argument, by which its values are found in policies. */
  readonly missing: string;

  constructor(sentence: string, missing: string, command: string) {
    super(`${sentence}; see \`plafond ${command} --help\``);
    this.sentence = sentence;
    this.missing = missing;
  }
}

import type { Writer } from '../io/writer.ts';
import type { Colours } from '../text/colours.ts';
import type { Files } from '../text/files.ts';

/** One thing a command can be told: an option, or a word by its place. */
export interface Option {
  readonly type: 'string' | 'boolean' | 'number';
  readonly describe: string;
  /** A command is not run without it. */
  readonly required?: true;
  readonly default?: string | number;
  /** The only values it takes. */
  readonly choices?: readonly string[];
  /** It may be given several times: its value is a list, empty where it is not given. */
  readonly repeatable?: true;
}

/** Options by name, in the order in which help lists them; names are written as on the command line. */
export type OptionTable = Readonly<Record<string, Option>>;

/** What a command is told, with the types that its table of options says. */
export type Arguments<T extends OptionTable> = { readonly [Name in keyof T]: Given<T[Name]> };

type Given<O extends Option> = O extends { repeatable: true }
  ? readonly string[]
  : O extends { required: true } | { default: string | number } | { type: 'boolean' }
    ? Value<O>
    : Value<O> | undefined;

type Value<O extends Option> = O extends { choices: readonly (infer Choice)[] }
  ? Choice
  : { string: string; boolean: boolean; number: number }[O['type']];

/** What every command is told. */
export interface Common<Format extends string> {
  /** The policies folder: relative to where the command was started, `/`-separated. */
  readonly policies: string;
  readonly format: Format;
  readonly quiet: boolean;
}

/** What a command says: `out` is the answer, `err` is everything else; both end in a line break or are empty. */
export interface Answer {
  readonly out: string | Iterable<string>;
  readonly err?: string;
  /** 0 fine, 1 the policies or the gate of the command say no. Misuse is thrown as `Misuse`. */
  readonly exit: 0 | 1 | 2;
}

/** A long run that is followed. */
export interface Following {
  /** Is told of every step. Throws where the run is to end: it cleans up and throws on. */
  step(): Promise<void>;
  /** Ends the following, however the run ended. */
  end(): void;
}

/** All that a command may know and do outside its arguments, so that it can be tested without a process. */
export interface Io {
  readonly version: string;
  /** The absolute folder in which the command was started. */
  readonly folder: string;
  /** The columns of the terminal. */
  readonly width: number;
  /** The date as `2027-03-31`, in UTC. */
  readonly today: string;
  /** The private key in PEM that the environment holds, if it holds one. Never to be printed. */
  readonly signingKey?: string;
  /** How to colour what goes to stdout and to stderr; plain where colours are not wanted. */
  readonly colours: { readonly out: Colours; readonly err: Colours };
  /** Starts to follow a long run, counted in steps of `what`; absent where nobody looks on. */
  readonly follow?: (what: string, isShown: boolean) => Promise<Following>;
  kind(path: string): 'file' | 'folder' | 'nothing';
  files(folder: string): Files;
  /** Writes a file, whole or not at all, and the folders above it. Throws `DiskError` where that is not possible. */
  readonly write: Writer['file'];
  /** Removes a file. Throws `DiskError` where that is not possible. */
  readonly remove: Writer['remove'];
  /** Writes a folder, whole or not at all. Throws `DiskError` where that is not possible. */
  readonly writeFolder: Writer['folder'];
  /** Puts a folder back that a killed run was about to replace. Throws `DiskError` where that is not possible. */
  readonly recoverFolder: Writer['recover'];
}

/**
 * One command, without its name: the registry holds name and summary so that help loads no command. Each
 * command is a module of its own and exports one of these, made with `command`.
 */
export interface Command<
  P extends OptionTable = OptionTable,
  O extends OptionTable = OptionTable,
  F extends string = string,
> {
  /** Words by their place, in order; the required ones first. */
  readonly positionals: P;
  /** Options beside the common ones. */
  readonly options: O;
  /** What `--format` takes; the first is what it is by default. */
  readonly formats: readonly [F, ...F[]];
  /** One or two command lines, each with what it is for. */
  readonly examples: readonly (readonly [line: string, what: string])[];
  /** True for a command that reads no policies: it has no `--policies`. */
  readonly withoutPolicies?: true;
  /** True for a command that may find policies elsewhere: their folder need not be there. */
  readonly policiesElsewhere?: true;
  run(args: Arguments<P> & Arguments<O> & Common<F>, io: Io): Answer | Promise<Answer>;
}

/** Makes a command: returns what it is given and infers the types of the arguments of `run`. */
export function command<const P extends OptionTable, const O extends OptionTable, const F extends string>(
  definition: Command<P, O, F>,
): Command<P, O, F> {
  return definition;
}

/** Says that a command cannot be run as asked: one sentence, lower case, no full stop. Ends in exit 2. */
export class Misuse extends Error {}

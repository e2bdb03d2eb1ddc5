import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { readPolicy } from '../../compiler/compile.ts';
import { printStarter } from '../../compiler/print/print-starter.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { ioInMemory, textOf } from '../support/io.ts';

/** Runs a command line over files, and gives what was said and what is there afterwards. */
export async function run(files: Readonly<Record<string, string>>, ...argv: readonly string[]) {
  const { io, disk } = ioInMemory(files);
  const { out, err = '', exit } = await answerLine(argv, registry, io);
  return { out: textOf(out), err, exit, disk };
}

/** Returns the findings in files, each as severity and message. */
export const messages = (files: Readonly<Record<string, string>>): readonly string[] =>
  readPolicy(filesInMemory(files), 'policies').diagnostics.map(
    ({ severity, message }) => `${severity}: ${message}`,
  );

/** The errors among them. */
export const errors = (files: Readonly<Record<string, string>>) =>
  messages(files).filter((one) => one.startsWith('error'));

/** The starter without what it forbids, as files of the folder `policies`. */
export const small = Object.fromEntries(
  [...printStarter('2027-01-31')]
    .filter(([path]) => !/^(invariants|waivers)/.test(path))
    .map(([path, text]) => [`policies/${path}`, text]),
);

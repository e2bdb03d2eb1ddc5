import type { RegisteredCommand } from './registry.ts';

/**
 * The names of the commands that are asked all day. They are built into a script of their own: it is a third of the
 * script of all commands, and so is the time until it runs.
 */
export const everydayCommands: readonly string[] = [
  'check',
  'compile',
  'test',
  'matrix',
  'explain',
  'who',
  'assign',
  'completion',
];

/** Returns true for a command of every day. */
export const isEveryday = ({ name }: RegisteredCommand): boolean => everydayCommands.includes(name);

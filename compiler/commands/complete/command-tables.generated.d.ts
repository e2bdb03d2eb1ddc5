import type { CompletedCommand } from './complete-line.ts';

/** What completion knows of each command, by its name: written by the build, so that no command need be loaded. */
export const commandTables: Readonly<Record<string, CompletedCommand>>;

import type { CompletedCommand } from './complete-line.ts';

/** The positionals, options and formats of each command, by its name. The build writes them: no command is loaded to complete a line. */
export const commandTables: Readonly<Record<string, CompletedCommand>>;

import { command } from './commands.ts';

/** A note on a line of a pull request. */
export interface Annotation {
  readonly level: Level;
  readonly title: string;
  readonly message: string;
  readonly at?: {
    readonly path: string;
    readonly line: number;
    readonly column?: number;
    readonly endLine?: number;
    readonly endColumn?: number;
  };
}

type Level = 'error' | 'warning' | 'notice';

/** GitHub shows ten annotations of a kind in one step and drops the rest without a word: the tenth says so. */
const limit = 9;

/** Annotations as workflow commands, errors first; of each kind at most nine, and one that counts the others. */
export function annotations(all: readonly Annotation[]): string {
  return levels
    .map((level) =>
      ofLevel(
        level,
        all.filter((annotation) => annotation.level === level),
      ),
    )
    .join('');
}

const levels: readonly Level[] = ['error', 'warning', 'notice'];

function ofLevel(level: Level, all: readonly Annotation[]): string {
  const lines = all
    .slice(0, limit)
    .map(({ title, message, at }) => command(level, message, { ...(at && place(at)), title }));
  const more = all.length - limit;
  if (more > 0)
    lines.push(command(level, `and ${more} more of this kind: see the summary`, { title: 'plafond' }));
  return lines.join('');
}

function place({ path, line, endLine = line, column, endColumn }: NonNullable<Annotation['at']>) {
  // GitHub takes columns only where a place is one line.
  const isOneLine = endLine === line;
  return { file: path, line, endLine, ...(isOneLine && { col: column, endColumn }) };
}

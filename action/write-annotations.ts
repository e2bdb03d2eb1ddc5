import { writeCommand } from './workflow-commands.ts';

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

/** The most annotations of one level that are written: GitHub shows ten in a step, and the tenth counts those that are left out. */
const mostAnnotations = 9;

/** Writes annotations as workflow commands, errors first: of each level at most nine, and one that counts the others. */
export function writeAnnotations(all: readonly Annotation[]): string {
  return levels
    .map((level) =>
      writeLevel(
        level,
        all.filter((annotation) => annotation.level === level),
      ),
    )
    .join('');
}

const levels: readonly Level[] = ['error', 'warning', 'notice'];

function writeLevel(level: Level, all: readonly Annotation[]): string {
  const lines = all
    .slice(0, mostAnnotations)
    .map(({ title, message, at }) => writeCommand(level, message, { ...(at && readPlace(at)), title }));
  const more = all.length - mostAnnotations;
  if (more > 0)
    lines.push(writeCommand(level, `and ${more} more of this kind: see the summary`, { title: 'plafond' }));
  return lines.join('');
}

function readPlace({ path, line, endLine = line, column, endColumn }: NonNullable<Annotation['at']>) {
  // GitHub accepts columns only for a place on a single line.
  const isOneLine = endLine === line;
  return { file: path, line, endLine, ...(isOneLine && { col: column, endColumn }) };
}

import {
  type AnnotationLevel,
  printAnnotation,
  printFirstAnnotations,
} from '../compiler/print/github-annotations.ts';

/** A note on a line of a pull request. */
export interface Annotation {
  readonly level: AnnotationLevel;
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

/** Writes annotations as workflow commands, errors first: of each level as many as GitHub shows, the last of which counts the others. */
export function writeAnnotations(all: readonly Annotation[]): string {
  return levels
    .map((level) =>
      printFirstAnnotations(
        level,
        all.filter((annotation) => annotation.level === level),
        ({ title, message, at }) => printAnnotation(level, message, { ...(at && readPlace(at)), title }),
        'see the summary',
      ),
    )
    .join('');
}

const levels: readonly AnnotationLevel[] = ['error', 'warning', 'notice'];

function readPlace({ path, line, endLine = line, column, endColumn }: NonNullable<Annotation['at']>) {
  // GitHub accepts columns only for a place on a single line.
  const isOneLine = endLine === line;
  return { file: path, line, endLine, ...(isOneLine && { col: column, endColumn }) };
}

import type { Gravity } from '../questions/diff/judge-gravity.ts';
import { makeVisible } from '../text/make-visible.ts';

/** The level of an annotation, by the workflow command that makes it. */
export type AnnotationLevel = 'error' | 'warning' | 'notice';

/** The level of an annotation by the gravity of what it shows. */
export const levelOfGravity: Readonly<Record<Gravity, AnnotationLevel>> = {
  error: 'error',
  warning: 'warning',
  note: 'notice',
};

/**
 * The most annotations of one level that are printed. GitHub shows ten in a step and drops the others without a word, so the
 * tenth says how many there are.
 */
const mostAnnotations = 9;

/** Prints the first annotations of one level, and one that counts the others and says where they are. */
export function printFirstAnnotations<T>(
  level: AnnotationLevel,
  all: readonly T[],
  print: (one: T) => string,
  elsewhere: string,
): string {
  const lines = all.slice(0, mostAnnotations).map(print);
  const more = all.length - mostAnnotations;
  if (more > 0)
    lines.push(printAnnotation(level, `and ${more} more of this kind: ${elsewhere}`, { title: 'plafond' }));
  return lines.join('');
}

/** Prints an annotation as a workflow command on a line of its own. Escapes its message and properties, so that they cannot start another. */
export function printAnnotation(
  level: AnnotationLevel,
  message: string,
  properties: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const written = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  const text = message.split('\n').map(makeVisible).join('\n');
  return `::${level}${written.length > 0 ? ` ${written.join(',')}` : ''}::${escapeData(text)}\n`;
}

const escapeData = (text: string) =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string) =>
  escapeData(makeVisible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');

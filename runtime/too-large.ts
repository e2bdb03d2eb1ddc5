import { PermissionsError } from './table.ts';
import type { Filter } from './where.ts';

/** Makes the error of a filter that a database would refuse for its size, before it is asked. */
export const makeTooLargeError = (model: string, what: string, database: string): PermissionsError =>
  new PermissionsError(
    'too-large',
    `the records of \`${model}\` that are reached take ${what} in one query of ${database}: ask with fewer roles or shorter lists of the user`,
  );

/** Counts the steps on the longest path of a filter. */
export function longestPathOf(filter: Filter): number {
  if ('through' in filter) return filter.through.length;
  return Math.max(...('anyOf' in filter ? filter.anyOf : filter.allOf).map(longestPathOf));
}

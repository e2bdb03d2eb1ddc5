import { PermissionsError } from './permissions-error.ts';
import type { Filter } from './where.ts';

/** Makes the error of a filter that a database would refuse for its size, before it is asked. */
export const makeTooLargeError = (model: string, what: string, database: string): PermissionsError =>
  new PermissionsError(
    'too-large',
    `the records of \`${model}\` that are reached take ${what} in one query of ${database}: ask with fewer roles or shorter lists of the user`,
  );

/** Counts the steps on the longest path of a filter, with those to the record that is compared. */
export function measureLongestPath(filter: Filter): number {
  if ('through' in filter) {
    const further = filter.alternatives.flatMap((alternative) =>
      alternative.map(({ through = [] }) => through.length),
    );
    // One by one, since so many numbers are too many arguments for one call.
    return filter.through.length + further.reduce((most, length) => Math.max(most, length), 0);
  }
  return Math.max(...('anyOf' in filter ? filter.anyOf : filter.allOf).map(measureLongestPath));
}

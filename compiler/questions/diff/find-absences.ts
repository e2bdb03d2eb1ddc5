import { findComparedModel, type ReachAlternative, type ReachComparison } from '../../model/condition.ts';
import { keyOfPath, makeFieldPath } from '../../model/record-reach.ts';
import { groupBy } from '../../text/group-by.ts';

/** Records of which an alternative asks only for what they lack. */
export interface RecordAbsence {
  /** The path to them. */
  readonly path: string;
  readonly on: string;
}

/** Returns true if a comparison is met by what is missing. */
export const isOfAbsence = ({ operator, operand }: ReachComparison): boolean =>
  operator === '$exists' && operand === false;

/**
 * Finds the records of which an alternative asks only for what they lack. Every record then meets it that has any property
 * of its model. A comparison of a property is met only by records that have it, on both sides.
 */
export function findAbsences(
  alternative: ReachAlternative,
  recordOf: (comparison: ReachComparison) => RecordAbsence,
): readonly RecordAbsence[] {
  const groups = groupBy(alternative, (comparison) => recordOf(comparison).path);
  return [...groups.values()].filter((group) => group.every(isOfAbsence)).map(([first]) => recordOf(first));
}

/** Finds the same records in an alternative on a model, whose fields are properties of that model or of what its records lead to. */
export const listFieldAbsences = (on: string, alternative: ReachAlternative): readonly RecordAbsence[] =>
  findAbsences(alternative, (comparison) => ({
    path: keyOfPath(makeFieldPath([], comparison)),
    on: findComparedModel(on, comparison),
  }));

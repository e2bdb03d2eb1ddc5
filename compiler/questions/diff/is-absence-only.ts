import type { ReachAlternative } from '../../model/condition.ts';

/**
 * Returns true if an alternative asks only for what a record lacks. Every record then meets it that has any property
 * of its model. An alternative that compares a property is met only by records that have it, on both sides.
 */
export const isAbsenceOnly = (alternative: ReachAlternative): boolean =>
  alternative.every(({ operator, operand }) => operator === '$exists' && operand === false);

import type { Conditions, Rule } from '../../../compiler/model/rule.ts';
import type { Values } from './oracle.ts';

/**
 * Returns true if stock CASL decides about a record as the language does. If a condition is so crowded that it needs
 * `$and`, or a `Date` is compared, stock CASL says no where the language may say yes. On values of another type than
 * their operand it says anything.
 */
export function isSoundInStock({ conditions }: Rule, record: Values): boolean {
  if (!conditions) return true;
  if ('$and' in conditions) return false;
  return Object.entries(conditions as Conditions).every(([field, tests]) => {
    if (typeof tests !== 'object' || tests === null || '$user' in tests) return true;
    const value = field.split('.').reduce((at: unknown, key) => (at as Values | undefined)?.[key], record);
    if (value === undefined || value === null) return true;
    return Object.entries(tests).every(
      ([operator, operand]) =>
        !/^\$[lg]te?$/.test(operator) ||
        typeof value === (typeof operand === 'object' ? 'never' : typeof operand),
    );
  });
}

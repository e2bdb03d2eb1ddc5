import type { Conditions, Rule } from '../../../compiler/model/rule.ts';
import type { Values } from './oracle.ts';

/**
 * Whether CASL's own matching can be trusted with a rule on a record. It is known to be wrong, and then says yes, where
 * a value is missing or of another type below a bound, and where a date is compared with text; it is wrong, and says
 * no, where null stands under `$exists` and where a condition is so crowded that it needs `$and`.
 */
export function isSoundInStock({ conditions }: Rule, record: Values): boolean {
  if (!conditions) return true;
  if ('$and' in conditions) return false;
  return Object.entries(conditions as Conditions).every(([field, tests]) => {
    if (typeof tests !== 'object' || '$user' in tests) return true;
    const value = field.split('.').reduce((at: unknown, key) => (at as Values | undefined)?.[key], record);
    return Object.entries(tests).every(([operator, operand]) => {
      if (operator === '$exists') return value !== null;
      if (!/^\$[lg]te?$/.test(operator)) return true;
      return typeof value === (typeof operand === 'object' ? 'never' : typeof operand);
    });
  });
}

import { instantOf } from '../compiler/text/instant.ts';
import { isStorable } from './text.ts';
import type { Comparison, Scalar } from './where.ts';

/** What a comparison asks of a column, with operands that fit it. */
export type Asked<Operand> =
  | { readonly asks: 'equal'; readonly to: Operand }
  | { readonly asks: 'listed'; readonly among: readonly Operand[] }
  | { readonly asks: 'order'; readonly sign: Sign; readonly to: Operand };

/** The operators of SQL for what is more or less. */
export type Sign = '>' | '>=' | '<' | '<=';

/** A comparison with a value or with several. */
export type Valued = Exclude<Comparison, { readonly operator: '$exists' }>;

/** What a comparison asks; nothing where no operand fits, so that no value can meet it. */
export function askedBy<Operand extends Scalar>(
  comparison: Valued,
  fits: (operand: Scalar) => operand is Operand,
): Asked<Operand> | undefined {
  const { operator, operand } = comparison;
  if (operator === '$in') {
    const among = operand.filter(fits);
    return among.length === 0 ? undefined : { asks: 'listed', among };
  }
  if (!fits(operand)) return undefined;
  return operator === '$eq'
    ? { asks: 'equal', to: operand }
    : { asks: 'order', sign: signs[operator], to: operand };
}

const signs = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' } as const;

/** Whether an operand is a text that a database can hold. */
export const isText = (operand: Scalar): operand is string =>
  typeof operand === 'string' && isStorable(operand);

/** Whether an operand is a date as policies write it. */
export const isDate = (operand: Scalar): operand is string =>
  typeof operand === 'string' && !Number.isNaN(instantOf(operand));

/** Whether an operand is a number that JSON can write. */
export const isNumber = (operand: Scalar): operand is number => Number.isFinite(operand);

/** Whether an operand is true or false. */
export const isBoolean = (operand: Scalar): operand is boolean => typeof operand === 'boolean';

/** Whether an operand is a uuid as a database prints it: another writing is another text. */
export const isUuid = (operand: Scalar): operand is string =>
  isText(operand) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(operand);

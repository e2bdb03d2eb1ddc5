import type { Condition, PropertyType } from '../naive/documents.ts';
import type { RawComparison, RawCondition } from './raw.ts';

/** The fields that a condition may compare: names with their types. */
export type Fields = readonly (readonly [name: string, type: PropertyType])[];

const scalars: Readonly<Partial<Record<PropertyType, readonly (string | number | boolean)[]>>> = {
  id: ['u1', 'u2', 'u3'],
  string: ['red', 'green', 'true', '1', 'a: b'],
  number: [0.5, 1.5, 2, -3],
  integer: [0, 1, 2, -1],
  boolean: [true, false],
  date: ['2026-12-31', '2027-01-01', '2027-06-30'],
};
const ordered: readonly PropertyType[] = ['number', 'integer', 'date'];

/** The values of a type that conditions, records and users share, so that they meet; none for a list or an object. */
export function values(type: PropertyType): readonly (string | number | boolean)[] {
  return scalars[type] ?? [];
}

/** The element a number stands for; the caller knows the list is not empty. */
export function pick<Item>(items: readonly Item[], at: number): Item {
  const item = items[at % items.length];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

/** A valid condition over fields, of which there is at least one, with holes only where an attribute's type fits. */
export function condition(raw: RawCondition, fields: Fields, attributes: Fields): Condition {
  if (raw.form === 'field') return field(raw.comparisons, fields, attributes);
  const parts = raw.parts.map((part) => condition(part, fields, attributes));
  return raw.form === 'fields' ? Object.assign({}, ...parts) : { [raw.form]: parts };
}

function field(raw: readonly RawComparison[], fields: Fields, attributes: Fields): Condition {
  const [name, type] = pick(fields, raw[0]?.field ?? 0);
  const compared = raw.map((comparison) => {
    const operator = pick(operators(type), comparison.operator);
    return [operator, operand(comparison, operator, type, attributes)] as const;
  });
  const [only] = compared;
  if (compared.length === 1 && only?.[0] === 'bare') return { [name]: only[1] };
  return {
    [name]: Object.fromEntries(
      compared.map(([operator, value]) => [operator === 'bare' ? '$eq' : operator, value]),
    ),
  };
}

function operators(type: PropertyType): readonly string[] {
  if (values(type).length === 0) return ['$exists'];
  const equality = ['bare', '$eq', '$in', '$exists'];
  return ordered.includes(type) ? [...equality, '$gt', '$gte', '$lt', '$lte'] : equality;
}

function operand(raw: RawComparison, operator: string, type: PropertyType, attributes: Fields): unknown {
  if (operator === '$exists') return (raw.operands[0] ?? 0) % 2 === 0;
  const fitting = attributes.filter(([, fits]) => fits === (operator === '$in' ? 'list' : type));
  if (raw.user && fitting.length > 0) return { $user: pick(fitting, raw.operands[0] ?? 0)[0] };
  const operands = raw.operands.map((at) => pick(values(type), at));
  return operator === '$in' ? [...new Set(operands)] : operands[0];
}

import { modelOf, propertiesOf } from '../catalog.ts';
import type { Condition, Model, PropertyType } from '../documents.ts';
import { atLeastOne, type Draw, isLikely, pick, repeat } from './draw.ts';
import type { Possible } from './possible.ts';

/** A field that a condition may compare, with its type. */
export type Field = readonly [name: string, type: PropertyType];

const scalars: Readonly<Partial<Record<PropertyType, readonly (string | number | boolean)[]>>> = {
  id: ['u1', 'u2', 'u3'],
  string: ['red', 'green', 'true', '1', 'a: b'],
  number: [0.5, 1.5, 2, -3],
  integer: [0, 1, 2, -1],
  boolean: [true, false],
  date: ['2026-12-31', '2027-01-01', '2027-06-30'],
  list: ['u1', 'u2', 'red'],
};
const ordered: readonly PropertyType[] = ['number', 'integer', 'date', 'string'];

/** Returns the values of a type that conditions, records and users share, so that they meet; of a list its elements. */
export const valuesOf = (type: PropertyType): readonly (string | number | boolean)[] => scalars[type] ?? [];

/** Returns the fields that a condition on a model may name: its own properties, and those at the end of to-one relations. */
export function fieldsOf(
  documents: readonly unknown[],
  possible: Possible,
  model: Model,
  tenant: string | undefined,
  depth = 2,
): readonly Field[] {
  const own = Object.entries(propertiesOf(documents, model, tenant)).map(
    ([name, { type }]) => [name, type] as const,
  );
  if (depth === 0 || !possible.paths) return own;
  const further = Object.entries(model.relations ?? {}).flatMap(([name, { model: to, many }]) => {
    const next = modelOf(documents, to);
    if (many || next === undefined) return [];
    return fieldsOf(documents, possible, next, tenant, depth - 1).map(
      ([field, type]) => [`${name}.${field}`, type] as const,
    );
  });
  return [...own, ...further];
}

/** Returns a valid condition over some fields, of which there is at least one. */
export function drawCondition(
  draw: Draw,
  possible: Possible,
  fields: readonly Field[],
  attributes: readonly Field[],
  depth = 2,
): Condition {
  const form = depth === 0 ? 0 : draw(6);
  if (form >= 4) {
    const parts = repeat(draw, 1, 2, () => drawCondition(draw, possible, fields, attributes, depth - 1));
    return { [form === 4 ? '$or' : '$and']: parts };
  }
  const chosen = form === 3 ? atLeastOne(draw, fields, 30).slice(0, 2) : [pick(draw, fields)];
  return Object.fromEntries(
    chosen.map(([name, type]) => [name, drawTest(draw, possible, type, attributes)] as const),
  );
}

function drawTest(draw: Draw, possible: Possible, type: PropertyType, attributes: readonly Field[]): unknown {
  const operators = operatorsOf(possible, type);
  const operator = pick(draw, operators);
  const operand = drawOperand(draw, operator, type, attributes);
  if (operator === 'bare') return operand;
  if (!operator.startsWith('$g') || !isLikely(draw, 40)) return { [operator]: operand };
  return { [operator]: operand, $lte: drawOperand(draw, '$lte', type, attributes) };
}

function operatorsOf(possible: Possible, type: PropertyType): readonly string[] {
  if (type === 'object' || (type === 'list' && !possible.lists)) return ['$exists'];
  const equality = ['bare', '$eq', '$in', '$exists', ...(possible.unequal ? ['$ne', '$nin'] : [])];
  return ordered.includes(type) ? [...equality, '$gt', '$gte', '$lt', '$lte'] : equality;
}

function drawOperand(
  draw: Draw,
  operator: string,
  type: PropertyType,
  attributes: readonly Field[],
): unknown {
  if (operator === '$exists') return draw(2) === 0;
  const isMany = operator === '$in' || operator === '$nin';
  const fitting = attributes.filter(([, fits]) =>
    isMany
      ? fits === 'list' && ['id', 'string', 'list'].includes(type)
      : type === 'list'
        ? fits === 'id' || fits === 'string'
        : fits === type,
  );
  if (fitting.length > 0 && isLikely(draw, 40)) return { $user: pick(draw, fitting)[0] };
  const values = valuesOf(type);
  return isMany ? atLeastOne(draw, values, 40) : pick(draw, values);
}

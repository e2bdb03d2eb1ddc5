import type { PropertyType } from '../../model/catalog.ts';
import { isHole } from '../../model/condition.ts';
import type { Matrix } from '../../model/matrix.ts';
import { wrapInBraces } from '../../text/typescript.ts';
import { columnTypes } from './records.ts';

/**
 * Writes the type of the signed-in user's attributes. The items of a list have the types of the columns that conditions
 * of any role compare with it, since no other item could match; a list that no condition asks for may have any items.
 */
export function writeUserType(matrix: Matrix): string {
  const items = itemsByAttribute(matrix);
  const entries = [...matrix.policy.attributes].map(([name, type]) => {
    const held = type === 'list' ? listOf(items.get(name) ?? allItems) : columnTypes[type];
    return `readonly ${name}: ${held} | null`;
  });
  return `/** The attributes that conditions ask of the signed-in user. Whatever needs an attribute that is null is not allowed. */\nexport interface User ${wrapInBraces(entries)}`;
}

type Item = 'string' | 'number' | 'boolean';
const allItems: ReadonlySet<Item> = new Set(['string', 'number', 'boolean']);

function itemsByAttribute(matrix: Matrix): ReadonlyMap<string, ReadonlySet<Item>> {
  const found = new Map<string, Set<Item>>();
  const roles = new Set(matrix.rows.map(({ role }) => role));
  const items = [...roles].flatMap(({ portfolio }) =>
    [...portfolio.entries.values()].flatMap((one) => one.items),
  );
  for (const { reach } of items.flatMap(({ parts }) => parts))
    for (const { type, operand } of reach === 'all' ? [] : reach.flat()) {
      if (!isHole(operand)) continue;
      const known = found.get(operand.$user) ?? new Set<Item>();
      found.set(operand.$user, known);
      for (const item of itemTypes[type]) known.add(item);
    }
  return found;
}

/** The types of items that can match a column, by its type. */
const itemTypes: Readonly<Record<PropertyType, readonly Item[]>> = {
  id: ['string'],
  string: ['string'],
  date: ['string'],
  number: ['number'],
  integer: ['number'],
  boolean: ['boolean'],
  list: ['string', 'number', 'boolean'],
  object: [],
};

function listOf(items: ReadonlySet<Item>): string {
  const ordered = [...allItems].filter((item) => items.has(item));
  return `readonly ${ordered.length > 1 ? `(${ordered.join(' | ')})` : ordered.join()}[]`;
}

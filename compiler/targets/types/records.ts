import type { PropertyType } from '../../model/catalog.ts';
import {
  type ComparedColumns,
  findComparedColumns,
  listComparedColumns,
} from '../../model/compared-columns.ts';
import type { Matrix } from '../../model/matrix.ts';
import { wrapInBraces, writeIdentifier, writeKey } from './text.ts';

/**
 * Writes the types of what a record of each model must have so that the conditions of any role can be evaluated on
 * it. A column may be null but not forgotten: a column that is absent matches nothing. The interface of the columns
 * is called after the model that is compared: its name ends in a word that ends no other.
 */
export function writeRecordTypes(matrix: Matrix): readonly string[] {
  const compared = listComparedColumns(matrix);
  const byStart = findComparedColumns(matrix);
  const interfaces = [...compared].map(
    ([model, columns]) =>
      `/** Lists the columns of ${model} that conditions of any role of any tenant compare. */\nexport interface ${nameOf(model)} ${wrapInBraces(
        columns.map(({ name, type }) => `readonly ${name}: ${columnTypes[type]} | null | undefined`),
      )}`,
  );
  const entries = matrix.policy.catalog.models.map(
    ({ name }) => `${writeKey(name)}: ${writeRecord(byStart.get(name) ?? [])}`,
  );
  const columns = [...compared.keys()].map((model) => `keyof ${nameOf(model)}`).join(' | ');
  return [
    single,
    ...interfaces,
    `/** A column that conditions compare. */\nexport type Column = ${columns || 'never'};`,
    `/** The columns that a record of each model must have so that conditions can be evaluated on it. */\nexport interface Records ${wrapInBraces(entries)}`,
  ];
}

const nameOf = (model: string): string => `${writeIdentifier(model)}Columns`;

/** Only lists have an iterator, only functions and classes an instance, only promises a `then` that is called. */
const single = `/** A key that a record does not have. */
export interface OneRecord {
  readonly [Symbol.iterator]?: never;
  readonly [Symbol.hasInstance]?: never;
  readonly then?: string | number | boolean | Date | null | undefined;
}

/** Any one record: no list, no class, and no promise of one that was not waited for. */
export type Single = object & OneRecord;`;

/** Writes the type of a record: columns of its own, and the records that it leads to: `company`, or `project.company`. */
function writeRecord(compared: readonly ComparedColumns[]): string {
  const own = compared.find(({ path }) => path.length === 0);
  const steps = new Map<string, { readonly many: boolean; readonly rest: ComparedColumns[] }>();
  for (const one of compared) {
    const [first, ...rest] = one.path;
    if (!first) continue;
    const known = steps.get(first.name);
    if (known) known.rest.push({ ...one, path: rest });
    else steps.set(first.name, { many: first.many, rest: [{ ...one, path: rest }] });
  }
  const links = [...steps].map(([step, { many, rest }]) => {
    const inner = writeRecord(rest);
    const type = many ? `readonly ${inner.includes(' ') ? `(${inner})` : inner}[]` : inner;
    return `readonly ${step}: ${type} | null | undefined`;
  });
  if (!own) return links.length > 0 ? `{ ${links.join('; ')} }` : 'Single';
  return links.length > 0 ? `${nameOf(own.on.name)} & { ${links.join('; ')} }` : nameOf(own.on.name);
}

/** The TypeScript types of the values of columns. */
export const columnTypes: Readonly<Record<PropertyType, string>> = {
  id: 'string',
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  date: 'string | Date',
  list: 'readonly unknown[]',
  object: 'object',
};

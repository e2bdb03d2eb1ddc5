import type { Catalog, Property, PropertyType } from '../../model/catalog.ts';
import {
  type ComparedColumns,
  findComparedColumns,
  listComparedColumns,
  listOwnColumns,
} from '../../model/compared-columns.ts';
import type { Matrix } from '../../model/matrix.ts';
import { quoteText, wrapInBraces, writeIdentifier, writeKey } from '../../text/typescript.ts';

/**
 * Writes the types of what a record of each model must have so that the conditions of any role can be evaluated on
 * it. A column may be null but not forgotten: a column that is absent matches nothing. The interface of the columns
 * is called after the model that is compared: its name ends in a word that ends no other.
 */
export function writeRecordTypes(matrix: Matrix, catalog: Catalog): readonly string[] {
  const compared = listComparedColumns(matrix, catalog);
  const byStart = findComparedColumns(matrix, catalog);
  const interfaces = [...compared].map(
    ([model, columns]) =>
      `/** Lists the columns of ${model} that conditions of any role of any tenant compare. */\nexport interface ${nameOf(model)} ${wrapInBraces(
        columns.flatMap((column) => (isNested(column) ? [] : writeColumn(column.name, column))),
      )}`,
  );
  const entries = catalog.models.map(
    ({ name }) => `${writeKey(name)}: ${writeRecord(byStart.get(name) ?? [])}`,
  );
  const columns = [
    ...[...compared.keys()].map((model) => `keyof ${nameOf(model)}`),
    ...listNestedNames(matrix, catalog).map(quoteType),
  ].join(' | ');
  return [
    single,
    ...interfaces,
    `/** A column that conditions compare. */\nexport type Column = ${columns || 'never'};`,
    `/** The columns that a record of each model must have so that conditions can be evaluated on it. */\nexport interface Records ${wrapInBraces(entries)}`,
  ];
}

const writeColumn = (name: string, { type }: Property): string =>
  `readonly ${writeKey(name)}: ${columnTypes[type]} | null | undefined`;

/**
 * Returns true for a name with a dot, which only tenants have: the value is found under the whole name, or inside the
 * part before a dot.
 */
const isNested = ({ name }: Property): boolean => name.includes('.');

function writeNested(column: Property): string {
  const [last = '', ...outer] = column.name.split('.').reverse();
  const inside = outer.reduce(
    (inner, step) => `readonly ${step}: { ${inner} } | null | undefined`,
    writeColumn(last, column),
  );
  return `({ ${writeColumn(column.name, column)} } | { ${inside} })`;
}

/** The names with dots that conditions compare; a package of all tenants does not tell the rest of such a name. */
function listNestedNames(matrix: Matrix, catalog: Catalog): readonly string[] {
  const { policy } = matrix;
  if (catalog !== policy.catalog)
    return [...listComparedColumns(matrix, catalog).values()]
      .flat()
      .filter(isNested)
      .map(({ name }) => name);
  const own = policy.tenants.flatMap((tenant) => [...listOwnColumns(tenant, catalog).values()].flat());
  return [...new Set(own.map(({ name }) => (name.includes('.') ? `${name.split('.')[0]}.*` : name)))].sort();
}

const quoteType = (name: string): string =>
  name.endsWith('.*') ? `\`${name.slice(0, -1)}\${string}\`` : quoteText(name);

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
  const parts = own ? [nameOf(own.on.name), ...own.columns.filter(isNested).map(writeNested)] : [];
  if (links.length > 0) parts.push(`{ ${links.join('; ')} }`);
  return parts.length > 0 ? parts.join(' & ') : 'Single';
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

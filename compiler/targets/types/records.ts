import type { PropertyType } from '../../model/catalog.ts';
import { findComparedColumns, findReachedModel } from '../../model/compared-columns.ts';
import type { Matrix } from '../../model/matrix.ts';
import { wrapInBraces, writeIdentifier, writeKey } from './text.ts';

/**
 * What a record of each model must have for the conditions of any role to be evaluated on it. A column may be
 * null but not forgotten: what is not there matches nothing. The interface of the columns is called after the model
 * that is reached: its name ends in a word that ends no other.
 */
export function writeRecordTypes(matrix: Matrix): readonly string[] {
  const columns = findComparedColumns(matrix);
  const model = findReachedModel(matrix)?.name ?? '';
  const ofReached = `${writeIdentifier(model)}Columns`;
  const reached = columns.map(
    ({ name, type }) => `readonly ${name}: ${columnTypes[type]} | null | undefined`,
  );
  const entries = matrix.policy.catalog.models.map(({ name, portfolio }) => {
    if (portfolio === 'none' || columns.length === 0) return `${writeKey(name)}: Single`;
    return `${writeKey(name)}: ${portfolio === 'self' ? ofReached : along(portfolio.through, ofReached)}`;
  });
  return [
    single,
    ...(columns.length > 0
      ? [
          `/** Lists the columns of ${model} that conditions of any role of any tenant compare. */\nexport interface ${ofReached} ${wrapInBraces(reached)}`,
        ]
      : []),
    `/** A column that conditions compare. */\nexport type Column = ${columns.length > 0 ? `keyof ${ofReached}` : 'never'};`,
    `/** What a record of each model must have, that conditions can be evaluated on it. */\nexport interface Records ${wrapInBraces(entries)}`,
  ];
}

/** Only lists have an iterator, only functions and classes an instance, only promises a `then` that is called. */
const single = `/** What a record does not have. */
export interface OneRecord {
  readonly [Symbol.iterator]?: never;
  readonly [Symbol.hasInstance]?: never;
  readonly then?: string | number | boolean | Date | null | undefined;
}

/** Any one record: no list, no class, and no promise of one that was not waited for. */
export type Single = object & OneRecord;`;

/** The type of a record that leads to the one that is reached: `company`, or `project.company`. */
function along(path: string, ofReached: string): string {
  return path
    .split('.')
    .reduceRight((inner, step) => `{ readonly ${step}: ${inner} | null | undefined }`, ofReached);
}

/** What the value of a column can be, in TypeScript. */
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

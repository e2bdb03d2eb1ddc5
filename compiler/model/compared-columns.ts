import type { Model, Property } from './catalog.ts';
import type { Matrix } from './matrix.ts';

/** Returns the model whose records portfolios select; undefined if there is none. */
export const findReachedModel = ({ policy }: Matrix): Model | undefined =>
  policy.catalog.models.find(({ portfolio }) => portfolio === 'self');

/** Returns the properties, all of the reached model, that the conditions of any role compare, sorted by name. */
export function findComparedColumns(matrix: Matrix): readonly Property[] {
  const reaches = new Set(matrix.rows.map(({ role }) => role.portfolio.reach));
  const compared = new Set(
    [...reaches].flatMap((reach) => (reach === 'all' ? [] : reach.flat().map(({ property }) => property))),
  );
  return findReachedModel(matrix)?.properties.filter(({ name }) => compared.has(name)) ?? [];
}

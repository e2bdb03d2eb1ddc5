import type { Model, Property } from './catalog.ts';
import type { Matrix } from './matrix.ts';

/** The model whose records a reach selects, where there is one. */
export const findReachedModel = ({ policy }: Matrix): Model | undefined =>
  policy.catalog.models.find(({ portfolio }) => portfolio === 'self');

/** The properties that the conditions of any role compare, sorted by name; they are all of the model that is reached. */
export function findComparedColumns(matrix: Matrix): readonly Property[] {
  const reaches = new Set(matrix.rows.map(({ role }) => role.portfolio.reach));
  const compared = new Set(
    [...reaches].flatMap((reach) => (reach === 'all' ? [] : reach.flat().map(({ property }) => property))),
  );
  return findReachedModel(matrix)?.properties.filter(({ name }) => compared.has(name)) ?? [];
}

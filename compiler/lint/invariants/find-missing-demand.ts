import type { Related } from '../../diagnostics/diagnostic.ts';
import type { Cell } from '../../model/catalog.ts';
import { findTenantBound } from '../../model/ceiling.ts';
import { isOfDatabase, spanOf } from '../../model/document.ts';
import type { Invariant } from '../../model/invariant.ts';
import { findDecidingSpan } from '../../model/layer.ts';
import type { LayerName, Matrix, Row } from '../../model/matrix.ts';
import { findRefusal } from '../../model/refusal.ts';
import type { Span } from '../../text/source.ts';

/**
 * The reason why a cell that must be effective is not: the place to change, how it is reached, and what to do there.
 */
export interface MissingDemand {
  readonly at: Span;
  readonly related: readonly Related[];
  readonly help: string;
}

/** Finds the place that finally refuses a cell that an invariant demands. */
export function findMissingDemand(
  matrix: Matrix,
  row: Row,
  demandedCell: Cell,
  invariant: Invariant,
  isAll: boolean,
): MissingDemand {
  const { cell, layer, steps } = findRefusal(matrix, row, demandedCell);
  const related = steps.map(({ of, needs, at }) => ({
    at: spanOf(at),
    note: `\`${of.permission}\` requires \`${needs.permission}\``,
  }));
  const { at, help } = describeRefusal(layer, row, cell, invariant);
  return {
    at,
    related,
    help: `${help}${isAll ? '' : ' and what else is missing'}${offerWaiver(row.role)}`,
  };
}

/** Offers a waiver in the words with which the help about a role ends: nothing for a role of a database, which no waiver can name. */
export const offerWaiver = ({ at }: Row['role']): string =>
  isOfDatabase(at.document) ? '' : ', or write a waiver with an owner and a date';

function describeRefusal(
  layer: LayerName,
  { role, tenant }: Row,
  cell: Cell,
  invariant: Invariant,
): Omit<MissingDemand, 'related'> {
  const permission = `\`${cell.permission}\``;
  if (layer === 'userType') {
    const loosen = invariant.within === 'cap' ? '' : 'demand it `within: cap`, or ';
    return {
      at: findDecidingSpan(role.userType.layer, cell),
      help: `${loosen}let user type \`${role.userType.name}\` hold ${permission}`,
    };
  }
  if (layer === 'tenant') {
    const bound = findTenantBound(tenant, role, cell);
    return { at: spanOf(bound.findPlace()), help: `${bound.remedy}, for ${permission}` };
  }
  return {
    at: findDecidingSpan(role.layer, cell),
    help: `grant ${permission} in role \`${role.name}\``,
  };
}

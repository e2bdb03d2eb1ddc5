import { has } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import { findTenantBound } from '../../model/ceiling.ts';
import type { ChangedDocument } from '../../model/change.ts';
import { findDecidingPlace } from '../../model/layer.ts';
import { findRefusingLayer, type Row } from '../../model/matrix.ts';
import type { Layer, Role } from '../../model/policy.ts';
import type { Blocker } from './describe-blockers.ts';
import { isSameDocument } from './is-same-document.ts';
import type { View } from './open-view.ts';

/** The layer that holds a cell, on one side, and the document that draws it. */
export interface BlockerSearch {
  readonly layer: Layer | undefined;
  readonly view: View;
  readonly document: ChangedDocument;
}

/** Finds what keeps a row from a cell that the layer holds, or what held the cell all along. */
export function findBlocker(search: BlockerSearch, row: Row, cell: Cell): Blocker {
  const { role, tenant } = row;
  switch (findRefusingLayer(row, cell)) {
    case 'role':
      return { kind: 'role', name: role.name };
    case 'userType':
      return {
        kind: 'cap',
        name: role.userType.name,
        at: () => findDecidingPlace(role.userType.layer, cell),
      };
    case 'tenant':
      return {
        kind: 'tenant',
        name: tenant.name,
        at: findTenantBound(tenant, role, cell).findPlace,
      };
    case 'requires': {
      const [missing] = search.view.matrix.missingOf(row, cell);
      const at = missing?.at;
      return { kind: 'requires', name: missing?.oneOf[0]?.permission ?? '', ...(at && { at: () => at }) };
    }
    case undefined:
      return findOtherHolder(search, row, cell);
  }
}

/** Finds what holds a cell on both sides: a role, the user type or a seat that the document is not about. */
function findOtherHolder({ layer, document }: BlockerSearch, { role }: Row, cell: Cell): Blocker {
  const byRole: Blocker = { kind: 'already', name: `role \`${role.name}\`` };
  // A user type and its seats only bound what a role holds: they are never why a line of a role changes nothing.
  if (document.kind === 'Role') return findOtherRole(layer, role, role.layer, cell) ?? byRole;
  if (has(role.userType.layer.held, cell.index) && document.kind !== 'UserType')
    return {
      kind: 'already',
      name: `user type \`${role.userType.name}\``,
      at: () => findDecidingPlace(role.userType.layer, cell),
    };
  const seat = role.seats.find((one) => has(one.layer.held, cell.index) && !isSameLayer(one.layer, layer));
  return seat
    ? { kind: 'already', name: `seat \`${seat.name}\``, at: () => findDecidingPlace(seat.layer, cell) }
    : byRole;
}

/** Returns true for one layer, also where a tenant with properties of its own has it drawn on its own catalog. */
const isSameLayer = (layer: Layer, other: Layer | undefined): boolean =>
  other !== undefined && isSameDocument(layer.at.document, other.at.document);

/** Finds the role, of those whose layers are joined in one, that holds a cell and that a document is not about. */
function findOtherRole(
  layer: Layer | undefined,
  { name }: Pick<Role, 'name'>,
  from: Layer,
  cell: Cell,
): Blocker | undefined {
  if (!isSameLayer(from, layer) && has(from.own, cell.index))
    return { kind: 'already', name: `role \`${name}\``, at: () => findDecidingPlace(from, cell) };
  for (const inclusion of from.includes) {
    const found = findOtherRole(layer, { name: inclusion.role }, inclusion.layer, cell);
    if (found) return found;
  }
  return undefined;
}

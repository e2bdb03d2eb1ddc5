import { groupRowsByTenant } from '../model/artifact.ts';
import {
  addAll,
  type Bits,
  difference,
  emptyBits,
  intersection,
  intersects,
  isEmpty,
} from '../model/bits.ts';
import type { Cell } from '../model/catalog.ts';
import { cellsIn, maskCells } from '../model/mask.ts';
import type { Matrix, Row, Trail } from '../model/matrix.ts';

/** A role whose holders can obtain more than the role gives, with the permissions that let them. */
export interface EscalationPath {
  /** The row of the role in its tenant. */
  readonly row: Row;
  /** The permissions of class `escalation` that the role holds, in the order of the catalog. */
  readonly by: readonly Cell[];
  /** The roles of the tenant that hold something this role does not, in the order of the matrix. */
  readonly reaches: readonly Row[];
  /** The cells that those roles hold and this role does not. */
  readonly gains: Bits;
}

/**
 * Finds the roles whose holders can obtain more than the role gives: by giving roles away, making users or tokens, or
 * changing what others act on. The catalog says which permissions escalate but not how far, so each is taken to lead
 * to every role of its tenant in one step. A role that holds everything its tenant's other roles hold has no path.
 */
export function* findEscalationPaths(matrix: Matrix): Iterable<EscalationPath> {
  const escalations = maskCells(matrix.policy.catalog, ({ risk }) => risk === 'escalation');
  for (const [{ catalog }, rows] of groupRowsByTenant(matrix)) {
    // Cells that a tenant adds stand behind the common ones, and others hold them as well.
    const held = emptyBits(catalog.cells.length);
    for (const { effective } of rows) addAll(held, effective);
    for (const row of rows) {
      const by = intersection(row.effective, escalations);
      const gains = difference(held, row.effective);
      if (isEmpty(by) || isEmpty(gains)) continue;
      yield {
        row,
        by: cellsIn(by, catalog),
        gains,
        // Computed only when read: a diff reads it for new paths alone, not for a thousand tenants.
        get reaches() {
          return rows.filter((other) => intersects(other.effective, gains));
        },
      };
    }
  }
}

/** Returns the trail of each permission that opens a path, which says why it is effective. */
export const listTrails = (matrix: Matrix, { row, by }: EscalationPath): readonly Trail[] =>
  by.map((cell) => matrix.trailOf(row, cell));

/** Returns the paths that only `head` has: those of a new role, and those that a further permission opens. */
export function findNewEscalationPaths(base: Matrix, head: Matrix): readonly EscalationPath[] {
  const keyOf = ({ tenant, role }: Row, { permission }: Cell) =>
    JSON.stringify([tenant.name, role.name, permission]);
  const known = new Set<string>();
  for (const { row, by } of findEscalationPaths(base)) for (const cell of by) known.add(keyOf(row, cell));
  return [...findEscalationPaths(head)].flatMap((path) => {
    const by = path.by.filter((cell) => !known.has(keyOf(path.row, cell)));
    return by.length > 0 ? [{ ...path, by }] : [];
  });
}

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

/** That the holders of a role can come by more than the role gives. */
export interface EscalationPath {
  /** The role that they hold, in its tenant. */
  readonly row: Row;
  /** The permissions of class `escalation` that open the way, in the order of the catalog. */
  readonly by: readonly Cell[];
  /** The roles of the tenant that hold something this one does not, in the order of the matrix. */
  readonly reaches: readonly Row[];
  /** What those roles hold and this one does not. */
  readonly gains: Bits;
}

/**
 * Who can come by more than their role gives: by giving roles away, by making users or tokens, by changing what
 * others act on. The catalog says which permissions escalate and not how far, so each of them is taken to lead
 * to every role of its tenant; with that, one step is all the steps there are. A role that holds everything any
 * other of its tenant holds has no path.
 */
export function* escalationPaths(matrix: Matrix): Iterable<EscalationPath> {
  const { catalog } = matrix.policy;
  const escalations = maskCells(catalog, ({ risk }) => risk === 'escalation');
  for (const [, rows] of groupRowsByTenant(matrix)) {
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
        // Worked out when asked: of a thousand tenants only the new paths are.
        get reaches() {
          return rows.filter((other) => intersects(other.effective, gains));
        },
      };
    }
  }
}

/** Why each permission that opens a path is effective. */
export const trailsOf = (matrix: Matrix, { row, by }: EscalationPath): readonly Trail[] =>
  by.map((cell) => matrix.trailOf(row, cell));

/** The paths that only `head` has: a role that had none, or one to which a further permission opens the way. */
export function newEscalationPaths(base: Matrix, head: Matrix): readonly EscalationPath[] {
  const keyOf = ({ tenant, role }: Row, { permission }: Cell) =>
    JSON.stringify([tenant.name, role.name, permission]);
  const known = new Set<string>();
  for (const { row, by } of escalationPaths(base)) for (const cell of by) known.add(keyOf(row, cell));
  return [...escalationPaths(head)].flatMap((path) => {
    const by = path.by.filter((cell) => !known.has(keyOf(path.row, cell)));
    return by.length > 0 ? [{ ...path, by }] : [];
  });
}

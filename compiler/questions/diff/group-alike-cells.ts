import { type Cell, gatingActionOf } from '../../model/catalog.ts';
import type { JointCatalog } from './join-catalogs.ts';

/** Cells that work on the same records in every role: an action, and the properties that have no other prerequisite. */
export interface AlikeCells {
  /** The numbers of the cells in the joint catalog, in ascending order. */
  readonly numbers: readonly number[];
  /** One of the cells, on either side. */
  readonly base: Cell;
  readonly head: Cell;
  readonly columns: ColumnChange;
}

/** The change of the columns that an action covers: listed columns became all columns, or all became listed ones. */
export type ColumnChange = 'same' | 'opened' | 'closed';

/** Groups the cells of records that both sides have: those of a group reach the same records in every role. */
export function groupAlikeCells({ cells }: JointCatalog): readonly AlikeCells[] {
  const found = new Map<string, AlikeCells & { readonly numbers: number[] }>();
  for (const [number, { permission, base, head }] of cells.entries()) {
    if (!base?.model || !head?.model) continue;
    const columns = compareColumns(base, head);
    const isOwn = base.requires.length > 0 || head.requires.length > 0;
    const action = isOwn ? head : (gatingActionOf(head) ?? head);
    const key = isOwn ? permission : `${action.permission} ${columns}`;
    const known = found.get(key) ?? { numbers: [], base, head, columns };
    found.set(key, known);
    known.numbers.push(number);
  }
  return [...found.values()];
}

/** Compares the columns that a cell covers: a right on a model that states no properties, not even `{}`, covers every column. */
export function compareColumns(was: Cell, is: Cell): ColumnChange {
  const isListed = ({ model }: Cell) => model?.isClosed === true;
  if (is.kind !== 'action' || !byColumn.has(is.action) || isListed(was) === isListed(is)) return 'same';
  return isListed(was) ? 'opened' : 'closed';
}

const byColumn: ReadonlySet<string> = new Set(['view', 'update', 'export']);

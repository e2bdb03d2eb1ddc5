import type { Matrix } from '../../compiler/model/matrix.ts';
import { unlock } from '../../compiler/questions/unlock/unlock.ts';
import type { CellAt } from './cells.ts';
import { rowIn } from './find-row.ts';

/** The user type and seats of a copy, as an address names them. */
export interface ProposedCopy {
  readonly type: string;
  readonly seats: string;
}

/** Lists for each edit that `explain` proposes the copy of the role that it asks for; undefined for an edit of a file. */
export function listProposedCopies(
  matrix: Matrix | undefined,
  { tenant, role, permission }: CellAt,
): readonly (ProposedCopy | undefined)[] {
  const row = rowIn(matrix, tenant, role);
  const cell = row?.tenant.catalog.cellOf.get(permission);
  if (!matrix || !row || !cell) return [];
  return unlock(matrix, row, cell).map(({ change }) =>
    change.kind === 'clone'
      ? { type: change.userType.name, seats: change.seats.map(({ name }) => name).join('|') || '-' }
      : undefined,
  );
}

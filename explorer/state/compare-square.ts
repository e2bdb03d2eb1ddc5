import type { Matrix } from '../../compiler/model/matrix.ts';
import { squareWord, stateOf } from './cells.ts';
import { rowIn, sameCell } from './find-row.ts';
import type { GridCell } from './grid.ts';

/** Returns how a square differs from what it was in other policies; undefined if it does not, or if there are none. */
export function compareSquare(
  before: Matrix | undefined,
  { row, cell, state }: GridCell,
): 'gained' | 'lost' | 'moved' | undefined {
  if (!before) return undefined;
  const was = rowIn(before, row.tenant.name, row.role.name);
  const known = was && sameCell(was, cell);
  const stateBefore = was && known ? stateOf(was, known) : undefined;
  const [had, has] = [stateBefore === 'allowed', state === 'allowed'];
  if (had !== has) return has ? 'gained' : 'lost';
  if (!has || !was || !known) return undefined;
  return squareWord(was, known, 'allowed') === squareWord(row, cell, 'allowed') ? undefined : 'moved';
}

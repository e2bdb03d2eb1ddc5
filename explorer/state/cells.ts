import type { Cell } from '../../compiler/model/catalog.ts';
import { findRefusingLayer, type LayerName, type Row } from '../../compiler/model/matrix.ts';
import { findReach } from '../../compiler/questions/find-reach.ts';

/** The answer that a cell shows: allowed, or the layer that refuses first. */
export type SquareState = 'allowed' | LayerName;

/** The place of a cell: its tenant, its role and its permission. */
export interface CellAt {
  readonly tenant: string;
  readonly role: string;
  readonly permission: string;
}

/** The letter and the words of every answer, so that no answer is shown by a colour alone. */
export const cellStates: Readonly<
  Record<SquareState, { readonly letter: string; readonly word: string; readonly title: string }>
> = {
  allowed: { letter: 'A', word: 'allowed', title: 'Allowed' },
  role: { letter: 'N', word: 'not granted', title: 'Not granted' },
  userType: { letter: 'T', word: 'above type', title: 'Above the user type' },
  tenant: { letter: 'C', word: 'above ceiling', title: 'Above the ceiling' },
  requires: { letter: 'P', word: 'lacks', title: 'Lacking a prerequisite' },
};

/** Returns the answer that a row gives on a cell. */
export const stateOf = (row: Row, cell: Cell): SquareState => findRefusingLayer(row, cell) ?? 'allowed';

/** Returns the word that a cell shows beside its letter: of one that is allowed, which records it reaches. */
export function squareWord(row: Row, cell: Cell, state: SquareState): string {
  if (state !== 'allowed') return cellStates[state].word;
  const reach = findReach(row, cell);
  switch (reach.kind) {
    case 'no-records':
      return 'on';
    case 'not-limited':
      return 'any record';
    case 'new-record':
      return 'new records';
    case 'everything':
      return 'all records';
    case 'reach':
      return reach.items.length === 0 ? 'no record' : reach.items.map(({ label }) => label).join(' + ');
  }
}

import { impossible } from '../../diagnostics/impossible.ts';
import { has } from '../../model/bits.ts';
import type { Cause, CauseLayer, ChangeKind } from '../../model/change.ts';
import { type Place, placeIn } from '../../model/document.ts';
import type { Side } from '../../model/pair.ts';
import type { Commit } from '../../text/commit.ts';
import { declarationOf } from '../diff/declaration.ts';
import { jointOf } from '../diff/joint.ts';
import { limitedCells, relations, whyMoved } from '../diff/portfolio.ts';
import type { Relation } from '../diff/reaches.ts';
import { viewOf } from '../diff/view.ts';
import { whyBetween } from '../diff/why.ts';
import type { Answer } from './answer.ts';

/** What can happen to a cell; `appeared` and `disappeared` are for one that is effective on neither side. */
export type TransitionKind = ChangeKind | 'appeared' | 'disappeared';

/** The line without which there would be no transition. */
export interface Because {
  readonly layer: CauseLayer;
  readonly at: Place;
  /** The revision in which the line is: the one before, where the line is gone. Absent: the work tree. */
  readonly commit?: Commit;
  /** The prerequisites through which it works, the nearest first. */
  readonly through: readonly string[];
}

/** The cause of a transition, and whether the role goes on granting the cell and granted it all along. */
export function becauseOf(
  kind: TransitionKind,
  older: Answer,
  newer: Answer,
  permission: string,
): { readonly because: Because; readonly isElsewhere: boolean } {
  const [base, head] = [viewOf(older.matrix, 'base'), viewOf(newer.matrix, 'head')];
  const told = (cause: Cause, isElsewhere = false) => ({
    because: inRevision(cause, older, newer),
    isElsewhere,
  });
  switch (kind) {
    case 'gained': {
      const { cause, isElsewhere } = whyBetween(base, head)(newer.row ?? nobody(), permission);
      return told(cause, isElsewhere);
    }
    case 'lost': {
      const { cause, isElsewhere } = whyBetween(head, base)(older.row ?? nobody(), permission);
      return told(cause, isElsewhere);
    }
    case 'widened':
    case 'shifted':
    case 'narrowed': {
      const [before, after] = [older.row?.role ?? nobody(), newer.row?.role ?? nobody()];
      const [was, is] = [older.cell ?? nobody(), newer.cell ?? nobody()];
      return told(
        kind === 'narrowed'
          ? whyMoved(head, base)(after, before, is, was)
          : whyMoved(base, head)(before, after, was, is),
      );
    }
    case 'appeared':
      return told(presence('head', newer, older));
    case 'disappeared':
      return told(presence('base', older, newer));
  }
}

const nobody = (): never => impossible('a transition without a row or a cell');

/** How the records move that are reached before and after. */
export function relationBetween(older: Answer, newer: Answer, permission: string): Relation {
  const [before, after] = [older.matrix.policy, newer.matrix.policy];
  const joint = jointOf(before.catalog, after.catalog);
  const number = joint.cells.findIndex((cell) => cell.permission === permission);
  const limited = limitedCells(joint).find(({ cells }) => has(cells, number));
  if (!limited || !older.row || !newer.row) return 'same';
  return relations(before, after)(older.row.role.portfolio, newer.row.role.portfolio, limited);
}

/** A line of the revision that made the transition, if there is one left. */
function inRevision({ layer, at, other, through }: Cause, older: Answer, newer: Answer): Because {
  const { side, place } = [at, other].find((one) => one?.side === 'head') ?? at;
  const { commit } = (side === 'head' ? newer : older).moment;
  return { layer, at: place, ...(commit && { commit }), through };
}

/** Where something is declared that is there on one side only, while the cell is effective on neither. */
function presence(side: Side, { matrix, row, cell }: Answer, { missing, matrix: other }: Answer): Cause {
  const of = (layer: CauseLayer, place: Place): Cause => ({ layer, at: { side, place }, through: [] });
  if (!row || !cell) return nobody();
  const { tenant, role } = row;
  if (missing === 'tenant') return of('tenant', tenant.at);
  if (missing === 'permission')
    return of('catalog', declarationOf(cell, matrix.policy.catalog, other.policy.catalog).at);
  const isKnown =
    role.tenant === undefined && other.policy.sharedRoles.some(({ name }) => name === role.name);
  return isKnown ? of('tenant', placeIn(tenant.at.document, ['packages'])) : of('role', role.at);
}

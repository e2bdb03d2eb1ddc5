import { emptyBits, listIndices } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import type { Demand, Invariant } from '../../model/invariant.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import { sharedOf } from '../../model/policy.ts';
import { findBreach, isChecked } from './find-breach.ts';

/** An invariant that a role breaks. */
export interface Objection {
  readonly invariant: string;
  readonly demand: Demand;
  /** If true, the objection fails a check; otherwise it only warns. */
  readonly isError: boolean;
  /**
   * The permissions to take away or, for `must`, to add. For `mustNotTogether` these are its patterns, one of which has to go;
   * for `mustSome` its patterns, one of which has to be added.
   */
  readonly names: readonly NamedGround[];
}

/** A permission or pattern; nobody grants a capability, so of one also what it comes by. */
export interface NamedGround {
  readonly name: string;
  readonly by: readonly string[];
}

/**
 * Finds the objections of invariants to a role, in whatever tenant, unless they are waived on a day such as
 * `2027-03-31`.
 */
export function findObjections(matrix: Matrix, role: Row['role'], today: string): readonly Objection[] {
  const { policy, rows } = matrix;
  const { invariants, waivers } = policy;
  const own = rows.filter((row) => sharedOf(row.role) === role);
  return invariants.flatMap((invariant): Objection[] => {
    const isWaived = ({ tenant }: Row): boolean =>
      waivers.some(
        (waiver) =>
          waiver.invariant === invariant.name &&
          waiver.role === role.name &&
          (waiver.tenant === undefined || waiver.tenant === tenant.name) &&
          waiver.until >= today,
      );
    const breach = findBreach(invariant, matrix);
    const broken = new Map<string, Cell>();
    for (const row of own)
      for (const index of isChecked(invariant, row) && !isWaived(row)
        ? listIndices(breach(row)?.cells ?? emptyBits(0))
        : []) {
        const cell = row.tenant.catalog.cells[index];
        if (cell) broken.set(cell.permission, cell);
      }
    if (broken.size === 0) return [];
    const cells = [...broken.values()].sort((a, b) => a.index - b.index);
    const { name, demand, severity } = invariant;
    return [
      {
        invariant: name,
        demand,
        isError: severity === 'error',
        names: namesOf(invariant, cells),
      },
    ];
  });
}

function namesOf({ demand, patterns }: Invariant, broken: readonly Cell[]): readonly NamedGround[] {
  if (demand === 'mustNotTogether' || demand === 'mustSome')
    return patterns.map(({ text }) => ({ name: text, by: [] }));
  const permissions = new Set(broken.map(({ permission }) => permission));
  // Without the action of the model, the right to a property goes by itself.
  const isImplied = ({ property, subject, action }: Cell): boolean =>
    demand === 'mustNot' && property !== undefined && permissions.has(`${subject}:${action}`);
  return broken
    .filter((cell) => !isImplied(cell))
    .map((cell) => ({ name: cell.permission, by: cell.kind === 'capability' ? groundsOf(cell) : [] }));
}

/** Lists the permissions by which a capability is held, each once. */
const groundsOf = ({ kind, permission, requires }: Cell): readonly string[] =>
  kind === 'capability'
    ? [...new Set(requires.flatMap(({ oneOf }) => oneOf.flatMap(groundsOf)))]
    : [permission];

import { type Bits, difference, emptyBits, has } from '../../compiler/model/bits.ts';
import type { Cell } from '../../compiler/model/catalog.ts';
import { reachOf } from '../../compiler/model/cell-reach.ts';
import { describeReach } from '../../compiler/model/describe-reach.ts';
import { cellsIn } from '../../compiler/model/mask.ts';
import type { Row } from '../../compiler/model/matrix.ts';
import { keyOfReach, type RecordReach } from '../../compiler/model/record-reach.ts';
import { compareReaches, type ReachRelation } from '../../compiler/questions/diff/compare-reaches.ts';
import { type ReadTypes, readTypes } from '../../compiler/questions/diff/read-types.ts';
import { findEscalationPaths } from '../../compiler/questions/find-escalation-paths.ts';
import type { HeldPermissions } from '../held-permissions.ts';
import type { DecidedRole, LinkedPolicy } from './role-base.ts';

/** A permission that a role gives, with the records on which it works. */
export interface HeldPermission {
  readonly permission: string;
  readonly risk: Cell['risk'];
  /** In words: `every record`, or what a record has to be. */
  readonly records: string;
}

/** A permission that works on other records than before. */
export interface MovedPermission extends HeldPermission {
  readonly before: string;
  readonly how: Exclude<ReachRelation, 'same'>;
}

/** The effect of a role: the permissions that it gives, and how they differ from before. */
export interface RoleEffect {
  readonly holds: readonly HeldPermission[];
  readonly adds: readonly HeldPermission[];
  readonly takes: readonly HeldPermission[];
  readonly moves: readonly MovedPermission[];
}

/** The permissions by which those who have a role can obtain more than it gives, and the roles they can obtain. */
export interface Escalation {
  readonly by: readonly string[];
  /** The roles of the tenant that hold something the role does not. */
  readonly reaches: readonly string[];
}

/** A permission that somebody would give and does not hold, or not on as many records. */
export interface ExceededPermission {
  readonly permission: string;
  readonly because: string;
}

/** Describes what a role holds, and how that differs from what another, or nothing, held before. */
export function describeEffect(
  now: DecidedRole,
  before: DecidedRole | undefined,
  types: ReadTypes,
): RoleEffect {
  const { catalog } = now.row.tenant;
  const known = before?.row.effective ?? emptyBits(catalog.cells.length);
  const list = (row: Row, bits: Bits) => cellsIn(bits, catalog).map((cell) => describeHeld(row, cell));
  const compare = rememberComparisons(types);
  const keptCells = before
    ? cellsIn(now.row.effective, catalog).filter(({ index }) => has(known, index))
    : [];
  return {
    holds: list(now.row, now.row.effective),
    adds: list(now.row, difference(now.row.effective, known)),
    takes: before ? list(before.row, difference(known, now.row.effective)) : [],
    moves: keptCells.flatMap((cell): MovedPermission[] => {
      if (!before) return [];
      const [from, to] = [reachOf(before.row, cell), reachOf(now.row, cell)];
      const how = compare(from, to);
      return how === 'same' ? [] : [{ ...describeHeld(now.row, cell), before: describeRecords(from), how }];
    }),
  };
}

const describeHeld = (row: Row, cell: Cell): HeldPermission => ({
  permission: cell.permission,
  risk: cell.risk,
  records: describeRecords(reachOf(row, cell)),
});

const words = new WeakMap<object, string>();

function describeRecords(reach: RecordReach): string {
  if (reach === 'all') return 'every record';
  const known = words.get(reach) ?? `records of which ${describeReach(reach)}`;
  words.set(reach, known);
  return known;
}

/** Compares reaches, each two once. */
function rememberComparisons(types: ReadTypes): (before: RecordReach, after: RecordReach) => ReachRelation {
  const keys = new WeakMap<object, string>();
  const known = new Map<string, ReachRelation>();
  const keyOf = (reach: RecordReach) => {
    if (reach === 'all') return reach;
    const key = keys.get(reach) ?? keyOfReach(reach);
    keys.set(reach, key);
    return key;
  };
  return (before, after) => {
    if (before === after) return 'same';
    const key = `${keyOf(before)}\n${keyOf(after)}`;
    const relation = known.get(key) ?? compareReaches({ reach: before, types }, { reach: after, types });
    known.set(key, relation);
    return relation;
  };
}

/** Returns the types of what conditions of a tenant's roles read. */
export const readTenantTypes = ({ policy, tenant: { catalog } }: LinkedPolicy): ReadTypes =>
  readTypes(policy, catalog);

/**
 * Finds the permissions by which those who have a role can obtain more, among all roles of the files; undefined if
 * there are none.
 */
export function findEscalation({ matrix, row }: DecidedRole, others: readonly Row[]): Escalation | undefined {
  const { tenant } = row;
  const rows = [...others.map((other) => ({ ...other, tenant })), row];
  for (const path of findEscalationPaths({ ...matrix, rows }))
    if (path.row === row)
      return {
        by: path.by.map(({ permission }) => permission),
        reaches: path.reaches.map((other) => other.role.name),
      };
  return undefined;
}

/** Lists what a role gives that its giver does not hold, permission by permission and reach by reach. */
export function listExceeded(
  { row }: DecidedRole,
  giver: HeldPermissions,
  types: ReadTypes,
): readonly ExceededPermission[] {
  const compare = rememberComparisons(types);
  return cellsIn(row.effective, row.tenant.catalog).flatMap((cell): ExceededPermission[] => {
    const { permission } = cell;
    const held = giver.reachOf(permission);
    if (held === undefined) return [{ permission, because: 'whoever gives it does not hold it' }];
    const reach = reachOf(row, cell);
    const how = compare(held, reach);
    if (how === 'same' || how === 'narrowed') return [];
    const because = `whoever gives it holds it for ${describeRecords(held)}, and the role for ${describeRecords(reach)}`;
    return [{ permission, because }];
  });
}

import { has } from '../compiler/model/bits.ts';
import { isHole } from '../compiler/model/condition.ts';
import { noRecord, type RecordReach, unite } from '../compiler/model/record-reach.ts';
import type { Unfilled } from './bind.ts';
import type { Index } from './bundle-index.ts';
import type { Table } from './table.ts';

/** The permissions that somebody holds, as far as they could give them to others. */
export interface HeldPermissions {
  readonly tenant: string;
  /** Returns the records on which they hold a permission, with holes for their attributes; undefined if on none. */
  reachOf(permission: string): RecordReach | undefined;
}

/**
 * The key under which a policy object tells what its user holds, also to a part of the package that was loaded another
 * time.
 */
export const heldKey: unique symbol = Symbol.for('plafond.held') as never;

/** Reads what the user of a policy holds; undefined if it is no policy that this package has made. */
export function readHeldPermissions(policy: unknown): HeldPermissions | undefined {
  if (typeof policy !== 'object' || policy === null || !(heldKey in policy)) return undefined;
  const tell = policy[heldKey] as unknown;
  return typeof tell === 'function' ? (tell.call(policy) as HeldPermissions) : undefined;
}

/** Makes the answers of a table; `unfilled` are the attributes that its user lacks, without which a condition gives nothing. */
export function makeHeldPermissions(
  { index, tenant, open, scopes }: Table,
  unfilled: readonly Unfilled[],
): HeldPermissions {
  const lacking = new Set(unfilled.map(({ attribute }) => attribute));
  return {
    tenant,
    reachOf(permission) {
      const cell = numberCells(index).get(permission);
      if (cell === undefined) return undefined;
      if (has(open, cell)) return 'all';
      const reaches = scopes.flatMap(({ cells, reach }) =>
        has(cells, cell) ? [dropUnfilled(reach, lacking)] : [],
      );
      const reach = unite(reaches);
      return isNoRecord(reach) ? undefined : reach;
    },
  };
}

const numbers = new WeakMap<Index['models'], ReadonlyMap<string, number>>();

function numberCells(index: Index): ReadonlyMap<string, number> {
  const known =
    numbers.get(index.models) ??
    new Map(Array.from({ length: index.size }, (_, cell) => [index.permission(cell), cell] as const));
  numbers.set(index.models, known);
  return known;
}

/** Leaves out the alternatives that compare with attributes which the user lacks. */
function dropUnfilled(reach: RecordReach, lacking: ReadonlySet<string>): RecordReach {
  if (reach === 'all' || lacking.size === 0) return reach;
  if (reach.kind === 'linked') {
    const alternatives = reach.alternatives.filter((alternative) =>
      alternative.every(({ operand }) => !isHole(operand) || !lacking.has(operand.$user)),
    );
    return alternatives.length > 0 ? { ...reach, alternatives } : noRecord;
  }
  const parts = reach.of.map((part) => dropUnfilled(part, lacking));
  if (reach.kind === 'union') return unite(parts);
  return parts.some(isNoRecord) ? noRecord : reach;
}

const isNoRecord = (reach: RecordReach): boolean =>
  reach !== 'all' && reach.kind === 'union' && reach.of.length === 0;

import { countBits, isEmpty, listIndices } from '../../model/bits.ts';
import { reachOf } from '../../model/cell-reach.ts';
import type { Change, Swap } from '../../model/change.ts';
import type { Row } from '../../model/matrix.ts';
import { groupBy } from '../../text/group-by.ts';
import { byCodeUnit } from '../../text/order.ts';
import type { CompareTenants } from './compare-tenants.ts';
import { compareColumns } from './group-alike-cells.ts';
import { listCircles } from './list-circles.ts';
import type { View } from './open-view.ts';

/** The most roles that one is compared with: among more that hold as much, nobody would look for a swap. */
const mostAlike = 20;

/**
 * Finds roles that hold now, in every tenant, what another of them held before, so that two of them changed places, or more went
 * round. Each role of a circle holds what the next one held, and the last what the first did.
 */
export function findSwappedRoles(
  base: View,
  head: View,
  changes: readonly Change[],
  comparisonOf: CompareTenants,
): readonly Swap[] {
  const names = listChangedOnBoth(base, head, changes);
  if (names.length < 2) return [];
  const [was, is] = [listRowsOf(base, names), listRowsOf(head, names)];
  const bySize = groupBy(names, (name) => describeSize(was.get(name)));
  const formerOf = new Map<string, FormerRole>();
  for (const name of names) {
    const rows = is.get(name) ?? [];
    const alike: readonly string[] = bySize.get(describeSize(rows)) ?? [];
    if (alike.length > mostAlike) continue;
    const formers = alike.flatMap((former) => compareAll(former, was.get(former) ?? [], rows, comparisonOf));
    const [former, ...others] = chooseLikest(formers);
    if (former && former.name !== name && others.length === 0) formerOf.set(name, former);
  }
  const formerNames = new Map([...formerOf].map(([name, former]) => [name, former.name]));
  return listCircles(formerNames).map((names) => ({
    kind: 'role',
    names,
    isOnSameRecords: names.every((name) => formerOf.get(name)?.isOnSameRecords),
    at: names.flatMap((name) => {
      const [row] = is.get(name) ?? [];
      return row ? [{ side: 'head' as const, place: row.role.at }] : [];
    }),
  }));
}

/** A role that held in the base what another one holds in the head. */
interface FormerRole {
  readonly name: string;
  readonly isOnSameRecords: boolean;
}

/** Returns the roles that reached the same records too, or all of them if none did. */
function chooseLikest(formers: readonly FormerRole[]): readonly FormerRole[] {
  const same = formers.filter(({ isOnSameRecords }) => isOnSameRecords);
  return same.length > 0 ? same : formers;
}

/** Lists the roles of which something changed, and that both sides have wherever it did. */
function listChangedOnBoth(base: View, head: View, changes: readonly Change[]): readonly string[] {
  const changed = new Set<string>();
  const onOneSide = new Set<string>();
  for (const { tenant, role } of changes) {
    changed.add(role);
    if (!base.rowOf(tenant, role) || !head.rowOf(tenant, role)) onOneSide.add(role);
  }
  return [...changed].filter((role) => !onOneSide.has(role)).sort();
}

/** Lists the rows of roles that hold anything, by role, and sorted by tenant. */
function listRowsOf({ matrix }: View, names: readonly string[]): ReadonlyMap<string, readonly Row[]> {
  const meant = new Set(names);
  const rows = matrix.rows.filter(({ role, effective }) => meant.has(role.name) && !isEmpty(effective));
  return groupBy(
    rows.toSorted((a, b) => byCodeUnit(a.tenant.name, b.tenant.name)),
    ({ role }) => role.name,
  );
}

/** Describes how much rows hold, which tells most of those apart that do not hold the same. */
const describeSize = (rows: readonly Row[] = []): string =>
  JSON.stringify(rows.map(({ tenant, effective }) => [tenant.name, countBits(effective)]));

/** Returns the former role if it held all that is held now; nothing if it held something else. */
function compareAll(
  name: string,
  was: readonly Row[],
  is: readonly Row[],
  comparisonOf: CompareTenants,
): readonly FormerRole[] {
  let isOnSameRecords = true;
  for (const [at, before] of was.entries()) {
    const after = is[at];
    const { joint, relationOf } = comparisonOf(before.tenant.name);
    const [had, has] = [joint.fromBase(before.effective), joint.fromHead(after?.effective)];
    if (!after || had.some((word, index) => word !== has[index])) return [];
    isOnSameRecords &&= listIndices(had).every((number) => {
      const { base, head } = joint.cells[number] ?? {};
      if (!base?.model || !head?.model) return true;
      return relationOf(reachOf(before, base), reachOf(after, head), compareColumns(base, head)) === 'same';
    });
  }
  return [{ name, isOnSameRecords }];
}

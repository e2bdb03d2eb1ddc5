import type { Severity } from '../../diagnostics/codes.ts';
import type { ComparedGuards, InvariantChange } from '../../model/change.ts';
import { placeIn, valueIn } from '../../model/document.ts';
import { holderOf, type Invariant, type InvariantBreach, type Waiver } from '../../model/invariant.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Pair } from '../../model/pair.ts';
import type { Policy } from '../../model/policy.ts';
import { groupBy } from '../../text/group-by.ts';
import { carryOverInvariant } from './carry-over-invariant.ts';
import { listBreaches, listBreachesOf } from './list-breaches.ts';

/** Compares which invariants are broken on two sides, and what waives it. Dates are compared with each other, never with a day. */
export function compareGuards({ base, head }: Pair<Matrix>): ComparedGuards {
  const breaches = { base: listBreaches(base), head: listBreaches(head) };
  return {
    invariants: [...compareInvariants(head.policy, breaches), ...findUnguarded({ base, head }, breaches)],
    waivers: compareWaivers({ base: base.policy, head: head.policy }, breaches.head),
  };
}

const keyOf = ({ invariant, tenant, who }: InvariantBreach): string =>
  JSON.stringify([invariant.name, tenant, who]);

function compareInvariants(
  { invariants }: Policy,
  { base, head }: Pair<readonly InvariantBreach[]>,
): ComparedGuards['invariants'] {
  const [before, after] = [mapBreaches(base), mapBreaches(head)];
  const isOpen = (one: InvariantBreach | undefined) => one !== undefined && one.waivers.length === 0;
  const broken: InvariantBreach[] = [];
  const waived: InvariantBreach[] = [];
  for (const one of head) {
    const was = before.get(keyOf(one));
    const isSame = was !== undefined && isOpen(was) === isOpen(one);
    const added = isSame ? listAddedPermissions(was, one) : one.permissions;
    if (isSame && added.length === 0) continue;
    (isOpen(one) ? broken : waived).push({ ...one, permissions: added });
  }
  const mended = base.filter((one) => !after.has(keyOf(one)));
  const some = { broken, waived, mended };
  return invariants.flatMap((invariant) =>
    (['broken', 'waived', 'mended'] as const).flatMap((change): ComparedGuards['invariants'] => {
      const own = some[change].filter((one) => one.invariant.name === invariant.name);
      if (own.length === 0) return [];
      return [
        {
          invariant: invariant.name,
          severity: invariant.severity,
          change,
          ...describeDemand(invariant),
          breaches: groupBreaches(own),
          ...(change !== 'mended' && printPermissions(own)),
          at: { side: 'head', place: invariant.at },
        },
      ];
    }),
  );
}

/** Lists the forbidden permissions by which something breaks an invariant that it broke before by fewer of them. */
function listAddedPermissions(was: InvariantBreach, is: InvariantBreach): readonly string[] {
  if (is.invariant.demand !== 'mustNot') return [];
  return is.permissions.filter((permission) => !was.permissions.includes(permission));
}

const describeDemand = ({ demand, because }: Invariant): Pick<InvariantChange, 'demand' | 'because'> => ({
  demand,
  because,
});

const listPermissions = (some: readonly InvariantBreach[]): readonly string[] =>
  [...new Set(some.flatMap((one) => one.permissions))].sort();

function printPermissions(some: readonly InvariantBreach[]): Pick<InvariantChange, 'permissions'> {
  const permissions = listPermissions(some);
  return permissions.length > 0 ? { permissions } : {};
}

/**
 * Finds what invariants of the base would refuse in the head, where they are gone or demand less: whoever breaks one as it was
 * and broke it not before. What the head's own invariant refuses as gravely, or a waiver permits, is told as such.
 */
function findUnguarded(
  { base, head }: Pair<Matrix>,
  breaches: Pair<readonly InvariantBreach[]>,
): ComparedGuards['invariants'] {
  const [before, after] = [mapBreaches(breaches.base), mapBreaches(breaches.head)];
  return base.policy.invariants.flatMap((was): ComparedGuards['invariants'] => {
    const is = head.policy.invariants.find(({ name }) => name === was.name);
    if (is && isSameInvariant(was, is)) return [];
    const isLighter = is !== undefined && severities.indexOf(is.severity) > severities.indexOf(was.severity);
    const refused = listBreachesOf(head, carryOverInvariant(was, head.policy)).filter(
      (one) => one.waivers.length === 0 && !before.has(keyOf(one)) && (isLighter || !after.has(keyOf(one))),
    );
    if (refused.length === 0) return [];
    return [
      {
        invariant: was.name,
        severity: was.severity,
        change: 'unguarded',
        ...describeDemand(was),
        breaches: groupBreaches(refused),
        ...printPermissions(refused),
        at: is ? { side: 'head', place: is.at } : { side: 'base', place: was.at },
      },
    ];
  });
}

const severities: readonly Severity[] = ['error', 'warning', 'info'];

const isSameInvariant = (was: Invariant, is: Invariant): boolean =>
  JSON.stringify(valueIn(placeIn(was.at.document, []))) ===
  JSON.stringify(valueIn(placeIn(is.at.document, [])));

const groupBreaches = (some: readonly InvariantBreach[]): InvariantChange['breaches'] =>
  [...groupBy(some, ({ who }) => who)]
    .map(([who, all]) => ({ who, tenants: all.map(({ tenant }) => tenant).sort() }))
    .sort((a, b) => (a.who < b.who ? -1 : 1));

const mapBreaches = (some: readonly InvariantBreach[]): ReadonlyMap<string, InvariantBreach> =>
  new Map(some.map((one) => [keyOf(one), one]));

function compareWaivers(
  { base, head }: Pair<Policy>,
  breaches: readonly InvariantBreach[],
): ComparedGuards['waivers'] {
  const holderKey = (one: Waiver) => JSON.stringify([one.invariant, holderOf(one)]);
  const wholeKey = (one: Waiver) => JSON.stringify([holderKey(one), one.tenant]);
  const before = new Map(base.waivers.map((one) => [wholeKey(one), one]));
  const after = new Map(head.waivers.map((one) => [wholeKey(one), one]));
  const gone = base.waivers.filter((one) => !after.has(wholeKey(one)));
  const found = head.waivers.flatMap((waiver): ComparedGuards['waivers'] => {
    const known = before.get(wholeKey(waiver));
    const moved = gone.find((one) => holderKey(one) === holderKey(waiver));
    if (!known && moved) gone.splice(gone.indexOf(moved), 1);
    const was = known ?? moved;
    if (was && isSameWaiver(was, waiver)) return [];
    const under = breaches.filter(({ waivers }) => waivers.includes(waiver));
    return [
      {
        waiver,
        ...(was && { was }),
        change: was ? 'changed' : 'added',
        tenants: listTenants(under),
        permissions: listPermissions(under),
        at: { side: 'head', place: placeIn(waiver.at.document, ['invariant']) },
      },
    ];
  });
  const removed = gone.map((waiver): ComparedGuards['waivers'][number] => {
    const left = breaches.filter(
      ({ invariant, tenant, who, waivers }) =>
        invariant.name === waiver.invariant &&
        who === holderOf(waiver) &&
        (waiver.tenant === undefined || waiver.tenant === tenant) &&
        waivers.length === 0,
    );
    const at = { side: 'base', place: placeIn(waiver.at.document, ['invariant']) } as const;
    return {
      waiver,
      change: 'removed',
      tenants: listTenants(left),
      permissions: listPermissions(left),
      at,
    };
  });
  return [...found, ...removed];
}

const listTenants = (some: readonly InvariantBreach[]): readonly string[] =>
  [...new Set(some.map(({ tenant }) => tenant))].sort();

const isSameWaiver = (one: Waiver, other: Waiver): boolean =>
  one.tenant === other.tenant &&
  one.until === other.until &&
  one.owner === other.owner &&
  one.because === other.because;

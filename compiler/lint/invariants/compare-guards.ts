import type { ComparedGuards } from '../../model/change.ts';
import { placeIn } from '../../model/document.ts';
import { holderOf, type InvariantBreach, type Waiver } from '../../model/invariant.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Pair } from '../../model/pair.ts';
import type { Policy } from '../../model/policy.ts';
import { groupBy } from '../../text/group-by.ts';
import { listBreaches } from './list-breaches.ts';

/** Compares which invariants are broken on two sides, and what waives it. Dates are compared with each other, never with a day. */
export function compareGuards({ base, head }: Pair<Matrix>): ComparedGuards {
  const breaches = { base: listBreaches(base), head: listBreaches(head) };
  return {
    invariants: compareInvariants(head.policy, breaches),
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
  const broken = head.filter((one) => isOpen(one) && !isOpen(before.get(keyOf(one))));
  const waived = head.filter((one) => {
    const was = before.get(keyOf(one));
    return !isOpen(one) && (was === undefined || isOpen(was));
  });
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
          breaches: [...groupBy(own, ({ who }) => who)]
            .map(([who, all]) => ({ who, tenants: all.map(({ tenant }) => tenant).sort() }))
            .sort((a, b) => (a.who < b.who ? -1 : 1)),
          at: { side: 'head', place: invariant.at },
        },
      ];
    }),
  );
}

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
    return { waiver, change: 'removed', tenants: listTenants(left), at };
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

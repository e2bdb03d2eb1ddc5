import { type Bits, isEmpty } from '../../model/bits.ts';
import type { ChangedDocument, Swap } from '../../model/change.ts';
import { type Place, valueIn } from '../../model/document.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import type { Pair } from '../../model/pair.ts';
import type { Layer, Policy } from '../../model/policy.ts';
import { keyOfReach, linkTo } from '../../model/record-reach.ts';
import { groupBy } from '../../text/group-by.ts';
import { type Json, writeCanonicalJson } from '../../text/json.ts';
import type { JointCatalog } from './join-catalogs.ts';
import { listCircles } from './list-circles.ts';
import type { View } from './open-view.ts';

/**
 * Finds user types, seats, tenants, portfolios and properties of a model that say now what others of them said, so that two changed
 * places, or more went round. Only what changed on both sides is looked at.
 */
export function findSwappedDocuments(
  documents: readonly ChangedDocument[],
  { base, head }: Pair<View>,
  joint: JointCatalog,
): readonly Swap[] {
  const changed = groupBy(
    documents.filter((document) => document.base && document.head),
    ({ kind }) => kind,
  );
  const namesOf = (kind: DocumentKind) => new Set(changed.get(kind)?.map(({ name }) => name));
  const find = (
    kind: Swap['kind'],
    document: DocumentKind,
    list: (policy: Policy) => readonly Comparable[],
  ) => {
    const names = namesOf(document);
    const isMeant = ({ name }: Comparable) => names.has(name);
    const [was, is] = [base, head].map(({ matrix }) => list(matrix.policy).filter(isMeant));
    return findSwaps(kind, was ?? [], is ?? []);
  };
  const bitsOf = (policy: Policy) => (policy === head.matrix.policy ? joint.fromHead : joint.fromBase);
  return [
    ...find('user type', 'UserType', (policy) =>
      policy.userTypes.map(({ name, layer }) => describeLayer(name, layer, bitsOf(policy))),
    ),
    ...find('seat', 'Seat', (policy) =>
      policy.seats.map(({ name, layer }) => describeLayer(name, layer, bitsOf(policy))),
    ),
    ...find('tenant', 'Tenant', (policy) =>
      policy.tenants.map(({ name, ceiling }) => describeLayer(name, ceiling, bitsOf(policy))),
    ),
    ...find('portfolio', 'Portfolio', listPortfolios),
    ...[...namesOf('Model')].flatMap((model) => {
      const [was, is] = [base, head].map(({ matrix }) => listProperties(matrix.policy, model));
      return findSwaps('property', was ?? [], is ?? []).map((swap) => ({ ...swap, model }));
    }),
  ];
}

/** Something with all that it says as a text, which is equal only for what says the same; absent if it says nothing. */
interface Comparable {
  readonly name: string;
  readonly at: Place;
  readonly says: string | undefined;
}

const describeLayer = (name: string, { held, at }: Layer, number: (bits: Bits) => Bits): Comparable => {
  const cells = number(held);
  return { name, at, says: isEmpty(cells) ? undefined : cells.join() };
};

const listPortfolios = ({ portfolios }: Policy): readonly Comparable[] =>
  portfolios.map(({ name, at, on, tenant, reach }) => ({
    name,
    at,
    says: JSON.stringify([tenant, on, reach === 'all' ? reach : keyOfReach(linkTo(on, [], reach))]),
  }));

const listProperties = ({ catalog }: Policy, model: string): readonly Comparable[] =>
  catalog.modelOf
    .get(model)
    ?.properties.map(({ name, at }) => ({ name, at, says: writeCanonicalJson(valueIn(at) as Json) })) ?? [];

/** Finds circles of changed things of which each says what another one said, and no third one did. */
function findSwaps(
  kind: Swap['kind'],
  was: readonly Comparable[],
  is: readonly Comparable[],
): readonly Swap[] {
  const saidBy = new Map(was.map(({ name, says }) => [name, says]));
  const saidNow = new Map(is.map(({ name, says }) => [name, says]));
  const isChanged = ({ name }: Comparable) => saidBy.get(name) !== saidNow.get(name);
  const namesBySaying = groupBy(was.filter(isChanged), ({ says = '' }) => says);
  const formerOf = new Map<string, string>();
  for (const { name, says } of is.filter(isChanged)) {
    const [former, another] = says === undefined ? [] : (namesBySaying.get(says) ?? []);
    if (former && !another) formerOf.set(name, former.name);
  }
  const placeOf = new Map(is.map(({ name, at }) => [name, at]));
  return listCircles(formerOf).map((names) => ({
    kind,
    names,
    at: names.flatMap((name) => {
      const place = placeOf.get(name);
      return place ? [{ side: 'head' as const, place }] : [];
    }),
  }));
}

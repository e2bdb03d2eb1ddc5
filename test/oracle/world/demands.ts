import { cellsOf } from '../catalog.ts';
import {
  type Document,
  type Invariant,
  ofKind,
  partsOf,
  type Selection,
  selects,
  type Waiver,
} from '../documents.ts';
import { usersOf } from '../users.ts';
import { type Draw, isLikely, pick, repeat, some } from './draw.ts';
import type { Possible } from './possible.ts';

/** Returns random invariants that are valid for a world, and waivers that end around 2027-01-31. */
export function drawDemands(
  draw: Draw,
  possible: Possible,
  documents: readonly Document[],
): readonly (Invariant | Waiver)[] {
  const cells = cellsOf(documents);
  if (cells.length === 0) return [];
  const invariants = repeat(draw, 1, 4, (at) => drawInvariant(draw, possible, documents, `rule-${at + 1}`));
  const known = new Set<string>();
  const waivers = repeat(draw, 0, 3, () => drawWaiver(draw, possible, documents, invariants)).filter(
    (waiver): waiver is Waiver => {
      if (waiver === undefined) return false;
      const key = JSON.stringify([waiver.invariant, waiver.role, waiver.user, waiver.tenant]);
      return !known.has(key) && known.add(key) !== undefined;
    },
  );
  return [...invariants, ...waivers];
}

function drawInvariant(
  draw: Draw,
  possible: Possible,
  documents: readonly Document[],
  name: string,
): Invariant {
  const base = { kind: 'Invariant' as const, name, because: 'It was drawn.' };
  const severity = pick(draw, ['error', 'warning', 'info'] as const);
  const tenants = drawSelection(draw, ofKind(documents, 'Tenant'), possible.demands ? 25 : 0);
  const cells = cellsIn(documents, tenants);
  const patterns = (most: number) => [
    ...new Set(repeat(draw, 1, most, () => generalize(draw, pick(draw, cells)))),
  ];
  const sort = draw(possible.demands ? 5 : 3);
  if (sort === 4) return { ...base, severity, ...(tenants ? { tenants } : {}), mustSomeone: patterns(2) };
  const roles = drawSelection(draw, rolesOf(documents), 40);
  const userTypes = drawSelection(draw, ofKind(documents, 'UserType'), 30);
  const portfolios = drawSelection(
    draw,
    ofKind(documents, 'Portfolio').filter(({ tenant }) => tenant === undefined),
    possible.demandPortfolios ? 20 : 0,
  );
  const narrowed = {
    ...base,
    severity,
    ...(roles ? { roles } : {}),
    ...(tenants ? { tenants } : {}),
    ...(userTypes ? { userTypes } : {}),
    ...(portfolios ? { portfolios } : {}),
    ...(possible.demands && isLikely(draw, 25) ? { when: patterns(1) } : {}),
  };
  const ways = possible.demands ? (['cap', 'ceilings', 'model'] as const) : (['cap'] as const);
  const within = isLikely(draw, 50) ? { within: pick(draw, ways) } : {};
  if (sort === 0) return { ...narrowed, must: patterns(2), ...within };
  if (sort === 1) return { ...narrowed, mustNot: patterns(2) };
  if (sort === 3) return { ...narrowed, mustSome: patterns(2), ...within };
  const [one = '', ...others] = patterns(3);
  return {
    ...narrowed,
    mustNotTogether: [one, ...(others.length > 0 ? others : [generalize(draw, pick(draw, cells))])],
  };
}

/** The cells that some tenant of a selection has: "an invariant that names a cell no tenant has is an error". */
function cellsIn(documents: readonly Document[], tenants: Selection | undefined): readonly string[] {
  const chosen = ofKind(documents, 'Tenant').filter(
    ({ name }) => tenants === undefined || selects(tenants, name),
  );
  return [...new Set([...cellsOf(documents), ...chosen.flatMap(({ name }) => cellsOf(documents, name))])];
}

/** A permission with stars in place of some of its parts; it still matches the permission. */
function generalize(draw: Draw, permission: string): string {
  const { subject, property, action } = partsOf(permission);
  const star = (part: string, percent: number) => (isLikely(draw, percent) ? '*' : part);
  const middle = property === undefined ? '' : `.${star(property, 40)}`;
  return `${star(subject, 30)}${middle}:${star(action, 20)}`;
}

/** The roles that have a row somewhere. */
const rolesOf = (documents: readonly Document[]) =>
  ofKind(documents, 'Role').filter((role) => role.abstract !== true);

function drawSelection(
  draw: Draw,
  named: readonly { readonly name: string }[],
  percent: number,
): Selection | undefined {
  if (named.length === 0 || !isLikely(draw, percent)) return undefined;
  const names = [...new Set(some(draw, named, 40).map(({ name }) => name))];
  if (names.length === 0) return 'all';
  return isLikely(draw, 50) ? names : { except: names };
}

function drawWaiver(
  draw: Draw,
  possible: Possible,
  documents: readonly Document[],
  invariants: readonly Invariant[],
): Waiver | undefined {
  const waivable = invariants.filter(({ mustSomeone }) => mustSomeone === undefined);
  const roles = rolesOf(documents);
  if (waivable.length === 0 || roles.length === 0) return undefined;
  const tenant = pick(draw, ofKind(documents, 'Tenant')).name;
  const base = {
    kind: 'Waiver' as const,
    invariant: pick(draw, waivable).name,
    owner: 'security@acme.example',
    because: 'It was drawn.',
    until: pick(draw, ['2027-02-01', '2027-01-31', '2027-01-30', '2027-06-01']),
  };
  const users = usersOf(documents, tenant);
  if (possible.demands && users.length > 0 && isLikely(draw, 20))
    return { ...base, user: pick(draw, users).id, tenant };
  const role = pick(draw, roles);
  if (!isLikely(draw, 40)) return { ...base, role: role.name };
  return { ...base, role: role.name, tenant: role.tenant ?? tenant };
}

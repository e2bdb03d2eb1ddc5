import {
  type Document,
  ofKind,
  type PropertyType,
  type Seat,
  type Tenant,
  type User,
  type UserType,
} from '../documents.ts';
import { isOffered } from '../resolve.ts';
import { isAssignable } from '../users.ts';
import { type Hand, packagesIn } from './catalog.ts';
import { valuesOf } from './conditions.ts';
import { atLeastOne, type Draw, isLikely, pick, repeat, some } from './draw.ts';
import { clip, drawGrants } from './layers.ts';

/** Returns user types: of each audience the first is the highest, and each other is cut to lie inside the one before it. */
export function drawUserTypes(hand: Hand, documents: readonly Document[]): readonly UserType[] {
  const { draw, possible, names, size } = hand;
  const found: UserType[] = [];
  const count = 1 + draw(2 + size);
  const other = names.next('audience');
  for (let at = 0; at < count; at++) {
    const audience = possible.audiences && at > 0 && isLikely(draw, 35) ? other : undefined;
    const higher = found.findLast((type) => type.audience === audience);
    const drawn = drawGrants(draw, { documents, generosity: 80 });
    found.push({
      kind: 'UserType',
      name: names.next('userType'),
      rank: 10 * (count - at) + draw(3),
      ...(audience === undefined ? {} : { audience }),
      allows: higher === undefined ? drawn : clip(documents, drawn, higher.allows),
    });
  }
  return found;
}

/** Returns seats that combine with at least one user type each. */
export function drawSeats(hand: Hand, documents: readonly Document[]): readonly Seat[] {
  const { draw, names } = hand;
  const types = ofKind(documents, 'UserType').map(({ name }) => name);
  return repeat(draw, 0, 2, () => ({
    kind: 'Seat',
    name: names.next('seat'),
    combinesWith: atLeastOne(draw, types, 60),
    ...(isLikely(draw, 60) ? { package: pick(draw, ['Gold', 'Basic', 'Silver']) } : {}),
    adds: drawGrants(draw, { documents, generosity: 40 }),
  }));
}

/** Returns a tenant that has some of the packages there are. */
export function drawTenant(hand: Hand, documents: readonly Document[], name: string): Tenant {
  const { draw } = hand;
  return {
    kind: 'Tenant',
    name,
    title: `Tenant ${name}`,
    plan: pick(draw, ['Enterprise', 'Professional']),
    packages: some(draw, packagesIn(documents), 70),
    ceiling: drawGrants(draw, { documents, tenant: name, generosity: 85 }),
  };
}

/** Returns the seats that a tenant can give: those that need no package and those whose package it has. */
export const seatsOf = (documents: readonly Document[], { packages = [] }: Tenant): readonly Seat[] =>
  ofKind(documents, 'Seat').filter((seat) => seat.package === undefined || packages.includes(seat.package));

/** Returns the users of a tenant, each of whom has only roles assignable to them. */
export function drawUsers(hand: Hand, documents: readonly Document[], tenant: Tenant): readonly Document[] {
  const { draw, possible, size } = hand;
  const found: User[] = [];
  const attributes = Object.entries(ofKind(documents, 'Principal')[0]?.attributes ?? {});
  for (let count = draw(3 + size); count > 0; count--) {
    const userType = pick(draw, ofKind(documents, 'UserType')).name;
    const seats = some(
      draw,
      seatsOf(documents, tenant).filter(({ combinesWith }) => combinesWith.includes(userType)),
      60,
    ).map(({ name }) => name);
    const roles = ofKind(documents, 'Role').filter(
      (role) => isOffered(documents, tenant, role) && isAssignable(documents, role, { userType, seats }),
    );
    found.push({
      id: `user${found.length + 1}`,
      userType,
      ...(seats.length > 0 ? { seats } : {}),
      roles: some(draw, roles, 60).map(({ name }) => name),
      ...(isLikely(draw, 20) ? { active: isLikely(draw, 50) } : {}),
      ...(possible.users && found.length > 0 && isLikely(draw, 25) ? { madeBy: pick(draw, found).id } : {}),
      ...(possible.users && isLikely(draw, 50) ? { attributes: drawAttributes(draw, attributes) } : {}),
    });
  }
  if (found.length === 0) return [];
  const complete = possible.users && isLikely(draw, 40) ? { complete: true } : {};
  return [{ kind: 'Users', tenant: tenant.name, ...complete, users: found }];
}

function drawAttributes(
  draw: Draw,
  attributes: readonly (readonly [string, { readonly type: PropertyType }])[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    some(draw, attributes, 80).map(([name, { type }]) => [
      name,
      type === 'list' ? some(draw, valuesOf('list'), 50) : pick(draw, valuesOf(type)),
    ]),
  );
}

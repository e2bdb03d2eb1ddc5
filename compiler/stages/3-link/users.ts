import { didYouMean } from '../../diagnostics/suggest.ts';
import { type Parsed, type Place, placeIn, spanOf } from '../../model/document.ts';
import type { UsersDocument } from '../../model/documents.generated.ts';
import { explainNotAssignable } from '../../model/explain-not-assignable.ts';
import { foldId } from '../../model/fold-id.ts';
import type { Role, Seat, Tenant, User, UserType } from '../../model/policy.ts';
import { groupBy } from '../../text/group-by.ts';
import { listNames } from '../../text/list.ts';
import { byCodeUnit } from '../../text/order.ts';
import { listUnboughtSeats, relatePackages } from './bought-packages.ts';
import { roleKey } from './inclusion.ts';
import type { RoleContext } from './roles.ts';
import { linkUserAttributes } from './user-attributes.ts';

/**
 * Links the users of one tenant, sorted by id, and counts the active ones against its limits. Unless all its
 * packages are clear, a role that it is not offered may well be meant to be.
 */
export function linkUsers(
  documents: readonly Parsed[],
  tenant: Tenant,
  isClear: boolean,
  shared: ReadonlyMap<string, Role>,
  context: RoleContext,
): readonly User[] {
  const known = new Map<string, User>();
  for (const { document, value, without } of documents) {
    for (const [index, written] of ((value as UsersDocument).users ?? []).entries()) {
      if (without?.has(index)) continue;
      const inside = (...path: (string | number)[]) => placeIn(document, ['users', index, ...path]);
      const user = linkUser(written, inside, tenant, isClear, shared, context);
      const first = known.get(written.id);
      if (first)
        context.report(
          'declared-twice',
          spanOf(inside('id')),
          { what: 'user', name: written.id },
          'keep one of the two',
          { related: [{ at: spanOf(first.at), note: 'first declared here' }] },
        );
      else if (user) known.set(user.id, user);
    }
  }
  const users = [...known.values()].sort((a, b) => byCodeUnit(a.id, b.id));
  warnOfLookAlikes(users, context.report);
  checkMakers(users, tenant, context.report);
  checkLimits(users, tenant, context);
  return users;
}

const withPart = (place: Place, part: Place['part'] = 'value'): Place => ({ ...place, part });

/** Reports a maker who is not declared, and makers that go in a circle. */
function checkMakers(users: readonly User[], tenant: Tenant, report: RoleContext['report']): void {
  const byId = new Map(users.map((user) => [user.id, user]));
  const placeOf = ({ at }: User) => placeIn(at.document, [...at.path.slice(0, -1), 'madeBy']);
  const checked = new Set<User>();
  for (const user of users) {
    const walk: User[] = [];
    let next: User | undefined = user;
    while (next && !checked.has(next) && !walk.includes(next)) {
      walk.push(next);
      const madeBy: string | undefined = next.madeBy;
      const maker: User | undefined = madeBy === undefined ? undefined : byId.get(madeBy);
      if (madeBy !== undefined && !maker)
        report(
          'unknown-user',
          spanOf(placeOf(next)),
          { name: madeBy, where: `tenant \`${tenant.name}\`` },
          didYouMean(madeBy, byId.keys()),
        );
      next = maker;
    }
    if (next && walk.includes(next)) {
      const circle = walk.slice(walk.indexOf(next));
      report(
        'maker-circle',
        spanOf(placeOf(next)),
        { users: [...circle, next].map(({ id }) => `\`${id}\``).join(' → ') },
        'take away the `madeBy` of the one whom nobody made',
      );
    }
    for (const one of walk) checked.add(one);
  }
}

/** Warns of ids that people, or an identity provider, take for one; ids are compared exactly. */
function warnOfLookAlikes(users: readonly User[], report: RoleContext['report']): void {
  for (const [first, ...others] of groupBy(users, ({ id }) => foldId(id)).values())
    for (const { id, at } of others)
      report(
        'user-looks-alike',
        spanOf(at),
        { user: id, other: first.id },
        'delete one of the two, if they are one person',
        { related: [{ at: spanOf(first.at), note: 'the other is declared here' }] },
      );
}

function linkUser(
  written: NonNullable<UsersDocument['users']>[number],
  inside: (...path: (string | number)[]) => Place,
  tenant: Tenant,
  isClear: boolean,
  shared: ReadonlyMap<string, Role>,
  context: RoleContext,
): User | undefined {
  const { caps, portfolios, faulty, report } = context;
  const { id, active = true } = written;
  const userType = caps.userType(written.userType, inside('userType'));
  const seats = caps.seatsOf(written.seats ?? [], inside('seats'), userType);
  const isFaulty = (name: string) => faulty.has(roleKey(name)) || faulty.has(roleKey(name, tenant.name));
  const isWhole = seats.length === (written.seats ?? []).length;
  const roles = (written.roles ?? []).flatMap((name, index) => {
    const role = tenant.roles.find((offered) => offered.name === name);
    const isExcused = isFaulty(name) || (!isClear && shared.has(name));
    if (!role && !isExcused)
      reportUnknownRole(`user \`${id}\``, name, inside('roles', index), tenant, shared, context);
    return role ? [{ role, at: inside('roles', index) }] : [];
  });
  if (!userType) return undefined;
  if (isClear) reportUnboughtSeats(seats, written.seats ?? [], inside, tenant, report);
  const user: User = {
    id,
    at: inside('id'),
    userType,
    seats,
    roles: [...new Set(roles.map(({ role }) => role))],
    active,
    attributes: linkUserAttributes(
      id,
      written.attributes ?? {},
      (attribute, part) => withPart(inside('attributes', attribute), part),
      { attributes: portfolios.attributes, called: `user \`${id}\``, report },
    ),
    ...(written.madeBy !== undefined && { madeBy: written.madeBy }),
    cap: caps.capOf(userType, seats),
  };
  for (const { role, at } of roles) checkAssignable(user, role, at, isWhole, report);
  if ((written.roles ?? []).length === 0)
    report(
      'user-without-role',
      spanOf(inside('id')),
      { user: id },
      'give the user a role, or delete the user',
    );
  else if (roles.length === (written.roles ?? []).length && !roles.some(({ role }) => isFaulty(role.name)))
    warnOfWaste(user, inside, caps.userTypes, report);
  return user;
}

/** Reports a role that a user cannot hold. Unless all seats of the user are known, the seats of the role are not asked for. */
function checkAssignable(
  user: User,
  role: Role,
  at: Place,
  areSeatsKnown: boolean,
  report: RoleContext['report'],
): void {
  const reason = explainNotAssignable(user, areSeatsKnown ? role : { ...role, seats: [] });
  if (reason === undefined) return;
  report(
    'role-not-assignable',
    spanOf(at),
    { who: `user \`${user.id}\``, role: role.name, reason },
    'change the user type or the seats of the user, or give another role',
    { related: [{ at: spanOf(role.at), note: `role \`${role.name}\` is declared here` }] },
  );
}

/** Reports a role that a tenant is not offered; `who` is what people call whoever is to hold it. */
export function reportUnknownRole(
  who: string,
  name: string,
  at: Place,
  tenant: Tenant,
  shared: ReadonlyMap<string, Role>,
  context: Pick<RoleContext, 'abstract' | 'report'>,
): void {
  const { report } = context;
  const abstract = findAbstract(name, tenant, context);
  if (abstract) {
    report(
      'role-not-assignable',
      spanOf(at),
      { who, role: name, reason: 'it is abstract, and exists to be included by others' },
      'give a role that includes it',
      { related: [{ at: spanOf(abstract), note: `role \`${name}\` is declared here` }] },
    );
    return;
  }
  const known = shared.get(name);
  const offered = tenant.roles.map((role) => role.name);
  const [seat] = listUnboughtSeats(known?.seats ?? [], tenant);
  report(
    'unknown-role',
    spanOf(at),
    { name, tenant: tenant.name },
    seat
      ? `its seat \`${seat.name}\` needs package \`${seat.package}\`, which the tenant has not bought`
      : (didYouMean(name, offered) ??
          (offered.length > 0 && offered.length <= 8 ? `it has ${listNames(offered)}` : undefined)),
    { related: known && [{ at: spanOf(known.at), note: 'this role is not offered here' }] },
  );
}

/** Reports the seats of a user that the tenant cannot give, for want of their packages. */
function reportUnboughtSeats(
  seats: readonly Seat[],
  written: readonly string[],
  inside: (...path: (string | number)[]) => Place,
  tenant: Tenant,
  report: RoleContext['report'],
): void {
  for (const seat of listUnboughtSeats(seats, tenant))
    report(
      'package-missing',
      spanOf(inside('seats', written.indexOf(seat.name))),
      { seat: seat.name, package: seat.package, tenant: tenant.name },
      `take the seat from the user, or add \`${seat.package}\` to the tenant’s packages once it is bought`,
      { related: [relatePackages(tenant)] },
    );
}

/** Finds where an abstract role of a name is declared, of the tenant's own or of every tenant's. */
const findAbstract = (
  name: string,
  { name: tenant }: Tenant,
  { abstract }: Pick<RoleContext, 'abstract'>,
): Place | undefined => abstract.get(roleKey(name, tenant)) ?? abstract.get(roleKey(name));

function warnOfWaste(
  user: User,
  inside: (...path: (string | number)[]) => Place,
  userTypes: readonly UserType[],
  report: RoleContext['report'],
): void {
  const isOfAudience = ({ audience }: UserType) => audience === user.userType.audience;
  const suitable = user.roles.filter((role) => isOfAudience(role.userType));
  const needed = Math.max(...suitable.map((role) => role.userType.rank));
  const enough = userTypes.find((one) => isOfAudience(one) && one.rank === needed);
  if (enough && user.userType.rank > needed)
    report(
      'type-higher-than-needed',
      spanOf(inside('userType')),
      {
        user: user.id,
        userType: user.userType.name,
        enough: enough.name,
      },
      `make the user \`${enough.name}\`, or give a role that needs \`${user.userType.name}\``,
    );
  for (const [index, seat] of user.seats.entries()) {
    if (user.roles.some((role) => role.seats.includes(seat))) continue;
    report(
      'seat-not-needed',
      spanOf(inside('seats', index)),
      { user: user.id, seat: seat.name },
      'take the seat from the user, or give a role that needs it',
    );
  }
}

function checkLimits(users: readonly User[], tenant: Tenant, { report }: RoleContext): void {
  const active = users.filter((user) => user.active);
  for (const [name, { most, at }] of tenant.limits) {
    const holds = (holder: UserType | Seat) => holder.name === name;
    const used = active.filter((user) => holds(user.userType) || user.seats.some(holds));
    if (used.length <= most) continue;
    const last = used.at(-1);
    report(
      'limit-exceeded',
      spanOf(at),
      { name, tenant: tenant.name, used: used.length, limit: most },
      'deactivate users, change their user type or seats, or have the limit raised by contract',
      { related: last && [{ at: spanOf(last.at), note: 'one of them' }] },
    );
  }
}

import { explainNotAssignable } from '../../model/explain-not-assignable.ts';
import {
  type Policy,
  type Role,
  type Seat,
  sharedOf,
  type Tenant,
  type User,
  type UserType,
} from '../../model/policy.ts';
import { listFirstNames, listNames } from '../../text/list.ts';
import { listRoleUses } from '../edit-role/list-role-uses.ts';
import { listObstacles } from '../edit-role/remove-role.ts';
import { QuestionError } from '../question-error.ts';
import type { PlannedStep, PlannedSteps, PlannedUser } from './steps.ts';

/** Somebody who holds a role, in a tenant. */
interface Holder {
  readonly tenant: Tenant;
  readonly user: User;
}

/** Lists those who hold a role: in all tenants, or in one. */
function listHolders({ tenants }: Policy, role: Role, only: string | undefined): readonly Holder[] {
  return tenants
    .filter(({ name }) => only === undefined || name === only)
    .flatMap((tenant) =>
      (tenant.users ?? [])
        .filter(({ roles }) => roles.some((held) => sharedOf(held) === sharedOf(role)))
        .map((user) => ({ tenant, user })),
    );
}

const nameHolder = ({ tenant, user }: Holder): PlannedUser => ({ tenant: tenant.name, user: user.id });

/** Returns the name of the copy of a role for a user type. */
export const nameClone = (role: string, userType: UserType): string =>
  `${role}-${userType.name.toLowerCase()}`;

/** The options of a downgrade. */
export interface DowngradeOptions {
  /** The only tenant whose holders are moved. */
  readonly tenant: string | undefined;
  readonly userType: UserType;
  readonly seats: readonly Seat[] | undefined;
  /** The name of the copy; by default that of the role and the type. */
  readonly name: string | undefined;
}

/**
 * Plans how those who hold a role come to a smaller user type: a copy of the role for the type, given to each before the role is
 * taken from them, and their type changed only then; the role goes last.
 */
export function planDowngrade(policy: Policy, role: Role, options: DowngradeOptions): PlannedSteps {
  const { tenant, userType } = options;
  if (userType.audience !== role.userType.audience)
    throw new QuestionError(
      `user type \`${userType.name}\` is of another audience than role \`${role.name}\``,
    );
  if (userType.rank >= role.userType.rank)
    throw new QuestionError(
      `role \`${role.name}\` has user type \`${role.userType.name}\`, and \`${userType.name}\` is no smaller one`,
    );
  const seats = options.seats ?? role.seats.filter((seat) => seat.combinesWith.has(userType.name));
  const name = options.name ?? nameClone(role.name, userType);
  const holders = listHolders(policy, role, tenant);
  const owner = role.tenant ?? tenant;
  const moved = holders.filter(({ user }) => canHave(user, role, userType, seats));
  const remarks = holders
    .filter((holder) => !moved.includes(holder))
    .map(({ user, tenant: of }) => explainKeptType(user, of, role, userType));
  const removal = planRemoval(policy, role, tenant);
  return {
    steps: [
      { kind: 'clone', role, name, tenant: owner, userType, seats },
      ...planHandover(name, role.name, holders),
      ...planTypes(userType, moved, (user) => keepSeats(user, role, userType, seats)),
      ...removal.steps,
    ],
    remarks: [...remarks, ...removal.remarks],
  };
}

/** Plans to give users one role, and only then to take another from them. */
function planHandover(given: string, taken: string, holders: readonly Holder[]): readonly PlannedStep[] {
  if (holders.length === 0) return [];
  const users = holders.map(nameHolder);
  const lacking = holders
    .filter(({ user }) => !user.roles.some(({ name }) => name === given))
    .map(nameHolder);
  return [
    ...(lacking.length > 0 ? [{ kind: 'give', role: given, users: lacking } as const] : []),
    { kind: 'take', role: taken, users },
  ];
}

function planTypes(
  userType: UserType,
  holders: readonly Holder[],
  seatsOf: (user: User) => readonly Seat[],
): readonly PlannedStep[] {
  const users = holders.flatMap((holder) => {
    const { user } = holder;
    const seats = seatsOf(user).map(({ name }) => name);
    const isSame = user.userType.name === userType.name && seats.length === user.seats.length;
    return isSame ? [] : [{ ...nameHolder(holder), seats }];
  });
  return users.length === 0 ? [] : [{ kind: 'type', userType: userType.name, users }];
}

/** Returns true if a user can have a type once a role is no more theirs: if they can hold all their other roles with it. */
function canHave(user: User, without: Role, userType: UserType, seats: readonly Seat[]): boolean {
  if (user.userType.audience !== userType.audience) return false;
  const seatsKept = keepSeats(user, without, userType, seats);
  return user.roles
    .filter((role) => sharedOf(role) !== sharedOf(without))
    .every((role) => explainNotAssignable({ userType, seats: seatsKept }, role) === undefined);
}

function explainKeptType(user: User, tenant: Tenant, without: Role, userType: UserType): string {
  const others = user.roles.filter((role) => sharedOf(role) !== sharedOf(without));
  const above = others.filter(
    (role) => explainNotAssignable({ userType, seats: user.seats }, role) !== undefined,
  );
  const roles = above.length > 0 ? above : others;
  const names = listNames(roles.map(({ name }) => name));
  return `user \`${user.id}\` of \`${tenant.name}\` keeps user type \`${user.userType.name}\`, which ${names} ${roles.length > 1 ? 'need' : 'needs'}`;
}

/** Returns the seats that a user keeps with another type: those that combine with it and were not there for the old role alone. */
function keepSeats(user: User, without: Role, userType: UserType, needed: readonly Seat[]): readonly Seat[] {
  const others = user.roles.filter((role) => sharedOf(role) !== sharedOf(without));
  const isNamed = (seats: readonly Seat[], { name }: Seat) => seats.some((seat) => seat.name === name);
  return user.seats.filter((seat) => {
    if (!seat.combinesWith.has(userType.name)) return false;
    const isNeeded = isNamed(needed, seat) || others.some((role) => isNamed(role.seats, seat));
    return isNeeded || !isNamed(without.seats, seat);
  });
}

/** Plans to remove a role, unless something else names it or others have it too. */
function planRemoval(policy: Policy, role: Role, only: string | undefined): PlannedSteps {
  if (role.tenant === undefined && only !== undefined)
    return { steps: [], remarks: [`role \`${role.name}\` stays, since every tenant has it`] };
  const obstacles = listObstacles(listRoleUses(policy, role));
  if (obstacles.length === 0) return { steps: [{ kind: 'remove', role }], remarks: [] };
  const files = [...new Set(obstacles.map(({ at }) => at.document.source.path))];
  return {
    steps: [],
    remarks: [
      `role \`${role.name}\` stays, since others name it; take it out first: ${listFirstNames(files, 4)}`,
    ],
  };
}

/** Plans how a role goes: another one is given to each of its holders before it is taken from them, and it is removed last. */
export function planRetirement(
  policy: Policy,
  role: Role,
  to: string,
  only: string | undefined,
): PlannedSteps {
  if (role.name === to) throw new QuestionError(`role \`${to}\` cannot take its own place`);
  const holders = listHolders(policy, role, only);
  for (const { tenant, user } of holders) {
    const other = tenant.roles.find(({ name }) => name === to);
    if (!other)
      throw new QuestionError(
        `tenant \`${tenant.name}\`, where \`${role.name}\` is held, has no role \`${to}\``,
      );
    const reason = explainNotAssignable(user, other);
    if (reason !== undefined)
      throw new QuestionError(
        `user \`${user.id}\` of \`${tenant.name}\` cannot be given role \`${to}\`: ${reason}; move them with \`plafond plan move\` first`,
      );
  }
  const removal = planRemoval(policy, role, only);
  return {
    steps: [...planHandover(to, role.name, holders), ...removal.steps],
    remarks: removal.remarks,
  };
}

/** Plans how users come to another type: roles above it are replaced by copies for it, before the type changes. */
export function planMove(
  holders: readonly Holder[],
  userType: UserType,
  seats: readonly Seat[] | undefined,
): PlannedSteps {
  const clones = new Map<string, PlannedStep>();
  const handovers = new Map<
    string,
    { readonly clone: string; readonly role: Role; readonly holders: Holder[] }
  >();
  for (const holder of holders) {
    const { tenant, user } = holder;
    if (user.userType.audience !== userType.audience)
      throw new QuestionError(
        `user type \`${userType.name}\` is of another audience than user \`${user.id}\``,
      );
    const seatsKept = seats ?? user.seats.filter((seat) => seat.combinesWith.has(userType.name));
    for (const role of user.roles) {
      if (explainNotAssignable({ userType, seats: seatsKept }, role) === undefined) continue;
      const clone = nameClone(role.name, userType);
      const there = tenant.roles.find(({ name }) => name === clone);
      const key = JSON.stringify([tenant.name, role.name]);
      const fitting = role.seats.filter((seat) => seatsKept.some(({ name }) => name === seat.name));
      if (!there)
        clones.set(key, {
          kind: 'clone',
          role: sharedOf(role),
          name: clone,
          tenant: tenant.name,
          userType,
          seats: fitting,
        });
      else if (explainNotAssignable({ userType, seats: seatsKept }, there) !== undefined)
        throw new QuestionError(`role \`${clone}\` is there already, and is none for \`${userType.name}\``);
      const handover = handovers.get(key) ?? { clone, role, holders: [] };
      handover.holders.push(holder);
      handovers.set(key, handover);
    }
  }
  const hand = [...handovers.values()].map(({ clone, role, holders: some }) =>
    planHandover(clone, role.name, some),
  );
  return {
    steps: [
      ...clones.values(),
      ...hand.flatMap((steps) => steps.filter(({ kind }) => kind === 'give')),
      ...hand.flatMap((steps) => steps.filter(({ kind }) => kind === 'take')),
      ...planTypes(
        userType,
        holders,
        (user) => seats ?? user.seats.filter((seat) => seat.combinesWith.has(userType.name)),
      ),
    ],
    remarks: [],
  };
}

/*
 * A small model of a product that is changed by hand: its screens, what it fills in, and what it refuses. It shares nothing with the
 * compiler: it is told what each user type and seat can hold, and takes the steps of a runbook one by one.
 */

/** The values that a product fills in by itself. */
export interface Filling {
  readonly newRole: 'maximum' | 'nothing';
  readonly duplicate: 'original' | 'nothing';
  readonly properties: 'on' | 'off';
}

export interface SimulatedRole {
  readonly userType: string;
  readonly seats: readonly string[];
  readonly portfolio: string;
  /** Ticked boxes, those that are hidden among them. */
  readonly ticked: ReadonlySet<string>;
}

export interface SimulatedUser {
  readonly userType: string;
  readonly seats: readonly string[];
  readonly roles: readonly string[];
  readonly active: boolean;
}

export interface ProductLaw {
  readonly filling: Filling;
  /** User types from the lowest to the highest. */
  readonly userTypes: readonly string[];
  /** The user types that a seat combines with. */
  readonly combines: Readonly<Record<string, readonly string[]>>;
  /** Returns the boxes that a user type and seats can hold in the tenant. */
  readonly most: (userType: string, seats: readonly string[]) => ReadonlySet<string>;
  readonly limits: Readonly<Record<string, number>>;
}

export interface SimulatedState {
  readonly roles: Readonly<Record<string, SimulatedRole>>;
  readonly users: Readonly<Record<string, SimulatedUser>>;
}

/** A step of a runbook as its JSON has it. */
export interface SimulatedStep {
  readonly kind: string;
  readonly role?: string;
  readonly from?: string;
  readonly permission?: string;
  readonly portfolio?: string;
  readonly user?: string;
  readonly users?: readonly string[];
  readonly userType?: string;
  readonly seats?: readonly string[];
  readonly roles?: readonly string[];
  readonly active?: boolean;
}

/** The reason why a product does not do what was clicked. */
export class Refusal extends Error {}

const refuse = (because: string): never => {
  throw new Refusal(because);
};

/** Returns the box without which another one is not shown: that of the action of a property. */
export const gateOf = (permission: string): string | undefined => {
  const [, model, action] = /^(\w+)\.\w+:(\w+)$/.exec(permission) ?? [];
  return model === undefined ? undefined : `${model}:${action}`;
};

/** Returns the boxes of a role that are shown and ticked. */
export function shownTicks(role: SimulatedRole, law: ProductLaw): ReadonlySet<string> {
  const most = law.most(role.userType, role.seats);
  return new Set([...role.ticked].filter((box) => most.has(box) && isShown(box, role)));
}

const isShown = (box: string, { ticked }: SimulatedRole): boolean => {
  const gate = gateOf(box);
  return gate === undefined || ticked.has(gate);
};

const rankOf = (userType: string, { userTypes }: ProductLaw): number => userTypes.indexOf(userType);

function checkUser(id: string, user: SimulatedUser, { roles }: SimulatedState, law: ProductLaw): void {
  for (const seat of user.seats)
    if (!law.combines[seat]?.includes(user.userType))
      refuse(`${id}: ${seat} does not combine with ${user.userType}`);
  for (const name of user.roles) {
    const role = roles[name] ?? refuse(`${id}: there is no role ${name}`);
    if (rankOf(role.userType, law) > rankOf(user.userType, law))
      refuse(`${id}: ${name} is above ${user.userType}`);
    for (const seat of role.seats) if (!user.seats.includes(seat)) refuse(`${id}: ${name} takes ${seat}`);
  }
}

function checkLimits(before: SimulatedState, after: SimulatedState, { limits }: ProductLaw): void {
  const count = ({ users }: SimulatedState, name: string) =>
    Object.values(users).filter(
      ({ active, userType, seats }) => active && (userType === name || seats.includes(name)),
    ).length;
  for (const [name, most] of Object.entries(limits))
    if (count(after, name) > most && count(after, name) > count(before, name)) refuse(`no more ${name} left`);
}

/** Does a step. Throws `Refusal` where the product does not. */
export function doStep(state: SimulatedState, step: SimulatedStep, law: ProductLaw): SimulatedState {
  const { roles, users } = state;
  const name = step.role ?? '';
  const role = () => roles[name] ?? refuse(`there is no role ${name}`);
  const put = (next: SimulatedRole): SimulatedState => ({ ...state, roles: { ...roles, [name]: next } });
  const checkName = () => (name in roles ? refuse(`there is a role ${name}`) : undefined);
  const newRole = () => ({ userType: step.userType ?? '', seats: step.seats ?? [] });
  switch (step.kind) {
    case 'create-role': {
      checkName();
      const { userType, seats } = newRole();
      for (const seat of seats) if (!law.combines[seat]?.includes(userType)) refuse(`${seat} on ${userType}`);
      const most = [...law.most(userType, seats)];
      const { newRole: fill, properties } = law.filling;
      const ticked = most.filter(
        (box) => fill === 'maximum' || (properties === 'on' && gateOf(box) !== undefined),
      );
      return put({ userType, seats, portfolio: '', ticked: new Set(ticked) });
    }
    case 'duplicate-role': {
      checkName();
      if (law.filling.duplicate === 'nothing') refuse('there are no duplicates');
      const original = roles[step.from ?? ''] ?? refuse(`there is no role ${step.from}`);
      const { userType, seats } = newRole();
      const known = law.most(original.userType, original.seats);
      const ticked = [...law.most(userType, seats)].filter((box) =>
        known.has(box)
          ? original.ticked.has(box)
          : law.filling.properties === 'on' && gateOf(box) !== undefined,
      );
      return put({ userType, seats, portfolio: original.portfolio, ticked: new Set(ticked) });
    }
    case 'rename-role': {
      checkName();
      const { [step.from ?? '']: old, ...others } = roles;
      const renamed = Object.entries(users).map(([id, user]) => [
        id,
        { ...user, roles: user.roles.map((one) => (one === step.from ? name : one)) },
      ]);
      return {
        roles: { ...others, [name]: old ?? refuse(`there is no role ${step.from}`) },
        users: Object.fromEntries(renamed),
      };
    }
    case 'remove-role': {
      role();
      if (Object.values(users).some((user) => user.roles.includes(name))) refuse(`somebody has ${name}`);
      const { [name]: _, ...others } = roles;
      return { ...state, roles: others };
    }
    case 'set-portfolio':
      return put({ ...role(), portfolio: step.portfolio ?? '' });
    case 'switch-on':
    case 'switch-off': {
      const box = step.permission ?? '';
      const known = role();
      const on = step.kind === 'switch-on';
      if (!law.most(known.userType, known.seats).has(box)) refuse(`${box} is above ${known.userType}`);
      if (!isShown(box, known)) refuse(`${box} is not shown`);
      if (known.ticked.has(box) === on) refuse(`${box} is so already`);
      const ticked = new Set(known.ticked);
      if (on) ticked.add(box);
      else ticked.delete(box);
      return put({ ...known, ticked });
    }
    default:
      return setUsers(state, step, law);
  }
}

function setUsers(state: SimulatedState, step: SimulatedStep, law: ProductLaw): SimulatedState {
  const changed: Record<string, SimulatedUser> = { ...state.users };
  const { userType = '', seats = [], roles = [] } = step;
  if (step.kind === 'add-user') {
    const id = step.user ?? '';
    if (id in changed) refuse(`there is a user ${id}`);
    changed[id] = { userType, seats, roles, active: step.active ?? true };
  }
  for (const id of step.users ?? []) {
    const user = changed[id] ?? refuse(`there is no user ${id}`);
    if (step.kind === 'remove-users') delete changed[id];
    else if (step.kind === 'deactivate-users') changed[id] = { ...user, active: false };
    else if (step.kind === 'activate-users') changed[id] = { ...user, active: true };
    else if (step.kind === 'set-user-type') changed[id] = { ...user, userType };
    else if (step.kind === 'set-seats') changed[id] = { ...user, seats };
    else if (step.kind === 'set-roles') changed[id] = { ...user, roles };
    else refuse(`nobody knows how to ${step.kind}`);
  }
  const next = { ...state, users: changed };
  for (const [id, user] of Object.entries(changed)) checkUser(id, user, next, law);
  checkLimits(state, next, law);
  return next;
}

/** Returns a text that is equal for states that look the same: hidden boxes do not count. */
export function lookOf({ roles, users }: SimulatedState, law: ProductLaw): string {
  const sorted = <T>(of: Readonly<Record<string, T>>) =>
    Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    sorted(roles).map(([name, role]) => [
      name,
      role.userType,
      [...role.seats].sort(),
      role.portfolio,
      [...shownTicks(role, law)].sort(),
    ]),
    sorted(users).map(([id, user]) => [
      id,
      user.userType,
      [...user.seats].sort(),
      [...user.roles].sort(),
      user.active,
    ]),
  ]);
}

/** Returns true if some other order of fewer than `most` steps leads from one state to the look of another. */
export function hasShorter(
  start: SimulatedState,
  goal: SimulatedState,
  law: ProductLaw,
  most: number,
  listSteps: (state: SimulatedState) => readonly SimulatedStep[],
  atLeast: (state: SimulatedState) => number,
): boolean {
  const wanted = lookOf(goal, law);
  const seen = new Map<string, number>();
  const keyOf = (state: SimulatedState) =>
    `${lookOf(state, law)} ${Object.entries(state.roles)
      .map(([name, { ticked }]) => `${name}${[...ticked].sort().join()}`)
      .sort()
      .join()}`;
  const search = (state: SimulatedState, left: number): boolean => {
    if (lookOf(state, law) === wanted) return true;
    if (atLeast(state) > left) return false;
    const key = keyOf(state);
    if ((seen.get(key) ?? -1) >= left) return false;
    seen.set(key, left);
    return listSteps(state).some((step) => {
      let next: SimulatedState;
      try {
        next = doStep(state, step, law);
      } catch (error) {
        if (error instanceof Refusal) return false;
        throw error;
      }
      return search(next, left - 1);
    });
  };
  return most > 0 && search(start, most - 1);
}

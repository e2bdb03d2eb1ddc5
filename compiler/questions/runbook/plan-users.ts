import { explainNotAssignable } from '../../model/explain-not-assignable.ts';
import type { Seat, UserType } from '../../model/policy.ts';
import { groupBy } from '../../text/group-by.ts';
import type { ProductUser } from './product-state.ts';
import type { RunbookStep } from './step.ts';

/** The rules by which a product refuses to set something of a user. */
export interface UserRules {
  readonly userTypes: ReadonlyMap<string, UserType>;
  readonly seats: ReadonlyMap<string, Seat>;
  /** Roles by name, with their user types and the names of their seats. */
  readonly roles: ReadonlyMap<string, { readonly userType: UserType; readonly seats: readonly string[] }>;
  /** The most active users of a user type or a seat; one that is absent has no limit. */
  readonly limits: ReadonlyMap<string, number>;
}

/** The steps for users, and those whom no order of steps leads to what is wanted. */
export interface UserPlan {
  readonly steps: readonly RunbookStep[];
  readonly stuck: readonly string[];
}

/** The fields of a user, in the order in which they are rather set: roles before seats and user types. */
const fields = ['active', 'roles', 'seats', 'userType'] as const;
type Field = (typeof fields)[number];

/** Users who are alike before and after. */
interface UserClass {
  readonly users: readonly string[];
  readonly before: ProductUser;
  readonly after: ProductUser;
}

/** The inputs of a search for the order of settings. */
interface Search {
  readonly classes: readonly UserClass[];
  readonly rules: UserRules;
  /** The number of others of each user type and seat. */
  readonly others: ReadonlyMap<string, number>;
}

/** A value of a field that some classes want. */
interface FieldValue {
  readonly field: Field;
  readonly value: string;
}

/**
 * The most states that are searched, and the most classes of users for which that is done; beyond, the settings are
 * taken in turn.
 */
const mostStates = 20_000;
const mostClasses = 16;

/**
 * Plans the fewest settings that lead users from one state to another, none of which is refused: a setting is of one field to one
 * value, of all users who want it. Where limits or many users make that too much to search, they are taken one by one.
 */
export function planUsers(
  before: ReadonlyMap<string, ProductUser>,
  after: ReadonlyMap<string, ProductUser>,
  rules: UserRules,
): UserPlan {
  const known = [...after.values()].flatMap((user) => {
    const earlier = before.get(user.id);
    return earlier ? [{ before: earlier, after: user }] : [];
  });
  const changed = known.filter((one) => fields.some((field) => isOpen(one, field)));
  const groups = groupBy(changed, (one) => JSON.stringify([profileOf(one.before), profileOf(one.after)]));
  const classes = [...groups.values()].map(
    (group): UserClass => ({ ...group[0], users: group.map((one) => one.before.id).sort() }),
  );
  const same = known.filter((one) => !changed.includes(one)).map((one) => one.after);
  const others = countHeld(same.map((user) => [user, 1]));
  const search: Search = { classes, rules, others };
  const removed = [...before.keys()].filter((id) => !after.has(id)).sort();
  const plan = findShortest(search) ?? takeInTurn(search) ?? takeOneByOne(search);
  const added = [...after.values()].filter(({ id }) => !before.has(id));
  return {
    steps: [
      ...(removed.length > 0 ? [{ kind: 'remove-users' as const, users: removed }] : []),
      ...plan.steps,
      ...added.map(
        ({ id, userType, seats, roles, active }): RunbookStep => ({
          kind: 'add-user',
          user: id,
          userType,
          seats,
          roles,
          active,
        }),
      ),
    ],
    stuck: plan.stuck,
  };
}

const profileOf = ({ id: _, ...profile }: ProductUser): Omit<ProductUser, 'id'> => profile;

const keyOfField = (user: ProductUser, field: Field): string => JSON.stringify(user[field]);

const isOpen = (one: Pick<UserClass, 'before' | 'after'>, field: Field): boolean =>
  keyOfField(one.before, field) !== keyOfField(one.after, field);

/** Counts the active users of each user type and seat. */
function countHeld(users: Iterable<readonly [ProductUser, number]>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [{ active, userType, seats }, number] of users)
    for (const name of active ? [userType, ...seats] : []) counts.set(name, (counts.get(name) ?? 0) + number);
  return counts;
}

/** Returns true if a product takes a user as they are: the seats fit the user type, and the roles fit both. */
function isValid({ userType, seats, roles }: ProductUser, rules: UserRules): boolean {
  const type = rules.userTypes.get(userType);
  if (!type || seats.some((name) => !rules.seats.get(name)?.combinesWith.has(userType))) return false;
  const holder = { userType: type, seats: seats.map((name) => ({ name })) };
  return roles.every((name) => {
    const role = rules.roles.get(name);
    return (
      role !== undefined &&
      explainNotAssignable(holder, {
        userType: role.userType,
        seats: role.seats.map((seat) => ({ name: seat })),
      }) === undefined
    );
  });
}

const isWithinLimits = (users: readonly ProductUser[], { classes, rules, others }: Search): boolean => {
  const counts = countHeld(users.map((user, at) => [user, classes[at]?.users.length ?? 0]));
  return [...rules.limits].every(([name, most]) => (counts.get(name) ?? 0) + (others.get(name) ?? 0) <= most);
};

/**
 * Returns true if no limit is passed by more users than before: one that was passed already refuses no step that frees
 * a place.
 */
const isNoWorse = (users: readonly ProductUser[], now: readonly ProductUser[], search: Search): boolean =>
  isWithinLimits(users, search) ||
  [...search.rules.limits.keys()].every((name) => {
    const count = (some: readonly ProductUser[]) =>
      countHeld(some.map((user, at) => [user, search.classes[at]?.users.length ?? 0])).get(name) ?? 0;
    return count(users) <= count(now);
  });

/** Searches the shortest order of settings, breadth first; undefined if there is none or it takes too long. */
function findShortest(search: Search): UserPlan | undefined {
  const { classes } = search;
  if (classes.length > mostClasses) return undefined;
  const start = classes.map((one) => one.before);
  const actions = listFieldValues(classes);
  const wanted = JSON.stringify(classes.map((one) => profileOf(one.after)));
  const keyOf = (users: readonly ProductUser[]) => JSON.stringify(users.map(profileOf));
  const seen = new Set([keyOf(start)]);
  let edge: { readonly users: readonly ProductUser[]; readonly steps: readonly RunbookStep[] }[] = [
    { users: start, steps: [] },
  ];
  while (edge.length > 0 && seen.size < mostStates) {
    const done = edge.find(({ users }) => keyOf(users) === wanted);
    if (done) return { steps: done.steps, stuck: [] };
    const next: typeof edge = [];
    for (const { users, steps } of edge)
      for (const action of actions) {
        const moved = apply(users, action, search);
        if (!moved || seen.has(keyOf(moved.users))) continue;
        seen.add(keyOf(moved.users));
        next.push({ users: moved.users, steps: [...steps, moved.step] });
      }
    edge = next;
  }
  return undefined;
}

/** Takes every setting in turn as soon as it is not refused; undefined if that leads nowhere. */
function takeInTurn(search: Search): UserPlan | undefined {
  const { classes } = search;
  const actions = listFieldValues(classes);
  const steps: RunbookStep[] = [];
  let users: readonly ProductUser[] = classes.map((one) => one.before);
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const action of actions) {
      const moved = apply(users, action, search);
      if (!moved) continue;
      ({ users } = moved);
      steps.push(moved.step);
      isMoving = true;
    }
  }
  const isDone = users.every((user, at) => {
    const wanted = classes[at]?.after;
    return (
      wanted !== undefined && fields.every((field) => keyOfField(user, field) === keyOfField(wanted, field))
    );
  });
  return isDone ? { steps, stuck: [] } : undefined;
}

function listFieldValues(classes: readonly UserClass[]): readonly FieldValue[] {
  const actions = fields.flatMap((field) =>
    [...new Set(classes.filter((one) => isOpen(one, field)).map((one) => keyOfField(one.after, field)))].map(
      (value): FieldValue => ({ field, value }),
    ),
  );
  // Whoever is deactivated frees a place first, and whoever is activated takes one last.
  const isLast = ({ field, value }: FieldValue) => field === 'active' && value === 'true';
  return [...actions.filter((one) => !isLast(one)), ...actions.filter(isLast)];
}

/** Sets a field of all classes that want the value and can have it now; undefined if none can. */
function apply(
  users: readonly ProductUser[],
  { field, value }: FieldValue,
  search: Search,
): { readonly users: readonly ProductUser[]; readonly step: RunbookStep } | undefined {
  const { classes, rules } = search;
  const moving = new Set<number>();
  const moved = users.map((user, at) => {
    const wanted = classes[at]?.after;
    if (!wanted || keyOfField(wanted, field) !== value || keyOfField(user, field) === value) return user;
    const next = { ...user, [field]: wanted[field] };
    if (!isValid(next, rules)) return user;
    moving.add(at);
    return next;
  });
  if (moving.size === 0 || !isNoWorse(moved, users, search)) return undefined;
  const ids = classes.flatMap((one, at) => (moving.has(at) ? one.users : [])).sort();
  const [first] = moving;
  const example = moved[first ?? 0];
  return example && { users: moved, step: makeUserStep(field, example, ids) };
}

function makeUserStep(field: Field, user: ProductUser, users: readonly string[]): RunbookStep {
  switch (field) {
    case 'active':
      return { kind: user.active ? 'activate-users' : 'deactivate-users', users };
    case 'roles':
      return { kind: 'set-roles', users, roles: user.roles };
    case 'seats':
      return { kind: 'set-seats', users, seats: user.seats };
    case 'userType':
      return { kind: 'set-user-type', users, userType: user.userType };
  }
}

/** The users as they are while they are taken one by one, and how many there are of each user type and seat. */
interface OneByOneState {
  readonly users: ProductUser[];
  readonly counts: Map<string, number>;
  readonly steps: RunbookStep[];
}

/**
 * Takes users one by one, whatever can be set of whomever; where nothing can, somebody gives their roles back for a while, or else is
 * deactivated for a while.
 */
function takeOneByOne({ classes: whole, rules, others }: Search): UserPlan {
  const classes = whole.flatMap((one) => one.users.map((id): UserClass => ({ ...one, users: [id] })));
  const turn: OneByOneState = { users: classes.map((one) => one.before), counts: new Map(others), steps: [] };
  for (const user of turn.users) countUser(turn.counts, user, 1);
  const helped = new Set<string>();
  const left = new Set(classes.keys());
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const at of left) while (advance(turn, at, classes, rules)) isMoving = true;
    for (const at of left) if (listOpen(turn, at, classes).length === 0) left.delete(at);
    if (!isMoving) isMoving = [...left].some((at) => help(turn, at, classes, rules, helped));
  }
  const stuck = [...left].flatMap((at) => classes[at]?.users ?? []);
  return { steps: joinAlike(turn.steps), stuck };
}

function countUser(counts: Map<string, number>, { active, userType, seats }: ProductUser, by: 1 | -1): void {
  for (const name of active ? [userType, ...seats] : []) counts.set(name, (counts.get(name) ?? 0) + by);
}

function listOpen({ users }: OneByOneState, at: number, classes: readonly UserClass[]): readonly Field[] {
  const [user, wanted] = [users[at], classes[at]?.after];
  return fields.filter((field) => user && wanted && keyOfField(user, field) !== keyOfField(wanted, field));
}

/** Sets a field of one user, unless the product refuses; a limit that is passed already refuses nothing that frees. */
function setField(
  { users, counts, steps }: OneByOneState,
  at: number,
  field: Field,
  next: ProductUser,
  { classes, rules }: Pick<Search, 'classes' | 'rules'>,
): boolean {
  const user = users[at];
  if (!user || !isValid(next, rules)) return false;
  const held = new Set(user.active ? [user.userType, ...user.seats] : []);
  const taken = (next.active ? [next.userType, ...next.seats] : []).filter((name) => !held.has(name));
  if (
    taken.some((name) => (counts.get(name) ?? 0) + 1 > (rules.limits.get(name) ?? Number.POSITIVE_INFINITY))
  )
    return false;
  countUser(counts, user, -1);
  countUser(counts, next, 1);
  users[at] = next;
  steps.push(makeUserStep(field, next, classes[at]?.users ?? []));
  return true;
}

function advance(turn: OneByOneState, at: number, classes: readonly UserClass[], rules: UserRules): boolean {
  const open = listOpen(turn, at, classes);
  return open.some((field) => {
    const [user, wanted] = [turn.users[at], classes[at]?.after];
    // Whoever was deactivated for a while is activated when all else is done.
    const isEarly = field === 'active' && wanted?.active === true && open.length > 1;
    if (!user || !wanted || isEarly) return false;
    return setField(turn, at, field, { ...user, [field]: wanted[field] }, { classes, rules });
  });
}

/** Frees places for a while, once at the most for each user: takes the roles of somebody, or else deactivates them. */
function help(
  turn: OneByOneState,
  at: number,
  classes: readonly UserClass[],
  rules: UserRules,
  helped: Set<string>,
): boolean {
  const user = turn.users[at];
  if (!user) return false;
  const ways: readonly (readonly [Field, ProductUser])[] = [
    ['roles', { ...user, roles: [] }],
    ['active', { ...user, active: false }],
  ];
  return ways.some(([field, value]) => {
    const key = `${at} ${field}`;
    if (helped.has(key) || keyOfField(user, field) === keyOfField(value, field)) return false;
    helped.add(key);
    return setField(turn, at, field, value, { classes, rules });
  });
}

/** Joins settings of one value that follow one another. */
function joinAlike(steps: readonly RunbookStep[]): readonly RunbookStep[] {
  const joined: RunbookStep[] = [];
  for (const step of steps) {
    const last = joined.at(-1);
    const isAlike =
      last &&
      'users' in last &&
      'users' in step &&
      JSON.stringify({ ...last, users: [] }) === JSON.stringify({ ...step, users: [] });
    if (isAlike) joined.splice(-1, 1, { ...last, users: [...last.users, ...step.users].sort() });
    else joined.push(step);
  }
  return joined;
}

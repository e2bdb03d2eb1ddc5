/** @module-tag slow */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { printRunbookJson } from '../../compiler/print/runbook/json.ts';
import { makeTexts } from '../../compiler/print/runbook/texts.ts';
import { planRunbook } from '../../compiler/questions/runbook/plan-runbook.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { compiled } from '../support/compiled.ts';
import { runs } from '../support/random.ts';
import {
  doStep,
  type Filling,
  gateOf,
  hasShorter,
  lookOf,
  type ProductLaw,
  type SimulatedRole,
  type SimulatedState,
  type SimulatedStep,
  type SimulatedUser,
} from '../support/simulated-product.ts';

const lowBoxes = ['Company:view', 'Company.arr:view'];
const coreBoxes = [...lowBoxes, 'Company:update', 'Company.arr:update', 'Mail:use'];
const seatBoxes = ['Task:view'];

const most: ProductLaw['most'] = (userType, seats) =>
  new Set([...(userType === 'View' ? lowBoxes : coreBoxes), ...(seats.includes('Service') ? seatBoxes : [])]);

const catalog = `
{ kind: Model, name: Company, actions: [view, update], portfolio: self, properties: { arr: { type: number } } }
---
{ kind: Model, name: Task, actions: [view] }
---
{ kind: Feature, name: Mail, description: Mail. }
---
{ kind: Principal, attributes: { id: { type: id } } }
---
{ kind: Portfolio, name: every, on: Company, reach: all }
---
{ kind: Portfolio, name: large, on: Company, reach: { arr: { $gt: 10 } } }
---
{ kind: UserType, name: View, rank: 1, allows: { models: { Company: [view] } } }
---
{ kind: UserType, name: Core, rank: 2, allows: { models: { Company: all }, features: all } }
---
{ kind: Seat, name: Service, combinesWith: [Core], adds: { models: { Task: [view] } } }
`;

/** A role as it is to be: the boxes that are shown and ticked. */
interface Wanted extends Omit<SimulatedRole, 'ticked'> {
  readonly ticked: readonly string[];
}

interface Side {
  readonly roles: Readonly<Record<string, Wanted>>;
  readonly users: Readonly<Record<string, SimulatedUser>>;
}

const boxesOf = ({ ticked }: Wanted, model: string): readonly string[] =>
  ticked.flatMap((box) => (box.startsWith(`${model}:`) ? [box.split(':')[1] ?? ''] : []));

const rightsOf = ({ ticked }: Wanted): readonly string[] =>
  ticked.flatMap((box) => (box.startsWith('Company.arr:') ? [box.split(':')[1] ?? ''] : []));

/** Writes one side as policies that name every box one by one. */
function write({ roles, users }: Side, limits: ProductLaw['limits']): Matrix {
  const documents = [
    catalog,
    `{ kind: Tenant, name: acme, limits: ${JSON.stringify(limits)}, ceiling: { models: { "*": all }, features: all } }`,
    ...Object.entries(roles).map(
      ([name, role]) =>
        `{ kind: Role, name: ${name}, userType: ${role.userType}, seats: [${role.seats.join()}], portfolio: [${role.portfolio}], grants: { models: { Company: { actions: [${boxesOf(role, 'Company').join()}], properties: { arr: [${rightsOf(role).join()}] } }, Task: [${boxesOf(role, 'Task').join()}] }, features: [${boxesOf(role, 'Mail').length > 0 ? 'Mail' : ''}] } }`,
    ),
    `kind: Users\ntenant: acme\nusers: ${JSON.stringify(Object.entries(users).map(([id, user]) => ({ id, ...user })))}`,
  ];
  return compiled(filesInMemory({ 'policies/all.yaml': documents.join('\n---\n') })).matrix;
}

const seatsOf = (userType: string) =>
  userType === 'Core' ? fc.subarray(['Service']) : fc.constant<string[]>([]);

const role = fc.constantFrom('Core', 'View').chain((userType) =>
  seatsOf(userType).chain((seats) =>
    fc.record({
      userType: fc.constant(userType),
      seats: fc.constant(seats),
      portfolio: fc.constantFrom('every', 'large'),
      ticked: fc
        .subarray([...most(userType, seats)])
        .map((boxes) =>
          boxes.filter((box) => gateOf(box) === undefined || boxes.includes(gateOf(box) ?? '')),
        ),
    }),
  ),
);

/** Returns a role with other boxes and another portfolio, of the same user type and seats. */
const change = (one: Wanted) =>
  fc.tuple(fc.subarray([...most(one.userType, one.seats)]), fc.constantFrom('every', 'large')).map(
    ([boxes, portfolio]): Wanted => ({
      ...one,
      portfolio,
      ticked: boxes.filter((box) => gateOf(box) === undefined || boxes.includes(gateOf(box) ?? '')),
    }),
  );

const fits = (user: Pick<SimulatedUser, 'userType' | 'seats'>, wanted: Wanted): boolean =>
  (user.userType === 'Core' || wanted.userType === 'View') &&
  wanted.seats.every((seat) => user.seats.includes(seat));

const user = (roles: Side['roles']): fc.Arbitrary<SimulatedUser> =>
  fc.constantFrom('Core', 'View').chain((userType) =>
    seatsOf(userType).chain((seats) => {
      const possible = Object.keys(roles).filter((name) => {
        const wanted = roles[name];
        return wanted && fits({ userType, seats }, wanted);
      });
      return fc.record({
        userType: fc.constant(userType),
        seats: fc.constant(seats),
        roles: fc.subarray(possible).map((some) => some.slice(0, 2)),
        active: fc.integer({ min: 0, max: 4 }).map((number) => number > 0),
      });
    }),
  );

const usersOf = (roles: Side['roles'], ids: readonly string[]) =>
  fc.record(Object.fromEntries(ids.map((id) => [id, user(roles)])));

const filling = fc.record<Filling>({
  newRole: fc.constantFrom('maximum', 'nothing'),
  duplicate: fc.constantFrom('original', 'nothing'),
  properties: fc.constantFrom('on', 'off'),
});

const makeLaw = (fill: Filling, limits: ProductLaw['limits']): ProductLaw => ({
  filling: fill,
  userTypes: ['View', 'Core'],
  combines: { Service: ['Core'] },
  most,
  limits,
});

/** A side as a product has it: hidden boxes of properties are as they come up. */
const asState = ({ roles, users }: Side, { properties }: Filling): SimulatedState => ({
  users,
  roles: Object.fromEntries(
    Object.entries(roles).map(([name, one]) => {
      const isHidden = (box: string) => gateOf(box) !== undefined && !one.ticked.includes(gateOf(box) ?? '');
      const hidden = [...most(one.userType, one.seats)].filter((box) => properties === 'on' && isHidden(box));
      return [name, { ...one, ticked: new Set([...one.ticked, ...hidden]) }];
    }),
  ),
});

interface World {
  readonly base: Side;
  readonly head: Side;
  readonly law: ProductLaw;
}

/** Returns the steps as `--format json` has them. */
function stepsOf({ base, head, law }: World): readonly SimulatedStep[] {
  const [before, after] = [write(base, law.limits), write(head, law.limits)];
  const planned = planRunbook({ base: before, head: after }, after.policy.tenants, law.filling);
  const text = printRunbookJson(planned, makeTexts(undefined), { base: 'a', head: 'b' });
  const { tenants } = JSON.parse(text) as {
    tenants: readonly { steps: readonly SimulatedStep[]; stuck: readonly string[] }[];
  };
  expect(tenants.flatMap(({ stuck }) => stuck)).toEqual([]);
  return tenants.flatMap(({ steps }) => steps);
}

/** Does a runbook in the simulated product, where nothing may be refused, and looks at what comes of it. */
function follow(world: World): number {
  const { base, head, law } = world;
  const steps = stepsOf(world);
  let state = asState(base, law.filling);
  for (const step of steps) state = doStep(state, step, law);
  expect(lookOf(state, law)).toBe(lookOf(asState(head, law.filling), law));
  return steps.length;
}

const pick = <T>(of: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(of).filter(([name]) => names.includes(name)));

const worldOf = (ids: readonly string[], roleNames: readonly string[]): fc.Arbitrary<World> =>
  fc
    .record({
      roles: fc.record(Object.fromEntries(roleNames.map((name) => [name, role]))),
      kept: fc.subarray([...roleNames], { minLength: 1 }),
      created: fc.subarray([...roleNames], { minLength: 1 }),
      others: fc.record(Object.fromEntries(roleNames.map((name) => [name, role]))),
      isOther: fc.integer({ min: 0, max: 5 }),
      fill: filling,
      known: fc.subarray([...ids]),
      left: fc.subarray([...ids]),
    })
    .chain(({ roles, kept, created, others, isOther, fill, known, left }) => {
      const base = pick(roles, kept);
      // Now and then a role has another user type or seats, which is another role in a product.
      const head = fc.record(
        Object.fromEntries(
          created.map((name, at) => {
            const [one, other] = [roles[name], others[name]];
            if (!one || !other) throw new Error(name);
            return [name, isOther === at ? fc.constant(other) : change(one)];
          }),
        ),
      );
      return head.chain((after) =>
        fc
          .record({
            before: usersOf(base, known),
            later: usersOf(after, left),
            spare: fc.integer({ min: 0, max: 2 }),
          })
          .map(({ before, later, spare }): World => {
            const count = (users: Side['users'], name: string) =>
              Object.values(users).filter(
                ({ active, userType, seats }) => active && (userType === name || seats.includes(name)),
              ).length;
            const limit = (name: string) => Math.max(count(before, name), count(later, name)) + spare;
            return {
              base: { roles: base, users: before },
              head: { roles: after, users: later },
              law: makeLaw(fill, { Core: limit('Core'), Service: limit('Service') }),
            };
          }),
      );
    });

describe('the steps of a runbook, done in a simulated product', () => {
  test('lead to what is wanted, and none is refused', () => {
    fc.assert(
      fc.property(worldOf(['a', 'b', 'c', 'd'], ['r1', 'r2', 'r3', 'r4']), (world) => {
        follow(world);
      }),
      runs(250),
    );
  });

  test('are the fewest for roles', () => {
    const world = fc
      .record({
        first: role,
        second: role,
        fill: filling,
        added: role,
      })
      .chain(({ first, second, fill, added }) =>
        fc.tuple(change(first), fc.boolean()).map(
          ([next, isKept]): World => ({
            base: { roles: { r1: first, r2: second }, users: {} },
            head: { roles: { r1: next, ...(isKept && { r2: second }), r3: added }, users: {} },
            law: makeLaw(fill, {}),
          }),
        ),
      );
    fc.assert(
      fc.property(world, (one) => {
        const cost = follow(one);
        const { base, head, law } = one;
        const [start, goal] = [asState(base, law.filling), asState(head, law.filling)];
        expect(hasShorter(start, goal, law, cost, listRoleSteps(goal, law), leastForRoles(goal))).toBe(false);
      }),
      runs(40),
    );
  });

  test('are the fewest for two new roles, which may be copies of one another', () => {
    const world = fc.record({ first: role, fill: filling, added: role, another: role }).chain((one) =>
      change(one.first).map(
        (next): World => ({
          base: { roles: { r1: one.first }, users: {} },
          head: { roles: { r1: next, r3: one.added, r4: one.another }, users: {} },
          law: makeLaw(one.fill, {}),
        }),
      ),
    );
    fc.assert(
      fc.property(world, (one) => {
        const cost = follow(one);
        const { base, head, law } = one;
        const [start, goal] = [asState(base, law.filling), asState(head, law.filling)];
        // A role that people have is not given on the way what it has neither before nor after.
        const isOnTheWay = ({ role: name = '', kind, permission = '' }: SimulatedStep) =>
          !(name in start.roles) ||
          !kind.startsWith('switch') ||
          isWanted(goal.roles[name], kind, permission);
        const steps = (state: SimulatedState) => listRoleSteps(goal, law)(state).filter(isOnTheWay);
        expect(hasShorter(start, goal, law, cost, steps, leastForRoles(goal))).toBe(false);
      }),
      runs(25),
    );
  });

  test('are the fewest for users', () => {
    const roles = role.chain((one) =>
      fc.tuple(fc.constant(one), role).map(([r1, r2]): Side['roles'] => ({ r1, r2 })),
    );
    const world = roles.chain((known) =>
      fc
        .record({
          before: usersOf(known, ['a', 'b', 'c']),
          later: usersOf(known, ['a', 'b', 'c']),
          fill: filling,
        })
        .map(
          ({ before, later, fill }): World => ({
            base: { roles: known, users: before },
            head: { roles: known, users: later },
            law: makeLaw(fill, {}),
          }),
        ),
    );
    fc.assert(
      fc.property(world, (one) => {
        const cost = follow(one);
        const { base, head, law } = one;
        const [start, goal] = [asState(base, law.filling), asState(head, law.filling)];
        expect(hasShorter(start, goal, law, cost, listUserSteps(goal), leastForUsers(goal))).toBe(false);
      }),
      runs(60),
    );
  });
});

/** Lists whatever can be clicked for roles: boxes, portfolios, new roles and duplicates, and what is to go. */
const listRoleSteps =
  (goal: SimulatedState, law: ProductLaw) =>
  ({ roles }: SimulatedState): readonly SimulatedStep[] => {
    const missing = Object.entries(goal.roles).filter(([name]) => !(name in roles));
    return [
      ...missing.flatMap(([name, { userType, seats }]) => [
        { kind: 'create-role', role: name, userType, seats },
        ...Object.keys(roles).map((from) => ({ kind: 'duplicate-role', role: name, from, userType, seats })),
      ]),
      ...Object.entries(roles).flatMap(([name, one]): SimulatedStep[] => [
        ...(name in goal.roles ? [] : [{ kind: 'remove-role', role: name }]),
        ...['every', 'large']
          .filter((portfolio) => portfolio !== one.portfolio)
          .map((portfolio) => ({ kind: 'set-portfolio', role: name, portfolio })),
        ...[...law.most(one.userType, one.seats)].map((permission) => ({
          kind: one.ticked.has(permission) ? 'switch-off' : 'switch-on',
          role: name,
          permission,
        })),
      ]),
    ];
  };

/** Returns true if a role is to have a box as a step switches it, and to show it. */
function isWanted(wanted: SimulatedRole | undefined, kind: string, permission: string): boolean {
  const gate = gateOf(permission);
  const isShown = gate === undefined || wanted?.ticked.has(gate) === true;
  return isShown && wanted?.ticked.has(permission) === (kind === 'switch-on');
}

/** Returns how many steps it takes at the least: a box is switched by no other step than its own. */
const leastForRoles =
  (goal: SimulatedState) =>
  ({ roles }: SimulatedState): number => {
    const needed = Object.entries(goal.roles).map(([name, wanted]) => {
      const one = roles[name];
      if (!one) return 1;
      const boxes = [...most(wanted.userType, wanted.seats)].filter((box) => {
        const gate = gateOf(box);
        const isShown = gate === undefined || wanted.ticked.has(gate);
        return isShown && wanted.ticked.has(box) !== one.ticked.has(box);
      });
      return boxes.length + (one.portfolio === wanted.portfolio ? 0 : 1);
    });
    const gone = Object.keys(roles).filter((name) => !(name in goal.roles));
    return needed.reduce((sum, number) => sum + number, gone.length);
  };

/** Lists the subsets of some names. */
function subsetsOf([first, ...others]: readonly string[]): readonly (readonly string[])[] {
  if (first === undefined) return [[]];
  return subsetsOf(others).flatMap((some) => [some, [first, ...some]]);
}

/** Lists whatever can be set of users: each field, of any of them together, to whatever somebody is to have. */
const listUserSteps =
  (goal: SimulatedState) =>
  ({ users }: SimulatedState): readonly SimulatedStep[] =>
    subsetsOf(Object.keys(users))
      .filter((some) => some.length > 0)
      .flatMap((some) =>
        Object.values(goal.users).flatMap(({ userType, seats, roles, active }): SimulatedStep[] => [
          { kind: active ? 'activate-users' : 'deactivate-users', users: some },
          { kind: 'set-user-type', users: some, userType },
          { kind: 'set-seats', users: some, seats },
          { kind: 'set-roles', users: some, roles },
        ]),
      );

const leastForUsers =
  (goal: SimulatedState) =>
  ({ users }: SimulatedState): number => {
    const open = Object.entries(goal.users).flatMap(([id, wanted]) =>
      (['userType', 'seats', 'roles', 'active'] as const).flatMap((field) => {
        const [is, shall] = [JSON.stringify(users[id]?.[field]), JSON.stringify(wanted[field])];
        return is === shall ? [] : [`${field} ${shall}`];
      }),
    );
    return new Set(open).size;
  };

/** @module-tag slow */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import type { Compiled } from '../../compiler/model/artifact.ts';
import { union } from '../../compiler/model/bits.ts';
import type { Cell } from '../../compiler/model/catalog.ts';
import { findRefusingLayer, type LayerName } from '../../compiler/model/matrix.ts';
import type { User, UserType } from '../../compiler/model/policy.ts';
import type { Rule } from '../../compiler/model/rule.ts';
import { combineRoles } from '../../compiler/questions/combine-roles.ts';
import { listAssignments } from '../../compiler/questions/list-assignments.ts';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { type Facade, openFacade } from '../../runtime/permissions.ts';
import { abilityOf, sampleUser } from '../support/casl.ts';
import { compiled } from '../support/compiled.ts';
import { type Difference, onAny, onRecord } from '../support/facade/asking.ts';
import { type Grant, type Oracle, oracleOf, subsets, type Values } from '../support/facade/oracle.ts';
import { isSoundInStock } from '../support/facade/stock.ts';
import { runs, shuffled } from '../support/random.ts';
import { toFiles, world } from '../worlds/world.ts';

const facadeOf = (whole: Compiled): Facade =>
  openFacade(JSON.parse([...emitBundle(whole)].map(({ content }) => content).join('')));

describe('of random policies the facade says what the language says', { tags: ['slow'] }, () => {
  test.each([
    ['small', 50],
    ['medium', 8],
  ] as const)('%s ones', (size, numRuns) => {
    let [grants, stock] = [0, 0];
    fc.assert(
      fc.property(world({ size }), fc.nat(1000), ({ documents, samples }, seed) => {
        const whole = compiled(filesInMemory(toFiles({ documents })));
        const [facade, oracle] = [facadeOf(whole), oracleOf(documents)];
        for (const [at, grant] of someGrants(oracle, seed).entries()) {
          grants++;
          const sample = samples[(seed + at) % samples.length];
          if (!sample) continue;
          const records = samples.slice(0, 3).map(({ record }) => record);
          const told = differences(whole, facade, oracle, grant, sample.user, records);
          stock += told.stock;
          expect(told.differences.slice(0, 3)).toEqual([]);
        }
      }),
      runs(numRuns),
    );
    expect(grants).toBeGreaterThan(numRuns);
    expect(stock).toBeGreaterThan(numRuns);
  });

  test('and names the layer that the trail names', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(world(), ({ documents }) => {
        const whole = compiled(filesInMemory(toFiles({ documents })));
        for (const layer of wrongReasons(whole, facadeOf(whole))) seen.add(layer);
      }),
      runs(15),
    );
    expect([...seen].sort()).toEqual(['requires', 'role', 'tenant', 'userType']);
  });
});

describe('of policies/ the facade says what the language says', { tags: ['slow'] }, () => {
  const files = filesOnDisk('policies');
  const documents = files
    .list((path) => path.endsWith('.yaml'))
    .flatMap((path) => parseAllDocuments(readFileSync(path, 'utf8')).map((one): unknown => one.toJS()));
  const whole = compiled(files);
  const facade = facadeOf(whole);
  const oracle = oracleOf(documents);
  const user = { id: 'u1', managedUserIds: ['u2', 'u3'], companyId: 'c1' };
  const owned: readonly Values[] = [
    { _id: 'c1', owner: 'u1', coOwner: null, phase: 'Onboarding', country: 'Spain' },
    { owner: 'u9', coOwner: 'u3', phase: 'Renewal', country: 'France', orgPath: null },
    { owner: 'u9', coOwner: 'u9', phase: 'Adoption', country: 'Germany', orgPath: ',a,b,' },
    {},
  ];
  const records = owned.map((company, at) => ({ ...company, company: owned[(at + 1) % owned.length] }));

  test('every role alone, with every user type and seats that fit', () => {
    const signedIn: readonly Values[] = [
      user,
      { id: 'u2', managedUserIds: [] },
      { id: '', managedUserIds: null },
    ];
    const grants = grantsOf(oracle, 1);
    for (const [at, grant] of grants.entries()) {
      const record = records[at % records.length] ?? {};
      const told = differences(whole, facade, oracle, grant, signedIn[at % 3] ?? user, [record]);
      expect(told.differences.slice(0, 3)).toEqual([]);
    }
    expect(grants.length).toBeGreaterThan(50);
  });

  test.each([
    [2, 250],
    [3, 700],
  ])('%i roles together, with every user type and seats that fit', (size, least) => {
    const grants = grantsOf(oracle, size);
    const wrong: string[] = [];
    for (const [at, grant] of grants.entries()) {
      const policy = facade.permissions({ ...grant, user });
      const record = records[at % records.length] ?? {};
      const allowed = oracle.allowed(grant, user, record);
      for (const [number, { action, model, property }] of oracle.questions.entries())
        if (policy.can(action, model, record, property) !== allowed[number])
          wrong.push(`${JSON.stringify(grant)}: ${action} ${model} ${property}`);
      if (oracle.used(grant).join() !== oracle.toggles.filter(policy.uses).join())
        wrong.push(`${JSON.stringify(grant)}: modules`);
    }
    expect(wrong).toEqual([]);
    expect(grants.length).toBeGreaterThan(least);
  });

  test('two roles together, by every other way to ask', () => {
    for (const [at, grant] of grantsOf(oracle, 2).entries()) {
      if (at % 19 !== 0) continue;
      const told = differences(whole, facade, oracle, grant, user, records.slice(at % 3, (at % 3) + 1));
      expect(told.differences.slice(0, 3)).toEqual([]);
    }
  });

  test('a role that does not fit is refused with the reason that `assign` gives', () => {
    const { policy } = whole.matrix;
    const reasons = new Set<string>();
    for (const tenant of policy.tenants)
      for (const userType of policy.userTypes)
        for (const seats of subsets(policy.seats.filter((one) => one.combinesWith.has(userType.name))))
          for (const { role, offered, reason } of listAssignments(policy, tenant, {
            ...somebody(userType),
            seats,
          })) {
            const asked = () =>
              facade.permissions({
                tenant: tenant.name,
                roles: [role.name],
                userType: userType.name,
                seats: seats.map(({ name }) => name),
                user,
              });
            if (reason === undefined) expect(asked).not.toThrow();
            else {
              const said = offered
                ? `role \`${role.name}\` cannot be given: ${reason}`
                : 'is offered no role';
              expect(asked).toThrow(said);
              reasons.add(reason);
            }
          }
    expect(reasons.size).toBeGreaterThan(3);
  });

  test('several roles give what `matrix --user` lists', () => {
    const { policy, rows } = whole.matrix;
    let users = 0;
    for (const tenant of policy.tenants)
      for (const declared of [...(tenant.users ?? []), ...madeUp(whole, oracle, tenant.name)]) {
        users++;
        const { granted } = combineRoles(whole.matrix, tenant, declared);
        const listed = new Set(granted.map(({ cell }) => cell.permission));
        const asked = facade.permissions({
          tenant: tenant.name,
          roles: declared.roles.map(({ name }) => name),
          userType: declared.userType.name,
          seats: declared.seats.map(({ name }) => name),
          user,
        });
        const wrong = policy.catalog.cells.filter(({ action, subject, property, permission }) => {
          const isAllowed = action === 'use' ? asked.uses(subject) : asked.canSome(action, subject, property);
          return isAllowed !== listed.has(permission);
        });
        expect(wrong.map(({ permission }) => permission)).toEqual([]);
      }
    expect(users).toBeGreaterThan(rows.length / 2);
  });

  test('and names the layer that the trail names', () => {
    expect([...wrongReasons(whole, facade)].sort()).toEqual(['requires', 'role', 'tenant', 'userType']);
  });
});

/** Where a facade and what it gives differ from the language, asked in every way; and how often stock CASL was asked. */
function differences(
  whole: Compiled,
  facade: Facade,
  oracle: Oracle,
  grant: Grant,
  user: Values,
  records: readonly Values[],
): { readonly differences: readonly Difference[]; readonly stock: number } {
  const policy = facade.permissions({ ...grant, user });
  const [row] = whole.matrix.rows.filter(
    ({ tenant, role }) => tenant.name === grant.tenant && grant.roles.includes(role.name),
  );
  // Rules of one role are exact alone; a user of several roles has those of their union.
  const isOne = row !== undefined && grant.roles.length === 1;
  const rules = isOne ? whole.rulesOf(row) : (policy.ability.rules as readonly Rule[]);
  const known = oracle.usable(user);
  const strict = { name: 'CASL', ability: abilityOf(rules, known, 'strict') };
  const stock = { name: 'stock CASL', ability: abilityOf(rules, known) };
  let asked = 0;
  const found = records.flatMap((record) => {
    const isSound = rules.every((rule) => isSoundInStock(rule, oracle.typed(record)));
    if (isSound) asked++;
    return onRecord(oracle, policy, grant, user, record, isSound ? [strict, stock] : [strict]);
  });
  return { differences: [...onAny(oracle, policy, grant, user), ...found], stock: asked };
}

const reasons: Readonly<Record<LayerName, RegExp>> = {
  role: /^not allowed: role `[^`]+` does not grant `[^`]+`$/,
  userType: /^not allowed: user type `[^`]+`, which role `[^`]+` is for, does not hold `[^`]+`/,
  tenant:
    /^not allowed: (the ceiling of tenant `[^`]+` does not hold `[^`]+`$|tenant `[^`]+` has not bought package )/,
  requires: /^not allowed: role `[^`]+` lacks what `[^`]+` requires: /,
};

/** Expects the deciding layer in every reason, and gives the layers that decided something. */
function wrongReasons({ matrix }: Compiled, facade: Facade): ReadonlySet<LayerName> {
  const seen = new Set<LayerName>();
  const wrong: string[] = [];
  for (const row of matrix.rows) {
    const { role, tenant } = row;
    const asked = facade.permissions({
      tenant: tenant.name,
      roles: [role.name],
      userType: role.userType.name,
      seats: role.seats.map(({ name }) => name),
      user: sampleUser(matrix.policy),
    });
    const { cells, cellOf } = matrix.policy.catalog;
    const decides = (cell: Cell, why: string) => {
      const layer = findRefusingLayer(row, cell);
      if (layer === undefined) return false;
      seen.add(layer);
      const missing = matrix.missingOf(row, cell).flatMap(({ oneOf }) => oneOf);
      const isNamed =
        layer !== 'requires' ||
        missing.some(({ permission, subject }) => why.includes(permission) || why.includes(`\`${subject}\``));
      if (!reasons[layer].test(why) || !isNamed) wrong.push(`${cell.permission} by ${layer}: ${why}`);
      return true;
    };
    for (const cell of cells) {
      const { action, subject, property } = cell;
      decides(cell, asked.why(action, subject, property));
      const exported = cellOf.get(`${subject}:export`);
      if (property === undefined || action !== 'view' || !exported) continue;
      const why = asked.why('export', subject, property);
      const isDenied = decides(exported, why) || decides(cell, why);
      if (!isDenied && !/^(allowed|not allowed: there can be no such record): /.test(why))
        wrong.push(`export ${subject}.${property}: ${why}`);
    }
  }
  expect(wrong.slice(0, 5)).toEqual([]);
  return seen;
}

/** Each role alone and some roles together, each with one of the user types and seats that fit. */
function someGrants(oracle: Oracle, seed: number): readonly Grant[] {
  return [...oracle.offered].flatMap(([tenant, rows], number) => {
    const some = shuffled(rows, seed + number);
    const together = [some.slice(0, 2), some.slice(0, 3), some.slice(-2), []];
    return [...some.map((row) => [row]), ...together].flatMap((chosen, at): readonly Grant[] => {
      const [holder] = shuffled(oracle.fitting(chosen), seed + at);
      return holder ? [{ tenant, roles: chosen.map(({ role }) => role), ...holder }] : [];
    });
  });
}

/** Every choice of so many roles of a tenant, with every user type and seats that they fit. */
function grantsOf(oracle: Oracle, size: number): readonly Grant[] {
  return [...oracle.offered].flatMap(([tenant, rows]) =>
    choices(rows, size).flatMap((chosen) =>
      oracle.fitting(chosen).map((holder) => ({ tenant, roles: chosen.map(({ role }) => role), ...holder })),
    ),
  );
}

function choices<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) => choices(items.slice(at + 1), size - 1).map((more) => [item, ...more]));
}

/** Users whom nobody declared: one for every two roles of a tenant that fit together. */
function madeUp({ matrix: { policy } }: Compiled, oracle: Oracle, tenant: string): readonly User[] {
  const { roles = [] } = policy.tenants.find(({ name }) => name === tenant) ?? {};
  return grantsOf(oracle, 2).flatMap((grant): readonly User[] => {
    const userType = policy.userTypes.find(({ name }) => name === grant.userType);
    if (grant.tenant !== tenant || !userType) return [];
    const seats = policy.seats.filter(({ name }) => grant.seats.includes(name));
    return [
      {
        ...somebody(userType),
        seats,
        roles: roles.filter(({ name }) => grant.roles.includes(name)),
        cap: seats.reduce((cap, { layer }) => union(cap, layer.held), userType.layer.held),
      },
    ];
  });
}

/** A user of a type, with nothing yet. */
const somebody = (userType: UserType): User => ({
  id: 'somebody',
  at: userType.at,
  userType,
  seats: [],
  roles: [],
  active: true,
  attributes: new Map(),
  cap: userType.layer.held,
});

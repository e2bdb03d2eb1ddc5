/** @module-tag slow */
import { type AnyAbility, createMongoAbility, subject } from '@casl/ability';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { abilityFrom } from '../../runtime/client.ts';
import { openFacade } from '../../runtime/permissions.ts';
import { compiled } from '../support/compiled.ts';
import { attributes, conditions, meets, properties, records, users } from '../support/conditions.ts';
import { runs } from '../support/random.ts';
import { matches } from '../support/where.ts';

const typed = (types: object) =>
  Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }]));

const sampled = <T>(of: fc.Arbitrary<T>, numRuns: number): T[] => fc.sample(of, runs(numRuns));

const filters = sampled(conditions(), 250);
const everybody = sampled(users, 12);

const layer = { models: { '*': 'all' } };
const documents = [
  { kind: 'Model', name: 'Company', actions: ['view'], portfolio: 'self', properties: typed(properties) },
  {
    kind: 'Model',
    name: 'Task',
    actions: ['view'],
    relations: { company: { model: 'Company' } },
    portfolio: { through: 'company' },
  },
  { kind: 'Principal', attributes: typed(attributes) },
  { kind: 'UserType', name: 'Core', rank: 1, allows: layer },
  { kind: 'Tenant', name: 'acme', ceiling: layer },
  ...filters.map((filter, at) => ({
    kind: 'Role',
    name: `role-${at}`,
    userType: 'Core',
    portfolio: [{ filter }],
    grants: layer,
  })),
];

const whole = compiled(
  filesInMemory(Object.fromEntries(documents.map((one, at) => [`policies/${at}.yaml`, JSON.stringify(one)]))),
);
const facade = openFacade(JSON.parse([...emitBundle(whole)].map(({ content }) => content).join('')));

/** Everybody who decides about a record, by the rules for one user. */
function deciders(at: number, user: Readonly<Record<string, unknown>>) {
  const policy = facade.permissions({ tenant: 'acme', roles: [`role-${at}`], userType: 'Core', user });
  const rules = policy.ability.rules as unknown;
  const stock = createMongoAbility(rules as Parameters<typeof createMongoAbility>[0]) as AnyAbility;
  const hasCrowd = JSON.stringify(rules).includes('"$and"');
  return { policy, strict: abilityFrom(rules) as AnyAbility, stock, hasCrowd };
}

test('facade, filters and abilities decide by values of the type, null and missing ones', () => {
  const everything = sampled(records(false), 60);
  let met = 0;
  for (const [at, filter] of filters.entries())
    for (const user of everybody) {
      const { policy, strict, stock, hasCrowd } = deciders(at, user);
      const where = policy.where('view', 'Company');
      for (const company of everything) {
        const expected = meets(filter, company, user);
        if (expected) met++;
        const tagged = () => subject('Company', { ...company });
        const said = {
          can: policy.can('view', 'Company', company),
          task: policy.can('view', 'Task', { company }),
          where: matches(where, company),
          ability: policy.ability.can('view', tagged()),
          strict: strict.can('view', tagged()),
          // A condition that is too crowded for CASL is closed.
          stock: stock.can('view', tagged()) || (hasCrowd && expected),
          stockTask: stock.can('view', subject('Task', { company })) || (hasCrowd && expected),
        };
        const wrong = Object.entries(said).filter(([, answer]) => answer !== expected);
        if (wrong.length > 0)
          expect({ filter, user, company, wrong, where: JSON.stringify(where) }).toEqual({ expected });
      }
    }
  expect(met).toBeGreaterThan(10_000);
});

test('the facade, its filters and its ability decide by values of any type', () => {
  const everything = sampled(records(true), 60);
  for (const [at, filter] of filters.entries())
    for (const user of everybody) {
      const { policy } = deciders(at, user);
      const where = policy.where('view', 'Company');
      for (const company of everything) {
        const expected = meets(filter, company, user);
        const said = {
          can: policy.can('view', 'Company', company),
          where: matches(where, company),
          ability: policy.ability.can('view', subject('Company', { ...company })),
        };
        const wrong = Object.entries(said).filter(([, answer]) => answer !== expected);
        if (wrong.length > 0) expect({ filter, user, company, wrong }).toEqual({ expected });
      }
    }
});

/** @module-tag slow */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import { emitSchemas } from '../../compiler/targets/schema.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { parseYaml } from '../../compiler/text/yaml.ts';
import { compiled } from '../support/compiled.ts';

const disk = filesOnDisk('policies');
const documents = disk
  .list((file) => file.endsWith('.yaml'))
  .flatMap((path) => parseYaml({ path, text: new TextDecoder().decode(disk.read(path, 1e7) as Uint8Array) }))
  .map(({ value }) => value as { readonly kind: string; readonly name?: string });

const artifacts = [...emitSchemas(compiled(disk))];
const ajv = new Ajv2020({ strict: true, strictRequired: false, formats: { date: /^\d{4}-\d\d-\d\d$/ } });
// An editor finds the file beside the one that leads to it; here each has its name for an address.
for (const { path, content } of artifacts)
  ajv.addSchema({ ...JSON.parse(content), $id: `file:///${path}` }, path);
const validators = new Map(
  artifacts.map(({ path }) => [path.replace(/^schema\/|\.schema\.json$/g, ''), ajv.getSchema(path)]),
);
const fileOf = (kind: string) => kind.replace(/(?<=[a-z])(?=[A-Z])/, '-').toLowerCase();
const accepts = (document: { readonly kind: string }, file = fileOf(document.kind)) =>
  validators.get(file)?.(document);

test('there is one for every kind and one for any kind', () => {
  const written = filesOnDisk('schema').list((file) => file.endsWith('.json') && !file.includes('common'));
  expect(artifacts.map(({ path }) => path).sort()).toEqual(written);
});

test('every policy document fits the schema of its kind and the one for any kind', () => {
  const misfits = documents.flatMap((document) =>
    [fileOf(document.kind), 'policy'].flatMap((file) =>
      accepts(document, file)
        ? []
        : [[document.kind, document.name, file, validators.get(file)?.errors?.[0]]],
    ),
  );
  expect(misfits).toEqual([]);
});

test('only the one for any kind has definitions, each once; the others lead into it', () => {
  for (const { path, content } of artifacts) {
    const { $defs, $ref } = JSON.parse(content);
    if (path === 'schema/policy.schema.json') expect(content).not.toMatch(/"\$ref": "(?!#\/\$defs\/)/);
    else
      expect([path, $ref, $defs]).toEqual([path, expect.stringMatching(/^policy\.schema\.json#/), undefined]);
  }
});

describe('a name that the catalog does not have', () => {
  const role = { kind: 'Role', name: 'new', userType: 'Core', portfolio: ['own'], grants: {} };
  const waived = documents.find(({ kind }) => kind === 'Invariant')?.name;
  const who = { owner: 'ada', because: 'for now', until: '2027-03-31' };
  const waiver = { kind: 'Waiver', invariant: waived, role: 'csm', ...who };
  const grants = (model: string, grant: unknown) => ({ ...role, grants: { models: { [model]: grant } } });

  test.each([
    ['a user type', role, { ...role, userType: 'Cora' }],
    ['a seat', { ...role, seats: ['Service'] }, { ...role, seats: ['Servize'] }],
    ['a portfolio', role, { ...role, portfolio: ['owm'] }],
    ['a tenant', { ...role, tenant: 'acme' }, { ...role, tenant: 'acne' }],
    ['a model', grants('Company', 'all'), grants('Companies', 'all')],
    ['an action', grants('Company', ['view']), grants('Company', ['veiw'])],
    ['an action that only other models have', grants('Task', ['view']), grants('Task', ['remove'])],
    ['an action left out', grants('Company', { except: ['view'] }), grants('Company', { except: ['veiw'] })],
    ['an action for all models', grants('*', ['view']), grants('*', ['veiw'])],
    [
      'a property',
      grants('Company', { actions: ['view'], properties: { arr: 'none', '*': ['view'] } }),
      grants('Company', { actions: ['view'], properties: { aar: 'none' } }),
    ],
    [
      'a right',
      grants('Company', { properties: { arr: ['view'] } }),
      grants('Company', { properties: { phase: ['update'] } }),
    ],
    ['a module', { ...role, grants: { modules: ['Revenue'] } }, { ...role, grants: { modules: ['Revenu'] } }],
    [
      'a feature',
      { ...role, grants: { features: { except: ['Logs'] } } },
      { ...role, grants: { features: ['Log'] } },
    ],
    [
      'a field of a condition',
      {
        ...role,
        portfolio: [{ filter: { $or: [{ owner: { $user: 'id' } }, { phase: { $in: ['Live'] } }] } }],
      },
      { ...role, portfolio: [{ filter: { $or: [{ ownr: { $user: 'id' } }] } }] },
    ],
    [
      'an attribute',
      { ...role, portfolio: [{ filter: { owner: { $in: { $user: 'managedUserIds' } } } }] },
      { ...role, portfolio: [{ filter: { owner: { $in: { $user: 'managedUserId' } } } }] },
    ],
    [
      'an operator',
      { ...role, portfolio: [{ filter: { owner: { $nin: ['x'], $ne: { $user: 'id' } } } }] },
      { ...role, portfolio: [{ filter: { owner: { $not: 'x' } } }] },
    ],
    [
      'a list without values of the user',
      { ...role, portfolio: [{ filter: { owner: { $in: ['x'] } } }] },
      { ...role, portfolio: [{ filter: { owner: { $in: ['x', { $user: 'id' }] } } }] },
    ],
    [
      'a permission',
      { kind: 'Feature', name: 'New', requires: ['Company.arr:view'] },
      { kind: 'Feature', name: 'New', requires: ['Company.arr:export'] },
    ],
    [
      'a pattern of permissions',
      {
        kind: 'Invariant',
        name: 'new',
        severity: 'error',
        because: 'so',
        mustNot: ['*:export', 'Company.*:update'],
      },
      { kind: 'Invariant', name: 'new', severity: 'error', because: 'so', mustNot: ['*:exprot'] },
    ],
    [
      'a role to which an invariant applies',
      {
        kind: 'Invariant',
        name: 'new',
        severity: 'error',
        because: 'so',
        roles: { except: ['csm'] },
        must: ['*:use'],
      },
      { kind: 'Invariant', name: 'new', severity: 'error', because: 'so', roles: ['cms'], must: ['*:use'] },
    ],
    [
      'a limit',
      { kind: 'Tenant', name: 'new', limits: { Core: 3, Service: 1 }, ceiling: {} },
      { kind: 'Tenant', name: 'new', limits: { Coer: 3 }, ceiling: {} },
    ],
    [
      'a package',
      { kind: 'Tenant', name: 'new', packages: ['ServiceDelivery'], ceiling: {} },
      { kind: 'Tenant', name: 'new', packages: ['Service'], ceiling: {} },
    ],
    [
      'a role of a user',
      {
        kind: 'Users',
        tenant: 'acme',
        users: [{ id: 'a', userType: 'Core', seats: ['Service'], roles: ['csm'] }],
      },
      { kind: 'Users', tenant: 'acme', users: [{ id: 'a', userType: 'Core', roles: ['cms'] }] },
    ],
    [
      'the model of a portfolio',
      { kind: 'Portfolio', name: 'new', on: 'Company', reach: 'all' },
      { kind: 'Portfolio', name: 'new', on: 'Compnay', reach: 'all' },
    ],
    ['a waived invariant', waiver, { ...waiver, invariant: 'nothing-like-it' }],
    ['a waived role', waiver, { ...waiver, role: 'cms' }],
  ])('%s', (_, right, wrong) => {
    expect([accepts(right), accepts(right, 'policy')]).toEqual([true, true]);
    expect([accepts(wrong), accepts(wrong, 'policy')]).toEqual([false, false]);
  });
});

test('a new name is right where it is declared, and a role may be a clone of one that is gone', () => {
  expect(accepts({ kind: 'Model', name: 'New', family: 'standard', actions: ['view'] } as never)).toBe(true);
  const clone = {
    kind: 'Role',
    name: 'b',
    userType: 'View',
    portfolio: ['own'],
    clonedFrom: 'gone',
    grants: {},
  };
  expect(accepts(clone)).toBe(true);
});

test('a catalog with next to nothing has schemas too', () => {
  const bare = compiled(filesInMemory({ 'policies/all.yaml': 'kind: Feature\nname: Sync\n' }));
  const own = new Ajv2020({ formats: { date: true } });
  const made = [...emitSchemas(bare)];
  for (const { path, content } of made)
    own.addSchema({ ...JSON.parse(content), $id: `file:///${path}` }, path);
  for (const { path } of made) expect(() => own.getSchema(path)).not.toThrow();
});

import { expect, test } from 'vitest';
import { placeIn, valueIn } from '../../compiler/model/document.ts';
import { prepareCeilingRefusals } from '../../compiler/questions/diff/prepare-ceiling-refusals.ts';
import { diff } from '../../compiler/questions/diff.ts';
import { relateReaches } from '../../compiler/questions/since/find-cause.ts';
import { readCell } from '../../compiler/questions/since/read-cell.ts';
import { matrixIn } from './edited.ts';

type Written = Readonly<Record<string, unknown>> & { readonly kind: string };

/** Two tenants; the property `custom.since` is a date in one of them and a text in the other. */
const base: readonly Written[] = [
  {
    kind: 'Model',
    name: 'Company',
    actions: ['view', 'update'],
    portfolio: 'self',
    properties: { name: { type: 'string' }, custom: { type: 'object' } },
  },
  { kind: 'Model', name: 'Log', actions: ['view', 'export'], properties: {}, package: 'Audit' },
  { kind: 'Feature', name: 'Trail', package: 'Audit' },
  { kind: 'Portfolio', name: 'full', on: 'Company', reach: 'all' },
  { kind: 'UserType', name: 'Core', rank: 1, allows: { models: { '*': 'all' } } },
  { kind: 'Seat', name: 'Plus', combinesWith: ['Core'], package: 'Plus', adds: {} },
  { kind: 'Tenant', name: 'acme', ceiling: { models: { '*': 'all' } } },
  { kind: 'Tenant', name: 'globex', packages: ['Plus', 'Audit'], ceiling: { models: { '*': 'all' } } },
  {
    kind: 'Properties',
    tenant: 'acme',
    model: 'Company',
    properties: { 'custom.since': { type: 'date' } },
  },
  {
    kind: 'Properties',
    tenant: 'globex',
    model: 'Company',
    properties: { 'custom.since': { type: 'string' } },
  },
  { kind: 'Role', name: 'csm', userType: 'Core', portfolio: ['full'], grants: { models: { '*': ['view'] } } },
  {
    kind: 'Role',
    name: 'plus',
    userType: 'Core',
    seats: ['Plus'],
    portfolio: ['full'],
    grants: { models: { Company: ['view'] } },
  },
  ...['acme', 'globex'].map((tenant) => ({
    kind: 'Portfolio',
    name: `high-${tenant}`,
    tenant,
    on: 'Company',
    reach: { 'custom.since': { $gt: '2027-01-01T00:00:00Z' } },
  })),
  ...['acme', 'globex'].map((tenant) => ({
    kind: 'Role',
    name: `own-${tenant}`,
    tenant,
    userType: 'Core',
    portfolio: [`high-${tenant}`],
    grants: { models: { Company: ['view'] } },
  })),
];

const keyOf = ({ kind, name, model, tenant }: Written) => JSON.stringify([kind, name ?? model, tenant]);

/** Returns the documents with others in the place of those that have their kind and name. */
const replace = (...others: readonly Written[]): readonly Written[] => [
  ...base.map((one) => others.find((other) => keyOf(other) === keyOf(one)) ?? one),
  ...others.filter((other) => !base.some((one) => keyOf(one) === keyOf(other))),
];

const find = (kind: string, name: string, tenant?: string): Written => {
  const found = base.find((one) => keyOf(one) === JSON.stringify([kind, name, tenant]));
  if (!found) throw new Error(name);
  return found;
};

const without = (...gone: readonly Written[]) => base.filter((one) => !gone.includes(one));

const matrixOf = (documents: readonly Written[]) =>
  matrixIn(Object.fromEntries(documents.map((one, at) => [`policies/${at}.yaml`, JSON.stringify(one)])));

const compare = (before: readonly Written[], after: readonly Written[]) =>
  diff(matrixOf(before), matrixOf(after));

/** Lists every change with the document of its cause, by kind and name. */
const tell = (before: readonly Written[], after: readonly Written[]): readonly string[] =>
  compare(before, after).changes.map(({ kind, tenant, role, permission, because }) => {
    const { document } = because.at.place;
    const { kind: sort, name, model } = valueIn(placeIn(document, [])) as Written;
    return `${kind} ${tenant} ${role} ${permission}: ${because.layer}, ${sort} ${name ?? model}`;
  });

const otherBound = ['acme', 'globex'].map((tenant) => ({
  ...find('Portfolio', `high-${tenant}`, tenant),
  reach: { 'custom.since': { $gt: '2027-01-01T02:00:00+02:00' } },
}));

test('records are compared by the types that the tenant’s own properties have there', () => {
  const told = tell(base, replace(...otherBound)).filter((line) => line.includes('Company:view'));
  expect(told).toEqual([
    'shifted acme own-acme Company:view: portfolio, Portfolio high-acme',
    'narrowed globex own-globex Company:view: portfolio, Portfolio high-globex',
  ]);
});

test('the type of a tenant’s own property is what a condition on it changed by', () => {
  const retyped = replace({
    ...find('Properties', 'Company', 'acme'),
    properties: { 'custom.since': { type: 'string' } },
  });
  expect(tell(base, retyped)).toContain('shifted acme own-acme Company:view: catalog, Properties Company');
});

test('a history compares records by the types of the tenant', () => {
  const state = (documents: readonly Written[], tenant: string) => {
    const matrix = matrixOf(documents);
    const revision = { matrix, sources: [], diagnostics: [], errors: 0 } as never;
    const asked = { tenant, role: `own-${tenant}`, permission: 'Company.custom.since:view' } as never;
    return readCell(revision, asked) ?? expect.fail('no state');
  };
  const relate = (tenant: string) =>
    relateReaches(state(base, tenant), state(replace(...otherBound), tenant), 'Company.custom.since:view');
  expect([relate('acme'), relate('globex')]).toEqual(['shifted', 'narrowed']);
});

test('the user type that lets a tenant’s own property through is its cause', () => {
  const closed = replace({
    ...find('UserType', 'Core'),
    allows: {
      models: { Company: { actions: 'all', properties: { custom: 'all', name: 'all', '*': 'none' } } },
    },
  });
  expect(tell(closed, base).filter((line) => line.includes('custom.since'))).toEqual([
    'gained acme csm Company.custom.since:view: userType, UserType Core',
    'gained acme own-acme Company.custom.since:view: userType, UserType Core',
    'gained globex csm Company.custom.since:view: userType, UserType Core',
    'gained globex own-globex Company.custom.since:view: userType, UserType Core',
    'gained globex plus Company.custom.since:view: userType, UserType Core',
  ]);
});

test('a package that brings a role brings a tenant’s own property with it', () => {
  const bought = replace({ ...find('Tenant', 'acme'), packages: ['Plus'] });
  expect(tell(base, bought)).toEqual(
    ['.custom.since', '.custom', '.name', ''].map(
      (part) => `gained acme plus Company${part}:view: tenant, Tenant acme`,
    ),
  );
});

test('a package that a model no longer needs is told at the model', () => {
  const reason = {
    kind: 'Properties',
    tenant: 'acme',
    model: 'Log',
    properties: { reason: { type: 'string' } },
  };
  const { package: _, ...free } = find('Model', 'Log');
  const after = [...without(find('Model', 'Log')), free as Written, reason];
  expect(tell([...base, reason], after)).toEqual([
    'gained acme csm Log.reason:view: tenant, Model Log',
    'gained acme csm Log:view: tenant, Model Log',
  ]);
});

test('properties that a tenant adds or takes away are the cause of what they close or open', () => {
  const reason = {
    kind: 'Properties',
    tenant: 'globex',
    model: 'Log',
    properties: { reason: { type: 'string' } },
  };
  const exporter = {
    kind: 'Role',
    name: 'exporter',
    userType: 'Core',
    portfolio: ['full'],
    grants: { models: { Log: ['export'] } },
  };
  expect(tell([...base, exporter], [...base, exporter, reason])).toEqual([
    'gained globex csm Log.reason:view: catalog, Properties Log',
    'lost globex exporter Log:export: requires, Properties Log',
  ]);
  expect(tell([...base, exporter, reason], [...base, exporter])).toEqual([
    'lost globex csm Log.reason:view: catalog, Properties Log',
    'gained globex exporter Log:export: requires, Properties Log',
  ]);
});

test('a ceiling that refuses a tenant’s own property which a shared role gains elsewhere is told', () => {
  const asks = { ...find('Role', 'csm'), grants: { models: { Company: 'all' } } };
  const strict = {
    ...find('Tenant', 'globex'),
    ceiling: {
      models: {
        Company: { actions: 'all', properties: { custom: 'all', name: 'all', 'custom.since': ['view'] } },
      },
    },
  };
  const difference = compare(replace(strict), replace(strict, asks));
  const [document] = difference.edits.map((edit) => edit.document);
  if (!document) throw new Error('no edit');
  const listRefusals = prepareCeilingRefusals(difference);
  expect(listRefusals(document).map(({ tenant, permissions }) => [tenant, permissions])).toEqual([
    ['globex', ['Company.custom.since:update']],
  ]);
  const { head: _, ...gone } = document;
  for (const other of [{ ...document, kind: 'Portfolio' as const }, { ...document, tenant: 'globex' }, gone])
    expect(listRefusals(other)).toEqual([]);
});

test('a line on a tenant’s own property that changes nothing is told', () => {
  const ceiling = {
    models: { Company: { actions: 'all', properties: { 'custom.since': 'none', '*': 'all' } } },
  };
  const strict = { ...find('Tenant', 'acme'), ceiling };
  const own = (level: string) => ({
    ...find('Role', 'own-acme', 'acme'),
    grants: { models: { Company: { actions: ['view'], properties: { 'custom.since': level, '*': 'all' } } } },
  });
  const { edits } = compare(replace(strict, own('none')), replace(strict, own('all')));
  expect(edits.flatMap(({ idle }) => idle)).toMatchObject([
    {
      permissions: ['Company.custom.since:view'],
      because: 'the ceiling of tenant `acme` does not hold it',
    },
  ]);
});

test('a model that states its properties as none is closed before the first is listed', () => {
  const { properties: _, ...open } = find('Model', 'Log');
  const after = [...without(find('Model', 'Log')), open as Written];
  expect(tell(after, base)).toEqual(['narrowed globex csm Log:view: catalog, Model Log']);
  const listed = replace({ ...find('Model', 'Log'), properties: { reason: { type: 'string' } } });
  expect(tell(base, listed)).toEqual(['gained globex csm Log.reason:view: catalog, Model Log']);
});

test('a column above those of a tenant makes no more records known where the tenant has them', () => {
  const properties = { name: { type: 'string' } };
  const without: readonly Written[] = [
    { kind: 'Model', name: 'Company', actions: ['view', 'remove'], portfolio: 'self', properties },
    { kind: 'Portfolio', name: 'nameless', on: 'Company', reach: { name: { $exists: false } } },
    { kind: 'UserType', name: 'Core', rank: 1, allows: { models: { '*': 'all' } } },
    { kind: 'Tenant', name: 'acme', ceiling: { models: { '*': 'all' } } },
    { kind: 'Tenant', name: 'globex', ceiling: { models: { '*': 'all' } } },
    {
      kind: 'Properties',
      tenant: 'acme',
      model: 'Company',
      properties: { 'custom.region': { type: 'string' } },
    },
    {
      kind: 'Role',
      name: 'csm',
      userType: 'Core',
      portfolio: ['nameless'],
      grants: { models: { '*': ['remove'] } },
    },
  ];
  const [model, ...rest] = without;
  const custom = { type: 'object' };
  const head = [{ ...model, kind: 'Model', properties: { ...properties, custom } }, ...rest];
  const { changes } = diff(matrixOf(without), matrixOf(head));
  // A record with `custom` alone is one that lacks a name: in acme before and after, in globex only now.
  expect(changes.map(({ tenant, permission, kind }) => `${tenant} ${permission} ${kind}`)).toEqual([
    'globex Company:remove widened',
  ]);
});

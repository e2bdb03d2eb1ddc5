import { readFileSync } from 'node:fs';
import { subject } from '@casl/ability';
import { describe, expect, test } from 'vitest';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { abilityFrom } from '../../runtime/ability.ts';
import { BundleError } from '../../runtime/bundle-parts.ts';
import { openFacade } from '../../runtime/permissions.ts';
import { compiled } from '../support/compiled.ts';

const base = readFileSync('test/compiles/tenant-properties/policies/base.yaml', 'utf8');
const more = `
---
kind: Portfolio
name: north
tenant: acme
on: Company
reach: { custom.region: { $in: [north, arctic] } }
---
kind: Role
name: northerner
tenant: acme
userType: Core
portfolio: [north]
grants: { models: { Company: { actions: [view, update, export], properties: { "*": all } } }, modules: [Reports] }
---
kind: Role
name: nowhere
tenant: acme
userType: Core
portfolio: [{ filter: { custom.region: { $exists: false } }, on: Company }]
grants: { models: { Company: [view] } }
---
kind: Tenant
name: initech
ceiling: { models: { "*": all }, modules: all }
---
kind: Properties
tenant: initech
model: Company
properties: { custom.size: { type: number } }
---
kind: Tenant
name: umbrella
ceiling: { models: { "*": all }, modules: none }
---
kind: Properties
tenant: umbrella
model: Company
properties: { custom.size: { type: number } }
---
kind: Model
name: Trail
actions: [view]
properties: {}
requires: { view: [Reports:use] }
---
kind: Role
name: tracer
userType: Core
grants: { models: { Trail: [view] } }
---
kind: Role
name: reporter
userType: Core
grants: { modules: [Reports] }
---
kind: Tenant
name: hooli
ceiling: { models: { "*": all }, modules: all }
---
kind: Properties
tenant: hooli
model: Trail
properties: { step: { type: string } }
---
kind: Role
name: blind
userType: Core
grants: { models: { Trail: { actions: [view], properties: { "*": none } } } }
`;

interface BundleJson {
  size: number;
  extensions: {
    models: Record<string, Record<string, string[]>>;
    requires: unknown;
    sets: string[];
    columns?: unknown;
  }[];
  tenants: Record<string, { extension?: number; ceiling: unknown; roles: Record<string, object> }>;
}
const text = [...emitBundle(compiled(filesInMemory({ 'policies/base.yaml': `${base}${more}` })))]
  .map(({ content }) => content)
  .join('');
const fresh = () => JSON.parse(text) as BundleJson;
const facade = openFacade(fresh());
const policyIn = (tenant: string, role = 'csm', userType = 'Core') =>
  facade.permissions({ tenant, roles: [role], userType, user: { id: 'u1' } });

describe('a model whose properties are `{}`', () => {
  test('shows none where the tenant adds none', () => {
    const policy = policyIn('globex');
    const log = { reason: 'x', other: 'y' };
    expect(policy.can('view', 'Log', log)).toBe(true);
    expect(policy.can('view', 'Log', log, 'other')).toBe(false);
    expect(policy.can('view', 'Log', log, 'reason')).toBe(false);
    expect(policy.fields('view', 'Log', log)).toEqual([]);
    expect(policy.ability.can('view', subject('Log', { ...log }), 'reason')).toBe(false);
  });

  test('shows what the tenant adds, and nothing else', () => {
    const policy = policyIn('acme');
    const log = { reason: 'x', other: 'y' };
    expect(policy.fields('view', 'Log', log)).toEqual(['reason']);
    expect(policy.can('view', 'Log', log, 'other')).toBe(false);
    expect(policy.ability.can('view', subject('Log', { ...log }), 'reason')).toBe(true);
    expect(policy.ability.can('view', subject('Log', { ...log }), 'other')).toBe(false);
    expect(policyIn('acme', 'closed').can('view', 'Log', log)).toBe(false);
  });
});

describe('a model whose properties are `{}`, by two roles together', () => {
  const roles = (tenant: string, ...names: string[]) =>
    facade.permissions({ tenant, roles: names, userType: 'Core', user: { id: 'u1' } });

  test('is viewed where only both have what it requires', () => {
    expect(roles('globex', 'tracer').can('view', 'Trail', {})).toBe(false);
    expect(roles('globex', 'tracer', 'reporter').can('view', 'Trail', {})).toBe(true);
    expect(roles('globex', 'tracer', 'reporter').can('view', 'Trail', {}, 'step')).toBe(false);
  });

  test('still needs a property in a tenant that adds some', () => {
    expect(roles('hooli', 'blind', 'reporter').can('view', 'Trail', {})).toBe(false);
    expect(roles('hooli', 'tracer', 'reporter').fields('view', 'Trail', {})).toEqual(['step']);
    expect(roles('globex', 'blind', 'reporter').can('view', 'Trail', {})).toBe(true);
  });
});

describe('the properties that a tenant adds', () => {
  const company = { name: 'Acme', custom: { region: 'north', margin: 2 } };

  test('are decided like those of the catalog, in that tenant alone', () => {
    expect(policyIn('acme').fields('view', 'Company', company)).toEqual([
      'custom',
      'custom.margin',
      'custom.region',
      'name',
      'stamp',
      'stamp.by',
    ]);
    expect(policyIn('globex').fields('view', 'Company', company)).toEqual(['custom', 'name', 'stamp']);
    expect(policyIn('initech').fields('view', 'Company', company)).toEqual([
      'custom',
      'custom.size',
      'name',
      'stamp',
    ]);
    // Its ceiling has the margin to be viewed only, and what lies in a system object is not updated.
    expect(policyIn('acme').fields('update', 'Company', company)).toEqual([
      'custom',
      'custom.region',
      'name',
    ]);
    expect(policyIn('globex').can('view', 'Company', company, 'custom.region')).toBe(false);
    expect(policyIn('globex').canSome('view', 'Company', 'custom.region')).toBe(false);
    expect(policyIn('acme').canSome('view', 'Company', 'tier')).toBe(false);
  });

  test('lie behind the switch of the object that they are in', () => {
    const policy = policyIn('acme', 'closed');
    expect(policy.can('view', 'Company', company, 'custom.region')).toBe(false);
    expect(policy.can('view', 'Company', company, 'stamp.by')).toBe(true);
    expect(policy.can('view', 'Company', company, 'tier')).toBe(true);
    expect(policy.why('view', 'Company', 'custom.region')).toContain(
      'lacks what `Company.custom.region:view` requires: role `closed` does not grant `Company.custom:view`',
    );
  });

  test('are exported where they may be viewed', () => {
    const policy = policyIn('acme', 'northerner');
    expect(policy.fields('export', 'Company', company)).toEqual(policy.fields('view', 'Company', company));
    expect(policy.fields('export', 'Company', company)).toContain('tier');
    expect(policyIn('acme', 'closed').fields('export', 'Company', company)).toEqual([
      'name',
      'stamp',
      'stamp.by',
      'tier',
    ]);
  });

  test('are names that may come from outside, in whatever tenant', () => {
    expect(facade.isProperty('update', 'Company', 'custom.region')).toBe(true);
    expect(facade.isProperty('export', 'Company', 'stamp.by')).toBe(true);
    expect(facade.isProperty('update', 'Company', 'stamp.by')).toBe(false);
    expect(facade.isProperty('create', 'Company', 'custom.region')).toBe(false);
    expect(facade.isProperty('view', 'Log', 'custom.region')).toBe(false);
    expect(facade.isProperty('view', 'Log', 'toString')).toBe(false);
  });
});

describe('a condition on a property of a tenant', () => {
  const policy = policyIn('acme', 'northerner');

  test.each([
    [{ 'custom.region': 'north' }, true],
    [{ custom: { region: 'arctic' } }, true],
    [{ 'custom.region': 'south', custom: { region: 'north' } }, false],
    [{ 'custom.region': null, custom: { region: 'north' } }, false],
    [{ custom: { region: 'south' } }, false],
    [{ custom: [{ region: 'north' }] }, false],
    [{ custom: Object.create({ region: 'north' }) }, false],
    [{ region: 'north' }, false],
  ])('of %j is %s', (company, isReached) => {
    expect(policy.can('view', 'Company', company)).toBe(isReached);
    expect(policy.ability.can('view', subject('Company', { ...company }))).toBe(isReached);
    const { rules } = policy.ability;
    const sent = abilityFrom(JSON.parse(JSON.stringify(rules)));
    expect(sent.can('view', subject('Company', { ...company }))).toBe(isReached);
  });

  test.each([
    [{ custom: {} }, true],
    [{ custom: null, name: 'Acme' }, true],
    [{ name: 'Acme' }, true],
    [{ 'custom.region': 'x' }, false],
    [{ custom: { region: 'x' } }, false],
    [{ rows: [] }, false],
  ])('that asks whether it is there, of %j is not: %s', (company, isReached) => {
    expect(policyIn('acme', 'nowhere').can('view', 'Company', company)).toBe(isReached);
  });

  test('that asks whether it is missing has no rule, so that stock CASL denies what the facade allows', () => {
    expect(policyIn('acme', 'nowhere').ability.rules).toEqual([]);
  });

  test('is a filter, and its column is one to load', () => {
    expect(policy.where('view', 'Company')).toEqual({
      model: 'Company',
      through: [],
      alternatives: [
        [{ property: 'custom.region', type: 'string', operator: '$in', operand: ['arctic', 'north'] }],
      ],
    });
    expect(facade.columns).toEqual(['custom.region', 'name']);
  });
});

describe('in the bundle', () => {
  test('tenants with equal properties share one extension, and others have none', () => {
    const { extensions, tenants } = fresh();
    expect(extensions).toHaveLength(3);
    expect([tenants.initech?.extension, tenants.umbrella?.extension]).toEqual([2, 2]);
    expect(tenants.globex).not.toHaveProperty('extension');
    expect(extensions[2]?.models).toEqual({ Company: { 'custom.size': ['view', 'update'] } });
  });

  test('what another tenant compares is no column of a tenant', () => {
    const bundle = fresh();
    const { acme, initech } = bundle.tenants;
    if (!acme || !initech) throw new Error('no tenants');
    const { scopes } = acme.roles.northerner as { scopes: [[number, number], number][] };
    const [[[set], reach] = [[0, 0], 0]] = scopes.filter(([, number]) => number !== 0);
    Object.assign(initech.roles.csm ?? {}, { scopes: [[set, reach]] });
    const policy = openFacade(bundle).permissions({
      tenant: 'initech',
      roles: ['csm'],
      userType: 'Core',
      user: { id: 'u1' },
    });
    expect(policy.can('view', 'Company', { custom: { region: 'north' } })).toBe(false);
  });

  const damages: readonly (readonly [what: string, damage: (bundle: BundleJson) => unknown])[] = [
    ['an extension that is not there', ({ tenants }) => Object.assign(tenants.acme ?? {}, { extension: 2 })],
    ['a set of an extension without one', ({ tenants }) => delete tenants.acme?.extension],
    ['three numbers of a set', ({ tenants }) => Object.assign(tenants.acme ?? {}, { ceiling: [0, 0, 0] })],
    ['no such set', ({ tenants }) => Object.assign(tenants.acme ?? {}, { ceiling: [0, 99] })],
    ['a model that is none', ({ extensions: [one] }) => Object.assign(one?.models ?? {}, { Nobody: {} })],
    [
      'a property twice',
      ({ extensions: [one] }) => Object.assign(one?.models.Company ?? {}, { name: ['view'] }),
    ],
    [
      'a name that JavaScript owns',
      ({ extensions: [one] }) => Object.assign(one?.models.Company ?? {}, { 'custom.constructor': [] }),
    ],
    [
      'a name with a star',
      ({ extensions: [one] }) => Object.assign(one?.models.Company ?? {}, { 'custom.*': [] }),
    ],
    ['other rights', ({ extensions: [one] }) => Object.assign(one?.models.Company ?? {}, { a: ['export'] })],
    ['more cells than its sets are of', ({ extensions: [one] }) => one?.sets.push('AAAA')],
    ['no prerequisites', ({ extensions: [one] }) => Object.assign(one ?? {}, { requires: undefined })],
    ['no columns for its conditions', ({ extensions: [one] }) => delete one?.columns],
    ['an unknown user type', ({ extensions: [one] }) => Object.assign(one ?? {}, { allows: { Nobody: 0 } })],
  ];
  test.each(damages)('%s is refused', (_, damage) => {
    const bundle = fresh();
    damage(bundle);
    expect(() => openFacade(bundle)).toThrow(BundleError);
  });
});

test('what requires a model that only the tenant opens works there, in rules and facade alike', () => {
  const whole = compiled(
    filesInMemory({
      'policies/all.yaml': `
kind: Action
name: approve
---
kind: Model
name: Note
actions: [view, create, approve]
properties: { level: { type: string, requires: [Note:approve] } }
requires: { create: [Note:view] }
---
kind: Capability
name: Notes
requires: [Note:create]
---
kind: Properties
tenant: acme
model: Note
properties: { custom.local: { type: string } }
---
kind: UserType
name: Core
rank: 1
allows: { models: { "*": all } }
---
kind: Tenant
name: acme
ceiling: { models: { "*": all } }
---
kind: Tenant
name: globex
ceiling: { models: { "*": all } }
---
kind: Role
name: writer
userType: Core
grants: { models: { "*": [view, create] } }
`,
    }),
  );
  const rulesIn = new Map(whole.matrix.rows.map((row) => [row.tenant.name, whole.rulesOf(row)]));
  expect(rulesIn.get('globex')).toEqual([]);
  expect(rulesIn.get('acme')).toEqual([
    { action: 'create', subject: 'Note' },
    { action: 'view', subject: 'Note', fields: ['custom.local'] },
    { action: 'use', subject: 'Notes' },
  ]);
  const opened = openFacade(JSON.parse([...emitBundle(whole)].map(({ content }) => content).join('')));
  const policyOf = (tenant: string) =>
    opened.permissions({ tenant, roles: ['writer'], userType: 'Core', user: {} });
  expect(policyOf('acme').ability.rules).toEqual(rulesIn.get('acme'));
  expect(policyOf('acme').can('create', 'Note', { custom: {} })).toBe(true);
  expect(policyOf('globex').canSome('view', 'Note')).toBe(false);
  expect(policyOf('globex').uses('Notes')).toBe(false);
});

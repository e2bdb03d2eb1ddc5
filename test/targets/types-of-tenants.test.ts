/** @module-tag slow */
import { afterAll, describe, expect, test } from 'vitest';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { compiled } from '../support/compiled.ts';
import { compilers, serviceWith } from '../support/typed.ts';

const whole = compiled(
  filesInMemory({
    'policies/all.yaml': `
kind: Principal
attributes: { id: { type: id }, regions: { type: list } }
---
kind: Model
name: Company
actions: [view, update, export]
portfolio: self
properties: { custom: { type: object }, name: { type: string }, owner: { type: id } }
---
kind: Model
name: Log
actions: [view]
properties: {}
---
kind: Portfolio
name: own
on: Company
reach: { owner: { $user: id } }
---
kind: Portfolio
name: near
tenant: acme
on: Company
reach: { custom.region: { $in: { $user: regions } }, tier: gold }
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
kind: Properties
tenant: acme
model: Company
properties: { custom.region: { type: string }, custom.made: { type: date, system: true }, tier: { type: string } }
---
kind: Properties
tenant: globex
model: Log
properties: { reason: { type: string } }
---
kind: Role
name: csm
userType: Core
portfolio: [own]
grants: { models: { "*": all } }
---
kind: Role
name: scout
tenant: acme
userType: Core
portfolio: [near]
grants: { models: { Company: [view] } }
`,
  }),
);
const tenantOf = (name: string) => whole.matrix.policy.tenants.find((tenant) => tenant.name === name);
const service = serviceWith({
  '@acme/permissions': whole,
  'only-acme': compilePolicy(whole.matrix.policy, tenantOf('acme')),
  'only-globex': compilePolicy(whole.matrix.policy, tenantOf('globex')),
});
afterAll(service.remove);

service.write(
  'whole.mts',
  `
import { permissions, isProperty, type Column, type PropertyOf } from '@acme/permissions';
const policy = permissions({ tenant: 'acme', roles: ['csm'], userType: 'Core', user: { id: 'u', regions: ['x'] } });
const company = { owner: 'u', name: 'x', custom: { region: 'x' } };
const all: boolean[] = [
  policy.can('view', 'Company', company, 'custom.region'),
  policy.can('update', 'Company', company, 'custom.whatever'),
  policy.canSome('export', 'Company', 'tier'),
  policy.canSome('view', 'Log', 'reason'),
];
const asked: Column[] = ['owner', 'custom.region', 'tier'];
const text: string = 'custom.x';
if (isProperty('view', 'Company', text)) all.push(policy.canSome('view', 'Company', text));
const one: PropertyOf<'Company', 'view'> = 'custom.other';
export const made = [all, asked, one, policy.fields('view', 'Company', company)];
// @ts-expect-error a prefix that no tenant has
policy.canSome('view', 'Company', 'costum.region');
// @ts-expect-error what one model has and another has not
policy.canSome('view', 'Log', 'custom.region');
// @ts-expect-error a prefix alone, on an action that is about no property
policy.canSome('view', 'Log', 'reason.x');
`,
);
service.write(
  'acme.mts',
  `
import { permissions, type Column, type Records } from 'only-acme';
const policy = permissions({ tenant: 'acme', roles: ['csm', 'scout'], userType: 'Core', user: { id: 'u', regions: ['x'] } });
const flat: Records['Company'] = { owner: 'u', tier: 'gold', 'custom.region': 'x' };
const nested: Records['Company'] = { owner: 'u', tier: null, custom: { region: undefined } };
const column: Column = 'custom.region';
export const made = [
  policy.can('view', 'Company', flat, 'custom.region'),
  policy.can('view', 'Company', nested, 'custom.made'),
  policy.canSome('update', 'Company', 'tier'),
  column,
];
// @ts-expect-error a property that the tenant has not
policy.canSome('view', 'Company', 'custom.whatever');
// @ts-expect-error an update of a system property
policy.canSome('update', 'Company', 'custom.made');
// @ts-expect-error a record without what conditions of the tenant compare
policy.can('view', 'Company', { owner: 'u', tier: 'gold' });
// @ts-expect-error a property of another tenant
policy.canSome('view', 'Log', 'reason');
`,
);
service.write(
  'globex.mts',
  `
import { permissions, type Records } from 'only-globex';
const policy = permissions({ tenant: 'globex', roles: ['csm'], userType: 'Core', user: { id: 'u', regions: ['x', 1] } });
const company: Records['Company'] = { owner: 'u' };
export const made = [policy.can('view', 'Company', company), policy.canSome('view', 'Log', 'reason')];
// @ts-expect-error a property of another tenant
policy.canSome('view', 'Company', 'custom.region');
`,
);

describe('types of what tenants add', { tags: ['slow'] }, () => {
  test.each([
    ['by their start in the package of all tenants', 'whole.mts'],
    ['each by its name in the package of the tenant', 'acme.mts'],
    ['none in the package of another', 'globex.mts'],
  ])('%s', async (_, file) => {
    for (const compiler of [compilers['5.9'], compilers['7.0']])
      expect(await service.check(compiler, { module: 'NodeNext' }, [file])).toEqual([]);
  });
});

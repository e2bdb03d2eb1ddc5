import { readFileSync } from 'node:fs';
import { subject } from '@casl/ability';
import { expect, test } from 'vitest';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { openFacade } from '../../runtime/permissions.ts';
import { compiled } from '../support/compiled.ts';

const file = 'test/compiles/tenant-properties/policies/base.yaml';
const whole = compiled(filesInMemory({ 'policies/base.yaml': readFileSync(file, 'utf8') }));
const bundle: unknown = JSON.parse([...emitBundle(whole)].map(({ content }) => content).join(''));
const policyIn = (tenant: string) =>
  openFacade(bundle).permissions({ tenant, roles: ['csm'], userType: 'Core', user: { id: 'u1' } });

test.each(['acme', 'globex'])('in %s a model whose properties are `{}` shows none', (tenant) => {
  const policy = policyIn(tenant);
  const log = { reason: 'x', other: 'y' };
  expect(policy.can('view', 'Log', log)).toBe(true);
  expect(policy.can('view', 'Log', log, 'other')).toBe(false);
  expect(policy.fields('view', 'Log', log)).toEqual([]);
  expect(policy.ability.can('view', subject('Log', { ...log }), 'other')).toBe(false);
  expect(policy.ability.can('view', subject('Log', { ...log }), 'reason')).toBe(false);
});

test('the properties of a tenant are none to the facade, which permits nothing on them', () => {
  const company = { name: 'Acme', 'custom.region': 'north', custom: { region: 'north' } };
  const policy = policyIn('acme');
  expect(policy.can('view', 'Company', company, 'name')).toBe(true);
  expect(policy.can('view', 'Company', company, 'custom.region')).toBe(false);
  expect(policy.fields('view', 'Company', company)).not.toContain('custom.region');
});

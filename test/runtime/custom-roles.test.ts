import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { explainRole } from '../../compiler/questions/explain.ts';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { openFacade } from '../../runtime/permissions.ts';
import { compiled } from '../support/compiled.ts';

const file = 'test/compiles/custom-roles-bounded/policies/base.yaml';
const whole = compiled(filesInMemory({ 'policies/base.yaml': readFileSync(file, 'utf8') }));
const bundle: unknown = JSON.parse([...emitBundle(whole)].map(({ content }) => content).join(''));

test('the facade says that the settings refuse it to a role of the tenant’s own', () => {
  const policyOf = (role: string) =>
    openFacade(bundle).permissions({ tenant: 'acme', roles: [role], userType: 'Core', user: {} });
  expect(policyOf('everything').can('export', 'Ticket', {})).toBe(true);
  expect(policyOf('own').can('export', 'Ticket', {})).toBe(false);
  expect(policyOf('own').why('export', 'Ticket')).toContain(
    "roles of a tenant's own cannot hold `Ticket:export`",
  );
  expect(policyOf('own').why('remove', 'Ticket')).toContain(
    'the ceiling of tenant `acme` does not hold `Ticket:remove`',
  );
});

test('an explanation shows the settings, and what to write there', () => {
  const { rows, policy } = whole.matrix;
  const row = rows.find(({ role }) => role.name === 'own');
  const cell = policy.catalog.cellOf.get('Ticket:export');
  if (!row || !cell) throw new Error('own');
  const { trail, unlock } = explainRole(whole.matrix, row, cell);
  expect(trail.verdicts.map(({ holds, because }) => [holds, because])[2]).toEqual([
    false,
    '`customRoles.allows` of the settings does not hold it',
  ]);
  expect(trail.verdicts[2]?.at.path).toEqual(['customRoles', 'allows', 'models', 'Ticket', 'except', 0]);
  expect(unlock.map(({ edit }) => edit)).toEqual([
    'have the vendor let tenants’ own roles hold it, in the settings: under `customRoles.allows.models`, write `Ticket: all` in place of `Ticket: { except: [export] }`',
  ]);
});

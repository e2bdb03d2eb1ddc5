import { expect, test } from 'vitest';
import { printStarter } from '../../compiler/print/print-starter.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { compiled } from '../support/compiled.ts';

/** Returns the package of a policy with these settings. */
const packageOf = (settings: string) =>
  compiled(filesInMemory({ 'policies/all.yaml': `kind: Module\nname: Data\n---\n${settings}\n` })).matrix
    .policy.settings.package;

test('what the settings leave out is filled in', () => {
  const bare = compiled(filesInMemory({ 'policies/all.yaml': 'kind: Module\nname: Data\n' }));
  expect(bare.matrix.policy.settings).toEqual({
    package: { name: 'permissions', version: '0.0.0' },
    out: '../generated',
    customRoles: { at: expect.anything() },
    review: {},
    vendor: [],
    waivers: { warnDays: 30 },
  });
  expect(packageOf('kind: Settings')).toEqual({ name: 'permissions', version: '0.0.0' });
  expect(packageOf('kind: Settings\npackage: {}')).toEqual({ name: 'permissions', version: '0.0.0' });
  expect(packageOf('kind: Settings\npackage: { version: 1.4.0 }')).toEqual({
    name: 'permissions',
    version: '1.4.0',
  });
  expect(packageOf('kind: Settings\npackage: { name: "@acme/permissions" }')).toEqual({
    name: '@acme/permissions',
    version: '0.0.0',
  });
});

test('the starter has settings', () => {
  const files = Object.fromEntries(
    [...printStarter('2027-01-31')].map(([path, text]) => [`policies/${path}`, text]),
  );
  const { settings } = compiled(filesInMemory(files)).matrix.policy;
  expect(settings.package).toEqual({ name: 'permissions', version: '0.1.0' });
});

/** @module-tag slow */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { lint } from '../../compiler/lint/rules.ts';
import { filesInMemory } from '../../compiler/text/files.ts';

const texts: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync('policies', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => path.posix.join('policies', file.replaceAll(path.sep, '/')))
    .map((file) => [file, readFileSync(file, 'utf8')]),
);

/** The real policies in which one text of a file is another. */
function edit(file: string, before: string | RegExp, after: string): Readonly<Record<string, string>> {
  const name = `policies/${file}`;
  const text = (texts[name] ?? '').replace(before, after);
  expect(text).not.toBe(texts[name]);
  return { ...texts, [name]: text };
}

/** The real policies with a role of initech's own beside the others. */
const addRole = (role: string) => ({
  ...texts,
  'policies/tenants/initech/roles/added.yaml': `kind: Role\nname: added\ntenant: initech\n${role}`,
});

/** All that lint finds. */
function findingsIn(files: Readonly<Record<string, string>>): readonly Diagnostic[] {
  const { policy, diagnostics } = readPolicy(filesInMemory(files), 'policies');
  if (!policy) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return lint(compilePolicy(policy).matrix, '2026-11-29');
}

/** Returns the invariants that are broken, as severity and name, each once. */
function breachesIn(files: Readonly<Record<string, string>>): readonly string[] {
  const broken = findingsIn(files).filter(({ code }) => code === 'invariant-broken');
  return [
    ...new Set(
      broken.map(({ severity, message }) => `${severity} ${/invariant `([^`]+)`/.exec(message)?.[1]}`),
    ),
  ];
}

const keys = 'error somebody-keeps-the-keys';

test.each([
  ['the role of administrators', edit('roles/administrator.yaml', '[EmailOnMyBehalf]', '[AdminAccess]')],
  [
    'every ceiling',
    {
      ...edit('tenants/acme/tenant.yaml', 'features: all', 'features: { except: [AdminAccess] }'),
      'policies/tenants/globex/tenant.yaml':
        texts['policies/tenants/globex/tenant.yaml']?.replace('- CustomerPortals', '- AdminAccess') ?? '',
      'policies/tenants/initech/tenant.yaml':
        texts['policies/tenants/initech/tenant.yaml']?.replace('[Outreach', '[AdminAccess, Outreach') ?? '',
    },
  ],
  ['one ceiling', edit('tenants/globex/tenant.yaml', '- CustomerPortals', '- AdminAccess')],
  ['every active user', edit('tenants/acme/users.yaml', /roles: \[administrator\]/g, 'roles: [manager]')],
  [
    'roles, by a property',
    edit(
      'tenants/globex/tenant.yaml',
      '    "*": all\n',
      '    "*": all\n    User: { actions: all, properties: { roles: none, "*": all } }\n',
    ),
  ],
])('a lock-out is an error where the keys are taken from %s', (_, files) => {
  expect(breachesIn(files)).toContain(keys);
});

test('no lock-out is seen where nothing was taken', () => {
  expect(breachesIn(texts)).not.toContain(keys);
});

test.each([
  [
    'logs beside what the role hides',
    'warning logs-show-hidden-properties',
    `userType: View\nportfolio: [full]\ngrants:
  models: { Company: { actions: [view], properties: { arr: none, "*": all } } }\n  features: [Logs, UserTracking]\n`,
  ],
  [
    'logs beside what a missing feature hides',
    'warning logs-show-hidden-properties',
    'userType: View\nportfolio: [full]\ngrants: { models: { Company: [view] }, features: [Logs] }\n',
  ],
  [
    'an import that writes nothing',
    'warning imports-write-something',
    'userType: Core\nportfolio: [full]\ngrants: { models: { Company: [view] }, features: [Import] }\n',
  ],
  [
    'one half of connections',
    'warning connections-take-their-data',
    'userType: Core\nportfolio: [full]\ngrants: { models: { ConnectionConfig: [view] } }\n',
  ],
  [
    'the other half of connections',
    'warning connections-take-their-configuration',
    'userType: Core\nportfolio: [full]\ngrants: { models: { ConnectionData: [view] } }\n',
  ],
  [
    'outside help that carries companies away, whatever its name',
    'warning contractors-take-nothing-along',
    'userType: Core\nportfolio: [handed-over]\ngrants: { models: { Company: [view, export] } }\n',
  ],
  [
    'extended groups beside a filter or accounts of its own',
    'warning groups-widen-reach',
    'userType: Core\nportfolio: [own, extended-groups]\ngrants: { models: { Company: [view] } }\n',
  ],
])('a role is told that has %s', (_, breach, role) => {
  expect(breachesIn(addRole(role))).toContain(breach);
});

test.each([
  [
    'logs and hides nothing',
    'userType: View\nportfolio: [full]\ngrants: { models: { Company: [view], Team: [view] }, features: [Logs, UserTracking] }\n',
  ],
  [
    'an import and writes comments',
    'userType: Core\nportfolio: [full]\ngrants: { models: { Comment: [create, view] }, features: [Import] }\n',
  ],
  [
    'both halves of connections',
    'userType: Core\nportfolio: [full]\ngrants: { models: { ConnectionConfig: [view], ConnectionData: [view] } }\n',
  ],
  [
    'all of its own companies',
    'userType: Core\nportfolio: [own]\ngrants: { models: { Company: [view, export] } }\n',
  ],
])('a role is not told so that has %s', (_, role) => {
  expect(
    breachesIn(addRole(role)).filter((breach) =>
      /logs-show|imports-|connections-take|contractors-|groups-/.test(breach),
    ),
  ).toEqual([]);
});

test('an app that may do more than its maker is told', () => {
  const codesIn = (files: Readonly<Record<string, string>>) => findingsIn(files).map(({ code }) => code);
  const files = edit('tenants/acme/users.yaml', 'madeBy: admin-1@', 'madeBy: developer-1@');
  expect(codesIn(files)).toContain('exceeds-its-maker');
  expect(codesIn(texts)).not.toContain('exceeds-its-maker');
});

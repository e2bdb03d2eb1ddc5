import { expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { acme } from '../support/acme.ts';
import { ioInMemory, textOf } from '../support/io.ts';

const users = `
---
kind: Users
tenant: acme
users:
  - { id: ada, userType: Core, roles: [csm] }
  - { id: bob, userType: Core, roles: [scout] }
  - { id: cyd, userType: Core, roles: [csm, scout], active: false }
`;

const csv = (...rows: readonly string[]) => rows.map((row) => `${row}\n`).join('');

/** The state of the product, with drift of every sort seeded. */
const exports = {
  'export/roles.csv': csv(
    'role,userType,permission,on',
    ...['create', 'view', 'update', 'remove'].map((action) => `csm,Core,Company:${action},on`),
    'csm,Core,Company:export,off',
    'new,View,Company:view,on',
  ),
  'export/users.csv': csv(
    'id,userType,roles,active',
    'ada,View,new,yes',
    'cyd,Core,csm,yes',
    'dan,View,new,yes',
  ),
  'export/tenant.json': '{ "limits": { "Core": 3 }, "plan": "Enterprise" }',
};

async function check(format: string, files: Readonly<Record<string, string>> = exports, tenant = 'acme') {
  const { io, disk } = ioInMemory({ 'policies/all.yaml': acme + users, ...files });
  const before = { ...disk };
  const line = ['import', '--from', 'export', '--tenant', tenant, '--check', '--policies', 'policies'];
  const { out, err = '', exit } = await answerLine([...line, '--format', format], registry, io);
  expect(disk).toEqual(before);
  return `${textOf(out)}${err}exit ${exit}\n`;
}

test.each(['pretty', 'json', 'markdown', 'junit'])(
  'drift of every sort is told in both directions: %s',
  async (format) => {
    await expect(await check(format)).toMatchFileSnapshot(`__snapshots__/drift.${format}.txt`);
  },
);

test('an export with a mistake is compared as far as it is understood, and the exit says no', async () => {
  expect(
    await check('pretty', {
      'export/users.csv': csv('id,userType,roles', 'ada,Core,csm', 'bob,Core,scoot', 'cyd,Core,csm;scout'),
    }),
  ).toMatchInlineSnapshot(`
    "drift of tenant \`acme\`: 1 user, other permissions in effect for 1 person

    user bob
      roles: none in the product, scout in the policies

    person bob  by all roles together
      may by the policies alone: Company:create, Company:export, Company:remove, Company:update, Company:view, CompanyView:export, CompanyView:view, Log:export, Log:view, Tag:create, Tag:update, Task:create and 2 more
    error[import-unknown]: unknown role \`scoot\`
     --> export/users.csv:3:10
    3 | bob,Core,scoot
      |          ^^^^^
      help: did you mean \`scout\`?
      why: nothing that an export says is guessed or left out in silence
    exit 1
    "
  `);
});

test('a tenant that is not declared has nothing to compare', async () => {
  expect(await check('pretty', exports, 'acne')).toMatchInlineSnapshot(`
    "plafond: no tenant \`acne\`; did you mean \`acme\`?
    exit 2
    "
  `);
});

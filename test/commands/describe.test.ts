import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import { has } from '../../compiler/model/bits.ts';
import { joinUserRoles } from '../../compiler/model/row-union.ts';
import { describePerson } from '../../compiler/questions/describe/describe-person.ts';
import { makeUserHolder } from '../../compiler/questions/reach/find-holder.ts';
import { compiled } from '../support/compiled.ts';
import { ioInMemory, textOf } from '../support/io.ts';

const world = `
kind: Model
name: Company
family: standard
title: Account
actions: [create, view, update, remove, export, merge]
portfolio: self
properties: { name: { type: string }, owner: { type: id }, arr: { type: number, sensitive: true } }
notes: { export: "A file leaves the <b>house</b>." }
---
kind: Model
name: Field
family: internal
actions: [create, view]
requires: { create: [Admin:use] }
---
{ kind: Action, name: merge, title: merge into another, risk: destructive }
---
{ kind: Feature, name: Admin, title: Administration, description: Opens the settings., risk: escalation }
---
{ kind: Feature, name: Mail, description: Sends mail. }
---
{ kind: Principal, attributes: { id: { type: id } } }
---
{ kind: Portfolio, name: own, on: Company, reach: { owner: { $user: id } } }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { "*": all }, features: all } }
---
{ kind: Tenant, name: acme, titles: { Company: "Kunde <i>" }, ceiling: { models: { "*": all }, features: { except: [Mail] } } }
---
kind: Role
name: agent
title: Agent
description: Looks after accounts.
userType: Core
portfolio: [own]
grants:
  models:
    Company: { actions: [view, update, export], properties: { arr: [view], owner: none, "*": all } }
    Field: all
  features: [Admin]
---
kind: Role
name: reader
userType: Core
portfolio: [own]
grants: { models: { Company: [view] } }
---
kind: Users
tenant: acme
users:
  - { id: ada, userType: Core, roles: [agent] }
  - { id: "</li><script>alert(1)</script>", userType: Core, roles: [reader], active: false }
  - { id: bob, userType: Core, roles: [reader, agent] }
  - { id: cyd, userType: Core, roles: [reader] }
  - { id: dan, userType: Core }
`;

async function run(...line: readonly string[]) {
  const { io } = ioInMemory({ 'policies/all.yaml': world });
  const { out, err = '', exit } = await answerLine(['describe', ...line], registry, io);
  return { out: textOf(out), err, exit };
}

describe('plafond describe', () => {
  test('says in sentences what somebody can do, cannot, and what is risky', async () => {
    const { out, err, exit } = await run('ada');
    expect([err, exit]).toEqual(['', 0]);
    expect(out).toMatchInlineSnapshot(`
      "# What \`ada\` can do at \`acme\`

      - The user type is \`Core\`.
      - The role is \`agent\` (Agent): Looks after accounts.
      - Role \`agent\` works on \`own\`.
      - Portfolio \`own\` is, of the records of \`Company\`, those of which owner is the user's id.

      ## Sees

      - Sees Kunde \\<i\\> (\`Company\`): the records in portfolio \`own\`.
      - Sees \`Field\`: every record.
      - Does not see, of Kunde \\<i\\> (\`Company\`), the field \`owner\`.

      ## Changes

      - Changes Kunde \\<i\\> (\`Company\`): the records in portfolio \`own\`.
      - Does not change, of Kunde \\<i\\> (\`Company\`), the fields \`arr\` and \`owner\`.

      ## Takes out

      - Exports Kunde \\<i\\> (\`Company\`): the records in portfolio \`own\`.
      - Does not take out, of Kunde \\<i\\> (\`Company\`), the field \`owner\`.

      ## Administers

      - Creates \`Field\`: every record.
      - Uses Administration (\`Admin\`): Opens the settings.

      ## Risky

      - Could give themselves or others more than they have (escalation): uses Administration (\`Admin\`), by \`agent\`.
      - Takes data out of the product (exfiltration): exports Kunde \\<i\\> (\`Company\`): the records in portfolio \`own\`, by \`agent\`. A file leaves the \\<b\\>house\\</b\\>.

      ## What colleagues can do beside

      - Nothing: the one colleague with a role of the same title can do no more.

      ## What the user type and the seats would allow

      - No role gives: creates Kunde \\<i\\> (\`Company\`).
      - No role gives: removes Kunde \\<i\\> (\`Company\`).
      - No role gives: may merge into another: Kunde \\<i\\> (\`Company\`).
      "
    `);
  });

  test('says what colleagues can do beside', async () => {
    const { out } = await run('cyd');
    expect(out).toContain('## What colleagues can do beside\n');
    expect(out).toMatch(/- `bob` of 1 colleague can: `Company:update` of /);
    expect((await run('dan')).out).toContain('a user type and seats give nothing by themselves');
  });

  test('shows names as text in HTML, and holds no script', async () => {
    const { out } = await run('</li><script>alert(1)</script>', '--format', 'html');
    expect(out).not.toMatch(/<script|<\/li><script|<i>|<b>/);
    expect(out).toContain('&lt;/li&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(out).toContain('This user is not active');
    expect(out).toContain("default-src 'none'");
  });

  test('is the same in JSON', async () => {
    const { out } = await run('agent', '--tenant', 'acme', '--format', 'json');
    expect(JSON.parse(out)).toEqual({
      version: 1,
      tenant: 'acme',
      role: 'agent',
      userType: 'Core',
      seats: [],
      roles: ['agent'],
      can: {
        sees: [
          {
            permission: 'Company:view',
            risk: 'read',
            roles: ['agent'],
            records: ["records of `Company` in portfolio `own`: owner is the user's id"],
            without: ['owner'],
          },
          {
            permission: 'Field:view',
            risk: 'read',
            roles: ['agent'],
            records: ['every record: portfolios do not limit this model'],
          },
        ],
        changes: [
          {
            permission: 'Company:update',
            risk: 'write',
            roles: ['agent'],
            records: ["records of `Company` in portfolio `own`: owner is the user's id"],
            without: ['arr', 'owner'],
          },
        ],
        'takes out': [
          {
            permission: 'Company:export',
            risk: 'exfiltration',
            roles: ['agent'],
            records: ["records of `Company` in portfolio `own`: owner is the user's id"],
            without: ['owner'],
            notes: ['A file leaves the <b>house</b>.'],
          },
        ],
        administers: [
          {
            permission: 'Field:create',
            risk: 'write',
            roles: ['agent'],
            records: ['every record: portfolios do not limit this model'],
          },
          { permission: 'Admin:use', risk: 'escalation', roles: ['agent'], records: [] },
        ],
      },
      risky: { escalation: ['Admin:use'], exfiltration: ['Company:export'] },
      colleagues: ['ada', 'bob'],
      lacks: [],
      unused: ['Company:create', 'Company:remove', 'Company:merge'],
    });
  });
});

test('of every user of the policies, what is described is what is effective, each permission once', {
  tags: ['slow'],
}, () => {
  const { matrix } = compiled(filesOnDisk('policies'));
  for (const tenant of matrix.policy.tenants)
    for (const user of tenant.users ?? []) {
      const { effective } = joinUserRoles(matrix, tenant, user);
      const cells = tenant.catalog.cells.filter(
        (cell) => cell.kind !== 'property' && has(effective, cell.index),
      );
      const { permissions, unused } = describePerson(matrix, makeUserHolder(tenant, user));
      const described = permissions.map(({ cell }) => cell.permission);
      expect(described.toSorted()).toEqual(cells.map(({ permission }) => permission).toSorted());
      expect(unused.filter(({ index }) => has(effective, index))).toEqual([]);
      expect(permissions.filter(({ limits }) => limits.length === 0)).toEqual([]);
    }
});

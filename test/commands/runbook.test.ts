/** @module-tag slow */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePlace, type Place } from '../support/checkout.ts';

const catalog = `
kind: Model
name: Company
title: Account
actions: [create, view, update, export]
portfolio: self
properties: { name: { type: string }, owner: { type: id }, arr: { type: number } }
where: Data › Companies
notes: { export: A file leaves the house. }
---
{ kind: Feature, name: Mail, title: E-mail, description: Sends mail., where: Tools › Mail }
---
{ kind: Principal, attributes: { id: { type: id } } }
---
{ kind: Portfolio, name: own, on: Company, reach: { owner: { $user: id } } }
---
{ kind: UserType, name: View, rank: 1, allows: { models: { "*": [view] } } }
---
{ kind: UserType, name: Core, rank: 2, allows: { models: { "*": all }, features: all } }
---
{ kind: Settings, vendor: [Tenant, UserType, Seat] }
`;
const tenant = (features: string, core: number) =>
  `{ kind: Tenant, name: acme, limits: { Core: ${core} }, ceiling: { models: { "*": all }, features: ${features} } }`;
const agent = (actions: string, features = '', portfolio = 'own') => `
kind: Role
name: agent
userType: Core
portfolio: [${portfolio}]
grants: { models: { Company: { actions: [${actions}], properties: { arr: none, "*": all } } }, features: [${features}] }
`;
const users = (lines: string) => `kind: Users\ntenant: acme\nusers:\n${lines}`;
const runbook = `
kind: Runbook
name: product
screens: { roles: Settings › Roles, models: Settings › Roles › Data, features: Settings › Roles › Tools, users: Settings › People }
prefill: { newRole: maximum, duplicate: original, properties: "on" }
actions: { view: View, export: Export, use: The switch }
steps: { switch-on: "Tick {action} of {subject}{property} for {role}" }
requests: { to: our contact }
verify: { reload: Press F5. }
`;

let place: Place;
beforeAll(() => {
  place = makePlace();
  place.git('.', 'init', '--quiet');
  place.write('policies/catalog.yaml', catalog);
  place.write('policies/tenant.yaml', tenant('none', 1));
  place.write('policies/agent.yaml', agent('view, update'));
  place.write(
    'policies/users.yaml',
    users('  - { id: ada, userType: Core, roles: [agent] }\n  - { id: bob, userType: View }\n'),
  );
  place.write('policies/runbook.yaml', runbook);
  place.git('.', 'add', '.');
  place.git('.', 'commit', '--quiet', '-m', 'Begin');
});
afterAll(() => place.remove());

const ask = (line: string) => place.plafond('.', `runbook ${line}`);

describe('plafond runbook', () => {
  test('says nothing where nothing changes', async () => {
    expect(await ask('HEAD')).toEqual({
      out: '# What to click: from `HEAD` to `working tree`\n\nNothing: the two hold the same in every tenant.\n',
      err: '',
      exit: 0,
    });
  });

  test('says whom to ask, what to click and how to look', async () => {
    place.write('policies/tenant.yaml', tenant('all', 2));
    place.write('policies/agent.yaml', agent('view, update, export', 'Mail'));
    place.write(
      'policies/viewer.yaml',
      'kind: Role\nname: viewer\nuserType: View\nportfolio: [own]\ngrants: { models: { Company: [view] } }\n',
    );
    place.write(
      'policies/users.yaml',
      users(
        '  - { id: ada, userType: View, roles: [viewer] }\n  - { id: bob, userType: Core, roles: [agent] }\n',
      ),
    );
    const { out, err, exit } = await ask('HEAD');
    expect([err, exit]).toEqual(['', 0]);
    expect(out).toMatchInlineSnapshot(`
      "# What to click: from \`HEAD\` to \`working tree\`

      ## \`acme\`

      ### Request to our contact, before anything else

      > For the tenant \`acme\`, please:
      >
      > - [ ] Switch on for the tenant \`acme\`: \`Mail:use\`, because role \`agent\` uses it.
      > - [ ] Set the limit of \`Core\` from 1 to 2: in the end 1 active user has it.
      >
      > Please tell us when it is done.

      ### Steps: 8 switches

      **Settings › Roles › Data**

      - [ ] Tick Export of Account (\`Company\`) for agent

      **Settings › Roles › Tools**

      - [ ] Tick The switch of E-mail (\`Mail\`) for agent

      **Settings › Roles**

      - [ ] Create the role \`viewer\` with user type View and seats none.

      **The records of the role**

      - [ ] Let the role \`viewer\` reach: \`own\`.

      **Settings › People**

      - [ ] Set the roles of \`ada\` (1) to \`viewer\`.
      - [ ] Set the user type of \`ada\` (1) to View.
      - [ ] Set the user type of \`bob\` (1) to Core.
      - [ ] Set the roles of \`bob\` (1) to \`agent\`.

      ### Look whether it came out

      Sign in as a test user in a second browser window, and stay signed in as an administrator in the first.

      **\`agent\`**: Give a test user the user type Core, the seats none and the role \`agent\` alone, and sign in (as \`bob\` is).

      - Open Data › Companies.
        - [ ] Account (\`Company\`): Export must be there. A file leaves the house.
      - Open Tools › Mail.
        - [ ] E-mail (\`Mail\`): The switch must be there.
      - [ ] Press F5.

      **\`viewer\`**: Give a test user the user type View, the seats none and the role \`viewer\` alone, and sign in (as \`ada\` is).

      - Open Data › Companies.
        - [ ] Account (\`Company\`): View must be there.
      - [ ] Press F5.
      "
    `);
  });

  test('is the same in JSON, with what programs want to know', async () => {
    const { out } = await ask('HEAD --tenant acme --format json');
    const { tenants } = JSON.parse(out) as {
      tenants: readonly {
        requests: readonly { kind: string; when: string; because: string }[];
        steps: readonly { kind: string; role?: string; users?: readonly string[] }[];
        checks: readonly { role: string; permissions: readonly unknown[] }[];
      }[];
    };
    expect(tenants[0]?.requests.map(({ kind, when }) => `${kind} ${when}`)).toEqual([
      'raise-ceiling before',
      'set-limit before',
    ]);
    expect(tenants[0]?.steps.map(({ kind }) => kind)).toEqual([
      'switch-on',
      'switch-on',
      'create-role',
      'set-portfolio',
      'set-roles',
      'set-user-type',
      'set-user-type',
      'set-roles',
    ]);
    expect(tenants[0]?.checks.map(({ role, permissions }) => [role, permissions.length])).toEqual([
      ['agent', 2],
      ['viewer', 4],
    ]);
  });

  test('has neutral texts for a product that says nothing of its own', async () => {
    place.write('policies/runbook.yaml', '# Nothing.\n');
    const { out } = await ask('HEAD');
    expect(out).toContain('**The list of roles**');
    expect(out).toContain('- [ ] Create the role `viewer` with user type View and seats none.\n');
    expect(out).toContain('- [ ] Switch on for `viewer`: view of Account (`Company`).\n');
    expect(out).toContain('Load the page again before you judge.');
  });

  test('takes two runbooks by name', async () => {
    place.write(
      'policies/runbook.yaml',
      `${runbook}---\n{ kind: Runbook, name: other, steps: { switch-on: "Switch {permission}" } }\n`,
    );
    const { err, exit } = await ask('HEAD');
    expect([err, exit]).toEqual([
      'plafond: there are runbooks `other` and `product`; say with `--words` whose words are used\n',
      2,
    ]);
    expect((await ask('HEAD --words other')).out).toContain('- [ ] Switch Mail:use\n');
    expect((await ask('HEAD --words othr')).err).toContain('no runbook `othr`; did you mean `other`?');
    place.write('policies/runbook.yaml', runbook);
  });

  test('renames a role, and makes a role of another user type anew beside the old one', async () => {
    place.git('.', 'checkout', '--quiet', '.');
    place.write('policies/viewer.yaml', '# None.\n');
    place.write(
      'policies/agent.yaml',
      agent('view, update').replace('name: agent', 'name: adviser\nrenamedFrom: agent'),
    );
    place.write(
      'policies/users.yaml',
      users('  - { id: ada, userType: Core, roles: [adviser] }\n  - { id: bob, userType: View }\n'),
    );
    const renamed = JSON.parse((await ask('HEAD --format json')).out) as {
      tenants: readonly { steps: unknown[] }[];
    };
    expect(renamed.tenants[0]?.steps).toEqual([
      expect.objectContaining({ kind: 'rename-role', from: 'agent', role: 'adviser' }),
    ]);
    place.git('.', 'checkout', '--quiet', '.');
    place.write('policies/agent.yaml', agent('view').replace('userType: Core', 'userType: View'));
    place.write('policies/viewer.yaml', '# None.\n');
    const { out } = await ask('HEAD --format json');
    const kinds = (
      JSON.parse(out) as { tenants: readonly { steps: readonly { kind: string }[] }[] }
    ).tenants.flatMap(({ steps }) => steps.map(({ kind }) => kind));
    expect(kinds).toEqual(
      ['rename-role', 'duplicate-role', 'switch-on', 'set-roles', 'remove-role'].filter((kind) =>
        kinds.includes(kind),
      ),
    );
    expect(kinds).toEqual(expect.arrayContaining(['rename-role', 'set-roles', 'remove-role']));
    place.write(
      'policies/agent.yaml',
      agent('view')
        .replace('userType: Core', 'userType: View')
        .replace('name: agent', 'name: adviser\nrenamedFrom: agent'),
    );
    place.write('policies/users.yaml', users('  - { id: ada, userType: View, roles: [adviser] }\n'));
    const other = JSON.parse((await ask('HEAD --format json')).out) as {
      tenants: readonly { steps: readonly { kind: string; role?: string }[] }[];
    };
    const steps = other.tenants.flatMap((one) => one.steps.map(({ kind, role }) => `${kind} ${role}`));
    expect(steps).toEqual(expect.arrayContaining(['duplicate-role adviser', 'remove-role agent']));
    expect(steps).not.toContain('rename-role adviser');
    place.git('.', 'checkout', '--quiet', '.');
  });

  test('a portfolio that reaches other records is chosen anew, and looked at', async () => {
    place.write('policies/agent.yaml', agent('view, update', '', '{ filter: { name: { $in: [a, b] } } }'));
    const { out } = await ask('HEAD');
    expect(out).toContain('- [ ] Let the role `agent` reach: `filter: name is one of "a", "b"`.\n');
    expect(out).toContain('The records are those of');
    place.git('.', 'checkout', '--quiet', '.');
  });

  test('what the tenant does not let through is told, since nothing can be clicked for it', async () => {
    place.git('.', 'checkout', '--quiet', '--', 'policies');
    place.git('.', 'clean', '-fdq', 'policies');
    place.write('policies/agent.yaml', agent('view, update', 'Mail'));
    const { out } = await ask('HEAD');
    expect(out).toContain('### Steps: 0 switches\n\nNone.\n');
    expect(out).toContain(
      '### Asked for, and nothing to click\n\n- `agent` asks for `Mail:use`: the ceiling of tenant `acme` does not hold it. To let it through, have the ceiling of tenant `acme` raised.\n',
    );
    const { out: json } = await ask('HEAD --format json');
    expect(JSON.parse(json).tenants[0].idle).toEqual([
      {
        role: 'agent',
        permissions: ['Mail:use'],
        because: 'the ceiling of tenant `acme` does not hold it',
        remedy: 'have the ceiling of tenant `acme` raised',
      },
    ]);
  });

  test('of two roles that are as near, the one is duplicated that the files say', async () => {
    place.git('.', 'checkout', '--quiet', '--', 'policies');
    place.write('policies/same.yaml', agent('view, update').replace('name: agent', 'name: zebra'));
    place.git('.', 'add', '.');
    place.git('.', 'commit', '--quiet', '-m', 'Two');
    place.write(
      'policies/copy.yaml',
      agent('view, update').replace('name: agent', 'name: copy\nclonedFrom: zebra'),
    );
    const { out } = await ask('HEAD');
    expect(out).toContain('Duplicate the role `zebra` as `copy`');
  });

  test('what does not compile is told', async () => {
    place.write('policies/agent.yaml', agent('view, delete'));
    const { out, err, exit } = await ask('HEAD');
    expect([out, exit]).toEqual(['', 1]);
    expect(err).toContain('unknown-action');
    place.git('.', 'checkout', '--quiet', '.');
  });
});

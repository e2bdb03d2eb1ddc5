import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { exampleNames, printExample } from '../../compiler/print/print-example.ts';
import { capHolds, cells, holds, ofKind, type Role } from '../naive/naive.ts';
import { runs } from '../support/random.ts';
import { toFiles, world } from '../worlds/world.ts';

import { errors, messages, run, small } from './roles.ts';

describe('role new', () => {
  test('spells out all that the user type and the seats hold', async () => {
    const argv = ['role', 'new', 'clerk', '--user-type', 'Full', '--seats', 'Billing', '--portfolio', 'own'];
    const { disk, out, exit } = await run(small, ...argv);
    expect([exit, out]).toEqual([0, 'wrote policies/roles/clerk.yaml\n']);
    expect(
      disk['policies/roles/clerk.yaml'],
    ).toBe(`# yaml-language-server: $schema=../../generated/schema/role.schema.json
# Everything that Full + Billing allows: take away what this role should not have.
kind: Role
name: clerk
userType: Full
seats: [Billing]
portfolio: [own]
grants:
  models:
    Account: [create, view, update, remove]
    Invoice: [create, view, update, export]
    Ticket: [create, view, update, remove]
  modules: [Inbox]
  features: [Import]
`);
    expect(messages(disk)).toEqual([]);
  });

  test('names the schema that lies where compile writes', async () => {
    const settings = `${small['policies/settings.yaml']}out: ../packages/rights\n`;
    const elsewhere = { ...small, 'policies/settings.yaml': settings };
    const options = ['--user-type', 'Full', '--portfolio', 'own', '--tenant', 'acme'];
    const { disk } = await run(elsewhere, 'role', 'new', 'clerk', ...options);
    expect(disk['policies/tenants/acme/roles/clerk.yaml']?.split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../../../../packages/rights/schema/role.schema.json',
    );
  });

  test('of a tenant holds no more than its ceiling, and lists properties where it cuts them', async () => {
    const tight = {
      ...small,
      'policies/tenants/acme/tenant.yaml': `kind: Tenant
name: acme
plan: Enterprise
packages: [Billing]
ceiling:
  models: { Account: { actions: all, properties: { revenue: none, owner: [view], "*": all } } }
`,
    };
    const argv = ['role', 'new', 'clerk', '--user-type', 'Full', '--portfolio', 'own', '--tenant', 'acme'];
    const { disk, err } = await run(tight, ...argv, '--title', 'Clerk: desk');
    expect(err).toBe('');
    expect(disk['policies/tenants/acme/roles/clerk.yaml']).toContain(`title: "Clerk: desk"
userType: Full
portfolio: [own]
grants:
  models:
    Account:
      actions: [create, view, update, remove, export]
      properties: { owner: [view], revenue: none, "*": all }
  modules: none
  features: none
`);
  });

  const exampleFiles = (name: string) =>
    Object.fromEntries(
      [...printExample(name, '../generated')].map(([path, text]) => [`policies/${path}`, text]),
    );

  test.each(exampleNames)('of every user type of the example %s checks clean', async (name) => {
    const files = exampleFiles(name);
    const texts = Object.values(files);
    const hasPortfolios = texts.some((text) => /^kind: Portfolio$/m.test(text));
    const types = texts.flatMap((text) => [...text.matchAll(/^kind: UserType\nname: (.+)$/gm)]);
    expect(types.length).toBeGreaterThan(0);
    for (const [, type = ''] of types) {
      const argv = ['role', 'new', 'made', '--user-type', type];
      if (hasPortfolios) argv.push('--portfolio', 'all');
      const { disk, exit } = await run(files, ...argv);
      expect([type, exit]).toEqual([type, 0]);
      expect(disk['policies/roles/made.yaml']?.match(/^portfolio:.*$/m)?.[0]).toBe(
        hasPortfolios ? 'portfolio: all' : undefined,
      );
      expect(errors(disk).filter((one) => !one.includes('against invariant'))).toEqual([]);
    }
  });

  test('names only portfolios that the role may name', async () => {
    const own = 'kind: Portfolio\nname: mine\ntenant: acme\non: Account\nreach: all\n';
    const files = { ...small, 'policies/tenants/acme/mine.yaml': own };
    const argv = ['role', 'new', 'clerk', '--user-type', 'Full'];
    expect((await run(files, ...argv)).err).toMatch(/: `everything` and `own`, or/);
    const ofTenant = await run(files, ...argv, '--tenant', 'acme');
    expect(ofTenant.err).toMatch(/: `everything`, `mine` and `own`, or/);
  });

  test('is only shown when asked to be', async () => {
    const argv = ['role', 'new', 'clerk', '--user-type', 'Reader', '--portfolio', 'own', '--dry-run'];
    const { disk, out } = await run(small, ...argv);
    expect(disk).toEqual(small);
    expect(out).toContain('name: clerk\n');
  });

  test('says the path as JSON', async () => {
    const argv = ['role', 'new', 'clerk', '--user-type', 'Reader', '--portfolio', 'own', '--format', 'json'];
    const { out } = await run(small, ...argv);
    expect(JSON.parse(out)).toEqual({ version: 1, path: 'policies/roles/clerk.yaml' });
  });

  test('says which invariants it breaks, and by what', async () => {
    const watched = {
      ...small,
      'policies/invariants.yaml': `kind: Invariant
name: no-exports
severity: error
because: exports leave
roles: all
mustNot: ["*:export", Import:use]
---
kind: Invariant
name: four-eyes
severity: warning
because: one asks, another removes
roles: { except: [administrator] }
mustNotTogether: ["Ticket:create", "Ticket:remove"]
`,
    };
    const argv = ['role', 'new', 'clerk', '--user-type', 'Full', '--portfolio', 'own'];
    const { err, exit } = await run(watched, ...argv);
    expect([exit, err]).toEqual([
      0,
      `1 invariant forbids part of it: take away
  no-exports  \`Import:use\`
1 invariant warns of part of it: take away
  four-eyes  \`Ticket:create\` or \`Ticket:remove\`
`,
    ]);
    expect((await run(watched, ...argv, '--quiet')).err).toBe('');
  });

  test('overwrites no file of other documents', async () => {
    const other = 'kind: Tenant\nname: other\nceiling: {}\n';
    const files = { ...small, 'policies/roles/clerk.yaml': other };
    const { err, exit, disk } = await run(files, 'role', 'new', 'clerk', ...full);
    expect([exit, disk]).toEqual([2, files]);
    expect(err).toContain('`policies/roles/clerk.yaml` exists already; nothing is overwritten');
  });

  const full = ['--user-type', 'Full', '--portfolio', 'own'];
  const refusals: readonly (readonly [what: string, argv: readonly string[], says: string])[] = [
    [
      'the name of a role',
      ['agent', ...full],
      'there is a role `agent` already, in policies/roles/agent.yaml:5:7',
    ],
    [
      'a name of another role',
      ['agent', ...full, '--tenant', 'acme'],
      'there is a role `agent` already, in policies/roles/agent.yaml:5:7',
    ],
    ['a path for a name', ['../../x', ...full], 'cannot name a role'],
    ['a space at its end', ['clerk ', ...full], 'cannot name a role'],
    ['`__proto__`', ['__proto__', ...full], 'cannot name a role'],
    ['an unknown user type', ['a', '--user-type', 'Ful', '--portfolio', 'own'], 'did you mean `Full`?'],
    ['an unknown seat', ['a', ...full, '--seats', 'Biling'], 'did you mean `Billing`?'],
    ['an unknown tenant', ['a', ...full, '--tenant', 'acmee'], 'did you mean `acme`?'],
    ['an unknown portfolio', ['a', '--user-type', 'Full', '--portfolio', 'owns'], 'unknown portfolio `owns`'],
    [
      'no portfolio among several',
      ['a', '--user-type', 'Full'],
      'which records the role reaches: `everything` and `own`, or `all` for every record',
    ],
    [
      'a seat that does not combine',
      ['a', '--user-type', 'Reader', '--portfolio', 'own', '--seats', 'Billing'],
      'does not combine',
    ],
  ];
  test.each(refusals)('refuses %s', async (_what, argv, says) => {
    const { err, exit, disk } = await run(small, 'role', 'new', ...argv);
    expect(exit).toBe(2);
    expect(err).toContain(says);
    expect(disk).toEqual(small);
  });

  test('of every type and seat of any world checks clean', { tags: ['slow'] }, async () => {
    await fc.assert(
      fc.asyncProperty(world(), fc.nat(), fc.boolean(), async (made, draw, ofTenant) => {
        const files = toFiles(made);
        const types = ofKind(made.documents, 'UserType');
        const type = types[draw % types.length]?.name ?? '';
        const combines = ofKind(made.documents, 'Seat').filter((seat) => seat.combinesWith.includes(type));
        const tenant = ofKind(made.documents, 'Tenant')[0];
        const bought = combines.filter((seat) => !ofTenant || tenant?.packages?.includes(seat.package ?? ''));
        const seats = bought.slice(0, draw % 3).map(({ name }) => name);
        const [portfolio] = ofKind(made.documents, 'Portfolio');
        if (!portfolio || !tenant) return;
        const argv = ['role', 'new', 'made-of-all', '--user-type', type, '--portfolio', portfolio.name];
        const more = [
          ...(seats.length > 0 ? ['--seats', seats.join(',')] : []),
          ...(ofTenant ? ['--tenant', tenant.name] : []),
        ];
        const { disk, err, exit } = await run(files, ...argv, ...more);
        const said = err.replace(/^\d+ invariants? (forbid|warn|demand)s? [^\n]*\n( {2}.*\n)+/gm, '');
        expect([exit, said.replace(/.*custom-role-on-plan[\s\S]*/, '')]).toEqual([0, '']);
        expect(errors(disk)).toEqual([]);
        const path = Object.keys(disk).find((one) => one.endsWith('/made-of-all.yaml')) ?? '';
        const role = parseDocument(disk[path] ?? '').toJS() as Role;
        // A shared role is filled with what at least one tenant that is offered it lets through.
        const isOffered = ({ packages = [] }: { packages?: readonly string[] }) =>
          bought
            .slice(0, draw % 3)
            .every((seat) => seat.package === undefined || packages.includes(seat.package));
        const bounding = ofTenant ? [tenant] : ofKind(made.documents, 'Tenant').filter(isOffered);
        if (bounding.length === 0) return;
        for (const cell of cells(made.documents)) {
          const gate = cell.replace(/\..*:/, ':');
          const isInside = (permission: string) =>
            capHolds(made.documents, type, seats, permission) &&
            bounding.some((one) => holds(made.documents, one.ceiling, permission));
          if (isInside(cell) && isInside(gate))
            expect(holds(made.documents, role.grants, cell), cell).toBe(true);
        }
      }),
      runs(40),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments, type parseDocument } from 'yaml';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { has as isIn } from '../../compiler/model/bits.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { capHolds, cells, holds, ofKind, type Role } from '../naive/naive.ts';
import { runs } from '../support/random.ts';
import { toFiles, world } from '../worlds/world.ts';

import { errors, messages, run, small } from './roles.ts';

describe('role clone', () => {
  const source = `# yaml-language-server: $schema=../elsewhere.json
kind: Portfolio
name: mine
on: Account
reach: all
---
# Why this role is there.
kind: Role # a role
name: desk
title: Desk
userType: Full
seats: [Billing]
portfolio: [own] # theirs
grants:
  models:
    # The daily work
    Account: { actions: [view, update], properties: { name: [view, update], owner: [update], "*": all } }
    Ticket: [create, view, update] # not remove
    # The money
    Invoice:
      - create
      - view # always
      - export
  modules: [Inbox]
  # For the first day
  features: [Import]
`;
  const files = { ...small, 'policies/desk.yaml': source };

  test('keeps comments and layout, and drops what the new cap does not hold', async () => {
    const { disk, out, exit } = await run(
      files,
      'role',
      'clone',
      'desk',
      'desk-reader',
      '--user-type',
      'Reader',
    );
    expect(exit).toBe(0);
    expect(
      disk['policies/roles/desk-reader.yaml'],
    ).toBe(`# yaml-language-server: $schema=../../generated/schema/role.schema.json
# Why this role is there.
kind: Role # a role
name: desk-reader
userType: Reader
portfolio: [own] # theirs
clonedFrom: desk
grants:
  models:
    # The daily work
    Account: { actions: [view], properties: { name: [view], owner: none, "*": all } }
    Ticket: [view] # not remove
    # The money
    Invoice:
      - view # always
  modules: [Inbox]
`);
    expect(out).toBe(`wrote policies/roles/desk-reader.yaml
dropped 9 permissions that Reader does not hold:
  Account  update; update of name, owner, revenue
  Import   use
  Invoice  create, export
  Ticket   create, update
`);
    expect(messages(disk)).toEqual([]);
  });

  test('says which invariants the copy breaks', async () => {
    const watched = {
      ...small,
      'policies/more.yaml': `kind: Capability
name: Takeover
requires: [Account:view, Inbox:use]
---
kind: Invariant
name: desks-answer
severity: error
because: it is what they are for
roles: all
must: [Ticket:update]
---
kind: Invariant
name: nobody-takes-over
severity: error
because: it cannot be undone
roles: { except: [administrator, agent] }
mustNot: [Takeover:use]
`,
    };
    const { err, exit } = await run(watched, 'role', 'clone', 'agent', 'copy', '--user-type', 'Reader');
    expect([exit, err]).toEqual([
      0,
      `1 invariant forbids part of it: take away
  nobody-takes-over  \`Takeover:use\` by \`Account:view\` or \`Inbox:use\`
1 invariant demands more of it: add
  desks-answer  \`Ticket:update\`
`,
    ]);
  });

  test('tells what is dropped from what is only capped', async () => {
    const all = {
      ...small,
      'policies/desk.yaml':
        'kind: Role\nname: desk\nuserType: Full\nportfolio: [own]\ngrants: { models: { Ticket: all, Account: [create, view] } }\n',
    };
    const { disk, out } = await run(all, 'role', 'clone', 'desk', 'copy', '--user-type', 'Reader');
    expect(disk['policies/roles/copy.yaml']).toContain(
      'grants: { models: { Ticket: all, Account: [view] } }',
    );
    expect(out).toBe(`wrote policies/roles/copy.yaml
dropped 1 permission that Reader does not hold:
  Account  create
capped 3 permissions, which the file still asks for by \`all\`, \`except\` or \`*\` and gives once Reader holds them:
  Ticket  create, update, remove
`);
  });

  test('has a title of its own or none', async () => {
    const cloned = async (title: string, ...argv: readonly string[]) => {
      const text = `# The desk\n${title}kind: Role\nname: desk\nuserType: Reader\nportfolio: [own]\ngrants: {}\n`;
      const { disk } = await run(
        { ...small, 'policies/d.yaml': text },
        'role',
        'clone',
        'desk',
        'copy',
        ...argv,
      );
      return disk['policies/roles/copy.yaml']?.replace(/^.*\n/, '').replace(/userType[\s\S]*/, '');
    };
    const bare = '# The desk\nkind: Role\nname: copy\n';
    for (const title of ['', 'title: Desk\n', 'title: >-\n  The\n  desk\n'])
      expect(await cloned(title), title).toBe(bare);
    expect(await cloned('', '--title', 'Light: desk')).toBe(`${bare}title: "Light: desk"\n`);
    expect(await cloned('title: |\n  Desk\n', '--title', 'Light')).toBe(
      '# The desk\ntitle: Light\nkind: Role\nname: copy\n',
    );
  });

  test('says `none` where to say nothing would give more', async () => {
    const starred = {
      ...small,
      'policies/desk.yaml': `kind: Role
name: desk
userType: Full
portfolio: [own]
grants:
  models:
    "*": [view]
    Account: [create]
    Ticket: { actions: [create, remove] }
`,
    };
    const { disk } = await run(starred, 'role', 'clone', 'desk', 'copy', '--user-type', 'Reader');
    expect(disk['policies/roles/copy.yaml']).toContain(`  models:
    "*": [view]
    Account: none
    Ticket: { actions: none }
`);
  });

  test('of nothing that is left grants nothing', async () => {
    const only = {
      ...small,
      'policies/desk.yaml':
        'kind: Role\nname: desk\nuserType: Full\nportfolio: [own]\ngrants: { models: { Ticket: [create] }, features: [Import] }\n',
    };
    const { disk } = await run(only, 'role', 'clone', 'desk', 'copy', '--user-type', 'Reader');
    expect(disk['policies/roles/copy.yaml']).toMatch(/\ngrants: \{\}\n$/);
  });

  test('leaves a model out of which no action is left, with the properties under it', async () => {
    const written = {
      ...small,
      'policies/desk.yaml':
        'kind: Role\nname: desk\nuserType: Full\nportfolio: [own]\ngrants:\n  models:\n    Account: { actions: [update], properties: { owner: [update] } }\n    Ticket: [view]\n',
    };
    const { disk } = await run(written, 'role', 'clone', 'desk', 'copy', '--user-type', 'Reader');
    expect(disk['policies/roles/copy.yaml']).toMatch(/\ngrants:\n {2}models:\n {4}Ticket: \[view\]\n$/);
  });

  test('drops what an alias repeats where it stands and nowhere else', async () => {
    const aliased = {
      ...small,
      'policies/desk.yaml':
        'kind: Role\nname: desk\nuserType: Full\nseats: [Billing]\nportfolio: [own]\ngrants:\n  models:\n    Account: &most [create, view]\n    Invoice: *most\n',
    };
    const { disk } = await run(aliased, 'role', 'clone', 'desk', 'copy', '--seats', 'none');
    expect(disk['policies/roles/copy.yaml']).toContain(
      '    Account: &most [create, view]\n    Invoice: [view]\n',
    );
  });

  test('of a shared role into a tenant, and of a tenant’s own role', async () => {
    const first = await run(small, 'role', 'clone', 'agent', 'agent-acme', '--tenant', 'acme');
    expect(first.disk['policies/tenants/acme/roles/agent-acme.yaml']).toContain(
      'name: agent-acme\ntenant: acme\n',
    );
    const second = await run(
      first.disk,
      'role',
      'clone',
      'agent-acme',
      'third',
      '--from-tenant',
      'acme',
      '--format',
      'json',
    );
    expect(JSON.parse(second.out)).toEqual({
      version: 1,
      path: 'policies/tenants/acme/roles/third.yaml',
      dropped: [],
      more: [],
    });
    expect(messages(second.disk)).toEqual([]);
  });

  test('lists what was dropped as JSON, and writes nothing in a dry run', async () => {
    const argv = ['role', 'clone', 'agent', 'copy', '--user-type', 'Reader', '--dry-run', '--format', 'json'];
    const { disk, out } = await run(small, ...argv);
    expect(JSON.parse(out)).toEqual({
      version: 1,
      path: 'policies/roles/copy.yaml',
      dropped: ['Account.name:update', 'Account:update', 'Ticket:create', 'Ticket:update'],
      more: [],
    });
    expect(disk).toEqual(small);
  });

  const refusals: readonly (readonly [what: string, argv: readonly string[], says: string])[] = [
    ['an unknown role', ['agnt', 'a'], 'no role `agnt`; did you mean `agent`?'],
    ['`__proto__`', ['__proto__', 'a'], 'no role `__proto__`'],
    ['its own name', ['agent', 'agent'], 'there is a role `agent` already, in policies/roles/agent.yaml:5:7'],
    ['a tenant without the role', ['agent', 'a', '--from-tenant', 'nowhere'], 'no tenant `nowhere`'],
    ['a path', ['agent', '../../b'], 'cannot name a role'],
    ['no name', ['agent', ''], 'needs a value'],
  ];
  test.each(refusals)('refuses %s', async (_what, argv, says) => {
    const { err, exit, disk } = await run(small, 'role', 'clone', ...argv);
    expect([exit, err]).toEqual([2, expect.stringContaining(says)]);
    expect(disk).toEqual(small);
  });

  const asking = `kind: Role
name: desk
userType: Reader
portfolio: [own]
grants: # as much as there is
  models: { "*": all, Ticket: { actions: { except: [remove] } } }
  features: all
`;

  test('to a higher type holds what its role holds, spelled so, and lists what more there could be', async () => {
    const files = { ...small, 'policies/desk.yaml': asking };
    const { disk, out } = await run(files, 'role', 'clone', 'desk', 'copy', '--user-type', 'Full');
    expect(disk['policies/roles/copy.yaml']).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=../../generated/schema/role.schema.json
      kind: Role
      name: copy
      userType: Full
      portfolio: [own]
      clonedFrom: desk
      grants:
        models:
          Account: [view]
          Invoice: [view]
          Ticket: [view]
        modules: none
        features: none
      "
    `);
    expect(out).toMatchInlineSnapshot(`
      "wrote policies/roles/copy.yaml
      nothing was dropped
      left out 10 permissions that the role does not hold and Full would; \`--widen\` takes them:
        Account  create, update, remove, export; update of name, owner, revenue
        Import   use
        Ticket   create, update
      "
    `);
    expect(messages(disk)).toEqual([]);
  });

  test('of a role on one line is spelled on one line', async () => {
    const files = {
      ...small,
      'policies/desk.yaml':
        '{ kind: Role, name: desk, userType: Reader, portfolio: [own], grants: { features: all, models: { Ticket: all } } }\n',
    };
    const { disk } = await run(files, 'role', 'clone', 'desk', 'copy', '--user-type', 'Full');
    expect(disk['policies/roles/copy.yaml']).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=../../generated/schema/role.schema.json
      { kind: Role, name: copy, userType: Full, portfolio: [own], clonedFrom: desk, grants: { models: { Ticket: [view] }, modules: none, features: none } }
      "
    `);
    expect(messages(disk)).toEqual([]);
  });

  test('takes what more there is with `--widen`', async () => {
    const files = { ...small, 'policies/desk.yaml': asking };
    const argv = ['role', 'clone', 'desk', 'copy', '--user-type', 'Full', '--widen'];
    const { disk, out } = await run(files, ...argv);
    expect(disk['policies/roles/copy.yaml']).toContain(asking.slice(asking.indexOf('grants')));
    expect(out).toMatchInlineSnapshot(`
      "wrote policies/roles/copy.yaml
      nothing was dropped
      widened by 10 permissions that the role does not hold and Full does:
        Account  create, update, remove, export; update of name, owner, revenue
        Import   use
        Ticket   create, update
      "
    `);
  });

  test('of any role, whatever its type, seats and tenant, holds in no tenant what its role does not hold', {
    tags: ['slow'],
  }, async () => {
    await fc.assert(
      fc.asyncProperty(world(), fc.nat(), fc.nat(), fc.nat(), fc.nat(50), async (made, a, b, c, layout) => {
        const { documents } = made;
        const files = toFiles(made, layout);
        const before = effectiveIn(files);
        const roles = ofKind(documents, 'Role');
        const role = roles[a % roles.length];
        const types = ofKind(documents, 'UserType');
        const type = types[b % types.length];
        const tenants = ofKind(documents, 'Tenant');
        if (!role || !type) return;
        const seats = ofKind(documents, 'Seat').filter(
          ({ combinesWith }, at) => combinesWith.includes(type.name) && (c >> at) % 2 === 1,
        );
        const tenant = c % 3 === 0 ? tenants[c % tenants.length] : undefined;
        const bought = seats.filter(
          (seat) =>
            !(tenant ?? role.tenant) ||
            tenantOf(tenants, tenant?.name ?? role.tenant)?.packages?.includes(seat.package ?? ''),
        );
        const { disk, exit, out } = await run(
          files,
          ...['role', 'clone', role.name, 'copied-in-test', '--user-type', type.name, '--format', 'json'],
          ...['--seats', bought.length > 0 ? bought.map(({ name }) => name).join(',') : 'none'],
          ...(role.tenant ? ['--from-tenant', role.tenant] : []),
          ...(tenant ? ['--tenant', tenant.name] : []),
        );
        fc.pre(exit === 0);
        const { dropped } = JSON.parse(out) as { dropped: string[] };
        const after = effectiveIn(disk);
        for (const { name } of tenants) {
          const copy = after.get(`${name} copied-in-test`);
          const own = before.get(`${role.tenant && tenant ? role.tenant : name} ${role.name}`);
          if (!copy || !own) continue;
          const extra = [...copy].filter((cell) => !own.has(cell));
          expect(extra).toEqual([]);
          if (dropped.length === 0 && (role.tenant === undefined || !tenant || tenant.name === role.tenant))
            expect([...own].filter((cell) => !copy.has(cell))).toEqual([]);
        }
      }),
      runs(60),
    );
  });

  test('of any role in any layout gives what both caps hold, and never more', {
    tags: ['slow'],
  }, async () => {
    await fc.assert(
      fc.asyncProperty(world(), fc.nat(), fc.nat(), fc.nat(50), async (made, roleDraw, typeDraw, layout) => {
        const { documents } = made;
        const roles = ofKind(documents, 'Role');
        const role = roles[roleDraw % roles.length];
        const types = ofKind(documents, 'UserType');
        const type = types[typeDraw % types.length]?.name;
        if (!role || type === undefined) return;
        const before = toFiles(made, layout);
        const seats = (role.seats ?? []).filter((name) =>
          ofKind(documents, 'Seat').some((seat) => seat.name === name && seat.combinesWith.includes(type)),
        );
        const argv = ['role', 'clone', role.name, 'copied-in-test', '--user-type', type, '--format', 'json'];
        const { disk, exit, out } = await run(
          before,
          ...argv,
          ...(role.tenant ? ['--from-tenant', role.tenant] : []),
        );
        expect([exit, out.includes('"errors"')]).toEqual([0, false]);
        expect(errors(disk)).toEqual([]);
        const { path, dropped, more } = JSON.parse(out) as {
          path: string;
          dropped: string[];
          more: string[];
        };
        const isSpelled = more.length > 0;
        const [parsed] = parseAllDocuments(disk[path] ?? '') as ReturnType<typeof parseDocument>[];
        const copy = parsed?.toJS() as Role;
        const ceiling = ofKind(documents, 'Tenant').find(({ name }) => name === role.tenant)?.ceiling;
        const had = (cell: string) =>
          holds(documents, role.grants, cell) && capHolds(documents, role.userType, role.seats ?? [], cell);
        const has = (cell: string) =>
          holds(documents, copy.grants, cell) && capHolds(documents, type, seats, cell);
        const lost: string[] = [];
        for (const cell of cells(documents)) {
          if (had(cell) && !has(cell) && (!isSpelled || had(cell.replace(/\..*:/, ':')))) lost.push(cell);
          const gate = cell.replace(/\..*:/, ':');
          if (holds(documents, copy.grants, cell) && holds(documents, copy.grants, gate))
            expect(holds(documents, role.grants, cell), cell).toBe(true);
          const mayHave = [cell, gate].every(
            (one) =>
              had(one) &&
              capHolds(documents, type, seats, one) &&
              (ceiling === undefined || holds(documents, ceiling, one)),
          );
          if (mayHave) expect(has(cell), cell).toBe(true);
        }
        expect(dropped).toEqual(lost);
      }),
      runs(50),
    );
  });
});

describe('where tenants have properties of their own', () => {
  const [base, thing] = ['policies/base.yaml', 'policies/thing.yaml'];
  const own = (tenant: string, names: string) =>
    `kind: Properties\ntenant: ${tenant}\nmodel: Thing\nproperties: ${names}\n`;
  const files = {
    [base]: `kind: UserType
name: Core
rank: 2
allows: { models: { "*": all } }
---
kind: UserType
name: Light
rank: 1
allows: { models: { Thing: { actions: [view, update], properties: { size: all, "*": none } } } }
---
kind: Portfolio
name: everything
on: Thing
reach: all
---
kind: Tenant
name: acme
ceiling: { models: { "*": { except: [update] } } }
---
kind: Tenant
name: globex
ceiling: { models: { "*": all } }
`,
    [thing]: 'kind: Model\nname: Thing\nactions: [view, update]\nproperties: { size: { type: number } }\n',
    'policies/acme.yaml': own('acme', '{ ours: { type: string } }'),
    'policies/globex.yaml': own('globex', '{ theirs: { type: string } }'),
    'policies/shared.yaml': role('shared', undefined, '{ models: { Thing: [view, update] } }'),
    'policies/by-star.yaml': role('by-star', 'acme', '{ models: { "*": all } }'),
    'policies/by-name.yaml': role(
      'by-name',
      'acme',
      '{ models: { Thing: { actions: all, properties: { size: all, ours: [view] } } } }',
    ),
    'policies/by-all.yaml': role('by-all', 'acme', '{ models: { Thing: all } }'),
  };

  function role(name: string, tenant: string | undefined, grants: string) {
    const owner = tenant === undefined ? '' : `tenant: ${tenant}\n`;
    return `kind: Role\nname: ${name}\n${owner}userType: Core\nportfolio: [everything]\ngrants: ${grants}\n`;
  }

  const clone = async (name: string, ...more: readonly string[]) => {
    const { disk, exit, out } = await run(
      files,
      ...['role', 'clone', name, 'copy', '--format', 'json', ...more],
    );
    expect(exit, out).toBe(0);
    const said = JSON.parse(out) as { dropped: string[]; more?: string[]; widened?: string[] };
    return { ...said, effective: effectiveIn(disk) };
  };

  test('a copy of a role of all tenants drops what the ceiling of one takes of its own properties', async () => {
    const { dropped, effective } = await clone('shared', '--tenant', 'acme');
    expect(dropped).toEqual(['Thing.ours:update', 'Thing.size:update', 'Thing:update']);
    expect([...(effective.get('acme copy') ?? [])].sort()).toEqual([
      'Thing.ours:view',
      'Thing.size:view',
      'Thing:view',
    ]);
  });

  test.each(['Thing: all', '"*": all'])(
    'a copy of a role of all tenants for a higher type reaches no more of them: %s',
    async (asked) => {
      const light = role('light', undefined, `{ models: { ${asked} } }`).replace('Core', 'Light');
      const argv = ['role', 'clone', 'light', 'copy', '--user-type', 'Core'] as const;
      const { disk, exit, out } = await run({ ...files, 'policies/light.yaml': light }, ...argv);
      expect(exit, out).toBe(0);
      const effective = effectiveIn(disk);
      expect(effective.get('globex light')).toContain('Thing.size:update');
      for (const tenant of ['acme', 'globex'])
        expect(effective.get(`${tenant} copy`)).toEqual(effective.get(`${tenant} light`));
    },
  );

  test('a copy that closes them names no property that is held as they are', async () => {
    const closed = (files[base] ?? '').replace('{ size: all, "*": none }', '{ "*": [view] }');
    const light = role('light', undefined, '{ models: { Thing: all } }').replace('Core', 'Light');
    const { disk } = await run(
      { ...files, [base]: closed, 'policies/light.yaml': light },
      ...['role', 'clone', 'light', 'copy', '--user-type', 'Core'],
    );
    expect(disk['policies/roles/copy.yaml']).toContain('\n      properties: { "*": [view] }\n');
    const effective = effectiveIn(disk);
    for (const tenant of ['acme', 'globex'])
      expect(effective.get(`${tenant} copy`)).toEqual(effective.get(`${tenant} light`));
  });

  test.each(['by-star', 'by-name', 'by-all'])(
    'a copy of `%s` holds nothing of the properties of another tenant',
    async (name) => {
      const { dropped, more, effective } = await clone(name, '--tenant', 'globex');
      expect([...(effective.get('globex copy') ?? [])].sort()).toEqual(['Thing.size:view', 'Thing:view']);
      expect(dropped).toEqual(['Thing.ours:view']);
      expect(more).toContain('Thing:update');
    },
  );

  test('a copy that is spelled out keeps the rights that stand alone', async () => {
    const alone = role(
      'alone',
      'acme',
      '{ models: { Thing: { actions: none, properties: { size: [view], ours: [view] } } } }',
    );
    const { disk, out } = await run(
      { ...files, 'policies/alone.yaml': alone },
      ...['role', 'clone', 'alone', 'copy', '--tenant', 'globex', '--format', 'json'],
    );
    expect(JSON.parse(out)).toMatchObject({ dropped: ['Thing.ours:view'], more: [] });
    expect(disk['policies/tenants/globex/roles/copy.yaml']).toContain(
      '\n    Thing:\n      actions: []\n      properties: { size: [view] }\n',
    );
  });

  test('a widened copy names what it gains once, and has none of the other tenant’s properties', async () => {
    const { dropped, widened, effective } = await clone('by-star', '--tenant', 'globex', '--widen');
    expect([...(effective.get('globex copy') ?? [])].sort()).toEqual([
      'Thing.size:update',
      'Thing.size:view',
      'Thing:update',
      'Thing:view',
    ]);
    expect(dropped).toEqual(['Thing.ours:view']);
    expect(widened).toEqual(['Thing.size:update', 'Thing:update']);
  });
});

const tenantOf = <T extends { readonly name: string }>(tenants: readonly T[], name: string | undefined) =>
  tenants.find((tenant) => tenant.name === name);

/** Returns the effective permissions, by tenant and role. */
function effectiveIn(files: Readonly<Record<string, string>>): ReadonlyMap<string, ReadonlySet<string>> {
  const { policy } = readPolicy(filesInMemory(files), 'policies');
  if (!policy) throw new Error('the policies have errors');
  return new Map(
    compilePolicy(policy).matrix.rows.map(({ tenant, role, effective }) => [
      `${tenant.name} ${role.name}`,
      new Set(tenant.catalog.cells.flatMap((cell) => (isIn(effective, cell.index) ? cell.permission : []))),
    ]),
  );
}

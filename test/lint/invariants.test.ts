/** @module-tag slow */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { reportInvariants } from '../../compiler/lint/invariants.ts';
import { lint } from '../../compiler/lint/rules.ts';
import { holderOf } from '../../compiler/model/invariant.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { type Invariant, read, type Waiver } from '../naive/invariants.ts';
import { runs } from '../support/random.ts';
import { demands } from '../worlds/demands.ts';
import { toFiles, type World, world } from '../worlds/world.ts';

const today = '2027-01-31';

const base = `
kind: Model
name: Call
actions: [create, view, update]
portfolio: self
properties: { length: { type: number }, owner: { type: id } }
---
kind: Model
name: Note
actions: [create, view, export]
requires: { create: [Call:create] }
---
kind: Feature
name: Settings
---
kind: Capability
name: Write
requires: [Call:create, Note:create]
---
kind: UserType
name: Core
rank: 2
allows: { models: { "*": all }, features: all }
---
kind: UserType
name: View
rank: 1
allows: { models: { "*": [view] } }
---
kind: Portfolio
name: full
on: Call
reach: all
---
kind: Tenant
name: acme
ceiling: { models: { "*": all }, features: all }
---
kind: Tenant
name: globex
ceiling: { models: { "*": all, Note: [create, view] } }
---
kind: Role
name: writer
userType: Core
portfolio: [full]
grants: { models: { "*": all } }
---
kind: Role
name: settler
userType: Core
portfolio: [full]
grants: { features: [Settings] }
---
kind: Role
name: viewer
userType: View
portfolio: [full]
grants: { models: { "*": all } }
---
kind: Users
tenant: acme
users:
  - { id: ada@acme.example, userType: Core, roles: [writer, settler] }
  - { id: bob@acme.example, userType: Core, roles: [settler, viewer] }
`;

const invariant = (rest: string, name = 'rule') =>
  `---\nkind: Invariant\nname: ${name}\nseverity: warning\nbecause: It is so.\n${rest}\n`;

const waiver = (rest: string, until = '2027-03-31') =>
  `---\nkind: Waiver\ninvariant: rule\nowner: security@acme.example\nbecause: For now.\nuntil: ${until}\n${rest}\n`;

/** Returns the findings about invariants, waivers and wrong names in a text, without the links to places. */
function said(text: string, day = today): readonly string[] {
  const { diagnostics, policy } = readPolicy(filesInMemory({ 'policies/all.yaml': base + text }), 'policies');
  const found = policy ? lint(compilePolicy(policy).matrix, day) : [];
  return [...diagnostics, ...found]
    .filter(({ code }) => /invariant|waiver|unknown|no-such|twice|range/.test(code))
    .map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

/** Returns the advice about broken invariants in a text. */
function adviceOn(text: string): readonly (string | undefined)[] {
  const { policy } = readPolicy(filesInMemory({ 'policies/all.yaml': base + text }), 'policies');
  const found = policy ? lint(compilePolicy(policy).matrix, today) : [];
  return found.filter(({ code }) => code === 'invariant-broken').map(({ help }) => help);
}

/** Returns the fields of which the text is told that they go with nothing else there. */
const conflicts = (text: string): readonly string[] =>
  readPolicy(filesInMemory({ 'policies/all.yaml': base + text }), 'policies').diagnostics.map(
    ({ code, message }) => (code === 'conflicting-fields' ? (/`(.*?)`/.exec(message)?.[1] ?? '') : code),
  );

describe('a pattern', () => {
  const broken = (pattern: string) => said(invariant(`roles: [writer]\nmustNot: ["${pattern}"]`));
  test.each([
    ['Note:export', 'holds `Note:export` in `acme`'],
    ['*:export', 'holds `Note:export` in `acme`'],
    ['Call.*:update', 'holds `Call.length:update` and `Call.owner:update` in `acme` and `globex`'],
    ['Note:*', 'holds `Note:export`, `Note:create` and `Note:view` in `acme` and `globex`'],
    ['*.owner:view', 'holds `Call.owner:view` in `acme` and `globex`'],
    ['*.*:update', 'holds `Call.length:update` and `Call.owner:update` in `acme` and `globex`'],
    ['Write:*', 'holds `Write:use` in `acme` and `globex`'],
    ['Call.owner:*', 'holds `Call.owner:update` and `Call.owner:view`'],
  ])('%s', (pattern, does) => {
    expect(broken(pattern)).toEqual([expect.stringContaining(`role \`writer\` ${does}`)]);
  });

  test('`*:*` is every action and no property', () => {
    expect(broken('*:*')).toEqual([expect.stringContaining('and 4 more in')]);
  });

  test.each([
    ['Call:export', 'model `Call` supports'],
    ['Cal:view', 'nothing in the catalog is called `Cal`'],
    ['Note.*:view', ''],
    ['C*:view', 'a `*` stands for a whole'],
    ['*:remove', 'nothing in the catalog matches it'],
    ['Call', 'not of the form'],
  ])('%s matches nothing', (pattern, reason) => {
    expect(broken(pattern)).toEqual([
      expect.stringContaining(`error unknown-permission: no such permission \`${pattern}\``),
    ]);
    expect(broken(pattern)[0]).toContain(reason);
  });
});

describe('must', () => {
  test('is demanded of every role, or only where type and seats can hold it', () => {
    expect(said(invariant('roles: { except: [settler] }\nmust: [Call:create]'))).toEqual([
      'warning invariant-broken: role `viewer` lacks `Call:create` in `acme` and `globex`, against invariant `rule`',
    ]);
    expect(said(invariant('roles: { except: [settler] }\nmust: [Call:create]\nwithin: cap'))).toEqual([]);
  });

  test('demands a capability within cap where all that it requires can be held', () => {
    expect(said(invariant('must: [Write:use]\nwithin: cap'))).toEqual([
      'warning invariant-broken: role `settler` lacks `Write:use` in `acme` and `globex`, against invariant `rule`',
    ]);
  });

  test('a ceiling that refuses is named', () => {
    const { policy } = readPolicy(
      filesInMemory({ 'policies/all.yaml': base + invariant('roles: [writer]\nmust: [Note:export]') }),
      'policies',
    );
    const [finding] = policy ? lint(compilePolicy(policy).matrix, today) : [];
    expect(finding?.message).toContain('role `writer` lacks `Note:export` in `globex`');
    expect(finding?.at.source.text.slice(finding.at.start, finding.at.end)).toBe('[create, view]');
    expect(finding?.help).toContain('ceiling of tenant `globex`');
  });
});

describe('a selection', () => {
  test('by user type and by name must both hold', () => {
    expect(said(invariant('userTypes: [View]\nmustNot: [Call:view]'))).toEqual([
      expect.stringContaining('role `viewer`'),
    ]);
    expect(said(invariant('userTypes: [View]\nroles: [writer]\nmustNot: [Call:view]'))).toEqual([
      expect.stringContaining('warning invariant-checks-nobody'),
    ]);
  });

  test('of unknown names is an error', () => {
    expect(said(invariant('userTypes: [Veiw]\nroles: { except: [writr] }\nmustNot: [Call:view]'))).toEqual([
      'error no-such-role: no tenant has a role `writr`',
      'error unknown-user-type: unknown user type `Veiw`',
    ]);
  });
});

describe('together', () => {
  const rule = invariant('mustNotTogether: [Call:create, Settings:use]');

  test('is checked on the union of a user’s roles', () => {
    expect(said(rule)).toEqual([
      'warning invariant-broken: user `ada@acme.example` holds `Call:create` and `Settings:use` by roles `writer` and `settler` together in `acme`, against invariant `rule`',
    ]);
  });

  test('only roles that it is checked for count', () => {
    expect(said(rule.replace('mustNot', 'roles: { except: [settler] }\nmustNot'))).toEqual([]);
  });

  test('a waiver for one of the roles takes it out of the union', () => {
    expect(said(rule + waiver('role: settler\ntenant: acme'))).toEqual([
      expect.stringContaining('info invariant-waived: role `settler`'),
    ]);
    expect(said(rule + waiver('role: settler\ntenant: globex'))).toEqual([
      expect.stringContaining('user `ada@acme.example`'),
      expect.stringContaining('warning waiver-useless'),
    ]);
  });

  test('a role that breaks it alone is not told again for its users', () => {
    expect(said(invariant('mustNotTogether: [Call:create, Note:create]'))).toEqual([
      expect.stringContaining('role `writer` holds `Call:create` and `Note:create` together'),
    ]);
  });
});

describe('the union of a user', () => {
  const note =
    '\n---\nkind: Role\nname: noter\nuserType: Core\nportfolio: [full]\ngrants: { models: { Note: [create] } }\n';
  const calls =
    '---\nkind: Role\nname: caller\nuserType: Core\nportfolio: [full]\ngrants: { models: { Call: [create] } }\n';
  const users = (active = true) =>
    `---\nkind: Users\ntenant: globex\nusers:\n  - { id: eve, userType: Core, roles: [noter, caller], active: ${active} }\n`;
  const rule = invariant('mustNot: [Note:create]\nroles: { except: [writer] }');
  const message =
    'warning invariant-broken: user `eve` holds `Note:create` by roles `noter` and `caller` together in `globex`, against invariant `rule`';

  test('has what its roles give only together, prerequisites included', () => {
    expect(said(note + calls + users() + rule)).toEqual([message]);
  });

  test('of somebody who cannot sign in is not checked', () => {
    expect(said(note + calls + users(false) + rule)).toEqual([]);
  });

  test('is waived for a user, in their own tenant', () => {
    expect(said(note + calls + users() + rule + waiver('user: eve', '2027-06-30'))).toEqual([
      'info invariant-waived: user `eve` may break invariant `rule` in `globex` until 2027-06-30, says `security@acme.example`',
    ]);
    expect(said(note + calls + users() + rule + waiver('user: eve\ntenant: acme'))).toEqual([
      'error unknown-user: no user `eve` is declared in tenant `acme`',
    ]);
  });
});

describe('when', () => {
  test('selects roles in which all of it is effective', () => {
    expect(said(invariant('when: [Note:export]\nmustNot: [Call:view]'))).toEqual([
      'warning invariant-broken: role `writer` holds `Call:view` in `acme`, against invariant `rule`',
    ]);
    expect(said(invariant('when: ["*:*"]\nmustNot: [Call:view]'))).toEqual([]);
  });
});

describe('mustSome', () => {
  test('is kept by one of several', () => {
    expect(said(invariant('roles: [writer, viewer]\nmustSome: [Call:view, Note:export]'))).toEqual([]);
    expect(said(invariant('mustSome: [Call:view, Note:export]'))).toEqual([
      'warning invariant-broken: role `settler` holds none of `Note:export` and `Call:view` in `acme` and `globex`, against invariant `rule`',
    ]);
  });

  test('demands nothing that its bound does not let anybody have', () => {
    expect(said(invariant('roles: [viewer]\nmustSome: [Call:create, Note:export]\nwithin: cap'))).toEqual([]);
  });
});

describe('within', () => {
  test('ceilings: demands nothing that the tenant does not let through', () => {
    expect(said(invariant('roles: [writer]\nmust: [Note:export]\nwithin: ceilings'))).toEqual([]);
  });

  test('model: demands a property only of who holds the action', () => {
    expect(said(invariant('roles: [settler, viewer]\nmust: ["*.*:view"]\nwithin: model'))).toEqual([]);
  });

  test('goes only with what is demanded', () => {
    expect(conflicts(invariant('mustNot: [Call:view]\nwithin: cap'))).toEqual(['within']);
  });
});

describe('portfolios', () => {
  const rule = invariant('roles: [caller]\nportfolios: [full]\nmust: [Call:view]');
  const caller = (portfolio: string, actions: string) =>
    `---\nkind: Role\nname: caller\nuserType: Core\n${portfolio}\ngrants: { models: { Call: ${actions} } }\n---\nkind: Portfolio\nname: mine\non: Call\nreach: { owner: u1 }\n`;

  test.each([
    ['portfolio: [full]', '[update]', 1],
    ['portfolio: [{ allOf: [mine, full] }]', '[update]', 1],
    ['portfolio: [mine]', '[update]', 0],
    ['portfolio: { "*": [mine], "*:view": [full] }', '[update]', 0],
    ['portfolio: all', '[update]', 1],
    ['portfolio: all', '[create]', 1],
    ['portfolio: { "Call:create": [full] }', '[create]', 1],
    ['portfolio: [full]', '[create]', 0],
    ['', '[create]', 0],
  ])('%s with %s', (portfolio, actions, told) => {
    expect(said(caller(portfolio, actions) + rule).filter((one) => one.includes('`caller`'))).toHaveLength(
      told,
    );
  });
});

describe('mustSomeone', () => {
  const complete = (roles: string) =>
    `---\nkind: Users\ntenant: globex\ncomplete: true\nusers:\n  - { id: eve, userType: Core, roles: ${roles} }\n`;
  const rule = invariant('mustSomeone: [Call:create, Note:create]\ntenants: [globex]');
  const parts =
    '---\nkind: Role\nname: noter\nuserType: Core\nportfolio: [full]\ngrants: { models: { Note: [create] } }\n' +
    '---\nkind: Role\nname: caller\nuserType: Core\nportfolio: [full]\ngrants: { models: { Call: [create] } }\n';

  test('demands a role that holds all of it in every tenant', () => {
    expect(said(rule)).toEqual([]);
    expect(said(rule.replace('Note:create', 'Settings:use'))).toEqual([
      'warning invariant-broken: no role holds `Call:create` and `Settings:use` in `globex`, against invariant `rule`',
    ]);
  });

  test('demands an active user where all users are known', () => {
    expect(said(complete('[settler]') + rule)).toEqual([
      'warning invariant-broken: no active user holds `Call:create` and `Note:create` in `globex`, against invariant `rule`',
    ]);
    expect(said(complete('[settler]').replace('complete: true\n', '') + rule)).toEqual([]);
    expect(said(complete('[writer]') + rule)).toEqual([]);
    expect(said(parts + complete('[noter, caller]') + rule)).toEqual([]);
    const outside =
      '---\nkind: UserType\nname: App\naudience: app\nrank: 1\nallows: { models: { "*": all } }\n---\nkind: Role\nname: sync\nuserType: App\nportfolio: [full]\ngrants: { models: { "*": all } }\n';
    expect(said(outside + complete('[sync]').replace('userType: Core', 'userType: App') + rule)).toEqual([
      expect.stringContaining('no active user'),
    ]);
    const members = complete('[settler]') + rule;
    expect(adviceOn(members)).toEqual(['give an active user a role that holds it, such as `writer`']);
    expect(adviceOn(outside + members)).toEqual(adviceOn(members));
    expect(said(complete('[writer], active: false') + rule)).toEqual([
      expect.stringContaining('no active user'),
    ]);
  });

  test('demands nothing of a tenant that has none of the cells', () => {
    const text = `---
kind: Model
name: Ticket
actions: [view]
properties: {}
---
kind: Properties
tenant: acme
model: Ticket
properties: { custom.colour: { type: string } }
---
kind: Role
name: reader
userType: View
grants: { models: { Ticket: [view] } }
${invariant('mustSomeone: [Ticket.custom.colour:view]')}---
kind: Users
tenant: globex
complete: true
users:\n`;
    expect(said(`${text}  - { id: eve, userType: View }\n`)).toEqual([]);
    expect(said(`${text}  - { id: eve, userType: View, active: false }\n`)).toEqual([
      'warning invariant-broken: no active user is there in `globex`, against invariant `rule`',
    ]);
  });

  test('no member is advised to take a role of an app', () => {
    const text = `---
kind: Module
name: Relay
---
kind: UserType
name: App
audience: app
rank: 1
allows: { modules: all }
---
kind: Role
name: sync
userType: App
grants: { modules: all }
---
kind: Tenant
name: initech
ceiling: { models: { "*": all }, modules: all }
---
kind: Users
tenant: initech
complete: true
users: [{ id: eve, userType: Core, roles: [settler] }]
${invariant('mustSomeone: [Relay:use]\ntenants: [initech]')}`;
    expect(adviceOn(text)).toEqual([
      'offer members a role that holds it, and give it to an active user: `sync` is of audience `app`',
    ]);
  });

  test('cannot be waived', () => {
    expect(said(rule.replace('Note:create', 'Settings:use') + waiver('role: writer'))).toEqual([
      expect.stringContaining('no role holds'),
      expect.stringContaining('warning waiver-useless'),
    ]);
  });

  test('goes with tenants alone', () => {
    expect(conflicts(rule.replace('tenants: [globex]', 'roles: [writer]'))).toEqual(['roles']);
  });
});

describe('a waiver', () => {
  const rule = invariant('roles: [writer]\nmustNot: [Call:create]');

  test('hides what it waives, in one tenant or in all', () => {
    expect(said(rule + waiver('role: writer'))).toEqual([
      'info invariant-waived: role `writer` may break invariant `rule` in `acme` and `globex` until 2027-03-31, says `security@acme.example`',
    ]);
    expect(said(rule + waiver('role: writer\ntenant: acme'))).toEqual([
      'warning invariant-broken: role `writer` holds `Call:create` in `globex`, against invariant `rule`',
      'info invariant-waived: role `writer` may break invariant `rule` in `acme` until 2027-03-31, says `security@acme.example`',
    ]);
  });

  test('holds on its last day, and past it is an error that hides nothing', () => {
    expect(said(rule + waiver('role: writer', today))).toEqual([
      expect.stringContaining('warning waiver-ends-soon'),
    ]);
    expect(said(rule + waiver('role: writer', '2027-01-30'))).toEqual([
      expect.stringContaining('warning invariant-broken'),
      'error waiver-expired: the waiver of invariant `rule` for role `writer` ended on 2027-01-30',
    ]);
    expect(said(rule + waiver('role: writer', today), '2027-02-01')).toEqual([
      expect.stringContaining('warning invariant-broken'),
      expect.stringContaining('error waiver-expired'),
    ]);
  });

  test('that waives nothing is a warning', () => {
    expect(said(rule + waiver('role: viewer'))).toEqual([
      expect.stringContaining('role `writer`'),
      'warning waiver-useless: this waiver waives nothing: role `viewer` does not break invariant `rule` in any tenant',
    ]);
  });

  test('of what does not exist is an error', () => {
    expect(
      said(rule + waiver('role: writr\ntenant: acmee').replace('invariant: rule', 'invariant: rul')),
    ).toEqual([
      'error unknown-invariant: unknown invariant `rul`',
      'error no-such-role: no tenant has a role `writr`',
      'error unknown-tenant: unknown tenant `acmee`',
    ]);
    const own = '---\nkind: Role\nname: own\ntenant: acme\nuserType: Core\nportfolio: [full]\ngrants: {}\n';
    expect(said(rule + own + waiver('role: own\ntenant: globex'))).toEqual([
      'error unknown-role: tenant `globex` has no role `own`',
    ]);
  });

  test('is written once, and until a real day', () => {
    expect(said(rule + waiver('role: writer') + waiver('role: writer', '2027-05-01'))).toEqual([
      expect.stringContaining('error declared-twice'),
    ]);
    expect(said(rule + waiver('role: writer', '2027-02-29'))).toEqual([
      expect.stringContaining('must be a day of the calendar'),
    ]);
  });
});

test.each([
  ['small', 150],
  ['medium', 8],
] as const)('agrees with a naive reading of %s worlds', { tags: ['slow'] }, (size, numRuns) => {
  const drawn = world({ size }).chain((one) => demands(one).map((asked) => ({ one, ...asked })));
  fc.assert(
    fc.property(drawn, ({ one, invariants, waivers }) => {
      const documents = [...one.documents, ...invariants, ...waivers];
      const files = toFiles({ ...one, documents: documents as unknown as World['documents'] });
      const { policy, diagnostics } = readPolicy(filesInMemory(files), 'policies');
      if (!policy) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
      const told: string[] = [];
      reportInvariants(compilePolicy(policy).matrix, today, (code, _at, facts) => {
        told.push(...tellings(code, facts as unknown as Facts));
      });
      expect(told.sort()).toEqual(expected(one, invariants, waivers).sort());
    }),
    runs(numRuns),
  );
});

type Facts = Readonly<Record<'who' | 'where' | 'invariant' | 'holder' | 'until', string>>;

/** A finding as one line for each who and where; lists that were cut are told by their first name. */
function tellings(code: string, { who, where, invariant: of, holder, until }: Facts): readonly string[] {
  if (code === 'waiver-expired') return [`${code} ${of} ${holder} ${until}`];
  if (code !== 'invariant-broken') return [`${code} ${of} ${holder}`];
  if (who.startsWith('no ')) return names(where).map((tenant) => `${code} ${of} nobody ${tenant}`);
  const tenants = names(where);
  const whose = who.startsWith('role') ? 'role' : 'user';
  return names(who).flatMap((name) =>
    (whose === 'user' ? [name.split('@')[1]?.replace('.example', '') ?? ''] : tenants).map(
      (tenant) => `${code} ${of} ${whose} ${name} ${tenant}`,
    ),
  );
}

const names = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

function expected(
  { documents }: World,
  invariants: readonly Invariant[],
  waivers: readonly Waiver[],
): string[] {
  const { failures, expired, used, useless } = read(documents, invariants, waivers, today);
  return [
    ...failures.map(({ invariant: of, tenant, role, user }) =>
      role === undefined
        ? `invariant-broken ${of} ${user === undefined ? 'nobody' : `user ${user}`} ${tenant}`
        : `invariant-broken ${of} role ${role} ${tenant}`,
    ),
    ...expired.map((one) => `waiver-expired ${one.invariant} ${holderOf(one)} ${one.until}`),
    // Each ends within the thirty days after the one that is today.
    ...used.map((one) => `waiver-ends-soon ${one.invariant} ${holderOf(one)}`),
    ...useless.map((one) => `waiver-useless ${one.invariant} ${holderOf(one)}`),
  ];
}

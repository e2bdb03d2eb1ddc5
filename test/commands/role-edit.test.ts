import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { small } from '../questions/small.ts';
import { ioInMemory, textOf } from '../support/io.ts';

type Texts = Readonly<Record<string, string>>;

async function run(files: Texts, line: string) {
  const { io, disk } = ioInMemory(files);
  const { out, err = '', exit } = await answerLine(line.split(' '), registry, io);
  return { out: textOf(out), err, exit, disk };
}

const role = (name: string, more = '') =>
  `# The role.\nkind: Role\nname: ${name} # its name\nuserType: Core\nportfolio: [own]\n${more}grants: { models: { Company: [view] } }\n`;

/** Policies in which a role is named wherever one can be. */
const world: Texts = {
  ...small,
  'policies/roles/night.yaml': role('night'),
  'policies/roles/day.yaml': role('day', 'includes: [night]\nclonedFrom: night\n'),
  'policies/more.yaml': `kind: Users
tenant: globex
users:
  - { id: eve, userType: Core, roles: [csm, night] } # both
  - id: fay
    userType: Core
    roles:
      - night
`,
  'policies/table.yaml': 'kind: Users\ntenant: acme\nfrom: table.csv\n',
  'policies/table.csv': 'id,userType,roles\nzoe,Core,csm;night\nzac,Core,"night"\n',
  'policies/rules.yaml': `kind: Invariant
name: nobody-removes
roles: [csm, night] # those two
mustNot: [Company:remove]
because: It is so.
severity: error
---
kind: Invariant
name: others
roles: { except: [night] }
mustNot: [Company:export]
because: It is so.
severity: info
---
kind: Waiver
invariant: nobody-removes
role: night
because: It is so.
owner: o@example.com
until: 2030-01-01
`,
};

const checked = async (files: Texts) =>
  JSON.parse((await run(files, 'check --format json')).out) as { errors: number };

describe('role rename', () => {
  test('says that a title stays as it is', async () => {
    const titled = { ...world, 'policies/roles/night.yaml': role('night', 'title: Night shift\n') };
    const { out, disk } = await run(titled, 'role rename night late');
    expect(out).toContain('  its title stays `Night shift`\n');
    expect(disk['policies/roles/late.yaml']).toContain('title: Night shift\n');
    const { title } = JSON.parse((await run(titled, 'role rename night late --format json')).out) as {
      title: string;
    };
    expect(title).toBe('Night shift');
  });

  test('renames in every file, and keeps all else', async () => {
    expect((await checked(world)).errors).toBe(0);
    const { disk, exit, err } = await run(world, 'role rename night late');
    expect([exit, err]).toEqual([0, '']);
    const expected = Object.fromEntries(
      Object.entries(world).map(([path, text]) => [
        path.replace('night', 'late'),
        path === 'policies/roles/night.yaml'
          ? text.replace('name: night', 'renamedFrom: night\nname: late')
          : text.replaceAll('night', 'late'),
      ]),
    );
    expect(disk).toEqual(expected);
    expect((await checked(disk)).errors).toBe(0);
    // And back again is where it was.
    expect((await run(disk, 'role rename late night')).disk).toEqual(world);
  });

  test('says what it does, and does nothing in a dry run', async () => {
    const { out, disk } = await run(world, 'role rename night late --dry-run');
    expect(disk).toEqual(world);
    expect(out).toBe(`would rename role \`night\` to \`late\`
  policies/more.yaml: 2 places
  policies/roles/day.yaml: 2 places
  policies/roles/night.yaml: 1 place
  policies/rules.yaml: 3 places
  policies/table.csv: 2 places
  policies/roles/night.yaml becomes policies/roles/late.yaml
services that name the role must change too
`);
    expect(JSON.parse((await run(world, 'role rename night late --format json')).out)).toMatchObject({
      version: 1,
      role: 'night',
      to: 'late',
      moved: { from: 'policies/roles/night.yaml', to: 'policies/roles/late.yaml' },
    });
  });

  test('writes what the role was called, in the form of its document', async () => {
    const flow = '{ kind: Role, name: local, userType: Core, portfolio: [own], grants: {} }\n';
    const first = await run({ ...small, 'policies/own.yaml': flow }, 'role rename local mine');
    expect(first.disk['policies/own.yaml']).toBe(
      flow.replace('name: local', 'renamedFrom: local, name: mine'),
    );
    const second = await run(first.disk, 'role rename mine ours');
    expect(second.disk['policies/own.yaml']).toBe(
      flow.replace('name: local', 'renamedFrom: mine, name: ours'),
    );
    expect((await run(second.disk, 'role rename ours mine')).disk['policies/own.yaml']).toBe(
      flow.replace('local', 'mine'),
    );
    const lines = role('night').replaceAll('\n', '\r\n');
    const { disk } = await run({ ...world, 'policies/roles/night.yaml': lines }, 'role rename night late');
    expect(disk['policies/roles/late.yaml']).toBe(
      lines.replace('name: night', 'renamedFrom: night\r\nname: late'),
    );
  });

  test('writes a name so that it reads back', async () => {
    const { io, disk } = ioInMemory(world);
    const answer = await answerLine(['role', 'rename', 'night', 'Late: + (x)'], registry, io);
    expect(answer.exit).toBe(0);
    expect(disk['policies/rules.yaml']).toContain('roles: [csm, "Late: + (x)"] # those two');
    expect((await checked(disk)).errors).toBe(0);
  });

  const own = (tenant: string) => ({
    [`policies/own-${tenant}.yaml`]: role('local').replace('userType', `tenant: ${tenant}\nuserType`),
  });

  test('of a tenant leaves the role of another tenant alone', async () => {
    const both = { ...small, ...own('acme'), ...own('globex') };
    const { disk, exit } = await run(both, 'role rename local mine --tenant acme');
    expect(exit).toBe(0);
    expect(disk['policies/own-acme.yaml']).toContain('name: mine # its name');
    expect(disk['policies/own-globex.yaml']).toBe(both['policies/own-globex.yaml']);
  });

  const invariant =
    'kind: Invariant\nname: i\nroles: [local]\nmustNot: [Company:remove]\nbecause: b\nseverity: error\n';
  test.for([
    ['role rename nobody x', 'no role `nobody`'],
    ['role rename night night', 'the role is called `night` already'],
    ['role rename night csm', 'there is a role `csm` already, in policies/roles.yaml:2:7'],
    ['role rename night day', 'there is a role `day` already, in policies/roles/day.yaml:3:7'],
    [
      'role rename night local',
      'there is a role `local` of tenant `acme` already, in policies/own-acme.yaml:3:7',
    ],
    ['role rename local csm --tenant acme', 'there is a role `csm` already, in policies/roles.yaml:2:7'],
    ['role rename night all', '`all` cannot name a role: it is reserved; nothing was written'],
    [
      'role rename local x',
      'several tenants have a role `local`; say whose with `--tenant`: `acme` and `globex`',
    ],
    ['role rename local x --tenant acme', 'means the roles of several tenants'],
    ['role rename night x --tenant acme', 'tenant `acme` has no role `night` of its own'],
  ] as const)('%s is refused, and nothing is written', async ([line, says]) => {
    const files = { ...world, ...own('acme'), ...own('globex'), 'policies/i.yaml': invariant };
    const { out, err, exit, disk } = await run(files, line);
    expect([out, exit, disk]).toEqual(['', 2, files]);
    expect(err).toContain(says);
  });
});

describe('role remove', () => {
  const { 'policies/rules.yaml': _, ...others } = world;
  const held: Texts = { ...others, 'policies/roles/day.yaml': role('day') };

  test('takes it from its holders, whom it names', async () => {
    const { out, disk, exit, err } = await run(held, 'role remove night');
    expect(err).toBe('');
    expect([exit, out]).toEqual([
      0,
      `removed role \`night\`; 4 users lost it
  eve in globex
  fay in globex
  zoe in acme
  zac in acme
  policies/more.yaml: 2 places
  policies/table.csv: 2 places
  policies/roles/night.yaml goes
note: \`night\` goes while 4 users of 2 tenants hold it, and \`check --against\` refuses that in one change (role-removed-in-use): give its users another role in a change before this one
`,
    ]);
    expect(disk['policies/roles/night.yaml']).toBeUndefined();
    expect(disk['policies/more.yaml']).toBe(
      held['policies/more.yaml']?.replace('[csm, night]', '[csm]').replace('\n      - night', ' []'),
    );
    expect(disk['policies/table.csv']).toBe('id,userType,roles\nzoe,Core,csm\nzac,Core,""\n');
    expect((await checked(disk)).errors).toBe(0);
  });

  test('takes it out of the file that declares its users too, in one text', async () => {
    const users = (roles: string) =>
      `# Who holds it.\nkind: Users\ntenant: globex\nusers:\n  - { id: gus, userType: Core, roles: ${roles} } # his\n`;
    const {
      'policies/more.yaml': __,
      'policies/table.csv': ___,
      'policies/table.yaml': ____,
      ...rest
    } = held;
    for (const build of [
      (roles: string, own: string) => `${own}---\n${users(roles)}`,
      (roles: string, own: string) => `${users(roles)}${own && `---\n${own}`}`,
      (roles: string, own: string) => `---\n${own}---\n${users(roles)}---\n${role('third')}`,
      (roles: string, own: string) => `${users(roles)}---\n${own}---\n${role('third')}`,
    ]) {
      const files = { ...rest, 'policies/roles/night.yaml': build('[csm, night]', role('night')) };
      expect((await checked(files)).errors).toBe(0);
      const { disk, exit, err, out } = await run(files, 'role remove night');
      expect([exit, err]).toEqual([0, '']);
      expect(disk['policies/roles/night.yaml']?.replaceAll('---\n', '')).toBe(
        build('[csm]', '').replaceAll('---\n', ''),
      );
      expect(out).toContain('  policies/roles/night.yaml: 2 places\n');
      expect((await checked(disk)).errors).toBe(0);
    }
  });

  test('says that a review refuses it only where somebody loses it', async () => {
    const { note } = JSON.parse((await run(held, 'role remove night --format json')).out) as { note: string };
    expect(note).toContain('`night` goes while 4 users of 2 tenants hold it');
    const unheld = { ...small, 'policies/roles/night.yaml': role('night') };
    const { out } = await run(unheld, 'role remove night --format json');
    expect(JSON.parse(out)).toEqual({
      ...{ version: 1, role: 'night', files: [] },
      ...{ removed: ['policies/roles/night.yaml'], holders: [] },
    });
    expect((await run(unheld, 'role remove night')).out).not.toContain('note:');
  });

  test('counts one holder as one', async () => {
    const { 'policies/more.yaml': __, ...few } = held;
    const one = { ...few, 'policies/table.csv': 'id,userType,roles\nzoe,Core,night\n' };
    expect((await run(one, 'role remove night --dry-run')).out).toContain('role `night`; 1 user loses it\n');
    expect((await run(one, 'role remove night')).out).toContain('role `night`; 1 user lost it\n');
  });

  test('leaves the other documents of its file', async () => {
    for (const text of [
      `${role('night')}---\n${role('other')}`,
      `${role('other')}---\n${role('night')}`,
      `---\n${role('other')}---\n${role('night')}---\n${role('third')}`,
    ]) {
      const files = { ...held, 'policies/roles/night.yaml': text };
      const { disk, exit } = await run(files, 'role remove night');
      expect(exit).toBe(0);
      expect(disk['policies/roles/night.yaml']).toContain('name: other');
      expect(disk['policies/roles/night.yaml']).not.toContain('name: night');
      expect((await checked(disk)).errors).toBe(0);
    }
  });

  test('refuses while other documents say something of it', async () => {
    const { err, exit, disk } = await run(world, 'role remove night');
    expect([exit, disk]).toEqual([2, world]);
    expect(err).toContain('a role includes it in policies/roles/day.yaml:6:12');
    expect(err).toContain('an invariant selects it in policies/rules.yaml:3:14');
    expect(err).toContain('a waiver is for it in policies/rules.yaml:17:7');
    expect((await run(held, 'role remove night --dry-run')).disk).toEqual(held);
  });
});

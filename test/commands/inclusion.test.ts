import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { readPolicy } from '../../compiler/compile.ts';
import { restrictToTenant } from '../../compiler/model/restrict-to-tenant.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { ioInMemory, textOf } from '../support/io.ts';

const base = readFileSync('test/compiles/includes/policies/base.yaml', 'utf8');

/** Runs a command line over the policies of the case `includes`. */
async function run(...argv: readonly string[]) {
  const { io, disk } = ioInMemory({ 'policies/base.yaml': base });
  const { out, err = '', exit } = await answerLine(argv, registry, io);
  return { out: textOf(out), err, exit, disk };
}

const json = async (...argv: readonly string[]): Promise<unknown> =>
  JSON.parse((await run(...argv, '--format', 'json')).out);

/** The line of a text in the policies, counted from 1. */
const lineOf = (text: string): number => base.slice(0, base.indexOf(text)).split('\n').length;

describe('the trail shows the line of the role that says it', () => {
  const roleVerdictOf = async (role: string, permission: string) => {
    const { trail } = (await json('explain', permission, '--tenant', 'acme', '--role', role)) as {
      trail: readonly { layer: string; because: string; at: { line: number } }[];
    };
    const [{ because, at } = { because: '', at: { line: 0 } }] = trail;
    return [because, at.line];
  };

  test.each([
    ['agent', 'Ticket:create', 'role `agent` names it', 'models: { Ticket: [create, update]'],
    ['agent', 'Reports:use', 'included role `support-base` names it', 'modules: [Reports]'],
    ['agent', 'Log:view', 'included role `floor` names it', 'models: { Log: [view, remove] }'],
    ['lead', 'Log:remove', 'included role `floor` names it', 'models: { Log: [view, remove] }'],
    ['lead', 'Ticket:create', 'included role `agent` names it', 'models: { Ticket: [create, update]'],
    ['acme-floor', 'Ticket:view', 'role `acme-floor` does not grant it', 'grants: {}'],
  ])('%s, %s', async (role, permission, because, text) => {
    expect(await roleVerdictOf(role, permission)).toEqual([because, lineOf(text)]);
  });
});

test('nobody has, and nobody is asked about, an abstract role', async () => {
  const { rows } = (await json('matrix')) as { rows: readonly { role: string }[] };
  expect([...new Set(rows.map(({ role }) => role))]).toEqual(['acme-floor', 'agent', 'lead']);
  const { err, exit } = await run('explain', 'Log:view', '--tenant', 'acme', '--role', 'floor');
  expect([exit, err]).toEqual([
    2,
    'plafond: role `floor` is abstract: it exists to be included, and nobody can be given it\n',
  ]);
});

test('what would allow a cell is written into the document of the role itself', async () => {
  const { unlock } = (await json('explain', 'Ticket:view', '--tenant', 'acme', '--role', 'acme-floor')) as {
    unlock: readonly { edit: string }[];
  };
  expect(unlock.map(({ edit }) => edit)).toEqual([
    'in role `acme-floor`, add `models: { Ticket: [view] }` under `grants`',
  ]);
});

describe('a clone', () => {
  test('includes what its role includes', async () => {
    const { disk } = await run('role', 'clone', 'agent', 'copy');
    expect(disk['policies/roles/copy.yaml']).toContain('includes: [support-base]\n');
  });

  test('says all of it where it cannot include the same', async () => {
    const { out } = await run('role', 'clone', 'lead', 'copy', '--tenant', 'globex', '--dry-run');
    expect(out).not.toContain('includes');
    expect(out).toContain('Log: [view]');
    expect(out).toContain('Ticket: [create, view, update]');
  });

  test('of an abstract role is abstract', async () => {
    const { disk } = await run('role', 'clone', 'support-base', 'copy');
    expect(disk['policies/roles/copy.yaml']).toContain(
      'name: copy\nclonedFrom: support-base\nabstract: true\nincludes: [floor]\n',
    );
    const { err, exit } = await run('role', 'clone', 'floor', 'copy', '--user-type', 'Agent');
    expect([exit, err]).toEqual([2, 'plafond: role `floor` is abstract: it has no user type and no seats\n']);
  });
});

test('one tenant is given the roles that its own roles include, and no others', () => {
  const files = {
    'policies/base.yaml': base,
    'policies/more.yaml': 'kind: Role\nname: alone\nabstract: true\ngrants: {}\n',
    'policies/acme.yaml': 'kind: Role\nname: acme-only\ntenant: acme\nabstract: true\ngrants: {}\n',
  };
  const { policy } = readPolicy(filesInMemory(files), 'policies');
  const globex = policy?.tenants.find(({ name }) => name === 'globex');
  if (!policy || !globex) throw new Error('globex');
  const { abstractRoles, documents } = restrictToTenant(policy, globex);
  expect(abstractRoles.map(({ name }) => name)).toEqual(['floor', 'support-base']);
  expect(documents.map(({ source }) => source.path)).not.toContain('policies/acme.yaml');
});

import { expect, test } from 'vitest';
import { listAnnotations } from '../../action/list-annotations.ts';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { documentKinds } from '../../compiler/model/document-kinds.ts';
import schema from '../../schema/settings.schema.json' with { type: 'json' };
import { ioInMemory, textOf } from '../support/io.ts';

const settings = (vendor: string) => `kind: Settings\nvendor: ${vendor}\n`;
const catalog = `kind: Model
name: Company
family: standard
actions: [view, update]
---
kind: Module
name: Data
`;
const userType = (actions: string) =>
  `kind: UserType\nname: Core\nrank: 1\nallows: { models: { "*": [${actions}] }, modules: all }\n`;
const tenant = (limit: number, ceiling = 'all') =>
  `kind: Tenant\nname: acme\nlimits: { Core: ${limit} }\nceiling: { models: { "*": ${ceiling} }, modules: all }\n`;
const role = (grants: string) => `kind: Role\nname: csm\nuserType: Core\ngrants: ${grants}\n`;
const users = (roles: string) =>
  `kind: Users\ntenant: acme\nusers:\n  - { id: ada, userType: Core, roles: [${roles}] }\n`;

const whole = {
  settings: settings('[Tenant, UserType]'),
  catalog,
  userType: userType('view'),
  tenant: tenant(5),
  role: role('{ models: { Company: all } }'),
  users: users('csm'),
};
type Parts = Partial<typeof whole>;

/** The answer of a comparison of the whole with these other documents in it. */
async function ask(base: Parts, head: Parts, format: string, more: readonly string[] = []) {
  const written = (folder: string, parts: Parts) =>
    Object.fromEntries(
      Object.entries({ ...whole, ...parts }).map(([name, text]) => [`${folder}/${name}.yaml`, text]),
    );
  const { io } = ioInMemory({ ...written('a', base), ...written('b', head) });
  const line = ['diff', '--base-dir', 'a', '--head-dir', 'b', '--format', format, ...more];
  const { out, err = '', exit } = await answerLine(line, registry, io);
  return { out: textOf(out), err, exit };
}
const readJson = async (base: Parts, head: Parts) => JSON.parse((await ask(base, head, 'json')).out);
const gate = async (base: Parts, head: Parts) =>
  (await ask(base, head, 'json', ['--fail-on', 'vendor'])).exit;

const wider = { userType: userType('view, update') };

test('a kind of documents that there is can be the vendor’s, and no other', async () => {
  expect(schema.$defs.DocumentKind.enum).toEqual(documentKinds);
  const { out, exit } = await ask({}, { settings: settings('[Tenants]') }, 'pretty');
  expect(exit).toBe(1);
  expect(out).toContain('did you mean `Tenant`?');
});

test('a change that a document of the vendor causes is marked as theirs', async () => {
  const { changes, groups, edits } = await readJson({}, wider);
  expect(changes).toMatchObject([{ permission: 'Company:update', vendor: true }]);
  expect(groups).toMatchObject([{ kind: 'gained', vendor: true }]);
  expect(edits).toMatchObject([{ kind: 'UserType', vendor: true }]);
});

test('a change that our own document causes is not, even beside one that is', async () => {
  const ours = { role: role('{ models: { Company: all }, modules: [Data] }') };
  const alone = await readJson({}, ours);
  expect(alone.summary.vendor).toBe(0);
  expect(JSON.stringify({ ...alone, summary: undefined })).not.toContain('vendor');
  expect(await gate({}, ours)).toBe(0);
  const both = await readJson({}, { ...ours, ...wider });
  expect(both.changes).toMatchObject([
    { permission: 'Company:update', vendor: true },
    { permission: 'Data:use' },
  ]);
  expect(both.changes[1]).not.toHaveProperty('vendor');
  expect(both.groups).toHaveLength(2);
});

test('what a change takes away is marked too', async () => {
  const { changes } = await readJson(wider, {});
  expect(changes).toMatchObject([{ kind: 'lost', vendor: true }]);
  expect(await gate(wider, {})).toBe(1);
});

test('a document of the vendor that changes nothing in effect is a change of theirs', async () => {
  const { changes, alterations, limits, verdict } = await readJson({}, { tenant: tenant(9) });
  expect({ changes, verdict }).toEqual({ changes: [], verdict: 'wider' });
  expect(alterations).toMatchObject([{ field: 'limits.Core', vendor: true }]);
  expect(limits).toMatchObject([{ name: 'Core', vendor: true }]);
  expect(await gate({}, { tenant: tenant(9) })).toBe(1);
  // Nobody holds more or less by it: the type alone decided before and decides now.
  const idle = { tenant: tenant(5, '[view]') };
  expect((await readJson({}, idle)).changes).toEqual([]);
  expect(await gate({}, idle)).toBe(1);
});

test('no change takes itself out by the settings, and one who joins them is theirs at once', async () => {
  const out = { ...wider, settings: settings('[]') };
  expect(await gate({}, out)).toBe(1);
  expect(await gate({ settings: settings('[]') }, wider)).toBe(1);
  const { alterations } = await readJson({}, out);
  expect(alterations).toMatchObject([{ field: 'vendor', effect: 'loosens' }]);
  const joined = await readJson({ settings: settings('[]') }, {});
  expect(joined.alterations).toMatchObject([{ field: 'vendor', effect: 'tightens' }]);
  expect(await gate({ settings: settings('[]') }, {})).toBe(0);
});

test('roles that are given are the vendor’s where the lists of users are', async () => {
  const head = { users: users('') };
  expect((await readJson({}, head)).reassigned[0]).not.toHaveProperty('vendor');
  const base = { settings: settings('[Users]') };
  const { reassigned, edits } = await readJson(base, { ...base, ...head });
  expect(reassigned).toMatchObject([{ role: 'csm', vendor: true }]);
  expect(edits).toMatchObject([{ kind: 'Users', vendor: true }]);
  expect(await gate(base, { ...base, ...head })).toBe(1);
});

test('every format says what is not ours to decide, and the gate says why', async () => {
  const head = { ...wider, tenant: tenant(9) };
  const more = ['--fail-on', 'vendor'];
  const { out, err } = await ask({}, head, 'pretty', more);
  expect(err).toBe('plafond: `--fail-on vendor`: 2 documents are changed that are the vendor’s to decide\n');
  expect(out).toMatch(/^WIDER?.*2 documents not ours to decide/i);
  expect(out).toContain('+ gained, woken, not ours to decide');
  expect(out).toMatch(/limits\.Core: 5 → 9; not ours to decide/);
  const { out: comment } = await ask({}, head, 'markdown');
  expect(comment).toContain('**The vendor: these documents are not ours to decide');
  expect(comment).toContain('1. **vendor** · Tenant `acme` (`b/tenant.yaml:3`): changed, moved nothing.');
  expect(comment).toContain(
    '1. **vendor** · UserType `Core` (`b/userType.yaml:4`): changed, 1 permission gained by 1 role in 1 tenant.',
  );
  expect(comment).toContain('**Not ours to decide.**');
  const { out: github } = await ask({}, head, 'github');
  expect(github).toContain(
    '::warning file=b/tenant.yaml,line=3,title=not ours to decide::Tenant acme is changed',
  );
  const { out: junit } = await ask({}, head, 'junit');
  expect(junit).toContain('<testcase classname="plafond.vendor" name="Tenant acme is changed');
  const { runs } = JSON.parse((await ask({}, head, 'sarif')).out);
  const found = runs[0].results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'vendor-document');
  expect(found.map(({ message }: { message: { text: string } }) => message.text)).toEqual([
    'Tenant `acme` is changed, which is not ours to decide: ask the vendor',
    'UserType `Core` is changed, which is not ours to decide: ask the vendor',
  ]);
  const { changes: _, people: __, ...diff } = await readJson({}, head);
  const check = { version: 1, findings: [], errors: 0, warnings: 0 } as const;
  const annotations = listAnnotations({
    check,
    sarif: '',
    generated: undefined,
    diff,
    broken: undefined,
    refusals: [],
  });
  expect(annotations.filter(({ title }) => title === 'not ours to decide')).toMatchObject([
    { level: 'warning', at: { path: 'b/tenant.yaml', line: 3 } },
    { level: 'warning', at: { path: 'b/userType.yaml', line: 4 } },
  ]);
});

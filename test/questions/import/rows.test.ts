import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { answerLine } from '../../../compiler/commands/answer-line.ts';
import { registry } from '../../../compiler/commands/registry.ts';
import { acme } from '../../support/acme.ts';
import { ioInMemory, textOf } from '../../support/io.ts';

const place = mkdtempSync(path.join(tmpdir(), 'plafond-rows-'));
afterAll(() => rmSync(place, { recursive: true }));

const seller = {
  kind: 'Role',
  name: 'sells: alone',
  tenant: 'acme',
  title: 'Sells\n# alone',
  userType: 'Core',
  portfolio: ['own'],
  grants: {
    models: {
      Company: { actions: ['view', 'update'], properties: { arr: ['view'], '*': 'all' } },
      Task: ['view'],
    },
    features: 'none',
  },
};
const helper = {
  ...{ kind: 'Role', name: 'helper', userType: 'Core', portfolio: { '*': ['own'], 'Task:*': ['full'] } },
  ...{ includes: ['sells: alone'], grants: {} },
};
const rows = [
  { version: 1, tenant: 'acme', role: seller },
  { version: 1, tenant: 'acme', role: helper },
];

/** Answers lines one after the other, in the small world with the rows beside it. */
function open(stored: unknown, texts: Readonly<Record<string, string>> = {}) {
  writeFileSync(path.join(place, 'rows.json'), JSON.stringify(stored));
  const { io, disk } = ioInMemory({ 'policies/all.yaml': acme, ...texts }, { folder: place });
  const ask = async (...line: readonly string[]) => {
    const { out, err = '', exit } = await answerLine([...line, '--policies', 'policies'], registry, io);
    return { out: textOf(out), err, exit };
  };
  return { ask, disk };
}

test('import --roles writes rows as files, which have the effect that the rows had', async () => {
  const { ask, disk } = open(rows);
  const matrix = (role: string, ...more: readonly string[]) =>
    ask('matrix', '--tenant', 'acme', '--role', role, '--format', 'json', ...more);
  const names = ['sells: alone', 'helper'];
  const before = await Promise.all(names.map((name) => matrix(name, '--roles', 'rows.json')));
  expect(before.map(({ exit }) => exit)).toEqual([0, 0]);
  expect(JSON.parse(before[0]?.out ?? '').rows[0].granted).toContain('Company:view');

  const dry = await ask('import', '--roles', 'rows.json', '--dry-run');
  expect([dry.exit, Object.keys(disk)]).toEqual([0, ['policies/all.yaml']]);
  const { out, exit } = await ask('import', '--roles', 'rows.json', '--format', 'json');
  expect(exit).toBe(0);
  const files = [
    'policies/tenants/acme/roles/helper.yaml',
    'policies/tenants/acme/roles/sells%3a%20alone.yaml',
  ];
  expect(JSON.parse(out)).toMatchObject({ version: 1, dryRun: false, files });
  expect(Object.keys(disk)).toEqual(['policies/all.yaml', ...files]);
  expect(disk[files[1] ?? '']).toBe(
    [
      '# yaml-language-server: $schema=../../../../generated/schema/role.schema.json',
      'kind: Role',
      'name: "sells: alone"',
      'tenant: acme',
      'title: "Sells\\n# alone"',
      'userType: Core',
      'portfolio: [own]',
      'grants:',
      '  models:',
      '    Company: { actions: [view, update], properties: { arr: [view], "*": all } }',
      '    Task: [view]',
      '  features: none',
      '',
    ].join('\n'),
  );
  expect(await Promise.all(names.map((name) => matrix(name)))).toEqual(before);
});

test('import --roles writes nothing where a row is wrong, a file is there or an option is of exports', async () => {
  const wrong = open([
    ...rows,
    { version: 1, tenant: 'acme', role: { ...seller, name: 'odd', userType: 'Cor' } },
  ]);
  expect(await wrong.ask('import', '--roles', 'rows.json')).toMatchObject({
    exit: 1,
    err: expect.stringMatching(/^error\[unknown-user-type\]: row 3, role `odd`: .*\n --> rows\.json:1:\d+\n/),
  });
  const file = 'policies/tenants/acme/roles/helper.yaml';
  const taken = open(rows, { [file]: '# Nothing yet.\n' });
  const refused = await taken.ask('import', '--roles', 'rows.json');
  expect([refused.exit, refused.err]).toEqual([1, expect.stringContaining(`\`${file}\``)]);
  for (const { disk } of [wrong, taken])
    expect(Object.keys(disk)).not.toContain(file.replace('helper', 'sells%3a%20alone'));
  const { ask } = open(rows);
  expect(await ask('import', '--roles', 'rows.json', '--check')).toEqual({
    out: '',
    err: 'plafond: `--roles` and `--check` cannot stand together; see `plafond import --help`\n',
    exit: 2,
  });
});

test('import --roles takes the rows of one tenant alone', async () => {
  const { ask, disk } = open(rows);
  expect((await ask('import', '--roles', 'rows.json', '--tenant', 'big-corp')).out).toBe(
    'nothing to write: the rows hold no role of tenant big-corp\n',
  );
  expect(Object.keys(disk)).toEqual(['policies/all.yaml']);
});

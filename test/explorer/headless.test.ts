import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { check, compile, matrix, who } from '../../compiler/library.ts';
import { applyFix } from '../../explorer/state/apply-fix.ts';
import { readExplorerData } from '../../explorer/state/data.ts';
import { rowIn } from '../../explorer/state/find-row.ts';
import { drawRole, drawSubject, type GridFilter, type GridLine } from '../../explorer/state/grid.ts';
import { highlightYaml, splitYaml } from '../../explorer/state/highlight-yaml.ts';
import { listHolderLines, splitPatterns, writeHoldersCsv } from '../../explorer/state/holders.ts';
import { readMatrixChoice } from '../../explorer/state/matrix-choice.ts';
import { listPatches, writePatch } from '../../explorer/state/patch.ts';
import { comparePersons, readPerson } from '../../explorer/state/person.ts';
import { changeRoute, parseRoute, writeRoute } from '../../explorer/state/route.ts';
import { listRowChanges } from '../../explorer/state/row-changes.ts';
import {
  changeTray,
  collectChanges,
  emptyTray,
  findStart,
  listOvertaken,
} from '../../explorer/state/tray.ts';
import { changeWorld, fileText, openWorld, type World } from '../../explorer/state/world.ts';

const root = path.join(import.meta.dirname, '../../policies');

const files = Object.fromEntries(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ya?ml|csv)$/.test(file))
    .map((file) => [file.replaceAll(path.sep, '/'), readFileSync(path.join(root, file), 'utf8')]),
);

const world = openWorld({ name: 'working tree', files }, undefined);

function matrixOfWorld({ matrix: found }: World) {
  if (!found) throw new Error('the policies of the repository compile');
  return found;
}

const whole = matrixOfWorld(world);
const open: GridFilter = { text: '' };
const everything = new Set(whole.policy.catalog.models.map(({ name }) => name));

const allowedIn = (lines: readonly GridLine[]) =>
  lines
    .flatMap(({ cells }) => [...cells.values()])
    .filter(({ state }) => state === 'allowed')
    .map(({ cell }) => cell.permission)
    .sort();

describe('the address', () => {
  test('names a view and all that is chosen there', () => {
    const route = parseRoute('#/matrix?tenant=acme&role=csm&cell=Company%3Aexport');
    expect(route).toEqual({
      view: 'matrix',
      params: { cell: 'Company:export', role: 'csm', tenant: 'acme' },
    });
    expect(parseRoute(writeRoute(route))).toEqual(route);
    expect(changeRoute(route, { cell: undefined }).params).toEqual({ role: 'csm', tenant: 'acme' });
    expect(changeRoute(route, { ask: 'x' }, 'who')).toEqual({
      view: 'who',
      params: { ask: 'x', tenant: 'acme' },
    });
  });

  test('of no view is the first one', () => {
    expect(parseRoute('#token=abc').view).toBe('matrix');
    expect(parseRoute('').params).toEqual({});
    expect(writeRoute(parseRoute('#/nothing?a='))).toBe('#/matrix');
  });
});

describe('the data of a page', () => {
  test.for([
    ['', /holds no policies/],
    ['{', /cannot be read/],
    ['{"version":2}', /another version/],
    ['{"version":1,"tree":{"name":"x","files":{"a":1}},"base":null}', /not whole/],
  ] as const)('%j is refused with what to do', ([text, reason]) => {
    expect(() => readExplorerData(text)).toThrow(reason);
  });
});

describe('the matrix', () => {
  test('shows of each role in each tenant what the command prints', { tags: ['slow'] }, () => {
    for (const { tenant, role, granted } of matrix(world.policies).rows) {
      const row = rowIn(whole, tenant, role ?? '');
      const lines = row ? drawRole(row, open, everything) : [];
      expect(allowedIn(lines), `${role} in ${tenant}`).toEqual([...granted].sort());
    }
  });

  test('shows one subject across all roles', () => {
    const tenant = whole.policy.tenants[0];
    if (!tenant) throw new Error('there is a tenant');
    const rows = whole.rows.filter((row) => row.tenant === tenant);
    const lines = drawSubject(tenant.catalog, rows, 'Company', open, everything);
    const exporting = lines.find(({ name }) => name === 'Company:export');
    const held = [...(exporting?.cells ?? [])].flatMap(([role, { state }]) =>
      state === 'allowed' ? role : [],
    );
    const answer = who(world.policies, { permissions: ['Company:export'], tenant: tenant.name });
    expect(held.sort()).toEqual(answer.holders.map(({ role }) => role).sort());
  });

  test('shows less by name, risk, answer and difference', () => {
    const row = rowIn(whole, 'acme', 'csm');
    if (!row) throw new Error('acme has csm');
    const draw = (filter: Partial<GridFilter>) => drawRole(row, { ...open, ...filter }, new Set());
    expect(draw({ text: 'churn' }).map(({ title }) => title)).toContain('Churn');
    expect(draw({ text: 'coowner' }).map(({ title }) => title)).toEqual(['Company', 'coOwner']);
    const grave = draw({ risk: 'escalation' });
    expect(grave.length).toBeGreaterThan(0);
    expect(grave.length).toBeLessThan(draw({}).length);
    const same = draw({ otherOf: () => row }).filter(({ cells }) => cells.size > 0);
    expect(same).toEqual([]);
    const choice = readMatrixChoice(whole, { tenant: 'acme', role: 'csm', differs: 'role:manager' });
    const other = drawRole(row, choice.filter, everything);
    const different = new Set(
      other.flatMap(({ cells }) =>
        [...cells.values()].flatMap(({ isMatch, cell, state, other: found }) =>
          isMatch && (state === 'allowed') !== (found === 'allowed') ? cell.permission : [],
        ),
      ),
    );
    const granted = (role: string) =>
      new Set(matrix(world.policies, { tenant: 'acme', role }).rows[0]?.granted as readonly string[]);
    const [own, others] = [granted('csm'), granted('manager')];
    const apart = [...own, ...others].filter((permission) => own.has(permission) !== others.has(permission));
    expect([...different].sort()).toEqual(apart.sort());
  });

  test('takes what is not there for the first that is', () => {
    const choice = readMatrixChoice(whole, { tenant: 'nobody', role: 'nothing', risk: 'none', state: 'odd' });
    expect(choice.tenant?.name).toBe('acme');
    expect(choice.role).toBe('administrator');
    expect(choice.filter).toMatchObject({ risk: undefined, state: undefined });
  });
});

describe('the tray', () => {
  const edit = (text: string | null, start: string | null = '0') => ({
    title: 'Edit',
    files: new Map([['a.yaml', text]]),
    started: new Map([['a.yaml', start]]),
  });

  test('takes edits back and makes them again', () => {
    const two = changeTray(changeTray(emptyTray, { kind: 'edit', edit: edit('1') }), {
      kind: 'edit',
      edit: edit('2'),
    });
    const one = changeTray(two, { kind: 'undo' });
    expect([...collectChanges(one, () => '0')]).toEqual([['a.yaml', '1']]);
    expect(changeTray(one, { kind: 'redo' })).toEqual(two);
    expect(changeTray(one, { kind: 'edit', edit: edit('3') }).undone).toEqual([]);
    expect(changeTray(emptyTray, { kind: 'undo' })).toBe(emptyTray);
    expect(changeTray(two, { kind: 'clear' })).toEqual(emptyTray);
  });

  test('knows a file that somebody else changed since the first edit of it', () => {
    const tray = { edits: [edit('1'), edit('2', '1')] };
    const changes = collectChanges(tray, () => '0');
    expect(findStart(tray, 'a.yaml')).toBe('0');
    expect(listOvertaken(tray, changes, () => '0')).toEqual([]);
    expect(listOvertaken(tray, changes, () => 'other')).toEqual(['a.yaml']);
    expect(listOvertaken({ edits: [edit('1', null)] }, changes, () => undefined)).toEqual([]);
  });

  test('holds no file that is as it was', () => {
    expect(collectChanges({ edits: [edit('0')] }, () => '0').size).toBe(0);
    expect(collectChanges({ edits: [edit(null)] }, () => undefined).size).toBe(0);
  });

  test('becomes a patch of new, changed and gone files', () => {
    const before: Readonly<Record<string, string>> = { 'b.yaml': 'one\ntwo\n', 'c.yaml': 'three\n' };
    const changes = new Map([
      ['a.yaml', 'new\n'],
      ['b.yaml', 'one\n2\n'],
      ['c.yaml', null],
    ]);
    const patches = listPatches(changes, (file) => before[file]);
    expect(patches.map(({ kind }) => kind)).toEqual(['new', 'changed', 'gone']);
    expect(writePatch(patches)).toBe(
      [
        '--- /dev/null\n+++ b/a.yaml\n@@ -0,0 +1,1 @@\n+new\n',
        '--- a/b.yaml\n+++ b/b.yaml\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n',
        '--- a/c.yaml\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-three\n',
      ].join(''),
    );
  });
});

describe('a world', () => {
  const path = 'roles/csm.yaml';
  const wider = (fileText(world, path) ?? '').replace('Churn: [create, view, update]', 'Churn: all');

  test('reads only what changed, and says what that changes at once', () => {
    const after = changeWorld(world, new Map([[path, wider]]));
    expect(after.files.get('roles/manager.yaml')).toBe(world.files.get('roles/manager.yaml'));
    expect(changeWorld(world, new Map())).toBe(world);
    const changes = listRowChanges(whole, matrixOfWorld(after));
    expect(changes).toMatchObject([
      {
        role: 'csm',
        gained: ['Churn:remove', 'Churn:export'],
        lost: [],
        tenants: ['acme', 'globex', 'initech'],
      },
    ]);
  });

  test('that is broken says so, and what no error touches is answered', () => {
    const broken = changeWorld(world, new Map([['catalog/modules.yaml', 'kind: Modul\n']]));
    expect(broken.matrix).toBeUndefined();
    expect(broken.policies.errors).toBeGreaterThan(0);
    const partial = changeWorld(world, new Map([[path, wider.replace('Churn', 'Chum')]]));
    expect(partial.leftOut).toContainEqual(expect.objectContaining({ kind: 'Role', name: 'csm' }));
    expect(partial.matrix).toBeDefined();
  });

  test('tells of a user what they may do, and would', () => {
    const tenant = whole.policy.tenants.find(({ name }) => name === 'acme');
    const user = tenant?.users?.find(({ id }) => id === 'csm-1@acme.example');
    if (!tenant || !user) throw new Error('acme has users');
    const is = readPerson(whole, tenant, user, {});
    const printed = matrix(world.policies, { tenant: 'acme', user: user.id }).rows[0]?.granted ?? [];
    expect(is.permissions.map(({ cell, roles }) => [cell.permission, roles])).toEqual(
      printed.map((one) => (typeof one === 'string' ? one : [one.permission, one.roles])),
    );
    const would = readPerson(whole, tenant, user, { roles: ['csm', 'manager'] });
    const { gained, lost } = comparePersons(is, would);
    expect(gained).toContain('Company:export');
    expect(lost).toEqual([]);
    expect(would.alone.get('manager')).toBeGreaterThan(0);
    const lower = readPerson(whole, tenant, user, { userType: 'View' });
    expect(lower.permissions).toEqual([]);
    expect(lower.assignments.find(({ role }) => role.name === 'csm')?.reason).toMatch(/needs user type/);
  });
});

describe('holders', () => {
  test('are those of the command, a line for each person in the CSV', () => {
    const answer = who(world.policies, { permissions: ['Company:export'], users: true });
    const lines = listHolderLines(answer);
    expect(lines.map(({ tenant, roles }) => [tenant, ...roles])).toEqual(
      answer.holders.map(({ tenant, role }) => [tenant, role]),
    );
    const csv = writeHoldersCsv(lines);
    expect(csv.split('\n')[0]).toBe('tenant,role,records,permissions,person');
    expect(csv).toContain('acme,administrator,full,Company:export,admin-1@acme.example');
  });

  test('hide no formula in the CSV', () => {
    const line = { tenant: '=1+1', roles: ['a'], portfolio: [], permissions: [], people: [], isKnown: false };
    expect(writeHoldersCsv([line])).toContain("'=1+1");
    expect(splitPatterns(' Company:export,  *:remove Company:export')).toEqual([
      'Company:export',
      '*:remove',
    ]);
  });
});

test('a fix of a finding is an edit of its file', () => {
  const role = 'roles/csm.yaml';
  const before = fileText(world, role) ?? '';
  const texts: Readonly<Record<string, string>> = {
    ...files,
    [role]: before.replace('    NPS: [view]\n', '    NPS: [view]\n    Automation: none\n'),
  };
  const found = check(compile(texts), { today: '2026-12-01' }).findings.find(({ fix }) => fix !== undefined);
  expect([...applyFix(found?.fix ?? [], (file) => texts[file])]).toEqual([[role, before]]);
  expect(check(world.policies, { today: '2026-12-01' }).errors).toBe(0);
});

test('YAML is parted into lines with their colours, whatever ends them', () => {
  const lines = highlightYaml('# a\r\nkind: Role\r\n');
  expect(lines.map((line) => line.map(({ text }) => text).join(''))).toEqual(['# a', 'kind: Role']);
  expect(lines[0]?.[0]?.style).toBe('tok-comment');
  expect(highlightYaml('').length).toBe(1);
});

test.each(['', 'kind: Role', 'kind: Role\nname: a # b\n', 'kind: Role\r\n\r\nname: b\r\n', 'a: 1\n\n'])(
  'lines without colours are those that are coloured: %j',
  (text) => {
    const join = (lines: ReturnType<typeof splitYaml>) =>
      lines.map((line) => line.map((piece) => piece.text).join(''));
    const plain = join(splitYaml(text));
    expect(plain).toEqual(join(highlightYaml(text)));
  },
);

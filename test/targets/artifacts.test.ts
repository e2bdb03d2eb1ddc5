/** @module-tag slow */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { emitArtifacts } from '../../compiler/emit-artifacts.ts';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import type { Artifact, Compiled, Target } from '../../compiler/model/artifact.ts';
import { removeGuards } from '../../compiler/model/guard.ts';
import type { Rule } from '../../compiler/model/rule.ts';
import { printTenantSheets } from '../../compiler/print/matrix/tenant-sheet.ts';
import { emit } from '../../compiler/stages/6-emit.ts';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { emitMatrices } from '../../compiler/targets/matrices.ts';
import { emitRules } from '../../compiler/targets/rules.ts';
import { emitTypes } from '../../compiler/targets/types.ts';
import { type Files, filesInMemory } from '../../compiler/text/files.ts';
import { resolve } from '../naive/naive.ts';
import { readBundle } from '../support/bundle.ts';
import { compiled } from '../support/compiled.ts';
import { runs } from '../support/random.ts';
import { toFiles, world } from '../worlds/world.ts';

const disk = filesOnDisk('policies');
const here = compiled(disk);
const options = { version: '1.2.3', folder: 'policies' };

const contents = (made: Iterable<Artifact>): Readonly<Record<string, string>> =>
  Object.fromEntries([...made].map(({ path, content }) => [path, content]));

function everything(files: Files, folder = 'policies'): Readonly<Record<string, string>> {
  const { policy } = readPolicy(files, folder);
  if (!policy) throw new Error('these policies have errors');
  return contents(emitArtifacts(compilePolicy(policy), { version: '1.2.3', folder }));
}

/** The policies of this repository with one text in one file replaced. */
function edited(file: string, from: string, to: string): Files {
  return {
    list: disk.list,
    read(path, limit) {
      const bytes = disk.read(path, limit);
      if (!path.endsWith(file) || 'unreadable' in bytes) return bytes;
      const text = new TextDecoder().decode(bytes);
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
      return new TextEncoder().encode(text.replace(from, to));
    },
  };
}

/** Lines that one text has and the other has not, `-` before and `+` after. */
function changedLines(before = '', after = ''): readonly string[] {
  const [old, now] = [new Set(before.split('\n')), new Set(after.split('\n'))];
  return [
    ...[...old].filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...[...now].filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ];
}

describe('everything that is written', { tags: ['slow'] }, () => {
  test('is the same however files and keys are arranged, but for the digest of the sources', () => {
    fc.assert(
      fc.property(world({ size: 'small' }), fc.nat(1000), fc.nat(1000), (generated, layout, order) => {
        const { 'manifest.json': _, ...one } = everything(filesInMemory(toFiles(generated, 0, 0)));
        const { 'manifest.json': __, ...other } = everything(
          filesInMemory(toFiles(generated, layout, order)),
        );
        expect(other).toEqual(one);
      }),
      runs(30),
    );
  });

  test('is the same wherever the policies lie', () => {
    const moved = Object.fromEntries(
      disk
        .list((file) => file.endsWith('.yaml'))
        .map((file) => {
          const bytes = disk.read(file, 1e7);
          if ('unreadable' in bytes) throw new Error(bytes.unreadable);
          return [`elsewhere/${file}`, new TextDecoder().decode(bytes)];
        }),
    );
    expect(everything(filesInMemory(moved), 'elsewhere/policies')).toEqual(everything(disk));
  });

  test('ends in one line break and names no place on this machine', () => {
    for (const content of Object.values(everything(disk))) {
      expect(content).toMatch(/[^\n]\n$/);
      expect(content).not.toContain(process.cwd());
      expect(content).not.toContain('\r');
    }
  });

  test('stands in the manifest with its size and digest', () => {
    const { 'manifest.json': manifest = '', ...others } = everything(disk);
    const { compiler, sources, files } = JSON.parse(manifest);
    expect(compiler).toEqual({ name: 'plafond', version: '1.2.3' });
    expect(sources).toMatch(/^[0-9a-f]{64}$/);
    const expected = Object.entries(others).map(([path, content]) => [
      path,
      { bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') },
    ]);
    expect(files).toEqual(Object.fromEntries(expected));
    expect(Object.keys(files)).toEqual(Object.keys(files).toSorted());
  });

  test('has no rules where none are wanted', () => {
    const { policy } = readPolicy(disk, 'policies');
    if (!policy) throw new Error('these policies have errors');
    const without = contents(emitArtifacts(compilePolicy(policy), { ...options, withoutRules: true }));
    expect(Object.keys(without).filter((path) => path.startsWith('rules/'))).toEqual([]);
    expect(without['bundle.json']).toBe(everything(disk)['bundle.json']);
  });

  test('has no path twice', () => {
    const again: Target = () => [{ path: 'a', content: '' }];
    expect(() => [...emit(here, [again, again], options)]).toThrow('impossible');
  });

  test('is made one file at a time', () => {
    let made = 0;
    const slow: Target = function* () {
      for (; made < 9; made++) yield { path: `file${made}`, content: '' };
    };
    for (const { path } of emit(here, [slow], options)) {
      if (path === 'file3') break;
    }
    expect(made).toBe(3);
  });
});

describe('the rules', () => {
  test('are those of lower, one on a line, their keys in order', () => {
    // For one tenant alone all roles are whole.
    for (const { path, content } of emitRules({ ...here, tenant: here.matrix.policy.tenants[0] })) {
      const { tenant, roles } = JSON.parse(content);
      expect(path).toBe(`rules/tenants/${tenant}.json`);
      const rows = here.matrix.rows.filter((row) => row.tenant.name === tenant);
      expect(Object.keys(roles)).toEqual(rows.map(({ role }) => role.name));
      for (const row of rows) {
        const { userType, seats, rules: written } = roles[row.role.name];
        expect([userType, seats]).toEqual([row.role.userType.name, row.role.seats.map(({ name }) => name)]);
        expect(written).toEqual(here.rulesOf(row));
      }
      const lines = content.split('\n').filter((line) => line.includes('"action"'));
      expect(lines.length).toBe(rows.reduce((sum, row) => sum + here.rulesOf(row).length, 0));
      for (const line of lines) {
        const keys = Object.keys(JSON.parse(line.replace(/,$/, '')));
        expect(keys).toEqual(
          ['action', 'subject', 'fields', 'conditions'].filter((key) => keys.includes(key)),
        );
      }
    }
  });
});

describe('the bundle', { tags: ['slow'] }, () => {
  const bundleOf = (whole: Compiled) => contents(emitBundle(whole))['bundle.json'] ?? '';

  test('reads back as what a naive resolver finds and as what lower writes', () => {
    fc.assert(
      fc.property(world({ size: 'small' }), (generated) => {
        const whole = compiled(filesInMemory(toFiles(generated, 0)));
        const expected = resolve(generated.documents);
        const roles = readBundle(bundleOf(whole));
        expect(roles.map(({ tenant, role }) => [tenant, role])).toEqual(
          expected.map(({ tenant, role }) => [tenant, role]),
        );
        for (const [at, role] of roles.entries()) {
          const cells = [...(expected[at]?.cells ?? [])];
          const granted = cells.filter(([, cell]) => cell.effective).map(([name]) => name);
          expect([...role.granted].sort()).toEqual(granted.sort());
          const refused = cells
            .filter(([, cell]) => !cell.effective)
            .map(([name, cell]) => [name, cell.decidedBy]);
          expect(role.refusals).toEqual(Object.fromEntries(refused));
          expect([role.userType, role.seats]).toEqual([expected[at]?.userType, expected[at]?.seats]);
          const row = whole.matrix.rows[at];
          expect(role.statements).toEqual(row && statementsOf(whole.rulesOf(row)));
        }
      }),
      runs(100),
    );
  });

  test('reads back as the matrix of the policies of this repository', () => {
    const roles = readBundle(bundleOf(here));
    expect(roles.map((role) => role.statements)).toEqual(
      here.matrix.rows.map((row) => statementsOf(here.rulesOf(row))),
    );
  });

  test('holds each set and each reach once, and says nothing that only people read', () => {
    const { sets, reaches } = JSON.parse(bundleOf(here));
    expect(new Set(sets).size).toBe(sets.length);
    expect(new Set(reaches.map((reach: unknown) => JSON.stringify(reach))).size).toBe(reaches.length);
    const titled = compiled(edited('tenants/acme/tenant.yaml', 'title: Acme', 'title: Another'));
    expect(bundleOf(titled)).toBe(bundleOf(here));
  });

  test('has a digest over all but itself', () => {
    const { digest, ...meaning } = JSON.parse(bundleOf(here));
    const sortedKeys = (_: string, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value;
    const text = JSON.stringify(meaning, sortedKeys);
    expect(digest).toBe(createHash('sha256').update(text).digest('hex'));
  });
});

/** Rules taken apart into single statements, in the words of `readBundle`. */
function statementsOf(lowered: readonly Rule[]): readonly string[] {
  const statements = lowered.flatMap(({ action, subject, fields = ['-'], conditions }) =>
    [action]
      .flat()
      .flatMap((one) =>
        fields.map(
          (field) =>
            `${subject} ${one} ${field} ${conditions ? textOf(conditions).sort().join(' and ') : '-'}`,
        ),
      ),
  );
  return statements.sort();
}

function textOf(guarded: NonNullable<Rule['conditions']>): string[] {
  return Object.entries(removeGuards(guarded, () => 'date')).flatMap(([field, value]) => {
    if (field === '$and') return (value as readonly NonNullable<Rule['conditions']>[]).flatMap(textOf);
    const tests =
      typeof value === 'object' && value !== null && !('$user' in value)
        ? Object.entries(value)
        : ([['$eq', value]] as const);
    return tests.map(([operator, operand]) => {
      // A second equality finds room as a list of one.
      const isOne = operator === '$in' && Array.isArray(operand) && operand.length === 1;
      return isOne
        ? `${field} $eq ${JSON.stringify(operand[0])}`
        : `${field} ${operator} ${JSON.stringify(operand)}`;
    });
  });
}

describe('one switch', () => {
  const before = everything(disk);
  const flips = [
    ['an action', 'Workflow: all', 'Workflow: { except: [remove] }', 'Workflow:remove'],
    ['a property', 'owner: [view], coOwner', 'owner: [view], web: [view], coOwner', 'Company.web:update'],
    ['a feature', '    - EmailSync\n', '', 'EmailSync:use'],
    [
      'a module',
      'modules: { except: [Developer] }',
      'modules: { except: [Developer, Revenue] }',
      'Revenue:use',
    ],
  ] as const;

  test.each(flips)(
    'in one role, %s, is one line in each file where it matters',
    (_, from, to, permission) => {
      const after = everything(edited('roles/csm.yaml', from, to));
      const [subject = ''] = permission.split(/[.:]/);
      const changes = Object.keys({ ...before, ...after })
        .filter((path) => path.startsWith('matrices/'))
        .map((path) => [path, changedLines(before[path], after[path])] as const)
        .filter(([, lines]) => lines.length > 0);
      expect(changes.map(([path]) => path)).toEqual(
        expect.arrayContaining(['matrices/roles/csm.csv', 'matrices/roles/csm.md']),
      );
      // Initech has a smaller ceiling and a role of its own; what csm can do at most is none of the others' business.
      expect(
        changes.map(([path]) => path).filter((path) => !/(roles\/csm|tenants\/\w+)\.(csv|md)$/.test(path)),
      ).toEqual([]);
      for (const [path, lines] of changes) {
        expect(lines.length, path).toBeLessThanOrEqual(2);
        for (const line of lines) expect(line).toMatch(new RegExp(`^[-+] (\\| )?(csm[, |]+)?${subject}[, ]`));
      }
    },
  );
});

describe('the matrix for people', () => {
  test('has tables whose rows all have as many cells as their head, or one answer for all of them', () => {
    for (const { content } of emitMatrices(here))
      for (const table of content.split(/\n(?!\|)/).filter((part) => part.includes('\n|'))) {
        const lines = table.split('\n').filter((line) => line.startsWith('|'));
        const [head = 0, ...widths] = lines.map((line) => line.split(/(?<!\\)\|/).length);
        const withRole = lines[0]?.startsWith('| role | subject ') ? 5 : 4;
        for (const width of widths) expect([head, withRole, head - 1]).toContain(width);
      }
  });

  test('has a line for every model and switch of every shared role, denied or not', () => {
    const { models, modules, features, capabilities } = here.matrix.policy.catalog;
    const names = [...models, ...modules, ...features, ...capabilities].map(({ name }) => name);
    const files = contents(emitMatrices(here));
    for (const { name } of here.matrix.policy.sharedRoles) {
      const lines = files[`matrices/roles/${name}.md`]?.split('\n') ?? [];
      const subjects = lines
        .filter((line) => /^\| \w/.test(line))
        .map((line) => line.split(' | ')[0]?.slice(2));
      expect(subjects).toEqual(['subject', ...names]);
    }
  });

  test('leads to every file that it has', () => {
    const files = contents(emitMatrices(here));
    const links = (files['matrices/README.md'] ?? '').matchAll(/\]\((\w+\/[^)]+)\)/g);
    const pages = Object.keys(files).filter((path) => path.endsWith('.md') && path !== 'matrices/README.md');
    expect([...links].map(([, path]) => `matrices/${path}`).sort()).toEqual(pages.toSorted());
  });

  test('shows what is written in titles and lets none of it be markup', () => {
    const title = '"| <b>x</b> `a` [y](javascript:z) *w* ![i](j)\\n# h\\u202e"';
    const written = contents(
      emitMatrices(compiled(edited('tenants/acme/tenant.yaml', 'title: Acme', `title: ${title}`))),
    );
    expect(written['matrices/tenants/acme.md']?.split('\n')[0]).toBe(
      '# Permissions at `` <U+007C> <b>x</b> `a` [y](javascript:z) *w* ![i](j) # h<U+202E> `` (acme)',
    );
  });
});

describe('the matrix for spreadsheets', () => {
  const rowsOf = (content: string) => content.trimEnd().split('\n');

  test('has a row for every permission and a column for every role', () => {
    const sheets = [...printTenantSheets(here.matrix)];
    for (const [at, { catalog }] of here.matrix.policy.tenants.entries()) {
      const [head = '', ...rows] = rowsOf(sheets[at]?.content ?? '');
      const columns = head.match(/"[^"]*"|[^,]+/g) ?? [];
      expect(rows).toHaveLength(catalog.cells.length);
      for (const row of rows) expect(row.split(',')).toHaveLength(columns.length);
    }
  });

  test.each(['=', '+', '-', '@', '\t', '\r'])('starts no formula with %j', (sign) => {
    const evil = `${sign}cmd|' /C calc'!A0`;
    const { policy, rows } = here.matrix;
    const named = policy.catalog.byPermission.map((cell) => ({
      ...cell,
      permission: evil,
      subject: evil,
      property: evil,
    }));
    const [row] = rows;
    if (!row) throw new Error('no rows');
    const role = { ...row.role, name: evil };
    const catalog = { ...policy.catalog, byPermission: named };
    const tenant = { ...row.tenant, catalog };
    const matrix = {
      ...here.matrix,
      policy: { ...policy, tenants: [tenant], catalog, sharedRoles: [] },
      rows: [{ ...row, tenant, role }],
    };
    const made = [
      ...printTenantSheets(matrix),
      ...[...emitMatrices({ ...here, matrix })].filter(
        ({ path }) => path.includes('/tenants/') && path.endsWith('.csv'),
      ),
    ];
    expect(made).toHaveLength(2);
    for (const { content } of made) {
      const starts = content.split(/[,\n]/).map((cell) => cell.replace(/^"/, ''));
      expect(starts.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
      expect(content).toContain(`'${sign}cmd`);
    }
  });
});

test('types are the same for roles that differ only in what they hold', () => {
  const after = compiled(edited('roles/csm.yaml', 'Workflow: all', 'Workflow: none'));
  expect(contents(emitTypes(after))).toEqual(contents(emitTypes(here)));
});

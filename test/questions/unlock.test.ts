import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { has } from '../../compiler/model/bits.ts';
import type { Row } from '../../compiler/model/matrix.ts';
import { raiseLayer } from '../../compiler/questions/unlock/raise-layer.ts';
import { unlock } from '../../compiler/questions/unlock/unlock.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { runs } from '../support/random.ts';
import { toFiles, world } from '../worlds/world.ts';
import { edited, matrixIn } from './edited.ts';

/** Whether a permission is effective in a row of files; nothing where they hold a mistake. */
function allows(files: Record<string, string>, row: Row, permission: string): boolean | undefined {
  const { policy } = readPolicy(filesInMemory(files), 'policies');
  if (!policy) return undefined;
  const found = compilePolicy(policy).matrix.rows.find(
    ({ tenant, role }) => tenant.name === row.tenant.name && role.name === row.role.name,
  );
  const cell = policy.catalog.cellOf.get(permission);
  return found !== undefined && cell !== undefined && has(found.effective, cell.index);
}

/** Asks about one denied cell of random worlds. */
function denied(ask: (files: Record<string, string>, row: Row, permission: string) => void) {
  fc.assert(
    fc.property(world(), fc.nat(), fc.nat(), fc.nat(20), (made, rowDraw, cellDraw, layout) => {
      const files = toFiles(made, layout);
      const matrix = matrixIn(files);
      const row = matrix.rows[rowDraw % matrix.rows.length];
      if (!row) return;
      const cells = matrix.policy.catalog.cells.filter(({ index }) => !has(row.effective, index));
      const cell = cells[cellDraw % cells.length];
      if (cell) ask(files, row, cell.permission);
    }),
    runs(50),
  );
}

const small = matrixIn({
  'policies/all.yaml': `
kind: Model
name: A
actions: [view, update]
portfolio: self
properties: { p: { type: string }, q: { type: string } }
`,
}).policy.catalog;

/** Returns the models of a layer after it was raised by one permission. */
function raised(models: unknown, permission: string): unknown {
  const cell = small.cellOf.get(permission);
  if (!cell) throw new Error(permission);
  const options = { mayName: () => true, exactly: true };
  return JSON.parse(JSON.stringify(raiseLayer({ models }, [cell], options)));
}

describe('a right on a property is added', () => {
  test.each<[string, unknown, string, readonly string[], unknown]>([
    ['where the layer says nothing', {}, 'A.p:view', ['A'], { properties: { p: ['view'], '*': 'none' } }],
    ['beside actions in a list', { A: [] }, 'A.p:view', ['A'], { actions: [], properties: { p: ['view'] } }],
    [
      'to what comes with a list',
      { A: ['update'] },
      'A.p:view',
      ['A'],
      { actions: ['update'], properties: { p: ['view', 'update'] } },
    ],
    [
      'to what comes with a list of all models',
      { '*': ['update'] },
      'A.p:view',
      ['A'],
      { properties: { p: ['view', 'update'] } },
    ],
    [
      'to what comes with actions in a map',
      { A: { actions: ['update'] } },
      'A.p:view',
      ['A', 'properties', 'p'],
      ['view', 'update'],
    ],
    [
      'by name, where a word holds nothing without the action',
      { A: { actions: ['update'], properties: { p: { except: ['view'] } } } },
      'A.p:view',
      ['A', 'properties', 'p'],
      ['view', 'update'],
    ],
    [
      'by a shorter exception, where the action is held',
      { A: { actions: 'all', properties: { p: { except: ['view'] } } } },
      'A.p:view',
      ['A', 'properties', 'p'],
      'all',
    ],
  ])('%s', (_, models, permission, path, after) => {
    expect(raised(models, permission)).toMatchObject([{ path: ['models', ...path], after }]);
  });
});

test('a layer of every tenant lets a property through that one tenant adds, and does not name it', () => {
  const files = {
    'policies/all.yaml': `
kind: Model
name: A
actions: [view, update]
properties: { p: { type: string } }
---
kind: Properties
tenant: acme
model: A
properties: { custom.region: { type: string } }
---
kind: UserType
name: Core
rank: 1
allows: { models: { A: { actions: [], properties: { p: [view], "*": none } } } }
---
kind: Tenant
name: acme
ceiling: { models: { A: { actions: [view], properties: { p: all, "*": none } } } }
---
kind: Role
name: reader
userType: Core
grants: { models: { A: { actions: all, properties: { "*": none } } } }
`,
  };
  const matrix = matrixIn(files);
  const [row] = matrix.rows;
  const cell = row?.tenant.catalog.cellOf.get('A.custom.region:view');
  if (!row || !cell) throw new Error('no such cell');
  const edits = unlock(matrix, row, cell);
  const after = matrixIn(edited(files, row, edits));
  const found = after.rows[0]?.tenant.catalog.cellOf.get(cell.permission);
  expect(found && has(after.rows[0]?.effective ?? new Uint32Array(), found.index)).toBe(true);
  const named = edits.flatMap(({ at, change }) =>
    change.kind === 'write' && JSON.stringify([at.path, change.value]).includes('custom.region')
      ? [at.path[0]]
      : [],
  );
  expect(named).toEqual(['ceiling']);
});

describe('unlock', { tags: ['slow'] }, () => {
  test('names the layers that refuse, and `requires` only where it refuses', () => {
    denied((files, { tenant, role }, permission) => {
      const matrix = matrixIn(files);
      const row = matrix.rows.find((one) => one.tenant.name === tenant.name && one.role.name === role.name);
      const cell = matrix.policy.catalog.cellOf.get(permission);
      if (!row || !cell) throw new Error(permission);
      const refusing = matrix.trailOf(row, cell).verdicts.filter(({ holds }) => !holds);
      const refused = refusing.map(({ layer }) => layer);
      const named = [...new Set(unlock(matrix, row, cell).map(({ layer }) => layer))];
      expect(named.filter((layer) => layer !== 'requires').sort()).toEqual(
        refused.filter((layer) => layer !== 'requires').sort(),
      );
      if (named.includes('requires')) expect(refused).toContain('requires');
      else expect(refused).not.toEqual(['requires']);
    });
  });

  test('allows the cell once all its edits are made, and without one of them does not', () => {
    denied((files, { tenant, role }, permission) => {
      const matrix = matrixIn(files);
      const row = matrix.rows.find((one) => one.tenant.name === tenant.name && one.role.name === role.name);
      const cell = matrix.policy.catalog.cellOf.get(permission);
      if (!row || !cell) throw new Error(permission);
      const edits = unlock(matrix, row, cell);
      const sentences = edits.map(({ edit }) => edit).join('\n');
      const after = edited(files, row, edits);
      const mistakes = readPolicy(filesInMemory(after), 'policies').diagnostics.filter(
        (d) => d.severity === 'error',
      );
      expect(mistakes.map((d) => d.message).join('\n')).toBe('');
      expect(allows(after, row, permission), sentences).toBe(true);
      for (const left of edits) {
        const fewer = edits.filter((edit) => edit !== left);
        expect(
          allows(edited(files, row, fewer), row, permission),
          `${sentences}\nwithout ${left.edit}`,
        ).not.toBe(true);
      }
    });
  });
});

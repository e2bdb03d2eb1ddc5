import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { has } from '../../compiler/model/bits.ts';
import type { Cell } from '../../compiler/model/catalog.ts';
import type { Matrix, Row } from '../../compiler/model/matrix.ts';
import { lowerLayer } from '../../compiler/questions/unlock/lower-layer.ts';
import { raiseLayer } from '../../compiler/questions/unlock/raise-layer.ts';
import { unlock } from '../../compiler/questions/unlock/unlock.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { drawFrom, pick } from '../oracle/world/draw.ts';
import { toFiles } from '../oracle/world/files.ts';
import { worldOf } from '../oracle/world/world.ts';
import { runs } from '../support/random.ts';
import { edited, matrixIn } from './edited.ts';

/** Returns true if a permission is effective in a row of files; undefined where they hold a mistake. */
function allows(files: Record<string, string>, row: Row, permission: string): boolean | undefined {
  const { policy } = readPolicy(filesInMemory(files), 'policies');
  if (!policy) return undefined;
  const found = compilePolicy(policy).matrix.rows.find(
    ({ tenant, role }) => tenant.name === row.tenant.name && role.name === row.role.name,
  );
  const cell = found?.tenant.catalog.cellOf.get(permission);
  return found !== undefined && cell !== undefined && has(found.effective, cell.index);
}

/** Asks about denied cells of random worlds, a tenant's own cells among them. */
function askDenied(count: number, ask: (denied: Denied) => void): void {
  const { numRuns, seed } = runs(count);
  for (let at = seed; at < seed + numRuns; at++) {
    const files = toFiles(worldOf(at), at % 3);
    const matrix = matrixIn(files);
    const draw = drawFrom(at);
    for (let asked = 0; asked < 4 && matrix.rows.length > 0; asked++) {
      const row = pick(draw, matrix.rows);
      const cells = row.tenant.catalog.cells.filter(({ index }) => !has(row.effective, index));
      if (cells.length > 0) ask({ seed: at, files, matrix, row, cell: pick(draw, cells) });
    }
  }
}

/** A cell that a row of files does not have. */
interface Denied {
  readonly seed: number;
  readonly files: Record<string, string>;
  readonly matrix: Matrix;
  readonly row: Row;
  readonly cell: Cell;
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
      'without the names under a star that hold nothing',
      { A: { properties: { '*': ['update'] } } },
      'A.p:view',
      ['A', 'properties', 'p'],
      ['view'],
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

test.each<[string, unknown, string, unknown]>([
  [
    'a list of its own',
    { A: { actions: [], properties: { p: ['view', 'update'] } } },
    'A.p:view',
    { A: { actions: [], properties: { p: ['update'] } } },
  ],
  [
    'a list under a star, of which the other name holds something',
    { A: { actions: ['view', 'update'], properties: { '*': ['view', 'update'] } } },
    'A.p:view',
    { A: { actions: ['view', 'update'], properties: { '*': ['view', 'update'], p: ['update'] } } },
  ],
  [
    'a list under a star, of which the other name holds nothing',
    { A: { actions: ['view'], properties: { '*': ['view', 'update'] } } },
    'A.p:view',
    { A: { actions: ['view'], properties: { '*': ['view', 'update'], p: 'none' } } },
  ],
])('a right on a property is taken from %s', (_, models, permission, after) => {
  const cell = small.cellOf.get(permission);
  if (!cell) throw new Error(permission);
  const options = { mayName: () => true, exactly: true };
  expect(JSON.parse(JSON.stringify(lowerLayer({ models }, cell, options)))).toEqual({ models: after });
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

const crm = {
  'policies/all.yaml': `
kind: Model
name: Company
actions: [view, update]
portfolio: self
properties: { owner: { type: id } }
---
kind: Model
name: Task
actions: [view]
portfolio: { through: company }
relations: { company: { model: Company } }
---
kind: Model
name: Deal
actions: [view]
portfolio: self
properties: { seller: { type: id } }
---
kind: Portfolio
name: own
on: Company
reach: { owner: a }
---
kind: Portfolio
name: every
on: Company
reach: all
---
kind: UserType
name: Core
rank: 1
allows: { models: { Company: all, Deal: all } }
---
kind: Seat
name: Service
package: Delivery
combinesWith: [Core]
adds: { features: all }
---
kind: Feature
name: Sync
package: Gold
---
kind: Role
name: clerk
userType: Core
grants: { models: { "*": [] } }
---
kind: Role
name: seller
userType: Core
portfolio: [{ filter: { seller: b }, on: Deal }]
grants: { models: { Deal: [view], Task: all } }
---
kind: Tenant
name: acme
ceiling: { models: { "*": all }, features: all }
`,
};

/** Returns the edits that would allow a permission of a role in the small CRM, as sentences. */
function adviseOn(role: string, permission: string, files = crm): readonly string[] {
  const matrix = matrixIn(files);
  const row = matrix.rows.find((one) => one.role.name === role);
  const cell = row?.tenant.catalog.cellOf.get(permission);
  if (!row || !cell) throw new Error(`${role} ${permission}`);
  const edits = unlock(matrix, row, cell);
  expect(allows(edited(files, row, edits), row, permission)).toBe(true);
  return edits.map(({ edit }) => edit);
}

describe('a role that comes to hold a permission on records says on which', () => {
  test('by a portfolio that there is, and not by one of every record', () => {
    expect(adviseOn('clerk', 'Company:update')[1]).toBe(
      'role `clerk` then holds `Company:update`, and must say on which records: write there, or narrower, `portfolio: [own]`',
    );
  });

  test('by a filter to be made narrower, where no portfolio is on the records', () => {
    expect(adviseOn('clerk', 'Deal:view')[1]).toContain(
      '`portfolio: [{ filter: { seller: { "$exists": true } }, on: Deal }]`',
    );
  });

  test('of every role that a raised user type lets hold more', () => {
    const advice = adviseOn('clerk', 'Task:view');
    expect(advice).toContainEqual(
      expect.stringMatching(/^no user type .* holds `Task:view`; have user type `Core` raised/),
    );
    expect(advice.filter((edit) => edit.includes('must say on which records'))).toEqual([
      'role `clerk` then holds `Task:view`, and must say on which records: write there, or narrower, `portfolio: [own]`',
      'role `seller` then holds `Task:view`, and must say on which records: write there, or narrower, `portfolio: [{ filter: { seller: b }, on: Deal }, own]`',
    ]);
  });

  test('under a key of its own, where a wider entry would let others reach further', () => {
    const text = crm['policies/all.yaml']
      .replace('relations:', 'properties: { due: { type: date } }\nrelations:')
      .replace(
        'portfolio: [{ filter: { seller: b }, on: Deal }]',
        'portfolio: [{ filter: { due: { $exists: true } }, on: Task }]',
      )
      .replace('models: { Deal: [view], Task: all }', 'models: { Task: all }')
      .replace('allows: { models: { Company: all, Deal: all } }', 'allows: { models: { "*": all } }');
    expect(adviseOn('seller', 'Company:view', { 'policies/all.yaml': text })).toContainEqual(
      expect.stringContaining(
        '`portfolio: { "*": [{ filter: { due: { "$exists": true } }, on: Task }], "Company:view": [own] }`',
      ),
    );
  });
});

test('packages of a seat and of what it unlocks are bought in one edit', () => {
  expect(adviseOn('clerk', 'Sync:use')).toContainEqual(
    'ask the vendor for package `Delivery`, without which seat `Service` is not offered, and for package `Gold`: in tenant `acme`, write `packages: [Delivery, Gold]`',
  );
});

describe('unlock', { tags: ['slow'] }, () => {
  test('names the layers that refuse, and `requires` only where it refuses', () => {
    askDenied(50, ({ matrix, row, cell }) => {
      const refusing = matrix.trailOf(row, cell).verdicts.filter(({ holds }) => !holds);
      const refused = refusing.map(({ layer }) => layer);
      const named = new Set(unlock(matrix, row, cell).map(({ layer }) => layer));
      for (const layer of refused) if (layer !== 'requires') expect(named, cell.permission).toContain(layer);
      if (named.has('requires')) expect(refused).toContain('requires');
      else expect(refused).not.toEqual(['requires']);
    });
  });

  test('allows the cell without any mistake once all its edits are made, and without one of them does not', () => {
    askDenied(50, ({ seed, files, matrix, row, cell }) => {
      const edits = unlock(matrix, row, cell);
      const sentences = [`seed ${seed}`, ...edits.map(({ edit }) => edit)].join('\n');
      const after = edited(files, row, edits);
      const mistakes = readPolicy(filesInMemory(after), 'policies').diagnostics.filter(
        ({ severity }) => severity === 'error',
      );
      expect(mistakes.map(({ message }) => message).join('\n'), sentences).toBe('');
      expect(allows(after, row, cell.permission), sentences).toBe(true);
      for (const left of edits) {
        const fewer = edits.filter((edit) => edit !== left);
        expect(
          allows(edited(files, row, fewer), row, cell.permission),
          `${sentences}\nwithout ${left.edit}`,
        ).not.toBe(true);
      }
    });
  });
});

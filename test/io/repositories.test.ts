/** @module-tag slow */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makePlace, type Place, policyFor } from '../support/checkout.ts';

const policies = (actions = 'view, update') => `${policyFor(actions)}---
kind: Settings
package: { name: "@acme/permissions", version: 0.1.0 }
---
kind: Test
name: an agent changes tasks
tenant: acme
as: { roles: [agent], userType: Core }
records: { task: { model: Task } }
expect: { Task:update: { task: allow } }
`;

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.remove());

function commit(folder: string): void {
  place.git(folder, 'add', '-A');
  place.git(folder, 'commit', '-q', '-m', 'a change');
}

function makeProduct(folder: string): void {
  place.git('.', 'init', '-q', folder);
  place.write(`${folder}/policies/all.yaml`, policies());
  commit(folder);
}

async function answer(folder: string, line: string) {
  const { out, err, exit } = await place.plafond(folder, line);
  expect({ line, out, err, exit }).toEqual({ line, out, err: '', exit: 0 });
  return out;
}

/** Does with a product what one does with any, and looks that its own repository answers. */
async function useProduct(folder: string): Promise<void> {
  for (const line of ['check --strict', 'test', 'compile', 'compile --check']) await answer(folder, line);
  expect(existsSync(path.join(place.root, folder, 'generated/package.json'))).toBe(true);
  place.write(`${folder}/policies/all.yaml`, policies('view, update, export'));
  const { changes } = JSON.parse(await answer(folder, 'diff HEAD --format json'));
  expect(changes).toMatchObject([{ kind: 'gained', permission: 'Task:export' }]);
  const since = 'since Task:update --tenant acme --role agent --format json';
  expect(JSON.parse(await answer(folder, since)).history).toHaveLength(1);
}

describe('a product', () => {
  test('in a repository that lies in another one', async () => {
    makeProduct('outer');
    makeProduct('outer/inner');
    await useProduct('outer/inner');
    await useProduct('outer');
  });

  test('in a submodule', async () => {
    makeProduct('product');
    place.git('.', 'init', '-q', 'outer');
    place.git('outer', 'submodule', 'add', '-q', '../product', 'parts/product');
    commit('outer');
    await useProduct('outer/parts/product');
  });

  test('around a repository that lies in it', async () => {
    makeProduct('outer');
    place.git('.', 'init', '-q', 'outer/inner');
    place.write('outer/inner/README', 'nothing\n');
    commit('outer/inner');
    expect(await answer('outer/inner', 'check')).toContain('0 errors');
    expect(JSON.parse(await answer('outer/inner', 'diff HEAD --format json')).changes).toEqual([]);
  });
});

describe('a pull request', () => {
  test.for(['introduces', 'moves'])('that %s the policies is compared all the same', async (does) => {
    place.git('.', 'init', '-q', 'work');
    place.write('work/README', 'a product\n');
    if (does === 'moves') place.write('work/policies/all.yaml', policies());
    commit('work');
    place.git('work', 'switch', '-q', '-c', 'change');
    if (does === 'moves') {
      place.git('work', 'rm', '-q', '-r', 'policies');
      place.write('work/product/policies/all.yaml', policies());
    } else place.write('work/policies/all.yaml', policies());
    commit('work');
    const folder = does === 'moves' ? 'work/product' : 'work';
    for (const line of ['diff --format json', 'diff main HEAD --format json']) {
      const { direction, changes } = JSON.parse(await answer(folder, line));
      expect([direction, changes.map(({ kind }: { kind: string }) => kind)]).toEqual([
        'wider',
        ['gained', 'gained'],
      ]);
    }
    await answer(folder, 'diff main HEAD --format markdown');
    await answer(folder, 'check --against main');
  });
});

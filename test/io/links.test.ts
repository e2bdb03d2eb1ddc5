/** @module-tag slow */
import { renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePlace, type Place, policyFor } from '../support/checkout.ts';

let place: Place;

beforeEach(() => {
  place = makePlace();
  place.write('work/policies/all.yaml', policyFor('view'));
  place.write('work/outside/extra.yaml', '{ kind: Feature, name: Billing }\n');
  place.git('work', 'init', '-q');
  place.git('work', 'add', '-A');
  place.git('work', 'commit', '-q', '-m', 'one');
});
afterEach(() => place.remove());

const commit = () => {
  place.git('work', 'add', '-A');
  place.git('work', 'commit', '-q', '-m', 'more');
};
const refusal = 'cannot read it: it is a symbolic link, and links are not followed';

test.each([
  ['a folder with a dot in its name', '../outside', 'policies/v1.2'],
  ['a folder without one', '../outside', 'policies/more'],
  ['a folder deep below', '../../../outside', 'policies/a/b/more.d'],
  ['a file', '../outside/extra.yaml', 'policies/extra.yaml'],
  ['a file that is no policy', '../outside/extra.yaml', 'policies/extra.csv'],
  ['what lies inside', 'all.yaml', 'policies/again.yaml'],
  ['a folder inside', '.', 'policies/loop'],
  ['nothing', '../gone', 'policies/gone.txt'],
])('a link to %s is refused on disk and in a revision alike', async (_, to, at) => {
  place.link(to, `work/${at}`);
  commit();
  for (const line of ['check', 'diff HEAD~1 HEAD --fail-on any']) {
    const { out, exit } = await place.plafond('work', line);
    expect(exit, line).toBe(1);
    expect(out.replace('in `HEAD`: ', ''), line).toContain(`error[unreadable]: ${refusal}\n --> ${at}`);
  }
});

test.each([
  'compile',
  'diff HEAD~1',
  'matrix',
  'matrix --at HEAD',
  'check --against HEAD',
  'audit --out pack',
  'since Task:view --tenant acme --role agent --format json',
])('whoever reads policies refuses links: %s', async (line) => {
  place.link('../outside', 'work/policies/v1.2');
  commit();
  const { out, err, exit } = await place.plafond('work', line);
  if (!line.startsWith('since')) expect(exit).toBe(1);
  expect(`${out}${err}`).toMatch(/unreadable/);
});

test('a policies folder that is a link, or lies behind one, is refused on disk and in a revision', async () => {
  renameSync(path.join(place.root, 'work/policies'), path.join(place.root, 'work/real'));
  place.link('real', 'work/policies');
  place.write('work/deep/real/policies/all.yaml', policyFor('view'));
  place.link('real', 'work/deep/link');
  commit();
  for (const folder of ['policies', 'deep/link/policies'])
    for (const line of ['check', 'diff HEAD HEAD', 'diff HEAD~1 HEAD']) {
      const { out, err, exit } = await place.plafond('work', `${line} --policies ${folder}`);
      expect([exit, `${out}${err}`], line).toEqual([1, expect.stringContaining('it is a symbolic link')]);
    }
});

test('a submodule is refused on disk and in a revision', async () => {
  place.git('.', 'clone', '-q', 'work', 'other');
  place.git('work', 'submodule', '--quiet', 'add', `${place.root}/other`, 'policies/shared.d');
  commit();
  for (const line of ['check', 'diff HEAD~1', 'diff HEAD~1 HEAD']) {
    const { out, exit } = await place.plafond('work', line);
    expect([exit, out], line).toEqual([1, expect.stringContaining('it is another git repository')]);
  }
});

test('what is compiled lies behind no link either', async () => {
  expect((await place.plafond('work', 'compile')).exit).toBe(0);
  const matrices = path.join(place.root, 'work/generated/matrices');
  renameSync(matrices, path.join(place.root, 'work/elsewhere'));
  place.link('../elsewhere', 'work/generated/matrices');
  const inside = await place.plafond('work', 'compile --check');
  expect([inside.exit, inside.out]).toEqual([1, expect.stringContaining('generated/matrices')]);
  rmSync(path.join(place.root, 'work/generated/matrices'));
  renameSync(path.join(place.root, 'work/elsewhere'), matrices);
  renameSync(path.join(place.root, 'work/generated'), path.join(place.root, 'work/real'));
  place.link('real', 'work/generated');
  for (const line of ['compile', 'compile --check']) {
    const { err, exit } = await place.plafond('work', line);
    expect([exit, err], line).toEqual([2, expect.stringContaining('`generated` is a symbolic link')]);
  }
});

/** @module-tag slow */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DiffJson } from '../../compiler/questions/diff/report.ts';
import { makePlace, type Place, policyFor } from '../support/checkout.ts';

let place: Place;
let days = 0;

/** Commits what is there on a day of its own, the first on 2027-01-01. */
function commit(folder: string, actions?: string): void {
  if (actions !== undefined) place.write(`${folder}/policies/all.yaml`, policyFor(actions));
  const day = `2027-01-${String(++days).padStart(2, '0')}T12:00:00Z`;
  process.env.PLACE_DAY = day;
  place.git(folder, 'add', '-A');
  place.git(folder, 'commit', '-q', '--allow-empty', '-m', day);
}

beforeEach(() => {
  days = 0;
  place = makePlace();
  place.git('.', 'init', '-q', 'work');
  commit('work', 'view, remove');
});
afterEach(() => {
  delete process.env.PLACE_DAY;
  place.remove();
});

async function changes(line: string, folder = 'work') {
  const { out, err } = await place.plafond(folder, `${line} --format json`);
  const { changes: found } = JSON.parse(out) as DiffJson;
  return [found.map(({ kind, permission }) => `${kind} ${permission}`), err] as const;
}

/** A branch that adds `create`, while main takes `remove` away. */
function part(): void {
  place.git('work', 'checkout', '-q', '-b', 'side');
  commit('work', 'view, remove, create');
  place.git('work', 'checkout', '-q', 'main');
  commit('work', 'view');
  place.git('work', 'checkout', '-q', 'side');
}

test('a branch is compared from where the head left it, unless said otherwise', async () => {
  part();
  const own = [['gained Task:create'], expect.stringMatching(/^note: compared with [0-9a-f]{12}, where `/)];
  for (const line of [
    'diff',
    'diff main',
    'diff main HEAD',
    'diff main side',
    'diff main...HEAD',
    'diff main...',
  ])
    expect(await changes(line), line).toEqual(own);
  const exact = [['gained Task:create', 'gained Task:remove'], ''];
  const hash = place.git('work', 'rev-parse', 'main');
  for (const line of ['diff main..HEAD', 'diff main..', `diff ${hash} HEAD`])
    expect(await changes(line), line).toEqual(exact);
});

test('going back to what a branch had is a change', async () => {
  commit('work', 'view');
  place.git('work', 'branch', 'old', 'HEAD~1');
  expect(await changes('diff main old')).toEqual([['gained Task:remove'], '']);
  expect(await changes('diff HEAD HEAD~1')).toEqual([['gained Task:remove'], '']);
});

test('a day is one of the branch, not of what was merged later', async () => {
  part();
  place.git('work', 'checkout', '-q', 'main');
  process.env.PLACE_DAY = '2027-02-01T12:00:00Z';
  place.git('work', 'merge', '-q', '-s', 'ours', '--no-ff', '-m', 'merge', 'side');
  const { out } = await place.plafond('work', 'matrix --at 2027-01-02 --format json');
  expect(JSON.parse(out).rows[0].granted).toEqual(['Task:remove', 'Task:view']);
  expect((await changes('diff 2027-01-02 HEAD'))[0]).toEqual(['lost Task:remove']);
  const { err, exit } = await place.plafond('work', 'diff main@{2027-01-02}');
  expect([exit, err]).toEqual([2, expect.stringContaining('name the day alone')]);
});

test('a base without the policies folder is an empty policy', async () => {
  place.git('work', 'mv', 'policies', 'rules');
  commit('work');
  expect((await changes('diff HEAD~1 HEAD --policies rules'))[0]).toEqual([
    'gained Task:remove',
    'gained Task:view',
  ]);
  expect((await changes('diff HEAD~1 --policies rules'))[0]).toHaveLength(2);
  const { exit, out } = await place.plafond('work', 'check --against HEAD~1 --policies rules');
  expect([exit, out]).toEqual([0, expect.not.stringContaining('no policy files')]);
  expect((await place.plafond('work', 'diff HEAD~1 HEAD')).out).toContain('no policy files');
});

test('what git is told from outside is not inherited, nor what stands for another object', async () => {
  commit('work', 'view, remove, create');
  place.git('.', 'init', '-q', 'other');
  commit('other', 'view, remove, create');
  commit('other', 'view, remove, create');
  const names = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_CONFIG_COUNT'];
  const values = ['.git', '', '.git/index', '.git/objects', 'nonsense'];
  names.forEach((name, at) => {
    process.env[name] = path.join(place.root, 'other', values[at] ?? '');
  });
  try {
    expect((await changes('diff HEAD~1 HEAD'))[0]).toEqual(['gained Task:create']);
  } finally {
    for (const name of names) delete process.env[name];
  }
  place.git('work', 'replace', 'HEAD~1:policies', 'HEAD:policies');
  expect((await changes('diff HEAD~1 HEAD'))[0]).toEqual(['gained Task:create']);
  expect((await changes('diff HEAD~1'))[0]).toEqual(['gained Task:create']);
});

test('the repository is that of the policies: nested, linked, in a hook', async () => {
  place.git('work', 'init', '-q', 'inner');
  commit('work/inner', 'view');
  commit('work/inner', 'view, export');
  expect((await changes('diff HEAD~1 HEAD --policies inner/policies'))[0]).toEqual(['gained Task:export']);
  place.git('work', 'worktree', 'add', '-q', '../linked');
  place.write('linked/policies/all.yaml', policyFor('view, remove, update'));
  const cli = path.resolve(import.meta.dirname, '../../dist/plafond.js');
  const hook = `#!/bin/sh\n"${process.execPath}" "${cli}" diff HEAD --format json > "${place.root}/said.json"\n`;
  place.write('work/.git/hooks/pre-commit', hook);
  execFileSync('chmod', ['+x', path.join(place.root, 'work/.git/hooks/pre-commit')]);
  place.git('linked', 'commit', '-q', '-am', 'update');
  const said = JSON.parse(execFileSync('cat', [path.join(place.root, 'said.json')], { encoding: 'utf8' }));
  expect(said.changes.map(({ permission }: { permission: string }) => permission)).toEqual(['Task:update']);
});

test('a comparison asks git for the same thing once, so that a revision is one commit until the end', async () => {
  commit('work', 'view, create');
  place.write(
    'bin/git',
    `#!/bin/sh\necho "$PWD $*" >> "${place.root}/asked"\nPATH="\${PATH#*:}" exec git "$@"\n`,
  );
  chmodSync(path.join(place.root, 'bin/git'), 0o755);
  const { PATH } = process.env;
  process.env.PATH = `${path.join(place.root, 'bin')}:${PATH}`;
  try {
    for (const line of ['diff HEAD~1', 'diff HEAD~1 HEAD', 'check --against HEAD~1']) {
      place.write('asked', '');
      await place.plafond('work', line);
      // Objects are named on stdin.
      const asked = readFileSync(path.join(place.root, 'asked'), 'utf8').split('\n');
      const once = asked.filter(
        (one) => one !== '' && !one.endsWith(' cat-file --batch') && !one.includes(' check-attr '),
      );
      expect(
        once.filter((one, at) => once.indexOf(one) !== at),
        line,
      ).toEqual([]);
      expect(once.length, line).toBeGreaterThan(5);
    }
  } finally {
    process.env.PATH = PATH;
  }
});

test('what both sides have alike changes nothing of the answer', async () => {
  place.write(
    'work/policies/more.yaml',
    policyFor('view').split('---').at(-1)?.replace('agent', 'other') ?? '',
  );
  commit('work', 'view, remove');
  commit('work', 'view, export');
  place.git('work', 'worktree', 'add', '-q', '../before', 'HEAD~1');
  const ask = async (sides: string) => {
    const { out } = await place.plafond('work', `diff ${sides} --format json`);
    return (JSON.parse(out.replaceAll('../before/', '')) as DiffJson).changes;
  };
  const ofRevisions = await ask('HEAD~1 HEAD');
  expect(ofRevisions).toEqual(await ask('--base-dir ../before/policies --head-dir policies'));
  expect(ofRevisions).toHaveLength(2);
});

import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInPlainWorkTree } from '../../compiler/io/git/plain-work-tree.ts';
import { makePlace, type Place } from '../support/checkout.ts';

let place: Place;
const at = (file: string) => path.join(place.root, file);
const git = (...args: readonly string[]) => place.git('work', ...args);

beforeEach(() => {
  place = makePlace();
  place.write('work/policies/a.yaml', 'kind: Settings\n');
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'start');
});
afterEach(() => place.remove());

const isPlain = (folder = 'work/policies', root = 'work') => isInPlainWorkTree(at(folder), at(root));

test('a repository as it is made, also with packed references, is plain', () => {
  expect(isPlain()).toBe(true);
  expect(isPlain('work')).toBe(true);
  git('pack-refs', '--all');
  expect(isPlain()).toBe(true);
});

test.each<[what: string, act: () => void]>([
  ['an object is replaced', () => git('replace', git('rev-parse', 'HEAD:policies/a.yaml'), hashOf('b\n'))],
  [
    'an object is replaced, and the reference packed',
    () => {
      git('replace', git('rev-parse', 'HEAD:policies/a.yaml'), hashOf('b\n'));
      git('pack-refs', '--all', '--prune');
      rmSync(at('work/.git/refs/replace'), { recursive: true, force: true });
    },
  ],
  ['it is bare', () => git('config', 'core.bare', 'true')],
  ['the work tree is elsewhere', () => git('config', 'core.worktree', '../policies')],
  ['the settings include others', () => git('config', 'include.path', '../more')],
  ['work trees have settings of their own', () => place.write('work/.git/config.worktree', '')],
  ['references are kept in tables', () => mkdirSync(at('work/.git/reftable'))],
  ['the repository is that of another', () => place.write('work/.git/commondir', '../other\n')],
  ['git does not take it for one', () => rmSync(at('work/.git/HEAD'))],
  ['its head is empty', () => place.write('work/.git/HEAD', '')],
  ['its head is something else', () => place.write('work/.git/HEAD', 'refs/heads/main\n')],
  ['it has no settings', () => rmSync(at('work/.git/config'))],
  [
    'it lies elsewhere',
    () => {
      renameSync(at('work/.git'), at('git'));
      symlinkSync(at('git'), at('work/.git'));
    },
  ],
])('git is asked if %s', (_, act) => {
  act();
  expect(isPlain()).toBe(false);
});

test('git is asked in a linked work tree, and inside of the repository', () => {
  git('worktree', 'add', '-q', '../linked');
  expect(isPlain('linked/policies', 'linked')).toBe(false);
  expect(isPlain('work/.git/info')).toBe(false);
});

function hashOf(text: string): string {
  place.write('work/b.yaml', text);
  return git('hash-object', '-w', 'b.yaml');
}

import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCacheIn } from '../../compiler/io/cache.ts';
import { loadScript } from '../../compiler/io/load-script.ts';

let place = '';

beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'plafond-script-'));
});

afterEach(() => rmSync(place, { recursive: true }));

interface Exports {
  readonly add: (a: number, b: number) => number;
  readonly load: () => { readonly name: string };
}

const open = (name: string) =>
  openCacheIn(path.join(place, name), { compiler: 'test', pid: process.pid, user: process.getuid?.() });

const scriptAt = () => path.join(place, 'script.cjs');

/** Writes a script that adds, and adds `more` on top: each digit makes another text of the same length. */
const writeScript = (more = 0) =>
  writeFileSync(
    scriptAt(),
    `const path = require('node:path');
     module.exports = {
       add(a, b) { return a + b + ${more}; },
       load: () => require('./' + path.basename('other.cjs')),
     };
     // The last line is a comment`,
  );

/** Loads the script with what is in the cache `build`, and in a cache of the user. */
const load = (ofUser = 'mine', purpose = 'adding') => {
  const caches = { ofBuild: open('build'), ofUser: open(ofUser) };
  const loaded = loadScript<Exports>(scriptAt(), purpose, caches);
  return { ...loaded, sum: loaded.exports.add(1, 2) };
};

const entriesOf = (name: string) => readdirSync(path.join(place, name));

test('a script runs with what Node gives CommonJS, and requires modules beside it', () => {
  writeScript();
  writeFileSync(path.join(place, 'other.cjs'), 'exports.name = "other";');
  const { exports, sum } = load();
  expect(sum).toBe(3);
  expect(exports.load().name).toBe('other');
});

test('what was compiled is kept with the user, once for each purpose, and never beside the build', () => {
  writeScript();
  load().keep();
  expect(entriesOf('mine')).toHaveLength(1);
  const [entry = ''] = entriesOf('mine');
  const written = readFileSync(path.join(place, 'mine', entry));
  load().keep();
  expect(readFileSync(path.join(place, 'mine', entry))).toEqual(written);
  load('mine', 'subtracting').keep();
  expect(entriesOf('mine')).toHaveLength(2);
  expect(() => entriesOf('build')).toThrow('ENOENT');
});

test('what the build left is taken, and not kept again', () => {
  writeScript();
  load('build').keep();
  load('mine').keep();
  expect(() => entriesOf('mine')).toThrow('ENOENT');
});

test('nothing is written for a user who wants no cache', () => {
  writeScript();
  const { keep } = loadScript<Exports>(scriptAt(), 'adding', { ofBuild: open('build') });
  keep();
  expect(readdirSync(place)).toEqual(['script.cjs']);
});

test('another text of the same length never runs what was compiled of this one', () => {
  writeScript(1);
  load().keep();
  writeScript(7);
  const again = load();
  expect(again.sum).toBe(10);
  again.keep();
  expect(entriesOf('mine')).toHaveLength(2);
});

test('what is damaged at any place is as if it were not there, and is replaced', () => {
  writeScript();
  load().keep();
  const [entry = ''] = entriesOf('mine');
  const file = path.join(place, 'mine', entry);
  const whole = readFileSync(file);
  for (const at of [0, 64, 65, 80, Math.floor(whole.length / 2), whole.length - 1]) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    writeFileSync(file, damaged);
    const again = load();
    expect(again.sum).toBe(3);
    again.keep();
    expect(readFileSync(file)).not.toEqual(damaged);
  }
  for (const length of [0, 10, 65, whole.length - 1]) {
    writeFileSync(file, whole.subarray(0, length));
    expect(load().sum).toBe(3);
  }
});

test('bytes that are sealed but that V8 did not write are refused by V8, and replaced', () => {
  // Of a text that this process has not compiled yet: V8 would not look at the bytes.
  writeScript(5);
  const digest = createHash('sha256').update(readFileSync(scriptAt())).digest('hex');
  const [cache, odd] = [open('mine'), Buffer.alloc(2000, 7)];
  const key = cache.keyOf('script', digest, 'adding');
  cache.write(key, odd);
  expect(cache.readBytes(key)).toEqual(odd);
  const again = load();
  expect(again.sum).toBe(8);
  again.keep();
  expect(cache.readBytes(key)).not.toEqual(odd);
});

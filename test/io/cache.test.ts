import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCacheFolder, openCacheIn } from '../../compiler/io/cache.ts';
import { runs } from '../support/random.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'plafond-cache-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const by = (compiler: string) => ({ compiler, pid: 1, user: process.getuid?.() });
const inPlace = () => path.join(place, 'cache');

describe('a cache', () => {
  test('gives back what was written under a key, and nothing under another', () => {
    const cache = openCacheIn(inPlace(), by('one'));
    const key = cache.keyOf('answer', ['check'], { today: '2027-01-31' });
    expect(cache.read(key)).toBeUndefined();
    cache.write(key, 'all is well\n\u{1f600}\ud800'.slice(0, -1));
    expect(openCacheIn(inPlace(), by('one')).read(key)).toBe('all is well\n\u{1f600}');
    expect(cache.read(cache.keyOf('answer', ['check'], { today: '2027-02-01' }))).toBeUndefined();
    expect(readdirSync(inPlace())).toEqual([key]);
  });

  test('of another compiler has other keys for the same facts', () => {
    const [one, other] = [openCacheIn(inPlace(), by('one')), openCacheIn(inPlace(), by('two'))];
    one.write(one.keyOf('fact'), 'of the first');
    expect(other.read(other.keyOf('fact'))).toBeUndefined();
  });

  test('notices a result that was damaged at any place, cut short or made longer', { tags: ['slow'] }, () => {
    const cache = openCacheIn(inPlace(), by('one'));
    const key = cache.keyOf('fact');
    const file = path.join(inPlace(), key);
    cache.write(key, 'a result with some words in it\n');
    const whole = readFileSync(file);
    const damages = fc.oneof(
      fc
        .tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }))
        .map(([at, mask]) => Buffer.from(whole.map((byte, index) => (index === at ? byte ^ mask : byte)))),
      fc.nat(whole.length - 1).map((length) => whole.subarray(0, length)),
      fc.uint8Array({ minLength: 1 }).map((more) => Buffer.concat([whole, more])),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(damages, (bytes) => {
        writeFileSync(file, bytes);
        expect(cache.read(key)).toBeUndefined();
      }),
      runs(300),
    );
    writeFileSync(file, whole);
    expect(cache.read(key)).toBe('a result with some words in it\n');
  });

  test('notices a result that stands in the place of another', () => {
    const cache = openCacheIn(inPlace(), by('one'));
    const [one, other] = [cache.keyOf('one'), cache.keyOf('other')];
    cache.write(one, 'the result of one');
    renameSync(path.join(inPlace(), one), path.join(inPlace(), other));
    expect(cache.read(other)).toBeUndefined();
  });

  test('is not hindered by what a killed run left, and does not read it', () => {
    const cache = openCacheIn(inPlace(), by('one'));
    const key = cache.keyOf('fact');
    mkdirSync(inPlace(), { mode: 0o700 });
    writeFileSync(path.join(inPlace(), `${key}.1.tmp`), 'half a resu');
    expect(cache.read(key)).toBeUndefined();
    cache.write(key, 'a result');
    expect(cache.read(key)).toBe('a result');
  });

  test('is not used if another user can write to its folder, or if that is a link or a file', () => {
    const cache = openCacheIn(inPlace(), by('one'));
    const key = cache.keyOf('fact');
    cache.write(key, 'a result');
    chmodSync(inPlace(), 0o777);
    expect(cache.read(key)).toBeUndefined();
    chmodSync(inPlace(), 0o700);
    expect(cache.read(key)).toBe('a result');
    renameSync(inPlace(), path.join(place, 'elsewhere'));
    symlinkSync('elsewhere', inPlace());
    expect(cache.read(key)).toBeUndefined();
    rmSync(inPlace());
    writeFileSync(inPlace(), 'a file');
    cache.write(key, 'a result');
    expect(cache.read(key)).toBeUndefined();
    expect(readFileSync(inPlace(), 'utf8')).toBe('a file');
  });

  test('keeps no more bytes than its limit, the latest ones', () => {
    const cache = openCacheIn(inPlace(), by('one'), 2_000);
    const keys = Array.from({ length: 200 }, (_, at) => cache.keyOf(at));
    const [last = ''] = keys.filter((key) => key.startsWith('0'));
    for (const [at, key] of keys.filter((one) => one !== last).entries()) {
      cache.write(key, 'x'.repeat(100));
      if (existsSync(path.join(inPlace(), key))) utimesSync(path.join(inPlace(), key), at, at);
    }
    cache.write(last, 'x'.repeat(100));
    expect(readdirSync(inPlace()).length).toBeLessThan(13);
    expect(cache.read(last)).toBe('x'.repeat(100));
  });
});

describe('the folder of the cache', () => {
  const of = (env: Readonly<Record<string, string>>, platform = 'linux') =>
    findCacheFolder({ env, platform });

  test('is what PLAFOND_CACHE names, and there is none if it says off', () => {
    expect(of({ PLAFOND_CACHE: '/var/cache/p', XDG_CACHE_HOME: '/x' })).toBe('/var/cache/p');
    for (const off of ['off', 'OFF', 'Off'])
      expect(of({ PLAFOND_CACHE: off, XDG_CACHE_HOME: '/x' })).toBeUndefined();
    expect(of({ PLAFOND_CACHE: '', XDG_CACHE_HOME: '/x' })).toBe('/x/plafond');
  });

  test('is else where the system keeps what a user can do without', () => {
    expect(of({ XDG_CACHE_HOME: '/x' })).toBe('/x/plafond');
    expect(of({ XDG_CACHE_HOME: 'not/absolute' })).toMatch(/\/\.cache\/plafond$/);
    expect(of({}, 'darwin')).toMatch(/\/Library\/Caches\/plafond$/);
    expect(of({}, 'win32')).toBeUndefined();
  });
});

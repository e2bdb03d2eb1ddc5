/** @module-tag slow */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { openCacheIn } from '../../compiler/io/cache.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { policyFor } from '../support/checkout.ts';

const start = process.cwd();
let place: string;
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'plafond-known-'));
  mkdirSync(path.join(place, 'work/policies'), { recursive: true });
  process.chdir(path.join(place, 'work'));
  write('view, update');
});
afterEach(() => {
  process.chdir(start);
  rmSync(place, { recursive: true, force: true });
});

const write = (actions: string) => writeFileSync('policies/all.yaml', policyFor(actions));
const plain = chooseColours(false);

async function say(line: string, isCached: boolean, commands = registry) {
  const cache = openCacheIn(path.join(place, 'cache'), {
    compiler: 'test',
    pid: 1,
    user: process.getuid?.(),
  });
  const facts = { version: '1.2.3', folder: path.join(place, 'work'), width: 100, today: '2027-01-31' };
  const io = openIo({ ...facts, colours: { out: plain, err: plain }, ...(isCached && { cache }) });
  const steps: string[] = [];
  const follow = async (what: string) => {
    steps.push(what);
    return { step: async () => {}, end() {} };
  };
  const { out, err, exit } = await answerLine(line.split(' '), commands, { ...io, follow });
  return { out, err, exit, isCompiled: steps.length > 0 };
}

/** Answers a line with and without the cache, which must say the same, and tells whether the former compiled. */
async function both(line: string): Promise<boolean> {
  const { isCompiled, ...cached } = await say(line, true);
  const { isCompiled: _, ...anew } = await say(line, false);
  expect(cached).toEqual(anew);
  return isCompiled;
}

/** Every file in the compiled folder with its text. */
const textsIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => statSync(path.join(folder, file)).isFile())
      .map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]),
  );

describe('compile with a cache', () => {
  test('compiles once, and the second time only looks whether all is there', async () => {
    expect((await say('compile', true)).isCompiled).toBe(true);
    const texts = textsIn('generated');
    expect(await both('compile')).toBe(false);
    expect(await both('compile --check')).toBe(false);
    expect(await both('compile --format json')).toBe(false);
    expect(textsIn('generated')).toEqual(texts);
  });

  test('compiles again what is missing, edited or too much in the folder, to the same bytes', {
    tags: ['slow'],
  }, async () => {
    await say('compile', true);
    const texts = textsIn('generated');
    const damages: readonly (() => void)[] = [
      () => rmSync('generated/bundle.json'),
      () => appendFileSync('generated/README.md', 'x'),
      () => writeFileSync('generated/more.txt', ''),
      () => rmSync('generated/manifest.json'),
      () => appendFileSync('generated/manifest.json', '\n'),
      () => {
        rmSync('generated/README.md');
        mkdirSync('generated/README.md');
      },
    ];
    for (const damage of damages) {
      damage();
      expect(await both('compile --check')).toBe(true);
      rmSync('generated', { recursive: true });
      expect((await say('compile --force', true)).isCompiled).toBe(true);
      expect(textsIn('generated')).toEqual(texts);
    }
  });

  test('answers the same line again without the command while the folder is as it was compiled', async () => {
    const withoutCommands = registry.map((one) => ({
      ...one,
      load: () => Promise.reject(new Error('loaded')),
    }));
    const sayAgain = (line: string) => say(line, true, withoutCommands);
    for (const line of ['compile', 'compile --check', 'compile --format json']) {
      await say(line, true);
      expect(await sayAgain(line)).toEqual({ ...(await say(line, false)), isCompiled: false });
    }
    const changes: readonly (readonly [() => void, () => void])[] = [
      [() => writeFileSync('generated/more.txt', ''), () => rmSync('generated/more.txt')],
      [() => mkdirSync('generated.tmp-1-host'), () => rmSync('generated.tmp-1-host', { recursive: true })],
      [() => renameSync('generated', 'real'), () => renameSync('real', 'generated')],
      [
        () => {
          renameSync('generated', 'real');
          symlinkSync('real', 'generated');
        },
        () => {
          rmSync('generated');
          renameSync('real', 'generated');
        },
      ],
      [() => write('view'), () => write('view, update')],
    ];
    for (const [change, undo] of changes) {
      change();
      await expect(sayAgain('compile')).rejects.toThrow('loaded');
      undo();
      expect((await sayAgain('compile')).exit).toBe(0);
    }
  });

  test('takes files with other line ends for the same, as a compilation does', async () => {
    await say('compile', true);
    for (const [file, text] of Object.entries(textsIn('generated')))
      writeFileSync(path.join('generated', file), text.replaceAll('\n', '\r\n'));
    expect(await both('compile --check')).toBe(false);
  });

  test('compiles other policies, other options and for a tenant each by itself', async () => {
    await say('compile', true);
    expect(await both('compile --no-rules --check')).toBe(true);
    expect(await both('compile --tenant acme --out acme --check')).toBe(true);
    write('view');
    expect(await both('compile --check')).toBe(true);
    write('view, update');
    expect(await both('compile --check')).toBe(false);
    write('fly');
    await both('compile');
  });

  test('refuses what it refuses without one', async () => {
    await say('compile', true);
    await both('compile --out policies');
    await both('compile --out .');
    await both('compile --tenant acme');
    mkdirSync('other');
    writeFileSync('other/work.txt', 'of somebody');
    await both('compile --out other');
  });
});

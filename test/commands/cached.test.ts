import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import type { Io } from '../../compiler/commands/command.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { openCacheIn } from '../../compiler/io/cache.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { acme } from '../support/acme.ts';
import { textOf } from '../support/io.ts';
import { runs } from '../support/random.ts';

const start = process.cwd();
let place: string;
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'plafond-cached-'));
  mkdirSync(path.join(place, 'work/policies'), { recursive: true });
  process.chdir(path.join(place, 'work'));
  writeFileSync('policies/all.yaml', acme);
});
afterEach(() => {
  process.chdir(start);
  rmSync(place, { recursive: true, force: true });
});

const by = (compiler: string) => ({ compiler, pid: 1, user: process.getuid?.() });
const cacheFolder = () => path.join(place, 'cache');
const plain = chooseColours(false);

function open(overrides: Partial<Io>): Io {
  const facts = { version: '1.2.3', folder: path.join(place, 'work'), width: 100, today: '2027-01-31' };
  return { ...openIo({ ...facts, colours: { out: plain, err: plain } }), ...overrides };
}

async function say(line: readonly string[], io: Io, commands = registry) {
  const { out, err, exit } = await answerLine(line, commands, io);
  return { out: textOf(out), err: err ?? '', exit };
}

const anew = (...line: readonly string[]) => say(line, open({}));
const cached = (...line: readonly string[]) =>
  say(line, open({ cache: openCacheIn(cacheFolder(), by('test')) }));

/** Commands that cannot be loaded: only what is remembered can still be said. */
const broken = registry.map(({ name, summary }) => ({
  name,
  summary,
  load: () => Promise.reject(new Error(`loads ${name}`)),
}));
const remembered = (...line: readonly string[]) =>
  say(line, open({ cache: openCacheIn(cacheFolder(), by('test')) }), broken);

const [tenant = '', role = ''] = [
  /kind: Tenant, name: (\w+)/,
  /kind: Role,? *\n?(?:.*\n)*?.*name: ([\w-]+)/,
].map((pattern) => pattern.exec(acme)?.[1] ?? '');
const lines: readonly (readonly string[])[] = [
  ['check'],
  ['check', '--strict', '--format', 'json'],
  ['who', 'Company:view'],
  ['who', '*:export', '--format', 'json'],
  ['matrix', '--tenant', tenant],
  ['matrix', '--format', 'json'],
  ['explain', 'Company:export', '--tenant', tenant, '--role', role],
  ['explain', 'Company:export', '--tenant', tenant, '--role', 'nobody'],
];

describe('an answer from the cache', () => {
  test.each(lines.map((line) => [line.join(' '), line] as const))(
    'is that of the command: %s',
    async (_, words) => {
      const fresh = await anew(...words);
      expect(await cached(...words)).toEqual(fresh);
      expect(await cached(...words)).toEqual(fresh);
    },
  );

  test('is given without loading the command', async () => {
    const fresh = await cached('check');
    expect(await remembered('check')).toEqual(fresh);
    await expect(remembered('check', '--quiet')).rejects.toThrow('loads check');
  });

  test('is given again only on the same day, in the same width and colours, from the same folder', async () => {
    await cached('check');
    const cache = openCacheIn(cacheFolder(), by('test'));
    const bright = chooseColours(true);
    for (const other of [
      { today: '2027-02-01' },
      { width: 80 },
      { colours: { out: bright, err: plain } },
      { policiesFolder: './policies' },
      { version: '1.2.4' },
      { cache: openCacheIn(cacheFolder(), by('another compiler')) },
    ])
      await expect(say(['check'], open({ cache, ...other }), broken)).rejects.toThrow('loads check');
  });

  test('is never given to a line that reads something else, that fixes, or that says --no-cache', {
    tags: ['slow'],
  }, async () => {
    execFileSync('git', ['init', '-q']);
    execFileSync('git', ['add', '.']);
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@acme.example', 'commit', '-qm', 'one']);
    writeFileSync('rows.json', '[]');
    for (const line of [
      ['check', '--against', 'HEAD'],
      ['check', '--fix'],
      ['check', '--no-cache'],
      ['who', 'Company:view', '--at', 'HEAD'],
      ['explain', 'above-cap'],
      ['check', '--roles', 'rows.json'],
      ['who', 'Company:view', '--roles', 'rows.json'],
      ['matrix', '--roles', 'rows.json'],
    ]) {
      await cached(...line);
      await expect(remembered(...line)).rejects.toThrow('loads');
    }
  });

  test('is not looked for in the work tree of the policies, into which a commit could put it', async () => {
    execFileSync('git', ['init', '-q', '..']);
    await cached('check');
    expect(readdirSync(place)).not.toContain('cache');
    await expect(remembered('check')).rejects.toThrow('loads check');
  });

  test('follows every edit, also one that is taken back, and one of a table that is named later', {
    tags: ['slow'],
  }, async () => {
    const users = `---\n{ kind: Users, tenant: ${tenant}, from: users.csv }\n`;
    const steps = [
      () => writeFileSync('policies/users.csv', 'id,userType,roles\r\n'),
      () => writeFileSync('policies/more.yaml', users.slice(4)),
      () => writeFileSync('policies/users.csv', 'id,userType,roles\r\nx@acme.example,Nobody,nothing\r\n'),
      () => writeFileSync('policies/more.yaml', 'kind: Rol\n'),
      () => rmSync('policies/more.yaml'),
      () => writeFileSync('policies/all.yaml', acme.replaceAll('\n', '\r\n')),
      () => writeFileSync('policies/all.yaml', acme),
      () => rmSync('policies/all.yaml'),
    ];
    for (const step of steps) {
      step();
      for (const line of lines) {
        const fresh = await anew(...line);
        expect(await cached(...line)).toEqual(fresh);
        expect(await cached(...line)).toEqual(fresh);
      }
    }
  });

  test('is that of the command after random edits, with a cache that is damaged at random', {
    tags: ['slow'],
  }, async () => {
    const edit = fc.record({
      at: fc.nat(acme.length - 1),
      cut: fc.nat(12),
      put: fc.constantFrom('', ' ', '\n', '[]', 'view', 'Company', ': ', '---\n', '#', '"', '\r\n'),
      damage: fc.option(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 })), { freq: 2 }),
      line: fc.constantFrom(...lines),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
        for (const { at, cut, put, damage, line } of edits) {
          writeFileSync('policies/all.yaml', acme.slice(0, at) + put + acme.slice(at + cut));
          if (damage) damageAtRandom(damage);
          const fresh = await anew(...line);
          expect(await cached(...line)).toEqual(fresh);
          expect(await cached(...line)).toEqual(fresh);
        }
      }),
      runs(30),
    );
  });
});

/** Changes one byte of one result. */
function damageAtRandom([which, at, mask]: readonly [number, number, number]): void {
  const names = readdirSync(place).includes('cache') ? readdirSync(cacheFolder()) : [];
  const name = names[which % Math.max(1, names.length)];
  if (name === undefined) return;
  const bytes = readFileSync(path.join(cacheFolder(), name));
  const index = at % bytes.length;
  bytes[index] = (bytes[index] ?? 0) ^ mask;
  writeFileSync(path.join(cacheFolder(), name), bytes);
}

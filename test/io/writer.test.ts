/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import type { Io } from '../../compiler/commands/command.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { type Disk, DiskError, type Running, realDisk } from '../../compiler/io/writer/disk-calls.ts';
import { openWriter, type Put } from '../../compiler/io/writer.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { countCalls, followed, killedAt, refusingAt, textsIn } from '../support/disk.ts';

let folder: string;
const at = (name: string) => path.join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plafond-writer-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const nothing = async () => {};
const fill = (words: string) => async (put: Put) => {
  await put('a.txt', [words, ' and more'], nothing);
  await put('deep/er/b.txt', [words], nothing);
};
const whole = (words: string) => ({ 'a.txt': `${words} and more`, 'deep/er/b.txt': words });

type Call = keyof Disk;

const dead: Running = { pid: 11, isRunning: () => false, now: Date.now };
const next: Running = { pid: 12, isRunning: (pid) => pid === 12, now: Date.now };

describe('a folder', () => {
  const write = (disk: Disk, words: string) => openWriter(dead, disk).folder(at('out'), fill(words));

  test('whose replacing is killed, at whatever step, is put back whole by the next run', async () => {
    await write(realDisk, 'old');
    const steps = await countCalls((disk) => write(disk, 'old'));
    expect(steps).toBeGreaterThan(40);
    let missing = 0;
    let ignored = 0;
    for (let step = 0; step < steps; step++) {
      await write(realDisk, 'old');
      await write(killedAt(step), 'new').catch(nothing);
      if (!existsSync(at('out'))) missing++;
      for (const left of readdirSync(folder).filter((name) => name !== 'out')) {
        const texts = textsIn(at(left)) ?? {};
        // Git takes no empty folder, and nothing that is ignored.
        if (Object.keys(texts).length === 0) continue;
        const wanted = Object.keys(texts).length === 1 ? /^(\*\n)?$/ : /^\*\n$/;
        expect(texts['.gitignore'], `killed at step ${step}`).toMatch(wanted);
        ignored++;
      }
      openWriter(next).recover(at('out'));
      const found = textsIn(at('out'));
      expect([whole('old'), whole('new')], `killed at step ${step}`).toContainEqual(found);
      expect(readdirSync(folder), `killed at step ${step}`).toEqual(['out']);
    }
    expect(missing).toBeGreaterThan(0);
    expect(ignored).toBeGreaterThan(0);
  });

  test('that a killed run has left is replaced by the next run, without a word to it', async () => {
    const steps = await countCalls((disk) => write(disk, 'old'));
    for (let step = 0; step < steps; step += 3) {
      await write(killedAt(step), 'new').catch(nothing);
      await openWriter(next).folder(at('out'), fill('newest'));
      expect(textsIn(at('out'))).toEqual(whole('newest'));
      expect(readdirSync(folder)).toEqual(['out']);
    }
  });

  test('is as it was, or as it should be, where the disk refuses any one step', async () => {
    await write(realDisk, 'old');
    const steps = await countCalls((disk) => write(disk, 'old'));
    const ends = new Set<string>();
    for (let step = 0; step < steps; step++) {
      await write(realDisk, 'old');
      const ended = await write(refusingAt(step), 'new').then(
        () => 'written',
        (error: unknown) => error,
      );
      if (ended !== 'written') {
        expect(ended).toBeInstanceOf(DiskError);
        expect(String(ended)).toContain('the disk is full');
      }
      const found = textsIn(at('out'));
      expect([whole('old'), whole('new')], `refused at step ${step}`).toContainEqual(found);
      if (ended === 'written') expect(found).toEqual(whole('new'));
      ends.add(`${ended === 'written'} ${found?.['deep/er/b.txt']}`);
      openWriter(next).recover(at('out'));
      expect(readdirSync(folder)).toEqual(['out']);
    }
    expect(ends).toContain('false old');
  });

  test('is synced, file by file and folder by folder, before it takes its place, and its place after', async () => {
    await write(realDisk, 'old');
    const calls: string[] = [];
    const names = new Map<number, string>();
    const disk: Disk = {
      ...realDisk,
      openSync: (file, ...more) => {
        const opened = realDisk.openSync(file, ...more);
        names.set(opened, path.relative(folder, String(file)).replace(/^out\.tmp[^/]*/, 'tmp'));
        return opened;
      },
      fsyncSync: (opened) => {
        calls.push(`sync ${names.get(opened)}`);
        realDisk.fsyncSync(opened);
      },
      fsync: async (opened) => {
        const name = names.get(opened);
        await realDisk.fsync(opened);
        calls.push(`sync ${name}`);
      },
      renameSync: (from, to) => {
        calls.push(`rename to ${path.relative(folder, String(to)).replace(/^out\.tmp[^/]*/, 'tmp')}`);
        realDisk.renameSync(from, to);
      },
    };
    await write(disk, 'new');
    const moved = calls.indexOf('rename to tmp/old');
    expect(calls.slice(0, moved).sort()).toEqual([
      ...['sync tmp/new', 'sync tmp/new/a.txt', 'sync tmp/new/deep'],
      ...['sync tmp/new/deep/er', 'sync tmp/new/deep/er/b.txt'],
    ]);
    expect(calls.slice(moved)).toEqual([
      ...['rename to tmp/old', 'sync tmp', 'rename to out', 'sync ', 'rename to tmp/gone'],
    ]);
  });

  test('of very many files is synced with its file system, and file by file where that is not possible', async () => {
    const many = async (put: Put) => {
      for (let file = 0; file < 1000; file++) await put(`${file}.txt`, ['new'], nothing);
    };
    for (const isPossible of [true, false]) {
      let [together, alone] = [0, 0];
      const disk: Disk = {
        ...realDisk,
        syncFileSystem: async (made) => {
          expect(readdirSync(made)).toHaveLength(1000);
          together++;
          return isPossible;
        },
        fsync: async () => {
          alone++;
        },
      };
      await openWriter(dead, disk).folder(at(`out-${isPossible}`), many);
      // The folder itself is synced too.
      expect([together, alone]).toEqual([1, isPossible ? 0 : 1001]);
    }
    expect(await realDisk.syncFileSystem(at('nowhere'))).toBe(false);
  });

  test('is written beside another run, whose files stay; those of killed ones go', async () => {
    const host = hostName();
    const names = ['out.tmp', `out.tmp-77-${await host}`, `out.tmp-78-${await host}`, 'out.tmp-79-elsewhere'];
    for (const name of names) mkdirSync(at(`${name}/new`), { recursive: true });
    mkdirSync(at('out.tmp-80-elsewhere/mine'), { recursive: true });
    const running: Running = { pid: 12, isRunning: (pid) => pid === 77, now: Date.now };
    await openWriter(running).folder(at('out'), fill('new'));
    const kept = [
      `out.tmp-77-${await host}`,
      'out.tmp-79-elsewhere',
      'out.tmp-80-elsewhere',
      'out.tmp',
      'out',
    ];
    expect(readdirSync(folder).sort()).toEqual(kept.sort());
    for (const name of names) if (existsSync(at(name))) utimesSync(at(name), 1, 1);
    await openWriter(running).folder(at('out'), fill('new'));
    expect(readdirSync(folder).sort()).toEqual(['out', 'out.tmp-80-elsewhere']);
  });

  test('that an older version of plafond has left beside it is put back', async () => {
    await openWriter(next).folder(at('out'), fill('old'));
    mkdirSync(at('out.tmp/new'), { recursive: true });
    renameSync(at('out'), at('out.tmp/old'));
    openWriter(next).recover(at('out'));
    expect(textsIn(at('out'))).toEqual(whole('old'));
  });

  test('is put back over an empty one, and never over one that holds something', async () => {
    const left = at('out.tmp-11-elsewhere');
    mkdirSync(path.join(left, 'old'), { recursive: true });
    writeFileSync(path.join(left, 'old/a.txt'), 'old');
    mkdirSync(at('out'));
    writeFileSync(at('out/mine.txt'), 'mine');
    openWriter(next).recover(at('out'));
    expect(textsIn(at('out'))).toEqual({ 'mine.txt': 'mine' });
    rmSync(at('out/mine.txt'));
    openWriter(next).recover(at('out'));
    expect(textsIn(at('out'))).toEqual({ 'a.txt': 'old' });
  });

  /** The name of this machine in the names of temporary folders. */
  async function hostName(): Promise<string> {
    let name = '';
    await openWriter(next).folder(
      at('probe'),
      async () => {
        name = readdirSync(folder).find((one) => one.startsWith('probe.tmp-12-')) ?? '';
      },
      () => false,
    );
    return name.replace('probe.tmp-12-', '');
  }
});

describe('a file', () => {
  const write = (disk: Disk, text: string) => openWriter(dead, disk).file(at('deep/er/file.txt'), text);
  const swallow = (act: () => void) => {
    try {
      act();
    } catch {}
  };

  test('that is new is there whole or not at all, and so are its folders, at whatever step the disk is full', async () => {
    const steps = await countCalls((disk) => write(disk, 'text'));
    expect(steps).toBeGreaterThan(15);
    for (let step = 0; step < steps; step++) {
      rmSync(at('deep'), { recursive: true, force: true });
      swallow(() => write(refusingAt(step), 'text'));
      const found = textsIn(at('deep/er'));
      expect([undefined, {}, { 'file.txt': 'text' }], `step ${step}`).toContainEqual(found);
    }
  });

  test('that was there is as it was or as it should be, killed at whatever step', async () => {
    write(realDisk, 'old');
    const steps = await countCalls((disk) => write(disk, 'old'));
    for (let step = 0; step < steps; step++) {
      write(realDisk, 'old');
      swallow(() => write(killedAt(step), 'new'));
      expect(['old', 'new']).toContain(readFileSync(at('deep/er/file.txt'), 'utf8'));
      openWriter(next).file(at('deep/er/file.txt'), 'newest');
      expect(textsIn(at('deep/er'))).toEqual({ 'file.txt': 'newest' });
    }
  });

  test('leaves no folder that it has made where it cannot be written', () => {
    const full: Disk = {
      ...realDisk,
      writeSync: () => {
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      },
    };
    expect(() => write(full, 'text')).toThrow('file.txt`: the disk is full');
    expect(readdirSync(folder)).toEqual([]);
    write(realDisk, 'old');
    expect(() => write(full, 'new')).toThrow(DiskError);
    expect(textsIn(folder)).toEqual({ 'deep/er/file.txt': 'old' });
  });
});

test('init leaves nothing where the disk is full before its last file', async () => {
  const start = process.cwd();
  process.chdir(folder);
  try {
    const plain = chooseColours(false);
    const surroundings = { version: '1.2.3', folder, width: 100, today: '2027-01-31' };
    const io = openIo({ ...surroundings, colours: { out: plain, err: plain } });
    let written = 0;
    const write: Io['write'] = (file, text) => {
      const full = { ...realDisk, fsyncSync: refusingAt(0).fsyncSync };
      openWriter(next, ++written > 3 ? full : realDisk).file(file, text);
    };
    const said = await answerLine(['init', '--name', '@acme/permissions'], registry, { ...io, write });
    expect([said.exit, said.err]).toEqual([2, expect.stringContaining('the disk is full')]);
    expect([written, Object.keys(textsIn(folder) ?? {})]).toEqual([4, []]);
  } finally {
    process.chdir(start);
  }
});

test('a process that is killed for good leaves what the next run makes whole', async () => {
  const script = at('child.mjs');
  const writer = at('writer.mjs');
  const contents = "export * from './writer.ts'; export * from './writer/disk-calls.ts';";
  const stdin = { contents, resolveDir: path.join(import.meta.dirname, '../../compiler/io') };
  await build({ stdin, bundle: true, platform: 'node', format: 'esm', outfile: writer });
  writeFileSync(
    script,
    `import { openWriter, realDisk } from ${JSON.stringify(pathToFileURL(writer).href)};
     const [target, words, call, which] = process.argv.slice(2);
     let left = Number(which);
     const disk = { ...realDisk, [call]: (...told) => {
       if (left-- === 0) process.kill(process.pid, 'SIGKILL');
       return realDisk[call](...told);
     } };
     const running = { pid: process.pid, isRunning: () => true, now: Date.now };
     await openWriter(running, disk).folder(target, async (put) => {
       await put('a.txt', [words, ' and more'], async () => {});
       await put('deep/er/b.txt', [words], async () => {});
     });`,
  );
  const run = (words: string, call: Call, which: number) =>
    spawnSync(process.execPath, [script, at('place/out'), words, call, String(which)]).signal;
  const running: Running = {
    pid: process.pid,
    isRunning: (pid) => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    },
    now: Date.now,
  };
  expect(run('old', 'fsyncSync', -1)).toBe(null);
  const ends: (string | undefined)[] = [];
  for (const [call, which] of [
    ['writeSync', 1],
    ['renameSync', 0],
    ['renameSync', 1],
    ['renameSync', 2],
    ['rmSync', 0],
  ] as const) {
    await openWriter(running).folder(at('place/out'), fill('old'));
    expect(run('new', call, which)).toBe('SIGKILL');
    openWriter(running).recover(at('place/out'));
    const found = textsIn(at('place/out'));
    ends.push(found?.['deep/er/b.txt']);
    expect(found).toEqual(whole(String(ends.at(-1))));
    expect(readdirSync(at('place'))).toEqual(['out']);
  }
  expect(ends).toEqual(['old', 'old', 'old', 'new', 'new']);
});

describe('a file that must be new', () => {
  test('is written whole, and nothing is left beside it', () => {
    openWriter().file(at('roles/a.yaml'), 'first', true);
    expect(textsIn(folder)).toEqual({ 'roles/a.yaml': 'first' });
  });

  test('is refused where a file came meanwhile, which stays', () => {
    const late = followed((call) => {
      if (call === 'linkSync') writeFileSync(at('a.yaml'), 'theirs');
    });
    const write = () => openWriter(undefined, late).file(at('a.yaml'), 'ours', true);
    expect(write).toThrow(/cannot write `.*a\.yaml`: it exists already/);
    expect(textsIn(folder)).toEqual({ 'a.yaml': 'theirs' });
  });

  test('is new too on a disk without links', () => {
    const bare = followed((call) => {
      if (call === 'linkSync') throw Object.assign(new Error('no links'), { code: 'EPERM' });
    });
    openWriter(undefined, bare).file(at('a.yaml'), 'ours', true);
    expect(() => openWriter(undefined, bare).file(at('a.yaml'), 'again', true)).toThrow('it exists already');
    expect(textsIn(folder)).toEqual({ 'a.yaml': 'ours' });
  });
});

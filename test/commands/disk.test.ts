/** @module-tag slow */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { openIo } from '../../compiler/commands/open-io.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { type Disk, type Running, realDisk } from '../../compiler/io/writer/disk-calls.ts';
import { openWriter } from '../../compiler/io/writer.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { followed } from '../support/disk.ts';
import { tinyPageFile } from '../support/explorer.ts';
import { signer, small } from '../support/signing.ts';

const start = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plafond-disk-'));
  process.chdir(folder);
  mkdirSync('policies');
  writeFileSync('policies/all.yaml', small('view'));
  writeFileSync('key.pem', signer().privateKey, { mode: 0o600 });
});
afterEach(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

/** A process that was killed, and one that runs after it. */
const killed: Running = { pid: 11, isRunning: () => false, now: Date.now };
const next: Running = { pid: 12, isRunning: (pid) => pid === 12, now: Date.now };

/** Runs a command line on a disk. */
async function plafond(line: string, disk: Disk = realDisk, running: Running = next) {
  const plain = chooseColours(false);
  const surroundings = {
    version: '1.2.3',
    folder,
    width: 100,
    today: '2027-01-31',
    explorerPage: tinyPageFile,
  };
  const { file, remove, folder: writeFolder, largeFile, recover } = openWriter(running, disk);
  return answerLine(line.split(' '), registry, {
    ...openIo({ ...surroundings, explorerPage: tinyPageFile, colours: { out: plain, err: plain } }),
    ...{ write: file, remove, writeFolder, writeLargeFile: largeFile, recoverFolder: recover },
  });
}

type Call = keyof Disk;

/** The calls by which a command line writes, in order. */
async function callsOf(line: string): Promise<readonly Call[]> {
  const calls: Call[] = [];
  const { exit } = await plafond(
    line,
    followed((call) => {
      calls.push(call);
    }),
  );
  expect([line, exit]).toEqual([line, 0]);
  return calls;
}

/** Every file of this folder with its text, but for those of git. */
function textsHere(): Readonly<Record<string, string>> {
  const files = readdirSync('.', { recursive: true, encoding: 'utf8' }).filter(
    (file) => !file.startsWith('.git') && statSync(file).isFile(),
  );
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(file, 'utf8')]));
}

/** Makes the files of this folder those of a text each. */
function restore(texts: Readonly<Record<string, string>>): void {
  for (const file of readdirSync('.')) if (file !== '.git') rmSync(file, { recursive: true });
  for (const [file, text] of Object.entries(texts)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o600 });
  }
}

describe('on a full disk no file stays that is empty, half written or nobody’s', () => {
  test.each([
    'init fresh --name @acme/permissions',
    'role new clerk --user-type Core --portfolio full',
    'role clone worker clerk',
    'bundle --key key.pem --sequence 1',
    'bundle --key key.pem --sequence 2 --out deep/er/bundle.dsse.json',
    'export --format sqlite --out fleet.sqlite',
  ])('plafond %s', async (line) => {
    const before = textsHere();
    const calls = await callsOf(line);
    const after = textsHere();
    const made = Object.keys(after).filter((file) => !(file in before));
    expect(made.length).toBeGreaterThan(0);
    const lastBefore = calls.slice(0, calls.findIndex(putsInPlace)).findLastIndex(takesRoom);
    let refused = 0;
    for (const step of stepsOf(calls, 60)) {
      restore(before);
      const full = followed((call, at) => {
        // From here on nothing more can be written; what is there can be closed, looked at and removed.
        if (at >= step && takesRoom(call)) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      });
      const { err, exit } = await plafond(line, full);
      const found = textsHere();
      if (exit === 0) expect(found).toEqual(after);
      else {
        refused++;
        expect([exit, err]).toEqual([2, expect.stringContaining('the disk is full')]);
        for (const [file, text] of Object.entries(found))
          expect([file, step, text]).toEqual([file, step, before[file] ?? after[file]]);
        // Before anything was put in place there is nothing new; `init` takes away what it has put in place.
        if (step <= lastBefore || line.startsWith('init')) expect(found).toEqual(before);
        expect(readdirSync('.').filter((name) => name.includes('.tmp'))).toEqual([]);
      }
    }
    expect(refused).toBeGreaterThan(3);
  });
});

/** Tells whether a call puts something in its place. */
const putsInPlace = (call: Call): boolean => ['renameSync', 'linkSync'].includes(call);

/** Tells whether a call needs room on the disk. */
const takesRoom = (call: Call): boolean => ['mkdirSync', 'writeSync', 'fsyncSync', 'fsync'].includes(call);

/** Returns the places of all renames, of some of the calls that change what stands where, and of some of the others. */
function stepsOf(calls: readonly Call[], most: number): readonly number[] {
  const isMove = (call: Call | undefined) =>
    call !== undefined && (putsInPlace(call) || call === 'rmSync' || call === 'rmdirSync');
  const moves = [...calls.keys()].filter((at) => isMove(calls[at]) || isMove(calls[at - 1]));
  const some = [...calls.keys()].filter((at) => at % Math.ceil(calls.length / (most / 2)) === 0);
  const every = Math.ceil(moves.length / (most / 2));
  const renames = [...calls.keys()].filter(
    (at) => calls[at] === 'renameSync' || calls[at - 1] === 'renameSync',
  );
  const chosen = [...some, ...renames, ...moves.filter((_, at) => at % every === 0)];
  return [...new Set(chosen)].sort((a, b) => a - b);
}

describe('what a killed run was about to replace is put back by the next one, at whatever step it was killed', () => {
  /** Kills a command line at some of its calls, runs it again and returns how often there was nothing in between. */
  async function killAndRepeat(
    line: string,
    target: string,
    change: (round: number) => void,
  ): Promise<number> {
    // Each change is of the same files as the one that is counted, so that the calls are the same ones.
    change(0);
    expect((await plafond(line)).exit).toBe(0);
    change(1);
    const calls = await callsOf(line);
    let missing = 0;
    for (const [round, step] of stepsOf(calls, 24).entries()) {
      change(round + 2);
      const dying = followed((_call, at) => {
        if (at >= step) throw new Error('killed');
      });
      await plafond(line, dying, killed).catch(() => undefined);
      if (!existsSync(target)) missing++;
      expect([step, (await plafond(line)).exit]).toEqual([step, 0]);
      const found = textsHere();
      rmSync(target, { recursive: true });
      expect((await plafond(line)).exit).toBe(0);
      expect(found).toEqual(textsHere());
      expect(readdirSync('.').filter((name) => name.includes('.tmp'))).toEqual([]);
    }
    return missing;
  }

  test('plafond compile', async () => {
    const missing = await killAndRepeat('compile', 'generated', (round) =>
      writeFileSync('policies/all.yaml', `# ${round}\n${small(round % 2 === 0 ? 'view' : 'view, remove')}`),
    );
    expect(missing).toBeGreaterThan(0);
  });

  test.each([
    ['parquet', 'fleet'],
    ['sqlite', 'fleet.sqlite'],
  ])('plafond export --format %s', async (format, out) => {
    const line = `export --format ${format} --out ${out}`;
    const missing = await killAndRepeat(line, out, (round) =>
      writeFileSync('policies/all.yaml', `# ${round}\n${small(round % 2 === 0 ? 'view' : 'view, remove')}`),
    );
    // A file takes the place of the other in one step; a folder cannot.
    expect(missing > 0).toBe(format === 'parquet');
  });

  test('plafond audit', async () => {
    const git = (...told: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@acme.example', ...told], {
        stdio: 'pipe',
      });
    git('init', '-q');
    const missing = await killAndRepeat('audit --out pack', 'pack', (round) => {
      writeFileSync('policies/all.yaml', `# ${round}\n${small(round % 2 === 0 ? 'view' : 'view, remove')}`);
      git('add', 'policies');
      git('commit', '-q', '-m', `round ${round}`);
    });
    expect(missing).toBeGreaterThan(0);
  });
});

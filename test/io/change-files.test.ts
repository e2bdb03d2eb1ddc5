/** @module-tag slow */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Disk, DiskError, type Running, realDisk } from '../../compiler/io/writer/disk-calls.ts';
import { openWriter } from '../../compiler/io/writer.ts';
import { countCalls, killedAt, refusingAt, textsIn } from '../support/disk.ts';

let folder: string;
const at = (name: string) => path.join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plafond-changes-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const dead: Running = { pid: 11, isRunning: () => false, now: Date.now };
const next: Running = { pid: 12, isRunning: (pid) => pid === 12, now: Date.now };

const before = { 'a.yaml': 'old a', 'b.yaml': 'old b', 'gone.yaml': 'old' };
const after = { 'a.yaml': 'new a', 'b.yaml': 'new b', 'deep/er/c.yaml': 'new c' };

function reset() {
  for (const name of readdirSync(folder)) rmSync(at(name), { recursive: true });
  for (const [name, text] of Object.entries(before)) writeFileSync(at(name), text);
}

const change = (disk: Disk) =>
  openWriter(dead, disk).changes([
    { file: at('a.yaml'), text: 'new a' },
    { file: at('deep/er/c.yaml'), text: 'new c' },
    { file: at('gone.yaml'), text: undefined },
    { file: at('b.yaml'), text: 'new b' },
  ]);

describe('several files', () => {
  test('are all changed or all as they were, whichever step the disk refuses', async () => {
    reset();
    const steps = await countCalls(change);
    expect(steps).toBeGreaterThan(60);
    const ends = new Set<string>();
    for (let step = 0; step < steps; step++) {
      reset();
      let error: unknown;
      try {
        change(refusingAt(step));
      } catch (thrown) {
        error = thrown;
        expect(error).toBeInstanceOf(DiskError);
        expect(String(error)).toContain('the disk is full');
      }
      // A file beside them that could not be removed goes with the next change.
      if (error === undefined)
        openWriter(next).changes(
          ['a', 'b'].map((name) => ({ file: at(`${name}.yaml`), text: `new ${name}` })),
        );
      const all = Object.entries(textsIn(folder) ?? {});
      const found = Object.fromEntries(all.filter(([name]) => error || !name.startsWith('gone.yaml.tmp')));
      expect(found, `refused at step ${step}`).toEqual(error === undefined ? after : before);
      ends.add(String(error === undefined));
    }
    expect(ends).toEqual(new Set(['true', 'false']));
  });

  test('are each whole, killed at whatever step, and the next change clears up', async () => {
    reset();
    const steps = await countCalls(change);
    for (let step = 0; step < steps; step++) {
      reset();
      try {
        change(killedAt(step));
      } catch {
        // A change that is killed while it clears up may throw or not: only the files count.
      }
      const found = Object.entries(textsIn(folder) ?? {}).filter(([name]) => name.endsWith('.yaml'));
      const possible = [...Object.entries(before), ...Object.entries(after)];
      for (const one of found) expect(possible).toContainEqual(one);
      if (found.some(([name]) => name === 'gone.yaml')) change(realDisk);
    }
  });

  test('are as they were if a check says no, before or after', () => {
    for (const when of ['before', 'after'] as const) {
      reset();
      const seen: unknown[] = [];
      const stop = () => {
        seen.push(textsIn(folder)?.['a.yaml']);
        throw new RangeError('no');
      };
      const changes = [
        { file: at('a.yaml'), text: 'new a' },
        { file: at('deep/c.yaml'), text: 'new c' },
      ];
      expect(() => openWriter(next).changes(changes, { [when]: stop })).toThrow(RangeError);
      expect(seen).toEqual([when === 'before' ? 'old a' : 'new a']);
      expect(textsIn(folder)).toEqual(before);
      expect(readdirSync(folder)).not.toContain('deep');
    }
  });

  test('keep their modes, and a link leads to what is written', () => {
    reset();
    chmodSync(at('a.yaml'), 0o640);
    mkdirSync(at('away'));
    writeFileSync(at('away/real.yaml'), 'old');
    symlinkSync(at('away/real.yaml'), at('link.yaml'));
    openWriter(next).changes([
      { file: at('a.yaml'), text: 'new' },
      { file: at('link.yaml'), text: 'new' },
    ]);
    expect(statSync(at('a.yaml')).mode & 0o777).toBe(0o640);
    expect(textsIn(folder)).toMatchObject({ 'a.yaml': 'new', 'away/real.yaml': 'new' });
  });

  test('that cannot be put back are named', () => {
    reset();
    let renamed = 0;
    const broken: Disk = {
      ...realDisk,
      renameSync(from, to) {
        // The second file is refused, and with it whatever would put the first one back.
        if (++renamed > 1) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        realDisk.renameSync(from, to);
      },
    };
    expect(() => change(broken)).toThrow(
      `c.yaml\`: the disk is full; and these files were changed and could not be put back: \`${at('a.yaml')}\``,
    );
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { textsIn } from '../support/disk.ts';
import { fleetOf } from '../support/fleet-world.ts';

/* Processes that compile and are killed, or that compile at the same time with one cache. */

const plafond = fileURLToPath(new URL('../../dist/plafond.js', import.meta.url));
const tenants = 60;

let place: string;
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'plafond-killed-'));
  mkdirSync(at('policies/tenants'), { recursive: true });
  for (const document of fleetOf({ tenants }) as readonly Named[]) {
    const of = document.kind === 'Tenant' ? document.name : document.tenant;
    writeFileSync(
      at(of === undefined ? 'policies/common.yaml' : `policies/tenants/${of}.yaml`),
      `---\n${stringify(document)}`,
      { flag: 'a' },
    );
  }
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

interface Named {
  readonly kind: string;
  readonly name?: string;
  readonly tenant?: string;
}

const at = (file: string) => path.join(place, file);

/** Changes a role of one tenant, each time to something else. */
const change = (turn: number) =>
  writeFileSync(
    at('policies/tenants/night.yaml'),
    stringify({
      kind: 'Role',
      name: `late-${turn}`,
      tenant: 'tenant-1',
      userType: 'Core',
      portfolio: ['own'],
      grants: { models: { Account: ['view'] } },
    }),
  );

function start(...words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [plafond, 'compile', '--quiet', ...words], {
    cwd: place,
    env: { ...process.env, PLAFOND_CACHE: at('cache') },
    stdio: 'ignore',
  });
}

const ended = (child: ChildProcess): Promise<number | NodeJS.Signals | null> =>
  new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));

/** The bytes that are written without a cache. */
async function compileFresh() {
  expect(await ended(start('--no-cache', '--force', '--out', 'fresh'))).toBe(0);
  return textsIn(at('fresh'));
}

describe('compile', { tags: ['slow'] }, () => {
  test('leaves a whole folder, old or new, wherever it is killed, and the next run writes the right one', async () => {
    const started = Date.now();
    expect(await ended(start())).toBe(0);
    const whole = Date.now() - started;
    let before = await compileFresh();
    const ends = new Set<unknown>();
    for (let turn = 0; turn < 8; turn++) {
      change(turn);
      const after = await compileFresh();
      const child = start();
      const end = ended(child);
      // The first turn waits for nothing, so that it is killed on any machine.
      await setTimeout((whole * turn) / 8);
      child.kill('SIGKILL');
      ends.add(await end);
      const left = textsIn(at('generated'));
      // Between two renames there is none for a moment, and the next run puts it back.
      if (left) expect([before, after]).toContainEqual(left);
      expect(await ended(start())).toBe(0);
      expect(textsIn(at('generated'))).toEqual(after);
      expect(readdirSync(place).filter((name) => name.startsWith('generated'))).toEqual(['generated']);
      before = after;
    }
    expect(ends).toContain('SIGKILL');
  });

  test('writes the right bytes in several processes at once, with one cache and each its folder', async () => {
    const folders = ['one', 'two', 'three'];
    for (let turn = 0; turn < 3; turn++) {
      change(turn);
      const runs = folders.map((out) => ended(start('--out', out)));
      expect(await Promise.all(runs)).toEqual(folders.map(() => 0));
      const fresh = await compileFresh();
      for (const out of folders) expect(textsIn(at(out))).toEqual(fresh);
    }
  });

  test('writes one of the two states whole where two processes write one folder', async () => {
    for (let turn = 0; turn < 3; turn++) {
      change(turn);
      const codes = await Promise.all([ended(start()), ended(start())]);
      expect(codes).toContain(0);
      expect(await ended(start())).toBe(0);
      expect(textsIn(at('generated'))).toEqual(await compileFresh());
    }
  });
});

/** @module-tag slow */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const folder = path.join(import.meta.dirname, '..', '..', 'bench');

/** The smallest size of each script, and the text that stands in what it prints once it has done everything. */
const smallest: Readonly<Record<string, readonly [args: readonly string[], printed: string]>> = {
  'beside.mjs': [[path.join(folder, '..'), '1'], 'compile '],
  'bundle.mjs': [['3', '2'], 'swap to the same file'],
  'cli.mjs': [['1'], '| compile |'],
  'diff-families.mjs': [['6', '1', '3'], 'pairs/s of CPU'],
  'diff-verdicts.mjs': [['3'], '3 pairs, '],
  'explorer.mjs': [['2', '2'], '| 2 roles, 24,500 cells |'],
  'fleet.mjs': [['2', '2'], 'written: '],
  'fleet-sql.mjs': [['24', '2'], 'parts: What do roles ask'],
  'import.mjs': [['3', '50', '10'], 'import again: 3 roles'],
  'mutations.mjs': [['3'], '3 files: '],
  'reach.mjs': [['1', '2', '6'], 'goals, at most'],
  'roles.mjs': [['2'], './roles in a page: '],
  'runtime.mjs': [['--brief'], '### Goals'],
  'since.mjs': [['2'], 'the answers agree'],
  'types.mjs': [['1', '20'], 'times the check time of stock'],
  'worlds.mjs': [['2'], '2 worlds compiled'],
  'yaml.mjs': [['20'], '20 texts: '],
};

describe('every script of bench/ runs', () => {
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.mjs'));

  test('each has a smallest size', () => {
    expect(Object.keys(smallest).sort()).toEqual(scripts.sort());
  });

  test.each(scripts)('%s', (script) => {
    const [args = [], printed = ''] = smallest[script] ?? [];
    const run = spawnSync(process.execPath, [path.join(folder, script), ...args], { encoding: 'utf8' });
    // The speed decides the exit status of some benches: a busy machine is no fault of theirs.
    expect({ crashed: /^ {4}at /m.exec(run.stderr)?.input, signal: run.signal }).toEqual({
      crashed: undefined,
      signal: null,
    });
    expect(run.stdout).toContain(printed);
  });
});

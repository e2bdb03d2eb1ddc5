/** @module-tag slow */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { type Fixture, fixturesIn, ioBelow } from '../support/fixtures.ts';

const require = createRequire(import.meta.url);

/** The schema of SARIF 2.1.0, without the two words by which it says that it is of draft 4: it uses no other word of it. */
const {
  $schema: _draft,
  id: _address,
  ...schema
} = JSON.parse(
  readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
);
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isSarif = ajv.compile(schema);

/** Returns how often a log says something, after it was held against the schema. */
async function readLog({ folder }: Fixture, ...line: readonly string[]): Promise<number> {
  const { out } = await answerLine([...line, '--format', 'sarif'], registry, ioBelow(folder));
  const log = JSON.parse(typeof out === 'string' ? out : [...out].join(''));
  isSarif(log);
  expect(isSarif.errors ?? []).toEqual([]);
  return log.runs[0].results.length;
}

describe('what is wrong in policies is SARIF', () => {
  test.for([...fixturesIn('mistakes'), ...fixturesIn('lints')])('$name', async (fixture) => {
    expect(await readLog(fixture, 'check')).toBeGreaterThan(0);
  });
});

describe('what changes between policies is SARIF', () => {
  const sides = ['--base-dir', 'base/policies', '--head-dir', 'head/policies'];
  test.for(fixturesIn('diffs'))('$name', async (fixture) => {
    const all = await readLog(fixture, 'diff', ...sides, '--fail-on', 'any');
    expect(all).toBeGreaterThanOrEqual(await readLog(fixture, 'diff', ...sides));
  });
});

test('the schema refuses what is none', () => {
  const driver = { name: 'plafond' };
  const log = (result: unknown) => ({ version: '2.1.0', runs: [{ tool: { driver }, results: [result] }] });
  expect(isSarif(log({ message: { text: 'a' } }))).toBe(true);
  for (const result of [{}, { message: {} }, { message: { text: 'a' }, level: 'info' }])
    expect(isSarif(log(result)), JSON.stringify(result)).toBe(false);
});

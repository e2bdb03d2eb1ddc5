/** @module-tag slow */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import type { Io } from '../../compiler/commands/command.ts';
import { registry } from '../../compiler/commands/registry.ts';
import type { ChangeJson } from '../../compiler/questions/diff/report.ts';
import { type Fixture, fixturesIn, ioBelow } from '../support/fixtures.ts';
import { ioInMemory, textOf } from '../support/io.ts';

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

/** A result, as far as these tests look at it. */
interface LoggedResult {
  readonly ruleId: string;
  readonly message: { readonly text: string };
  readonly locations?: readonly unknown[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

/** Returns the results of a log, after it was held against the schema. */
async function readResults(line: readonly string[], io: Io): Promise<readonly LoggedResult[]> {
  const { out } = await answerLine([...line, '--format', 'sarif'], registry, io);
  const log = JSON.parse(textOf(out));
  isSarif(log);
  expect(isSarif.errors ?? []).toEqual([]);
  return log.runs[0].results;
}

/** Returns how often a log says something, after it was held against the schema. */
const readLog = async ({ folder }: Fixture, ...line: readonly string[]): Promise<number> =>
  (await readResults(line, ioBelow(folder))).length;

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

  test.for(fixturesIn('diffs'))(
    '$name: one result for each distinct change, fault and effect on people',
    async ({ folder }) => {
      const io = ioBelow(folder);
      const { out } = await answerLine(['diff', ...sides, '--format', 'json'], registry, io);
      const told = JSON.parse(textOf(out));
      const results = await readResults(['diff', ...sides], io);
      const rules = (pattern: RegExp) => results.filter(({ ruleId }) => pattern.test(ruleId));
      const lines = (told.changes as ChangeJson[]).map(({ kind, permission, because: { at, other } }) => {
        const isGain = kind === 'gained' || kind === 'widened' || kind === 'shifted';
        const { path, line, column } = isGain || at.side === 'head' || !other ? at : other;
        return JSON.stringify([kind, permission, path, line, column]);
      });
      expect(rules(/^change-/).length).toBeGreaterThanOrEqual(new Set(lines).size);
      expect(rules(/^people-/)).toHaveLength(told.netEffects.length);
      expect(rules(/^role-(given|taken)$/)).toHaveLength(told.reassigned.length);
      expect(rules(/^statement-/)).toHaveLength(told.alterations.length);
      for (const { code } of told.faults) expect(rules(new RegExp(`^${code}$`))).not.toEqual([]);
      const prints = results.map((one) => JSON.stringify(one.partialFingerprints));
      expect(new Set(prints).size).toBe(prints.length);
      for (const { ruleId, locations } of results) expect(locations, ruleId).toHaveLength(1);
    },
  );
});

test('a result of a diff is recognized again on another line', async () => {
  const { folder } = fixturesIn('diffs').find(({ name }) => name === 'people-together') ?? { folder: '' };
  const read = (side: string) => readFileSync(`${folder}/${side}/policies/all.yaml`, 'utf8');
  const line = ['diff', '--base-dir', 'base', '--head-dir', 'head'];
  const results = (head: string) =>
    readResults(line, ioInMemory({ 'base/all.yaml': read('base'), 'head/all.yaml': head }).io);
  const identities = (some: readonly LoggedResult[]) =>
    some.map(({ ruleId, partialFingerprints }) => [ruleId, partialFingerprints['plafond/v1']]);
  const before = await results(read('head'));
  const after = await results(`# one line more\n${read('head')}`);
  expect(before.length).toBeGreaterThan(2);
  expect(identities(after)).toEqual(identities(before));
  expect(after.map(({ locations }) => locations)).not.toEqual(before.map(({ locations }) => locations));
});

test('the schema refuses what is none', () => {
  const driver = { name: 'plafond' };
  const log = (result: unknown) => ({ version: '2.1.0', runs: [{ tool: { driver }, results: [result] }] });
  expect(isSarif(log({ message: { text: 'a' } }))).toBe(true);
  for (const result of [{}, { message: {} }, { message: { text: 'a' }, level: 'info' }])
    expect(isSarif(log(result)), JSON.stringify(result)).toBe(false);
});

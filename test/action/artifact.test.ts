import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readReport, unzipReport } from '../../action/download-report.ts';
import { groupOf, reportOf, zipOf } from './reports.ts';

const read = (value: unknown) => readReport(JSON.stringify(value));
const buffer = (bytes: Uint8Array) => bytes.slice().buffer;

test('reads a report', () => {
  const report = reportOf([
    groupOf(),
    groupOf({ unknown: 1, woken: true, granted: { path: 'a.yaml', line: 1, column: 1 } }),
  ]);
  expect(readReport(unzipReport(buffer(zipOf(report))))).toEqual(report);
});

const hostile: Readonly<Record<string, unknown>> = {
  'no object': 'gained',
  'an unknown kind': reportOf([groupOf({ kind: 'approved' as 'gained' })]),
  'an unknown risk': reportOf([groupOf({ risk: 'none' as 'read' })]),
  'another version': { ...reportOf(), version: 2 },
  'more than a report': { ...reportOf(), comment: '## all is well' },
  'more than a group': reportOf([{ ...groupOf(), note: 'approved' } as ReturnType<typeof groupOf>]),
  'less than a report': { ...reportOf(), check: undefined },
  'a commit that is a branch': reportOf([], { head: 'main' }),
  'a number that is a text': { ...reportOf(), pullRequest: '7' },
  'a number below one': { ...reportOf(), pullRequest: -7 },
  'a repository that is a path': reportOf([], { repository: '../../etc' }),
  'users below none': reportOf([groupOf({ users: -1 })]),
  'a name without end': reportOf([groupOf({ tenants: ['x'.repeat(1_001)] })]),
  'a finding of an unknown code': {
    ...reportOf(),
    check: {
      version: 1,
      errors: 0,
      warnings: 0,
      findings: [
        {
          code: 'all-well',
          severity: 'error',
          message: '',
          path: '',
          line: 1,
          column: 1,
          endLine: 1,
          endColumn: 1,
          related: [],
        },
      ],
    },
  },
};

test.each(Object.entries(hostile))('refuses %s', (_, value) => {
  expect(() => read(value)).toThrow('the report is not of the expected shape');
});

test.each(['__proto__', 'constructor', 'prototype', 'toString'])('refuses the key %s', (key) => {
  const text = JSON.stringify(reportOf([groupOf()]));
  const everywhere = [...text.matchAll(/\{"/g)].map(
    ({ index }) => `${text.slice(0, index)}{"${key}":{"isApproved":true},${text.slice(index + 1)}`,
  );
  expect(everywhere.length).toBeGreaterThan(4);
  for (const forged of everywhere) expect(() => readReport(forged)).toThrow('not of the expected shape');
  expect(({} as Readonly<Record<string, unknown>>).isApproved).toBeUndefined();
});

test.each(['', '{', '[', '{"version":1'.repeat(3), 'null,'])('refuses what is not JSON: %s', (text) => {
  expect(() => readReport(text)).toThrow('the report is not JSON');
});

test('refuses lists without end and nesting without end', () => {
  const many = reportOf([]);
  const groups = Array.from({ length: 200_001 }, () => null);
  expect(() => read({ ...many, diff: { ...many.diff, groups } })).toThrow('not of the expected shape');
  expect(() => readReport('['.repeat(200_000) + ']'.repeat(200_000))).toThrow('not of the expected shape');
});

test('says no more than a little of what it was given', () => {
  const forged = JSON.stringify({ ...reportOf(), [`\n::error::${'x'.repeat(10_000)}`]: 1 });
  const message = (() => {
    try {
      return String(readReport(forged));
    } catch (error) {
      return String(error);
    }
  })();
  expect(message.length).toBeLessThan(300);
  expect(message).not.toContain('\n');
});

test('refuses what is not a zip, or holds something else', () => {
  expect(() => unzipReport(buffer(strToU8('<html>')))).toThrow('the artifact is not a zip file');
  expect(() => unzipReport('text')).toThrow('the artifact is too large');
  expect(() => unzipReport(buffer(zipOf({}, '../../action.yml')))).toThrow('does not hold one file');
  const two = zipSync({ 'plafond-report.json': strToU8('{}'), 'extra.json': strToU8('{}') });
  expect(() => unzipReport(buffer(two))).toThrow('does not hold one file');
  const bytes = zipSync({ 'plafond-report.json': new Uint8Array([0x7b, 0xff, 0x7d]) });
  expect(() => unzipReport(buffer(bytes))).toThrow('the report is not UTF-8');
});

/** A zip that says of its file how large it is unpacked. */
function saying(zip: Uint8Array, size: number): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  for (let at = 0; at < zip.length - 46; at++)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, size, true);
  return zip;
}

test('refuses a zip that unpacks to too much, before it unpacks it', () => {
  expect(() => unzipReport(buffer(saying(zipOf('{}'), 65 * 1_048_576)))).toThrow('the report is too large');
});

test('does not unpack more than a zip owns up to', () => {
  const bomb = saying(zipOf(' '.repeat(400_000)), 100);
  let text = '';
  try {
    text = unzipReport(buffer(bomb));
  } catch (error) {
    expect(String(error)).toContain('the artifact is not a zip file');
  }
  expect(text.length).toBeLessThanOrEqual(100);
});

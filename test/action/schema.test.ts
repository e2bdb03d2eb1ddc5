import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readReport } from '../../action/download-report.ts';
import { renderComment } from '../../action/render.ts';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { fixturesIn, ioBelow } from '../support/fixtures.ts';
import { textOf } from '../support/io.ts';
import { base, head, reportOf } from './reports.ts';

/** Returns the JSON that a command line prints inside the folder of a case. */
async function answered<T>(folder: string, ...argv: readonly string[]): Promise<T> {
  const { out } = await answerLine([...argv, '--format', 'json'], registry, ioBelow(folder));
  return JSON.parse(textOf(out)) as T;
}

/** The schema is written by hand: whatever `diff` can say, the second stage must take. */
test.for(fixturesIn('diffs'))('takes what diff says of $name', ({ folder }) => {
  const text = readFileSync(`${folder}/expected.json`, 'utf8');
  const { changes, people, ...diff } = JSON.parse(text) as Record<string, unknown>;
  expect([changes, people].every(Array.isArray)).toBe(true);
  const report = readReport(JSON.stringify({ ...reportOf(), diff: { ...diff, base, head } }));
  expect(report.diff).toEqual({ ...diff, base, head });
  expect(renderComment(report, 'none')).toMatch(/^<!-- plafond:diff -->\n## Permissions: /);
});

test.for(fixturesIn('mistakes'))('takes what check says of $name', { tags: ['slow'] }, async ({ folder }) => {
  const check = await answered(folder, 'check');
  const report = readReport(JSON.stringify({ ...reportOf(), check, diff: null, broken: check }));
  expect(report.check).toEqual(check);
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { listLinks } from '../support/pages.ts';

const root = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** Returns the texts of all policies, comments joined where a line breaks within one. */
function readPolicies(): [file: string, text: string][] {
  return readdirSync(path.join(root, 'policies'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => [file, read(path.join('policies', file)).replace(/\n\s*#\s*/g, ' ')]);
}

/** Returns what a policy cites: numbers of the fact sheet, and parts of sources. */
function citationsIn(text: string): string[] {
  const numbers = [...text.matchAll(/fact sheet ((?:[A-Z]-\d+|\d+)(?:(?:, | to )[A-Z]-\d+)*)/gi)].flatMap(
    ([, list = '']) => list.split(/, | to /),
  );
  const parts = [...text.matchAll(/^\s*source: (?=[A-Z])(.*)$/gm)].flatMap(([, source = '']) =>
    source
      .split('; ')
      .filter((part) => !/^fact sheet /i.test(part))
      .map((part) => part.trim()),
  );
  return [...numbers, ...parts];
}

describe('docs/planhat.md', () => {
  const page = read('docs/planhat.md');
  const numbers = [...page.matchAll(/^#{2,3} ([A-Z]-\d+|\d+)\.? /gm)].map(([, number = '']) => number);
  const parts = [...page.matchAll(/^\| ([A-Z]+(?: › [^|]+)?) \|/gm)].map(([, part = '']) => part.trim());
  const cited = readPolicies().flatMap(([file, text]) =>
    citationsIn(text).map((citation) => ({ file, citation })),
  );

  test('is where every citation in policies/ leads', () => {
    expect(cited.length).toBeGreaterThan(120);
    expect(cited.filter(({ citation }) => !numbers.includes(citation) && !parts.includes(citation))).toEqual(
      [],
    );
  });

  test('has each number once, and says what each means', () => {
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const section of page.split(/^#{2,3} (?=[A-Z]-\d)/m).slice(1))
      expect(section).toMatch(/^[^\n]+\n\n\S/);
  });

  test('is missed by a citation of what it does not have', () => {
    expect(citationsIn('# (fact sheet R-999,\n')).toEqual(['R-999']);
    expect(citationsIn('  source: A › 3.2; fact sheet D-01, Q-16')).toEqual(['D-01', 'Q-16', 'A › 3.2']);
    expect(numbers).not.toContain('R-999');
  });
});

describe('decisions', () => {
  const folder = 'compiler/decisions';
  const files = readdirSync(path.join(root, folder)).sort();

  test('are numbered without a gap', () => {
    expect(files.map((file) => Number(file.slice(0, 4)))).toEqual(files.map((_, index) => index + 1));
  });

  test.each(files)('%s has its number, a status and a date', (file) => {
    const text = read(path.join(folder, file));
    expect(text).toMatch(new RegExp(`^# ${file.slice(0, 4)} \\S`));
    expect(text).toMatch(/^\*\*Status\.\*\* (Accepted|Superseded by \d{4})$/m);
    expect(text).toMatch(/^\*\*Date\.\*\* \d{4}-\d{2}-\d{2}$/m);
    expect(text).toMatch(/^\*\*Decision\.\*\*/m);
  });
});

test.each([
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'docs/planhat.md',
  'docs/start.md',
  'docs/review.md',
  'docs/audit.md',
  'examples/service/README.md',
])('every link of %s to a file leads to one', (file) => {
  const links = listLinks(read(file)).filter((link) => !/^https?:/.test(link));
  const folder = path.join(root, path.dirname(file));
  expect(links.filter((link) => !existsSync(path.join(folder, link)))).toEqual([]);
});

test('the changelog knows the version of the package', () => {
  const { version } = JSON.parse(read('package.json'));
  expect(read('CHANGELOG.md')).toContain(`## [${version}] - `);
  expect(read('CHANGELOG.md')).toContain('## [Unreleased]');
});

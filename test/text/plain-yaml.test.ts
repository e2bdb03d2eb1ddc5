/** @module-tag slow */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { locatePlain } from '../../compiler/text/locate-plain.ts';
import { readPlainYaml, tracePlainYaml } from '../../compiler/text/read-plain-yaml.ts';
import { parseYaml } from '../../compiler/text/yaml.ts';
import { compareReadings, rollFrom, scribble, slip } from '../support/mutate-yaml.ts';
import { runs } from '../support/random.ts';

const texts = readdirSync('policies', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
  .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));

test('every policy is plain', () => {
  expect(texts.length).toBeGreaterThan(50);
  expect(texts.filter((text) => compareReadings(text) !== 'plain')).toEqual([]);
});

describe('a plain text', () => {
  test.each([
    ['empty documents are left out', '---\n# none\n---\na: 1\n---\n', [{ a: 1 }]],
    [
      'a list may stand at the column of its key',
      'a:\n- b\n-  c: 1\n   d:\ne: []',
      [{ a: ['b', { c: 1, d: null }], e: [] }],
    ],
    ['a key may be of several words', 'a b - c: 1\nd  e: 2', [{ 'a b - c': 1, 'd  e': 2 }]],
    [
      'brackets may span lines',
      'a: [b, # c\n\n  d,\n ]\ne: { "f":1, g: }',
      [{ a: ['b', 'd'], e: { f: 1, g: null } }],
    ],
    [
      'a colon and a number sign may stand inside',
      'a: b:c#d # e\nf: [g:h, i#j]',
      [{ a: 'b:c#d', f: ['g:h', 'i#j'] }],
    ],
    [
      'numbers, words and dates',
      'a: [1, -2, 0.5, true, ~, 2026-01-31, 1.4.0, yes]',
      [{ a: [1, -2, 0.5, true, null, '2026-01-31', '1.4.0', 'yes'] }],
    ],
    ['line ends may be those of Windows', 'a: 1\r\nb:\r\n  c: "d"\r\n', [{ a: 1, b: { c: 'd' } }]],
    [
      'keys that objects have mean nothing else',
      '__proto__: 1\nconstructor: 2',
      [{ ['__proto__']: 1, constructor: 2 }],
    ],
  ])('%s', (_, text, values) => {
    expect(compareReadings(text)).toBe('plain');
    expect(JSON.stringify(readPlainYaml(text))).toBe(JSON.stringify(values));
  });
});

test.each([
  ...[
    'a:\n\tb: 1',
    'a: &b 1',
    'a: *b',
    'a: !t b',
    'a: |\n  b',
    'a: >-\n  b',
    'a: b\n  c',
    '? a',
    'a: "b\\n"',
    "a: 'it''s'",
  ],
  ...[
    'a: 1\na: 2',
    '1: a',
    'true: a',
    'a: b: c',
    'a: [b',
    'a: [b\n]',
    'a: {b: c\n}',
    'a: -0',
    'a: 0x1',
    'a: 1e3',
    'a: 1\n b: 2',
  ],
  ...[
    'a: 9007199254740993',
    'a: - b',
    '- a',
    'a',
    '%YAML 1.2\n---\na: 1',
    'a: 1\n...\n',
    '--- a',
    '<<: a',
    'a: b :',
    'a:b',
    'a: "b"c',
  ],
])('%j is left to the reader of all YAML', (text) => {
  expect(readPlainYaml(text)).toBeUndefined();
});

test('places are those of the reader of all YAML', () => {
  const [, second] = parseYaml({ path: 'a.yaml', text: '---\n---\na: 1\n---\nb: { c: d }\n' });
  expect(second?.locate(['b', 'c'], 'value')).toEqual({ start: 25, end: 26 });
});

test('places in policies are found without the reader of all YAML', () => {
  for (const text of texts) {
    const [node] = tracePlainYaml(text) ?? [];
    const name = node && locatePlain(node, ['name'], 'value');
    expect(text.slice(name?.start, name?.end)).toMatch(/^\S.*$/);
  }
});

test('whatever happens to a text, both readers agree', { tags: ['slow'] }, () => {
  const { numRuns, seed } = runs(4000);
  const found = { plain: 0, left: 0, different: 0 };
  for (let at = 0; at < numRuns; at++) {
    const roll = rollFrom(seed + at);
    const text = roll(3) === 0 ? scribble(roll) : slip(texts[roll(texts.length)] ?? '', roll);
    const reading = compareReadings(text);
    found[reading]++;
    if (reading === 'different') expect.fail(`seed ${seed + at}: ${JSON.stringify(text)}`);
  }
  expect(found.plain).toBeGreaterThan(numRuns / 20);
  expect(found.left).toBeGreaterThan(numRuns / 20);
});

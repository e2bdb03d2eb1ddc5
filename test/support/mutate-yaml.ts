/** Texts like those that people write, with slips: each from a seed, the same on every machine. */

import { locatePlain } from '../../compiler/text/locate-plain.ts';
import { readPlainYaml, tracePlainYaml } from '../../compiler/text/read-plain-yaml.ts';
import { type Path, parseAnyYaml, type YamlDocument } from '../../compiler/text/yaml.ts';

/** Numbers from a seed. */
export function rollFrom(seed: number): (bound: number) => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

/** The pieces that are put into texts: everything that means something in YAML, and texts that look like it. */
const pieces = [
  ...[
    '\n',
    '\n\n',
    ' ',
    '  ',
    '    ',
    '\t',
    '\r\n',
    '\r',
    '\n  ',
    '\n- ',
    '\n# c\n',
    ' # c',
    '#',
    '# ',
    '#\n',
  ],
  ...[
    ':',
    ': ',
    ' : ',
    ':\n',
    '-',
    '- ',
    '- - ',
    '? ',
    '?',
    ',',
    ', ',
    '[',
    ']',
    '{',
    '}',
    '[]',
    '{}',
    '[a]',
    '{a: b}',
  ],
  ...[
    '"',
    "'",
    '""',
    "''",
    '"a"',
    "'a'",
    '"a": ',
    "'*': ",
    '"\\n"',
    '"\\',
    "it''s",
    '`',
    '@',
    '%',
    '&a ',
    '*a',
    '!t ',
    '!!str ',
  ],
  ...[
    '|',
    '|\n',
    '>',
    '>-\n  ',
    '---',
    '\n---\n',
    '--- ',
    '...',
    '\n...\n',
    '%YAML 1.2\n',
    '<<',
    '<<: ',
    '=',
    '~',
    '$',
    '*',
  ],
  ...[
    'null',
    'true',
    'True',
    'yes',
    'no',
    'false',
    '0',
    '-0',
    '+1',
    '007',
    '1.0',
    '1.50',
    '.5',
    '5.',
    '1e3',
    '0x1F',
    '0o17',
    '.inf',
    '-.inf',
    '.nan',
  ],
  ...[
    '12345678901234567890',
    '9007199254740993',
    '0.1000000000000000000001',
    '1_000',
    '2026-01-31',
    '1.4.0',
    '1:2',
    '-',
    '-a',
    '-.5',
    '+',
    '.',
  ],
  ...[
    'a',
    'b:c',
    'Company:view',
    '__proto__: 1',
    'constructor',
    'a b',
    '\u00a0',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\u00e9',
    '\u{1f600}',
    '\u0000',
    '\u007f',
  ],
] as const;

/** Changes a text at up to six places: puts pieces in, takes parts out, moves, repeats and indents lines. */
export function slip(text: string, roll: (bound: number) => number): string {
  let changed = text;
  for (let left = 1 + roll(roll(2) ? 2 : 5); left > 0; left--) changed = slipOnce(changed, roll);
  return changed;
}

function slipOnce(text: string, roll: (bound: number) => number): string {
  const at = roll(text.length + 1);
  const piece = pieces[roll(pieces.length)] ?? '';
  switch (roll(8)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + roll(4));
    case 1:
      return text.slice(0, at) + piece + text.slice(at + roll(6));
    case 2:
    case 3:
      return changeLine(text, roll, (line) => ' '.repeat(roll(5)) + (roll(2) ? line.trimStart() : line));
    case 4:
      return changeLine(text, roll, (line) => `${line}\n${line}`);
    case 5:
      return changeLine(text, roll, (line) => line.slice(0, roll(line.length + 1)) + piece);
    default:
      return text.slice(0, at) + piece + text.slice(at);
  }
}

function changeLine(text: string, roll: (bound: number) => number, change: (line: string) => string): string {
  const lines = text.split('\n');
  const at = roll(lines.length);
  return lines.map((line, index) => (index === at ? change(line) : line)).join('\n');
}

/** A short text from nothing but pieces and line breaks. */
export function scribble(roll: (bound: number) => number): string {
  let text = roll(2) ? 'a: ' : '';
  for (let left = 1 + roll(12); left > 0; left--) {
    text += pieces[roll(pieces.length)];
    if (roll(3) === 0) text += `\n${' '.repeat(roll(4))}`;
    if (roll(4) === 0) text += 'k: ';
  }
  return text;
}

/** The way in which a text was read: by the plain reader, which then must agree with `yaml`, or left to `yaml`. */
export type Reading = 'plain' | 'left' | 'different';

/** Reads a text in both ways and compares the values, to the last key and sign. */
export function compareReadings(text: string): Reading {
  const plain = readPlainYaml(text);
  if (!plain) return 'left';
  const whole = parseAnyYaml({ path: 'a.yaml', text });
  const isRead = whole.length === plain.length && whole.every(({ mistakes }) => mistakes.length === 0);
  const isEqual = isRead && spell(whole.map(({ value }) => value)) === spell(plain);
  return isEqual && hasEqualPlaces(whole, text) ? 'plain' : 'different';
}

/** Tells whether the places of a plain text, and of what is not in it, are those of `yaml`, or left to it. */
function hasEqualPlaces(whole: readonly YamlDocument[], text: string): boolean {
  const nodes = tracePlainYaml(text);
  if (!nodes) return text.includes('\r');
  return whole.every((document, index) => {
    const node = nodes[index];
    return listPaths(document.value, []).every((path) =>
      (['key', 'value'] as const).every((part) => {
        const found = node && locatePlain(node, path, part);
        return !found || spell(found) === spell(document.locate(path, part));
      }),
    );
  });
}

/** Lists the paths of a value, and some that end in nothing. */
function listPaths(value: unknown, path: Path): readonly Path[] {
  const none = [path, [...path, 'none'], [...path, 99], [...path, 'none', 0]];
  if (typeof value !== 'object' || value === null) return none;
  const steps = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [...none, ...[...steps].flatMap((step) => listPaths((value as Bag)[step], [...path, step]))];
}

type Bag = Readonly<Record<string | number, unknown>>;

const spell = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'number' ? `number ${Object.is(inner, -0) ? '-0' : inner}` : inner,
  );

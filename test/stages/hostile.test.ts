import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { filesOfBytes } from '../support/broken.ts';
import { said } from '../support/said.ts';

const call = 'kind: Model\nname: Call\nactions: [create, view]\n';

const saidOf = (content: string | Uint8Array): readonly string[] =>
  said(filesOfBytes({ 'policies/a.yaml': content }));

describe('a text that is made to hurt', () => {
  const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

  test('aliases that stand for billions', () => {
    const levels = Array.from({ length: 9 }, (_, level) =>
      level === 0
        ? 'a0: &a0 [lol, lol, lol]'
        : `a${level}: &a${level} [${Array(10)
            .fill(`*a${level - 1}`)
            .join(', ')}]`,
    );
    expect(saidOf(`kind: Model\n${levels.join('\n')}\n`)).toEqual([
      expect.stringMatching(/^too-many-aliases policies\/a\.yaml:\d+:\d+ /),
    ]);
  });

  test('line breaks in a name, a field and a value leave a finding on its line', () => {
    const broken = 'kind: Model\nname: "Ca\\nll"\n"fam\\r\\nily": "stan\\u2028dard"\nfamily: "a\\x85b"\n';
    const found = saidOf(broken).join('|');
    expect(found).toContain('model `Ca<U+000A>ll` has no `actions`');
    expect(found).toContain('`fam<U+000D><U+000A>ily`');
    expect(found).not.toMatch(/[\n\r\u0085\u2028]/);
  });

  test('a name more often than a call has arguments', { tags: ['slow'] }, () => {
    const many = Array(130_000).fill('view').join(',');
    const texts = [
      `${call}family: standard\nportfolio: self\n`,
      'kind: Portfolio\nname: full\non: Call\nreach: all\n',
      'kind: UserType\nname: Core\nrank: 1\nallows: { models: { "*": all } }\n',
      `kind: Role\nname: agent\nuserType: Core\nportfolio: [full]\ngrants: { models: { Call: { actions: [${many}] } } }\n`,
    ];
    const { policy, diagnostics } = readPolicy(
      filesOfBytes({ 'policies/a.yaml': texts.join('---\n') }),
      'policies',
    );
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(policy).toBeDefined();
  });

  test('an alias of itself', () => {
    expect(saidOf('kind: &a [*a]\n')).toEqual([expect.stringMatching(/^syntax policies\/a\.yaml:1:\d+ /)]);
  });

  test.each([
    ['flow lists', `kind: ${nested('[', ']', 50_000)}\n`],
    ['flow maps', `kind: ${nested('{a: ', '}', 50_000)}\n`],
    ['unclosed flow lists', `kind: ${'['.repeat(50_000)}\n`],
    ['block lists', `kind:\n  ${'- '.repeat(50_000)}a\n`],
    ['explicit keys', `${'? '.repeat(50_000)}a\n`],
    ['block maps', `${Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')}\n`],
  ])('%s nested too deep', (_, text) => {
    expect(saidOf(text)).toEqual([expect.stringMatching(/^too-deep policies\/a\.yaml:\d+:\d+ /)]);
  });

  const bracketPairs = '[a: b: '.repeat(1_000);
  test.each([
    ['in brackets', `x: ${bracketPairs}${']'.repeat(1_000)}\n`],
    ['not closed', `x: ${bracketPairs}\n`],
    ['behind another key', `kind: Model\nname: Call\nx: ${bracketPairs}\n`],
    ['in braces', `x: ${'{a: [b: '.repeat(1_000)}\n`],
    ['with comments', `x: ${'[a: # b\n b: '.repeat(1_000)}\n`],
    ['with tags', `x: ${'[!t a: b: '.repeat(1_000)}\n`],
    ['with anchors', `x: ${'[&a a: *a : '.repeat(1_000)}\n`],
    [
      'as block keys',
      `x:\n${Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth + 1)}- a:`).join('\n')}\n`,
    ],
    ['as keys of keys', `x:\n  ${'? - '.repeat(1_000)}a\n`],
  ])('pairs in lists nested too deep, %s', (_, text) => {
    expect(saidOf(text)).toEqual([expect.stringMatching(/^(too-deep|syntax) policies\/a\.yaml:\d+:\d+ /)]);
  });

  const most = 4 * 1024 * 1024 - 100;
  test.each([
    ['brackets', `kind: ${'['.repeat(most)}`, 'too-deep'],
    ['closing brackets', `kind: ${']'.repeat(most)}`, 'syntax'],
    ['quotes', `kind: ${'"" '.repeat(300_000)}`, 'syntax'],
    ['commas', `kind: [${','.repeat(700_000)}]`, 'syntax'],
    ['one list', `kind: [${'a,'.repeat(800_000)}]`, 'too-large'],
    ['line breaks', `kind: Model\n${'\n'.repeat(1_600_000)}`, 'too-large'],
    ['documents', '---\na: 1\n'.repeat(30_000), 'too-large'],
    ['one key', `${'k'.repeat(most)}: 1`, 'syntax'],
  ])('a file full of %s is told as such', { tags: ['slow'] }, (_, text, code) => {
    expect(saidOf(text)).toEqual([
      expect.stringMatching(new RegExp(`^${code} policies/a\\.yaml:\\d+:\\d+ `)),
    ]);
  });

  test.each(['Q', 'Model', ' ', 'ä'])(
    'a word of a hundred thousand letters, %s, is like no other',
    (letter) => {
      const long = letter.repeat(100_000);
      expect(saidOf(`kind: "${long}"\n`)).toEqual([expect.stringMatching(/^unknown-kind /)]);
      expect(saidOf(`kind: Model\nname: Call\nactions: ["${long}"]\n`)).toEqual([
        expect.stringMatching(/^unknown-(value|action) /),
      ]);
      const [finding = ''] = saidOf(
        `${call}---\nkind: Tenant\nname: acme\nceiling: { models: { "${long}": all } }\n`,
      );
      expect(finding).toMatch(/^(unknown-model|bad-name) /);
    },
  );

  test('a file of ten megabytes', () => {
    expect(saidOf(`${call}# ${'x'.repeat(10_000_000)}\n`)).toEqual([
      'unreadable policies/a.yaml:1:1 cannot read it: it has 9.6 MiB and the limit is 4 MiB',
    ]);
  });

  test('a line of a megabyte', { tags: ['slow'] }, () => {
    expect(
      saidOf(`{ kind: Model, name: Call, actions: [view], notes: { view: ${'x'.repeat(1_000_000)} } }\n`),
    ).toEqual([]);
    expect(saidOf(`{ kind: Model, name: "${'x '.repeat(500_000)}", actions: [view] }\n`)).toEqual([
      expect.stringMatching(/^bad-name policies\/a\.yaml:1:22 .{1,300}$/),
    ]);
  });

  test('fifty thousand double keys', { tags: ['slow'] }, () => {
    const findings = saidOf(`kind: Model\n${'name: Call\n'.repeat(50_000)}`);
    expect(findings.length).toBeLessThanOrEqual(100);
    expect(findings[0]).toBe('duplicate-key policies/a.yaml:3:1 key `name` is written twice');
  });

  test('five thousand errors', { tags: ['slow'] }, () => {
    const actions = Array.from({ length: 5_000 }, (_, index) => `act${index}`);
    const findings = saidOf(`kind: Model\nname: Call\nactions: [${actions.join(', ')}]\n`);
    expect(findings.length).toBeGreaterThan(0);
    const documents = Array.from(
      { length: 5_000 },
      (_, index) => `kind: Model\nname: call ${index}\nactions: [view]\n`,
    );
    expect(saidOf(documents.join('---\n'))).toHaveLength(5_000);
  });

  test('names without end', () => {
    const long = `C${'a'.repeat(100_000)}`;
    expect(saidOf(`kind: Model\nname: ${long}\nactions: [view]\n`)).toEqual([]);
    const [finding = ''] = saidOf(`kind: Tenant\nname: acme\nceiling: { models: { ${long}: all } }\n`);
    expect(finding).toMatch(/^unknown-model policies\/a\.yaml:3:22 /);
  });

  test('a chain of twenty thousand prerequisites', { tags: ['slow'] }, () => {
    const toggles = Array.from(
      { length: 20_000 },
      (_, index) => `kind: Feature\nname: F${index}\n${index > 0 ? `requires: [F${index - 1}:use]\n` : ''}`,
    );
    const tenant = 'kind: Tenant\nname: acme\nceiling: { features: all }\n';
    expect(saidOf([...toggles, tenant].join('---\n'))).toEqual([]);
    const closed = toggles.slice(0, 5_000).with(0, 'kind: Feature\nname: F0\nrequires: [F4999:use]\n');
    expect(saidOf(closed.join('---\n'))).toEqual([
      expect.stringMatching(
        /^prerequisite-cycle .*in a circle: `F0:use` → `F4999:use` → .{1,200} more → `F0:use`$/,
      ),
    ]);
  });
});

describe('keys that every JavaScript object has', () => {
  const hostile = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];

  test.each(hostile)('%s is a name like any other, or a mistake', (key) => {
    const texts = [
      `${key}: { kind: Model }\n`,
      `${call}${key}: { a: b }\n`,
      `kind: ${key}\nname: Call\n`,
      `kind: Model\nname: ${key}.a\nactions: [view]\n`,
      `${call}requires: { ${key}: [] }\n`,
      `${call}requires: { view: ["${key}:use", "Call.${key}:view", "Call:${key}"] }\n`,
      `kind: Tenant\nname: acme\nlimits: { ${key}: 1 }\nceiling: {}\n`,
      `kind: Tenant\nname: acme\nceiling: { ${key}: all }\n`,
      `kind: Tenant\nname: acme\nceiling: { models: { ${key}: all } }\n`,
      `kind: Tenant\nname: acme\nceiling: { modules: [${key}] }\n`,
      `${call}---\nkind: Tenant\nname: acme\nceiling: { models: { Call: { ${key}: all } } }\n`,
      `${call}---\nkind: Tenant\nname: acme\nceiling: { models: { Call: { properties: { ${key}: all } } } }\n`,
      `kind: Model\nname: Call\nactions: [view]\nportfolio: self\nproperties: { id: { type: id } }\n---\nkind: Portfolio\nname: own\non: Call\nreach: { ${key}: 1 }\n`,
      `kind: Model\nname: Call\nactions: [view]\nportfolio: self\nproperties: { id: { type: id } }\n---\nkind: Portfolio\nname: own\non: Call\nreach: { id: { $user: ${key} } }\n`,
      `kind: Model\nname: Call\nactions: [view]\nportfolio: self\nproperties: { id: { type: id } }\n---\nkind: Portfolio\nname: own\non: Call\nreach: { id: { ${key}: 1 } }\n`,
    ];
    for (const text of texts) {
      const findings = saidOf(text);
      expect(findings, text).not.toEqual([]);
      expect(findings.join('\n')).not.toMatch(/native code|\[object|undefined/);
    }
    expect(({} as Record<string, unknown>).kind).toBeUndefined();
  });

  test.each(hostile.slice(0, 3))('%s cannot be a property', (key) => {
    expect(saidOf(`${call}properties: { ${key}: { type: id } }\n`)).toEqual([
      expect.stringMatching(/^reserved-name policies\/a\.yaml:4:15 /),
    ]);
  });

  test.each(hostile.slice(3))('%s can be a property', (key) => {
    const text = `kind: Model
name: Call
actions: [view, update]
properties: { ${key}: { type: string }, notes: { type: string } }
---
kind: UserType
name: Core
rank: 1
allows: { models: { Call: { actions: all, properties: { notes: none } } } }
---
kind: Portfolio
name: full
on: Call
reach: all
---
kind: Tenant
name: acme
ceiling: { models: { "*": all } }
---
kind: Role
name: csm
userType: Core
portfolio: [full]
grants: { models: { "*": all } }
`;
    const { policy } = readPolicy(filesOfBytes({ 'policies/a.yaml': text }), 'policies');
    const compiled = policy && compilePolicy(policy);
    const [row] = compiled?.matrix.rows ?? [];
    expect(row && compiled?.rulesOf(row)).toEqual([
      { action: ['view', 'update'], subject: 'Call', fields: [key] },
    ]);
  });
});

describe('bytes that are no plain text', () => {
  const wide = Buffer.from(`\ufeff${call}`, 'utf16le');

  test.each([
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /^not-text policies\/a\.yaml:1:1 /],
    ['bytes that are not UTF-8', Buffer.from([0x6b, 0xff, 0xfe, 0x80]), /^not-text .*it is not UTF-8$/],
    ['UTF-16', wide, /^not-text .*it is UTF-16$/],
    ['UTF-16, the other way round', Buffer.from(wide).swap16(), /^not-text .*it is UTF-16$/],
    [
      'a mark in the second document',
      `${call}---\n\ufeff${call}`,
      /^not-text .*:5:1 .*a byte order mark that/,
    ],
    ['a mark inside a name', call.replace('Call', 'Ca\ufeffll'), /^not-text .*:2:9 .*a byte order mark that/],
    ['two marks', `\ufeff\ufeff${call}`, /^not-text .*:1:1 .*a byte order mark that/],
    ['a byte of zero', Buffer.from(`${call}\0`), /^not-text .*byte \d+ is zero$/],
    ['Latin-1', Buffer.from('kind: Model # caf\xe9\n', 'latin1'), /^not-text .*it is not UTF-8$/],
  ])('%s', (_, bytes, expected) => {
    expect(saidOf(bytes)).toEqual([expect.stringMatching(expected)]);
  });

  test.each([
    ['a byte order mark', `\ufeff${call}`],
    ['line breaks of Windows', call.replaceAll('\n', '\r\n')],
    ['no line break at the end', call.trimEnd()],
    ['a document end', `${call}...\n`],
    ['a document start at the end', `---\n${call}---\n# more to follow\n`],
  ])('%s is fine', (_, text) => {
    expect(saidOf(text)).toEqual([]);
  });

  test('with a byte order mark or line breaks of Windows a finding is where an editor shows it', () => {
    expect(saidOf(`\ufeff${call.replace('Call', 'call.').replaceAll('\n', '\r\n')}`)).toEqual([
      expect.stringMatching(/^bad-name policies\/a\.yaml:2:7 /),
    ]);
    expect(saidOf(`\ufeffkind: Modell\n`)).toEqual([
      expect.stringMatching(/^unknown-kind policies\/a\.yaml:1:7 /),
    ]);
  });

  test.each([
    ['nothing', ''],
    ['only comments', '# roles to follow\n'],
    ['only a document start', '---\n'],
    ['white space', ' \n\n'],
  ])('%s is no policy', (_, text) => {
    expect(saidOf(text)).toEqual([expect.stringMatching(/^no-policies /)]);
  });

  test('an empty folder is no policy', () => {
    expect(said(filesOfBytes({}))).toEqual([expect.stringMatching(/^no-policies /)]);
  });
});

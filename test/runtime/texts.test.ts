import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRuntimeFile, runtimePaths } from '../../compiler/targets/runtime.generated.js';
import { beginsLikeDate, readDateInstant, readInstant } from '../../compiler/text/instant.ts';
import { byCodePoint } from '../../compiler/text/order.ts';
import { isStorable } from '../../runtime/is-storable.ts';
import { runs } from '../support/random.ts';
import { momentOf } from '../support/where.ts';

/** Texts around what makes order hard: the ends of planes, surrogates, and what comes right before and after them. */
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc
    .array(
      fc.constantFrom(
        'a',
        'b',
        '',
        '\ud7ff',
        '\ue000',
        '\uffff',
        '\u{10000}',
        '\u{1f600}',
        '\u{10ffff}',
        'é',
      ),
      {
        maxLength: 4,
      },
    )
    .map((parts) => parts.join('')),
);

describe('the order of text', { tags: ['slow'] }, () => {
  test('is that of its UTF-8 bytes', () => {
    let unlike = 0;
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const order = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect(Math.sign(byCodePoint(a, b))).toBe(order);
        expect(Math.sign(byCodePoint(b, a))).toBe(-order + 0);
        expect(byCodePoint(a, a)).toBe(0);
        if (order !== (a < b ? -1 : a > b ? 1 : 0)) unlike++;
      }),
      runs(3000),
    );
    // Otherwise the order of JavaScript would have done.
    expect(unlike).toBeGreaterThan(50);
  });

  test('sorts, even texts that are not well formed', () => {
    const any = fc.array(
      fc.string({ unit: 'binary', maxLength: 4 }).map((text) => text.slice(1)),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(any, (some) => {
        const sorted = [...some, '\ud800', '\udfff'].sort(byCodePoint);
        for (const [at, text] of sorted.entries())
          for (const later of sorted.slice(at)) expect(byCodePoint(text, later)).toBeLessThanOrEqual(0);
      }),
      runs(300),
    );
  });
});

describe('a text that a database can hold', { tags: ['slow'] }, () => {
  test('comes back from UTF-8 as it was, and has no NUL', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 5 });
    const near = fc.array(
      fc.constantFrom(0, 1, 0x61, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff),
    );
    let lost = 0;
    fc.assert(
      fc.property(fc.oneof(units, near), (codes) => {
        const text = String.fromCharCode(...codes);
        const isKept = Buffer.from(text).toString() === text && !text.includes('\0');
        expect(isStorable(text)).toBe(isKept);
        if (!isKept) lost++;
      }),
      runs(2000),
    );
    expect(lost).toBeGreaterThan(100);
    expect([isStorable(''), isStorable('\u{1f600}'), isStorable('\ufffd')]).toEqual([true, true, true]);
  });
});

describe('the instant of a date', { tags: ['slow'] }, () => {
  const moments = fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-30') });

  test('is what `Date` says, in UTC where no zone is written', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: -840, max: 840 }), (moment, shift) => {
        const whole = moment.toISOString();
        expect(readInstant(whole)).toBe(moment.getTime());
        expect(readInstant(whole.slice(0, -1))).toBe(moment.getTime());
        expect(readInstant(whole.slice(0, 10))).toBe(
          moment.getTime() - (moment.getTime() % 86_400_000) - before(moment),
        );
        const [hours, minutes] = [Math.floor(Math.abs(shift) / 60), Math.abs(shift) % 60];
        const zone = `${shift < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
        expect(readInstant(whole.replace('Z', zone))).toBe(moment.getTime() - shift * 60_000);
        expect(readInstant(whole)).toBe(momentOf(whole));
        expect(beginsLikeDate(whole)).toBe(true);
        expect(readDateInstant(moment)).toBe(moment.getTime());
      }),
      runs(500),
    );
  });

  test('is the same wherever the machine stands', () => {
    const zone = process.env.TZ;
    for (const here of ['America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'UTC']) {
      process.env.TZ = here;
      expect(readInstant('2026-03-29T02:30')).toBe(Date.UTC(2026, 2, 29, 2, 30));
      expect(readInstant('2026-03-29')).toBe(Date.UTC(2026, 2, 29));
    }
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  test.each([
    ...['', 'soon', '2026', '2026-01', '20260131', '31.01.2026', '+012026-01-31', '2026-1-31', ' 2026-01-31'],
    ...[
      '2026-01-31 10:00',
      '2026-01-31T',
      '2026-01-31Z',
      '2026-01-31T10:00z',
      '2026-01-31\n',
      '2026-01-31T10:00+0100',
    ],
    ...[
      '2026-13-01',
      '2026-00-10',
      '2026-01-00',
      '2026-01-32',
      '2026-02-30',
      '2025-02-29',
      '2026-04-31T00:00Z',
    ],
    ...[
      '2026-01-31T25:00',
      '2026-01-31T10:60',
      '2026-01-31T10:00+99:99',
      '2026-01-31T10',
      'Jan 31 2026',
      '٢٠٢٦-٠١-٣١',
    ],
  ])('%j has none', (text) => {
    expect(readInstant(text)).toBeNaN();
  });

  test('of what only looks like a date there is none', () => {
    for (const value of [
      ...[null, undefined, 0, '2026-01-31', {}, [], Date, Date.now, { getTime: () => 0 }],
      ...[Object.create(Date.prototype), Object.create(new Date(0)), new Proxy(new Date(0), {})],
    ])
      expect(readDateInstant(value)).toBeUndefined();
    expect(readDateInstant(new Date(Number.NaN))).toBeNaN();
    class Sub extends Date {
      override getTime = () => 7;
      override valueOf = () => 7;
    }
    expect(readDateInstant(new Sub(5))).toBe(5);
  });
});

/** Returns a day in milliseconds for a moment before 1970 that is no midnight, since its remainder is negative; otherwise 0. */
const before = (moment: Date): number => (moment.getTime() % 86_400_000 < 0 ? 86_400_000 : 0);

describe('the files that services and browsers run', () => {
  const modules = runtimePaths
    .filter((path) => /^lib\/.*\.c?js$/.test(path))
    .map((path) => [path, readRuntimeFile(path).content] as const);

  test('are written for ES modules and for CommonJS', () => {
    const paths = modules.map(([path]) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['lib/facade.js', 'lib/facade.cjs', 'lib/client.js', 'lib/store.js']),
    );
    expect(paths.length).toBeGreaterThan(7);
  });

  test.each(modules)('%s asks Node for nothing, and makes no code of text', (path, text) => {
    const code = withoutComments(text);
    expect(forbiddenIn(code)).toEqual([]);
    const imported = [
      ...code.matchAll(/(?<!["'])\bfrom\s*["']([^"']+)["']|\b(?:require|import)\(\s*["']([^"']+)["']/g),
    ];
    const names = imported.map(([, one, other]) => one ?? other);
    expect(names.filter((name) => !/^(\.\/[a-z]+\.c?js|@casl\/ability)$/.test(name ?? ''))).toEqual([]);
    if (path.endsWith('.js')) expect(code).not.toMatch(/\brequire\(/);
  });

  test('and what they must not do would be found', () => {
    const bad = [
      "import fs from 'node:fs'",
      'process.env.HOME',
      'Buffer.from(x)',
      'eval(x)',
      'new Function(x)',
      "Function('return this')()",
      'setTimeout("x()", 1)',
      '__dirname',
      'await import(name)',
    ];
    expect(bad.filter((code) => forbiddenIn(code).length === 0)).toEqual([]);
    expect(forbiddenIn('const processed = evaluate(buffer); constructor.process')).toEqual([]);
  });
});

function forbiddenIn(code: string): readonly string[] {
  const forbidden =
    /["']node:|(?<![.\w$])(process|Buffer|__dirname|__filename|eval|Function)\b(?!\s*:)|setTimeout\(\s*["']|\bimport\((?!\s*["'])/g;
  return [...code.matchAll(forbidden)].map(([found]) => found);
}

/** Code without its comments; a comment in a text of a program is none, but these programs have no such texts. */
const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');

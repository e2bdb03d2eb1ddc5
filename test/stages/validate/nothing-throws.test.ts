import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect } from '../../../compiler/diagnostics/diagnostic.ts';
import { type DocumentKind, documentKinds } from '../../../compiler/model/document-kinds.ts';
import { validate } from '../../../compiler/stages/2-validate.ts';
import { definitions, type Schema, schemas } from '../../../compiler/stages/validators.generated.js';
import { runs } from '../../support/random.ts';
import { said } from './said.ts';

/** The names of fields and the closed words of a schema. */
function wordsIn(schema: Schema): readonly string[] {
  const { properties = {}, enum: closed = [], items, anyOf = [] } = schema;
  const inner = [...Object.values(properties), ...anyOf, ...(items ? [items] : [])];
  return [...Object.keys(properties), ...closed, ...inner.flatMap(wordsIn)];
}

describe('nothing throws, whatever a document holds', () => {
  const source = { path: 'policy.yaml', text: 'kind: Role' };
  const hostile = Object.assign(Object.create(null), { ['__proto__']: null, constructor: [], toString: {} });
  const values = [undefined, null, true, Number.NaN, 'text', [], [[]], {}, hostile, [hostile, hostile]];

  test.each(documentKinds)('%s', (kind) => {
    const { properties = {} } = schemas[kind] ?? {};
    const filled = values.map((value) =>
      Object.fromEntries(Object.keys(properties).map((key) => [key, value])),
    );
    for (const value of [...values, ...filled]) {
      const { report, failed } = collect();
      validate([{ document: { source, index: 0 }, kind, value }], report);
      expect(failed()).toBe(true);
    }
  });

  test('in any combination of the words of the language', { tags: ['slow'] }, () => {
    const words = [...new Set(Object.values({ ...schemas, ...definitions }).flatMap(wordsIn))];
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        fc.constantFrom(null, true, 3, -1.5, '', '__proto__', ...words),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...words, '*', '__proto__', 'a/b~c'), tie('value'), { maxKeys: 6 }),
      ),
    }));
    const document = fc.tuple(fc.constantFrom(...documentKinds), value);
    fc.assert(
      fc.property(document, ([kind, value]) => {
        const { report, diagnostics } = collect();
        const whole = typeof value === 'object' && value !== null ? Object.assign(value, { kind }) : value;
        validate([{ document: { source, index: 0 }, kind, value: whole }], report);
        for (const { message, help = '' } of diagnostics)
          expect(message + help).not.toMatch(/undefined|\n|object Object/);
      }),
      runs(3000),
    );
  });

  test('a kind that nobody knows is left to load', () => {
    const { report, diagnostics } = collect();
    for (const kind of ['constructor', 'role', '__proto__', ''])
      validate([{ document: { source, index: 0 }, kind: kind as DocumentKind, value: {} }], report);
    expect(diagnostics).toEqual([]);
  });

  test('a hundred findings are enough for one document', () => {
    const items = Array.from({ length: 5_000 }, (_, index) => `  - { id: ${index}, userType: View }`);
    expect(said(`kind: Users\ntenant: acme\nusers:\n${items.join('\n')}\n`)).toHaveLength(100);
  });
});

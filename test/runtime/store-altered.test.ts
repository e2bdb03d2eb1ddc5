import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBase64 } from '../../runtime/envelope.ts';
import type { Source } from '../../runtime/store.ts';
import { type Loose, refusal, said } from '../support/signing.ts';

import { ada, mayRemove, open, removing } from './stores.ts';

describe('every flipped bit and every cut is refused', () => {
  const text = ada.release(6, removing);
  const bytes = Buffer.from(text);
  const payload = Buffer.from(JSON.stringify({ sequence: 6, tenant: null, bundle: removing }));

  test('of the signed file, with one of three codes', { tags: ['slow'] }, async () => {
    const store = await open();
    const codes = new Set<string>();
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      codes.add(await refusal(store.swap(flipped)));
    }
    expect([...codes].sort()).toEqual(['altered', 'malformed', 'unknown-key']);
    for (let length = 0; length < bytes.length; length++) {
      expect(await refusal(store.swap(bytes.subarray(0, length)))).toBe('malformed');
      expect(await refusal(store.swap(text.slice(length + 1)))).toBe('malformed');
    }
    expect([store.sequence, mayRemove(store)]).toEqual([5, false]);
    expect((await store.swap(bytes)).sequence).toBe(6);
  });

  test('in the payload, though it is signed', { tags: ['slow'] }, async () => {
    const store = await open();
    const codes = new Set<string>();
    const start = payload.indexOf('"bundle"');
    for (let bit = start * 8; bit < payload.length * 8; bit++) {
      const flipped = Buffer.from(payload);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      codes.add(await refusal(store.swap(ada.envelope(flipped))));
    }
    expect([...codes].sort()).toEqual(['malformed', 'too-new-format', 'wrong-digest']);
    for (let length = 0; length < payload.length; length++)
      expect(await refusal(store.swap(ada.envelope(payload.subarray(0, length))))).toBe('malformed');
    expect([store.sequence, mayRemove(store)]).toEqual([5, false]);
    expect((await store.swap(ada.envelope(payload))).sequence).toBe(6);
  });

  test('but not for the line break that a checkout gives it', async () => {
    const store = await open();
    expect((await store.swap(text.replace('\n', '\r\n'))).sequence).toBe(store.sequence);
  });

  test('and so is every other way to write the same envelope', async () => {
    const store = await open();
    const { payload: body, payloadType, signatures } = JSON.parse(text);
    const ways = [
      text.trimEnd(),
      `${text}\n`,
      ` ${text}`,
      `${text.trimEnd()}\r`,
      `${text.trimEnd()}\r\n\r\n`,
      text.replace(/==?"/, '"'),
      text.replace('":', '": '),
      text.replace('payload', 'p\\u0061yload'),
      text.replaceAll('/', '\\/'),
      JSON.stringify(JSON.parse(text), null, 2),
      `${JSON.stringify({ payloadType, payload: body, signatures })}\n`,
      `${JSON.stringify({ payload: body, payloadType, signatures: [...signatures, ...signatures] })}\n`,
      `${JSON.stringify({ payload: body, payloadType, signatures: [] })}\n`,
      `${JSON.stringify({ payload: body, payloadType, signatures, more: 1 })}\n`,
      text.replace(ada.keyid, ada.keyid.toUpperCase()),
      text.replaceAll('+', '-').replaceAll('/', '_'),
      '',
      '{}\n',
      'null\n',
    ].filter((way) => way !== text);
    for (const way of ways) expect([await refusal(store.swap(way)), way]).toEqual(['malformed', way]);
    expect(ways.length).toBeGreaterThan(15);
  });

  test('with a word on what became of it', async () => {
    const { payload: body, payloadType, signatures } = JSON.parse(text);
    const pem = ada.publicKey;
    const bare = JSON.stringify(removing);
    const byte = 'hand the file on byte for byte';
    const faults: readonly (readonly [unknown, string])[] = [
      ['', 'empty'],
      [new Uint8Array(0), 'empty'],
      [' \n', 'empty'],
      [pem, 'in PEM'],
      [`\n${pem}`, 'in PEM'],
      [Buffer.from(ada.privateKey), 'in PEM'],
      [undefined, 'undefined came'],
      [null, 'null came'],
      [7, 'a number came'],
      [JSON.parse(text), 'it was parsed'],
      [JSON.parse(JSON.stringify(Buffer.from(text))), 'it was parsed'],
      [[...Buffer.from(text)], 'a list came'],
      [Promise.resolve(text), 'a promise came'],
      [new Response(text), 'still to be read'],
      ['bundle.dsse.json', 'read the file first'],
      ['/etc/plafond/bundle.dsse.json', 'read the file first'],
      ['C:\\bundle.dsse.json', 'read the file first'],
      ['https://acme.example/bundle', 'read the file first'],
      [Buffer.from(text).toString('base64'), 'still in base64'],
      [text.trim(), 'it was trimmed'],
      ...[
        `${text}\n`,
        `\n${text}`,
        `\uFEFF${text}`,
        JSON.stringify(JSON.parse(text), null, 2),
        JSON.stringify({ signatures, payload: body, payloadType }),
        JSON.stringify({
          payload: body,
          signatures: signatures.map(({ keyid, sig }: Loose) => ({ sig, keyid })),
          payloadType,
        }),
        text.replaceAll('/', '\\/'),
      ].map((way) => [way, 'it was parsed and written again, or trimmed'] as const),
    ];
    const store = await open();
    for (const [source, fault] of faults) {
      const [code, message] = await said(store.swap(source as Source));
      expect([code, message]).toEqual(['malformed', expect.stringContaining(fault)]);
      expect(message.length).toBeLessThan(300);
      expect(message).not.toMatch(/MC|acme/);
    }
    // A source that shows none of these mistakes is refused without a guess at its mistake.
    for (const source of [
      ...[text.slice(0, 200), text.slice(9), bare.slice(1), '{}', '[]', '"bundle.dsse.json"'],
      ...[text.replace('payload"', 'payloae"'), text.replace('jso', 'jsp'), new Uint8Array(1000)],
      ...[
        `${JSON.stringify({ payload: body, payloadType, signatures, more: 1 })}\n`,
        'x\ny',
        'x'.repeat(9999),
      ],
      ...[
        text.replace('+json', '+json","more":"1'),
        '{"payload"',
        text.replace('}]}', '}]}}'),
        text.replace(ada.keyid, ada.keyid.toUpperCase()),
        `${'{"'.repeat(9999)}`,
      ],
    ])
      expect(await said(store.swap(source))).toEqual([
        'malformed',
        `this is no signed bundle, or not as plafond writes it: ${byte}, as text or as bytes, not parsed and written again, and not trimmed`,
      ]);
    expect(store.sequence).toBe(5);
  });

  test('also one in the bits that base64 does not use', async () => {
    const store = await open();
    const padded = [6, 66, 666]
      .map((sequence) => ada.release(sequence, removing))
      .find((one) => /[^=]="/.test(one));
    for (const at of [padded?.indexOf('="') ?? 0, padded?.indexOf('=="') ?? 0]) {
      const last = padded?.[at - 1] ?? '';
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
      const next = alphabet[alphabet.indexOf(last) + 1] ?? '';
      const other = `${padded?.slice(0, at - 1)}${next}${padded?.slice(at)}`;
      const bytesOf = (envelope: string) => {
        const { payload: body, signatures } = JSON.parse(envelope);
        return [body, signatures[0].sig].map((one) => Buffer.from(one, 'base64').toString('hex'));
      };
      expect(bytesOf(other)).toEqual(bytesOf(padded ?? ''));
      expect(await refusal(store.swap(other))).toBe('malformed');
    }
  });
});

test('base64 is read as Node writes it and in no other way', { tags: ['slow'] }, () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(readBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes);
    }),
  );
  const odd = fc.string({ unit: fc.constantFrom(...'AQgwZz9+/=-_ \n\u00E9\u0141'), maxLength: 12 });
  fc.assert(
    fc.property(odd, (text) => {
      const bytes = readBase64(text);
      const written = bytes === undefined ? undefined : Buffer.from(bytes).toString('base64');
      const isCanonical = Buffer.from(text, 'base64').toString('base64') === text;
      expect(written).toBe(isCanonical ? text : undefined);
    }),
    {
      numRuns: 3000,
      examples: [['AA=='], ['AB=='], ['AAA='], ['AAB='], ['===='], ['A==='], ['AA=A'], ['\u0141AAA']],
    },
  );
});

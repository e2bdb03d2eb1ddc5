import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkBundle } from '../../runtime/check-bundle.ts';
import { readEnvelope, writeEnvelope } from '../../runtime/envelope.ts';
import { openKeys } from '../../runtime/keys.ts';
import { openBundle } from '../../runtime/open-bundle.ts';
import { JsonError, parseJson } from '../../runtime/parse-json.ts';
import { doAtOnce } from '../../runtime/slices.ts';
import { openStore, type StoreOptions } from '../../runtime/store.ts';
import { bundleOf, refusal, said, sealed, signer, small } from '../support/signing.ts';

const [ada, bob, eve] = [signer(), signer(), signer()];
const [viewing, removing] = [bundleOf(small('view')), bundleOf(small('view, remove'))];
const worker = { tenant: 'acme', roles: ['worker'], userType: 'Core', user: {} };
const now = () => Date.parse('2027-01-31T12:00:00Z');
const seconds = now() / 1000;

const payload = (sequence: number, bundle: unknown, more: object = {}) =>
  JSON.stringify({ sequence, tenant: null, ...more, bundle });

/** One payload in one envelope with the signatures of several people. */
function signedBy(text: string, ...people: readonly (typeof ada)[]): string {
  const envelopes = people.map((one) => readEnvelope(one.envelope(text)));
  const signatures = envelopes.flatMap((one) => one?.signatures ?? []);
  return writeEnvelope({ payload: envelopes[0]?.payload ?? '', signatures });
}

const open = (bundle: string, more: Partial<StoreOptions> = {}) =>
  openStore({ bundle, keys: [ada.publicKey, bob.publicKey], now, ...more });

test('a threshold counts different trusted keys, and no others', async () => {
  const text = payload(5, viewing);
  const both = signedBy(text, ada, bob);
  expect((await open(both, { threshold: 2 })).keyids).toEqual([ada.keyid, bob.keyid].sort());
  expect(await refusal(open(signedBy(text, ada), { threshold: 2 }))).toBe('too-few-signatures');
  expect(await refusal(open(signedBy(text, ada, eve), { threshold: 2 }))).toBe('too-few-signatures');
  expect((await open(signedBy(text, ada, eve))).keyids).toEqual([ada.keyid]);
  expect(await refusal(open(signedBy(text, ada, ada), { threshold: 2 }))).toBe('malformed');
  expect(await refusal(open(signedBy(text, eve)))).toBe('unknown-key');
  const other = readEnvelope(bob.envelope(payload(5, removing)))?.signatures ?? [];
  const first = readEnvelope(signedBy(text, ada));
  const forged = writeEnvelope({
    payload: first?.payload ?? '',
    signatures: [...(first?.signatures ?? []), ...other],
  });
  expect(await refusal(open(forged))).toBe('altered');
  for (const threshold of [0, 1.5, 3]) await expect(open(both, { threshold })).rejects.toThrow('`threshold`');
  await expect(open(both, { threshold: 2, keys: [ada.publicKey, ada.publicKey] })).rejects.toThrow(
    'there are 1 different keys',
  );
  await expect(open(both, { threshold: 2, unsigned: 'accept' })).rejects.toThrow('`unsigned`');
});

test('signatures have one order, and more of them than anybody needs are no envelope', () => {
  const text = signedBy(payload(5, viewing), ada, bob);
  const { signatures = [], ...rest } = JSON.parse(text);
  expect(readEnvelope(text)?.signatures).toHaveLength(2);
  expect(
    readEnvelope(`${JSON.stringify({ ...rest, signatures: signatures.toReversed() })}\n`),
  ).toBeUndefined();
  const many = Array.from({ length: 17 }, (_, at) => ({
    ...signatures[0],
    keyid: String(at).padStart(64, '0'),
  }));
  expect(
    readEnvelope(`${JSON.stringify({ ...rest, signatures: many.slice(1) })}\n`)?.signatures,
  ).toHaveLength(16);
  expect(readEnvelope(`${JSON.stringify({ ...rest, signatures: many })}\n`)).toBeUndefined();
});

test('keys are added and retired while a store runs', async () => {
  const store = await open(signedBy(payload(5, viewing), ada), { keys: [ada.publicKey] });
  expect(await refusal(store.swap(signedBy(payload(6, viewing), bob)))).toBe('unknown-key');
  expect((await store.trust([bob.publicKey])).isTrusted).toBe(false);
  expect([store.sequence, store.isTrusted]).toEqual([5, false]);
  expect(await refusal(store.swap(signedBy(payload(5, viewing), ada)))).toBe('unknown-key');
  expect(await refusal(store.swap(signedBy(payload(6, viewing), ada)))).toBe('unknown-key');
  expect((await store.swap(signedBy(payload(5, viewing), bob))).isTrusted).toBe(true);
  await expect(store.trust([])).rejects.toThrow('needs the public keys');
  await expect(store.trust([ada.privateKey])).rejects.toThrow('is a private key');
  await store.swap(signedBy(payload(7, viewing), bob));
  expect(store.sequence).toBe(7);
});

test('a key that is retired while a bundle is opened does not count any more', async () => {
  let retire: (() => Promise<unknown>) | undefined;
  const pause = async () => {
    const act = retire;
    retire = undefined;
    await act?.();
  };
  const many = payload(6, viewing).replace('{', `{${' '.repeat(1_000_000)}`);
  const store = await open(signedBy(payload(5, viewing), ada), { pause });
  retire = () => store.trust([bob.publicKey]);
  expect(await refusal(store.swap(signedBy(many, ada)))).toBe('unknown-key');
  expect([store.sequence, retire]).toEqual([5, undefined]);
});

test('a bundle that has expired is refused, when it is taken and in use, or kept where that is said', async () => {
  const until = (expires: string) => signedBy(payload(5, viewing, { expires }), ada);
  expect(await said(open(until('2027-01-31T12:00:00Z')))).toEqual([
    'expired',
    'the bundle has expired at 2027-01-31T12:00:00Z: take one that was signed since',
  ]);
  expect(
    (await open(until('2027-01-31T12:00:00Z'), { whenExpired: 'keep' })).permissions(worker),
  ).toBeDefined();
  let time = now();
  const store = await open(until('2027-01-31T12:00:01Z'), { now: () => time });
  expect([store.expires, store.permissions(worker).can('view', 'Task', {})]).toEqual([
    '2027-01-31T12:00:01Z',
    true,
  ]);
  time += 1000;
  expect(() => store.permissions(worker)).toThrow('has expired');
  expect(await refusal(store.swap(until('2027-01-31T12:00:01Z')))).toBe('expired');
  expect((await store.swap(until('2027-02-28T00:00:00Z'))).expires).toBe('2027-02-28T00:00:00Z');
  expect(store.permissions(worker).can('view', 'Task', {})).toBe(true);
  await store.swap(until('2027-02-27T00:00:00Z'));
  expect(store.expires).toBe('2027-02-28T00:00:00Z');
  for (const bad of ['2027-02-30T00:00:00Z', '2027-03-01', '', '2027-03-01T00:00:00+00:00'])
    expect(await refusal(open(until(bad)))).toBe('malformed');
  const wrong = { whenExpired: 'later' } as unknown as StoreOptions;
  await expect(open(until('2027-02-28T00:00:00Z'), wrong)).rejects.toThrow('`whenExpired`');
});

test('a sequence far ahead of the time is refused', async () => {
  const week = 7 * 24 * 60 * 60;
  expect((await open(signedBy(payload(seconds + week, viewing), ada))).sequence).toBe(seconds + week);
  for (const sequence of [seconds + week + 1, seconds * 1000, Number.MAX_SAFE_INTEGER])
    expect(await refusal(open(signedBy(payload(sequence, viewing), ada)))).toBe('too-far-ahead');
});

test('a clock that gives no number lets nothing pass', async () => {
  let time = now();
  const clock = { now: () => time };
  const bundle = () => signedBy(payload(5, viewing, { expires: '2027-02-28T00:00:00Z' }), ada);
  const store = await open(bundle(), clock);
  time = Number.NaN;
  expect(() => store.permissions(worker)).toThrow('has expired');
  expect(await refusal(open(bundle(), clock))).toBe('too-far-ahead');
});

test('a key twice in a map is refused, however deep and however it is written', async () => {
  const text = payload(5, viewing);
  const ways = [
    text.replace('{"sequence":5', '{"sequence":9,"sequence":5'),
    text.replace('"sequence":5', '"sequence":5,"s\\u0065quence":5'),
    text.replace('"acme":', '"acme":{},"acme":'),
    text.replace('"ceiling":', '"ceiling":0,"ceiling":'),
    text.replace('"version":2', '"version":2,"version":2'),
  ];
  for (const way of ways) {
    expect(way).not.toBe(text);
    const [code, message] = await said(open(signedBy(way, ada)));
    expect([code, message]).toEqual([
      'malformed',
      expect.stringMatching(/has the key `\w+` twice in one map/),
    ]);
  }
  expect(await refusal(open(signedBy(text, ada)))).toBe('taken');
});

test('a number that does not survive being read is refused, signed or not, by verifying and by a store', async () => {
  const policies = small('view')
    .replace('[view, remove]', '[view, remove], portfolio: self, properties: { size: { type: number } }')
    .replace('reach: all', 'reach: { size: { $gt: 12345 } }');
  const numbers: readonly (readonly [written: string, isTaken: boolean])[] = [
    ['12345', true],
    ['9007199254740991', true],
    ['9007199254740993', false],
    ['-9007199254740992', false],
    ['0.30000000000000004441', false],
    ['1e400', false],
    ['1e-400', false],
  ];
  const keys = await openKeys([ada.publicKey]);
  for (const [written, isTaken] of numbers) {
    const rest = JSON.stringify(bundleOf(policies)).replace('12345', written);
    // The digest is that of the number that is read: without this law nothing else would be wrong.
    const bundle = JSON.stringify(sealed(JSON.parse(rest, (_, value) => (value === 1 / 0 ? 1e300 : value))));
    const read = Number(written) === 1 / 0 ? 1e300 : Number(written);
    const text = payload(5, 0).replace(/0\}$/, `${bundle.replace(`"$gt",${read}]`, `"$gt",${written}]`)}}`);
    expect(text).toContain(`"$gt",${written}]`);
    const attempts = [
      () => open(signedBy(text, ada)),
      () => openBundle(signedBy(text, ada), { keys, tenant: null, now }),
      () => openStore({ bundle: text.slice(text.indexOf('{"version"'), -1), unsigned: 'accept', now }),
    ];
    for (const attempt of attempts) {
      const [code, message] = await said(attempt());
      expect([written, code]).toEqual([written, isTaken ? 'taken' : 'malformed']);
      if (!isTaken)
        expect(message).toBe(`the bundle has the number \`${written}\`, which does not survive being read`);
    }
  }
  const later = payload(5, viewing).replace('"sequence":5', '"sequence":9007199254740993');
  expect(await said(open(signedBy(later, ada)))).toEqual([
    'malformed',
    'the bundle has the number `9007199254740993`, which does not survive being read',
  ]);
  // Who parsed a bundle otherwise has the number that was read, and it is refused too.
  const parsed = bundleOf(policies);
  expect(() => checkBundle(parsed)).not.toThrow();
  expect(() => checkBundle(JSON.parse(JSON.stringify(parsed).replace('12345', '9007199254740993')))).toThrow(
    'compares with something that is no value',
  );
});

test('reads JSON as JSON.parse does, and nothing that it does not read', { tags: ['slow'] }, () => {
  const parsed = (text: string) => {
    try {
      return [doAtOnce(parseJson(text))];
    } catch (error) {
      if (error instanceof JsonError) return [];
      throw error;
    }
  };
  const standard = (text: string) => {
    try {
      return [JSON.parse(text)];
    } catch {
      return [];
    }
  };
  const options = { seed: 1, numRuns: 500 };
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), (text, at, more) => {
      // Numbers beyond 2^53 are the only JSON that is written by JSON.stringify and not taken.
      const isRead = !/\d{17}|[eE]\+/.test(text);
      if (isRead) expect(parsed(text)).toEqual(standard(text));
      const cut = at % (text.length + 1);
      const damaged = text.slice(0, cut) + more + text.slice(cut + 1);
      const found = parsed(damaged);
      if (found.length > 0) expect(found).toEqual(standard(damaged));
      else if (standard(damaged).length > 0)
        expect(() => doAtOnce(parseJson(damaged))).toThrow(/twice|survive/);
    }),
    options,
  );
  for (const text of [
    '',
    ' ',
    '[',
    '{"a"',
    '"\t"',
    '01',
    '1.',
    '[1,]',
    '{"a":1,}',
    'nul',
    '"\\x"',
    '1 2',
    '\ufeff1',
  ])
    expect([text, parsed(text)]).toEqual([text, []]);
  expect(Object.keys(doAtOnce(parseJson('{"__proto__":1}')) as object)).toEqual(['__proto__']);
  expect(() => doAtOnce(parseJson('['.repeat(101)))).toThrow('is nested too deep');
});

test('keys under which anybody can sign are no keys', async () => {
  const prime = (1n << 255n) - 19n;
  const mod = (a: bigint) => ((a % prime) + prime) % prime;
  const power = (base: bigint, exponent: bigint): bigint =>
    exponent === 0n
      ? 1n
      : mod(power(mod(base * base), exponent >> 1n) * ((exponent & 1n) === 1n ? base : 1n));
  const inverse = (a: bigint) => power(mod(a), prime - 2n);
  const d = mod(-121665n * inverse(121666n));
  /** Doubling on -x² + y² = 1 + dx²y², on (x², y) alone: y of a double depends on them only. */
  const doubled = (y: bigint) => {
    const xx = mod((y * y - 1n) * inverse(d * y * y + 1n));
    return mod((y * y + xx) * inverse(1n - d * xx * y * y));
  };
  const root = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
  const small = [0n, 1n, prime - 1n, root, prime - root];
  for (const y of small) expect(doubled(doubled(doubled(y)))).toBe(1n);
  const strange = [prime, prime + 1n, prime + 2n, prime + 18n];
  const head = '302a300506032b6570032100';
  const pemOf = (y: bigint, sign: bigint) => {
    const hex = (y | (sign << 255n)).toString(16).padStart(64, '0');
    const der = Buffer.concat([Buffer.from(head, 'hex'), Buffer.from(hex, 'hex').reverse()]);
    return `-----BEGIN PUBLIC KEY-----\n${der.toString('base64')}\n-----END PUBLIC KEY-----\n`;
  };
  for (const y of [...small, ...strange])
    for (const sign of [0n, 1n]) await expect(openKeys([pemOf(y, sign)])).rejects.toThrow('of small order');
  for (let made = 0; made < 20; made++) {
    const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });
    expect((await openKeys([String(pem)])).size).toBe(1);
  }
});

test('stops again and again on its way, and recognises the file in use before it opens it', {
  tags: ['slow'],
}, async () => {
  let pauses = 0;
  const pause = async () => {
    pauses++;
  };
  const { acme } = viewing.tenants as { readonly acme: unknown };
  const tenants = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`t${at}`, acme]));
  const large = signedBy(payload(5, sealed({ ...viewing, tenants })), ada);
  const store = await open(large, { pause });
  expect(pauses).toBeGreaterThan(10);
  pauses = 0;
  expect((await store.swap(large)).sequence).toBe(5);
  expect((await store.swap(Buffer.from(large))).sequence).toBe(5);
  expect(pauses).toBe(0);
  await store.trust([ada.publicKey]);
  await store.swap(large);
  expect(pauses).toBeGreaterThan(10);
});

test('what verifying opens a store takes, and what it refuses a store refuses, with the same code', async () => {
  const text = payload(5, viewing);
  const good = signedBy(text, ada);
  const corpus = [good, signedBy(text, ada, eve), signedBy(text, eve), JSON.stringify(viewing), '', '{}\n'];
  corpus.push(
    signedBy(payload(seconds * 1000, viewing), ada),
    signedBy(text.replace('"acme"', '"__proto__"'), ada),
  );
  corpus.push(signedBy(payload(5, viewing, { expires: '2020-01-01T00:00:00Z' }), ada));
  for (let at = 0; at < good.length; at += 97)
    corpus.push(good.slice(0, at), `${good.slice(0, at)}A${good.slice(at + 1)}`);
  for (let at = 0; at < text.length; at += 61)
    corpus.push(signedBy(`${text.slice(0, at)}7${text.slice(at + 1)}`, ada));
  const keys = await openKeys([ada.publicKey, bob.publicKey]);
  const codes = new Set<string>();
  for (const one of corpus) {
    const code = await refusal(openBundle(one, { keys, tenant: null, now }));
    expect(await refusal(open(one))).toBe(code);
    codes.add(code);
  }
  expect(codes.size).toBeGreaterThan(6);
});

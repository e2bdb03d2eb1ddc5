import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { usualLimit } from '../../runtime/envelope.ts';
import { openStore, type Source } from '../../runtime/store.ts';
import { runs } from '../support/random.ts';
import { bundleOf, refusal, said, sealed, small } from '../support/signing.ts';

import { ada, bob, keys, mayRemove, open, removing, viewing, worker } from './stores.ts';

describe('a store', () => {
  test('answers by its bundle and says which it is', async () => {
    const store = await open();
    expect([store.sequence, store.digest, store.tenants, store.keyid]).toEqual([
      ...[5, viewing.digest, ['acme'], ada.keyid],
    ]);
    expect(store.permissions(worker).can('view', 'Task', {})).toBe(true);
    expect(mayRemove(store)).toBe(false);
  });

  test('takes a newer bundle, and what it gave before keeps answering by the older one', async () => {
    const store = await open();
    const { permissions } = store;
    const before = permissions(worker);
    expect(await store.swap(ada.release(6, removing))).toEqual({
      sequence: 6,
      digest: removing.digest,
      tenants: ['acme'],
      keyid: ada.keyid,
      keyids: [ada.keyid],
      expires: undefined,
      isTrusted: true,
    });
    expect([before.can('remove', 'Task', {}), permissions(worker).can('remove', 'Task', {})]).toEqual([
      false,
      true,
    ]);
    expect(mayRemove(store)).toBe(true);
  });

  test('knows the properties and the columns of the bundle in use', async () => {
    const [less, more] = ['', ', arr: { type: number }'].map((arr) =>
      bundleOf(
        small('view')
          .replace(
            '[view, remove]',
            `[view, remove], portfolio: self, properties: { by: { type: id }${arr} }`,
          )
          .replace('reach: all', (arr && 'reach: { arr: { $gt: 5 } }') || 'reach: all'),
      ),
    );
    const store = await open(ada.release(5, less));
    const { isProperty } = store;
    const asked = () => [
      isProperty('view', 'Task', 'by'),
      isProperty('view', 'Task', 'arr'),
      isProperty('view', 'Task', '__proto__'),
      ...store.columns,
    ];
    expect(asked()).toEqual([true, false, false]);
    await store.swap(ada.release(6, more));
    expect(asked()).toEqual([true, true, false, 'arr']);
    expect(await refusal(store.swap(ada.release(4, less)))).toBe('older');
    expect(asked()).toEqual([true, true, false, 'arr']);
  });

  test('takes text, bytes, a part of larger bytes, and the bytes that fetch gives', async () => {
    const text = ada.release(5, viewing);
    const bytes = new TextEncoder().encode(text);
    const padded = new Uint8Array(bytes.length + 20).fill(32);
    padded.set(bytes, 10);
    for (const source of [text, bytes, Buffer.from(text), bytes.buffer, padded.subarray(10, -10)])
      expect((await open(source)).sequence).toBe(5);
    for (const source of [padded, undefined, null, 7, {}, [], viewing])
      expect(await refusal(openStore({ bundle: source as Source, keys }))).toBe('malformed');
  });

  test('is not misled by bytes that change while they are verified', async () => {
    const store = await open();
    const bytes = Buffer.from(ada.release(6, viewing));
    const other = Buffer.from(bob.release(6, removing));
    const swapping = store.swap(bytes);
    bytes.fill(0);
    other.copy(bytes);
    expect((await swapping).digest).toBe(viewing.digest);
  });

  test('refuses a mark of the order of bytes, in text and in bytes', async () => {
    const marked = `\uFEFF${ada.release(5, viewing)}`;
    expect(await refusal(open(marked))).toBe('malformed');
    expect(await refusal(open(Buffer.from(marked)))).toBe('malformed');
    expect(
      await refusal(
        open(ada.envelope(`\uFEFF${JSON.stringify({ sequence: 5, tenant: null, bundle: viewing })}`)),
      ),
    ).toBe('malformed');
  });

  test('refuses bytes that are no text, also where they are signed', async () => {
    expect(await refusal(open(Buffer.from([0xff, 0xfe])))).toBe('malformed');
    expect(await refusal(open(ada.envelope(Buffer.from([0x22, 0xc3, 0x28, 0x22]))))).toBe('malformed');
    // Bytes that a lenient reader would take for the character that stands for what cannot be read.
    const { acme } = viewing.tenants as { readonly acme: unknown };
    const renamed = JSON.stringify({
      sequence: 5,
      tenant: null,
      bundle: sealed({ ...viewing, tenants: { '\uFFFD': acme } }),
    });
    expect(await refusal(open(ada.envelope(renamed)))).toBe('taken');
    const broken = Buffer.from(
      Buffer.from(renamed).toString('latin1').replace('\u00EF\u00BF\u00BD', '\u00FF'),
      'latin1',
    );
    expect(await refusal(open(ada.envelope(broken)))).toBe('malformed');
  });

  test('refuses what is too large before it looks at it', async () => {
    const text = ada.release(5, viewing);
    expect(await refusal(openStore({ bundle: text, keys, limit: text.length - 1 }))).toBe('too-large');
    expect(await refusal(openStore({ bundle: text, keys, limit: text.length }))).toBe('taken');
    expect(await refusal(open(new Uint8Array(usualLimit + 1)))).toBe('too-large');
    expect(await refusal(open(' '.repeat(usualLimit + 1)))).toBe('too-large');
    expect(await refusal(open(new Uint8Array(1000)))).toBe('malformed');
  });
});

describe('which bundle is newer', () => {
  test('an older one is refused, the same one is nothing new, another under its number is refused', async () => {
    const store = await open();
    expect(await refusal(store.swap(ada.release(4, removing)))).toBe('older');
    expect(await refusal(store.swap(ada.release(0, viewing)))).toBe('older');
    expect((await store.swap(ada.release(5, viewing))).sequence).toBe(5);
    expect(await refusal(store.swap(ada.release(5, removing)))).toBe('replayed-differently');
    await store.swap(ada.release(6, removing));
    expect(await refusal(store.swap(ada.release(5, viewing)))).toBe('older');
    expect([store.sequence, mayRemove(store)]).toEqual([6, true]);
  });

  test('a store that opens again takes nothing older than before', async () => {
    const bundle = ada.release(5, viewing);
    for (const [options, expected] of [
      [{ after: 4 }, 'taken'],
      [{ after: 5 }, 'older'],
      [{ atLeast: 5 }, 'taken'],
      [{ atLeast: 6 }, 'older'],
      [{ after: 2, atLeast: 6 }, 'older'],
      [{ after: 6, atLeast: 2 }, 'older'],
    ] as const)
      expect([options, await refusal(openStore({ bundle, keys, ...options }))]).toEqual([options, expected]);
    for (const bad of [{ after: Number.NaN }, { atLeast: 0.5 }, { after: '4' as never }])
      await expect(openStore({ bundle, keys, ...bad })).rejects.toThrow('whole numbers');
  });

  test('sequences are whole numbers from 0', async () => {
    for (const sequence of [-1, 1.5, 2 ** 53, '7', null, undefined, [7], true])
      expect([sequence, await refusal(open(ada.release(sequence, viewing)))]).toEqual([
        sequence,
        'malformed',
      ]);
    for (const sequence of [0, 1, Math.floor(Date.now() / 1000)])
      expect((await open(ada.release(sequence, viewing))).sequence).toBe(sequence);
  });

  test('however swaps overlap, the newest good one stays and nothing ever goes back', {
    tags: ['slow'],
  }, async () => {
    const bundles = [viewing, removing];
    // A bundle that is not good is one with somebody else's signature under a trusted name.
    const attempts = fc.array(fc.record({ sequence: fc.integer({ min: 0, max: 9 }), isGood: fc.boolean() }), {
      maxLength: 6,
    });
    const texts = Array.from({ length: 10 }, (_, sequence) => {
      const content = bundles[sequence % 2];
      return {
        good: ada.release(sequence, content),
        bad: bob.release(sequence, content).replace(bob.keyid, ada.keyid),
      };
    });
    const { verify, digest } = crypto.subtle;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), attempts, async (scheduler, wanted) => {
        const store = await open();
        const seen: number[] = [];
        const [verifying, digesting] = [
          vi
            .spyOn(crypto.subtle, 'verify')
            .mockImplementation((...told) => scheduler.schedule(verify.apply(crypto.subtle, told))),
          vi
            .spyOn(crypto.subtle, 'digest')
            .mockImplementation((...told) => scheduler.schedule(digest.apply(crypto.subtle, told))),
        ];
        const swaps = wanted.map(async ({ sequence, isGood }) => {
          const source = texts[sequence]?.[isGood ? 'good' : 'bad'] ?? '';
          const code = await refusal(store.swap(source));
          seen.push(store.sequence);
          return code;
        });
        const codes = await scheduler.waitFor(Promise.all(swaps));
        verifying.mockRestore();
        digesting.mockRestore();
        const newest = Math.max(5, ...wanted.flatMap(({ sequence, isGood }) => (isGood ? [sequence] : [])));
        expect(store.sequence).toBe(newest);
        expect(mayRemove(store)).toBe(newest === 5 ? false : newest % 2 === 1);
        expect(seen).toEqual([...seen].sort((a, b) => a - b));
        for (const [at, { isGood, sequence }] of wanted.entries()) {
          const allowed = isGood
            ? sequence < 5
              ? ['older']
              : sequence === 5
                ? ['older', 'replayed-differently']
                : ['taken', 'older']
            : ['altered'];
          expect(allowed).toContain(codes[at]);
          if (isGood && sequence === newest && newest > 5) expect(codes[at]).toBe('taken');
        }
      }),
      runs(150),
    );
  });
});

describe('whom a bundle is about', () => {
  const acme = viewing;
  const globex = bundleOf(small('view').replace('acme', 'globex'));
  const two = bundleOf(
    `${small('view')}---\n{ kind: Tenant, name: globex, ceiling: { models: { '*': all } } }\n`,
  );

  test('a store of one tenant takes bundles of that tenant alone', async () => {
    const store = await openStore({ bundle: ada.release(5, acme, 'acme'), keys, tenant: 'acme' });
    for (const [other, message] of [
      [
        ada.release(6, globex, 'globex'),
        'the bundle is cut to tenant `globex`, and one that is cut to tenant `acme` is expected',
      ],
      [ada.release(6, two), 'the bundle holds all tenants, and one that is cut to tenant `acme` is expected'],
      // One tenant is all of them where there is no other, yet.
      [
        ada.release(6, acme),
        'the bundle holds all tenants, and one that is cut to tenant `acme` is expected',
      ],
      [
        ada.release(6, sealed({ ...acme, tenants: {} })),
        'the bundle holds all tenants, and one that is cut to tenant `acme` is expected',
      ],
    ] as const)
      expect(await said(store.swap(other))).toEqual(['other-tenant', message]);
    expect(store.sequence).toBe(5);
    for (const tenant of ['__proto__', 'toString', '', 'globex'])
      expect(await refusal(openStore({ bundle: ada.release(5, acme, 'acme'), keys, tenant }))).toBe(
        'other-tenant',
      );
    expect((await store.swap(ada.release(6, bundleOf(small('remove')), 'acme'))).sequence).toBe(6);
  });

  test('one of all takes bundles of all tenants, and none that is cut to one', async () => {
    const store = await open(ada.release(5, two));
    const cut =
      "the bundle is cut to tenant `acme`, and all tenants are expected; open the store with `tenant: 'acme'`";
    expect(await said(store.swap(ada.release(6, acme, 'acme')))).toEqual(['other-tenant', cut]);
    expect(await said(open(ada.release(6, acme, 'acme')))).toEqual(['other-tenant', cut]);
    for (const tenant of [undefined, null as never])
      expect(await refusal(openStore({ bundle: ada.release(6, acme, 'acme'), keys, tenant }))).toBe(
        'other-tenant',
      );
    expect([store.sequence, store.tenants]).toEqual([5, ['acme', 'globex']]);
    expect((await store.swap(ada.release(6, acme))).tenants).toEqual(['acme']);
    expect((await store.swap(ada.release(7, two))).tenants).toEqual(['acme', 'globex']);
  });

  test('says itself what it is cut to, and holds that', async () => {
    for (const [content, tenant] of [
      [two, 'acme'],
      [globex, 'acme'],
      [sealed({ ...acme, tenants: {} }), 'acme'],
      [acme, '__proto__'],
      [acme, ''],
    ] as const)
      for (const options of [{}, { tenant: 'acme' }, { tenant }])
        expect(await said(openStore({ bundle: ada.release(5, content, tenant), keys, ...options }))).toEqual([
          'malformed',
          expect.stringMatching(/^the bundle says that it is cut to tenant `.*`, and is about /),
        ]);
    for (const tenant of [7, true, [], ['acme'], {}])
      expect(await said(open(ada.release(5, acme, tenant)))).toEqual([
        'malformed',
        'the tenant that the bundle is cut to is neither a text nor null',
      ]);
    const silent = ada.envelope(JSON.stringify({ sequence: 5, bundle: acme }));
    expect(await said(open(silent))).toEqual([
      'malformed',
      'the payload is not a bundle with its sequence and its tenant',
    ]);
  });

  test('without a signature it does not say', async () => {
    const [one, both] = [acme, two].map((content) => JSON.stringify(content));
    const develop = (bundle = '', tenant?: string) => openStore({ bundle, unsigned: 'accept', tenant });
    for (const bundle of [one, both]) expect(await refusal(develop(bundle))).toBe('taken');
    expect(await refusal(develop(one, 'acme'))).toBe('taken');
    expect(await said(develop(one, 'globex'))).toEqual([
      'other-tenant',
      'the bundle is about tenant `acme`, not about tenant `globex` alone',
    ]);
    expect(await said(develop(both, 'acme'))).toEqual([
      'other-tenant',
      'the bundle is about 2 tenants, not about tenant `acme` alone',
    ]);
    const store = await develop(both);
    expect(await refusal(store.swap(one ?? ''))).toBe('taken');
  });
});

/** Waits for as long as it takes: a limit would break on a busy machine. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

describe('in development', () => {
  const bare = (content: unknown) => JSON.stringify(content);
  const develop = () => openStore({ bundle: bare(viewing), unsigned: 'accept', keys });

  test('a bundle without a signature is taken where that is asked for', async () => {
    const store = await develop();
    expect([store.sequence, store.keyid, store.digest]).toEqual([0, undefined, viewing.digest]);
    await store.swap(bare(removing));
    expect(mayRemove(store)).toBe(true);
    await store.swap(ada.release(1, viewing));
    expect(await refusal(store.swap(bare(removing)))).toBe('older');
  });

  test('one that is signed must still be signed well, and one that is not must still be a bundle', async () => {
    const store = await develop();
    expect(await refusal(store.swap(bob.release(1, removing)))).toBe('unknown-key');
    expect(await refusal(store.swap(bare({ ...removing, size: 7 })))).toBe('malformed');
    expect(await refusal(store.swap(bare({ ...removing, digest: 'x' })))).toBe('wrong-digest');
    expect(store.digest).toBe(viewing.digest);
  });

  test('of two that overlap the one asked for last stays', async () => {
    const { digest } = crypto.subtle;
    const store = await develop();
    const waiting: (() => void)[] = [];
    vi.spyOn(crypto.subtle, 'digest').mockImplementation(async (...told) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return digest.apply(crypto.subtle, told);
    });
    const swaps = [store.swap(bare(viewing)), store.swap(bare(removing)), store.swap(bare(viewing))];
    await until(() => waiting.length === 3);
    waiting[2]?.();
    expect((await swaps[2])?.digest).toBe(viewing.digest);
    // The bundle in use is recognised by the digest of its file; the content is digested too only of another file.
    waiting[1]?.();
    await until(() => waiting.length === 4);
    waiting[3]?.();
    expect((await swaps[1])?.digest).toBe(viewing.digest);
    waiting[0]?.();
    expect((await swaps[0])?.digest).toBe(viewing.digest);
    expect(store.digest).toBe(viewing.digest);
  });
});

import { describe, expect, test, vi } from 'vitest';
import { openStore } from '../../runtime/store.ts';
import { enveloped, refusal, signer } from '../support/signing.ts';

import { ada, bob, keys, mayRemove, open, removing, viewing } from './stores.ts';

describe('whose bundle it is', () => {
  test('nobody’s, somebody else’s, or somebody else’s under a trusted name', async () => {
    const store = await open();
    expect(await refusal(store.swap(JSON.stringify(removing)))).toBe('unsigned');
    expect(await refusal(store.swap(`\n${JSON.stringify(removing, null, 2)}`))).toBe('unsigned');
    expect(await refusal(store.swap(bob.release(6, removing)))).toBe('unknown-key');
    const forged = bob.release(6, removing).replace(bob.keyid, ada.keyid);
    expect(await refusal(store.swap(forged))).toBe('altered');
    expect(await refusal(store.swap(ada.release(6, removing).replace(ada.keyid, bob.keyid)))).toBe(
      'unknown-key',
    );
    expect([store.sequence, mayRemove(store)]).toEqual([5, false]);
  });

  test('a signature under one trusted key says nothing under the id of another', async () => {
    const both = { bundle: ada.release(5, viewing), keys: [ada.publicKey, bob.publicKey] };
    const store = await openStore(both);
    const misnamed = ada.release(6, removing).replace(ada.keyid, bob.keyid);
    expect(await refusal(store.swap(misnamed))).toBe('altered');
  });

  test('a signature of another type of payload is no signature of a bundle', async () => {
    const { createPrivateKey } = await import('node:crypto');
    const payload = Buffer.from(JSON.stringify({ sequence: 6, tenant: null, bundle: removing }));
    const type = 'application/vnd.plafond.bundle+jsom';
    const other = enveloped(payload, ada.keyid, createPrivateKey(ada.privateKey), type);
    const store = await open();
    expect(await refusal(store.swap(other))).toBe('malformed');
    expect(await refusal(store.swap(other.replace('jsom', 'json')))).toBe('altered');
  });

  test('several keys: the next one is trusted before it signs', async () => {
    const store = await openStore({ bundle: ada.release(5, viewing), keys: [ada.publicKey, bob.publicKey] });
    await store.swap(bob.release(6, removing));
    expect([store.sequence, store.keyid]).toEqual([6, bob.keyid]);
    expect(await refusal(store.swap(signer().release(7, viewing)))).toBe('unknown-key');
    await store.swap(ada.release(8, viewing));
    expect(store.keyid).toBe(ada.keyid);
  });

  test('a key may be given as Web Cryptography has it', async () => {
    const raw = Buffer.from(ada.publicKey.split('\n').slice(1, -2).join(''), 'base64');
    const native = (isExtractable: boolean) =>
      crypto.subtle.importKey('spki', raw, 'Ed25519', isExtractable, ['verify']);
    const bundle = ada.release(5, viewing);
    expect((await openStore({ bundle, keys: [bob.publicKey, await native(true)] })).keyid).toBe(ada.keyid);
    await expect(openStore({ bundle, keys: [bob.publicKey, await native(false)] })).rejects.toThrow(
      'key 2 of 2 cannot be exported',
    );
  });

  test('what is no public key is said to be none', async () => {
    const { generateKeyPairSync } = await import('node:crypto');
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    const x25519 = generateKeyPairSync('x25519').publicKey;
    const cut = ada.publicKey.replace(/.{4}\n-----END/, '\n-----END');
    const faults: readonly (readonly [unknown, string])[] = [
      [ada.privateKey, 'key 1 of 1 is a private key'],
      ['', 'is no key in PEM'],
      [ada.keyid, 'is no key in PEM'],
      [rsa.export({ type: 'spki', format: 'pem' }), 'is no public key for Ed25519'],
      [x25519.export({ type: 'spki', format: 'pem' }), 'is no public key for Ed25519'],
      [cut, 'is no public key for Ed25519'],
      [`${ada.publicKey}${bob.publicKey}`, 'is more than one key'],
      [{}, 'is no public key for Ed25519'],
      [null, 'is no public key for Ed25519'],
    ];
    for (const [key, fault] of faults) {
      const opening = openStore({ bundle: ada.release(5, viewing), keys: [key as string] });
      await expect(opening).rejects.toThrow(fault);
      await expect(opening).rejects.not.toThrow(ada.privateKey.split('\n')[1] ?? '-');
    }
    await expect(openStore({ bundle: ada.release(5, viewing) })).rejects.toThrow('needs the public keys');
    const windows = `for plafond\r\n${ada.publicKey.replaceAll('\n', '\r\n')}`;
    expect((await openStore({ bundle: ada.release(5, viewing), keys: [windows] })).sequence).toBe(5);
  });

  test('a key of Web Cryptography must be there to verify', async () => {
    const raw = Buffer.from(ada.publicKey.split('\n').slice(1, -2).join(''), 'base64');
    const idle = await crypto.subtle.importKey('spki', raw, 'Ed25519', true, []);
    await expect(openStore({ bundle: ada.release(5, viewing), keys: [idle] })).rejects.toThrow(
      'key 1 of 1 may not verify',
    );
  });

  test('keys are a list', async () => {
    const one = ada.publicKey as unknown as string[];
    await expect(openStore({ bundle: ada.release(5, viewing), keys: one })).rejects.toThrow(
      '`keys` is a list',
    );
  });

  test('a polluted prototype does not turn signatures off', async () => {
    const prototype = Object.prototype as { unsigned?: unknown };
    try {
      prototype.unsigned = 'accept';
      expect(await refusal(openStore({ bundle: JSON.stringify(viewing), keys }))).toBe('unsigned');
    } finally {
      delete prototype.unsigned;
    }
  });

  test('nothing is parsed before the signature is good', async () => {
    const store = await open();
    const nonsense = 'no JSON';
    const forged = bob.envelope(nonsense).replace(bob.keyid, ada.keyid);
    expect(await refusal(store.swap(bob.envelope(nonsense)))).toBe('unknown-key');
    expect(await refusal(store.swap(forged))).toBe('altered');
    expect(await refusal(store.swap(ada.envelope(nonsense)))).toBe('malformed');
  });

  test('without Web Cryptography nothing is taken', async () => {
    for (const nothing of [undefined, {}]) {
      vi.stubGlobal('crypto', nothing);
      expect(await refusal(open())).toBe('cannot-verify');
      expect(await refusal(openStore({ bundle: JSON.stringify(viewing), unsigned: 'accept' }))).toBe(
        'cannot-verify',
      );
      vi.unstubAllGlobals();
    }
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'));
    expect(await refusal(open())).toBe('cannot-verify');
  });
});

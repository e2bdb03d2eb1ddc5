import { readBase64 } from './envelope.ts';
import { BundleRefused } from './refusal.ts';

/** A key as Web Cryptography has it: a `CryptoKey`, as far as it matters here. */
export interface PublicKey {
  readonly type: string;
  readonly extractable: boolean;
  readonly algorithm: { readonly name: string };
  readonly usages: readonly string[];
}

/** Keys that may have signed, by their ids. */
export type Keys = ReadonlyMap<string, PublicKey>;

type NativeKey = Parameters<typeof crypto.subtle.verify>[1];

/**
 * Opens keys in PEM, or as Web Cryptography has them. Throws an `Error` that says which is no public
 * Ed25519 key, and what it is instead; `BundleRefused` where no signature can be verified at all.
 */
export async function openKeys(sources: readonly (string | PublicKey)[]): Promise<Keys> {
  if (typeof crypto === 'undefined' || !crypto.subtle)
    throw new BundleRefused(
      'cannot-verify',
      'there is no Web Cryptography here; browsers have it on https only',
    );
  if (!Array.isArray(sources)) throw new Error('`keys` is a list: of public keys in PEM, or of `CryptoKey`');
  const keys = new Map<string, PublicKey>();
  for (const [at, one] of sources.entries()) {
    const opened = typeof one === 'string' ? await importPem(one) : await exportNative(one);
    if ('fault' in opened) throw new Error(`key ${at + 1} of ${sources.length} ${opened.fault}`);
    keys.set(await digestKey(opened.raw), opened.key);
  }
  return keys;
}

/** Tells whether a key has signed these bytes. */
export async function hasSigned(
  key: PublicKey,
  signature: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return crypto.subtle.verify('Ed25519', key as NativeKey, signature, bytes);
}

/** Returns the SHA-256 of bytes in hex. */
export async function digestBytes(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const digestKey = digestBytes;

interface Fault {
  /** The second half of a sentence that begins with which key it is about. */
  readonly fault: string;
}

interface Opened {
  readonly key: PublicKey;
  readonly raw: Uint8Array<ArrayBuffer>;
}

/** The bytes before the 32 bytes of a public Ed25519 key in SPKI. */
const head = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/** Reads the 32 bytes of the public key in a text in PEM, or says why there are none. */
export function readPublicKey(pem: string): Uint8Array<ArrayBuffer> | Fault {
  const blocks = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g)];
  const [block] = blocks;
  if (!block) return { fault: 'is no key in PEM, which begins with `-----BEGIN PUBLIC KEY-----`' };
  if (blocks.length > 1) return { fault: 'is more than one key; give each on its own' };
  const [, label = '', body = ''] = block;
  if (label.endsWith('PRIVATE KEY'))
    return { fault: 'is a private key, which stays where bundles are signed; give its public key' };
  const der = label === 'PUBLIC KEY' ? readBase64(body.replace(/\s/g, '')) : undefined;
  if (der?.length !== head.length + 32 || head.some((byte, at) => der[at] !== byte))
    return { fault: 'is no public key for Ed25519' };
  return refuseWeakKey(der.slice(head.length));
}

/**
 * Returns the raw key, unless it is one under which signatures can be made without its private key: a point of small order,
 * or another way to write one. No key that anybody has made is one of them.
 */
function refuseWeakKey(raw: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | Fault {
  const digits = [...raw].reverse().map((byte) => byte.toString(16).padStart(2, '0'));
  // The highest bit is the sign of x: every y below stands for both signs.
  const y = BigInt(`0x${digits.join('')}`) & ((1n << 255n) - 1n);
  const isSmall = smallOrder.some((one) => y === one);
  if (y < prime && !isSmall) return raw;
  return { fault: 'is a public key of small order or in a strange writing, under which anybody can sign' };
}

/** The prime of Curve25519; a y that is not below it is another way to write a smaller one. */
const prime = (1n << 255n) - 19n;

/** The y of a point of order eight; with the other sign it is that of another one. */
const ofOrderEight = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;

/** The y of all points whose order divides eight. */
const smallOrder: readonly bigint[] = [0n, 1n, prime - 1n, ofOrderEight, prime - ofOrderEight];

async function importPem(pem: string): Promise<Opened | Fault> {
  const raw = readPublicKey(pem);
  if ('fault' in raw) return raw;
  try {
    return { raw, key: await crypto.subtle.importKey('raw', raw, 'Ed25519', true, ['verify']) };
  } catch {
    throw new BundleRefused('cannot-verify', 'the Web Cryptography here does not have Ed25519');
  }
}

async function exportNative(key: PublicKey): Promise<Opened | Fault> {
  if (key?.algorithm?.name !== 'Ed25519' || key.type !== 'public')
    return { fault: 'is no public key for Ed25519' };
  if (!key.usages.includes('verify')) return { fault: 'may not verify; import it with the usage `verify`' };
  if (!key.extractable)
    return { fault: 'cannot be exported, so its id is not known; import it as extractable' };
  const raw = refuseWeakKey(new Uint8Array(await crypto.subtle.exportKey('raw', key as NativeKey)));
  return 'fault' in raw ? raw : { key, raw };
}

import { decodeBase64, type Envelope, type PayloadType, writeSignedBytes } from './envelope.ts';
import { hasSigned, type Keys } from './keys.ts';
import { BundleRefused } from './refusal.ts';
import { doInSlices, type Pause, pauseForOthers } from './slices.ts';

/** The keys that are trusted, and how many of them must have signed. */
export interface Trust {
  readonly keys: Keys;
  /** The number of different keys that must have signed; one by default. */
  readonly threshold?: number | undefined;
}

/** The kind of something signed, as refusals call it. */
export type Signed = 'bundle' | 'index';

/** Returns the payload of an envelope in bytes. Throws `BundleRefused` if its base64 is broken. */
export async function decodePayload(
  { payload }: Envelope,
  what: Signed,
  pause: Pause,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await doInSlices(decodeBase64(payload), pause);
  if (!bytes) throw new BundleRefused('malformed', `the base64 of the ${what} is broken`);
  return bytes;
}

/** A payload of which signatures are verified. */
export interface SignedPayload {
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly type: PayloadType;
  readonly what: Signed;
}

/**
 * Verifies signatures, and returns the ids of the trusted keys that have signed a payload. Signatures of keys that are not
 * trusted count for nothing; one that is not of the trusted key whose id it has makes all of it suspect. Throws
 * `BundleRefused` if there are too few.
 */
export async function verifySigners(
  { signatures }: Envelope,
  { payload, type, what }: SignedPayload,
  { keys, threshold = 1 }: Trust,
): Promise<readonly string[]> {
  const known = signatures.filter(({ keyid }) => keys.has(keyid));
  if (known.length === 0)
    throw new BundleRefused(
      'unknown-key',
      `the ${what} is signed by key ${signatures.map(({ keyid }) => keyid).join(' and key ')}, which is not trusted here`,
    );
  const bytes = writeSignedBytes(payload, type);
  for (const { keyid, signature } of known) {
    const key = keys.get(keyid);
    const raw = await doInSlices(decodeBase64(signature), pauseForOthers);
    if (!raw) throw new BundleRefused('malformed', `the base64 of the ${what} is broken`);
    if (!key || !(await hasSigned(key, raw, bytes)))
      throw new BundleRefused('altered', `the ${what} is not what key ${keyid} has signed`);
  }
  if (known.length < threshold)
    throw new BundleRefused(
      'too-few-signatures',
      `${known.length} of the trusted keys signed the ${what}, and ${threshold} must`,
    );
  return known.map(({ keyid }) => keyid);
}

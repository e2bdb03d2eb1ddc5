import { usualLimit } from './envelope.ts';
import { explainWrongValue } from './explain-wrong-bundle.ts';
import { digestBytes } from './keys.ts';
import { BundleRefused } from './refusal.ts';
import type { Sliced } from './slices.ts';

/** A file as it was read or fetched. */
export type BundleSource = string | Uint8Array | ArrayBuffer;

/** Returns the text of a file. Throws `BundleRefused` where it is none, or has more bytes than the limit. */
export function* readSource(source: BundleSource, limit: number): Sliced<string> {
  const size = typeof source === 'string' ? source.length : source?.byteLength;
  if (typeof size !== 'number') throw new BundleRefused('malformed', explainWrongValue(source));
  if (size > limit)
    throw new BundleRefused('too-large', `the bundle has ${size} bytes, and the limit is ${limit}`);
  return typeof source === 'string'
    ? source
    : yield* decodeText(source instanceof Uint8Array ? source : new Uint8Array(source));
}

/** The number of bytes that are decoded between two pauses. */
const decodedAtOnce = 4_000_000;

/** Decodes UTF-8; a byte order mark stays in the text, and is refused later by who reads the text. */
export function* decodeText(bytes: Uint8Array): Sliced<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  for (let from = 0; from < bytes.length; ) {
    if (from > 0) yield;
    const until = startOfCharacter(bytes, from + decodedAtOnce);
    try {
      text += decoder.decode(bytes.subarray(from, until));
    } catch {
      throw new BundleRefused('malformed', 'the bundle is no text in UTF-8');
    }
    from = until;
  }
  return text;
}

/** Returns the place of the first byte of the character to which the byte at a place belongs. */
function startOfCharacter(bytes: Uint8Array, place: number): number {
  if (place >= bytes.length) return bytes.length;
  // No character has more than three bytes after its first one. After more of them, any cut gives broken text.
  let start = place;
  while (start > place - 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return start;
}

/** Tells whether a file is not so large that it is refused unseen. */
const isSmallEnough = (size: number, limit = usualLimit): boolean => size <= limit;

/**
 * Copies a file, so that nobody can change it any more; returns a value that is no file, or one too large to be
 * accepted, as it is.
 */
export function copySource(source: BundleSource, limit: number | undefined): BundleSource {
  if (typeof source === 'string' || !isSmallEnough(source?.byteLength, limit)) return source;
  if (source instanceof Uint8Array) return new Uint8Array(source);
  return source instanceof ArrayBuffer ? source.slice(0) : source;
}

/** Returns the digest by which a file is recognised; undefined if the value is no file, or too large to be accepted. */
export async function computeFingerprint(
  source: BundleSource,
  limit: number | undefined,
): Promise<string | undefined> {
  if (typeof source === 'string')
    return isSmallEnough(source.length, limit) ? digestBytes(new TextEncoder().encode(source)) : undefined;
  if (!isSmallEnough(source?.byteLength, limit)) return undefined;
  if (source instanceof ArrayBuffer) return digestBytes(new Uint8Array(source));
  return source instanceof Uint8Array ? digestBytes(source as Uint8Array<ArrayBuffer>) : undefined;
}

/**
 * How a signed bundle is written: DSSE, one signature, Ed25519, on one line of text with a line break at its end.
 *
 * ```
 * {"payload":"…","payloadType":"application/vnd.plafond.bundle+json","signatures":[{"keyid":"…","sig":"…"}]}
 * ```
 *
 * The payload is base64 of `{"sequence":…,"tenant":…,"bundle":{…}}` in UTF-8; `sequence` is an integer that grows with
 * every release, `tenant` the one that the bundle is cut to or null, `bundle` what `bundle.json` holds. `keyid` is the SHA-256 of the raw public key in hex. What is signed is
 * `DSSEv1`, the type and the payload, each with its length: see `signedBytes`.
 *
 * There is one way to write an envelope: one byte more, less or different makes it another one or none at all.
 */
export interface Envelope {
  /** In base64, as `keyid` and `signature` are in theirs. */
  readonly payload: string;
  readonly keyid: string;
  readonly signature: string;
}

/** What the payload is, in the words of DSSE. */
export const payloadType = 'application/vnd.plafond.bundle+json';

/** Larger files are refused by who opens them, unless they say otherwise. */
export const usualLimit = 64 * 1024 * 1024;

const opening = '{"payload":"';
const middle = `","payloadType":"${payloadType}","signatures":[{"keyid":"`;
const closing = '"}]}\n';
const [keyidLength, signatureLength] = [64, 88];
const tailLength = middle.length + keyidLength + '","sig":"'.length + signatureLength + closing.length;

/** The text of an envelope. */
export const writeEnvelope = ({ payload, keyid, signature }: Envelope): string =>
  `${opening}${payload}${middle}${keyid}","sig":"${signature}${closing}`;

/** The envelope that a text is; nothing where it is none, or one that is written in any other way. */
export function readEnvelope(text: string): Envelope | undefined {
  const tail = text.length - tailLength;
  const keyidAt = tail + middle.length;
  const signatureAt = text.length - closing.length - signatureLength;
  if (tail < opening.length) return undefined;
  const envelope = {
    payload: text.slice(opening.length, tail),
    keyid: text.slice(keyidAt, keyidAt + keyidLength),
    signature: text.slice(signatureAt, signatureAt + signatureLength),
  };
  return writeEnvelope(envelope) === text && /^[0-9a-f]+$/.test(envelope.keyid) ? envelope : undefined;
}

/** What is signed for a payload. */
export function signedBytes(payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `);
  const bytes = new Uint8Array(head.length + payload.length);
  bytes.set(head);
  bytes.set(payload, head.length);
  return bytes;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Int8Array(256).fill(-1);
for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value;

/**
 * The bytes of a text in base64; nothing where it is not, or could have been written otherwise: no two texts give
 * the same bytes.
 */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const digits = new TextEncoder().encode(text);
  if (digits.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((digits.length / 4) * 3);
  const length = bytes.length - padding;
  // What is padded is read as if zeros stood there; what comes out of that must be nothing but zeros.
  digits.fill(alphabet.charCodeAt(0), digits.length - padding);
  const valueAt = (at: number) => values[digits[at] ?? 0] ?? -1;
  for (let at = 0, next = 0; at < digits.length; at += 4) {
    const group = (valueAt(at) << 18) | (valueAt(at + 1) << 12) | (valueAt(at + 2) << 6) | valueAt(at + 3);
    // One value below zero makes the whole group so.
    if (group < 0) return undefined;
    bytes[next++] = group >> 16;
    bytes[next++] = group >> 8;
    bytes[next++] = group;
  }
  return bytes.subarray(length).some((byte) => byte !== 0) ? undefined : bytes.subarray(0, length);
}

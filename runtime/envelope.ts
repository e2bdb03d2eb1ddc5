import { doAtOnce, type Sliced } from './slices.ts';

/**
 * A signed bundle in its written form: DSSE, Ed25519, on one line of text with a line break at its end.
 *
 * ```
 * {"payload":"…","payloadType":"application/vnd.plafond.bundle+json","signatures":[{"keyid":"…","sig":"…"}]}
 * ```
 *
 * The payload is base64 of `{"sequence":…,"tenant":…,"bundle":{…}}` in UTF-8, with `"expires":"2027-03-31T00:00:00Z"` before
 * `bundle` where it expires; `sequence` is an integer that grows with every release, `tenant` the one that the bundle is cut
 * to or null, `bundle` what `bundle.json` holds. `keyid` is the SHA-256 of the raw public key in hex. What is signed is
 * `DSSEv1`, the type and the payload, each with its length: see `signedBytes`.
 *
 * There is one way to write an envelope: signatures are in the order of their key ids, one for each key. One byte
 * more, less or different makes it another envelope or none at all. Only the line break at its end may be CRLF, as a
 * checkout may have it.
 */
export interface Envelope {
  /** The payload in base64. */
  readonly payload: string;
  readonly signatures: readonly Signature[];
}

/** A signature of a payload, in base64, with the id of the key that is to have made it. */
export interface Signature {
  readonly keyid: string;
  readonly signature: string;
}

/** The type of the payload of a bundle, in the words of DSSE. */
export const bundleType = 'application/vnd.plafond.bundle+json';

/** The type of the payload of an index: a signature of one type is none of the other. */
export const fleetType = 'application/vnd.plafond.fleet+json';

/** The type of what is signed. */
export type PayloadType = typeof bundleType | typeof fleetType;

/** The most bytes of a file that is opened, unless its reader sets another limit. */
export const usualLimit = 64 * 1024 * 1024;

/** The most signatures of an envelope: more than anybody needs, and each takes time to verify. */
const mostSignatures = 16;

const opening = '{"payload":"';
const writeMiddle = (type: PayloadType) => `","payloadType":"${type}","signatures":[`;
const closing = ']}\n';

/** Returns the text of an envelope. */
export const writeEnvelope = ({ payload, signatures }: Envelope, type: PayloadType = bundleType): string =>
  `${opening}${payload}${writeMiddle(type)}${[...signatures]
    .sort((a, b) => (a.keyid < b.keyid ? -1 : 1))
    .map(({ keyid, signature }) => `{"keyid":"${keyid}","sig":"${signature}"}`)
    .join(',')}${closing}`;

const oneSignature = /\{"keyid":"([0-9a-f]{64})","sig":"([A-Za-z0-9+/]{86}==)"\}(,|$)/y;
const lengthOfOne = '{"keyid":"","sig":""},'.length + 64 + 88;

/** Reads the envelope in a text; returns undefined if it is none, or is written in any other way. */
export function readEnvelope(content: string, type: PayloadType = bundleType): Envelope | undefined {
  const middle = writeMiddle(type);
  const text = content.endsWith('\r\n') ? `${content.slice(0, -2)}\n` : content;
  const end = text.indexOf('"', opening.length);
  if (end < 0 || !text.startsWith(opening) || !text.startsWith(middle, end) || !text.endsWith(closing))
    return undefined;
  const list = text.slice(end + middle.length, -closing.length);
  if (list.length > mostSignatures * lengthOfOne) return undefined;
  const signatures: Signature[] = [];
  for (let at = 0; at <= list.length; ) {
    oneSignature.lastIndex = at;
    const [whole, keyid, signature, comma] = oneSignature.exec(list) ?? [];
    if (whole === undefined || keyid === undefined || signature === undefined) return undefined;
    // In the order of their ids, each once: no two envelopes have the same signatures.
    if (keyid <= (signatures.at(-1)?.keyid ?? '')) return undefined;
    signatures.push({ keyid, signature });
    at += whole.length;
    if (comma === '')
      return at === list.length ? { payload: text.slice(opening.length, end), signatures } : undefined;
  }
  return undefined;
}

/** Returns the bytes over which a payload is signed. */
export function writeSignedBytes(
  payload: Uint8Array,
  type: PayloadType = bundleType,
): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`DSSEv1 ${type.length} ${type} ${payload.length} `);
  const bytes = new Uint8Array(head.length + payload.length);
  bytes.set(head);
  bytes.set(payload, head.length);
  return bytes;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Int8Array(256).fill(-1);
for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value;

/**
 * Decodes a text in base64; returns undefined if it is none, or is another way to write the same bytes: no two texts
 * give the same bytes.
 */
export const readBase64 = (text: string): Uint8Array<ArrayBuffer> | undefined => doAtOnce(decodeBase64(text));

/** The number of digits, in whole groups of four, that are decoded between two pauses. */
const sliceDigits = 800_000;

/** Decodes base64 as `bytesOfBase64` does, in slices. */
export function* decodeBase64(text: string): Sliced<Uint8Array<ArrayBuffer> | undefined> {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3);
  const length = bytes.length - padding;
  const encoder = new TextEncoder();
  for (let from = 0; from < text.length; from += sliceDigits) {
    if (from > 0) yield;
    const slice = text.slice(from, from + sliceDigits);
    const digits = encoder.encode(slice);
    // A character that takes several bytes is no digit.
    if (digits.length !== slice.length) return undefined;
    // Padding is read as if zeros stood there, and only zeros may come out of it.
    if (from + sliceDigits >= text.length) digits.fill(alphabet.charCodeAt(0), digits.length - padding);
    if (!decodeGroups(digits, bytes.subarray((from / 4) * 3))) return undefined;
  }
  return bytes.subarray(length).some((byte) => byte !== 0) ? undefined : bytes.subarray(0, length);
}

/** Writes the bytes of whole groups of four digits; returns false where one of them is no digit. */
function decodeGroups(digits: Uint8Array, bytes: Uint8Array): boolean {
  const valueAt = (at: number) => values[digits[at] ?? 0] ?? -1;
  for (let at = 0, next = 0; at < digits.length; at += 4) {
    const group = (valueAt(at) << 18) | (valueAt(at + 1) << 12) | (valueAt(at + 2) << 6) | valueAt(at + 3);
    // A negative value of one digit makes the whole group negative.
    if (group < 0) return false;
    bytes[next++] = group >> 16;
    bytes[next++] = group >> 8;
    bytes[next++] = group;
  }
  return true;
}

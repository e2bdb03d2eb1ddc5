import { canonical, type Json } from '../compiler/text/json.ts';
import { type Bundle, BundleError, checkBundle } from './bundle.ts';
import { bytesOfBase64, readEnvelope, signedBytes, usualLimit } from './envelope.ts';
import { digestOf, hasSigned, type Keys } from './keys.ts';
import { misreadText, misreadValue } from './misread.ts';
import { BundleRefused } from './refused.ts';

/** A file as it was read or fetched. */
export type Source = string | Uint8Array | ArrayBuffer;

/** What is expected of a bundle. */
export interface Expectations {
  /** One of these must have signed it. */
  readonly keys: Keys;
  /**
   * It must be cut to this tenant; where this is null, to none, so that it holds all tenants. A bundle without a
   * signature does not say what it is cut to: it must hold this tenant and no other, or any where this is null.
   */
  readonly tenant?: string | null | undefined;
  /** Its sequence must not be below this one. */
  readonly lowest?: number | undefined;
  /** Takes a bare `bundle.json` too, which anybody may have written: for development only. */
  readonly unsigned?: 'accept' | undefined;
  /** The most bytes that a file may have: 64 MiB where nothing else is said. */
  readonly limit?: number | undefined;
}

/** A bundle that is all that was expected. */
export interface OpenedBundle {
  readonly bundle: Bundle;
  /** Grows with every release; that of an unsigned bundle is 0. */
  readonly sequence: number;
  /** What the bundle says, as a number: two bundles of the same digest permit the same. */
  readonly digest: string;
  readonly tenants: readonly string[];
  /** The tenant that it is cut to; null where it holds all tenants; nothing where it is unsigned and does not say. */
  readonly tenant: string | null | undefined;
  /** The key that signed it; nothing where none did. */
  readonly keyid: string | undefined;
}

/**
 * The bundle in a file. Throws `BundleRefused` unless it is all that is expected: nothing in it is looked at before
 * its signature is, and nothing of it is given before all of it was looked at.
 */
export async function openBundle(source: Source, expected: Expectations): Promise<OpenedBundle> {
  const text = textOf(source, expected.limit ?? usualLimit);
  const { payload, keyid } = await payloadIn(text, expected);
  const { bundle, sequence, tenant } = checkedPayload(payload, keyid !== undefined);
  if ((await digestOf(withoutDigest(bundle))) !== bundle.digest)
    throw new BundleRefused('wrong-digest', 'the digest of the bundle is not that of what it holds');
  const tenants = Object.keys(bundle.tenants);
  const { lowest = 0 } = expected;
  const other = otherTenant({ tenant, tenants }, expected.tenant);
  if (other !== undefined) throw new BundleRefused('other-tenant', other);
  if (sequence < lowest)
    throw new BundleRefused(
      'older',
      `the sequence of the bundle is ${sequence}, and ${lowest} is the least here`,
    );
  return { bundle, sequence, digest: bundle.digest, tenants, tenant, keyid };
}

/** Why a bundle is not about whom it should be; nothing where it is. */
function otherTenant(
  { tenant, tenants }: Pick<OpenedBundle, 'tenant' | 'tenants'>,
  wanted: string | null | undefined,
): string | undefined {
  if (wanted === undefined) return undefined;
  if (tenant === undefined) {
    if (wanted === null || isOnly(wanted, tenants)) return undefined;
    return `the bundle is about ${tenantsInWords(tenants)}, not about tenant ${quoted(wanted)} alone`;
  }
  if (tenant === wanted) return undefined;
  if (tenant === null)
    return `the bundle holds all tenants, and one that is cut to tenant ${quoted(String(wanted))} is expected`;
  const cut = `the bundle is cut to tenant ${quoted(tenant)}`;
  return wanted === null
    ? `${cut}, and all tenants are expected; open the store with \`tenant: '${shortened(tenant)}'\``
    : `${cut}, and one that is cut to tenant ${quoted(wanted)} is expected`;
}

const isOnly = (tenant: string, tenants: readonly string[]): boolean =>
  tenants.length === 1 && tenants[0] === tenant;

function textOf(source: Source, limit: number): string {
  const size = typeof source === 'string' ? source.length : source?.byteLength;
  if (typeof size !== 'number') throw new BundleRefused('malformed', misreadValue(source));
  if (size > limit)
    throw new BundleRefused('too-large', `the bundle has ${size} bytes, and the limit is ${limit}`);
  return typeof source === 'string' ? source : decoded(source);
}

/** The text that bytes are in UTF-8; a mark of the order of bytes stays and is refused as what it is. */
function decoded(bytes: Uint8Array | ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new BundleRefused('malformed', 'the bundle is no text in UTF-8');
  }
}

/** What was signed and by which key: the text of a payload that nobody has read yet. */
async function payloadIn(
  text: string,
  { keys, unsigned }: Expectations,
): Promise<{ readonly payload: string; readonly keyid: string | undefined }> {
  const envelope = readEnvelope(text);
  if (!envelope) {
    if (!/^\s*\{\s*"version"\s*:/.test(text)) throw new BundleRefused('malformed', misreadText(text));
    if (unsigned === 'accept') return { payload: text, keyid: undefined };
    throw new BundleRefused('unsigned', 'the bundle has no signature');
  }
  const { keyid } = envelope;
  const payload = bytesOfBase64(envelope.payload);
  const signature = bytesOfBase64(envelope.signature);
  if (!payload || !signature) throw new BundleRefused('malformed', 'the base64 of the bundle is broken');
  const key = keys.get(keyid);
  if (!key)
    throw new BundleRefused('unknown-key', `the bundle is signed by key ${keyid}, which is not trusted here`);
  if (!(await hasSigned(key, signature, signedBytes(payload))))
    throw new BundleRefused('altered', `the bundle is not what key ${keyid} has signed`);
  return { payload: decoded(payload), keyid };
}

/** The parts of a payload, each all that it should be. */
function checkedPayload(
  text: string,
  isSigned: boolean,
): Pick<OpenedBundle, 'bundle' | 'sequence' | 'tenant'> {
  const parsed = parse(text);
  const payload = isSigned ? parsed : { sequence: 0, tenant: undefined, bundle: parsed };
  if (!isMap(payload) || Object.keys(payload).sort().join() !== 'bundle,sequence,tenant')
    throw new BundleRefused('malformed', 'the payload is not a bundle with its sequence and its tenant');
  const { bundle, sequence, tenant } = payload;
  if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 0)
    throw new BundleRefused('malformed', 'the sequence of the bundle is not a whole number from 0');
  if (isMap(bundle) && typeof bundle.version === 'number' && bundle.version > 1)
    throw new BundleRefused(
      'too-new-format',
      `the format of the bundle is ${bundle.version}, and this reads format 1`,
    );
  const checked = checkedBundle(bundle);
  if (!isSigned) return { bundle: checked, sequence, tenant: undefined };
  if (tenant !== null && typeof tenant !== 'string')
    throw new BundleRefused('malformed', 'the tenant that the bundle is cut to is neither a text nor null');
  const tenants = Object.keys(checked.tenants);
  if (tenant !== null && !isOnly(tenant, tenants))
    throw new BundleRefused(
      'malformed',
      `the bundle says that it is cut to tenant ${quoted(tenant)}, and is about ${tenantsInWords(tenants)}`,
    );
  return { bundle: checked, sequence, tenant };
}

function checkedBundle(bundle: unknown): Bundle {
  try {
    return checkBundle(bundle);
  } catch (error) {
    if (error instanceof BundleError) throw new BundleRefused('malformed', shortened(error.message));
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BundleRefused('malformed', 'the bundle is not JSON');
  }
}

/** What the digest of a bundle is made from. */
function withoutDigest(bundle: Bundle): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(bundle).filter(([key]) => key !== 'digest');
  try {
    return new TextEncoder().encode(canonical(Object.fromEntries(entries) as Json));
  } catch {
    // What is nested deeper than the stack is high was written by no compiler.
    throw new BundleRefused('malformed', 'the bundle is nested too deep');
  }
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A sentence that may quote what somebody has sent. */
const shortened = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

const quoted = (name: string): string => `\`${shortened(name)}\``;

function tenantsInWords(tenants: readonly string[]): string {
  const [only] = tenants;
  return only !== undefined && tenants.length === 1 ? `tenant ${quoted(only)}` : `${tenants.length} tenants`;
}

import { readDecidingParts } from '../compiler/model/role-documents.ts';
import { buildIndex } from './build-index.ts';
import { type Bundle, bundleVersion } from './bundle.ts';
import type { Index } from './bundle-index.ts';
import { BundleError } from './bundle-parts.ts';
import { checkBundleInSlices } from './check-bundle.ts';
import { decodeBase64, type Envelope, readEnvelope, usualLimit, writeSignedBytes } from './envelope.ts';
import { explainWrongText } from './explain-wrong-bundle.ts';
import { digestBytes, hasSigned, type Keys } from './keys.ts';
import { JsonError, parseJson } from './parse-json.ts';
import { type BundleSource, decodeText, readSource } from './read-source.ts';
import { BundleRefused } from './refusal.ts';
import { doInSlices, type Pause, pauseForOthers, type Sliced } from './slices.ts';
import { omitDigest, writeDigestText } from './write-digest-text.ts';

/** The keys that are trusted, and how many of them must have signed. */
export interface Trust {
  readonly keys: Keys;
  /** So many different keys must have signed: one where nothing else is said. */
  readonly threshold?: number | undefined;
}

/** The expectations of a bundle. */
export interface Expectations extends Trust {
  /**
   * It must be cut to this tenant; where this is null, to none, so that it holds all tenants. A bundle without a
   * signature does not say what it is cut to: it must hold this tenant and no other, or any where this is null.
   */
  readonly tenant?: string | null | undefined;
  /** Its sequence must not be below this one. */
  readonly lowest?: number | undefined;
  /** The treatment of a bundle that has expired: by default it is refused, with `keep` it stays in use. */
  readonly whenExpired?: 'refuse' | 'keep' | undefined;
  /** Takes a bare `bundle.json` too, which anybody may have written: for development only. */
  readonly unsigned?: 'accept' | undefined;
  /** The most bytes that a file may have: 64 MiB where nothing else is said. */
  readonly limit?: number | undefined;
  /** Returns the time in milliseconds since 1970. */
  readonly now: () => number;
  /** Lets others have their turn between two slices of the work. */
  readonly pause?: Pause | undefined;
}

/** A bundle that is all that was expected. */
export interface OpenedBundle {
  readonly bundle: Bundle;
  /** The documents of `roles.json` that belong to it; undefined where it came without. */
  readonly roles: { readonly [key: string]: unknown } | undefined;
  /** The bundle, ready to be asked. */
  readonly index: Index;
  /** Grows with every release; that of an unsigned bundle is 0. */
  readonly sequence: number;
  /** A hash of what the bundle says: two bundles of one digest permit the same. */
  readonly digest: string;
  readonly tenants: readonly string[];
  /** The tenant that it is cut to; null where it holds all tenants; undefined where it is unsigned and does not say. */
  readonly tenant: string | null | undefined;
  /** The instant from which it is refused, as `2027-03-31T00:00:00Z`; undefined where it does not expire. */
  readonly expires: string | undefined;
  /** The trusted keys that signed it, by their ids, sorted; none where it is unsigned. */
  readonly keyids: readonly string[];
  /** The first of them; undefined where it is unsigned. */
  readonly keyid: string | undefined;
}

/**
 * Returns the bundle in a file. Throws `BundleRefused` unless it is all that is expected: nothing in it is looked at
 * before its signatures are, and nothing of it is given before all of it was looked at. The one way to open a bundle:
 * the store and `plafond verify` take what this takes, and nothing else.
 */
export async function openBundle(source: BundleSource, expected: Expectations): Promise<OpenedBundle> {
  const { limit = usualLimit, pause = pauseForOthers } = expected;
  const text = await doInSlices(readSource(source, limit), pause);
  const envelope = findEnvelope(text, expected.unsigned);
  if (!envelope) return { ...(await openContent(text, false, expected)), keyids: [], keyid: undefined };
  const payload = await decodePayload(envelope, pause);
  const keyids = await verifySigners(envelope, payload, expected);
  const content = await openContent(await doInSlices(decodeText(payload), pause), true, expected);
  return { ...content, keyids, keyid: keyids[0] };
}

/** A bundle in its envelope that nobody has verified: for who is about to sign it, after looking at what it says. */
export interface UnverifiedBundle {
  readonly envelope: Envelope;
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly opened: Content;
}

/** The content of a bundle, whoever has signed it. */
type Content = Omit<OpenedBundle, 'keyids' | 'keyid'>;

/** Returns what a signed bundle says, whoever has signed it. Throws `BundleRefused` where no service would take it. */
export async function readUnverified(
  source: BundleSource,
  expected: ExpectedContent,
): Promise<UnverifiedBundle> {
  const { limit = usualLimit, pause = pauseForOthers } = expected;
  const envelope = findEnvelope(await doInSlices(readSource(source, limit), pause), undefined);
  if (!envelope) throw new BundleRefused('unsigned', 'the bundle has no signature');
  const payload = await decodePayload(envelope, pause);
  const opened = await openContent(await doInSlices(decodeText(payload), pause), true, expected);
  return { envelope, payload, opened };
}

/** The expectations of a bundle beside its signatures. */
type ExpectedContent = Omit<Expectations, keyof Trust | 'unsigned'>;

/** Opens a bundle, whoever has signed it. Throws `BundleRefused` unless it is all that is expected. */
async function openContent(
  text: string,
  isSigned: boolean,
  { pause = pauseForOthers, ...expected }: ExpectedContent,
): Promise<Content> {
  const { bundle, roles, sequence, tenant, expires } = await doInSlices(checkPayload(text, isSigned), pause);
  if ((await digestBytes(await doInSlices(writeDigestText(omitDigest(bundle)), pause))) !== bundle.digest)
    throw new BundleRefused('wrong-digest', 'the digest of the bundle is not that of what it holds');
  if (
    roles &&
    (await digestBytes(await doInSlices(writeDigestText(readDecidingParts(roles)), pause))) !==
      bundle.documents
  )
    throw new BundleRefused('wrong-digest', 'the documents of roles are not those of the bundle');
  const tenants = Object.keys(bundle.tenants);
  const { lowest = 0 } = expected;
  const other = explainOtherTenant({ tenant, tenants }, expected.tenant);
  if (other !== undefined) throw new BundleRefused('other-tenant', other);
  if (sequence < lowest)
    throw new BundleRefused(
      'older',
      `the sequence of the bundle is ${sequence}, and ${lowest} is the least here`,
    );
  refuseRunaway(sequence, expected.now());
  if (expected.whenExpired !== 'keep') refuseExpired(expires, expected.now());
  const { digest } = bundle;
  return { bundle, roles, index: buildIndex(bundle), sequence, digest, tenants, tenant, expires };
}

/** Clocks of services may be so far behind the one by which a bundle was made. */
const secondsAhead = 7 * 24 * 60 * 60;

/** Refuses a sequence that no release of these days has: after it, none could be taken any more. */
function refuseRunaway(sequence: number, now: number): void {
  const most = Math.floor(now / 1000) + secondsAhead;
  // A clock that gives no number says of no sequence that it may be taken.
  if (!(sequence <= most))
    throw new BundleRefused(
      'too-far-ahead',
      `the sequence of the bundle is ${sequence}, and none above ${most} is taken before next week: sequences are seconds since 1970, or smaller`,
    );
}

/** Refuses a bundle whose expiry is over, or not known to be to come. */
export function refuseExpired(expires: string | undefined, now: number): void {
  if (expires !== undefined && !(now < Date.parse(expires)))
    throw new BundleRefused(
      'expired',
      `the bundle has expired at ${expires}: take one that was signed since`,
    );
}

/** Says why a bundle is not about the tenants that are expected; returns undefined if it is. */
function explainOtherTenant(
  { tenant, tenants }: Pick<OpenedBundle, 'tenant' | 'tenants'>,
  wanted: string | null | undefined,
): string | undefined {
  if (wanted === undefined) return undefined;
  if (tenant === undefined) {
    if (wanted === null || isOnly(wanted, tenants)) return undefined;
    return `the bundle is about ${describeTenants(tenants)}, not about tenant ${quoteName(wanted)} alone`;
  }
  if (tenant === wanted) return undefined;
  if (tenant === null)
    return `the bundle holds all tenants, and one that is cut to tenant ${quoteName(String(wanted))} is expected`;
  const cut = `the bundle is cut to tenant ${quoteName(tenant)}`;
  return wanted === null
    ? `${cut}, and all tenants are expected; open the store with \`tenant: '${shorten(tenant)}'\``
    : `${cut}, and one that is cut to tenant ${quoteName(wanted)} is expected`;
}

const isOnly = (tenant: string, tenants: readonly string[]): boolean =>
  tenants.length === 1 && tenants[0] === tenant;

/** Returns the envelope in a text; undefined if it is a bare bundle and such are accepted. */
function findEnvelope(text: string, unsigned: 'accept' | undefined): Envelope | undefined {
  const envelope = readEnvelope(text);
  if (envelope) return envelope;
  if (!/^\s*\{\s*"version"\s*:/.test(text)) throw new BundleRefused('malformed', explainWrongText(text));
  if (unsigned === 'accept') return undefined;
  throw new BundleRefused('unsigned', 'the bundle has no signature');
}

async function decodePayload({ payload }: Envelope, pause: Pause): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await doInSlices(decodeBase64(payload), pause);
  if (!bytes) throw new BundleRefused('malformed', 'the base64 of the bundle is broken');
  return bytes;
}

/**
 * Verifies signatures, and returns the ids of the trusted keys that have signed a payload. Signatures of keys that are not trusted count for nothing;
 * one that is not of the trusted key whose id it has makes all of it suspect. Throws where there are too few.
 */
async function verifySigners(
  { signatures }: Envelope,
  payload: Uint8Array<ArrayBuffer>,
  { keys, threshold = 1 }: Trust,
): Promise<readonly string[]> {
  const known = signatures.filter(({ keyid }) => keys.has(keyid));
  if (known.length === 0)
    throw new BundleRefused(
      'unknown-key',
      `the bundle is signed by key ${signatures.map(({ keyid }) => keyid).join(' and key ')}, which is not trusted here`,
    );
  const bytes = writeSignedBytes(payload);
  for (const { keyid, signature } of known) {
    const key = keys.get(keyid);
    const raw = await doInSlices(decodeBase64(signature), pauseForOthers);
    if (!raw) throw new BundleRefused('malformed', 'the base64 of the bundle is broken');
    if (!key || !(await hasSigned(key, raw, bytes)))
      throw new BundleRefused('altered', `the bundle is not what key ${keyid} has signed`);
  }
  if (known.length < threshold)
    throw new BundleRefused(
      'too-few-signatures',
      `${known.length} of the trusted keys signed the bundle, and ${threshold} must`,
    );
  return known.map(({ keyid }) => keyid);
}

type Payload = Pick<OpenedBundle, 'bundle' | 'roles' | 'sequence' | 'tenant' | 'expires'>;

/** Parses a payload and checks each of its parts. */
function* checkPayload(text: string, isSigned: boolean): Sliced<Payload> {
  const parsed = yield* parse(text);
  const payload = isSigned ? parsed : { sequence: 0, tenant: undefined, bundle: parsed };
  if (
    !isMap(payload) ||
    !/^bundle,(expires,)?(roles,)?sequence,tenant$/.test(Object.keys(payload).sort().join())
  )
    throw new BundleRefused('malformed', 'the payload is not a bundle with its sequence and its tenant');
  const { bundle, roles, sequence, tenant, expires } = payload;
  if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 0)
    throw new BundleRefused('malformed', 'the sequence of the bundle is not a whole number from 0');
  if (expires !== undefined && !isInstant(expires))
    throw new BundleRefused(
      'malformed',
      'the expiry of the bundle is not an instant, as `2027-03-31T00:00:00Z`',
    );
  if (isMap(bundle) && typeof bundle.version === 'number' && bundle.version > bundleVersion)
    throw new BundleRefused(
      'too-new-format',
      `the format of the bundle is ${bundle.version}, and this reads format ${bundleVersion}`,
    );
  const checked = yield* checkContent(bundle);
  if (!isSigned)
    return { bundle: checked, roles: undefined, sequence, tenant: undefined, expires: undefined };
  if (roles !== undefined) checkRoleDocuments(roles, checked.digest);
  if (tenant !== null && typeof tenant !== 'string')
    throw new BundleRefused('malformed', 'the tenant that the bundle is cut to is neither a text nor null');
  const tenants = Object.keys(checked.tenants);
  if (tenant !== null && !isOnly(tenant, tenants))
    throw new BundleRefused(
      'malformed',
      `the bundle says that it is cut to tenant ${quoteName(tenant)}, and is about ${describeTenants(tenants)}`,
    );
  return { bundle: checked, roles: roles as Payload['roles'], sequence, tenant, expires };
}

/** Checks the form of `roles.json` that came with a bundle; what its documents say, those who link them find out. */
function checkRoleDocuments(roles: unknown, digest: string): void {
  const { version, bundle, common, documents, tenants } = isMap(roles) ? roles : {};
  if (typeof version === 'number' && version > 1)
    throw new BundleRefused(
      'too-new-format',
      `the format of the documents of roles is ${version}, and this reads format 1`,
    );
  const isWhole = version === 1 && Number.isSafeInteger(common) && isMap(tenants);
  const isDocument = (one: unknown) =>
    Array.isArray(one) && one.length === 2 && typeof one[0] === 'string' && isMap(one[1]);
  if (!isWhole || !Array.isArray(documents) || !documents.every(isDocument))
    throw new BundleRefused('malformed', 'the documents of roles are not as `roles.json` has them');
  if (!Object.values(tenants).every(Array.isArray) || bundle !== digest)
    throw new BundleRefused('malformed', 'the documents of roles are not those of the bundle');
}

/** Tells whether a value is an instant to the second in UTC, of a day that there is. */
const isInstant = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString() === value.replace('Z', '.000Z');

function* checkContent(bundle: unknown): Sliced<Bundle> {
  try {
    return yield* checkBundleInSlices(bundle);
  } catch (error) {
    if (error instanceof BundleError) throw new BundleRefused('malformed', shorten(error.message));
    throw error;
  }
}

function* parse(text: string): Sliced<unknown> {
  try {
    return yield* parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) throw new BundleRefused('malformed', `the bundle ${error.message}`);
    throw error;
  }
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Cuts a text short that may quote what somebody has sent. */
const shorten = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

const quoteName = (name: string): string => `\`${shorten(name)}\``;

function describeTenants(tenants: readonly string[]): string {
  const [only] = tenants;
  return only !== undefined && tenants.length === 1
    ? `tenant ${quoteName(only)}`
    : `${tenants.length} tenants`;
}

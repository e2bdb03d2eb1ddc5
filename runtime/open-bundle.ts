import { buildIndex } from './build-index.ts';
import type { Bundle } from './bundle.ts';
import type { Index } from './bundle-index.ts';
import {
  checkParts,
  cutShort,
  isPlainMap,
  parseSigned,
  quoteForeign,
  refuseWrongDigests,
} from './check-parts.ts';
import { checkTimes, refuseUntimely } from './check-times.ts';
import { bundleType, type Envelope, readEnvelope, usualLimit } from './envelope.ts';
import { explainWrongText } from './explain-wrong-bundle.ts';
import { type BundleSource, decodeText, readSource } from './read-source.ts';
import { BundleRefused } from './refusal.ts';
import { doInSlices, type Pause, pauseForOthers, type Sliced } from './slices.ts';
import { decodePayload, type Trust, verifySigners } from './verify-signers.ts';

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
  const payload = await decodePayload(envelope, 'bundle', pause);
  const keyids = await verifySigners(envelope, { payload, type: bundleType, what: 'bundle' }, expected);
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
  const payload = await decodePayload(envelope, 'bundle', pause);
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
  await refuseWrongDigests({ bundle, roles }, pause);
  const tenants = Object.keys(bundle.tenants);
  const other = explainOtherTenant({ tenant, tenants }, expected.tenant);
  if (other !== undefined) throw new BundleRefused('other-tenant', other);
  refuseUntimely({ sequence, expires }, expected, 'bundle');
  const { digest } = bundle;
  return { bundle, roles, index: buildIndex(bundle), sequence, digest, tenants, tenant, expires };
}

/** Says why a bundle is not about the tenants that are expected; returns undefined if it is. */
function explainOtherTenant(
  { tenant, tenants }: Pick<OpenedBundle, 'tenant' | 'tenants'>,
  wanted: string | null | undefined,
): string | undefined {
  if (wanted === undefined) return undefined;
  if (tenant === undefined) {
    if (wanted === null || isOnly(wanted, tenants)) return undefined;
    return `the bundle is about ${describeTenants(tenants)}, not about tenant ${quoteForeign(wanted)} alone`;
  }
  if (tenant === wanted) return undefined;
  if (tenant === null)
    return `the bundle holds all tenants, and one that is cut to tenant ${quoteForeign(String(wanted))} is expected`;
  const cut = `the bundle is cut to tenant ${quoteForeign(tenant)}`;
  return wanted === null
    ? `${cut}, and all tenants are expected; open the store with \`tenant: '${cutShort(tenant)}'\``
    : `${cut}, and one that is cut to tenant ${quoteForeign(wanted)} is expected`;
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

type Payload = Pick<OpenedBundle, 'bundle' | 'roles' | 'sequence' | 'tenant' | 'expires'>;

/** Parses a payload and checks each of its parts. */
function* checkPayload(text: string, isSigned: boolean): Sliced<Payload> {
  const parsed = yield* parseSigned(text, 'bundle');
  const payload = isSigned ? parsed : { sequence: 0, tenant: undefined, bundle: parsed };
  if (
    !isPlainMap(payload) ||
    !/^bundle,(expires,)?(roles,)?sequence,tenant$/.test(Object.keys(payload).sort().join())
  )
    throw new BundleRefused('malformed', 'the payload is not a bundle with its sequence and its tenant');
  const { tenant } = payload;
  const { sequence, expires } = checkTimes(payload, 'bundle');
  const { bundle: checked, roles } = yield* checkParts(payload);
  if (!isSigned) return { bundle: checked, roles, sequence, tenant: undefined, expires: undefined };
  if (tenant !== null && typeof tenant !== 'string')
    throw new BundleRefused('malformed', 'the tenant that the bundle is cut to is neither a text nor null');
  const tenants = Object.keys(checked.tenants);
  if (tenant !== null && !isOnly(tenant, tenants))
    throw new BundleRefused(
      'malformed',
      `the bundle says that it is cut to tenant ${quoteForeign(tenant)}, and is about ${describeTenants(tenants)}`,
    );
  return { bundle: checked, roles, sequence, tenant, expires };
}

function describeTenants(tenants: readonly string[]): string {
  const [only] = tenants;
  return only !== undefined && tenants.length === 1
    ? `tenant ${quoteForeign(only)}`
    : `${tenants.length} tenants`;
}

import { isPlainMap, parseSigned } from './check-parts.ts';
import { checkTimes, type ExpectedTimes, refuseUntimely, type Times } from './check-times.ts';
import { type Envelope, fleetType, readEnvelope, usualLimit } from './envelope.ts';
import { explainWrongIndex } from './explain-wrong-bundle.ts';
import { digestBytes } from './keys.ts';
import { type BundleSource, decodeText, readSource } from './read-source.ts';
import { BundleRefused } from './refusal.ts';
import { doInSlices, type Pause, pauseForOthers, type Sliced } from './slices.ts';
import { decodePayload, type Trust, verifySigners } from './verify-signers.ts';

/**
 * A part of a fleet: the bundle of some tenants, in a file of its own that is called after its digest. The index is signed,
 * and names the digest of every part, so the signature covers all of them.
 */
export interface FleetPart {
  /** The SHA-256 of the file, in hex. */
  readonly sha256: string;
  /** The digest of its bundle: what it permits. */
  readonly digest: string;
  /** The tenants in it, each in no other part. */
  readonly tenants: readonly string[];
}

/** The content of an index, whoever has signed it. */
export interface FleetContent extends Times {
  readonly parts: readonly FleetPart[];
  /** A hash of the content of all parts: two indexes with one digest permit the same. */
  readonly digest: string;
}

/** An index that is all that was expected. */
export interface OpenedIndex extends FleetContent {
  readonly partOf: ReadonlyMap<string, FleetPart>;
  /** All tenants of it, sorted. */
  readonly tenants: readonly string[];
  /** The trusted keys that signed it, by their ids, sorted. */
  readonly keyids: readonly string[];
  readonly keyid: string | undefined;
}

/** The expectations of an index. */
export interface ExpectedIndex extends Trust, ExpectedTimes {
  /** The most bytes that the file may have: 64 MiB where nothing else is said. */
  readonly limit?: number | undefined;
  /** Lets others have their turn between two slices of the work. */
  readonly pause?: Pause | undefined;
}

/** An index in its envelope that nobody has verified. */
export interface UnverifiedIndex {
  readonly envelope: Envelope;
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly opened: FleetContent;
}

/** Returns the path of the file of a part, beside the index. */
export const locatePart = ({ sha256 }: Pick<FleetPart, 'sha256'>): string => `parts/${sha256}.json`;

/** Tells whether a text is an index in its envelope: an index and a bundle are opened in different ways. */
export const isIndex = (text: string): boolean => readEnvelope(text, fleetType) !== undefined;

/**
 * Returns the index in a file. Throws `BundleRefused` unless it is all that is expected; nothing in it is looked at before
 * its signatures are.
 */
export async function openIndex(source: BundleSource, expected: ExpectedIndex): Promise<OpenedIndex> {
  const { envelope, payload, pause } = await readPayload(source, expected);
  const keyids = await verifySigners(envelope, { payload, type: fleetType, what: 'index' }, expected);
  const content = await readContent(payload, expected, pause);
  const partOf = new Map(content.parts.flatMap((part) => part.tenants.map((tenant) => [tenant, part])));
  const tenants = Object.freeze([...partOf.keys()].sort());
  return { ...content, partOf, tenants, keyids, keyid: keyids[0] };
}

/** Returns what an index says, whoever has signed it. Throws `BundleRefused` where no service would take it. */
export async function readUnverifiedIndex(
  source: BundleSource,
  expected: Omit<ExpectedIndex, keyof Trust>,
): Promise<UnverifiedIndex> {
  const { envelope, payload, pause } = await readPayload(source, expected);
  return { envelope, payload, opened: await readContent(payload, expected, pause) };
}

async function readPayload(
  source: BundleSource,
  { limit = usualLimit, pause = pauseForOthers }: Pick<ExpectedIndex, 'limit' | 'pause'>,
) {
  const text = await doInSlices(readSource(source, limit), pause);
  const envelope = readEnvelope(text, fleetType);
  if (!envelope) throw new BundleRefused('malformed', explainWrongIndex(text));
  return { envelope, payload: await decodePayload(envelope, 'index', pause), pause };
}

async function readContent(
  payload: Uint8Array<ArrayBuffer>,
  expected: ExpectedTimes,
  pause: Pause,
): Promise<FleetContent> {
  const text = await doInSlices(decodeText(payload), pause);
  const content = await doInSlices(checkIndex(text), pause);
  refuseUntimely(content, expected, 'index');
  return { ...content, digest: await digestParts(content.parts) };
}

/** The form of what is signed, which a newer plafond may change. */
const indexVersion = 1;

function* checkIndex(text: string): Sliced<Omit<FleetContent, 'digest'>> {
  const payload = yield* parseSigned(text, 'index');
  if (isPlainMap(payload) && typeof payload.version === 'number' && payload.version > indexVersion)
    throw new BundleRefused(
      'too-new-format',
      `the format of the index is ${payload.version}, and this reads format ${indexVersion}`,
    );
  if (!isPlainMap(payload) || !/^(expires,)?parts,sequence,version$/.test(Object.keys(payload).sort().join()))
    throw new BundleRefused('malformed', 'the payload is not an index with its sequence and its parts');
  const times = checkTimes(payload, 'index');
  const { parts } = payload;
  if (payload.version !== indexVersion || !Array.isArray(parts) || !parts.every(isPart))
    throw new BundleRefused('malformed', 'the parts of the index are not as `plafond bundle` writes them');
  const tenants = parts.flatMap((part) => part.tenants);
  if (new Set(tenants).size < tenants.length)
    throw new BundleRefused('malformed', 'the index names a tenant twice, so nobody knows which part is its');
  return { ...times, parts };
}

const isPart = (part: unknown): part is FleetPart =>
  isPlainMap(part) &&
  Object.keys(part).sort().join() === 'digest,sha256,tenants' &&
  isDigest(part.sha256) &&
  isDigest(part.digest) &&
  Array.isArray(part.tenants) &&
  part.tenants.length > 0 &&
  part.tenants.every((tenant) => typeof tenant === 'string');

const isDigest = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

/** Returns the digest of what all parts permit, which says of each its tenants and the digest of its bundle. */
export async function digestParts(parts: readonly Omit<FleetPart, 'sha256'>[]): Promise<string> {
  const lines = parts.map(({ digest, tenants }) => JSON.stringify([digest, ...tenants]));
  return digestBytes(new TextEncoder().encode(lines.join('\n')));
}

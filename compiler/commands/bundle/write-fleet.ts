import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fleetType, writeEnvelope } from '../../../runtime/envelope.ts';
import {
  digestParts,
  type FleetPart,
  isIndex,
  locatePart,
  readUnverifiedIndex,
} from '../../../runtime/fleet-index.ts';
import { BundleRefused } from '../../../runtime/refusal.ts';
import type { Policy } from '../../model/policy.ts';
import { attempt } from '../attempt.ts';
import { type Io, MisuseError } from '../command.ts';
import { compileParts, cutTenants } from './compile-parts.ts';
import type { Release } from './print-release.ts';
import { type SigningKey, signPayload } from './signing-key.ts';

/** The content and the place of a fleet that is to be written. */
export interface FleetRequest {
  readonly policies: string;
  /** `tenant`, or a number of parts. */
  readonly parts: string;
  readonly sequence: number;
  readonly expires: string | null;
  /** The folder to write, relative to that of the command. */
  readonly out: string;
}

/** The name of the index in its folder. */
export const indexName = 'index.dsse.json';

/**
 * Writes a fleet: the parts first, and when all of them are there the signed index that names them. A part is called after
 * the digest of its bytes, so none is ever replaced, and what did not change is not written again; services with an earlier
 * index find their parts as long as nobody removes them.
 */
export async function writeFleet(
  policy: Policy,
  { policies, parts, sequence, expires, out }: FleetRequest,
  signing: SigningKey,
  isQuiet: boolean,
  io: Io,
): Promise<Release> {
  const cut = cutTenants(policy, parts);
  const written: FleetPart[] = [];
  const following = await io.follow?.('part', !isQuiet, cut.length);
  let bytes = 0;
  try {
    for (const { text, ...part } of compileParts(policy, cut, { folder: policies, version: io.version })) {
      const file = `${out}/${locatePart(part)}`;
      if (!isWritten(path.resolve(io.folder, file), text)) io.write(file, text);
      bytes += Buffer.byteLength(text);
      written.push(part);
      await following?.step();
    }
  } finally {
    following?.end();
  }
  const payload = Buffer.from(
    JSON.stringify({ version: 1, sequence, ...(expires !== null && { expires }), parts: written }),
  );
  const envelope = {
    payload: payload.toString('base64'),
    signatures: [signPayload(payload, signing, fleetType)],
  };
  const text = writeEnvelope(envelope, fleetType);
  const file = `${out}/${indexName}`;
  io.write(file, text);
  return {
    path: file,
    bytes: bytes + text.length,
    digest: await digestParts(written),
    sequence,
    tenant: null,
    tenants: written.flatMap((part) => part.tenants).sort(),
    parts: written.length,
    expires,
    keyid: signing.keyid,
    keyids: [signing.keyid],
  };
}

/** Tells whether a file holds a text already. */
function isWritten(file: string, text: string): boolean {
  const status = attempt(`cannot read \`${file}\``, () => statSync(file, { throwIfNoEntry: false }));
  if (!status?.isFile() || status.size !== Buffer.byteLength(text)) return false;
  return attempt(`cannot read \`${file}\``, () => readFileSync(file, 'utf8')) === text;
}

/** Tells whether a file is the index of a fleet. */
export function isFleetIndex(file: string, io: Io): boolean {
  const text = attempt(`cannot read \`${file}\``, () => readFileSync(path.resolve(io.folder, file), 'utf8'));
  return isIndex(text);
}

/**
 * Adds a signature to an index. Throws `MisuseError` if no service would accept the index, the key has signed it already,
 * or a part is not what the policies here say of its tenants.
 */
export async function signIndex(
  policy: Policy,
  { policies, added, file }: { readonly policies: string; readonly added: string; readonly file: string },
  signing: SigningKey,
  io: Io,
): Promise<Release> {
  const { envelope, payload, opened } = await readIndex(added, io);
  const { parts, sequence, expires = null, digest } = opened;
  if (envelope.signatures.some(({ keyid }) => keyid === signing.keyid))
    throw new MisuseError(
      `\`${added}\` has a signature of key ${signing.keyid} already, and each key counts once`,
    );
  if (!isFleetOf(policy, parts, { folder: policies, version: io.version }))
    throw new MisuseError(
      `\`${added}\` is not what the policies here say, so it is not signed; check out the commit that it was made from`,
    );
  const signatures = [...envelope.signatures, signPayload(payload, signing, fleetType)];
  const text = writeEnvelope({ ...envelope, signatures }, fleetType);
  io.write(file, text);
  return {
    path: file,
    bytes: text.length,
    digest,
    sequence,
    tenant: null,
    tenants: parts.flatMap((part) => part.tenants).sort(),
    parts: parts.length,
    expires,
    keyid: signing.keyid,
    keyids: signatures.map(({ keyid }) => keyid).sort(),
  };
}

async function readIndex(file: string, { folder }: Io) {
  const bytes = attempt(`cannot read \`${file}\``, () => readFileSync(path.resolve(folder, file)));
  try {
    return await readUnverifiedIndex(bytes, { now: Date.now, limit: Number.POSITIVE_INFINITY });
  } catch (error) {
    if (error instanceof BundleRefused)
      throw new MisuseError(`\`${file}\` cannot be signed, since no service would take it: ${error.message}`);
    throw error;
  }
}

/** Tells whether parts, however they are cut, are all that policies say: every tenant, and of each what it permits. */
export function isFleetOf(
  policy: Policy,
  parts: readonly FleetPart[],
  options: { readonly folder: string; readonly version: string },
): boolean {
  const named = parts.flatMap(({ tenants }) => tenants);
  const known = new Map(policy.tenants.map((tenant) => [tenant.name, tenant]));
  if (named.length !== known.size || !named.every((name) => known.has(name))) return false;
  const cut = parts.map(({ tenants }) => policy.tenants.filter(({ name }) => tenants.includes(name)));
  let next = 0;
  for (const { digest } of compileParts(policy, cut, options))
    if (digest !== parts[next++]?.digest) return false;
  return true;
}

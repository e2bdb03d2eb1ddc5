import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Envelope, fleetType, writeEnvelope } from '../../../runtime/envelope.ts';
import {
  digestParts,
  type FleetContent,
  type FleetPart,
  isIndex,
  locatePart,
} from '../../../runtime/fleet-index.ts';
import type { WantedFile } from '../../io/writer/change-files.ts';
import type { Policy } from '../../model/policy.ts';
import { attempt } from '../attempt.ts';
import type { Io } from '../command.ts';
import { readFleetIndex, refuseOtherPolicies, refuseSecondSignature } from './add-signature.ts';
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
  const waiting = collectFiles(io);
  const following = await io.follow?.('part', !isQuiet, cut.length);
  let bytes = 0;
  try {
    for (const { text, ...part } of compileParts(policy, cut, { folder: policies, version: io.version })) {
      const file = `${out}/${locatePart(part)}`;
      const size = Buffer.byteLength(text);
      if (!isWritten(path.resolve(io.folder, file), text)) waiting.add({ file, text }, size);
      bytes += size;
      written.push(part);
      await following?.step();
    }
    waiting.write();
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
  const content = { sequence, expires, parts: written, digest: await digestParts(written) };
  return putIndex(envelope, content, `${out}/${indexName}`, signing, bytes, io);
}

/** The most files that are written together, and the most bytes that they have until one more comes. */
const mostTogether = { files: 256, bytes: 16 * 1024 * 1024 };

/** Collects files, so that many are put on the disk together: that takes a fraction of the time that each takes alone. */
function collectFiles({ changeFiles }: Pick<Io, 'changeFiles'>) {
  let files: WantedFile[] = [];
  let bytes = 0;
  const write = () => {
    changeFiles(files);
    [files, bytes] = [[], 0];
  };
  return {
    write,
    add(file: WantedFile, size: number): void {
      files.push(file);
      bytes += size;
      if (files.length >= mostTogether.files || bytes >= mostTogether.bytes) write();
    },
  };
}

/** Writes an index, and says what it holds; `bytes` are those of the parts that were written with it. */
function putIndex(
  envelope: Envelope,
  content: Pick<FleetContent, 'sequence' | 'parts' | 'digest'> & { readonly expires: string | null },
  file: string,
  { keyid }: SigningKey,
  bytes: number,
  io: Io,
): Release {
  const text = writeEnvelope(envelope, fleetType);
  io.write(file, text);
  const { sequence, expires, parts, digest } = content;
  return {
    path: file,
    bytes: bytes + text.length,
    digest,
    sequence,
    tenant: null,
    tenants: parts.flatMap(({ tenants }) => tenants).sort(),
    parts: parts.length,
    expires,
    keyid,
    keyids: envelope.signatures.map((one) => one.keyid).sort(),
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
  const { envelope, payload, opened } = await readFleetIndex(added, io);
  refuseSecondSignature(added, envelope, signing.keyid);
  refuseOtherPolicies(added, isFleetOf(policy, opened.parts, { folder: policies, version: io.version }));
  const signatures = [...envelope.signatures, signPayload(payload, signing, fleetType)];
  const content = { ...opened, expires: opened.expires ?? null };
  return putIndex({ ...envelope, signatures }, content, file, signing, 0, io);
}

/** Tells whether parts, however they are cut, are all that policies say: every tenant, and of each what it permits. */
export function isFleetOf(
  policy: Policy,
  parts: readonly FleetPart[],
  options: { readonly folder: string; readonly version: string },
): boolean {
  const named = parts.flatMap(({ tenants }) => tenants);
  const placeOf = new Map(policy.tenants.map(({ name }, at) => [name, at]));
  if (named.length !== placeOf.size || !named.every((name) => placeOf.has(name))) return false;
  const cut = parts.map(({ tenants }) => {
    const places = tenants.flatMap((name) => placeOf.get(name) ?? []).sort((a, b) => a - b);
    return places.flatMap((at) => policy.tenants[at] ?? []);
  });
  let next = 0;
  for (const { digest } of compileParts(policy, cut, options))
    if (digest !== parts[next++]?.digest) return false;
  return true;
}

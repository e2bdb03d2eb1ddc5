import { buildIndex } from './build-index.ts';
import { checkParts, isPlainMap, parseSigned, quoteForeign, refuseWrongDigests } from './check-parts.ts';
import { usualLimit } from './envelope.ts';
import { explainWrongValue } from './explain-wrong-bundle.ts';
import { type FleetPart, locatePart } from './fleet-index.ts';
import { digestBytes } from './keys.ts';
import { type Facade, makeFacade } from './permissions.ts';
import { type BundleSource, copySource, decodeText } from './read-source.ts';
import { BundleRefused } from './refusal.ts';
import { doInSlices, type Pause, pauseForOthers } from './slices.ts';

/** The limits by which parts are opened. */
export interface PartOptions {
  readonly limit?: number | undefined;
  readonly pause?: Pause | undefined;
}

/**
 * Opens the file of a part. Throws `BundleRefused` unless it is, byte for byte, the one that the signed index names, and
 * holds what the index says.
 */
export async function openPart(
  source: BundleSource,
  part: FleetPart,
  { limit = usualLimit, pause = pauseForOthers }: PartOptions,
): Promise<Facade> {
  const path = locatePart(part);
  const bytes = readBytes(copySource(source, limit), path, limit);
  if ((await digestBytes(bytes)) !== part.sha256)
    throw new BundleRefused('altered', `${quoteForeign(path)} is not the file that the signed index names`);
  const text = await doInSlices(decodeText(bytes), pause);
  const payload = await doInSlices(parseSigned(text, 'part'), pause);
  if (!isPlainMap(payload) || Object.keys(payload).sort().join() !== 'bundle,roles')
    throw new BundleRefused('malformed', `${quoteForeign(path)} is not a bundle with its documents of roles`);
  const parts = await doInSlices(checkParts(payload), pause);
  await refuseWrongDigests(parts, pause);
  const { bundle, roles } = parts;
  const names = Object.keys(bundle.tenants).sort();
  if (bundle.digest !== part.digest || names.join('\n') !== [...part.tenants].sort().join('\n'))
    throw new BundleRefused('wrong-digest', `${quoteForeign(path)} is not about what the index says of it`);
  return makeFacade(buildIndex(bundle), roles);
}

function readBytes(source: BundleSource, path: string, limit: number): Uint8Array<ArrayBuffer> {
  const size = typeof source === 'string' ? source.length : source?.byteLength;
  if (typeof size !== 'number') throw new BundleRefused('malformed', explainWrongValue(source));
  if (size > limit)
    throw new BundleRefused(
      'too-large',
      `${quoteForeign(path)} has ${size} bytes, and the limit is ${limit}`,
    );
  if (typeof source === 'string') return new TextEncoder().encode(source);
  return source instanceof Uint8Array
    ? (source as Uint8Array<ArrayBuffer>)
    : new Uint8Array(source as ArrayBuffer);
}

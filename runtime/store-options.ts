import { openKeys, type PublicKey } from './keys.ts';
import type { Trust } from './verify-signers.ts';

/** The options that say which releases are taken. */
export interface ReleaseOptions {
  /** Releases whose sequence is not above this one are refused. */
  readonly after?: number | undefined;
  /** Releases whose sequence is below this one are refused: what was in use before a service began anew. */
  readonly atLeast?: number | undefined;
  /** The most bytes that a file may have. */
  readonly limit?: number | undefined;
  /** The treatment of a release that has expired. */
  readonly whenExpired?: 'refuse' | 'keep' | undefined;
}

/** Checks the options of a store, and returns the least sequence that is taken. Throws an `Error` where one is wrong. */
export function checkOptions({
  after = -1,
  atLeast = 0,
  limit,
  whenExpired = 'refuse',
}: ReleaseOptions): number {
  if (!Number.isSafeInteger(after) || !Number.isSafeInteger(atLeast))
    throw new Error('`after` and `atLeast` are sequences: whole numbers');
  if (limit !== undefined && !(limit > 0)) throw new Error('`limit` is a number of bytes');
  if (whenExpired !== 'refuse' && whenExpired !== 'keep')
    throw new Error("`whenExpired` is 'refuse' or 'keep'");
  return Math.max(after + 1, atLeast);
}

/** Opens the keys that are to be trusted. Throws an `Error` where fewer of them could sign than must. */
export async function openTrust(
  sources: readonly (string | PublicKey)[],
  threshold: number,
  unsigned: 'accept' | undefined,
): Promise<Trust> {
  const keys = await openKeys(sources);
  if (sources.length === 0 && unsigned !== 'accept')
    throw new Error('a store needs the public keys of those who sign its bundles: `keys`');
  if (!Number.isSafeInteger(threshold) || threshold < 1)
    throw new Error('`threshold` is how many keys must have signed: a whole number from 1');
  if (threshold > 1 && unsigned === 'accept')
    throw new Error('`threshold` asks for signatures, and `unsigned` for none');
  if (keys.size < threshold && unsigned !== 'accept')
    throw new Error(`\`threshold\` is ${threshold}, and there are ${keys.size} different keys`);
  return { keys, threshold };
}

import { BundleRefused } from './refusal.ts';
import type { Signed, Trust } from './verify-signers.ts';

/** A release that was opened: it is in use, or about to be. */
export interface OpenedRelease {
  readonly sequence: number;
  readonly digest: string;
  /** The trusted keys that signed it, by their ids, sorted. */
  readonly keyids: readonly string[];
  readonly keyid: string | undefined;
  readonly expires: string | undefined;
  /** The keys that were trusted when it was opened. */
  readonly trust: Trust;
}

/**
 * Compares a good release with the one in use: it is newer, or says the same with the same sequence. Throws
 * `BundleRefused` if it is older, or says something else under the sequence of the one in use.
 */
export function compareReleases(found: OpenedRelease, held: OpenedRelease, what: Signed): 'newer' | 'same' {
  if (found.sequence > held.sequence) return 'newer';
  if (found.sequence < held.sequence)
    throw new BundleRefused(
      'older',
      `the sequence of the ${what} is ${found.sequence}, and ${held.sequence} is in use`,
    );
  if (found.digest === held.digest) return 'same';
  throw new BundleRefused(
    'replayed-differently',
    `the ${what} has sequence ${found.sequence}, as the one in use, and does not say the same`,
  );
}

/** Returns what changes where the same release was signed again: its keys, and its expiry if that is later. */
export const renewRelease = (
  found: OpenedRelease,
  held: OpenedRelease,
): Pick<OpenedRelease, 'trust' | 'keyids' | 'keyid' | 'expires'> => ({
  trust: found.trust,
  keyids: found.keyids,
  keyid: found.keyid,
  expires:
    found.expires === undefined || held.expires === undefined
      ? undefined
      : found.expires > held.expires
        ? found.expires
        : held.expires,
});

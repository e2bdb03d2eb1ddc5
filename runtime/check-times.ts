import { BundleRefused } from './refusal.ts';
import type { Signed } from './verify-signers.ts';

/** The sequence of something signed, and the instant at which it expires. */
export interface Times {
  /** Grows with every release; that of an unsigned bundle is 0. */
  readonly sequence: number;
  /** The instant from which it is refused, as `2027-03-31T00:00:00Z`; undefined where it does not expire. */
  readonly expires: string | undefined;
}

/** The sequence and the time that something signed is held against. */
export interface ExpectedTimes {
  /** Its sequence must not be below this one. */
  readonly lowest?: number | undefined;
  /** The treatment of what has expired: by default it is refused, with `keep` it stays in use. */
  readonly whenExpired?: 'refuse' | 'keep' | undefined;
  /** Returns the time in milliseconds since 1970. */
  readonly now: () => number;
}

/** Reads the sequence and the expiry in a payload. Throws `BundleRefused` if they are none. */
export function checkTimes(
  { sequence, expires }: { readonly sequence?: unknown; readonly expires?: unknown },
  what: Signed,
): Times {
  if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 0)
    throw new BundleRefused('malformed', `the sequence of the ${what} is not a whole number from 0`);
  if (expires !== undefined && !isInstant(expires))
    throw new BundleRefused(
      'malformed',
      `the expiry of the ${what} is not an instant, as \`2027-03-31T00:00:00Z\``,
    );
  return { sequence, expires };
}

/** Refuses what is too old, too far ahead of the clock or expired. */
export function refuseUntimely(
  { sequence, expires }: Times,
  { lowest = 0, whenExpired, now }: ExpectedTimes,
  what: Signed,
): void {
  if (sequence < lowest)
    throw new BundleRefused(
      'older',
      `the sequence of the ${what} is ${sequence}, and ${lowest} is the least here`,
    );
  refuseRunaway(sequence, now(), what);
  if (whenExpired !== 'keep') refuseExpired(expires, now(), what);
}

/** The seconds by which the clock of a service may be behind the one by which a bundle was made. */
const secondsAhead = 7 * 24 * 60 * 60;

/** Refuses a sequence that no release of these days has: no later release could be newer. */
function refuseRunaway(sequence: number, now: number, what: Signed): void {
  const most = Math.floor(now / 1000) + secondsAhead;
  // If the clock returns no number, no sequence is accepted.
  if (!(sequence <= most))
    throw new BundleRefused(
      'too-far-ahead',
      `the sequence of the ${what} is ${sequence}, and none above ${most} is taken before next week: sequences are seconds since 1970, or smaller`,
    );
}

/** Refuses a bundle or an index whose expiry is over, or not known to be to come. */
export function refuseExpired(expires: string | undefined, now: number, what: Signed = 'bundle'): void {
  if (expires !== undefined && !(now < Date.parse(expires)))
    throw new BundleRefused(
      'expired',
      `the ${what} has expired at ${expires}: take one that was signed since`,
    );
}

/** Tells whether a value is an instant to the second in UTC, of a day that there is. */
const isInstant = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString() === value.replace('Z', '.000Z');

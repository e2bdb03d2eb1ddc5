import { type Io, Misuse } from '../command.ts';

const dayInMilliseconds = 24 * 60 * 60 * 1000;

/** Longer than anybody waits for a release. */
const mostDays = 3650;

/**
 * The instant until which a bundle is taken: after so many whole days, `30d`, or through a day, `2027-03-31`, in UTC.
 * Throws `Misuse` where it is neither, or over.
 */
export function expiryOf(written: string, { today }: Io): string {
  const start = Date.parse(today);
  const [, days] = /^([1-9]\d{0,3})d$/.exec(written) ?? [];
  const last = days === undefined ? dayIn(written) : start + Number(days) * dayInMilliseconds;
  if (last === undefined || last > start + mostDays * dayInMilliseconds)
    throw new Misuse(
      `\`--expires\` cannot be \`${written}\`; it is a number of days, as \`30d\`, or the last day, as \`2027-03-31\`, at most ${mostDays} days from now`,
    );
  if (last < start) throw new Misuse(`\`--expires\` cannot be \`${written}\`: that day is over`);
  return new Date(last + dayInMilliseconds).toISOString().replace('.000Z', 'Z');
}

function dayIn(written: string): number | undefined {
  const time = /^\d{4}-\d\d-\d\d$/.test(written) ? Date.parse(written) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(written) ? time : undefined;
}

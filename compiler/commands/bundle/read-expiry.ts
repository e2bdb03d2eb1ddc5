import { type Io, MisuseError } from '../command.ts';

const dayInMilliseconds = 24 * 60 * 60 * 1000;

/** The most days that a bundle may be valid. */
const mostDays = 3650;

/**
 * Returns the instant at which a bundle expires: a number of whole days from now (`30d`), or the end of a day in UTC
 * (`2027-03-31`). Throws `MisuseError` if the text is neither or the day is over.
 */
export function readExpiry(written: string, { today }: Io): string {
  const start = Date.parse(today);
  const [, days] = /^([1-9]\d{0,3})d$/.exec(written) ?? [];
  const last = days === undefined ? parseDay(written) : start + Number(days) * dayInMilliseconds;
  if (last === undefined || last > start + mostDays * dayInMilliseconds)
    throw new MisuseError(
      `\`--expires\` cannot be \`${written}\`; it is a number of days, as \`30d\`, or the last day, as \`2027-03-31\`, at most ${mostDays} days from now`,
    );
  if (last < start) throw new MisuseError(`\`--expires\` cannot be \`${written}\`: that day is over`);
  return new Date(last + dayInMilliseconds).toISOString().replace('.000Z', 'Z');
}

function parseDay(written: string): number | undefined {
  const time = /^\d{4}-\d\d-\d\d$/.test(written) ? Date.parse(written) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(written) ? time : undefined;
}

/** Returns the instant of a date in ISO 8601, in milliseconds, in UTC unless it has a zone; NaN for any other text. */
export function readInstant(text: string): number {
  const match = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (!match || !isInCalendar(text.slice(0, 10))) return Number.NaN;
  return Date.parse(match[1] !== undefined && match[2] === undefined ? `${text}Z` : text);
}

/** Returns true if a text is a day of the calendar, as `2027-03-31`. */
export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && isInCalendar(text);

/** Returns true if a day is in the calendar: some engines take the 30th of February for the 2nd of March. */
const isInCalendar = (day: string): boolean =>
  new Date(Date.parse(day)).getUTCDate() === Number(day.slice(8));

/** Returns true if a text begins like a date in ISO 8601. */
export const beginsLikeDate = (text: string): boolean => /^\d{4}-\d\d-\d\d/.test(text);

/** Returns the instant of a `Date` of any realm, in milliseconds; undefined for what only looks like one. */
export function readDateInstant(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    // A plain record is told apart without an error, which costs more than all other checks of the record.
    if (!('getTime' in value)) return undefined;
    return Date.prototype.getTime.call(value);
  } catch {
    return undefined;
  }
}

/** Returns by how many minutes the zone of a written date is ahead of UTC, in which a date without a zone is. */
export function readZone(text: string): number {
  const [, sign, hours, minutes] = /T.*([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  const ahead = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === '-' && ahead > 0 ? -ahead : ahead;
}

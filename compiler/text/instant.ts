/** The instant of a date in ISO 8601, in milliseconds; without a zone it is in UTC. NaN where it is none. */
export function instantOf(text: string): number {
  const match = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (!match || !isDay(text.slice(0, 10))) return Number.NaN;
  return Date.parse(match[1] !== undefined && match[2] === undefined ? `${text}Z` : text);
}

/** Whether a day is in the calendar: some JavaScript takes the 30th of February for the 2nd of March. */
const isDay = (day: string): boolean => new Date(Date.parse(day)).getUTCDate() === Number(day.slice(8));

/** The instant of a date in ISO 8601, in milliseconds; without a zone it is in UTC. NaN where it is none. */
export function instantOf(text: string): number {
  const match = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (!match) return Number.NaN;
  return Date.parse(match[1] !== undefined && match[2] === undefined ? `${text}Z` : text);
}

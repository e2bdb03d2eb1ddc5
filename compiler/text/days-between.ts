/** Returns the number of days from one day to another, both as `2027-03-31`. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / 86_400_000;

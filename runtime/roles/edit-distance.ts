/**
 * Counts the edits that make one text of another: a letter less, more or changed, or two neighbours exchanged. Stands for the
 * library that the compiler asks, since nothing of others may be written into services, and says the same of what is near.
 */
export default function countEdits(one: string, other: string): { readonly steps: number } {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      const least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      const isExchange = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row[j] = isExchange ? Math.min(least, (before[j - 2] ?? 0) + cost) : least;
    }
    before = last;
    last = row;
  }
  return { steps: last[other.length] ?? 0 };
}

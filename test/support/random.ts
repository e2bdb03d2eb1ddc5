/**
 * Returns how often a property is tried, from a fixed seed, so that every build tries the same values. For a longer
 * search, set PLAFOND_SEED, and PLAFOND_RUNS to how many times as many runs it makes.
 */
export function runs(numRuns: number): { readonly numRuns: number; readonly seed: number } {
  const { PLAFOND_RUNS = '1', PLAFOND_SEED = '20260' } = process.env;
  return { numRuns: Math.ceil(numRuns * Number(PLAFOND_RUNS)), seed: Number(PLAFOND_SEED) };
}

/** The same things in another order, the same one for the same seed. */
export function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  let state = seed | 0;
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state;
  };
  return items
    .map((item) => ({ item, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

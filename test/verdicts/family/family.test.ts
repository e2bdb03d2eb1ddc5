/** @module-tag slow */
import { expect, test } from 'vitest';
import { runs } from '../../support/random.ts';
import { judgeFamily } from './judge.ts';

/** `bench/diff-families.mjs` tries a million pairs and more. */
const { numRuns, seed: first } = runs(4);

test('of every pair in a family the diff says what the runtime decides, for roles and for people', () => {
  const kinds = new Set<string>();
  let [pairs, felt] = [0, 0];
  for (let seed = first; seed < first + numRuns; seed++) {
    const verdict = judgeFamily(seed, 24);
    expect(verdict.problems, `seed ${seed}`).toEqual([]);
    for (const kind of verdict.kinds.keys()) kinds.add(kind);
    pairs += verdict.pairs;
    felt += verdict.felt;
  }
  expect(pairs).toBeGreaterThan(numRuns * 500);
  expect(felt).toBeGreaterThan(pairs / 2);
  expect([...kinds].sort()).toEqual(['gained', 'lost', 'narrowed', 'shifted', 'widened']);
});

/** @module-tag slow */
import { expect, test } from 'vitest';
import { runs } from '../support/random.ts';
import { judgePair } from './decisions.ts';

/** `bench/diff-verdicts.mjs` tries as many as one likes. */
const { numRuns, seed: first } = runs(60);

test('what the runtime decides differently is a change of that permission, in its direction', {
  tags: ['slow'],
}, () => {
  const kinds = new Set<string>();
  let compared = 0;
  for (let seed = first; seed < first + numRuns; seed++) {
    const verdict = judgePair(seed);
    expect(verdict.problems, `seed ${seed}`).toEqual([]);
    for (const kind of verdict.kinds) kinds.add(kind);
    if (verdict.compared) compared++;
  }
  expect(compared).toBeGreaterThan(numRuns / 3);
  expect([...kinds].sort()).toEqual(['gained', 'lost', 'narrowed', 'shifted', 'widened']);
});

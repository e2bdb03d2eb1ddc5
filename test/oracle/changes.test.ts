/** @module-tag slow */
import { expect, test } from 'vitest';
import { runs } from '../support/random.ts';
import { findWrongChanges, type Pair } from './compare-changes.ts';
import type { Document } from './documents.ts';
import { compileDocuments } from './run.ts';
import { shrink } from './shrink.ts';
import { changeDocuments } from './world/change.ts';
import { drawFrom } from './world/draw.ts';
import { landed } from './world/possible.ts';
import { worldOf } from './world/world.ts';

const isValid = (documents: readonly Document[]) => typeof compileDocuments(documents) !== 'string';

/** Takes away what both sides have, as long as something stays wrong. */
function shrinkPair({ base, head }: Pair, seed: number): Pair {
  const common = base.filter((one) => head.includes(one));
  const own = (side: readonly Document[]) => side.filter((one) => !common.includes(one));
  const withCommon = (some: readonly Document[]): Pair => ({
    base: [...some, ...own(base)],
    head: [...some, ...own(head)],
  });
  const smallest = shrink(common, (some) => (findWrongChanges(withCommon(some), seed) ?? []).length > 0);
  return { base: [...smallest, ...own(base)], head: own(head) };
}

test('between random worlds the diff says what the page read twice says', () => {
  const { numRuns, seed } = runs(60);
  let changed = 0;
  for (let at = seed; at < seed + numRuns; at++) {
    const { documents: base } = worldOf(at, { possible: landed });
    const pair = { base, head: changeDocuments(drawFrom(at), base, isValid) };
    if (pair.head !== base) changed++;
    const wrong = findWrongChanges(pair, at) ?? ['a world that does not compile'];
    if (wrong.length > 0)
      expect({ seed: at, wrong: wrong.slice(0, 3), smallest: shrinkPair(pair, at) }).toBeUndefined();
  }
  expect(changed).toBeGreaterThan(numRuns * 0.9);
});

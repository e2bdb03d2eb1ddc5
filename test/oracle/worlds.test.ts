/** @module-tag slow */
import { describe, expect, test } from 'vitest';
import { runs } from '../support/random.ts';
import { type Comparison, compareCells, compareInvariants, compareRecords } from './compare.ts';
import type { Document } from './documents.ts';
import { compileDocuments, today } from './run.ts';
import { shrink } from './shrink.ts';
import { drawDemands } from './world/demands.ts';
import { drawFrom } from './world/draw.ts';
import { landed } from './world/possible.ts';
import { worldOf } from './world/world.ts';

type Compiled = Exclude<ReturnType<typeof compileDocuments>, string>;

/** Tries a comparison on random worlds, from a seed on; what differs first is told in as few documents as will do. */
function compareWorlds(
  count: number,
  size: number,
  compare: (documents: readonly Document[], whole: Compiled, seed: number) => Comparison,
): number {
  const { numRuns, seed } = runs(count);
  let compared = 0;
  for (let at = seed; at < seed + numRuns; at++) {
    const { documents: drawn } = worldOf(at, { possible: landed, size });
    const documents = [...drawn, ...drawDemands(drawFrom(at), landed, drawn)];
    const whole = compileDocuments(documents);
    if (typeof whole === 'string') throw new Error(`seed ${at}: ${whole}`);
    const found = compare(documents, whole, at);
    compared += found.compared;
    if (found.differences.length === 0) continue;
    const smallest = shrink(documents, (fewer) => {
      const again = compileDocuments(fewer);
      return typeof again !== 'string' && compare(fewer, again, at).differences.length > 0;
    });
    expect({ seed: at, smallest, differences: found.differences.slice(0, 3) }).toBeUndefined();
  }
  return compared;
}

describe('on random worlds the compiler says what the page says', { tags: ['slow'] }, () => {
  test.each([
    ['small', 60, 1],
    ['larger', 8, 3],
  ] as const)('of every cell of %s ones', (_, count, size) => {
    expect(compareWorlds(count, size, compareCells)).toBeGreaterThan(count * 20);
  });

  test('of random records, for one role each and for users of several', () => {
    const compared = compareWorlds(60, 1, compareRecords);
    expect(compared).toBeGreaterThan(20_000);
  });

  test('of what must always or never be true', () => {
    const compared = compareWorlds(80, 1, (documents, whole) => compareInvariants(documents, whole, today));
    expect(compared).toBeGreaterThan(200);
  });
});

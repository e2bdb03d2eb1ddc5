/**
 * The decisions that random worlds are made of: the same seed, the same world. What disagrees is made smaller by taking
 * documents apart, not by drawing again.
 */

/** Takes the next number, from zero up to, and not with, `below`. */
export type Draw = (below: number) => number;

/** Returns the draws that a seed stands for: the mulberry32 generator. */
export function drawFrom(seed: number): Draw {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

/** Returns true so many times in a hundred. */
export const isLikely = (draw: Draw, percent: number): boolean => draw(100) >= 100 - percent;

/** Returns one of some items, of which there is at least one. */
export function pick<Item>(draw: Draw, items: readonly Item[]): Item {
  const item = items[draw(items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

/** Returns some of the items, in their order, each as likely as the percent says. */
export const some = <Item>(draw: Draw, items: readonly Item[], percent = 50): Item[] =>
  items.filter(() => isLikely(draw, percent));

/** Returns some of the items, at least one of them if there is any. */
export function atLeastOne<Item>(draw: Draw, items: readonly Item[], percent = 50): Item[] {
  const chosen = some(draw, items, percent);
  return chosen.length > 0 || items.length === 0 ? chosen : [pick(draw, items)];
}

/** Returns what is made so many times: at least `least` and at most `most`. */
export function repeat<Item>(
  draw: Draw,
  least: number,
  most: number,
  make: (at: number) => Item,
): readonly Item[] {
  const count = least + draw(most - least + 1);
  return Array.from({ length: count }, (_, at) => make(at));
}

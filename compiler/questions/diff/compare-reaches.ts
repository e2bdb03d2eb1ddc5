import type { Literal, ReachAlternative, ReachComparison } from '../../model/condition.ts';
import { type LinkedReach, noRecord, type RecordReach } from '../../model/record-reach.ts';
import type { RecordAlternative } from '../../model/spell-out.ts';
import { hasOtherZone } from './compare-reaches/has-other-zone.ts';
import { isCovered, mostPieces } from './compare-reaches/is-covered.ts';
import { isAlong, prepareSpace, type ReachSpace } from './compare-reaches/make-space.ts';
import { type ReachSide, spellSide, type TypedReach } from './compare-reaches/spell-side.ts';
import { writeMeaning, writeReachMeaning } from './compare-reaches/write-meaning.ts';

/** The relation of one reach to another. */
export type ReachRelation = 'same' | 'widened' | 'narrowed' | 'shifted';

/**
 * Returns how the records reached change from one reach to another, for whatever user. Never says `widened` or
 * `narrowed` where it is not so; what takes too long to tell, or is a date in another zone than before, is `shifted`.
 */
export function compareReaches(before: TypedReach, after: TypedReach): ReachRelation {
  const [from, to] = [spellSide(before), spellSide(after)];
  if (!from || !to) return writeReachMeaning(before) === writeReachMeaning(after) ? 'same' : 'shifted';
  const space = prepareSpace(from, to, areLinksWithin);
  const isKept = isWithin(from, to, space);
  const isBounded = isWithin(to, from, space);
  if (isKept && isBounded) return 'same';
  if ((!isKept && !isBounded) || hasOtherZone(from, to)) return 'shifted';
  return isKept ? 'widened' : 'narrowed';
}

/** Returns true if every record of one reach is surely in the other, for every user. */
function isWithin(inner: ReachSide, outer: ReachSide, space: () => ReachSpace): boolean {
  if (outer.alternatives === 'all') return true;
  if (inner.alternatives === 'all') return false;
  const known = new Set(outer.alternatives.map((alternative) => writeMeaning(alternative, outer)));
  const others = inner.alternatives.filter((alternative) => !known.has(writeMeaning(alternative, inner)));
  if (others.length === 0) return true;
  const made = space();
  const { boxOf } = made;
  // Of too many ways to meet an alternative, those of the outer reach may be left out.
  const boxes = outer.alternatives
    .flatMap((alternative) => spellOutContents(alternative) ?? [])
    .flatMap((alternative) => boxOf(alternative, outer) ?? []);
  const budget = { left: mostPieces };
  return others.every((alternative) => {
    if (isLinkWithin(alternative, inner, outer)) return true;
    return spellOutContents(alternative)?.every((one) => {
      const box = boxOf(one, inner);
      return box === undefined || isCovered(box, boxes, made, budget);
    });
  });
}

/** The number of alternatives that the contents of lists are spelled out into at most: more would take too long. */
const mostSpelledOut = 500;

/** Returns an alternative for each item that a list may contain one of; undefined if there would be too many. */
function spellOutContents({ compared, linked }: RecordAlternative): readonly RecordAlternative[] | undefined {
  let spelled: readonly ReachAlternative[] = [[]];
  for (const comparison of compared) {
    const { type, operator, operand } = comparison;
    const ways: readonly ReachComparison[] =
      type === 'list' && operator === '$in' && Array.isArray(operand)
        ? (operand as readonly Literal[]).map((item) => ({ ...comparison, operator: '$eq', operand: item }))
        : [comparison];
    spelled = spelled.flatMap((left) => ways.map((way) => [...left, way]));
    if (spelled.length > mostSpelledOut) return undefined;
  }
  return spelled.map((one) => ({ compared: one, linked }));
}

/** Returns true if an alternative that is one link to a list is covered by links of the other side along the same path. */
function isLinkWithin({ compared, linked }: RecordAlternative, inner: ReachSide, outer: ReachSide): boolean {
  const [link, more] = linked;
  if (!link || more || compared.length > 0 || outer.alternatives === 'all') return false;
  const others = outer.alternatives.flatMap((other) => {
    const [only, second] = other.linked;
    return only && !second && other.compared.length === 0 && isAlong(only, link) ? [only] : [];
  });
  return areLinksWithin([link], others, inner, outer);
}

/** Returns true if the records at the end of some links are surely among those at the end of others along the same path. */
function areLinksWithin(
  links: readonly LinkedReach[],
  others: readonly LinkedReach[],
  inner: ReachSide,
  outer: ReachSide,
): boolean {
  const sideOf = (group: readonly LinkedReach[], { types }: ReachSide): ReachSide | undefined => {
    const [first] = group;
    const alternatives = group.flatMap((link) => link.alternatives);
    const reach: RecordReach = first ? { ...first, path: [], alternatives } : noRecord;
    return spellSide({ reach, types });
  };
  const [from, to] = [sideOf(links, inner), sideOf(others, outer)];
  return from !== undefined && to !== undefined && isWithin(from, to, prepareSpace(from, to, areLinksWithin));
}

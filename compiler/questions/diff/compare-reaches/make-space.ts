import { type Bits, emptyBits, intersection, isEmpty, isSubset } from '../../../model/bits.ts';
import type { PropertyType } from '../../../model/catalog.ts';
import { familyOf } from '../../../model/comparison.ts';
import {
  type Hole,
  isHole,
  type Literal,
  type ReachComparison,
  takesList,
} from '../../../model/condition.ts';
import { keyOfPath, type LinkedReach } from '../../../model/record-reach.ts';
import type { RecordAlternative } from '../../../model/spell-out.ts';
import {
  drawValueLine,
  isComparable,
  selectKinds,
  selectKindsMeeting,
  type ValueLine,
} from '../../../model/value-line.ts';
import { isOfAbsence } from '../find-absences.ts';
import type { Box, BoxSpace } from './is-covered.ts';
import { listCompared, type ReachSide, readColumnType } from './spell-side.ts';
import { findComparedRecord, listAbsences, writeLinkMeaning } from './write-meaning.ts';

/** The boxes of the alternatives of two reaches. */
export interface ReachSpace extends BoxSpace {
  readonly boxOf: (alternative: RecordAlternative, side: ReachSide) => Box | undefined;
}

/** Returns true if the records at the end of some links are surely among those at the end of others along the same path. */
export type AreLinksWithin = (
  links: readonly LinkedReach[],
  others: readonly LinkedReach[],
  inner: ReachSide,
  outer: ReachSide,
) => boolean;

/** Prepares the space in which the records of two reaches can be compared, made when first needed. */
export function prepareSpace(
  from: ReachSide,
  to: ReachSide,
  areLinksWithin: AreLinksWithin,
): () => ReachSpace {
  let made: ReachSpace | undefined;
  return () => {
    made ??= makeSpace(from, to, areLinksWithin);
    return made;
  };
}

function makeSpace(from: ReachSide, to: ReachSide, areLinksWithin: AreLinksWithin): ReachSpace {
  const attributes = [from, to].flatMap(({ types }) => [...types.attributes.keys()]);
  const operands = new Map<string, { type: PropertyType; operand: Literal | readonly Literal[] }[]>();
  for (const side of [from, to])
    for (const { property, operator, operand } of listCompared(side)) {
      const column = nameColumn(side, property);
      const known = operands.get(column) ?? [];
      operands.set(column, known);
      if (operator !== '$exists' && !isHole(operand))
        known.push({ type: readColumnType(side, property), operand });
    }
  const lines = new Map([...operands].map(([column, of]) => [column, drawValueLine(of)]));
  const sizes = new Map([...lines].map(([column, { kinds }]) => [column, kinds.length]));
  const lacking = listLackingRecords([from, to]);
  // A whole number and a fraction are never equal, and one of them can be the user's.
  const unequal = [...lines].flatMap(([column, line]) =>
    [true, false].map((isWhole) => ({
      column,
      numbers: selectKinds(line, (kind) => kind.sort === 'number' && kind.isWhole === isWhole),
      ofUser: isWhole ? usableAsFraction : usableAsInteger,
    })),
  );
  return {
    sizes,
    isPossible: (box) =>
      !unequal.some(({ column, numbers, ofUser }) => {
        const allowed = box.get(column);
        return (
          allowed !== undefined &&
          isSubset(allowed, numbers) &&
          attributes.some(
            (attribute) =>
              isWithinBits(box.get(nameOrder(column, attribute)), [orderEqual]) &&
              isWithinBits(box.get(nameUser(attribute)), [ofUser]),
          )
        );
      }),
    boxOf({ compared, linked }, side) {
      const box = new Map<string, Bits>();
      const limit = (respect: string, size: number, allowed: Bits) => {
        sizes.set(respect, size);
        const known = box.get(respect);
        box.set(respect, known ? intersection(known, allowed) : allowed);
      };
      for (const { property } of compared) limitToPath(side.links.get(property), limit);
      for (const comparison of compared) limitToComparison(comparison, side, lines, limit);
      for (const link of linked) limitToLink(link, side, side === from ? to : from, areLinksWithin, limit);
      for (const comparison of compared) limitToKnownNames(comparison, side, [from, to], lacking, limit);
      return [...box.values()].some(isEmpty) ? undefined : box;
    },
  };
}

/** The respects in which a value stands to one of the user's, and what the user's can be used as. */
const nameOrder = (column: string, attribute: string): string => `order ${column} ${attribute}`;
const nameUser = (attribute: string): string => `user ${attribute}`;

const isWithinBits = (allowed: Bits | undefined, kinds: readonly number[]): boolean =>
  allowed !== undefined && isSubset(allowed, makeBits(kinds));

const nameColumn = ({ links }: ReachSide, field: string): string => `column ${links.get(field)?.on} ${field}`;

/** Limits a box to records that have the linked record of a field, and all that leads to it. */
function limitToPath(
  link: ReachSide['links'] extends ReadonlyMap<string, infer Link> ? Link | undefined : never,
  limit: Limit,
): void {
  const { path = [], on = '' } = link ?? {};
  for (const step of path.keys())
    limit(
      `link ${keyOfPath(path.slice(0, step + 1))} ${step === path.length - 1 ? on : ''}`,
      2,
      makeBits([1]),
    );
}

/** Lists the paths to records of which an alternative of some side asks only for what they lack. */
const listLackingRecords = (sides: readonly ReachSide[]): ReadonlySet<string> =>
  new Set(
    sides.flatMap((side) =>
      side.alternatives === 'all'
        ? []
        : side.alternatives.flatMap(({ compared }) => listAbsences(compared, side).map(({ path }) => path)),
    ),
  );

/**
 * Limits a box by who knows a property that a record has: both sides, the base alone, the head alone, or none of them. What
 * lacks a property is still a record only to a side that knows another one of it; what has it is one to each side that knows it.
 */
function limitToKnownNames(
  comparison: ReachComparison,
  side: ReachSide,
  [from, to]: readonly [ReachSide, ReachSide],
  lacking: ReadonlySet<string>,
  limit: Limit,
): void {
  const { path, on, column } = findComparedRecord(comparison.property, side);
  if (!lacking.has(path)) return;
  const other = side === from ? to : from;
  const isOfOneSide = isOfAbsence(comparison)
    ? side.types.namesOf(on).some((name) => !other.types.namesOf(on).includes(name))
    : !other.types.namesOf(on).includes(column);
  limit(`known by ${path}`, 4, makeBits([0, ...(isOfOneSide ? [side === from ? 1 : 2] : [])]));
}

/**
 * Limits a box by a link to a list: to what the link says, and to all that either side asks of the same list and that
 * follows from it.
 */
function limitToLink(
  link: LinkedReach,
  side: ReachSide,
  other: ReachSide,
  areLinksWithin: AreLinksWithin,
  limit: Limit,
): void {
  limit(`list ${writeLinkMeaning(link, side)}`, 2, makeBits([1]));
  for (const asking of [side, other])
    for (const { linked } of asking.alternatives === 'all' ? [] : asking.alternatives)
      for (const wanted of linked)
        if (isAlong(link, wanted) && areLinksWithin([link], [wanted], side, asking))
          limit(`list ${writeLinkMeaning(wanted, asking)}`, 2, makeBits([1]));
}

type Limit = (respect: string, size: number, allowed: Bits) => void;

/** Limits a box to what one comparison lets through. */
function limitToComparison(
  { property, operator, operand }: ReachComparison,
  reached: ReachSide,
  lines: ReadonlyMap<string, ValueLine>,
  limit: Limit,
): void {
  const column = nameColumn(reached, property);
  const line = lines.get(column) ?? drawValueLine([]);
  const type = readColumnType(reached, property);
  const onColumn = (allowed: Bits) => limit(column, line.kinds.length, allowed);
  if (operator === '$exists') {
    onColumn(selectKinds(line, ({ sort }) => (sort === 'missing') !== (operand === true)));
    return;
  }
  if (type === 'list') {
    onColumn(selectKinds(line, ({ sort }) => sort === 'list'));
    limitToContents({ property, type, operator, operand }, reached, limit);
    return;
  }
  if (!isHole(operand)) {
    onColumn(selectKindsMeeting(line, type, operator, operand));
    return;
  }
  const isEquality = operator === '$eq' || operator === '$in';
  const isAtLeast = isEquality || operator === '$gt' || operator === '$gte';
  onColumn(
    selectKinds(
      line,
      (kind) =>
        isComparable(type, kind) &&
        // A value that equals a date of the user is written as a date.
        !(isEquality && familyOf(type) === 'date' && kind.sort === 'text' && kind.writes !== 'date') &&
        // No user has empty text, and no text comes before it.
        !(isAtLeast && kind.sort === 'text' && kind.at === line.places.text.get('')),
    ),
  );
  limitToUser(operand, reached, limit);
  if (takesList(operator)) {
    // A list with an item of another type meets nothing, so what it is good for depends on the property.
    limit(`items ${familyOf(type)} ${operand.$user}`, 2, makeBits([1]));
    if (type === 'integer') limit(`items ${type} ${operand.$user}`, 2, makeBits([1]));
    limit(`member ${column} ${operand.$user}`, 2, makeBits([operator === '$in' ? 1 : 0]));
  } else limit(nameOrder(column, operand.$user), 3, makeBits(orders[operator]));
}

/** Limits a box by what a list contains: each item that is asked for is a respect of its own. */
function limitToContents(
  { property, operator, operand }: ReachComparison,
  reached: ReachSide,
  limit: Limit,
): void {
  const column = nameColumn(reached, property);
  const wanted = makeBits([operator === '$eq' || operator === '$in' ? 1 : 0]);
  if (isHole(operand)) {
    limitToUser(operand, reached, limit);
    limit(`${takesList(operator) ? 'meets' : 'contains'} ${column} user ${operand.$user}`, 2, wanted);
    return;
  }
  for (const item of [operand].flat() as readonly Literal[])
    limit(`contains ${column} ${JSON.stringify(item)}`, 2, wanted);
}

/** Limits a box to users with an attribute that can be used. */
function limitToUser({ $user }: Hole, { types }: ReachSide, limit: Limit): void {
  const usable = listUsableKinds(types.attributes.get($user) ?? 'object');
  limit(nameUser($user), attributeKinds.length, makeBits(usable));
}

/** The positions of a value relative to one of the user's: below, equal, above. */
const orders = { $eq: [1], $gt: [2], $gte: [1, 2], $lt: [0], $lte: [0, 1], $ne: [0, 2] } as const;

/** All that an attribute can be, as far as its type decides whether it can be used. */
const attributeKinds = [
  'other',
  'text',
  'written date',
  'date',
  'integer',
  'fraction',
  'boolean',
  'list',
] as const;

/** The places among these of a whole number and a fraction, and among `orders` of values that are equal. */
const [usableAsInteger, usableAsFraction] = [
  attributeKinds.indexOf('integer'),
  attributeKinds.indexOf('fraction'),
];
const [orderEqual] = orders.$eq;

/** Returns which of these an attribute of a type can be used as. */
function listUsableKinds(type: PropertyType): readonly number[] {
  switch (type) {
    case 'id':
    case 'string':
      return [1, 2];
    case 'date':
      return [2, 3];
    case 'integer':
      return [4];
    case 'number':
      return [4, 5];
    case 'boolean':
      return [6];
    case 'list':
      return [7];
    case 'object':
      return [];
  }
}

function makeBits(kinds: readonly number[]): Bits {
  const bits = emptyBits(1);
  for (const kind of kinds) bits[0] = (bits[0] ?? 0) | (1 << kind);
  return bits;
}

/** Returns true if two links follow the same relations to the same model. */
export const isAlong = (one: LinkedReach, other: LinkedReach): boolean =>
  one.on === other.on && keyOfPath(one.path) === keyOfPath(other.path);

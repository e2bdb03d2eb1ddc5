import { type Bits, difference, emptyBits, intersection, intersects, isEmpty } from '../../model/bits.ts';
import type { PropertyType } from '../../model/catalog.ts';
import { familyOf } from '../../model/comparison.ts';
import {
  type Hole,
  isHole,
  type Literal,
  type Reach,
  type ReachAlternative,
  type ReachComparison,
  takesList,
} from '../../model/condition.ts';
import type { Policy } from '../../model/policy.ts';
import {
  drawValueLine,
  isComparable,
  selectKinds,
  selectKindsMeeting,
  type ValueLine,
} from '../../model/value-line.ts';
import { zoneOf } from '../../text/instant.ts';

/** How one reach relates to another. */
export type Relation = 'same' | 'widened' | 'narrowed' | 'shifted';

/** The types of what conditions read: of records, and of the signed-in user. */
export interface ReadTypes {
  readonly columns: ReadonlyMap<string, PropertyType>;
  readonly attributes: ReadonlyMap<string, PropertyType>;
}

/** A merged reach with all that decides which records it selects. */
export interface TypedReach {
  readonly reach: Reach;
  /** The path from a record to the one that is compared; empty for that record itself. */
  readonly path: string;
  readonly types: ReadTypes;
}

const typesOf = new WeakMap<Policy, ReadTypes>();

/** Returns the types of what the conditions of a policy read. */
export function readTypesOf(policy: Policy): ReadTypes {
  const known = typesOf.get(policy);
  if (known) return known;
  const root = policy.catalog.modelOf.get(policy.portfolioRoot ?? '');
  const made: ReadTypes = {
    columns: new Map(root?.properties.map(({ name, type }) => [name, type])),
    attributes: policy.attributes,
  };
  typesOf.set(policy, made);
  return made;
}

/**
 * Returns how the records reached change from one reach to another, for whatever user. Never says `widened` or
 * `narrowed` where it is not so; what takes too long to tell, or is a date in another zone than before, is `shifted`.
 */
export function relationOf(from: TypedReach, to: TypedReach): Relation {
  const space = spaceOf(from, to);
  const isKept = isWithin(from, to, space);
  const isBounded = isWithin(to, from, space);
  if (isKept && isBounded) return 'same';
  if ((!isKept && !isBounded) || changesZone(from, to)) return 'shifted';
  return isKept ? 'widened' : 'narrowed';
}

/** Whether every record of one reach is surely in the other, for every user. */
function isWithin(inner: TypedReach, outer: TypedReach, space: () => Space): boolean {
  if (outer.reach === 'all') return true;
  if (inner.reach === 'all') return false;
  const known = new Set(outer.reach.map((alternative) => meaningOf(alternative, outer)));
  const others = inner.reach.filter((alternative) => !known.has(meaningOf(alternative, inner)));
  if (others.length === 0) return true;
  const { boxOf, sizes } = space();
  // Of too many ways to meet an alternative, those of the outer reach may be left out.
  const boxes = outer.reach
    .flatMap((alternative) => spellOutContents(alternative) ?? [])
    .flatMap((alternative) => boxOf(alternative, outer) ?? []);
  const budget = { left: mostPieces };
  return others.every((alternative) =>
    spellOutContents(alternative)?.every((one) => {
      const box = boxOf(one, inner);
      return box === undefined || isCovered(box, boxes, sizes, budget);
    }),
  );
}

/** Spelling out what lists contain into more alternatives than this would take too long. */
const mostSpelledOut = 500;

/** Returns an alternative for each item that a list may contain one of; undefined if there would be too many. */
function spellOutContents(alternative: ReachAlternative): readonly ReachAlternative[] | undefined {
  let spelled: readonly ReachAlternative[] = [[]];
  for (const comparison of alternative) {
    const { type, operator, operand } = comparison;
    const ways: readonly ReachComparison[] =
      type === 'list' && operator === '$in' && Array.isArray(operand)
        ? (operand as readonly Literal[]).map((item) => ({ ...comparison, operator: '$eq', operand: item }))
        : [comparison];
    spelled = spelled.flatMap((left) => ways.map((way) => [...left, way]));
    if (spelled.length > mostSpelledOut) return undefined;
  }
  return spelled;
}

/** A text that is equal only for alternatives that select the same records. */
const meaningOf = (alternative: ReachAlternative, { path, types }: TypedReach): string =>
  JSON.stringify([
    path,
    ...alternative.map(({ property, operator, operand }) => [
      property,
      operator === '$exists' ? '' : familyOf(types.columns.get(property) ?? 'object'),
      operator,
      operand,
      isHole(operand) ? types.attributes.get(operand.$user) : '',
    ]),
    asksLackAlone(alternative) ? [...types.columns.keys()].sort() : [],
  ]);

/**
 * Whether an alternative asks only for what a record lacks. Then it is met by whatever is a record at all, and that is
 * what has a property of the model: one that has what is compared is a record on both sides.
 */
export const asksLackAlone = (alternative: ReachAlternative): boolean =>
  alternative.every(({ operator, operand }) => operator === '$exists' && operand === false);

/**
 * Records and users, by what they are in each respect that an alternative can ask for. An alternative is a box: in some
 * respects only these kinds, in all others any. Undefined where no record is in it.
 */
type Box = ReadonlyMap<string, Bits>;

interface Space {
  readonly boxOf: (alternative: ReachAlternative, reach: TypedReach) => Box | undefined;
  /** How many kinds there are in each respect. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Prepares the space in which the records of two reaches can be compared, made when first needed. */
function spaceOf(from: TypedReach, to: TypedReach): () => Space {
  let made: Space | undefined;
  return () => {
    made ??= makeSpace(from, to);
    return made;
  };
}

function makeSpace(from: TypedReach, to: TypedReach): Space {
  const operands = new Map<string, { type: PropertyType; operand: Literal | readonly Literal[] }[]>();
  for (const reached of [from, to])
    for (const { property, operator, operand } of reached.reach === 'all' ? [] : reached.reach.flat()) {
      const column = columnOf(reached, property);
      const known = operands.get(column) ?? [];
      operands.set(column, known);
      if (operator !== '$exists' && !isHole(operand))
        known.push({ type: typeIn(reached, property), operand });
    }
  const lines = new Map([...operands].map(([column, of]) => [column, drawValueLine(of)]));
  const sizes = new Map([...lines].map(([column, { kinds }]) => [column, kinds.length]));
  const isSamePath = from.path === to.path;
  const [ofFrom, ofTo] = [namedAlone(from, to), namedAlone(to, from)];
  return {
    sizes,
    boxOf(alternative, reached) {
      const box = new Map<string, Bits>();
      const limit = (respect: string, size: number, allowed: Bits) => {
        sizes.set(respect, size);
        const known = box.get(respect);
        box.set(respect, known ? intersection(known, allowed) : allowed);
      };
      if (!isSamePath && reached.path !== '') limit(`link ${reached.path}`, 2, bitsOf([1]));
      for (const comparison of alternative) limitBy(comparison, reached, lines, limit);
      // What has a property that both sides know, what has one that the base alone knows, or the head alone.
      const known = [0, ...(reached === from && ofFrom ? [1] : []), ...(reached === to && ofTo ? [2] : [])];
      if ((ofFrom || ofTo) && asksLackAlone(alternative)) limit('known by', 3, bitsOf(known));
      return [...box.values()].some(isEmpty) ? undefined : box;
    },
  };
}

/** Whether some property is known to one side alone, so that there is what only that side takes for a record. */
const namedAlone = (one: TypedReach, other: TypedReach): boolean =>
  [...one.types.columns.keys()].some((name) => !other.types.columns.has(name));

const columnOf = ({ path }: TypedReach, property: string): string => `column ${path}${property}`;

const typeIn = ({ types }: TypedReach, property: string): PropertyType =>
  types.columns.get(property) ?? 'object';

type Limit = (respect: string, size: number, allowed: Bits) => void;

/** Limits a box to what one comparison lets through. */
function limitBy(
  { property, operator, operand }: ReachComparison,
  reached: TypedReach,
  lines: ReadonlyMap<string, ValueLine>,
  limit: Limit,
): void {
  const column = columnOf(reached, property);
  const line = lines.get(column) ?? drawValueLine([]);
  const type = typeIn(reached, property);
  const onColumn = (allowed: Bits) => limit(column, line.kinds.length, allowed);
  if (operator === '$exists') {
    onColumn(selectKinds(line, ({ sort }) => (sort === 'missing') !== (operand === true)));
    return;
  }
  if (type === 'list') {
    onColumn(selectKinds(line, ({ sort }) => sort === 'list'));
    limitContents({ property, type, operator, operand }, reached, limit);
    return;
  }
  if (!isHole(operand)) {
    onColumn(selectKindsMeeting(line, type, operator, operand));
    return;
  }
  const isEquality = operator === '$eq' || operator === '$in';
  onColumn(
    selectKinds(
      line,
      // What equals a date of the user is written as one.
      (kind) =>
        isComparable(type, kind) &&
        !(isEquality && familyOf(type) === 'date' && kind.sort === 'text' && kind.writes !== 'date'),
    ),
  );
  limitUser(operand, reached, limit);
  if (takesList(operator)) {
    // A list with an item of another type meets nothing, so what it is good for depends on the property.
    limit(`items ${familyOf(type)} ${operand.$user}`, 2, bitsOf([1]));
    limit(`member ${column} ${operand.$user}`, 2, bitsOf([operator === '$in' ? 1 : 0]));
  } else limit(`order ${column} ${operand.$user}`, 3, bitsOf(orders[operator]));
}

/** Limits a box by what a list contains: each item that is asked for is a respect of its own. */
function limitContents(
  { property, operator, operand }: ReachComparison,
  reached: TypedReach,
  limit: Limit,
): void {
  const column = columnOf(reached, property);
  const wanted = bitsOf([operator === '$eq' || operator === '$in' ? 1 : 0]);
  if (isHole(operand)) {
    limitUser(operand, reached, limit);
    limit(`${takesList(operator) ? 'meets' : 'contains'} ${column} user ${operand.$user}`, 2, wanted);
    return;
  }
  for (const item of [operand].flat() as readonly Literal[])
    limit(`contains ${column} ${JSON.stringify(item)}`, 2, wanted);
}

/** Limits a box to users with an attribute that can be used. */
function limitUser({ $user }: Hole, { types }: TypedReach, limit: Limit): void {
  const usable = usableKinds(types.attributes.get($user) ?? 'object');
  limit(`user ${$user}`, attributeKinds.length, bitsOf(usable));
}

/** How a value stands to one of the user's: below it, equal, above. */
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

/** Returns which of these an attribute of a type can be used as. */
function usableKinds(type: PropertyType): readonly number[] {
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

function bitsOf(kinds: readonly number[]): Bits {
  const bits = emptyBits(1);
  for (const kind of kinds) bits[0] = (bits[0] ?? 0) | (1 << kind);
  return bits;
}

/** Cutting a reach into more pieces than this would take too long. */
const mostPieces = 20_000;

/** Whether boxes cover another one: what lies outside of one of them is covered by the rest. */
function isCovered(
  box: Box,
  boxes: readonly Box[],
  sizes: ReadonlyMap<string, number>,
  budget: { left: number },
): boolean {
  const near = boxes.filter((one) => overlap(one, box));
  if (near.some((one) => contains(one, box, sizes))) return true;
  budget.left--;
  const [first, ...rest] = near;
  if (!first || budget.left < 0) return false;
  const inside = new Map(box);
  for (const [respect, allowed] of first) {
    const mine = inside.get(respect) ?? everyKind(sizes.get(respect) ?? 0);
    const outside = difference(mine, allowed);
    if (isEmpty(outside)) continue;
    if (!isCovered(new Map(inside).set(respect, outside), rest, sizes, budget)) return false;
    inside.set(respect, intersection(mine, allowed));
  }
  return true;
}

function overlap(one: Box, other: Box): boolean {
  for (const [respect, allowed] of one) {
    const others = other.get(respect);
    if (others && !intersects(allowed, others)) return false;
  }
  return true;
}

function contains(outer: Box, inner: Box, sizes: ReadonlyMap<string, number>): boolean {
  for (const [respect, allowed] of outer) {
    const mine = inner.get(respect) ?? everyKind(sizes.get(respect) ?? 0);
    if (!isEmpty(difference(mine, allowed))) return false;
  }
  return true;
}

function everyKind(size: number): Bits {
  const bits = emptyBits(size).fill(0xffffffff);
  const over = size & 31;
  if (over > 0) bits[bits.length - 1] = 2 ** over - 1;
  return bits;
}

/**
 * Whether a date of one side gives way to one in another zone: as texts they stand in one order, as instants in
 * another, so neither is the tighter bound.
 */
function changesZone(from: TypedReach, to: TypedReach): boolean {
  const [before, after] = [datesOf(from), datesOf(to)];
  return [...before].some(([column, dates]) => {
    const others = after.get(column) ?? new Set();
    const gone = [...dates].filter((date) => !others.has(date)).map(zoneOf);
    const added = [...others].filter((date) => !dates.has(date)).map(zoneOf);
    return gone.some((zone) => added.some((other) => other !== zone));
  });
}

/** The dates that a reach compares with, by column. */
function datesOf(reached: TypedReach): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { property, operand } of reached.reach === 'all' ? [] : reached.reach.flat()) {
    if (typeIn(reached, property) !== 'date' || isHole(operand)) continue;
    const known = found.get(property) ?? new Set();
    found.set(property, known);
    for (const date of Array.isArray(operand) ? operand : [operand])
      if (typeof date === 'string') known.add(date);
  }
  return found;
}

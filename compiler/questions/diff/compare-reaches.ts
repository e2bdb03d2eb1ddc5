import { type Bits, difference, emptyBits, intersection, intersects, isEmpty } from '../../model/bits.ts';
import type { PropertyType } from '../../model/catalog.ts';
import { familyOf } from '../../model/comparison.ts';
import {
  type Hole,
  isHole,
  type Literal,
  type ReachAlternative,
  type ReachComparison,
  takesList,
} from '../../model/condition.ts';
import type { Policy } from '../../model/policy.ts';
import {
  keyOfPath,
  keyOfReach,
  type LinkedReach,
  noRecord,
  type RecordReach,
} from '../../model/record-reach.ts';
import {
  type ModelTypeOf,
  type RecordAlternative,
  type SpelledReach,
  spellOut,
} from '../../model/spell-out.ts';
import {
  drawValueLine,
  isComparable,
  selectKinds,
  selectKindsMeeting,
  type ValueLine,
} from '../../model/value-line.ts';
import { zoneOf } from '../../text/instant.ts';

/** How one reach relates to another. */
export type ReachRelation = 'same' | 'widened' | 'narrowed' | 'shifted';

/** The types of what conditions read: of records, and of the signed-in user. */
export interface ReadTypes {
  readonly typeOf: ModelTypeOf;
  /** Returns the names of the properties of a model. */
  readonly namesOf: (model: string) => readonly string[];
  readonly attributes: ReadonlyMap<string, PropertyType>;
}

/** A reach with all that decides which records it selects. */
export interface TypedReach {
  readonly reach: RecordReach;
  readonly types: ReadTypes;
}

const typesOf = new WeakMap<Policy, ReadTypes>();

/** Returns the types of what the conditions of a policy read. */
export function readTypes(policy: Policy): ReadTypes {
  const known = typesOf.get(policy);
  if (known) return known;
  const { modelOf } = policy.catalog;
  const made: ReadTypes = {
    typeOf: (model, property) => modelOf.get(model)?.propertyOf.get(property)?.type,
    namesOf: (model) => modelOf.get(model)?.properties.map(({ name }) => name) ?? [],
    attributes: policy.attributes,
  };
  typesOf.set(policy, made);
  return made;
}

/**
 * Returns how the records reached change from one reach to another, for whatever user. Never says `widened` or
 * `narrowed` where it is not so; what takes too long to tell, or is a date in another zone than before, is `shifted`.
 */
export function compareReaches(before: TypedReach, after: TypedReach): ReachRelation {
  const [from, to] = [spellSide(before), spellSide(after)];
  if (!from || !to) return writeReachMeaning(before) === writeReachMeaning(after) ? 'same' : 'shifted';
  const space = prepareSpace(from, to);
  const isKept = isWithin(from, to, space);
  const isBounded = isWithin(to, from, space);
  if (isKept && isBounded) return 'same';
  if ((!isKept && !isBounded) || hasOtherZone(from, to)) return 'shifted';
  return isKept ? 'widened' : 'narrowed';
}

/** A reach spelled out, as one of the two that are compared. */
interface ReachSide extends Omit<SpelledReach, 'alternatives'> {
  readonly alternatives: 'all' | readonly RecordAlternative[];
  readonly types: ReadTypes;
}

/** Comparing more alternatives than this would take too long. */
const mostCompared = 4096;

function spellSide({ reach, types }: TypedReach): ReachSide | undefined {
  if (reach === 'all') return { alternatives: 'all', typeOf: () => undefined, links: new Map(), types };
  const spelled = spellOut(reach, types.typeOf, mostCompared);
  return spelled && { ...spelled, types };
}

const writeReachMeaning = ({ reach, types }: TypedReach): string =>
  JSON.stringify([keyOfReach(reach), [...types.attributes]]);

/** Whether every record of one reach is surely in the other, for every user. */
function isWithin(inner: ReachSide, outer: ReachSide, space: () => ReachSpace): boolean {
  if (outer.alternatives === 'all') return true;
  if (inner.alternatives === 'all') return false;
  const known = new Set(outer.alternatives.map((alternative) => writeMeaning(alternative, outer)));
  const others = inner.alternatives.filter((alternative) => !known.has(writeMeaning(alternative, inner)));
  if (others.length === 0) return true;
  const { boxOf, sizes } = space();
  // Of too many ways to meet an alternative, those of the outer reach may be left out.
  const boxes = outer.alternatives
    .flatMap((alternative) => spellOutContents(alternative) ?? [])
    .flatMap((alternative) => boxOf(alternative, outer) ?? []);
  const budget = { left: mostPieces };
  return others.every((alternative) => {
    if (isLinkWithin(alternative, inner, outer)) return true;
    return spellOutContents(alternative)?.every((one) => {
      const box = boxOf(one, inner);
      return box === undefined || isCovered(box, boxes, sizes, budget);
    });
  });
}

/** Spelling out what lists contain into more alternatives than this would take too long. */
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

/** Whether an alternative that is one link to a list is covered by those of the other side that are links along the same path. */
function isLinkWithin({ compared, linked }: RecordAlternative, inner: ReachSide, outer: ReachSide): boolean {
  const [link, more] = linked;
  if (!link || more || compared.length > 0 || outer.alternatives === 'all') return false;
  const others = outer.alternatives.flatMap((other) => {
    const [only, second] = other.linked;
    return only && !second && other.compared.length === 0 && isAlong(only, link) ? [only] : [];
  });
  return areLinksWithin([link], others, inner, outer);
}

const isAlong = (one: LinkedReach, other: LinkedReach): boolean =>
  one.on === other.on && keyOfPath(one.path) === keyOfPath(other.path);

/** Whether the records at the end of some links are surely among those at the end of others along the same path. */
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
  return from !== undefined && to !== undefined && isWithin(from, to, prepareSpace(from, to));
}

/** A text that is equal only for alternatives that select the same records. */
const writeMeaning = ({ compared, linked }: RecordAlternative, side: ReachSide): string =>
  JSON.stringify([
    compared.map((comparison) => [
      comparison.property,
      side.links.get(comparison.property)?.on,
      writeComparisonMeaning(comparison, side.typeOf(comparison.property), side.types),
    ]),
    linked.map((link) => writeLinkMeaning(link, side)),
    linked.length === 0 && isAbsenceOnly(compared) ? [...listPropertyNames(compared, side)].sort() : [],
  ]);

/**
 * Whether an alternative asks only for what a record lacks. Then it is met by whatever is a record at all, and that is
 * what has a property of the model: one that has what is compared is a record on both sides.
 */
export const isAbsenceOnly = (alternative: ReachAlternative): boolean =>
  alternative.every(({ operator, operand }) => operator === '$exists' && operand === false);

/** The properties of the model that an alternative compares first. */
const listPropertyNames = ([first]: ReachAlternative, { links, types }: ReachSide): readonly string[] =>
  types.namesOf(links.get(first?.property ?? '')?.on ?? '');

const writeLinkMeaning = ({ on, path, alternatives }: LinkedReach, { types }: ReachSide): string =>
  JSON.stringify([
    on,
    keyOfPath(path),
    alternatives.map((alternative) =>
      alternative.map((comparison) => [
        comparison.property,
        writeComparisonMeaning(comparison, types.typeOf(on, comparison.property), types),
      ]),
    ),
  ]);

const writeComparisonMeaning = (
  { operator, operand }: ReachComparison,
  type: PropertyType | undefined,
  { attributes }: ReadTypes,
): readonly unknown[] => [
  operator === '$exists' ? '' : familyOf(type ?? 'object'),
  operator,
  operand,
  isHole(operand) ? attributes.get(operand.$user) : '',
];

/**
 * Records and users, by what they are in each respect that an alternative can ask for. An alternative is a box: in some
 * respects only these kinds, in all others any. Undefined where no record is in it.
 */
type Box = ReadonlyMap<string, Bits>;

interface ReachSpace {
  readonly boxOf: (alternative: RecordAlternative, side: ReachSide) => Box | undefined;
  /** How many kinds there are in each respect. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Prepares the space in which the records of two reaches can be compared, made when first needed. */
function prepareSpace(from: ReachSide, to: ReachSide): () => ReachSpace {
  let made: ReachSpace | undefined;
  return () => {
    made ??= makeSpace(from, to);
    return made;
  };
}

function makeSpace(from: ReachSide, to: ReachSide): ReachSpace {
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
  return {
    sizes,
    boxOf({ compared, linked }, side) {
      const box = new Map<string, Bits>();
      const limit = (respect: string, size: number, allowed: Bits) => {
        sizes.set(respect, size);
        const known = box.get(respect);
        box.set(respect, known ? intersection(known, allowed) : allowed);
      };
      for (const { property } of compared) limitToPath(side.links.get(property), limit);
      for (const comparison of compared) limitToComparison(comparison, side, lines, limit);
      for (const link of linked) limitToLink(link, side, side === from ? to : from, limit);
      if (linked.length === 0 && isAbsenceOnly(compared)) limitToKnownNames(compared, side, from, to, limit);
      return [...box.values()].some(isEmpty) ? undefined : box;
    },
  };
}

const listCompared = ({ alternatives }: ReachSide): readonly ReachComparison[] =>
  alternatives === 'all' ? [] : alternatives.flatMap(({ compared }) => compared);

const nameColumn = ({ links }: ReachSide, field: string): string => `column ${links.get(field)?.on} ${field}`;

const readColumnType = ({ typeOf }: ReachSide, field: string): PropertyType => typeOf(field) ?? 'object';

/** A field of a linked record asks that the record is there, and whatever leads to it. */
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

/** What has a property that both sides know, what has one that the base alone knows, or the head alone. */
function limitToKnownNames(
  compared: ReachAlternative,
  side: ReachSide,
  from: ReachSide,
  to: ReachSide,
  limit: Limit,
): void {
  const [old, now] = [
    listPropertyNames(compared, { ...side, types: from.types }),
    listPropertyNames(compared, { ...side, types: to.types }),
  ];
  const ofFrom = old.some((name) => !now.includes(name));
  const ofTo = now.some((name) => !old.includes(name));
  const known = [0, ...(side === from && ofFrom ? [1] : []), ...(side === to && ofTo ? [2] : [])];
  if (ofFrom || ofTo) limit('known by', 3, makeBits(known));
}

/** A link to a list asks for what it says, and for all that the other side asks of the same list and that it implies. */
function limitToLink(link: LinkedReach, side: ReachSide, other: ReachSide, limit: Limit): void {
  limit(`list ${writeLinkMeaning(link, side)}`, 2, makeBits([1]));
  for (const { linked } of other.alternatives === 'all' ? [] : other.alternatives)
    for (const wanted of linked)
      if (isAlong(link, wanted) && areLinksWithin([link], [wanted], side, other))
        limit(`list ${writeLinkMeaning(wanted, other)}`, 2, makeBits([1]));
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
  onColumn(
    selectKinds(
      line,
      // What equals a date of the user is written as one.
      (kind) =>
        isComparable(type, kind) &&
        !(isEquality && familyOf(type) === 'date' && kind.sort === 'text' && kind.writes !== 'date'),
    ),
  );
  limitToUser(operand, reached, limit);
  if (takesList(operator)) {
    // A list with an item of another type meets nothing, so what it is good for depends on the property.
    limit(`items ${familyOf(type)} ${operand.$user}`, 2, makeBits([1]));
    limit(`member ${column} ${operand.$user}`, 2, makeBits([operator === '$in' ? 1 : 0]));
  } else limit(`order ${column} ${operand.$user}`, 3, makeBits(orders[operator]));
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
  limit(`user ${$user}`, attributeKinds.length, makeBits(usable));
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

/** Cutting a reach into more pieces than this would take too long. */
const mostPieces = 20_000;

/** Whether boxes cover another one: what lies outside of one of them is covered by the rest. */
function isCovered(
  box: Box,
  boxes: readonly Box[],
  sizes: ReadonlyMap<string, number>,
  budget: { left: number },
): boolean {
  const near = boxes.filter((one) => hasOverlap(one, box));
  if (near.some((one) => isContaining(one, box, sizes))) return true;
  budget.left--;
  const [first, ...rest] = near;
  if (!first || budget.left < 0) return false;
  const inside = new Map(box);
  for (const [respect, allowed] of first) {
    const mine = inside.get(respect) ?? makeAllBits(sizes.get(respect) ?? 0);
    const outside = difference(mine, allowed);
    if (isEmpty(outside)) continue;
    if (!isCovered(new Map(inside).set(respect, outside), rest, sizes, budget)) return false;
    inside.set(respect, intersection(mine, allowed));
  }
  return true;
}

function hasOverlap(one: Box, other: Box): boolean {
  for (const [respect, allowed] of one) {
    const others = other.get(respect);
    if (others && !intersects(allowed, others)) return false;
  }
  return true;
}

function isContaining(outer: Box, inner: Box, sizes: ReadonlyMap<string, number>): boolean {
  for (const [respect, allowed] of outer) {
    const mine = inner.get(respect) ?? makeAllBits(sizes.get(respect) ?? 0);
    if (!isEmpty(difference(mine, allowed))) return false;
  }
  return true;
}

function makeAllBits(size: number): Bits {
  const bits = emptyBits(size).fill(0xffffffff);
  const over = size & 31;
  if (over > 0) bits[bits.length - 1] = 2 ** over - 1;
  return bits;
}

/**
 * Whether a date of one side gives way to one in another zone: as texts they stand in one order, as instants in
 * another, so neither is the tighter bound.
 */
function hasOtherZone(from: ReachSide, to: ReachSide): boolean {
  const [before, after] = [listDates(from), listDates(to)];
  return [...before].some(([column, dates]) => {
    const others = after.get(column) ?? new Set();
    const gone = [...dates].filter((date) => !others.has(date)).map(zoneOf);
    const added = [...others].filter((date) => !dates.has(date)).map(zoneOf);
    return gone.some((zone) => added.some((other) => other !== zone));
  });
}

/** The dates that a reach compares with, by column. */
function listDates(reached: ReachSide): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { property, operand } of listCompared(reached)) {
    if (readColumnType(reached, property) !== 'date' || isHole(operand)) continue;
    const known = found.get(property) ?? new Set();
    found.set(property, known);
    for (const date of Array.isArray(operand) ? operand : [operand])
      if (typeof date === 'string') known.add(date);
  }
  return found;
}

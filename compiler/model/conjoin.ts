import { readInstant } from '../text/instant.ts';
import { byCodeUnit } from '../text/order.ts';
import { intersection, isEmpty } from './bits.ts';
import type { PropertyType } from './catalog.ts';
import { familyOf, makeValueTest, type ValueOperator } from './comparison.ts';
import {
  byLiteral,
  type ComparedField,
  isHole,
  type Literal,
  operators,
  pickComparedField,
  type ReachAlternative,
  type ReachComparison,
} from './condition.ts';
import { drawValueLine, selectKindsMeeting } from './value-line.ts';

/** One alternative; or why no record meets it. */
type Conjoined =
  | { readonly is: 'alternative'; readonly alternative: ReachAlternative }
  | { readonly is: 'never'; readonly reason: string };

/**
 * Joins comparisons that must all hold into the fewest that say the same. Where values of the signed-in
 * user are not involved, one is left for each property and operator, but for what lists contain.
 */
export function conjoin(comparisons: readonly ReachComparison[]): Conjoined {
  const ofProperty = new Map<string, ReachComparison[]>();
  for (const comparison of comparisons) {
    const known = ofProperty.get(comparison.property);
    if (known) known.push(comparison);
    else ofProperty.set(comparison.property, [comparison]);
  }
  const joined: ReachComparison[] = [];
  for (const property of [...ofProperty.keys()].sort(byCodeUnit)) {
    const one = conjoinProperty(property, ofProperty.get(property) ?? []);
    if (one.is !== 'alternative') return one;
    joined.push(...one.alternative);
  }
  return { is: 'alternative', alternative: joined };
}

function conjoinProperty(property: string, comparisons: readonly ReachComparison[]): Conjoined {
  const compared: ComparedField = comparisons[0]
    ? pickComparedField(comparisons[0])
    : { property, type: 'object' };
  const { type } = compared;
  const never = (why: string): Conjoined => ({ is: 'never', reason: `no record has \`${property}\` ${why}` });
  const joined = (alternative: ReachAlternative): Conjoined => ({ is: 'alternative', alternative });
  const exists = new Set(
    comparisons.filter(({ operator }) => operator === '$exists').map(({ operand }) => operand),
  );
  const values = comparisons.filter(({ operator }) => operator !== '$exists');
  if (exists.size === 2) return never('both present and missing');
  if (exists.has(false) && values.length > 0) return never('missing and equal to something');
  // A missing value never matches a comparison, so `$exists: true` says nothing beside one.
  if (values.length === 0)
    return joined([...exists].map((operand) => ({ ...compared, operator: '$exists', operand })));

  const literals = values.flatMap(literalOf);
  if (excludeEachOther(literals, type)) return never('with values that exclude each other');
  const holes = values.filter(({ operand }) => isHole(operand));
  return joined(inOrder([...narrow(compared, literals), ...holes]));
}

/** Returns true if no value at all meets every one of some comparisons. */
function excludeEachOther(literals: readonly LiteralComparison[], type: PropertyType): boolean {
  if (type === 'list') return contentsExcludeEachOther(literals);
  const line = drawValueLine(literals.map(({ operand }) => ({ type, operand })));
  const [first, ...others] = literals.map(({ operator, operand }) =>
    selectKindsMeeting(line, type, operator, operand),
  );
  return first !== undefined && isEmpty(others.reduce(intersection, first));
}

/** Returns true if no list can contain every wanted item and none of the excluded ones. */
function contentsExcludeEachOther(literals: readonly LiteralComparison[]): boolean {
  const excluded = literals.filter(isExclusion).flatMap(({ operand }) => listOf(operand));
  return literals
    .filter(isEquality)
    .some(({ operand }) => listOf(operand).every((item) => excluded.includes(item)));
}

interface LiteralComparison {
  readonly operator: ValueOperator;
  readonly operand: Literal | readonly Literal[];
}

const literalOf = ({ operator, operand }: ReachComparison): readonly LiteralComparison[] =>
  operator === '$exists' || isHole(operand) ? [] : [{ operator, operand }];

/**
 * Narrows comparisons to the values that are allowed one by one, or to the tightest bounds. Dates in different zones
 * have two orders at once: there may then be no tightest bound, and a listed date may be within a bound as text and
 * beyond it as an instant.
 */
function narrow(compared: ComparedField, literals: readonly LiteralComparison[]): readonly ReachComparison[] {
  const { type } = compared;
  if (type === 'list') return narrowContents(compared, literals);
  const first = literals.find(isEquality);
  const whole = literals.map(({ operator, operand }) => ({ ...compared, operator, operand }));
  if (!first) {
    if (literals.length === 0) return [];
    const excluded = literals.filter(isExclusion).flatMap(({ operand }) => listOf(operand));
    const bounds = literals.filter((one) => !isExclusion(one));
    // Of two values, one that differs from the one is the other.
    if (familyOf(type) === 'boolean')
      return [
        compareWithAny(
          compared,
          [false, true].filter((value) => !excluded.includes(value)),
        ),
      ];
    return [
      ...tightest(bounds, type).map((one) => ({ ...compared, ...one })),
      // To exclude nothing only asks for a value of the type, as a bound does.
      ...(excluded.length > 0 || bounds.length === 0 ? [excludeEach(compared, excluded)] : []),
    ];
  }
  const tests = literals.map(({ operator, operand }) => makeValueTest(type, operator, operand));
  const meetsAll = (value: unknown) => tests.every((isMet) => isMet(value));
  const left = [...new Set(listOf(first.operand))].filter((value) => valuesOf(value, type).some(meetsAll));
  if (left.every((value) => valuesOf(value, type).every(meetsAll))) return [compareWithAny(compared, left)];
  return whole;
}

/** Narrows the demands on one list to the fewest comparisons: items that it has to contain, that it must not, or of which one is enough. */
function narrowContents(
  compared: ComparedField,
  literals: readonly LiteralComparison[],
): readonly ReachComparison[] {
  const exclusions = literals.filter(isExclusion);
  const excluded = exclusions.flatMap(({ operand }) => listOf(operand));
  const wanted = literals.filter(isEquality).map(({ operand }) =>
    compareWithAny(
      compared,
      [...new Set(listOf(operand))].filter((item) => !excluded.includes(item)),
    ),
  );
  return exclusions.length > 0 && (excluded.length > 0 || wanted.length === 0)
    ? [...wanted, excludeEach(compared, excluded)]
    : wanted;
}

const isEquality = ({ operator }: LiteralComparison) => operator === '$eq' || operator === '$in';

const isExclusion = ({ operator }: LiteralComparison) => operator === '$ne' || operator === '$nin';

/** Returns the values of a record that equal a literal; for a date these are its text and its instant. */
const valuesOf = (literal: Literal, type: PropertyType): readonly unknown[] =>
  familyOf(type) === 'date' ? [literal, new Date(readInstant(String(literal)))] : [literal];

/** Returns the bounds that no other bound by the same operator implies. */
function tightest(bounds: readonly LiteralComparison[], type: PropertyType): readonly LiteralComparison[] {
  const left: LiteralComparison[] = [];
  for (const bound of bounds) {
    if (left.some((other) => isTighter(other, bound, type))) continue;
    left.splice(0, left.length, ...left.filter((other) => !isTighter(bound, other, type)), bound);
  }
  return left;
}

/** Returns true if what meets one bound meets another by the same operator. */
function isTighter(one: LiteralComparison, other: LiteralComparison, type: PropertyType): boolean {
  if (one.operator !== other.operator) return false;
  const isMet = makeValueTest(
    type,
    one.operator === '$gt' || one.operator === '$gte' ? '$gte' : '$lte',
    other.operand,
  );
  return listOf(one.operand).every((bound) => valuesOf(bound, type).every(isMet));
}

const listOf = (operand: Literal | readonly Literal[]): readonly Literal[] =>
  typeof operand === 'object' ? operand : [operand];

function compareWithAny(compared: ComparedField, values: readonly Literal[]): ReachComparison {
  const [only] = values;
  return values.length === 1 && only !== undefined
    ? { ...compared, operator: '$eq', operand: only }
    : { ...compared, operator: '$in', operand: [...values].sort(byLiteral) };
}

function excludeEach(compared: ComparedField, excluded: readonly Literal[]): ReachComparison {
  const values = [...new Set(excluded)].sort(byLiteral);
  const [only] = values;
  return values.length === 1 && only !== undefined
    ? { ...compared, operator: '$ne', operand: only }
    : { ...compared, operator: '$nin', operand: values };
}

/**
 * Sorts comparisons of one property as an alternative has them, each once: by operator, and values written in the
 * policy before those of the user.
 */
function inOrder(comparisons: readonly ReachComparison[]): ReachAlternative {
  const each = new Map(comparisons.map((one) => [JSON.stringify([one.operator, one.operand]), one]));
  const sorted = [...each].sort(([x], [y]) => byCodeUnit(x, y)).map(([, one]) => one);
  return operators.flatMap((operator) => {
    const own = sorted.filter((one) => one.operator === operator);
    return [
      ...own.filter(({ operand }) => !isHole(operand)),
      ...own.filter(({ operand }) => isHole(operand)),
    ];
  });
}

import { intersection, isEmpty } from '../../model/bits.ts';
import type { PropertyType } from '../../model/catalog.ts';
import { familyOf, makeValueTest, type ValueOperator } from '../../model/comparison.ts';
import {
  isHole,
  type Literal,
  operators,
  type ReachAlternative,
  type ReachComparison,
} from '../../model/condition.ts';
import { drawValueLine, selectKindsMeeting } from '../../model/value-line.ts';
import { instantOf } from '../../text/instant.ts';
import { byCodeUnit } from '../../text/order.ts';

/** One alternative; or why no record meets it. */
type Conjoined =
  | { readonly is: 'alternative'; readonly alternative: ReachAlternative }
  | { readonly is: 'never'; readonly reason: string };

/** Returns the type of a property of the model that is compared. */
type TypeOf = (property: string) => PropertyType;

/**
 * Joins comparisons that must all hold into the fewest that say the same. Where values of the signed-in
 * user are not involved, one is left for each property and operator.
 */
export function conjoin(comparisons: readonly ReachComparison[], typeOf: TypeOf): Conjoined {
  const ofProperty = new Map<string, ReachComparison[]>();
  for (const comparison of comparisons) {
    const known = ofProperty.get(comparison.property);
    if (known) known.push(comparison);
    else ofProperty.set(comparison.property, [comparison]);
  }
  const joined: ReachComparison[] = [];
  for (const property of [...ofProperty.keys()].sort(byCodeUnit)) {
    const one = conjoinProperty(property, ofProperty.get(property) ?? [], typeOf(property));
    if (one.is !== 'alternative') return one;
    joined.push(...one.alternative);
  }
  return { is: 'alternative', alternative: joined };
}

function conjoinProperty(
  property: string,
  comparisons: readonly ReachComparison[],
  type: PropertyType,
): Conjoined {
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
    return joined([...exists].map((operand) => ({ property, operator: '$exists', operand })));

  const literals = values.flatMap(literalOf);
  if (excludeEachOther(literals, type)) return never('with values that exclude each other');
  const holes = values.filter(({ operand }) => isHole(operand));
  return joined(inOrder([...narrow(property, literals, type), ...holes]));
}

/** Whether no value at all meets every one of some comparisons. */
function excludeEachOther(literals: readonly LiteralComparison[], type: PropertyType): boolean {
  const line = drawValueLine(literals.map(({ operand }) => ({ type, operand })));
  const [first, ...others] = literals.map(({ operator, operand }) =>
    selectKindsMeeting(line, type, operator, operand),
  );
  return first !== undefined && isEmpty(others.reduce(intersection, first));
}

interface LiteralComparison {
  readonly operator: ValueOperator;
  readonly operand: Literal | readonly Literal[];
}

const literalOf = ({ operator, operand }: ReachComparison): readonly LiteralComparison[] =>
  operator === '$exists' || isHole(operand) ? [] : [{ operator, operand }];

/**
 * The values that are allowed one by one, or the tightest bounds. Dates in different zones stand in two orders at once:
 * then there may be no tightest bound, and a listed date may be within a bound as text and beyond it as an instant.
 */
function narrow(
  property: string,
  literals: readonly LiteralComparison[],
  type: PropertyType,
): readonly ReachComparison[] {
  const first = literals.find(isEquality);
  const whole = literals.map(({ operator, operand }) => ({ property, operator, operand }));
  if (!first) {
    const excluded = literals.filter(isExclusion).flatMap(({ operand }) => listOf(operand));
    const bounds = literals.filter((one) => !isExclusion(one));
    // Of two values, one that differs from the one is the other.
    if (familyOf(type) === 'boolean')
      return [
        compareWithAny(
          property,
          [false, true].filter((value) => !excluded.includes(value)),
        ),
      ];
    if (literals.length === 0) return [];
    return [
      ...tightest(bounds, type).map((one) => ({ property, ...one })),
      // To exclude nothing only asks for a value of the type, as a bound does.
      ...(excluded.length > 0 || bounds.length === 0 ? [excludeEach(property, excluded)] : []),
    ];
  }
  const tests = literals.map(({ operator, operand }) => makeValueTest(type, operator, operand));
  const meetsAll = (value: unknown) => tests.every((isMet) => isMet(value));
  const left = [...new Set(listOf(first.operand))].filter((value) => valuesOf(value, type).some(meetsAll));
  if (left.every((value) => valuesOf(value, type).every(meetsAll))) return [compareWithAny(property, left)];
  return whole;
}

const isEquality = ({ operator }: LiteralComparison) => operator === '$eq' || operator === '$in';

const isExclusion = ({ operator }: LiteralComparison) => operator === '$ne' || operator === '$nin';

/** The values of a record that equal a literal: of a date its text and its instant. */
const valuesOf = (literal: Literal, type: PropertyType): readonly unknown[] =>
  familyOf(type) === 'date' ? [literal, new Date(instantOf(String(literal)))] : [literal];

/** Of bounds, those that no other one by the same operator implies. */
function tightest(bounds: readonly LiteralComparison[], type: PropertyType): readonly LiteralComparison[] {
  const left: LiteralComparison[] = [];
  for (const bound of bounds) {
    if (left.some((other) => isTighter(other, bound, type))) continue;
    left.splice(0, left.length, ...left.filter((other) => !isTighter(bound, other, type)), bound);
  }
  return left;
}

/** Whether what meets one bound meets another by the same operator. */
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

function compareWithAny(property: string, values: readonly Literal[]): ReachComparison {
  const [only] = values;
  return values.length === 1 && only !== undefined
    ? { property, operator: '$eq', operand: only }
    : { property, operator: '$in', operand: [...values].sort(byValue) };
}

function excludeEach(property: string, excluded: readonly Literal[]): ReachComparison {
  const values = [...new Set(excluded)].sort(byValue);
  const [only] = values;
  return values.length === 1 && only !== undefined
    ? { property, operator: '$ne', operand: only }
    : { property, operator: '$nin', operand: values };
}

/** Comparisons of one property, each once, in the order of an alternative: by operator, what is written before the user's. */
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

const byValue = (a: Literal, b: Literal): number =>
  typeof a === 'string' && typeof b === 'string' ? byCodeUnit(a, b) : Number(a) - Number(b);

import {
  type Alternative,
  type Comparison,
  isHole,
  type Operator,
  operators,
  type Scalar,
} from '../../model/condition.ts';
import { instantOf } from '../../text/instant.ts';
import { byCodePoint, byCodeUnit } from '../../text/order.ts';

/** One alternative; or why no record meets it. */
type Conjoined =
  | { readonly is: 'alternative'; readonly alternative: Alternative }
  | { readonly is: 'never'; readonly reason: string };

/**
 * Joins comparisons that must all hold into the fewest that say the same. Where values of the signed-in
 * user are not involved, one is left for each property and operator.
 */
export function conjoin(comparisons: readonly Comparison[]): Conjoined {
  const ofProperty = new Map<string, Comparison[]>();
  for (const comparison of comparisons) {
    const known = ofProperty.get(comparison.property);
    if (known) known.push(comparison);
    else ofProperty.set(comparison.property, [comparison]);
  }
  const joined: Comparison[] = [];
  for (const property of [...ofProperty.keys()].sort(byCodeUnit)) {
    const one = conjoinProperty(property, ofProperty.get(property) ?? []);
    if (one.is !== 'alternative') return one;
    joined.push(...one.alternative);
  }
  return { is: 'alternative', alternative: joined };
}

function conjoinProperty(property: string, comparisons: readonly Comparison[]): Conjoined {
  const never = (why: string): Conjoined => ({ is: 'never', reason: `no record has \`${property}\` ${why}` });
  const joined = (alternative: Alternative): Conjoined => ({ is: 'alternative', alternative });
  const exists = new Set(
    comparisons.filter(({ operator }) => operator === '$exists').map(({ operand }) => operand),
  );
  const values = comparisons.filter(({ operator }) => operator !== '$exists');
  if (exists.size === 2) return never('both present and missing');
  if (exists.has(false) && values.length > 0) return never('missing and equal to something');
  // A missing value never matches a comparison, so `$exists: true` says nothing beside one.
  if (values.length === 0)
    return joined([...exists].map((operand) => ({ property, operator: '$exists', operand })));

  const literals = values.filter(({ operand }) => !isHole(operand));
  if (literals.length > 1 && !isOrdered(literals)) return joined(unjoined(values));
  const literal = narrow(literals);
  if (literal === undefined) return never('with values that exclude each other');
  const holes = new Map(
    values
      .filter(({ operand }) => isHole(operand))
      .map((one) => [JSON.stringify([one.operator, one.operand]), one]),
  );
  return joined(
    operators.flatMap((operator) => {
      const operand = literal.get(operator);
      const own = operand === undefined ? [] : [{ property, operator, operand }];
      const ofUser = [...holes]
        .filter(([, one]) => one.operator === operator)
        .sort(([x], [y]) => byCodeUnit(x, y));
      return [...own, ...ofUser.map(([, one]) => one)];
    }),
  );
}

/**
 * Whether values can be ordered for good. Dates in different zones may not: as text they come in one order, as
 * instants in another, and which of the two counts is up to the record.
 */
function isOrdered(comparisons: readonly Comparison[]): boolean {
  const texts = comparisons
    .flatMap(({ operand }) => operand as Scalar | readonly Scalar[])
    .filter((value) => typeof value === 'string')
    .sort(byCodePoint);
  const instants = texts.map(instantOf).filter((instant) => !Number.isNaN(instant));
  return !instants.some((instant, at) => instant < (instants[at - 1] ?? Number.NEGATIVE_INFINITY));
}

/** Comparisons as they are, each once, in the order of an alternative. */
function unjoined(comparisons: readonly Comparison[]): Alternative {
  const each = new Map(comparisons.map((one) => [JSON.stringify([one.operator, one.operand]), one]));
  return operators.flatMap((operator) =>
    [...each.keys()].sort(byCodeUnit).flatMap((key) => {
      const one = each.get(key);
      return one?.operator === operator ? [one] : [];
    }),
  );
}

/** Values without holes: the values allowed one by one, or the tightest bounds. Nothing: none is left. */
function narrow(
  comparisons: readonly Comparison[],
): ReadonlyMap<Operator, Comparison['operand']> | undefined {
  let listed: readonly Scalar[] | undefined;
  const bounds = new Map<Operator, Scalar>();
  for (const { operator, operand } of comparisons) {
    if (operator === '$eq' || operator === '$in') {
      const values = (Array.isArray(operand) ? operand : [operand]) as readonly Scalar[];
      listed = listed === undefined ? values : listed.filter((value) => values.includes(value));
    } else {
      const bound = operand as Scalar;
      const known = bounds.get(operator);
      const tighter =
        operator === '$gt' || operator === '$gte'
          ? known === undefined || order(bound, known) > 0
          : known === undefined || order(bound, known) < 0;
      if (tighter) bounds.set(operator, bound);
    }
  }
  if (listed !== undefined) {
    const left = [
      ...new Set(
        listed.filter((value) => [...bounds].every(([operator, bound]) => meets(value, operator, bound))),
      ),
    ];
    if (left.length === 0) return undefined;
    const [only] = left;
    return new Map<Operator, Comparison['operand']>(
      left.length === 1 && only !== undefined ? [['$eq', only]] : [['$in', left.sort(byValue)]],
    );
  }
  return isEmptyRange(bounds) ? undefined : bounds;
}

function isEmptyRange(bounds: ReadonlyMap<Operator, Scalar>): boolean {
  for (const low of ['$gt', '$gte'] as const)
    for (const high of ['$lt', '$lte'] as const) {
      const [least, most] = [bounds.get(low), bounds.get(high)];
      if (least === undefined || most === undefined) continue;
      if (order(least, most) > 0 || (least === most && (low === '$gt' || high === '$lt'))) return true;
    }
  return false;
}

function meets(value: Scalar, operator: Operator, bound: Scalar): boolean {
  switch (operator) {
    case '$gt':
      return order(value, bound) > 0;
    case '$gte':
      return order(value, bound) >= 0;
    case '$lt':
      return order(value, bound) < 0;
    case '$lte':
      return order(value, bound) <= 0;
    default:
      return true;
  }
}

const order = (a: Scalar, b: Scalar): number =>
  typeof a === 'string' && typeof b === 'string' ? byCodePoint(a, b) : Number(a) - Number(b);

const byValue = (a: Scalar, b: Scalar): number =>
  typeof a === 'string' && typeof b === 'string' ? byCodeUnit(a, b) : Number(a) - Number(b);

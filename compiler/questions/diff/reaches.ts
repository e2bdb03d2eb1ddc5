import {
  type Alternative,
  type Comparison,
  isHole,
  keyOf,
  type Operand,
  type Reach,
  type Scalar,
} from '../../model/condition.ts';

/** How one reach relates to another. */
export type Relation = 'same' | 'widened' | 'narrowed' | 'shifted';

/**
 * How the records reached change from one reach to the other, both merged. Never says `widened` or `narrowed`
 * where it is not so; what it cannot tell is `shifted`.
 */
export function relationOf(from: Reach, to: Reach): Relation {
  const isKept = isWithin(from, to);
  const isBounded = isWithin(to, from);
  if (isKept) return isBounded ? 'same' : 'widened';
  return isBounded ? 'narrowed' : 'shifted';
}

/** Whether every record of one reach is surely in the other: each of its alternatives implies one of those. */
function isWithin(inner: Reach, outer: Reach): boolean {
  if (outer === 'all') return true;
  if (inner === 'all') return false;
  const known = new Set(outer.map(keyOf));
  return inner.every(
    (alternative) =>
      known.has(keyOf(alternative)) ||
      split(alternative).every((one) => outer.some((other) => implies(one, other))),
  );
}

/** More pieces than this are not looked at one by one. */
const mostPieces = 256;

/** An alternative with each listed value on its own: `$in [a, b]` is `a` or `b`. */
function split(alternative: Alternative): readonly Alternative[] {
  let pieces: readonly Alternative[] = [[]];
  for (const comparison of alternative) {
    const { operator, operand } = comparison;
    const values = operator === '$in' && Array.isArray(operand) ? (operand as readonly Scalar[]) : undefined;
    const isSplit = values !== undefined && pieces.length * values.length <= mostPieces;
    const each: readonly Comparison[] = isSplit
      ? values.map((value) => ({ ...comparison, operator: '$eq', operand: value }))
      : [comparison];
    pieces = pieces.flatMap((piece) => each.map((one) => [...piece, one]));
  }
  return pieces;
}

function implies(given: Alternative, wanted: Alternative): boolean {
  return wanted.every(
    (comparison) => given.some((known) => follows(known, comparison)) || isPinned(given, comparison),
  );
}

/** Whether a record that meets one comparison surely meets another. */
function follows(known: Comparison, wanted: Comparison): boolean {
  if (known.property !== wanted.property) return false;
  const sameOperand = JSON.stringify(known.operand) === JSON.stringify(wanted.operand);
  if (known.operator === wanted.operator && sameOperand) return true;
  // A missing value never matches a comparison.
  if (wanted.operator === '$exists') return wanted.operand === true && known.operator !== '$exists';
  if (isHole(known.operand) || isHole(wanted.operand)) return isLooser(known, wanted, sameOperand);
  switch (known.operator) {
    case '$eq':
    case '$in':
      return listOf(known.operand).every((value) => meets(value, wanted));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return isTighter(known, wanted);
    case '$exists':
      return false;
  }
}

/** With the same value of the signed-in user on both sides, what is above it is also at least it. */
function isLooser({ operator }: Comparison, wanted: Comparison, sameOperand: boolean): boolean {
  if (!sameOperand) return false;
  if (wanted.operator === '$gte') return operator === '$gt' || operator === '$eq';
  return wanted.operator === '$lte' && (operator === '$lt' || operator === '$eq');
}

const listOf = (operand: Operand): readonly Scalar[] =>
  Array.isArray(operand) ? (operand as readonly Scalar[]) : [operand as Scalar];

/** Whether a value meets a comparison whose operand is spelled out. Values of different types never compare. */
function meets(value: Scalar, { operator, operand }: Comparison): boolean {
  if (operator === '$eq' || operator === '$in') return listOf(operand).includes(value);
  const bound = operand as Scalar;
  if (typeof value !== typeof bound) return false;
  if (operator === '$gt') return value > bound;
  if (operator === '$gte') return value >= bound;
  if (operator === '$lt') return value < bound;
  return operator === '$lte' && value <= bound;
}

function isTighter(known: Comparison, wanted: Comparison): boolean {
  const [bound, limit] = [known.operand as Scalar, wanted.operand as Scalar];
  if (typeof bound !== typeof limit || wanted.operator.slice(0, 3) !== known.operator.slice(0, 3))
    return false;
  const isOpen = known.operator === '$gt' || known.operator === '$lt';
  if (wanted.operator === '$gt') return isOpen ? bound >= limit : bound > limit;
  if (wanted.operator === '$gte') return bound >= limit;
  if (wanted.operator === '$lt') return isOpen ? bound <= limit : bound < limit;
  return wanted.operator === '$lte' && bound <= limit;
}

/** Bounds that leave one value, `at least 5` and `at most 5`, say the same as that value. */
function isPinned(given: Alternative, wanted: Comparison): boolean {
  const bound = (operator: Comparison['operator']) =>
    given.find((one) => one.property === wanted.property && one.operator === operator)?.operand;
  const [least, most] = [bound('$gte'), bound('$lte')];
  if (least === undefined || isHole(least) || least !== most || typeof least === 'object') return false;
  return follows({ property: wanted.property, operator: '$eq', operand: least }, wanted);
}

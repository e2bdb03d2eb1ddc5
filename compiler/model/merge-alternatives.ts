import { byCodeUnit } from '../text/order.ts';
import {
  byLiteral,
  type ComparedField,
  isHole,
  keyOfAlternative,
  type Literal,
  pickComparedField,
  type Reach,
  type ReachAlternative,
  type ReachComparison,
} from './condition.ts';
import { impliesAlternative } from './imply.ts';

/**
 * Returns the same reach with fewer alternatives, sorted: of those that say the same, or of which one says less, one stays, and
 * alternatives that differ only in the literals that one property equals become one with `$in`. A value of the signed-in user is never joined with others: if
 * it were missing, the others would be lost too.
 */
export function mergeAlternatives(reach: Reach): Reach {
  if (reach === 'all') return 'all';
  const possible = reach.filter((alternative) => !alternative.some(isNever));
  let current = sortUnique(possible.length > 0 ? possible : reach.slice(0, 1));
  for (;;) {
    const merged = mergeOnce(current);
    if (merged.length === current.length) return dropImplied(merged);
    current = merged;
  }
}

/** Leaves out every alternative that implies another one. */
function dropImplied(alternatives: readonly ReachAlternative[]): readonly ReachAlternative[] {
  if (alternatives.length < 2) return alternatives;
  const types = new Map(alternatives.flatMap((one) => one.map(({ property, type }) => [property, type])));
  const implies = (one: ReachAlternative, other: ReachAlternative) =>
    impliesAlternative(one, other, (property) => types.get(property));
  return alternatives.filter(
    (one, at) =>
      !alternatives.some(
        (other, place) => place !== at && implies(one, other) && (place < at || !implies(other, one)),
      ),
  );
}

/** Returns true if no record meets a comparison, since its list is empty. */
const isNever = ({ operator, operand }: ReachComparison): boolean =>
  operator === '$in' && Array.isArray(operand) && operand.length === 0;

function mergeOnce(alternatives: readonly ReachAlternative[]): readonly ReachAlternative[] {
  const properties = [...new Set(alternatives.flatMap((one) => one.map(({ property }) => property)))].sort();
  for (const property of properties) {
    const groups = new Map<
      string,
      {
        readonly rest: readonly ReachComparison[];
        readonly compared: ComparedField;
        readonly values: Set<Literal>;
      }
    >();
    const others: ReachAlternative[] = [];
    for (const alternative of alternatives) {
      const values = literalsFor(alternative, property);
      if (!values) {
        others.push(alternative);
        continue;
      }
      const rest = alternative.filter((comparison) => comparison.property !== property);
      const key = keyOfAlternative(rest);
      const group = groups.get(key);
      if (group) for (const value of values.literals) group.values.add(value);
      else groups.set(key, { rest, compared: values.compared, values: new Set(values.literals) });
    }
    if (groups.size + others.length === alternatives.length) continue;
    return sortUnique([
      ...others,
      ...[...groups.values()].map(({ rest, compared, values }) => joinLiterals(rest, compared, [...values])),
    ]);
  }
  return alternatives;
}

interface LiteralsOfProperty {
  readonly compared: ComparedField;
  readonly literals: readonly Literal[];
}

/** Returns the literals that a property must equal one of; undefined if an alternative says anything else of it. */
function literalsFor(alternative: ReachAlternative, property: string): LiteralsOfProperty | undefined {
  const [only, more] = alternative.filter((comparison) => comparison.property === property);
  if (!only || more || isHole(only.operand)) return undefined;
  const { operator, operand } = only;
  const compared = pickComparedField(only);
  if (operator === '$eq') return { compared, literals: [operand as Literal] };
  return operator === '$in' ? { compared, literals: operand as readonly Literal[] } : undefined;
}

function joinLiterals(
  rest: readonly ReachComparison[],
  compared: ComparedField,
  values: readonly Literal[],
): ReachAlternative {
  const [only] = values;
  const comparison: ReachComparison =
    values.length === 1 && only !== undefined
      ? { ...compared, operator: '$eq', operand: only }
      : { ...compared, operator: '$in', operand: [...values].sort(byLiteral) };
  return [...rest, comparison].sort((a, b) => byCodeUnit(a.property, b.property));
}

const sortUnique = (alternatives: readonly ReachAlternative[]): readonly ReachAlternative[] =>
  [...new Map(alternatives.map((alternative) => [keyOfAlternative(alternative), alternative]))]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([, alternative]) => alternative);

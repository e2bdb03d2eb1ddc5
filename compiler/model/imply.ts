import { difference, isEmpty } from './bits.ts';
import type { PropertyType } from './catalog.ts';
import {
  isHole,
  keyOfAlternative,
  type Literal,
  type ReachAlternative,
  type ReachComparison,
} from './condition.ts';
import { drawValueLine, selectKindsMeeting } from './value-line.ts';

/** Returns true if whatever meets all comparisons of one alternative surely meets all of another. */
export const impliesAlternative = (
  one: ReachAlternative,
  other: ReachAlternative,
  typeOf: (property: string) => PropertyType | undefined,
): boolean =>
  other.every((wanted) =>
    one.some((own) => own.property === wanted.property && implies(own, wanted, typeOf(own.property))),
  );

/** Returns true if every value that meets one comparison of a property surely meets another. */
function implies(own: ReachComparison, wanted: ReachComparison, type: PropertyType | undefined): boolean {
  if (keyOfAlternative([own]) === keyOfAlternative([wanted])) return true;
  if (own.operator === '$exists') return false;
  // A comparison is met only by a value that is there.
  if (wanted.operator === '$exists') return wanted.operand === true;
  if (isHole(own.operand) || isHole(wanted.operand) || type === undefined || type === 'list') return false;
  const line = drawValueLine(
    [own, wanted].map(({ operand }) => ({ type, operand: operand as Literal | readonly Literal[] })),
  );
  const kinds = selectKindsMeeting(line, type, own.operator, own.operand);
  const others = selectKindsMeeting(line, type, wanted.operator, wanted.operand);
  return isEmpty(difference(kinds, others));
}

import { listFirst } from '../text/list.ts';
import {
  isHole,
  type Operand,
  type Operator,
  type ReachAlternative,
  type ReachComparison,
} from './condition.ts';

/** Describes in words the records that meet one of some alternatives. */
export const describeCondition = (alternatives: readonly ReachAlternative[], prefix: string): string =>
  alternatives
    .map((alternative) => alternative.map((one) => describeComparison(one, prefix)).join(' and '))
    .join(', or ');

function describeComparison({ property, type, operator, operand }: ReachComparison, prefix: string): string {
  const field = `${prefix}${property}`;
  if (operator === '$exists') return operand === false ? `${field} is missing` : `${field} is there`;
  const verb = (type === 'list' && verbsOfLists[operator]) || verbs[operator];
  return `${field} ${verb} ${describeCompared(operand)}`;
}

const verbs: Readonly<Record<Exclude<Operator, '$exists'>, string>> = {
  $eq: 'is',
  $in: 'is one of',
  $gt: 'is above',
  $gte: 'is at least',
  $lt: 'is below',
  $lte: 'is at most',
  $ne: 'is there and not',
  $nin: 'is there and none of',
};

/** The verbs for properties that are lists: a list contains a value, and is none itself. */
const verbsOfLists: Readonly<Partial<Record<Operator, string>>> = {
  $eq: 'contains',
  $in: 'contains one of',
  $ne: 'is there without',
  $nin: 'is there without any of',
};

/** Describes what a value is compared with: a literal, a list, or an attribute of the user. */
export function describeCompared(operand: Operand): string {
  if (isHole(operand)) return `the user's ${operand.$user}`;
  return typeof operand === 'object'
    ? listFirst(
        operand.map((one) => JSON.stringify(one)),
        12,
      )
    : JSON.stringify(operand);
}

import { listFirst } from '../text/list.ts';
import { type Alternative, type Comparison, isHole, type Operand, type Operator } from './condition.ts';

/** What a record must be like to meet one of the alternatives, in words. */
export const conditionWords = (alternatives: readonly Alternative[], prefix: string): string =>
  alternatives
    .map((alternative) => alternative.map((one) => comparisonWords(one, prefix)).join(' and '))
    .join(', or ');

function comparisonWords({ property, operator, operand }: Comparison, prefix: string): string {
  const field = `${prefix}${property}`;
  if (operator === '$exists') return operand === false ? `${field} is missing` : `${field} is there`;
  return `${field} ${verbs[operator]} ${operandWords(operand)}`;
}

const verbs: Readonly<Record<Exclude<Operator, '$exists'>, string>> = {
  $eq: 'is',
  $in: 'is one of',
  $gt: 'is above',
  $gte: 'is at least',
  $lt: 'is below',
  $lte: 'is at most',
};

function operandWords(operand: Operand): string {
  if (isHole(operand)) return `the user's ${operand.$user}`;
  return typeof operand === 'object'
    ? listFirst(
        operand.map((one) => JSON.stringify(one)),
        12,
      )
    : JSON.stringify(operand);
}

import { isThere } from './comparison.ts';
import type { Operator, ReachComparison } from './condition.ts';
import { describeCompared } from './describe-condition.ts';

/** Describes why a value does not meet a comparison: `owner is "u2", not the user's id`. */
export function describeFailure(
  { property, type, operator, operand }: ReachComparison,
  prefix: string,
  value: unknown,
): string {
  const field = `${prefix}${property}`;
  if (operator === '$exists') return operand === false ? `${field} is there` : `${field} is missing`;
  const isList = type === 'list';
  const wanted = describeCompared(operand);
  if (!isThere(value)) return `${field} is missing`;
  const words = (isList && wordsOfLists[operator]) || wordsOfValues[operator];
  return `${field} is ${describeValue(value)}, ${words} ${wanted}`;
}

const wordsOfValues: Readonly<Record<Exclude<Operator, '$exists'>, string>> = {
  $eq: 'not',
  $in: 'not one of',
  $gt: 'not above',
  $gte: 'not at least',
  $lt: 'not below',
  $lte: 'not at most',
  $ne: 'which is not to be',
  $nin: 'which is not to be one of',
};

/** The words for properties that are lists: a list contains a value, and is none itself. */
const wordsOfLists: Readonly<Partial<Record<Operator, string>>> = {
  $eq: 'which does not contain',
  $in: 'which contains none of',
  $ne: 'which is not to contain',
  $nin: 'which is not to contain any of',
};

/** The longest text of a value that is shown whole. */
const longest = 60;

function describeValue(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

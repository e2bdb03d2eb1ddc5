import { impossible } from '../diagnostics/impossible.ts';
import {
  type Alternative,
  type Comparison,
  isHole,
  type Operand,
  type Operator,
} from '../model/condition.ts';
import type { Role } from '../model/policy.ts';
import type { Limit } from '../questions/limit.ts';
import { listOf } from '../text/list.ts';

/** Which records a permission reaches, in words; nothing for one that is about no records. */
export function limitWords(limit: Limit, { portfolio }: Role): string | undefined {
  switch (limit.kind) {
    case 'no-records':
      return undefined;
    case 'not-limited':
      return 'every record: portfolios do not limit this model';
    case 'new-record':
      return 'every record: a new one has no owner yet, so no portfolio limits its creation';
    case 'everything':
      return `every record: portfolio ${portfolioWords(portfolio.names)} has no limit`;
    case 'reach': {
      const { model, prefix, alternatives } = limit;
      const which = portfolio.names.includes('filter')
        ? "in the role's own filter"
        : `in portfolio ${portfolioWords(portfolio.names)}`;
      return `records of \`${model}\` ${which}: ${conditionWords(alternatives, prefix)}`;
    }
    default:
      return impossible(limit);
  }
}

/** What a record must be like to meet one of the alternatives, in words. */
export const conditionWords = (alternatives: readonly Alternative[], prefix: string): string =>
  alternatives
    .map((alternative) => alternative.map((one) => comparisonWords(one, prefix)).join(' and '))
    .join(', or ');

const portfolioWords = (names: readonly string[]): string =>
  names.join() === 'filter' ? 'by filter' : listOf(names);

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
    ? operand.map((one) => JSON.stringify(one)).join(', ')
    : JSON.stringify(operand);
}

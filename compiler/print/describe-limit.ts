import { impossible } from '../diagnostics/impossible.ts';
import { describeCondition } from '../model/describe-condition.ts';
import type { Role } from '../model/policy.ts';
import type { RecordReach } from '../questions/find-reach.ts';
import { listNames } from '../text/list.ts';

/** Describes the records that a permission reaches; undefined if the permission is about no records. */
export function describeLimit(limit: RecordReach, { portfolio }: Role): string | undefined {
  switch (limit.kind) {
    case 'no-records':
      return undefined;
    case 'not-limited':
      return 'every record: portfolios do not limit this model';
    case 'new-record':
      return 'every record: a new one has no owner yet, so no portfolio limits its creation';
    case 'everything':
      return `every record: portfolio ${listPortfolios(portfolio.names)} has no limit`;
    case 'reach': {
      const { model, prefix, alternatives } = limit;
      const which = portfolio.names.includes('filter')
        ? "in the role's own filter"
        : `in portfolio ${listPortfolios(portfolio.names)}`;
      return `records of \`${model}\` ${which}: ${describeCondition(alternatives, prefix)}`;
    }
    default:
      return impossible(limit);
  }
}

const listPortfolios = (names: readonly string[]): string =>
  names.join() === 'filter' ? 'by filter' : listNames(names);

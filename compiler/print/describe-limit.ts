import { impossible } from '../diagnostics/impossible.ts';
import { describeReach } from '../model/describe-reach.ts';
import type { PortfolioItem } from '../model/policy.ts';
import type { CellReach } from '../questions/find-reach.ts';
import { listNames } from '../text/list.ts';

/** Describes the records that a permission reaches; undefined if the permission is about no records. */
export function describeLimit(limit: CellReach): string | undefined {
  switch (limit.kind) {
    case 'no-records':
      return undefined;
    case 'not-limited':
      return 'every record: portfolios do not limit this model';
    case 'new-record':
      return 'every record: a new one has no owner yet, so no portfolio limits its creation';
    case 'everything':
      return `every record: portfolio ${listPortfolios(limit.items)} has no limit`;
    case 'reach':
      return `records of \`${limit.model}\` ${describeItems(limit.items)}: ${describeReach(limit.reach)}`;
    default:
      return impossible(limit);
  }
}

function describeItems(items: readonly PortfolioItem[]): string {
  if (items.length === 0) return 'that its prerequisites reach';
  const isOwn = items.every(({ label }) => label === 'filter');
  return isOwn ? "in the role's own filter" : `in portfolio ${listPortfolios(items)}`;
}

const listPortfolios = (items: readonly PortfolioItem[]): string =>
  items.every(({ label }) => label === 'filter') ? 'by filter' : listNames(items.map(({ label }) => label));

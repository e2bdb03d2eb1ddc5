import type { Report } from '../diagnostics/diagnostic.ts';
import { type Cell, grantableTogglesOf, isLimited } from '../model/catalog.ts';
import { spanOf } from '../model/document.ts';
import type { Matrix } from '../model/matrix.ts';
import { listFirstNames } from '../text/list.ts';

/** No module and no feature requires a permission that portfolios limit: it is held whatever the records. */
export function reportOutreachingToggles({ policy }: Matrix, report: Report): void {
  for (const { kind, name, cell } of grantableTogglesOf(policy.catalog))
    for (const { oneOf, at } of cell.requires) {
      const limited = oneOf.filter(isLimitedCell);
      if (limited.length === 0) continue;
      report(
        'toggle-outreaches-records',
        spanOf(at),
        {
          what: kind.toLowerCase(),
          name,
          permissions: listFirstNames(limited.map(({ permission }) => permission)),
        },
        'ask for the permission on the record as well, wherever a record is shown or changed by it',
      );
    }
}

const isLimitedCell = ({ model, action }: Cell): boolean => model !== undefined && isLimited(model, action);

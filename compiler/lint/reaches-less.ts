import type { Report } from '../diagnostics/diagnostic.ts';
import { spanOf } from '../model/document.ts';
import {
  findAttributesForLess,
  findAttributesForNothing,
  listLimitedReaches,
  listRolesOfLacking,
} from '../model/lacking-attributes.ts';
import type { Matrix } from '../model/matrix.ts';
import { listFirstNames } from '../text/list.ts';

/**
 * No part of a portfolio selects nothing for an active user only because they lack an attribute that it compares: whoever
 * has the portfolio of a team and manages none has what is their own. A role that reaches nothing at all is not told again.
 */
export function reportReachesOfLess(matrix: Matrix, report: Report): void {
  for (const { user, row, joined, at } of listRolesOfLacking(matrix)) {
    const reaches = listLimitedReaches({ row, joined });
    const lacking = findAttributesForLess(reaches, user);
    if (lacking.length === 0 || findAttributesForNothing(reaches, user).length > 0) continue;
    report(
      'reaches-less',
      spanOf(at),
      { user: user.id, role: row.role.name, attributes: listFirstNames(lacking) },
      'give the user the attribute under `attributes`',
      {
        related: [{ at: spanOf(row.role.portfolio.at), note: 'a part of what the role reaches compares it' }],
      },
    );
  }
}

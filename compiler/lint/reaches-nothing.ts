import type { Report } from '../diagnostics/diagnostic.ts';
import { spanOf } from '../model/document.ts';
import {
  findAttributesForNothing,
  listLimitedReaches,
  listRolesOfLacking,
} from '../model/lacking-attributes.ts';
import type { Matrix } from '../model/matrix.ts';
import { listFirstNames } from '../text/list.ts';

/** No role of an active user reaches nothing only because the user lacks an attribute that its reach compares. */
export function reportReachesOfNothing(matrix: Matrix, report: Report): void {
  for (const { user, row, joined, at } of listRolesOfLacking(matrix)) {
    const lacking = findAttributesForNothing(listLimitedReaches({ row, joined }), user);
    if (lacking.length === 0) continue;
    report(
      'reaches-nothing',
      spanOf(at),
      { user: user.id, role: row.role.name, attributes: listFirstNames(lacking) },
      'give the user the attribute under `attributes`',
      { related: [{ at: spanOf(row.role.portfolio.at), note: 'all that the role reaches compares it' }] },
    );
  }
}

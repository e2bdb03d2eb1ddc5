import type { Report } from '../diagnostics/diagnostic.ts';
import { intersection, intersects } from '../model/bits.ts';
import { isLimited } from '../model/catalog.ts';
import { readPortfolio } from '../model/cell-reach.ts';
import { spanOf } from '../model/document.ts';
import { findDecidingSpan, relateInclusions } from '../model/layer.ts';
import { cellsIn, maskCells } from '../model/mask.ts';
import type { Matrix } from '../model/matrix.ts';
import { listOfferedRoles } from '../model/offered-role.ts';
import { listFirstNames } from '../text/list.ts';

/**
 * A role that exports customer records reaches only some of them. A role that can escalate is left out: its holder
 * could obtain the export anyway, which other rules report.
 */
export function reportExportsWithFullReach(matrix: Matrix, report: Report): void {
  const { catalog } = matrix.policy;
  const escalations = maskCells(catalog, ({ risk }) => risk === 'escalation');
  const exports = maskCells(
    catalog,
    ({ action, risk, model }) =>
      action === 'export' && risk === 'exfiltration' && model !== undefined && isLimited(model, action),
  );
  for (const { role, anywhere } of listOfferedRoles(matrix)) {
    if (intersects(anywhere, escalations)) continue;
    const cells = cellsIn(intersection(anywhere, exports), catalog).filter(
      (cell) => readPortfolio(role.portfolio, cell).reach === 'all',
    );
    const [first] = cells;
    if (!first) continue;
    const { entry } = readPortfolio(role.portfolio, first);
    report(
      'export-with-full-reach',
      findDecidingSpan(role.layer, first),
      { role: role.name, permissions: listFirstNames(cells.map(({ permission }) => permission)) },
      'narrow the portfolio or take the exports away, if the role can do without',
      {
        related: [
          ...relateInclusions(role.layer, first),
          { at: spanOf(entry?.at ?? role.portfolio.at), note: 'this portfolio reaches everything' },
        ],
      },
    );
  }
}

import type { Report } from '../diagnostics/diagnostic.ts';
import { intersection, intersects } from '../model/bits.ts';
import { placeIn, spanOf } from '../model/document.ts';
import type { Matrix } from '../model/matrix.ts';
import { listOfferedRoles } from '../model/offered-role.ts';
import { matchCells } from '../model/pattern.ts';

/** Every entry of a portfolio that is about some permissions alone is about one that the role holds. */
export function reportIdlePortfolioEntries(matrix: Matrix, report: Report): void {
  for (const { role, catalog } of listOfferedRoles(matrix)) {
    const held = intersection(role.layer.held, role.cap);
    for (const { pattern, at } of role.portfolio.entries.values()) {
      if (pattern === '*' || intersects(matchCells(catalog, pattern), held)) continue;
      report(
        'portfolio-entry-idle',
        spanOf(placeIn(at.document, at.path, 'key')),
        { role: role.name, pattern },
        'take the entry away, or grant what it is about',
      );
    }
  }
}

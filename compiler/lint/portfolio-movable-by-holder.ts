import type { Report } from '../diagnostics/diagnostic.ts';
import { has } from '../model/bits.ts';
import { spanOf } from '../model/document.ts';
import { findDecidingSpan } from '../model/layer.ts';
import type { Matrix } from '../model/matrix.ts';
import { listOfferedRoles } from '../model/offered-role.ts';
import { listNames } from '../text/list.ts';

/** A role that reaches only some records does not update the properties by which they are chosen. */
export function reportMovablePortfolios(matrix: Matrix, report: Report): void {
  const { catalog, portfolioRoot } = matrix.policy;
  const root = catalog.modelOf.get(portfolioRoot ?? '');
  if (!root) return;
  for (const { role, anywhere } of listOfferedRoles(matrix)) {
    const { reach, at } = role.portfolio;
    if (reach === 'all') continue;
    const read = new Set(reach.flatMap((alternative) => alternative.map(({ property }) => property)));
    const movable = [...read].sort().flatMap((name) => {
      const cell = root.propertyOf.get(name)?.rights.get('update');
      return cell && has(anywhere, cell.index) ? [{ name, cell }] : [];
    });
    const [first] = movable;
    if (!first) continue;
    const names = movable.map(({ name }) => name);
    const kept = names.map((name) => `${name}: [view]`).join(', ');
    report(
      'portfolio-movable-by-holder',
      findDecidingSpan(role.layer, first.cell),
      { role: role.name, properties: listNames(names), model: root.name },
      `if that is not meant, let it only view them: \`properties: { ${kept}, "*": all }\``,
      { related: [{ at: spanOf(at), note: 'its portfolio goes by these properties' }] },
    );
  }
}

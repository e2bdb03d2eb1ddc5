import type { Report } from '../diagnostics/diagnostic.ts';
import { has } from '../model/bits.ts';
import type { Model } from '../model/catalog.ts';
import { reachOfItem } from '../model/cell-reach.ts';
import { listLinks } from '../model/compared-columns.ts';
import { spanOf } from '../model/document.ts';
import { findDecidingSpan, relateInclusions } from '../model/layer.ts';
import type { Matrix } from '../model/matrix.ts';
import { listOfferedRoles, type OfferedRole } from '../model/offered-role.ts';
import { listNames } from '../text/list.ts';

/** A role that reaches only some records does not update the properties by which they are chosen. */
export function reportMovablePortfolios(matrix: Matrix, report: Report): void {
  for (const offered of listOfferedRoles(matrix))
    for (const model of offered.catalog.models) reportMovable(offered, model, report);
}

function reportMovable({ role, anywhere }: OfferedRole, model: Model, report: Report): void {
  const items = [...role.portfolio.entries.values()].flatMap((entry) => entry.items);
  const reaches = items.map((item) => reachOfItem(item, model));
  if (reaches.some((reach) => reach === 'all')) return;
  const own = reaches
    .flatMap((reach) => (reach ? listLinks(reach) : []))
    .filter(({ path }) => path.length === 0);
  const read = new Set(
    own.flatMap(({ alternatives }) =>
      alternatives.flat().flatMap(({ property, through }) => (through ? [] : [property])),
    ),
  );
  const movable = [...read].sort().flatMap((name) => {
    const cell = model.propertyOf.get(name)?.rights.get('update');
    return cell && has(anywhere, cell.index) ? [{ name, cell }] : [];
  });
  const [first] = movable;
  if (!first) return;
  const names = movable.map(({ name }) => name);
  const entries = names.map((name) => `${name}: [view]`).join(', ');
  report(
    'portfolio-movable-by-holder',
    findDecidingSpan(role.layer, first.cell),
    { role: role.name, properties: listNames(names), model: model.name },
    `if that is not meant, let it only view them: write \`${entries}\` among \`properties\` of \`${model.name}\``,
    {
      related: [
        ...relateInclusions(role.layer, first.cell),
        { at: spanOf(role.portfolio.at), note: 'its portfolio goes by these properties' },
      ],
    },
  );
}

import type { Report } from '../diagnostics/diagnostic.ts';
import { has, intersection } from '../model/bits.ts';
import type { Model } from '../model/catalog.ts';
import { readPortfolio } from '../model/cell-reach.ts';
import { placeIn, spanOf } from '../model/document.ts';
import type { Matrix } from '../model/matrix.ts';
import { listOfferedRoles, type OfferedRole } from '../model/offered-role.ts';
import { listFirstNames } from '../text/list.ts';

/** A role limits either every permission on a model that no portfolio has to limit, or none. */
export function reportPartlyLimitedModels(matrix: Matrix, report: Report): void {
  for (const offered of listOfferedRoles(matrix))
    for (const model of offered.catalog.models)
      if (model.portfolio === 'none') reportPartlyLimited(offered, model, report);
}

function reportPartlyLimited({ role }: OfferedRole, model: Model, report: Report): void {
  const held = intersection(role.layer.held, role.cap);
  const cells = [...model.actions.values()].filter(({ index }) => has(held, index));
  const sayings = cells.map((cell) => ({ cell, saying: readPortfolio(role.portfolio, cell) }));
  const limited = sayings.filter(({ saying }) => saying.entry);
  const free = sayings.filter(({ saying }) => !saying.entry);
  const at = limited[0]?.saying.entry?.at;
  if (!at || free.length === 0) return;
  const namesOf = (of: typeof sayings) => listFirstNames(of.map(({ cell }) => cell.permission));
  report(
    'limited-in-part',
    spanOf(placeIn(at.document, at.path, 'key')),
    { role: role.name, limited: namesOf(limited), free: namesOf(free) },
    `if that is not meant, write the entry for \`${model.name}:*\``,
  );
}

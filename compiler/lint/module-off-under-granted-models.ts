import type { Report } from '../diagnostics/diagnostic.ts';
import { has, intersection, isEmpty } from '../model/bits.ts';
import type { Cell } from '../model/catalog.ts';
import { spanOf } from '../model/document.ts';
import { findDecidingSpan, isHeldByName, relateInclusions } from '../model/layer.ts';
import { cellsIn, findHeldInCap, maskCells } from '../model/mask.ts';
import type { Matrix } from '../model/matrix.ts';
import { listOfferedRoles } from '../model/offered-role.ts';
import { listFirstNames } from '../text/list.ts';

/** A role that speaks of a model or names a feature also grants the module that the catalog requires for it. */
export function reportModulesOff(matrix: Matrix, report: Report): void {
  const { catalog } = matrix.policy;
  const modules = catalog.modules.flatMap(({ name, cell }) => {
    const requires = ({ requires }: Cell) => requires.some(({ oneOf }) => isOnly(oneOf, cell));
    const above = maskCells(catalog, requires);
    return isEmpty(above) ? [] : [{ name, cell, above }];
  });
  for (const { role } of listOfferedRoles(matrix)) {
    const off = modules.filter(({ cell }) => !has(role.layer.held, cell.index));
    if (off.length === 0) continue;
    const held = findHeldInCap(role);
    for (const { name, cell, above } of off) {
      const cells = cellsIn(intersection(held, above), catalog).filter((one) =>
        isHeldByName(role.layer, one),
      );
      const [first] = cells;
      const needed = first?.requires.find(({ oneOf }) => isOnly(oneOf, cell));
      if (!first || !needed) continue;
      report(
        'module-off-under-granted-models',
        findDecidingSpan(role.layer, first),
        {
          role: role.name,
          permissions: listFirstNames(cells.map(({ permission }) => permission)),
          module: name,
        },
        `grant module \`${name}\` as well, or take away what requires it`,
        {
          related: [
            ...relateInclusions(role.layer, first),
            { at: spanOf(needed.at), note: `\`${first.permission}\` requires \`${cell.permission}\`` },
            { at: findDecidingSpan(role.layer, cell), note: 'this is all that the role says of the module' },
          ],
        },
      );
    }
  }
}

/** Returns true if nothing else will do: where another cell is enough, it may be that one that the role grants. */
const isOnly = (oneOf: readonly Cell[], cell: Cell): boolean => oneOf.length === 1 && oneOf[0] === cell;

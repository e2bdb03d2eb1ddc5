import type { Report } from '../diagnostics/diagnostic.ts';
import { listDistinctRows } from '../model/alike-rows.ts';
import { has } from '../model/bits.ts';
import type { Cell, Model } from '../model/catalog.ts';
import { findDecidingSpan, relateInclusions } from '../model/layer.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import type { Role } from '../model/policy.ts';
import { groupBy } from '../text/group-by.ts';
import { listFirstNames } from '../text/list.ts';

/**
 * Whoever creates records of a model views the properties that a new one must have and, if they update the model, updates
 * these as well: else a form may not let them be filled in. Whoever only creates fills in all at once.
 */
export function reportUnfilledRecords({ rows }: Matrix, report: Report): void {
  const found = listDistinctRows(rows).flatMap((row) =>
    row.tenant.catalog.models.flatMap((model): readonly IncompleteCreator[] => {
      const create = model.actions.get('create');
      if (!create || !has(row.effective, create.index)) return [];
      const lacking = listLacking(row, model).map(({ permission }) => permission);
      return lacking.length === 0 ? [] : [{ role: row.role, create, lacking }];
    }),
  );
  for (const ofRole of groupBy(found, ({ role }) => role).values())
    for (const group of groupBy(ofRole, ({ create }) => create.permission).values())
      reportGroup(group, report);
}

/** A role that creates records in one tenant, with the rights that it lacks there. */
interface IncompleteCreator {
  readonly role: Role;
  readonly create: Cell;
  readonly lacking: readonly string[];
}

/** Reports what a role lacks of a model, once for all tenants. */
function reportGroup(group: readonly [IncompleteCreator, ...IncompleteCreator[]], report: Report): void {
  const [{ role, create }] = group;
  const lacking = [...new Set(group.flatMap((one) => one.lacking))];
  report(
    'create-lacks-required',
    findDecidingSpan(role.layer, create),
    { role: role.name, create: create.permission, lacking: listFirstNames(lacking) },
    'grant these rights, or take the creation away',
    { related: relateInclusions(role.layer, create) },
  );
}

/** Lists the rights that a row lacks on the properties that a new record must have. */
function listLacking({ effective }: Row, { actions, properties }: Model): readonly Cell[] {
  const update = actions.get('update');
  const updates = update !== undefined && has(effective, update.index);
  return properties
    .filter(({ required }) => required)
    .flatMap(({ rights }) => [...rights].filter(([right]) => right === 'view' || updates))
    .map(([, cell]) => cell)
    .filter(({ index }) => !has(effective, index));
}

import type { Report } from '../diagnostics/diagnostic.ts';
import { rememberAlike } from '../model/alike-rows.ts';
import { has } from '../model/bits.ts';
import type { Catalog, Cell } from '../model/catalog.ts';
import { findTenantBound } from '../model/ceiling.ts';
import { findDecidingSpan, relateInclusions } from '../model/layer.ts';
import type { LayerName, Matrix, Row } from '../model/matrix.ts';
import type { Layer } from '../model/policy.ts';
import { isInside } from '../model/record-reach.ts';
import { findRefusal, type Refusal } from '../model/refusal.ts';
import { findReachInUnion, findReachThroughRow, joinUserRoles } from '../model/row-union.ts';
import { findOrMake } from '../text/find-or-make.ts';
import { groupBy } from '../text/group-by.ts';
import { listFirstNames } from '../text/list.ts';

/**
 * Whoever creates, updates, removes or exports something also views it: a model, or one of its properties. A view by
 * another role counts if every user who holds this role holds that one too, and it reaches at least the same records.
 */
export function reportUnviewedWrites(matrix: Matrix, report: Report): void {
  const writesOf = new Map<Catalog, readonly ViewedWrite[]>();
  const listBlind = rememberAlike((row) =>
    findOrMake(writesOf, row.tenant.catalog, () => listViewedWrites(row.tenant.catalog))
      .filter((pair) => isBlind(row, pair))
      .map((pair): RefusedView => ({ ...pair, refusal: findRefusal(matrix, row, pair.view) })),
  );
  const found: UnviewedWrite[] = [];
  const told = new Set<RefusedView>();
  for (const row of matrix.rows)
    for (const blind of listBlind(row)) {
      // Only a ceiling is another one's in each tenant; all else is to blame for rows that are alike together.
      if (told.has(blind) || isViewedByOtherRoles(matrix, row, blind)) continue;
      if (!isRefusedBy('tenant', blind)) told.add(blind);
      found.push(findBlame(row, blind));
    }
  for (const group of groupBy(found, ({ key }) => key).values()) reportGroup(group, report);
}

const isBlind = ({ effective }: Row, { write, view, model }: ViewedWrite): boolean =>
  has(effective, write.index) &&
  !has(effective, view.index) &&
  (model === view || has(effective, model.index));

/** Returns true if a role has holders, all of whom view by their roles together what they write by this one. */
function isViewedByOtherRoles(matrix: Matrix, row: Row, { write, view }: ViewedWrite): boolean {
  const { tenant, role } = row;
  const holders = (tenant.users ?? []).filter(({ roles }) => roles.includes(role));
  if (holders.length === 0) return false;
  const unions = new Set(holders.map((user) => joinUserRoles(matrix, tenant, user)));
  return [...unions].every(
    (union) =>
      has(union.effective, view.index) &&
      isInside(findReachThroughRow(union, row, write), findReachInUnion(union, view)),
  );
}

/** A cell that writes, with the cell that views the same. */
interface ViewedWrite {
  readonly write: Cell;
  readonly view: Cell;
  /** The cell that views the model. If that is missing too, the properties of the model are not reported one by one. */
  readonly model: Cell;
}

/** A pair of which a row holds the write alone, with what refuses the view to it. */
interface RefusedView extends ViewedWrite {
  readonly refusal: Refusal;
}

/** A pair that is not held together, with the layer that keeps the two apart. */
interface UnviewedWrite extends ViewedWrite {
  readonly who: string;
  readonly layer: Layer;
  readonly key: string;
}

function listViewedWrites({ models }: Catalog): readonly ViewedWrite[] {
  return models.flatMap((model): readonly ViewedWrite[] => {
    const view = model.actions.get('view');
    if (!view) return [];
    const actions = [...model.actions.values()].filter((cell) => cell !== view);
    const properties = model.properties.flatMap(({ rights }) => {
      const [seen, write] = [rights.get('view'), rights.get('update')];
      return seen && write ? [{ write, view: seen, model: view }] : [];
    });
    return [...actions.map((write) => ({ write, view, model: view })), ...properties];
  });
}

/** Tells whether a layer refuses the view itself, and not something that it requires. */
const isRefusedBy = (layer: LayerName, { view, refusal }: RefusedView): boolean =>
  refusal.layer === layer && refusal.cell === view;

function findBlame({ role, tenant }: Row, blind: RefusedView): UnviewedWrite {
  const { view } = blind;
  const isCeiling = isRefusedBy('tenant', blind);
  const isType = isRefusedBy('userType', blind);
  const bound = findTenantBound(tenant, role, view);
  const [who, by] = isCeiling
    ? [bound.words, bound.layer]
    : isType
      ? [`user type \`${role.userType.name}\``, role.userType.layer]
      : [`role \`${role.name}\``, role.layer];
  const owner = isCeiling || isType ? who : [who, role.tenant ?? null];
  return { ...blind, who, layer: by, key: JSON.stringify([owner, view.subject]) };
}

function reportGroup(group: readonly [UnviewedWrite, ...UnviewedWrite[]], report: Report): void {
  const [{ who, layer, write, view }] = group;
  const writes = [...new Set(group.map((blind) => blind.write.permission))];
  report(
    'write-without-view',
    findDecidingSpan(layer, write),
    { who, permissions: listFirstNames(writes), view: view.permission },
    `let \`${view.permission}\` through as well, or take ${writes.length > 1 ? 'these' : 'this'} away`,
    {
      related: [
        ...relateInclusions(layer, write),
        { at: findDecidingSpan(layer, view), note: `this is all it says of \`${view.permission}\`` },
      ],
    },
  );
}

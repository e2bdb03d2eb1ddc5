import type { Report } from '../diagnostics/diagnostic.ts';
import { difference, has, intersection, isEmpty, union } from '../model/bits.ts';
import type { Catalog, Cell } from '../model/catalog.ts';
import { findTenantBound } from '../model/ceiling.ts';
import { spanOf } from '../model/document.ts';
import { findDecidingSpan, isHeldByName } from '../model/layer.ts';
import { cellsIn, findHeldInCap, maskCells } from '../model/mask.ts';
import { findRefusingLayer, type Matrix } from '../model/matrix.ts';
import { listOfferedRoles, type OfferedRole } from '../model/offered-role.ts';
import type { AbstractRole, Layer, Role } from '../model/policy.ts';
import { findRefusal, type Refusal } from '../model/refusal.ts';
import { mapJointCells } from '../model/row-union.ts';
import { groupBy } from '../text/group-by.ts';
import { listFirstNames } from '../text/list.ts';

/**
 * A permission that a role names takes effect in some tenant that offers the role, if only for a user whose other roles
 * bring what it requires, and so does at least one action on each model that it names. A permission that an abstract role
 * names takes effect in some role that includes it.
 */
export function reportDeadGrants(matrix: Matrix, report: Report): void {
  const actions = maskCells(matrix.policy.catalog, ({ kind }) => kind !== 'property');
  const offered = listLiveRoles(matrix);
  for (const spread of offered) {
    const { role, anywhere, catalog } = spread;
    const dead = difference(findHeldInCap(role), anywhere);
    const named = intersection(dead, role.layer.named);
    const swept = intersection(dead, actions);
    if (isEmpty(named) && isEmpty(swept)) continue;
    const cells = cellsIn(dead, catalog).filter(
      (cell) => has(named, cell.index) || (isWholeModelDead(cell, spread) && isHeldByName(role.layer, cell)),
    );
    const refused = cells.flatMap((cell) => findRefusals(matrix, { ...spread, of: role }, cell, catalog));
    for (const group of groupBy(refused, ({ key }) => key).values()) reportGroup(role, group, report);
  }
  if (matrix.policy.abstractRoles.length > 0) reportDeadInAbstractRoles(matrix, offered, report);
}

/** Lists the roles with all that takes effect: by the role alone, or with the other roles of a user. */
function listLiveRoles(matrix: Matrix): readonly OfferedRole[] {
  const brought = mapJointCells(matrix);
  return listOfferedRoles(matrix).map((one) => ({
    ...one,
    anywhere: one.rows.reduce((all, row) => {
      const more = brought.get(row);
      return more ? union(all, more) : all;
    }, one.anywhere),
  }));
}

function reportDeadInAbstractRoles(matrix: Matrix, live: readonly OfferedRole[], report: Report): void {
  for (const role of matrix.policy.abstractRoles) {
    const offered = live.filter(({ role: { layer } }) => isIncludedIn(role.layer, layer));
    const [first, ...others] = offered;
    if (!first) continue;
    const rows: OfferedRole['rows'] = [...first.rows, ...others.flatMap((one) => one.rows)];
    const anywhere = offered.reduce((all, one) => union(all, one.anywhere), first.anywhere);
    const catalog = role.tenant === undefined ? matrix.policy.catalog : first.catalog;
    const dead = cellsIn(difference(role.layer.named, anywhere), catalog);
    const refused = dead.flatMap((cell) =>
      findRefusals(matrix, { role: first.role, rows, anywhere, catalog, of: role }, cell, catalog),
    );
    for (const group of groupBy(refused, ({ key }) => key).values()) reportGroup(role, group, report);
  }
}

const isIncludedIn = (wanted: Layer, { includes }: Layer): boolean =>
  includes.some(({ layer }) => layer.at.document === wanted.at.document || isIncludedIn(wanted, layer));

/** A role with all rows in which its grants can take effect. */
interface RoleSpread extends OfferedRole {
  readonly of: Role | AbstractRole;
}

/** A cell with why it is refused; cells with the same key are one finding. */
interface DeadGrant {
  readonly cell: Cell;
  readonly refusal: Refusal;
  readonly key: string;
  readonly spread: RoleSpread;
}

/**
 * Returns true if nothing of a whole model takes effect. While some of it does, a word that grants the model is not
 * reported.
 */
function isWholeModelDead({ kind, model }: Cell, { anywhere }: OfferedRole): boolean {
  return (
    kind === 'action' && [...(model?.actions.values() ?? [])].every(({ index }) => !has(anywhere, index))
  );
}

function findRefusals(
  matrix: Matrix,
  spread: RoleSpread,
  cell: Cell,
  { cellOf }: Catalog,
): readonly DeadGrant[] {
  const { of: role, rows } = spread;
  const refusal = findRefusal(
    matrix,
    rows.find((row) => findRefusingLayer(row, cell) !== 'tenant') ?? rows[0],
    cell,
  );
  const { layer, cell: root } = refusal;
  // A missing module has a rule of its own, and so has what a role names above the ceilings.
  if (layer === 'role' && cellOf.get(root.permission)?.kind === 'module') return [];
  const isNamed = has(role.layer.named, cell.index);
  if (layer === 'tenant' && root === cell && (role.tenant !== undefined || isNamed)) return [];
  return [{ cell, refusal, spread, key: JSON.stringify([layer, root === cell ? null : root.index]) }];
}

function reportGroup(
  role: Role | AbstractRole,
  group: readonly [DeadGrant, ...DeadGrant[]],
  report: Report,
): void {
  const [{ cell, refusal, spread }] = group;
  const { layer, cell: root, steps } = refusal;
  const row = spread.rows.find((one) => findRefusingLayer(one, root) === layer) ?? spread.rows[0];
  const isItself = root === cell;
  const needs = isItself ? 'it' : `\`${root.permission}\`, which it requires,`;
  const isEveryCeiling =
    spread.rows.length > 1 && spread.rows.every((one) => findRefusingLayer(one, root) === 'tenant');
  const bound = findTenantBound(row.tenant, row.role, root);
  const where = isEveryCeiling ? 'the ceiling of every tenant that offers it' : bound.words;
  const reason = {
    role: `the role does not grant \`${root.permission}\`, which it requires`,
    userType: `user type \`${row.role.userType.name}\` does not hold ${needs}`.replace(/,$/, ''),
    tenant: `${where} does not hold ${needs}`.replace(/,$/, ''),
    requires: `\`${root.permission}\` is not effective`,
  }[layer];
  const by = {
    role: role.layer,
    userType: row.role.userType.layer,
    tenant: row.tenant.ceiling,
    requires: role.layer,
  };
  report(
    'dead-grant',
    findDecidingSpan(role.layer, cell),
    { role: role.name, permissions: listFirstNames(group.map((one) => one.cell.permission)), reason },
    {
      role: `grant \`${root.permission}\` as well, or take ${group.length > 1 ? 'these' : 'this'} away`,
      userType: `take ${group.length > 1 ? 'these' : 'this'} away, or let the user type hold \`${root.permission}\``,
      tenant: `${bound.remedy}, or take ${group.length > 1 ? 'these' : 'this'} away`,
      requires: `take ${group.length > 1 ? 'these' : 'this'} away`,
    }[layer],
    {
      severity: layer === 'tenant' ? 'info' : 'warning',
      related: [
        ...steps.map(({ of, needs: needed, at }) => ({
          at: spanOf(at),
          note: `\`${of.permission}\` requires \`${needed.permission}\``,
        })),
        ...(layer === 'role'
          ? []
          : [
              {
                at: layer === 'tenant' ? spanOf(bound.findPlace()) : findDecidingSpan(by[layer], root),
                note: 'and this refuses it',
              },
            ]),
      ],
    },
  );
}

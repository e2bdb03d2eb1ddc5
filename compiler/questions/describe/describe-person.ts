import { type Bits, difference, has, intersection } from '../../model/bits.ts';
import { type Cell, listNotes, listWhere, type Risk, risks } from '../../model/catalog.ts';
import { ceilingOf } from '../../model/ceiling.ts';
import { readPortfolio } from '../../model/cell-reach.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Role, Tenant, User } from '../../model/policy.ts';
import { keyOfReach } from '../../model/record-reach.ts';
import { findReachThroughRow, joinUserRoles, listBringers, type RowUnion } from '../../model/row-union.ts';
import { type CellReach, findReachByRow } from '../find-reach.ts';
import type { ReachHolder } from '../reach/find-holder.ts';

/** The sections of a description, in its order. */
export const describedSections = ['sees', 'changes', 'takes out', 'administers'] as const;
/** One of the sections. */
export type DescribedSection = (typeof describedSections)[number];

/** The records on which a permission works by one role. */
export interface DescribedLimit {
  readonly role: Role;
  readonly limit: CellReach;
  /** True if the permission reaches all that its portfolio selects; false if a prerequisite takes something away. */
  readonly isWhole: boolean;
}

/** A permission that somebody has, with the roles that bring it and the records on which it works. */
export interface DescribedPermission {
  readonly cell: Cell;
  readonly section: DescribedSection;
  readonly limits: readonly DescribedLimit[];
  /** The properties of the model that the action does not show or change; empty where it is about none. */
  readonly withoutProperties: readonly string[];
  readonly notes: readonly string[];
  readonly where: readonly string[];
}

/** A permission that others have, with whom. */
export interface LackedPermission {
  readonly cell: Cell;
  readonly colleagues: readonly string[];
}

/** The description of what somebody can do, and cannot. */
export interface PersonDescription {
  readonly holder: ReachHolder;
  /** In the order of sections and of the catalog; actions, modules, features and capabilities. */
  readonly permissions: readonly DescribedPermission[];
  /** The classes of risk from the worst down to `destructive`, with the permissions of each. */
  readonly risky: readonly { readonly risk: Risk; readonly permissions: readonly DescribedPermission[] }[];
  /** Other active users who share a role with them, or a role of the same title. */
  readonly colleagues: readonly User[];
  readonly lacks: readonly LackedPermission[];
  /** The permissions that their user type, their seats and the tenant would let through and that no role gives. */
  readonly unused: readonly Cell[];
}

/** Describes what a user can do by all roles together, or whoever has one role alone. */
export function describePerson(matrix: Matrix, holder: ReachHolder): PersonDescription {
  const { tenant } = holder;
  const union = joinUserRoles(matrix, tenant, holder);
  const shown = tenant.catalog.cells.filter((cell) => cell.kind !== 'property');
  const permissions = shown
    .filter(({ index }) => has(union.effective, index))
    .map((cell) => describePermission(union, cell));
  const ordered = describedSections.flatMap((section) =>
    permissions.filter((one) => one.section === section),
  );
  const colleagues = listColleagues(holder);
  return {
    holder,
    permissions: ordered,
    risky: listRisky(ordered),
    colleagues,
    lacks: listLacks(matrix, tenant, union.effective, colleagues, shown),
    unused: listUnused(matrix, holder, union.effective, shown),
  };
}

function describePermission(union: RowUnion, cell: Cell): DescribedPermission {
  const { catalog } = union.tenant;
  return {
    cell,
    section: chooseSection(cell),
    limits: listBringers(union, cell).map((row) => describeLimitOf(union, row, cell)),
    withoutProperties: listWithout(union.effective, cell),
    notes: listNotes(catalog, cell),
    where: listWhere(catalog, cell),
  };
}

function describeLimitOf(union: RowUnion, row: Row, cell: Cell): DescribedLimit {
  const own = readPortfolio(row.role.portfolio, cell).reach;
  const isWhole = !cell.model || keyOfReach(own) === keyOfReach(findReachThroughRow(union, row, cell));
  return { role: row.role, limit: findReachByRow(union, row, cell), isWhole };
}

/** Chooses the section by the risk of a permission; what needs one that escalates is administration too. */
function chooseSection({ risk, action, requires }: Cell): DescribedSection {
  if (risk === 'escalation') return 'administers';
  if (risk === 'exfiltration' || action === 'export') return 'takes out';
  if (action === 'view' || risk === 'read') return 'sees';
  const isGuarded = requires.some(({ oneOf }) => oneOf.every((needed) => needed.risk === 'escalation'));
  return isGuarded ? 'administers' : 'changes';
}

function listWithout(effective: Bits, { action, model }: Cell): readonly string[] {
  const right = action === 'export' ? 'view' : action;
  if (right !== 'view' && right !== 'update') return [];
  return (model?.properties ?? []).flatMap(({ name, rights }) => {
    const cell = rights.get(right);
    return cell && !has(effective, cell.index) ? [name] : [];
  });
}

function listRisky(permissions: readonly DescribedPermission[]): PersonDescription['risky'] {
  const worst = risks.slice(risks.indexOf('destructive')).reverse();
  return worst.flatMap((risk) => {
    const found = permissions.filter(({ cell }) => cell.risk === risk);
    return found.length > 0 ? [{ risk, permissions: found }] : [];
  });
}

const titleOf = ({ title, name }: Role): string => title ?? name;

function listColleagues({ tenant, user, roles }: ReachHolder): readonly User[] {
  const titles = new Set(roles.map(titleOf));
  return (tenant.users ?? []).filter(
    (other) => other.active && other.id !== user?.id && other.roles.some((role) => titles.has(titleOf(role))),
  );
}

function listLacks(
  matrix: Matrix,
  tenant: Tenant,
  own: Bits,
  colleagues: readonly User[],
  shown: readonly Cell[],
): readonly LackedPermission[] {
  const others = colleagues.map((user) => ({
    id: user.id,
    more: difference(joinUserRoles(matrix, tenant, user).effective, own),
  }));
  return shown.flatMap((cell): LackedPermission[] => {
    const having = others.filter(({ more }) => has(more, cell.index)).map(({ id }) => id);
    return having.length > 0 ? [{ cell, colleagues: having }] : [];
  });
}

function listUnused(
  { effectiveOf }: Matrix,
  { tenant, user, role, userType }: ReachHolder,
  own: Bits,
  shown: readonly Cell[],
): readonly Cell[] {
  const cap = user?.cap ?? role?.cap ?? userType.layer.held;
  const most = effectiveOf(intersection(cap, ceilingOf(tenant, role ?? {})), tenant);
  return shown.filter(({ kind, index }) => kind !== 'capability' && has(most, index) && !has(own, index));
}

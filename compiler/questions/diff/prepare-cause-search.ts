import { impossible } from '../../diagnostics/impossible.ts';
import { has } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import { ceilingOf } from '../../model/ceiling.ts';
import type { Cause } from '../../model/change.ts';
import { type Place, placeIn, valueIn } from '../../model/document.ts';
import { findClosingChoice } from '../../model/generations.ts';
import { readSaying } from '../../model/layer.ts';
import type { Row } from '../../model/matrix.ts';
import type { Layer, Role, Tenant } from '../../model/policy.ts';
import { findDeclaration } from './find-declaration.ts';
import { findRequirementCause } from './find-requirement-cause.ts';
import { isSameDocument } from './is-same-document.ts';
import { type CauseBook, makeCauseBook } from './make-cause-book.ts';
import type { View } from './open-view.ts';

/** The cause for which a permission is held on one side and not on the other. */
export interface FoundCause {
  readonly cause: Cause;
  /**
   * If true, the role grants the permission on both sides, so that the cause lies elsewhere: the permission woke, or
   * fell asleep.
   */
  readonly isElsewhere: boolean;
}

/** Finds what lets a role in a tenant hold a permission on the side `to`, which it does not on the side `from`. */
export type FindCause = (row: Row, permission: string) => FoundCause;

/**
 * Prepares finding causes. Layers are asked in their order: the cause is the first that refuses on the side `from`,
 * at the place where it allows on the side `to`. A cell that only a prerequisite prevented leads on to the cause of
 * that prerequisite, so that the document of a cause always changed.
 */
export function prepareCauseSearch(from: View, to: View): FindCause {
  const search: CauseSearch = { from, to, book: makeCauseBook(from.side, to.side) };
  return (row, permission) => {
    const found = findRefusalCause(search, row, permission, new Set());
    if (!found) return impossible(`nothing explains ${permission} of ${row.role.name} in ${row.tenant.name}`);
    const inRole = isSameDocument(found.at.place.document, row.role.layer.at.document);
    const before = from.roleOf(row.tenant.name, row.role.name);
    const cell = to.catalogOf(row.tenant.name).cellOf.get(permission);
    return {
      cause: found,
      isElsewhere:
        !inRole &&
        before !== undefined &&
        isGrantedAlready(search, before, row.tenant.name, permission, cell),
    };
  };
}

/** A search for causes: both sides, and the causes that were found before. */
interface CauseSearch {
  readonly from: View;
  readonly to: View;
  readonly book: CauseBook;
}

/**
 * Finds the cause in the first layer that refused a cell, or in its prerequisites. `walked` has the permissions whose
 * causes are being found.
 */
function findRefusalCause(
  search: CauseSearch,
  row: Row,
  permission: string,
  walked: Set<string>,
): Cause | undefined {
  const { from, to } = search;
  walked.add(permission);
  const { tenant, role } = row;
  const catalog = to.catalogOf(tenant.name);
  const earlierCatalog = from.catalogOf(tenant.name);
  const cell = catalog.cellOf.get(permission) ?? impossible(`${permission} is not there`);
  const before = from.roleOf(tenant.name, role.name);
  if (!before) return search.book.ofPlace('role', role.at);
  const was = earlierCatalog.cellOf.get(permission);
  if (!was || was.kind !== cell.kind) {
    const { at, other } = findDeclaration(cell, catalog, earlierCatalog);
    return search.book.ofPlace('catalog', at, other);
  }
  const isSpoken = cell.kind !== 'capability';
  // A shared role that is not offered there is drawn on the common catalog alone: of the tenant's own cells it says nothing.
  const isDrawn = was.index < from.matrix.policy.catalog.cells.length || from.rowOf(tenant.name, role.name);
  if (isSpoken && isDrawn && !has(before.layer.held, was.index))
    return findRoleCause(search, role.layer, before.layer, cell);
  if (isSpoken && isDrawn && !has(before.cap, was.index)) return findCapCause(search, before, row, cell);
  const earlier = from.tenantOf.get(tenant.name);
  if (!earlier) return search.book.ofPlace('tenant', tenant.at);
  const notOffered = before.seats.find(
    (seat) => seat.package !== undefined && !earlier.packages.has(seat.package),
  );
  if (notOffered) return findOfferCause(search, row, before, notOffered.name, earlier.at);
  if (isSpoken && earlier.closed && has(earlier.closed, was.index))
    return findGenerationCause(search, row, was, earlier);
  if (isSpoken && earlier.withheld && has(earlier.withheld, was.index))
    return findPackageCause(search, row, cell, was, earlier.at);
  if (isSpoken && !has(earlier.ceiling.held, was.index))
    return search.book.ofLayer('tenant', tenant.ceiling, earlier.ceiling, cell);
  if (isSpoken && earlier.customRoles && !has(ceilingOf(earlier, before), was.index))
    return findCustomRolesCause(search, row, earlier.customRoles, cell);
  return findPrerequisiteCause(search, row, cell, was, walked);
}

/**
 * Returns true if a role of the side `from` grants a cell already, which its catalog may not have yet. Roles do not
 * grant capabilities, so for a capability it is always true.
 */
function isGrantedAlready(
  search: CauseSearch,
  role: Role,
  tenant: string,
  permission: string,
  cell: Cell | undefined,
): boolean {
  const { from } = search;
  if (cell?.kind === 'capability') return true;
  const own = from.catalogOf(tenant).cellOf.get(permission);
  if (own && own.kind === cell?.kind) return has(role.layer.held, own.index);
  return cell !== undefined && readSaying(valueIn(role.layer.at), cell).holds;
}

/**
 * Finds the line of the role, of a role that it includes on both sides, or of an inclusion that only one side has.
 */
function findRoleCause(search: CauseSearch, allows: Layer, refuses: Layer, cell: Cell): Cause {
  const inclusion = has(allows.own, cell.index)
    ? undefined
    : allows.includes.find(({ layer }) => has(layer.held, cell.index));
  if (!inclusion) return search.book.ofLayer('role', allows, refuses, cell);
  const same = refuses.includes.find(({ role }) => role === inclusion.role);
  if (same) return findRoleCause(search, inclusion.layer, same.layer, cell);
  return search.book.ofPlace('role', inclusion.at, placeIn(refuses.at.document, ['includes'], 'key'));
}

/** Finds the user type or the seat that now holds a cell, or the line of the role that names another one. */
function findCapCause(search: CauseSearch, before: Role, { tenant, role }: Row, cell: Cell): Cause {
  const { userTypes, seats } = tenant.caps;
  const { userType } = before;
  const sameType = userTypes.find(({ name }) => name === userType.name);
  if (sameType && has(sameType.layer.held, cell.index))
    return search.book.ofLayer('userType', sameType.layer, userType.layer, cell);
  for (const seat of before.seats) {
    const same = seats.find(({ name }) => name === seat.name);
    if (same && has(same.layer.held, cell.index))
      return search.book.ofLayer('userType', same.layer, seat.layer, cell);
  }
  const isOfType = role.userType.name !== userType.name && has(role.userType.layer.held, cell.index);
  const path = [isOfType ? 'userType' : 'seats'];
  return search.book.ofPlace('userType', placeIn(role.at.document, path), placeIn(before.at.document, path));
}

/**
 * Finds the line of the settings that now lets a tenant's own role hold a cell; the role itself if every tenant has
 * it now.
 */
function findCustomRolesCause(search: CauseSearch, { tenant, role }: Row, refuses: Layer, cell: Cell): Cause {
  const { to } = search;
  if (role.tenant === undefined) return search.book.ofPlace('role', role.at);
  if (tenant.customRoles) return search.book.ofLayer('tenant', tenant.customRoles, refuses, cell);
  const { at } = to.matrix.policy.settings.customRoles;
  return at.document.source.path === ''
    ? search.book.ofGone('tenant', refuses.at)
    : search.book.ofPlace('tenant', at, refuses.at);
}

/**
 * Finds the cause for which a tenant now offers a shared role: the package, the seat that asks for it, or the role.
 */
function findOfferCause(
  search: CauseSearch,
  { tenant, role }: Row,
  before: Role,
  seat: string,
  earlier: Place,
): Cause {
  const { from } = search;
  const wanted = before.seats.find(({ name }) => name === seat)?.package ?? '';
  if (tenant.packages.has(wanted)) return findPurchaseCause(search, tenant, wanted, earlier);
  const same = role.seats.find(({ name }) => name === seat);
  if (same) {
    const old = from.seatOf.get(seat);
    return search.book.ofPlace(
      'userType',
      placeIn(same.at.document, ['package']),
      old && placeIn(old.at.document, ['package']),
    );
  }
  return search.book.ofPlace(
    'role',
    placeIn(role.at.document, ['seats']),
    placeIn(before.at.document, ['seats']),
  );
}

/**
 * Finds the cause for which a tenant has something now: it bought the package, or the catalog asks for another one
 * or for none.
 */
function findPackageCause(
  search: CauseSearch,
  { tenant }: Row,
  cell: Cell,
  was: Cell,
  earlier: Place,
): Cause {
  const { from, to } = search;
  if (cell.package !== undefined && cell.package === was.package)
    return findPurchaseCause(search, tenant, cell.package, earlier);
  // A property has the package of its model, also one that a tenant's own document declares.
  const packageOf = (one: Cell, { matrix }: View) => {
    const { at } = one.model ?? findDeclaration(one, matrix.policy.catalog);
    return placeIn(at.document, ['package'], 'key');
  };
  return search.book.ofPlace('tenant', packageOf(cell, to), packageOf(was, from));
}

/**
 * Finds the cause for which a tenant has a model of a generation now: it has another generation than before, or the catalog
 * lists the model elsewhere.
 */
function findGenerationCause(search: CauseSearch, { tenant }: Row, was: Cell, earlier: Tenant): Cause {
  const choice = findClosingChoice(earlier.generations, was);
  const now = choice && tenant.generations.get(choice.of.name);
  if (!choice) return search.book.ofPlace('tenant', tenant.at, earlier.at);
  if (!now) return search.book.ofGone('tenant', choice.of.at);
  const isChosen =
    now.names.join('\n') !== choice.names.join('\n') && [now, choice].some(({ at }) => at.path.length > 1);
  const placeOf = ({ at, of }: typeof now) => placeIn(at.document, ['generations', of.name]);
  return isChosen
    ? search.book.ofPlace('tenant', placeOf(now), placeOf(choice))
    : search.book.ofPlace('tenant', now.of.at, choice.of.at);
}

/** Finds the line by which a tenant bought a package. */
function findPurchaseCause(search: CauseSearch, tenant: Tenant, bought: string, earlier: Place): Cause {
  const listed = valueIn(placeIn(tenant.at.document, ['packages']));
  const index = Array.isArray(listed) ? listed.indexOf(bought) : 0;
  return search.book.ofPlace(
    'tenant',
    placeIn(tenant.at.document, ['packages', index]),
    placeIn(earlier.document, ['packages'], 'key'),
  );
}

/**
 * Finds the cause of the first prerequisite that was missing, or the line of the catalog that no longer requires
 * it.
 */
function findPrerequisiteCause(
  search: CauseSearch,
  row: Row,
  cell: Cell,
  was: Cell,
  walked: Set<string>,
): Cause | undefined {
  const { from } = search;
  const earlier = from.rowOf(row.tenant.name, row.role.name);
  if (!earlier) return undefined;
  const missing = from.matrix.missingOf(earlier, was);
  for (const { oneOf } of missing) {
    const written = was.requires.find((needed) => oneOf.some((one) => needed.oneOf.includes(one)));
    const now = oneOf.flatMap(({ permission }) => row.tenant.catalog.cellOf.get(permission) ?? []);
    const met = now.filter(({ index }) => has(row.effective, index));
    if (met.length === 0) return findRequirementCause(search, cell, was, written);
    for (const { permission } of met) {
      if (walked.has(permission)) continue;
      const inner = findRefusalCause(search, row, permission, walked);
      if (inner) return search.book.through(inner, permission);
    }
  }
  return undefined;
}

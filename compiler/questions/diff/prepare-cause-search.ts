import { impossible } from '../../diagnostics/impossible.ts';
import { has } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import { ceilingOf } from '../../model/ceiling.ts';
import type { Cause, CauseLayer } from '../../model/change.ts';
import { type Document, type Place, placeIn, valueIn } from '../../model/document.ts';
import { findDecidingPlace, readSaying } from '../../model/layer.ts';
import type { Row } from '../../model/matrix.ts';
import type { Layer, Role, Tenant } from '../../model/policy.ts';
import { findDeclaration } from './find-declaration.ts';
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
  const causes = new Map<string, Cause>();
  const numbers = new Map<object, number>();
  const numberOf = (thing: object) => {
    const known = numbers.get(thing) ?? numbers.size;
    numbers.set(thing, known);
    return known;
  };

  /** Makes a cause, once for all rows that it moves. */
  function cause(layer: CauseLayer, key: string, make: () => { at: Place; other?: Place }): Cause {
    const known = causes.get(`${layer} ${key}`);
    if (known) return known;
    const { at, other } = make();
    const made: Cause = {
      layer,
      at: { side: to.side, place: at },
      ...(other && { other: { side: from.side, place: other } }),
      through: [],
    };
    causes.set(`${layer} ${key}`, made);
    return made;
  }

  const ofLayer = (name: CauseLayer, allows: Layer, refuses: Layer | undefined, cell: Cell): Cause =>
    cause(name, `${numberOf(allows)} ${refuses ? numberOf(refuses) : ''} ${cell.index}`, () => ({
      at: findDecidingPlace(allows, cell),
      ...(refuses && { other: findDecidingPlace(refuses, cell) }),
    }));

  /**
   * Finds the line of the role, of a role that it includes on both sides, or of an inclusion that only one side has.
   */
  function ofRole(allows: Layer, refuses: Layer, cell: Cell): Cause {
    const inclusion = has(allows.own, cell.index)
      ? undefined
      : allows.includes.find(({ layer }) => has(layer.held, cell.index));
    if (!inclusion) return ofLayer('role', allows, refuses, cell);
    const same = refuses.includes.find(({ role }) => role === inclusion.role);
    if (same) return ofRole(inclusion.layer, same.layer, cell);
    return ofPlace('role', inclusion.at, placeIn(refuses.at.document, ['includes'], 'key'));
  }

  const ofPlace = (name: CauseLayer, at: Place, other?: Place): Cause =>
    cause(name, `${numberOf(at.document)} ${JSON.stringify([at.path, at.part])}`, () => ({
      at,
      ...(other && { other }),
    }));

  return (row, permission) => {
    const found = find(row, permission, new Set());
    if (!found) return impossible(`nothing explains ${permission} of ${row.role.name} in ${row.tenant.name}`);
    const inRole = isSameDocument(found.at.place.document, row.role.layer.at.document);
    const before = from.roleOf(row.tenant.name, row.role.name);
    const cell = to.catalogOf(row.tenant.name).cellOf.get(permission);
    return {
      cause: found,
      isElsewhere: !inRole && before !== undefined && grants(before, row.tenant.name, permission, cell),
    };
  };

  /**
   * Returns true if a role of the side `from` grants a cell already, which its catalog may not have yet. Roles do not
   * grant capabilities, so for a capability it is always true.
   */
  function grants(role: Role, tenant: string, permission: string, cell: Cell | undefined): boolean {
    if (cell?.kind === 'capability') return true;
    const own = from.catalogOf(tenant).cellOf.get(permission);
    if (own && own.kind === cell?.kind) return has(role.layer.held, own.index);
    return cell !== undefined && readSaying(valueIn(role.layer.at), cell).holds;
  }

  function find(row: Row, permission: string, walked: Set<string>): Cause | undefined {
    walked.add(permission);
    const { tenant, role } = row;
    const catalog = to.catalogOf(tenant.name);
    const earlierCatalog = from.catalogOf(tenant.name);
    const cell = catalog.cellOf.get(permission) ?? impossible(`${permission} is not there`);
    const before = from.roleOf(tenant.name, role.name);
    if (!before) return ofPlace('role', role.at);
    const was = earlierCatalog.cellOf.get(permission);
    if (!was || was.kind !== cell.kind) {
      const { at, other } = findDeclaration(cell, catalog, earlierCatalog);
      return ofPlace('catalog', at, other);
    }
    const isSpoken = cell.kind !== 'capability';
    if (isSpoken && !has(before.layer.held, was.index)) return ofRole(role.layer, before.layer, cell);
    if (isSpoken && !has(before.cap, was.index)) return ofCap(before, role, cell);
    const earlier = from.tenantOf.get(tenant.name);
    if (!earlier) return ofPlace('tenant', tenant.at);
    const notOffered = before.seats.find(
      (seat) => seat.package !== undefined && !earlier.packages.has(seat.package),
    );
    if (notOffered) return ofOffer(row, before, notOffered.name, earlier.at);
    if (isSpoken && earlier.withheld && has(earlier.withheld, was.index))
      return ofPackage(row, cell, was, earlier.at);
    if (isSpoken && !has(earlier.ceiling.held, was.index))
      return ofLayer('tenant', tenant.ceiling, earlier.ceiling, cell);
    if (isSpoken && earlier.customRoles && !has(ceilingOf(earlier, before), was.index))
      return ofCustomRoles(row, earlier.customRoles, cell);
    return ofPrerequisite(row, cell, was, walked);
  }

  /** Finds the user type or the seat that now holds a cell, or the line of the role that names another one. */
  function ofCap(before: Role, role: Role, cell: Cell): Cause {
    const { userType } = before;
    const sameType = to.userTypeOf.get(userType.name);
    if (sameType && has(sameType.layer.held, cell.index))
      return ofLayer('userType', sameType.layer, userType.layer, cell);
    for (const seat of before.seats) {
      const same = to.seatOf.get(seat.name);
      if (same && has(same.layer.held, cell.index)) return ofLayer('userType', same.layer, seat.layer, cell);
    }
    const isOfType = role.userType.name !== userType.name && has(role.userType.layer.held, cell.index);
    const path = [isOfType ? 'userType' : 'seats'];
    return ofPlace('userType', placeIn(role.at.document, path), placeIn(before.at.document, path));
  }

  /**
   * Finds the line of the settings that now lets a tenant's own role hold a cell; the role itself if every tenant has
   * it now.
   */
  function ofCustomRoles({ tenant, role }: Row, refuses: Layer, cell: Cell): Cause {
    if (role.tenant === undefined) return ofPlace('role', role.at);
    if (tenant.customRoles) return ofLayer('tenant', tenant.customRoles, refuses, cell);
    const { at } = to.matrix.policy.settings.customRoles;
    return ofPlace('tenant', at.document.source.path === '' ? tenant.at : at, refuses.at);
  }

  /**
   * Finds the cause for which a tenant now offers a shared role: the package, the seat that asks for it, or the role.
   */
  function ofOffer({ tenant, role }: Row, before: Role, seat: string, earlier: Place): Cause {
    const wanted = before.seats.find(({ name }) => name === seat)?.package ?? '';
    if (tenant.packages.has(wanted)) return ofPurchase(tenant, wanted, earlier);
    const same = role.seats.find(({ name }) => name === seat);
    if (same) {
      const old = from.seatOf.get(seat);
      return ofPlace(
        'userType',
        placeIn(same.at.document, ['package']),
        old && placeIn(old.at.document, ['package']),
      );
    }
    return ofPlace('role', placeIn(role.at.document, ['seats']), placeIn(before.at.document, ['seats']));
  }

  /**
   * Finds the cause for which a tenant has something now: it bought the package, or the catalog asks for another one
   * or for none.
   */
  function ofPackage({ tenant }: Row, cell: Cell, was: Cell, earlier: Place): Cause {
    if (cell.package !== undefined && cell.package === was.package)
      return ofPurchase(tenant, cell.package, earlier);
    const packageOf = ({ at }: { readonly at: Place }) => placeIn(at.document, ['package'], 'key');
    const { at, other } = findDeclaration(cell, to.matrix.policy.catalog, from.matrix.policy.catalog);
    return ofPlace('tenant', packageOf({ at }), packageOf({ at: other ?? at }));
  }

  function ofPurchase(tenant: Tenant, bought: string, earlier: Place): Cause {
    const listed = valueIn(placeIn(tenant.at.document, ['packages']));
    const index = Array.isArray(listed) ? listed.indexOf(bought) : 0;
    return ofPlace(
      'tenant',
      placeIn(tenant.at.document, ['packages', index]),
      placeIn(earlier.document, ['packages'], 'key'),
    );
  }

  /**
   * Finds the cause of the first prerequisite that was missing, or the line of the catalog that no longer requires
   * it.
   */
  function ofPrerequisite(row: Row, cell: Cell, was: Cell, walked: Set<string>): Cause | undefined {
    const earlier = from.rowOf(row.tenant.name, row.role.name);
    if (!earlier) return undefined;
    const missing = from.matrix.missingOf(earlier, was);
    for (const { oneOf } of missing) {
      const isWritten = was.requires.some((needed) => oneOf.some((one) => needed.oneOf.includes(one)));
      const now = oneOf.flatMap(({ permission }) => row.tenant.catalog.cellOf.get(permission) ?? []);
      const met = now.filter(({ index }) => has(row.effective, index));
      if (met.length === 0) return ofRequirement(cell, was, isWritten);
      for (const { permission } of met) {
        if (walked.has(permission)) continue;
        const inner = find(row, permission, walked);
        if (inner) return throughOf(inner, permission);
      }
    }
    return undefined;
  }

  function throughOf(inner: Cause, permission: string): Cause {
    const key = `through ${numberOf(inner)} ${permission}`;
    const known = causes.get(key);
    if (known) return known;
    const outer: Cause = { ...inner, layer: 'requires', through: [permission, ...inner.through] };
    causes.set(key, outer);
    return outer;
  }

  /** Finds the line of the catalog that no longer requires what it did. */
  function ofRequirement(cell: Cell, was: Cell, isWritten: boolean): Cause {
    return ofPlace(
      'requires',
      locateRequirement(cell, to, isWritten),
      locateRequirement(was, from, isWritten),
    );
  }
}

/**
 * Locates the line of the catalog that says what a cell requires; the requirements that section 7 of the language
 * adds follow from a model's properties.
 */
function locateRequirement(cell: Cell, { matrix }: View, isWritten: boolean): Place {
  const { model, property } = cell;
  const { catalog } = matrix.policy;
  if (model && !isWritten) return placeIn(model.at.document, ['properties'], 'key');
  if (!model) return placeIn(findDeclaration(cell, catalog).at.document, ['requires'], 'key');
  const owner = model.propertyOf.get(property ?? '')?.at ?? model.at;
  const field = property === undefined ? ['requires'] : [...owner.path, 'requires'];
  const written = valueIn(placeIn(owner.document, field));
  const says = typeof written === 'object' && written !== null;
  if (property !== undefined) return says ? placeIn(owner.document, field, 'key') : owner;
  const key = says && cell.action in written ? cell.action : '*';
  if (says && key in written) return placeIn(model.at.document, ['requires', key], 'key');
  const declared = catalog.ownActions.get(cell.action);
  if (declared) return placeIn(declared.at.document, ['requires'], 'key');
  return says ? placeIn(model.at.document, ['requires'], 'key') : model.at;
}

/** Returns true if two documents are one. */
export const isSameDocument = (a: Document, b: Document): boolean =>
  a.source === b.source && a.index === b.index;

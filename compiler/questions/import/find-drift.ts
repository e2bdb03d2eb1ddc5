import {
  add,
  addAll,
  type Bits,
  difference,
  emptyBits,
  has,
  intersection,
  isEmpty,
  removeAll,
  union,
} from '../../model/bits.ts';
import { ceilingOf } from '../../model/ceiling.ts';
import { findEffective } from '../../model/find-effective.ts';
import { findHeldInCap } from '../../model/mask.ts';
import type { Matrix } from '../../model/matrix.ts';
import { listPortfolioLabels, type Role, sharedOf } from '../../model/policy.ts';
import { groupBy } from '../../text/group-by.ts';
import { byCodeUnit } from '../../text/order.ts';
import { compareTenant } from './compare-tenant.ts';
import { comparePeople, compareUsers } from './compare-users.ts';
import type { CellDrift, Drift, FieldDrift, RoleDrift } from './drift.ts';
import {
  type DriftContext,
  findHeldInProduct,
  hasAny,
  readTenantSwitches,
  type SettledState,
} from './drift-context.ts';
import type { ImportTarget } from './observe.ts';
import type { Observed } from './observed.ts';
import type { SettledRole } from './settle-roles.ts';

/** Compares what the product has with what the policies say, cell by cell, as asked and in effect, in both directions. */
export function findDrift(state: SettledState, target: ImportTarget, matrix: Matrix): Drift {
  const { catalog, switched: spoken } = state.observed;
  const followers = catalog.models.filter(
    ({ properties, rights }) => properties.length > 0 && !hasAny(spoken, [rights.view, rights.update]),
  );
  const left = emptyBits(catalog.cells.length);
  for (const { rights } of followers) for (const own of Object.values(rights)) addAll(left, own);
  const context: DriftContext = {
    ...state,
    target,
    matrix,
    catalog,
    left,
    productCeiling: prepareCeiling(state.observed, target),
  };
  const { tenant, tenantName } = target;
  const { drifts, notExported } = state.observed.areRolesSaid
    ? compareRoles(context)
    : { drifts: [], notExported: [] };
  return {
    ...(tenantName !== undefined && { tenant: tenantName }),
    roles: drifts,
    users: tenant && state.observed.users ? compareUsers(context, tenant) : [],
    people: tenant ? comparePeople(context, tenant) : [],
    ...compareTenant(context),
    notExported,
    notCompared: state.observed.areRolesSaid ? followers.map(({ name }) => name) : [],
  };
}

/** Prepares what the product's tenant lets a role hold: by its switches where they are exported, else by the policies. */
function prepareCeiling(
  { catalog, tenant: said }: Observed,
  { tenant }: ImportTarget,
): DriftContext['productCeiling'] {
  if (!tenant && !said.switchesAt) return () => undefined;
  if (!said.switchesAt && !said.packages) return (role) => tenant && ceilingOf(tenant, role);
  const base = said.switchesAt ? readTenantSwitches(catalog, said) : (tenant?.ceiling.held ?? said.on);
  const bought = said.packages ? new Set(said.packages.value) : tenant?.packages;
  const withheld = emptyBits(catalog.cells.length);
  for (const cell of catalog.cells)
    if (cell.package !== undefined && !bought?.has(cell.package)) add(withheld, cell.index);
  // Where the product's own switches are exported, they say what of which generation is on.
  if (tenant?.closed && !said.switchesAt) addAll(withheld, tenant.closed);
  const shared = difference(base, withheld);
  const own = tenant?.customRoles ? intersection(shared, tenant.customRoles.held) : shared;
  return (role) => (role.tenant === undefined ? shared : own);
}

function compareRoles(context: DriftContext): {
  readonly drifts: readonly RoleDrift[];
  readonly notExported: readonly string[];
} {
  const { roles, users, target } = context;
  const { policy, tenant } = target;
  const declared = new Map((tenant?.roles ?? policy.sharedRoles).map((role) => [role.name, role]));
  const holders = groupBy(
    [
      ...users.flatMap(({ id, roles: held }) => held.map((role) => ({ id, role }))),
      ...(tenant?.users ?? []).flatMap(({ id, roles: held }) =>
        held.map((role) => ({ id, role: role.name })),
      ),
    ],
    ({ role }) => role,
  );
  const names = [...new Set([...roles.keys(), ...declared.keys()])].sort(byCodeUnit);
  const notExported: string[] = [];
  const drifts = names.flatMap((name) => {
    const [product, files] = [roles.get(name), declared.get(name)];
    const held = holders.get(name);
    if (!product && files?.tenant === undefined && !held) {
      notExported.push(name);
      return [];
    }
    const ids = held && [...new Set(held.map(({ id }) => id))].sort(byCodeUnit);
    return compareRole(name, product, files, ids, context) ?? [];
  });
  return { drifts, notExported };
}

function compareRole(
  role: string,
  product: SettledRole | undefined,
  files: Role | undefined,
  users: readonly string[] | undefined,
  context: DriftContext,
): RoleDrift | undefined {
  const fields = product && files ? compareFields(product, files) : [];
  const cells = compareCells(product, files, context);
  if (product && files && fields.length === 0 && cells.length === 0) return undefined;
  return {
    role,
    in: product && files ? 'both' : product ? 'product' : 'files',
    ...(product && { exportedAt: product.at }),
    ...(files && { declaredAt: sharedOf(files).at }),
    fields,
    cells,
    ...(users && { users }),
  };
}

/** Compares the type, the seats and the portfolio of a role, each where the product says one. */
function compareFields(product: SettledRole, files: Role): readonly FieldDrift[] {
  const list = (names: readonly string[]) => (names.length === 0 ? 'none' : [...names].sort().join(', '));
  const namesOf = (seats: readonly { readonly name: string }[]) => list(seats.map(({ name }) => name));
  const rows: readonly (readonly [string, string, string])[] = [
    ...(product.isLegacy
      ? []
      : ([
          ['userType', product.userType.name, files.userType.name],
          ['seats', namesOf(product.seats), namesOf(files.seats)],
        ] as const)),
    ...(product.portfolio
      ? [['portfolio', list(product.portfolio), list(listPortfolioLabels(files.portfolio))] as const]
      : []),
  ];
  return rows.flatMap(([field, ofProduct, ofFiles]) =>
    ofProduct === ofFiles ? [] : [{ field, product: ofProduct, files: ofFiles }],
  );
}

/** Compares the cells of a role that both sides, or one, have. */
function compareCells(
  product: SettledRole | undefined,
  files: Role | undefined,
  context: DriftContext,
): readonly CellDrift[] {
  const { catalog, left } = context;
  const none = emptyBits(catalog.cells.length);
  const asked = { product: product?.asked ?? none, files: files ? findHeldInCap(files) : none };
  const effect = {
    product: product ? effectOfProduct(product, files, context) : none,
    files: files ? effectOfFiles(files, context) : none,
  };
  const differ = (one: { readonly product: Bits; readonly files: Bits }) =>
    union(difference(one.product, one.files), difference(one.files, one.product));
  const drifted = union(differ(asked), differ(effect));
  removeAll(drifted, left);
  if (isEmpty(drifted)) return [];
  return catalog.byPermission
    .filter(({ index }) => has(drifted, index))
    .map(({ index, permission }) => ({
      permission,
      asked: { product: has(asked.product, index), files: has(asked.files, index) },
      effect: { product: has(effect.product, index), files: has(effect.files, index) },
    }));
}

function effectOfProduct(role: SettledRole, files: Role | undefined, context: DriftContext): Bits {
  return findEffective(context.catalog, findHeldInProduct(role, files, context));
}

function effectOfFiles(role: Role, { target, matrix, catalog, productCeiling }: DriftContext): Bits {
  const row = matrix.rows.find(({ tenant, role: of }) => tenant === target.tenant && of === role);
  if (row) return row.effective;
  // A tenant that is not declared yet has the ceiling that its export says.
  const ceiling = productCeiling(role);
  return findEffective(catalog, ceiling ? intersection(findHeldInCap(role), ceiling) : findHeldInCap(role));
}

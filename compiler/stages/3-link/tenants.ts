import { didYouMean } from '../../diagnostics/suggest.ts';
import { add, emptyBits } from '../../model/bits.ts';
import type { Catalog, Cell } from '../../model/catalog.ts';
import { listPackages } from '../../model/ceiling.ts';
import { type Document, type Parsed, placeIn, spanOf } from '../../model/document.ts';
import type { RoleDocument, TenantDocument, UsersDocument } from '../../model/documents.generated.ts';
import { listClosedCells } from '../../model/generations.ts';
import { suggestSubject } from '../../model/permission.ts';
import {
  type AbstractRole,
  listAbstractAndConcrete,
  type Role,
  rolesOf,
  sharedOf,
  type Tenant,
} from '../../model/policy.ts';
import { findOrMake } from '../../text/find-or-make.ts';
import { groupBy } from '../../text/group-by.ts';
import { listFirstNames, listThereAre } from '../../text/list.ts';
import { byCodeUnit } from '../../text/order.ts';
import { listUnboughtSeats, relatePackages } from './bought-packages.ts';
import { checkMonotoneLocally } from './caps.ts';
import { linkChosenGenerations } from './generations.ts';
import { roleKey } from './inclusion.ts';
import { foldName, indexByName, reportAlike } from './index-by-name.ts';
import { prepareLocalities } from './localize.ts';
import {
  linkAbstractRole,
  linkRole,
  type RoleContext,
  reportAboveCeiling,
  reportAboveEveryCeiling,
} from './roles.ts';
import { checkTenantPortfolios } from './tenant-portfolios.ts';
import { linkUsers } from './users.ts';

/** A tenant before its roles and users are known. */
interface Draft extends Omit<Tenant, 'roles' | 'users'> {
  /** True if all packages of the tenant exist. Otherwise nothing is reported of packages that it has not bought. */
  readonly isClear: boolean;
}

/** The tenants, and the roles that all of them share. */
export interface Tenancy {
  readonly tenants: readonly Tenant[];
  readonly sharedRoles: readonly Role[];
  readonly abstractRoles: readonly AbstractRole[];
}

/** Links tenants with the roles offered in each of them and the users declared for them. */
export function linkTenants(documents: readonly Parsed[], context: RoleContext): Tenancy {
  const makeLocality = prepareLocalities(documents, context);
  const localities = new Map(
    [...context.tenantCatalogs].map(([tenant, catalog]) => [tenant, makeLocality(tenant, catalog)]),
  );
  checkMonotoneLocally(
    [...localities].map(([tenant, { context: here }]) => ({
      tenant,
      catalog: here.catalog,
      userTypes: here.caps.userTypes,
    })),
    context,
  );
  const contextOf = (tenant: string) => localities.get(tenant)?.context ?? context;
  const drafts = indexByName(
    documents.flatMap((parsed) =>
      parsed.kind === 'Tenant' ? [draftTenant(parsed, contextOf((parsed.value as TenantDocument).name))] : [],
    ),
    () => 'tenant',
    context.report,
  );
  const roles = groupByTenant<RoleDocument>(documents, 'Role', drafts, context);
  const users = groupByTenant<UsersDocument>(documents, 'Users', drafts, context);
  const shared = linkRoles(roles.get(undefined) ?? [], context);
  const foldedNames = new Map([...shared.all.values()].map((role) => [foldName(role.name), role]));
  const offerable = new Map(shared.roles.map((role) => [role.name, role]));
  const offer = prepareOffers(shared.roles);
  const abstractRoles = [...shared.abstract];
  const tenants = [...drafts.values()].map((draft): Tenant => {
    const here = contextOf(draft.name);
    const own = linkOwnRoles(roles.get(draft.name) ?? [], draft, shared.all, foldedNames, here);
    abstractRoles.push(...own.abstract);
    const tenant = completeTenant(draft, offer(draft), own.roles, localities.get(draft.name)?.localize);
    const declared = users.get(draft.name);
    if (!declared) return tenant;
    const isComplete = declared.some(({ value }) => (value as UsersDocument).complete === true);
    return { ...tenant, users: linkUsers(declared, tenant, draft.isClear, offerable, here), isComplete };
  });
  checkSharedRoles(shared.roles, [...drafts.values()], tenants, context);
  checkTenantPortfolios(documents, drafts, context);
  reportOrigins(shared.roles, abstractRoles, tenants, context);
  return { tenants, sharedRoles: shared.roles, abstractRoles };
}

/** Prepares finding the shared roles whose seats a tenant has bought: one list for all tenants that have bought the same. */
function prepareOffers(shared: readonly Role[]): (tenant: Pick<Tenant, 'packages'>) => readonly Role[] {
  const known = new Map<string, readonly Role[]>();
  return (tenant) =>
    findOrMake(known, JSON.stringify([...tenant.packages].sort()), () =>
      shared.filter((role) => listUnboughtSeats(role.seats, tenant).length === 0).sort(byName),
    );
}

/** Makes a tenant of its draft, with the shared roles that it is offered and its own, by name. */
function completeTenant(
  { isClear: _, ...known }: Draft,
  offered: readonly Role[],
  own: readonly Role[],
  localize?: (role: Role) => Role,
): Tenant {
  const here = localize ? offered.map(localize) : offered;
  return { ...known, roles: own.length === 0 ? here : [...here, ...own].sort(byName) };
}

const byName = (a: Role, b: Role): number => byCodeUnit(a.name, b.name);

/** Links the roles that a tenant has of its own, and checks each of them and how many there are. */
function linkOwnRoles(
  documents: readonly Parsed[],
  tenant: Draft,
  shared: LinkedRoles['all'],
  foldedNames: ReadonlyMap<string, Role | AbstractRole>,
  context: RoleContext,
): LinkedRoles {
  const own = linkRoles(documents, context);
  for (const role of own.all.values()) {
    checkOwnRole(role, tenant, shared, context);
    const alike = foldedNames.get(foldName(role.name));
    if (alike && alike.name !== role.name) reportAlike(role, alike, 'role', context.report);
  }
  checkCount(tenant, own.all.size, context);
  return own;
}

/** Reports shared roles that tenants cannot have, and those that no ceiling lets do what they are granted. */
function checkSharedRoles(
  shared: readonly Role[],
  drafts: readonly Draft[],
  tenants: readonly Tenant[],
  context: RoleContext,
): void {
  reportNotOffered(
    shared,
    drafts.filter(({ isClear }) => isClear),
    context,
  );
  if (!drafts.every(({ isClear }) => isClear)) return;
  const byOffer = groupBy(tenants, ({ roles }) => roles);
  for (const role of shared) {
    const offered = [...byOffer].filter(([roles]) => roles.some((one) => sharedOf(one) === role));
    reportAboveEveryCeiling(
      role,
      offered.flatMap(([, some]) => some),
      context,
    );
  }
}

function draftTenant(parsed: Parsed, context: RoleContext): Draft {
  const { document, value } = parsed;
  const { catalog, caps, customRoles, drawAlike, report } = context;
  const { name, title, titles = {}, plan, packages = [], limits = {}, ceiling } = value as TenantDocument;
  checkTitles(document, titles, context);
  const packaged = listPackages(catalog);
  const sold = new Set([...caps.seats.flatMap((seat) => seat.package ?? []), ...packaged.keys()]);
  for (const [index, bought] of packages.entries()) {
    if (sold.has(bought)) continue;
    report(
      'unknown-package',
      spanOf(placeIn(document, ['packages', index])),
      { name: bought },
      didYouMean(bought, sold) ?? (sold.size > 0 ? listThereAre([...sold].sort(), 8) : undefined),
    );
  }
  const generations = linkChosenGenerations(parsed, context.generations, report);
  const limitable = [...caps.userTypes, ...caps.seats].map((holder) => holder.name);
  for (const limited of Object.keys(limits)) {
    if (limitable.includes(limited)) continue;
    report(
      'unknown-limit',
      spanOf(placeIn(document, ['limits', limited], 'key')),
      { name: limited },
      didYouMean(limited, limitable),
    );
  }
  return {
    name,
    at: placeIn(document, ['name']),
    catalog,
    caps: { userTypes: caps.userTypes, seats: caps.seats },
    ...(title !== undefined && { title }),
    titles: new Map(Object.entries(titles)),
    ...(plan !== undefined && { plan }),
    packages: new Set(packages),
    limits: new Map(
      Object.entries(limits).map(([of, most]) => [of, { most, at: placeIn(document, ['limits', of]) }]),
    ),
    ceiling: drawAlike(ceiling, placeIn(document, ['ceiling'])),
    ...(customRoles.allows && { customRoles: customRoles.allows }),
    generations,
    ...findWithheld(packaged, packages, generations, catalog),
    isClear: packages.every((bought) => sold.has(bought)),
  };
}

/** Returns the cells of the packages that a tenant has not bought and of the generations that it does not have, if there are any. */
function findWithheld(
  packaged: ReadonlyMap<string, readonly Cell[]>,
  bought: readonly string[],
  generations: Tenant['generations'],
  catalog: Catalog,
): Pick<Tenant, 'withheld' | 'closed'> {
  const gather = (cells: readonly Cell[]) => {
    const bits = emptyBits(catalog.cells.length);
    for (const { index } of cells) add(bits, index);
    return bits;
  };
  const unbought = [...packaged].filter(([name]) => !bought.includes(name)).flatMap(([, own]) => own);
  const closed = listClosedCells(catalog, generations);
  const withheld = [...unbought, ...closed];
  return {
    ...(closed.length > 0 && { closed: gather(closed) }),
    ...(withheld.length > 0 && { withheld: gather(withheld) }),
  };
}

/** Reports names under `titles` that are no model's. */
function checkTitles(document: Document, titles: object, { catalog, report }: RoleContext): void {
  for (const name of Object.keys(titles)) {
    if (catalog.modelOf.has(name)) continue;
    const near = suggestSubject(catalog, name, 'action');
    const at = placeIn(document, ['titles', name], 'key');
    report('unknown-model', spanOf(at), { name }, near && `did you mean \`${near}\`?`);
  }
}

/** Groups documents by the tenant that they name; under `undefined` those that name none. */
function groupByTenant<D extends { readonly tenant?: string }>(
  documents: readonly Parsed[],
  kind: Parsed['kind'],
  tenants: ReadonlyMap<string, unknown>,
  { report }: RoleContext,
): ReadonlyMap<string | undefined, readonly Parsed[]> {
  const groups = new Map<string | undefined, Parsed[]>();
  for (const parsed of documents) {
    if (parsed.kind !== kind) continue;
    const { tenant } = parsed.value as D;
    if (tenant !== undefined && !tenants.has(tenant))
      report(
        'unknown-tenant',
        spanOf(placeIn(parsed.document, ['tenant'])),
        { name: tenant },
        didYouMean(tenant, tenants.keys()) ?? 'declare it in a document of kind `Tenant`',
      );
    const group = groups.get(tenant);
    if (group) group.push(parsed);
    else groups.set(tenant, [parsed]);
  }
  return groups;
}

/** The roles that every tenant has, or those of one tenant, sorted by name. */
export interface LinkedRoles {
  readonly all: ReadonlyMap<string, Role | AbstractRole>;
  readonly roles: readonly Role[];
  readonly abstract: readonly AbstractRole[];
}

function linkRoles(documents: readonly Parsed[], context: RoleContext): LinkedRoles {
  const linked = documents.flatMap((parsed): readonly (Role | AbstractRole)[] => {
    if ((parsed.value as RoleDocument).abstract === true) return [linkAbstractRole(parsed, context)];
    return [linkRole(parsed, context) ?? []].flat();
  });
  const all = indexByName(linked, () => 'role', context.report);
  return {
    all,
    roles: [...all.values()].filter((role): role is Role => 'cap' in role),
    abstract: [...all.values()].filter((role) => !('cap' in role)),
  };
}

function checkOwnRole(
  role: Role | AbstractRole,
  tenant: Draft,
  shared: LinkedRoles['all'],
  context: RoleContext,
): void {
  const { report } = context;
  const twin = shared.get(role.name);
  if (twin)
    report(
      'shared-role-reused',
      spanOf(role.at),
      { role: role.name, tenant: tenant.name },
      `give the role of \`${tenant.name}\` another name`,
      { related: [{ at: spanOf(twin.at), note: 'every tenant has this one' }] },
    );
  const [missing] = 'cap' in role ? listUnboughtSeats(role.seats, tenant) : [];
  if (missing && tenant.isClear) {
    const seats = placeIn(role.at.document, ['seats']);
    report(
      'package-missing',
      spanOf(seats),
      { seat: missing.name, package: missing.package, tenant: tenant.name },
      `take the seat from the role, or add \`${missing.package}\` to the tenant’s packages once it is bought`,
      { related: [relatePackages(tenant)] },
    );
  }
  const { plans, at } = context.customRoles;
  if (plans && (tenant.plan === undefined || !plans.includes(tenant.plan)))
    report(
      'custom-role-on-plan',
      spanOf(role.at),
      { role: role.name, tenant: tenant.name, plan: tenant.plan },
      plans.length > 0 ? `plans with roles of their own: ${listFirstNames(plans, 8)}` : undefined,
      {
        related: [
          tenant.plan === undefined
            ? { at: spanOf(tenant.at), note: 'no `plan` is said of the tenant' }
            : { at: spanOf(placeIn(tenant.at.document, ['plan'])), note: 'the plan is set here' },
          { at: spanOf(placeIn(at.document, [...at.path, 'plans'])), note: 'these plans have such roles' },
        ],
      },
    );
  reportAboveCeiling(role, tenant, context);
}

function checkCount({ name, at }: Draft, roles: number, { customRoles, report }: RoleContext): void {
  const { perTenant: most } = customRoles;
  if (most === undefined || roles <= most) return;
  const limit = placeIn(customRoles.at.document, [...customRoles.at.path, 'perTenant']);
  report('too-many-custom-roles', spanOf(at), { tenant: name, roles, most }, undefined, {
    related: [{ at: spanOf(limit), note: 'the number is set here' }],
  });
}

/** Reports one note for each shared role and package, however many tenants cannot have the role. */
function reportNotOffered(shared: readonly Role[], tenants: readonly Draft[], { report }: RoleContext): void {
  for (const role of shared) {
    const lacking = new Map<string, [Draft, ...Draft[]]>();
    for (const tenant of tenants) {
      const missing = listUnboughtSeats(role.seats, tenant)[0];
      const known = missing && lacking.get(missing.package);
      if (known) known.push(tenant);
      else if (missing) lacking.set(missing.package, [tenant]);
    }
    for (const [name, without] of lacking) {
      const [first] = without;
      report(
        'role-not-offered',
        spanOf(placeIn(role.at.document, ['seats'])),
        {
          role: role.name,
          tenants: listFirstNames(without.map((tenant) => tenant.name)),
          package: name,
        },
        undefined,
        { related: [{ at: spanOf(first.at), note: `\`${first.name}\` is declared here` }] },
      );
    }
  }
}

function reportOrigins(
  shared: readonly Role[],
  abstract: readonly AbstractRole[],
  tenants: readonly Tenant[],
  context: RoleContext,
): void {
  const { faulty, report } = context;
  const declared = { sharedRoles: shared, abstractRoles: abstract, tenants };
  // A tenant's own role and a shared one never have one name; those of two tenants may.
  const owners = listAbstractAndConcrete(declared);
  const known = new Set(owners.map(({ name }) => name));
  const isOffered = (name: string, tenant: string | undefined) =>
    owners.some(
      (role) =>
        role.name === name && (tenant === undefined || role.tenant === undefined || role.tenant === tenant),
    );
  for (const role of rolesOf(declared)) {
    const { clonedFrom, renamedFrom, tenant } = role;
    if (renamedFrom !== undefined && isOffered(renamedFrom, tenant))
      report('renamed-from-existing', spanOf(placeIn(role.at.document, ['renamedFrom'])), {
        kind: 'role',
        name: renamedFrom,
        now: role.name,
      });
    if (clonedFrom === undefined || known.has(clonedFrom)) continue;
    if (faulty.has(roleKey(clonedFrom)) || faulty.has(roleKey(clonedFrom, tenant))) continue;
    report(
      'cloned-from-unknown',
      spanOf(placeIn(role.at.document, ['clonedFrom'])),
      { name: clonedFrom },
      didYouMean(clonedFrom, known) ?? 'take the line away if that role is gone for good',
    );
  }
}

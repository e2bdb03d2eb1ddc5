/** Section 7 read literally: which cells are effective, for a role and for the union of several. */
import { cellsOf, isCapability, type OneOf, packageOf, prerequisitesOf } from './catalog.ts';
import { ofKind, once, type Role, type Tenant } from './documents.ts';
import { capHolds, holds, roleHolds } from './layers.ts';

/** The four layers that may refuse a cell, in the order of a trail. */
export type Verdict = 'role' | 'userType' | 'tenant' | 'requires';

/** The four verdicts on one cell, and what follows from them. */
export interface Cell {
  readonly role: boolean;
  readonly userType: boolean;
  readonly tenant: boolean;
  readonly requires: boolean;
  readonly effective: boolean;
  readonly decidedBy: Verdict | null;
}

/** One role in one tenant that offers it. */
export interface Row {
  readonly tenant: string;
  readonly role: Role;
  readonly cells: ReadonlyMap<string, Cell>;
}

/** Returns every tenant's every offered role with its cells, sorted by tenant and then by role. */
export function resolve(documents: readonly unknown[]): readonly Row[] {
  const rows: Row[] = [];
  for (const tenant of [...ofKind(documents, 'Tenant')].sort(byName))
    for (const role of [...ofKind(documents, 'Role')].sort(byName))
      if (isOffered(documents, tenant, role)) rows.push(resolveRole(documents, tenant, role));
  return rows;
}

/**
 * Returns true if a role has a row in a tenant. Section 6: "A seat whose package a tenant lacks: the shared role is not
 * offered in that tenant". Section 5: "a role with `abstract: true` has no row".
 */
export function isOffered(documents: readonly unknown[], tenant: Tenant, role: Role): boolean {
  if (role.abstract === true) return false;
  if (role.tenant !== undefined && role.tenant !== tenant.name) return false;
  return ofKind(documents, 'Seat')
    .filter(({ name }) => (role.seats ?? []).includes(name))
    .every((seat) => seat.package === undefined || (tenant.packages ?? []).includes(seat.package));
}

/** Returns the verdicts on every cell of one role in one tenant. */
export function resolveRole(documents: readonly unknown[], tenant: Tenant, role: Role): Row {
  const all = cellsOf(documents, tenant.name);
  const layers = new Map(
    all.map((cell) => {
      const isUnspoken = isCapability(documents, cell);
      const { name } = tenant;
      return [
        cell,
        {
          role: isUnspoken || roleHolds(documents, name, role, cell),
          userType: isUnspoken || capHolds(documents, name, role.userType, role.seats ?? [], cell),
          tenant: isUnspoken || tenantHolds(documents, tenant, role, cell),
        },
      ] as const;
    }),
  );
  const held = all.filter((cell) => {
    const layer = layers.get(cell);
    return layer?.role && layer.userType && layer.tenant;
  });
  const needs = needsOf(documents, tenant.name);
  const effective = largest(new Set(held), needs);
  const cells = new Map<string, Cell>();
  for (const [cell, layer] of layers) {
    const verdicts = { ...layer, requires: isSatisfied(needs.get(cell), effective) };
    const decidedBy =
      (['role', 'userType', 'tenant', 'requires'] as const).find((name) => !verdicts[name]) ?? null;
    cells.set(cell, { ...verdicts, effective: effective.has(cell), decidedBy });
  }
  return { tenant: tenant.name, role, cells };
}

/**
 * Section 7: "t's ceiling holds c, and t has the package of c's model, module or feature". Section 6: "`allows` is a layer
 * that every tenant's own role is inside of: it refuses as `tenant`".
 */
export function tenantHolds(
  documents: readonly unknown[],
  tenant: Tenant,
  role: Role,
  cell: string,
): boolean {
  if (!holds(documents, tenant.name, tenant.ceiling, cell)) return false;
  const wanted = packageOf(documents, cell);
  if (wanted !== undefined && !(tenant.packages ?? []).includes(wanted)) return false;
  for (const { name, generations } of ofKind(documents, 'Generations')) {
    // "A tenant has the generations that it names, and where it names none the first."
    const choice = tenant.generations?.[name];
    const has = (one: string) =>
      choice === undefined
        ? one === generations[0]?.name
        : typeof choice === 'string'
          ? one === choice
          : choice.names.includes(one);
    const subject = /^[^.:]+/.exec(cell)?.[0] ?? '';
    const owners = generations.filter(({ models }) => models.includes(subject));
    if (owners.length > 0 && !owners.some((one) => has(one.name))) return false;
  }
  const allows = ofKind(documents, 'Settings').find(({ customRoles }) => customRoles?.allows)?.customRoles
    ?.allows;
  return role.tenant === undefined || allows === undefined || holds(documents, tenant.name, allows, cell);
}

/** Returns the prerequisites of every cell of a tenant. */
export function needsOf(
  documents: readonly unknown[],
  tenant: string | undefined,
): ReadonlyMap<string, readonly OneOf[]> {
  return once(
    documents,
    `needs of ${tenant}`,
    () => new Map(cellsOf(documents, tenant).map((cell) => [cell, prerequisitesOf(documents, tenant, cell)])),
  );
}

/** Section 7: "start from what the three layers hold, take away until nothing changes". */
export function largest(
  held: ReadonlySet<string>,
  needs: ReadonlyMap<string, readonly OneOf[]>,
): ReadonlySet<string> {
  const left = new Set(held);
  for (let isDone = false; !isDone; ) {
    isDone = true;
    for (const cell of [...left]) {
      if (isSatisfied(needs.get(cell), left)) continue;
      left.delete(cell);
      isDone = false;
    }
  }
  return left;
}

/** Section 7: "every prerequisite of c is effective (of an `anyOf`, one of them)". */
function isSatisfied(needed: readonly OneOf[] = [], effective: ReadonlySet<string>): boolean {
  return needed.every((oneOf) => oneOf.some((cell) => effective.has(cell)));
}

/** Returns the cells of a row that are effective. */
export function effectiveOf({ cells }: Row): ReadonlySet<string> {
  return new Set([...cells].flatMap(([cell, { effective }]) => (effective ? [cell] : [])));
}

/** Returns the cells of a row that role, cap and tenant hold, whatever they require. */
export function heldOf({ cells }: Row): ReadonlySet<string> {
  return new Set(
    [...cells].flatMap(([cell, { role, userType, tenant }]) => (role && userType && tenant ? [cell] : [])),
  );
}

/**
 * Returns the cells that are effective for somebody who has the roles of some rows of one tenant. Section 8: "A user's
 * layers are joined before prerequisites are asked; then `requires` is closed over the union."
 */
export function unionOf(documents: readonly unknown[], rows: readonly Row[]): ReadonlySet<string> {
  const [first] = rows;
  if (first === undefined) return new Set();
  return largest(new Set(rows.flatMap((row) => [...heldOf(row)])), needsOf(documents, first.tenant));
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}

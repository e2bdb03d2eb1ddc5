import { type Bits, has, intersection } from './bits.ts';
import type { Cell } from './catalog.ts';
import type { Layer, Role, Tenant } from './policy.ts';

/** A layer that bounds what roles can hold in a tenant, with its name in a sentence. */
export interface TenantBound {
  readonly layer: Layer;
  readonly words: string;
}

const joint = new WeakMap<Tenant, Bits>();

/**
 * Returns the cells that a tenant lets a role hold: those of its ceiling and, for a role of the tenant's own, of these the
 * ones that the settings allow to such roles.
 */
export function ceilingOf(tenant: Tenant, role: Pick<Role, 'tenant'>): Bits {
  const { ceiling, customRoles } = tenant;
  if (role.tenant === undefined || !customRoles) return ceiling.held;
  const known = joint.get(tenant) ?? intersection(ceiling.held, customRoles.held);
  joint.set(tenant, known);
  return known;
}

/** Finds the layer that refuses a cell to a role in a tenant; if none does, returns the tenant's ceiling. */
export function findTenantBound(tenant: Tenant, role: Pick<Role, 'tenant'>, cell: Cell): TenantBound {
  const { name, ceiling, customRoles } = tenant;
  const isOfSettings = has(ceiling.held, cell.index) && !has(ceilingOf(tenant, role), cell.index);
  return isOfSettings && customRoles
    ? { layer: customRoles, words: '`customRoles.allows` of the settings' }
    : { layer: ceiling, words: `the ceiling of tenant \`${name}\`` };
}

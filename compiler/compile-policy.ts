import type { Compiled, KeptTenants } from './model/artifact.ts';
import type { Bits } from './model/bits.ts';
import { ceilingOf } from './model/ceiling.ts';
import { decodeSet } from './model/decode-set.ts';
import type { Policy, Role, Tenant } from './model/policy.ts';
import { restrictToTenant } from './model/restrict-to-tenant.ts';
import { resolve } from './stages/4-resolve/resolve.ts';
import { lowerRow } from './stages/5-lower.ts';
import { findOrMake } from './text/find-or-make.ts';

/**
 * Decides a policy, which cannot fail; for one tenant, only what that tenant is given. A row is lowered to rules when a
 * target asks for them.
 */
export function compilePolicy(policy: Policy, tenant?: Tenant): Compiled {
  const matrix = resolve(tenant ? restrictToTenant(policy, tenant) : policy);
  return { matrix, rulesOf: lowerRow, tenant };
}

/** Decides a policy of which some tenants are written already: of these it is known what is effective. */
export function compileBesideKept(policy: Policy, kept: KeptTenants): Compiled {
  const matrix = resolve(policy, prepareEffective(policy, kept));
  return { matrix, rulesOf: lowerRow, kept };
}

/**
 * Returns the function that finds out in bundles how to read which cells of a role are effective in a tenant that is kept. Where
 * few ceilings stand for many tenants, what is effective of shared roles is decided again: that is less work.
 */
function prepareEffective({ catalog, tenants }: Policy, { names, bundleOf }: KeptTenants) {
  const size = catalog.cells.length;
  const ceilings = new Set(tenants.map((tenant) => ceilingOf(tenant, {})));
  const isDecidedAgain = ceilings.size * tenantsPerCeiling <= tenants.length;
  const decoded = new Map<string, Bits>();
  return ({ name }: Tenant, role: Role): (() => Bits) | undefined => {
    if (!names.has(name) || (isDecidedAgain && role.tenant === undefined)) return undefined;
    const bundle = bundleOf(name);
    const set = bundle?.sets[bundle.tenants[name]?.roles[role.name]?.effective ?? -1];
    return set === undefined ? undefined : () => findOrMake(decoded, set, () => decodeSet(set, size, size));
  };
}

/** From so many tenants for each ceiling on, to decide takes less time than to read. */
const tenantsPerCeiling = 16;

import type { Compiled, KeptTenants } from './model/artifact.ts';
import type { Bits } from './model/bits.ts';
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
  const matrix = resolve(policy, prepareEffective(kept, policy.catalog.cells.length));
  return { matrix, rulesOf: lowerRow, kept };
}

/** Returns the function that finds out in bundles how to read which cells of a role are effective in a tenant that is kept. */
function prepareEffective({ names, bundleOf }: KeptTenants, size: number) {
  const decoded = new Map<string, Bits>();
  return ({ name }: Tenant, role: Role): (() => Bits) | undefined => {
    const bundle = names.has(name) ? bundleOf(name) : undefined;
    const set = bundle?.sets[bundle.tenants[name]?.roles[role.name]?.effective ?? -1];
    return set === undefined ? undefined : () => findOrMake(decoded, set, () => decodeSet(set, size, size));
  };
}

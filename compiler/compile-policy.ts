import type { Compiled } from './model/artifact.ts';
import type { Policy, Tenant } from './model/policy.ts';
import { restrictToTenant } from './model/restrict-to-tenant.ts';
import { resolve } from './stages/4-resolve/resolve.ts';
import { lower } from './stages/5-lower.ts';

/** Decides a policy and lowers it to rules, which cannot fail; for one tenant, only what that tenant is given. */
export function compilePolicy(policy: Policy, tenant?: Tenant): Compiled {
  const matrix = resolve(tenant ? restrictToTenant(policy, tenant) : policy);
  return { matrix, rulesOf: lower(matrix), tenant };
}

import { compilePolicy, emitArtifacts } from '../../compile.ts';
import type { Policy, Tenant } from '../../model/policy.ts';

/** What `bundle.json` holds, as far as commands read it. */
export interface Content {
  readonly digest: string;
  readonly tenants: Readonly<Record<string, unknown>>;
}

/** How a policy is compiled; for one tenant, as `compile` does it for one. */
export interface Compiling {
  readonly folder: string;
  readonly version: string;
  readonly tenant?: Tenant | undefined;
}

/** What compiling a policy writes to `bundle.json`. It is the first artifact, and none after it is made. */
export function contentOf(policy: Policy, compiling: Compiling): Content {
  const { tenant, ...options } = compiling;
  for (const { path, content } of emitArtifacts(compilePolicy(policy, tenant), options))
    if (path === 'bundle.json') return JSON.parse(content);
  throw new Error('compiling gives no bundle.json');
}

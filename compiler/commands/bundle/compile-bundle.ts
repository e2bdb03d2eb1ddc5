import { compilePolicy, emitArtifacts } from '../../compile.ts';
import type { Compiled } from '../../model/artifact.ts';
import type { Policy, Tenant } from '../../model/policy.ts';

/** The content of `bundle.json`, as far as commands read it. */
export interface BundleContent {
  readonly digest: string;
  readonly tenants: Readonly<Record<string, unknown>>;
}

/** The options with which a policy is compiled into a bundle; with `tenant`, for that tenant alone. */
export interface BundleOptions {
  readonly folder: string;
  readonly version: string;
  readonly tenant?: Tenant | undefined;
}

/** Compiles a policy into the content of `bundle.json`. */
export function compileBundle(policy: Policy, compiling: BundleOptions): BundleContent {
  const { tenant, ...options } = compiling;
  return readBundle(compilePolicy(policy, tenant), options);
}

/** Returns the content of `bundle.json`, which is the first artifact; the others are not made. */
export function readBundle(compiled: Compiled, options: Omit<BundleOptions, 'tenant'>): BundleContent {
  for (const { path, content } of emitArtifacts(compiled, options))
    if (path === 'bundle.json') return JSON.parse(content);
  throw new Error('compiling gives no bundle.json');
}

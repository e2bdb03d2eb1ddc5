import { compilePolicy } from '../../compile-policy.ts';
import { emitArtifacts } from '../../emit-artifacts.ts';
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

/** The content of `bundle.json` and of `roles.json`, which a service needs for the roles of its database. */
export interface CompiledBundle {
  readonly bundle: BundleContent;
  readonly roles: unknown;
}

/** Compiles a policy into the content of `bundle.json` and of `roles.json`. */
export function compileBundle(policy: Policy, compiling: BundleOptions): CompiledBundle {
  const { tenant, ...options } = compiling;
  const compiled = compilePolicy(policy, tenant);
  return { bundle: readBundle(compiled, options), roles: readArtifact(compiled, options, 'roles.json') };
}

/** Returns the content of `bundle.json`. */
export const readBundle = (compiled: Compiled, options: Omit<BundleOptions, 'tenant'>): BundleContent =>
  readArtifact(compiled, options, 'bundle.json') as BundleContent;

/** Returns the content of one of the first artifacts; those behind it are not made. */
function readArtifact(compiled: Compiled, options: Omit<BundleOptions, 'tenant'>, wanted: string): unknown {
  for (const { path, content } of emitArtifacts(compiled, options))
    if (path === wanted) return JSON.parse(content);
  throw new Error(`compiling gives no ${wanted}`);
}

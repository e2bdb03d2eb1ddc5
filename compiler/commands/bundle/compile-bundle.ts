import { compilePolicy } from '../../compile-policy.ts';
import { emitArtifacts } from '../../emit-artifacts.ts';
import type { Compiled } from '../../model/artifact.ts';
import type { Policy, Tenant } from '../../model/policy.ts';
import { makeRoleContent } from '../../targets/bundle.ts';

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

/** The content of `bundle.json`, and the documents that a service needs for the roles of its database. */
export interface CompiledBundle {
  readonly bundle: BundleContent;
  readonly roles: unknown;
}

/** Compiles a policy into the content of `bundle.json`, and the documents of roles that are signed with it. */
export function compileBundle(policy: Policy, compiling: BundleOptions): CompiledBundle {
  const { tenant, ...options } = compiling;
  const compiled = compilePolicy(policy, tenant);
  return { bundle: readBundle(compiled, options), roles: makeRoleContent(compiled) };
}

/** Returns the content of `bundle.json`. The artifacts behind it are not made. */
export function readBundle(compiled: Compiled, options: Omit<BundleOptions, 'tenant'>): BundleContent {
  for (const { path, content } of emitArtifacts(compiled, options))
    if (path === 'bundle.json') return JSON.parse(content);
  throw new Error('compiling gives no bundle.json');
}

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
  const [bundle, roles] = readArtifacts(compilePolicy(policy, tenant), options, [
    'bundle.json',
    'roles.json',
  ]);
  return { bundle: bundle as BundleContent, roles };
}

/** Returns the content of `bundle.json`. */
export const readBundle = (compiled: Compiled, options: Omit<BundleOptions, 'tenant'>): BundleContent =>
  readArtifacts(compiled, options, ['bundle.json'])[0] as BundleContent;

/** Returns the content of some of the first artifacts, in the order in which they are asked for; those behind them are not made. */
function readArtifacts(
  compiled: Compiled,
  options: Omit<BundleOptions, 'tenant'>,
  wanted: readonly string[],
): readonly unknown[] {
  const found = new Map<string, unknown>();
  for (const { path, content } of emitArtifacts(compiled, options)) {
    if (wanted.includes(path)) found.set(path, JSON.parse(content));
    if (found.size === wanted.length) return wanted.map((one) => found.get(one));
  }
  throw new Error(`compiling gives not all of ${wanted.join(', ')}`);
}

import type { World } from './world.ts';

/** A tenant that has errors, so that nothing is said of it but what they are. */
export interface MissingTenant {
  readonly name: string;
  /** The errors that name it; all of them if none does. */
  readonly because: readonly string[];
}

/** Lists the tenants that a world is without, by name. */
export function listMissingTenants({ leftOut, matrix, policies }: World): readonly MissingTenant[] {
  const known = new Set(matrix?.policy.tenants.map(({ name }) => name));
  const names = leftOut.flatMap(({ kind, name }) => (kind === 'Tenant' && name !== undefined ? name : []));
  const errors = policies.findings.filter(({ severity }) => severity === 'error');
  return [...new Set(names)]
    .filter((name) => !known.has(name))
    .sort()
    .map((name) => {
      const own = errors.filter(
        ({ message, path }) => message.includes(`\`${name}\``) || path.split('/').includes(name),
      );
      return { name, because: (own.length > 0 ? own : errors).map(({ message }) => message) };
    });
}

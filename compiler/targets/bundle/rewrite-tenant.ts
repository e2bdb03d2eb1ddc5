import type { KeptBundle, KeptTenant, KeptTenants } from '../../model/artifact.ts';
import type { Row } from '../../model/matrix.ts';
import type { Tenant } from '../../model/policy.ts';
import type { Json } from '../../text/json.ts';

/**
 * Prepares writing tenants again as other bundles have them, with the numbers that sets and reaches have in this one. They are
 * met in the order in which they are met when a tenant is written anew, which gives them the same numbers.
 */
export function prepareRewriting(
  bundleOf: KeptTenants['bundleOf'],
  numberOfSet: (set: string) => number,
  numberOfReach: (reach: Json) => number,
): (tenant: Tenant, rows: readonly Row[]) => Json | undefined {
  const known = new Map<KeptBundle, Renumbering>();
  return (tenant, rows) => {
    const bundle = bundleOf(tenant.name);
    const written = bundle?.tenants[tenant.name];
    if (!bundle || !written) return undefined;
    const renumbering = known.get(bundle) ?? {
      renumberSet: remember((number) => numberOfSet(bundle.sets[number] ?? '')),
      renumberReach: remember((number) => numberOfReach(bundle.reaches[number] ?? null)),
    };
    known.set(bundle, renumbering);
    return rewriteTenant(written, rows, renumbering);
  };
}

/** The numbers in this bundle of what has another number in another one. */
interface Renumbering {
  readonly renumberSet: (number: number) => number;
  readonly renumberReach: (number: number) => number;
}

function rewriteTenant(
  written: KeptTenant,
  rows: readonly Row[],
  { renumberSet, renumberReach }: Renumbering,
): Json {
  const roles = rows.flatMap(({ role }) => {
    const known = written.roles[role.name];
    if (!known) return [];
    const { scopes, grants, custom, effective } = known;
    const renumbered = {
      ...known,
      scopes: scopes.map(([set, reach]) => [renumberSet(set), renumberReach(reach)]),
      grants: renumberSet(grants),
      ...(custom !== undefined && { custom: renumberSet(custom) }),
      effective: renumberSet(effective),
    };
    return [[role.name, renumbered] as const];
  });
  return {
    ...written,
    ceiling: renumberSet(written.ceiling),
    ...(written.custom !== undefined && { custom: renumberSet(written.custom) }),
    roles: Object.fromEntries(roles),
  };
}

function remember(find: (number: number) => number): (number: number) => number {
  const known = new Map<number, number>();
  return (number) => {
    const found = known.get(number) ?? find(number);
    known.set(number, found);
    return found;
  };
}

import { has } from '../../compiler/model/bits.ts';
import type { Cell } from '../../compiler/model/catalog.ts';
import { togglesOf } from '../../compiler/model/catalog.ts';
import { ceilingOf } from '../../compiler/model/ceiling.ts';
import type { Policy, Tenant } from '../../compiler/model/policy.ts';
import { groupBy } from '../../compiler/text/group-by.ts';

/** Tenants whose ceilings, packages and properties are the same. */
export interface AlikeTenants {
  readonly tenants: readonly [Tenant, ...Tenant[]];
}

/** Groups tenants by what their ceilings let shared roles hold; the greatest group first. */
export function groupAlikeTenants({ tenants }: Policy): readonly AlikeTenants[] {
  const groups = new Map<string, [Tenant, ...Tenant[]]>();
  const catalogs = new Map<unknown, number>();
  for (const tenant of tenants) {
    if (!catalogs.has(tenant.catalog)) catalogs.set(tenant.catalog, catalogs.size);
    const key = [
      catalogs.get(tenant.catalog),
      [...tenant.packages].sort().join(),
      ceilingOf(tenant, {}).join(),
      ceilingOf(tenant, { tenant: tenant.name }).join(),
    ].join('\n');
    const known = groups.get(key);
    if (known) known.push(tenant);
    else groups.set(key, [tenant]);
  }
  return [...groups.values()]
    .map((alike) => ({ tenants: alike }))
    .sort((a, b) => b.tenants.length - a.tenants.length);
}

/** A model, module, feature or capability in some ceilings: how many of its permissions each lets through. */
export interface CeilingLine {
  readonly subject: string;
  readonly title: string;
  readonly total: number;
  readonly held: readonly number[];
  /** True if the ceilings do not say the same of it. */
  readonly differs: boolean;
}

/** Lists what the ceilings of some tenants let through, subject by subject. */
export function listCeilingLines(tenants: readonly Tenant[]): readonly CeilingLine[] {
  const [first] = tenants;
  if (!first) return [];
  const { models, modules, features } = first.catalog;
  const subjects = [
    ...models.map(({ name, title }) => [name, title ?? name] as const),
    ...togglesOf({ modules, features, capabilities: [] }).map(
      ({ name, title }) => [name, title ?? name] as const,
    ),
  ];
  const cellsOf = tenants.map(({ catalog }) => groupBy(catalog.cells, ({ subject }) => subject));
  return subjects.map(([subject, title]) => {
    const texts = tenants.map((tenant, at) => {
      const held = ceilingOf(tenant, {});
      return (cellsOf[at]?.get(subject) ?? []).filter(({ index }: Cell) => has(held, index));
    });
    const names = texts.map((cells) => cells.map(({ permission }) => permission).join());
    return {
      ...{ subject, title },
      total: cellsOf[0]?.get(subject)?.length ?? 0,
      held: texts.map((cells) => cells.length),
      differs: names.some((one) => one !== names[0]),
    };
  });
}

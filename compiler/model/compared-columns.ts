import type { Catalog, Model, PathStep, Property } from './catalog.ts';
import { pathTo } from './cell-reach.ts';
import type { Matrix } from './matrix.ts';
import type { PortfolioPart, Role, Tenant } from './policy.ts';
import { keyOfPath, type LinkedReach, linkTo, type RecordReach } from './record-reach.ts';

/** The columns that conditions compare of the records at the end of a path, in whatever role. */
export interface ComparedColumns {
  readonly path: readonly PathStep[];
  readonly on: Model;
  /** Sorted by name. */
  readonly columns: readonly Property[];
}

type ByStart = ReadonlyMap<string, readonly ComparedColumns[]>;

const found = new WeakMap<Matrix, Map<Catalog, ByStart>>();

/**
 * Returns what conditions of any role compare, by the name of the model from whose records they start; paths are sorted. A
 * catalog of a tenant has the properties of its own too.
 */
export function findComparedColumns(matrix: Matrix, catalog: Catalog = matrix.policy.catalog): ByStart {
  const byCatalog = found.get(matrix) ?? new Map<Catalog, ByStart>();
  found.set(matrix, byCatalog);
  const known = byCatalog.get(catalog) ?? makeComparedColumns(matrix, catalog);
  byCatalog.set(catalog, known);
  return known;
}

function makeComparedColumns({ rows }: Matrix, catalog: Catalog): ByStart {
  const parts = listParts(new Set(rows.map(({ role }) => role)));
  return new Map(
    catalog.models.flatMap((model) => {
      const links = new Map<string, LinkedReach[]>();
      for (const { pattern, on, reach } of parts) {
        const [subject] = pattern.split(':');
        const path = subject === '*' || subject === model.name ? pathTo(model, on) : undefined;
        if (!path || reach === 'all') continue;
        const link = linkTo(on, path, reach);
        const key = keyOfPath(path);
        const group = links.get(key);
        if (group) group.push(link);
        else links.set(key, [link]);
      }
      const compared = [...links]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, group]) => columnsAt(group, catalog));
      return compared.length > 0 ? [[model.name, compared] as const] : [];
    }),
  );
}

type PartOfEntry = PortfolioPart & { readonly pattern: string };

/** Lists what roles reach records by, each condition once for each pattern: many roles share the same. */
function listParts(roles: Iterable<Role>): readonly PartOfEntry[] {
  const found: PartOfEntry[] = [];
  const known = new Map<string, Set<unknown>>();
  for (const { portfolio } of roles)
    for (const { pattern, items } of portfolio.entries.values())
      for (const part of items.flatMap(({ parts }) => parts)) {
        const key = `${pattern} ${part.on}`;
        const reaches = known.get(key) ?? new Set();
        known.set(key, reaches);
        if (reaches.has(part.reach)) continue;
        reaches.add(part.reach);
        found.push({ ...part, pattern });
      }
  return found;
}

function columnsAt(links: readonly LinkedReach[], catalog: Catalog): readonly ComparedColumns[] {
  const [first] = links;
  const on = catalog.modelOf.get(first?.on ?? '');
  if (!first || !on) return [];
  const names = new Set(
    links.flatMap(({ alternatives }) => alternatives.flat().map(({ property }) => property)),
  );
  return [{ path: first.path, on, columns: on.properties.filter(({ name }) => names.has(name)) }];
}

/** Lists the links that a reach consists of. */
export function listLinks(reach: RecordReach): readonly LinkedReach[] {
  if (reach === 'all') return [];
  return reach.kind === 'linked' ? [reach] : reach.of.flatMap(listLinks);
}

/** Returns the properties that conditions of any role compare, by the name of their model; both sorted. */
export function listComparedColumns(
  matrix: Matrix,
  catalog: Catalog = matrix.policy.catalog,
): ReadonlyMap<string, readonly Property[]> {
  const byModel = new Map<string, Set<Property>>();
  for (const compared of findComparedColumns(matrix, catalog).values())
    for (const { on, columns } of compared) {
      const known = byModel.get(on.name) ?? new Set<Property>();
      byModel.set(on.name, known);
      for (const column of columns) known.add(column);
    }
  return new Map(
    catalog.models.flatMap(({ name, properties }) => {
      const columns = byModel.get(name);
      return columns ? [[name, properties.filter((property) => columns.has(property))] as const] : [];
    }),
  );
}

/** Returns the properties of a tenant's own that conditions of its roles compare, by the name of their model; both sorted. */
export function listOwnColumns(
  { catalog, roles }: Tenant,
  base: Catalog,
): ReadonlyMap<string, readonly Property[]> {
  const byModel = new Map<string, Set<string>>();
  for (const { on, reach } of listParts(roles)) {
    const known = byModel.get(on) ?? new Set<string>();
    byModel.set(on, known);
    for (const { property } of reach === 'all' ? [] : reach.flat()) known.add(property);
  }
  return new Map(
    catalog.models.flatMap(({ name, properties }) => {
      const shared = base.modelOf.get(name)?.propertyOf;
      const own = properties.filter((one) => byModel.get(name)?.has(one.name) && !shared?.has(one.name));
      return own.length > 0 ? [[name, own] as const] : [];
    }),
  );
}

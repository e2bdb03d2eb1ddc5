import type { Catalog, Model, PathStep, Property } from './catalog.ts';
import { pathTo, readEntryPattern } from './cell-reach.ts';
import { findComparedModel, readComparedColumn } from './condition.ts';
import type { Matrix } from './matrix.ts';
import type { PortfolioPart, Role, Tenant } from './policy.ts';
import { keyOfPath, type LinkedReach, linkTo, makeFieldPath, type RecordReach } from './record-reach.ts';

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
  const parts = groupParts(new Set(rows.map(({ role }) => role)));
  return new Map(
    catalog.models.flatMap((model) => {
      const ends = new Map<string, ComparedEnd>();
      for (const { on, reach } of [...(parts.get('*') ?? []), ...(parts.get(model.name) ?? [])]) {
        const path = pathTo(model, on);
        if (path && reach !== 'all') addEnds(linkTo(on, path, reach), ends);
      }
      const compared = [...ends]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, end]) => columnsAt(end, catalog));
      return compared.length > 0 ? [[model.name, compared] as const] : [];
    }),
  );
}

/**
 * Groups the parts of portfolios by the model of the pattern that they stand under, or `*`. A part that many roles
 * share is listed once.
 */
function groupParts(roles: Iterable<Role>): ReadonlyMap<string, readonly PortfolioPart[]> {
  const bySubject = new Map<string, PortfolioPart[]>();
  const known = new Map<string, Set<unknown>>();
  for (const { portfolio } of roles)
    for (const { pattern, items } of portfolio.entries.values()) {
      const { subject } = readEntryPattern(pattern);
      for (const part of items.flatMap(({ parts }) => parts)) {
        const key = `${subject} ${part.on}`;
        const reaches = known.get(key) ?? new Set();
        known.set(key, reaches);
        if (reaches.has(part.reach)) continue;
        reaches.add(part.reach);
        bySubject.set(subject, [...(bySubject.get(subject) ?? []), part]);
      }
    }
  return bySubject;
}

/** Properties that are compared of the records at the end of a path. */
interface ComparedEnd {
  readonly path: readonly PathStep[];
  readonly on: string;
  readonly names: Set<string>;
}

/** Adds what a link compares, by the key of the path to the records that have it. */
function addEnds({ on, path, alternatives }: LinkedReach, ends: Map<string, ComparedEnd>): void {
  for (const comparison of alternatives.flat()) {
    const whole = makeFieldPath(path, comparison);
    const key = keyOfPath(whole);
    const end = ends.get(key) ?? { path: whole, on: findComparedModel(on, comparison), names: new Set() };
    ends.set(key, end);
    end.names.add(readComparedColumn(comparison));
  }
}

function columnsAt({ path, on: name, names }: ComparedEnd, catalog: Catalog): readonly ComparedColumns[] {
  const on = catalog.modelOf.get(name);
  return on ? [{ path, on, columns: on.properties.filter((property) => names.has(property.name)) }] : [];
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
  if (catalog === base) return new Map();
  const byModel = new Map<string, Set<string>>();
  for (const { on, reach } of [...groupParts(roles).values()].flat())
    for (const comparison of reach === 'all' ? [] : reach.flat()) {
      const holder = findComparedModel(on, comparison);
      const known = byModel.get(holder) ?? new Set<string>();
      byModel.set(holder, known);
      known.add(readComparedColumn(comparison));
    }
  return new Map(
    catalog.models.flatMap(({ name, properties }) => {
      const shared = base.modelOf.get(name)?.propertyOf;
      const own = properties.filter((one) => byModel.get(name)?.has(one.name) && !shared?.has(one.name));
      return own.length > 0 ? [[name, own] as const] : [];
    }),
  );
}

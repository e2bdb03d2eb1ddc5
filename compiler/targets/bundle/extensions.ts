import { add, type Bits, emptyBits, has, isEmpty } from '../../model/bits.ts';
import type { Catalog, Cell, Prerequisite, PropertyType, Right } from '../../model/catalog.ts';
import { listPackages } from '../../model/ceiling.ts';
import { listOwnColumns } from '../../model/compared-columns.ts';
import type { Tenant } from '../../model/policy.ts';
import { writeBits } from '../../model/write-bits.ts';
import { type Json, writeCanonicalJson } from '../../text/json.ts';
import { numberThings, writePrerequisite } from './write.ts';

/** The properties that some tenants add to the catalog, as the bundle has them. */
export interface Extension {
  /** The number by which a tenant names it. */
  readonly number: number;
  /** Writes a set: the number of its cells in the catalog, with that of its cells behind them if it has any. */
  readonly write: (bits: Bits) => Json;
}

/** Prepares writing what tenants add to the catalog: tenants with equal properties share one extension. */
export function prepareExtensions(base: Catalog, numberOfSet: (bits: Bits) => number) {
  const drafts: Draft[] = [];
  const byText = new Map<string, Draft>();
  const byCatalog = new Map<Catalog, Draft>();
  const draftOf = (catalog: Catalog, caps: Tenant['caps']): Draft => {
    const properties = listProperties(base, catalog);
    const text = writeCanonicalJson({
      types: properties.map(({ type }) => type),
      models: writeModels(properties),
      requires: writeRequires(base, catalog),
    });
    const known = byText.get(text) ?? makeDraft(base, catalog, caps, properties, drafts.length, numberOfSet);
    if (!byText.has(text)) drafts.push(known);
    byText.set(text, known);
    return known;
  };
  return {
    /** Returns what a tenant adds; undefined if it adds nothing. */
    of(tenant: Tenant): Extension | undefined {
      const { catalog, caps } = tenant;
      if (catalog === base) return undefined;
      const draft = byCatalog.get(catalog) ?? draftOf(catalog, caps);
      byCatalog.set(catalog, draft);
      for (const [model, columns] of listOwnColumns(tenant, base))
        for (const { name, type } of columns) {
          const known = draft.columns.get(model) ?? new Map<string, PropertyType>();
          draft.columns.set(model, known.set(name, type));
        }
      return draft;
    },
    /** Returns all extensions, once every tenant was asked for. */
    all: (): readonly Json[] => drafts.map((draft) => draft.finish()),
  };
}

interface Draft extends Extension {
  /** The added properties that conditions of some of its tenants compare. */
  readonly columns: Map<string, Map<string, PropertyType>>;
  readonly finish: () => Json;
}

function makeDraft(
  base: Catalog,
  catalog: Catalog,
  { userTypes, seats }: Tenant['caps'],
  properties: readonly AddedProperty[],
  number: number,
  numberOfSet: (bits: Bits) => number,
): Draft {
  const [first, end] = [base.cells.length, catalog.cells.length];
  const sets = numberThings((bits: Bits) => writeBits(bits, first, end));
  const columns = new Map<string, Map<string, PropertyType>>();
  const own = (bits: Bits): readonly number[] => (isOutside(bits, first, end) ? [sets.of(bits)] : []);
  const ownOf = (named: readonly (readonly [name: string, bits: Bits])[]): Readonly<Record<string, Json>> =>
    Object.fromEntries(named.flatMap(([name, bits]) => own(bits).map((set) => [name, set] as const)));
  const finish = () => ({
    models: writeModels(properties),
    requires: writeRequires(base, catalog),
    ...optional('packages', ownOf([...listPackages(catalog)].map(([name, cells]) => [name, gather(cells)]))),
    ...optional(
      'columns',
      Object.fromEntries(
        base.models.flatMap(({ name }) => {
          const compared = columns.get(name);
          return compared ? [[name, Object.fromEntries([...compared].sort())]] : [];
        }),
      ),
    ),
    allows: ownOf(userTypes.map(({ name, layer }) => [name, layer.held])),
    adds: ownOf(seats.map(({ name, layer }) => [name, layer.held])),
    sets: sets.all,
  });
  return {
    number,
    columns,
    write: (bits) => {
      const behind = own(bits);
      return behind.length > 0 ? [numberOfSet(bits), ...behind] : numberOfSet(bits);
    },
    finish,
  };

  function gather(cells: readonly Cell[]): Bits {
    const bits = emptyBits(end);
    for (const { index } of cells) add(bits, index);
    return bits;
  }
}

const optional = (key: string, value: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> =>
  Object.keys(value).length > 0 ? { [key]: value } : {};

const isOutside = (bits: Bits, first: number, end: number): boolean => {
  if (isEmpty(bits)) return false;
  for (let cell = first; cell < end; cell++) if (has(bits, cell)) return true;
  return false;
};

/** A property that a tenant adds, in the order in which its cells are numbered. */
interface AddedProperty {
  readonly model: string;
  readonly name: string;
  readonly type: PropertyType;
  readonly rights: readonly Right[];
}

const listProperties = (base: Catalog, { models }: Catalog): readonly AddedProperty[] =>
  models.flatMap(({ name: model, properties }) =>
    properties
      .filter(({ name }) => !base.modelOf.get(model)?.propertyOf.has(name))
      .map(({ name, type, rights }) => ({ model, name, type, rights: [...rights.keys()] })),
  );

function writeModels(properties: readonly AddedProperty[]): Readonly<Record<string, Json>> {
  const models: Record<string, Record<string, Json>> = {};
  for (const { model, name, rights } of properties) {
    const known = models[model] ?? {};
    models[model] = { ...known, [name]: rights };
  }
  return models;
}

const writeRequires = ({ cells: { length } }: Catalog, { cells }: Catalog): readonly Json[] =>
  cells
    .slice(length)
    .filter(({ requires }) => requires.length > 0)
    .map(({ index, requires }: Cell) => [
      index,
      requires.map((needed: Prerequisite) => writePrerequisite(needed)),
    ]);

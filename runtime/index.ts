import { add, type Bits, emptyBits, has, remove } from '../compiler/model/bits.ts';
import type { Action, Right } from '../compiler/model/catalog.ts';
import type { ReachComparison } from '../compiler/model/condition.ts';
import type { LoweringInput } from '../compiler/stages/5-lower.ts';
import type { Bundle, BundledModel, BundledReach } from './bundle.ts';
import type { Names } from './matcher.ts';
import type { ColumnType } from './where.ts';

/** What all tenants of a bundle share, ready to be asked. */
export interface Index {
  readonly bundle: Bundle;
  readonly models: ReadonlyMap<string, IndexedModel>;
  /** The cells of modules, features and capabilities, by name. */
  readonly toggles: ReadonlyMap<string, number>;
  /**
   * The cells that are the same for every record: those of models without a portfolio, of creating the
   * records of the portfolio's own model, and of modules, features and capabilities.
   */
  readonly unlimited: Bits;
  /** The cells that no layer speaks of: those of capabilities. */
  readonly derived: Bits;
  /** How many cells there are, those of exported properties among them. */
  readonly size: number;
  readonly exports: readonly Exported[];
  /** The names of what conditions are asked of: the columns they compare, and the properties of the portfolio's model. */
  readonly reached: Names;
  /** The cells of a set of the bundle, by its number, those of exported properties among them; nobody changes it. */
  set(number: number): Bits;
  /** A reach of the bundle, by its number. */
  reach(number: number): IndexedReach;
  /** How people write a cell: `Company.arr:update`. */
  permission(cell: number): string;
  /** The catalog as lowering takes it. */
  lowered(): LoweringInput;
}

/** Every record, or those that meet one of the alternatives. */
export type IndexedReach = 'all' | readonly (readonly IndexedComparison[])[];

/** A comparison with the type of its column. */
export interface IndexedComparison extends ReachComparison {
  readonly type: ColumnType;
}

/** A model with its actions. */
export interface IndexedModel extends BundledModel {
  /** The path of relations from a record to the one that is reached; empty where it is reached itself. */
  readonly path: readonly string[];
  readonly asked: ReadonlyMap<string, Asked>;
  /** The names of what its records hold: properties, columns that conditions compare, the first step of its path. */
  readonly names: Names;
  /** The cells of each property by right. */
  readonly rights: ReadonlyMap<string, ReadonlyMap<Right, number>>;
}

/** An action on a model. */
export interface Asked {
  readonly model: IndexedModel;
  readonly cell: number;
  /** Whether it is limited to records that are reached. */
  readonly limited: boolean;
  /** The cells of the action on each property; empty where the action is not about properties. */
  readonly properties: ReadonlyMap<string, number>;
}

/**
 * A property of an export: it shows where one role both exports the model and views the property, so it has
 * a cell of its own behind those of the catalog.
 */
interface Exported {
  readonly cell: number;
  readonly action: number;
  readonly view: number;
}

/** Numbers the cells of a bundle's catalog as `bundle.json` does. */
export function indexOf(bundle: Bundle): Index {
  const exported: Exported[] = [];
  const models = new Map<string, IndexedModel>();
  let next = 0;
  for (const model of bundle.catalog.models) {
    const cells = new Map(model.actions.map((action) => [action, next++] as const));
    const rights = new Map(
      Object.entries(model.properties).map(
        ([property, having]) => [property, new Map(having.map((right) => [right, next++] as const))] as const,
      ),
    );
    models.set(model.name, indexedModel(model, cells, rights, exported, bundle));
  }
  const { modules, features, capabilities } = bundle.catalog;
  const toggles = new Map([...modules, ...features, ...capabilities].map((name) => [name, next++] as const));
  const size = bundle.size + exported.length;
  const sets = new Map<number, Bits>();
  const reaches = new Map<number, IndexedReach>();
  let names: readonly string[] | undefined;
  let lowered: LoweringInput | undefined;
  return {
    bundle,
    models,
    toggles,
    unlimited: unlimitedOf(models, toggles, size),
    derived: bitsOf(
      capabilities.flatMap((name) => toggles.get(name) ?? []),
      size,
    ),
    size,
    exports: exported,
    reached: new Set([
      ...Object.keys(bundle.columns),
      ...bundle.catalog.models.flatMap(({ portfolio, properties }) =>
        portfolio === 'self' ? Object.keys(properties) : [],
      ),
    ]),
    set(number) {
      const known =
        sets.get(number) ?? withExports(exported, decode(bundle.sets[number] ?? '', bundle.size, size));
      sets.set(number, known);
      return known;
    },
    reach(number) {
      const known = reaches.get(number) ?? reachOf(bundle.reaches[number] ?? [], bundle.columns);
      reaches.set(number, known);
      return known;
    },
    permission(cell) {
      names ??= namesOf(models, toggles);
      return names[cell] ?? '';
    },
    lowered() {
      lowered ??= loweredOf(bundle, models, toggles);
      return lowered;
    },
  };
}

function reachOf(reach: BundledReach, columns: Bundle['columns']): IndexedReach {
  if (reach === 'all') return reach;
  return reach.map((alternative) =>
    alternative.map(([property, operator, operand]) => {
      return { property, type: columns[property] ?? 'object', operator, operand };
    }),
  );
}

function namesOf(
  models: ReadonlyMap<string, IndexedModel>,
  toggles: ReadonlyMap<string, number>,
): readonly string[] {
  const names: string[] = [];
  for (const { name, asked, rights } of models.values()) {
    for (const [action, { cell }] of asked) names[cell] = `${name}:${action}`;
    for (const [property, having] of rights)
      for (const [right, cell] of having) names[cell] = `${name}.${property}:${right}`;
  }
  for (const [name, cell] of toggles) names[cell] = `${name}:use`;
  return names;
}

function loweredOf(
  { catalog }: Bundle,
  models: ReadonlyMap<string, IndexedModel>,
  toggles: ReadonlyMap<string, number>,
): LoweringInput {
  const indexed = (cell: number) => ({ index: cell });
  const toggled = (names: readonly string[]) =>
    names.map((name) => ({ name, cell: indexed(toggles.get(name) ?? -1) }));
  return {
    models: [...models.values()].map(({ name, portfolio, actions, asked, rights }) => ({
      name,
      portfolio: portfolio ?? 'none',
      actions: new Map(actions.map((action) => [action, indexed(asked.get(action)?.cell ?? -1)])),
      properties: [...rights].map(([property, having]) => ({
        name: property,
        rights: new Map([...having].map(([right, cell]) => [right, indexed(cell)])),
      })),
    })),
    modules: toggled(catalog.modules),
    features: toggled(catalog.features),
    capabilities: toggled(catalog.capabilities),
  };
}

function indexedModel(
  model: BundledModel,
  cells: ReadonlyMap<Action, number>,
  rights: ReadonlyMap<string, ReadonlyMap<Right, number>>,
  exported: Exported[],
  { columns, size }: Bundle,
): IndexedModel {
  const asked = new Map<string, Asked>();
  const { portfolio } = model;
  const path = portfolio === null || portfolio === 'self' ? [] : portfolio.through.split('.');
  const names = new Set([...rights.keys(), ...Object.keys(columns), ...path.slice(0, 1)]);
  const indexed: IndexedModel = { ...model, path, asked, names, rights };
  for (const [action, cell] of cells) {
    const properties = new Map<string, number>();
    const right = action === 'export' ? 'view' : action;
    for (const [property, having] of rights) {
      const propertyCell = right === 'view' || right === 'update' ? having.get(right) : undefined;
      if (propertyCell === undefined) continue;
      if (action !== 'export') properties.set(property, propertyCell);
      else {
        properties.set(property, size + exported.length);
        exported.push({ cell: size + exported.length, action: cell, view: propertyCell });
      }
    }
    const limited = portfolio !== null && (portfolio !== 'self' || action !== 'create');
    asked.set(action, { model: indexed, cell, limited, properties });
  }
  return indexed;
}

function unlimitedOf(
  models: ReadonlyMap<string, IndexedModel>,
  toggles: ReadonlyMap<string, number>,
  size: number,
): Bits {
  const cells = [...toggles.values()];
  for (const { asked } of models.values())
    for (const { cell, limited, properties } of asked.values())
      if (!limited) cells.push(cell, ...properties.values());
  return bitsOf(cells, size);
}

function bitsOf(cells: readonly number[], size: number): Bits {
  const bits = emptyBits(size);
  for (const cell of cells) add(bits, cell);
  return bits;
}

/** Adds the cells of the properties that a set of cells exports. */
export function withExports(exports: Index['exports'], bits: Bits): Bits {
  for (const { cell, action, view } of exports) if (has(bits, action) && has(bits, view)) add(bits, cell);
  return bits;
}

function decode(base64: string, held: number, size: number): Bits {
  const bits = emptyBits(size);
  const bytes = atob(base64);
  for (let at = 0; at < bytes.length; at++)
    bits[at >> 2] = (bits[at >> 2] ?? 0) | (bytes.charCodeAt(at) << ((at & 3) * 8));
  // The last byte has room for cells that the catalog does not have.
  for (let cell = held; cell < bytes.length * 8; cell++) remove(bits, cell);
  return bits;
}

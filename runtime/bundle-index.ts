import { add, type Bits, has } from '../compiler/model/bits.ts';
import { type Action, type Right, rightBehind } from '../compiler/model/catalog.ts';
import type { LinkedCell } from '../compiler/model/cell-reach.ts';
import type { ReachComparison } from '../compiler/model/condition.ts';
import type { PrerequisiteGraph } from '../compiler/model/find-effective.ts';
import type { CommonReach, LinkedReach, UnionReach } from '../compiler/model/record-reach.ts';
import type { ModelTypeOf } from '../compiler/model/spell-out.ts';
import type { LoweringInput } from '../compiler/stages/5-lower.ts';
import type { Bundle, BundledModel, BundledRole, SetNumber } from './bundle.ts';
import type { Names } from './matcher.ts';
import type { ColumnType } from './where.ts';

/** The part of a bundle that all its tenants share, ready to be asked. */
export interface Index {
  readonly bundle: Bundle;
  readonly models: ReadonlyMap<string, IndexedModel>;
  /** The cells of modules, features and capabilities, by name. */
  readonly toggles: ReadonlyMap<string, number>;
  /** The cells that no layer speaks of: those of capabilities. */
  readonly derived: Bits;
  /** The number of cells, those of exported properties among them. */
  readonly size: number;
  readonly exports: readonly Exported[];
  /**
   * The names that a record can be asked for: the columns that conditions compare, and the properties of the models of
   * these.
   */
  readonly reached: Names;
  /** Returns the index of a tenant, which may have properties of its own; this one for a tenant without any. */
  forTenant(tenant: string): Index;
  /**
   * Returns the cells of a set of the bundle, by its number, those of exported properties among them; nobody changes
   * it.
   */
  set(number: SetNumber): Bits;
  /** Returns a reach of the bundle, by its number. */
  reach(number: number): IndexedReach;
  /** Writes a cell as people do: `Company.arr:update`. */
  permission(cell: number): string;
  /** Returns the catalog in the form that lowering takes. */
  lowered(): LoweringInput;
  /** Returns the cells with what they require. */
  requiring(): PrerequisiteGraph;
  /** Returns a cell with what decides on which records it works. */
  linked(cell: number): LinkedCell | undefined;
  /** Returns the models in which some cell stands in another of such scopes than a cell that it requires. */
  uneven(scopes: BundledRole['scopes']): readonly IndexedModel[];
  /** The type of a column, by its model. */
  readonly typeOf: ModelTypeOf;
  /** Returns the type of a field of the records of a model: a column, or a path of relations and a column. */
  fieldType(model: string, field: string): ColumnType | undefined;
  /** Returns the steps of relations with which a field of the records of a model begins. */
  relationsIn(model: string, field: string): readonly string[];
}

/** Every record, those that lead to one that meets an alternative, or what several reaches hold together or in common. */
export type IndexedReach = 'all' | IndexedLink | IndexedUnion | IndexedCommon;

/** The records that lead to one that meets an alternative. */
export interface IndexedLink extends LinkedReach {
  readonly alternatives: readonly (readonly IndexedComparison[])[];
}

/** A reach that holds what at least one of several reaches holds. */
export interface IndexedUnion extends UnionReach {
  readonly of: readonly (IndexedLink | IndexedCommon)[];
}

/** A reach that holds what each of several reaches holds. */
export interface IndexedCommon extends CommonReach {
  readonly of: readonly (IndexedLink | IndexedUnion)[];
}

/** A comparison with the type of its column. */
export interface IndexedComparison extends ReachComparison {
  readonly type: ColumnType;
}

/** A model with its actions. */
export interface IndexedModel extends BundledModel {
  readonly indexedActions: ReadonlyMap<string, IndexedAction>;
  /** The names of its properties and of the columns that conditions compare: whatever has one of them is a record of it. */
  readonly names: Names;
  /** The cells of each property by right. */
  readonly rights: ReadonlyMap<string, ReadonlyMap<Right, number>>;
  /** Its cells: in each range from the first up to, not including, the end. */
  readonly ranges: readonly CellRange[];
}

/** Cells one behind the other: from the first up to, not including, the end. */
export type CellRange = readonly [first: number, end: number];

/** An action on a model. */
export interface IndexedAction {
  readonly model: IndexedModel;
  readonly cell: number;
  /** The cells of the action on each property; empty where the action is not about properties. */
  readonly properties: ReadonlyMap<string, number>;
}

/** The parts that an index is made of. */
export interface IndexParts extends Pick<Index, 'bundle' | 'models' | 'toggles' | 'exports' | 'size'> {
  readonly decode: (number: SetNumber) => Bits;
}

/**
 * A property of an export: it shows where one role both exports the model and views the property, so it has
 * a cell of its own behind those of the catalog.
 */
export interface Exported {
  readonly cell: number;
  readonly action: number;
  readonly view: number;
}

/**
 * Returns the names under which records of a model hold values. For a name with dots this includes its start, under
 * which the rest may stand.
 */
export const listNamesOn = (properties: Iterable<string>, columns: object = {}): Names =>
  new Set([...properties, ...Object.keys(columns)].flatMap((name) => [name, name.split('.')[0] ?? name]));

/** Returns the value of a map under a name; undefined for a name that every object has, such as `constructor`. */
export const readOwn = <Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

/** Adds to a model its actions, each with the properties that it can be asked about. Exports of properties get new cells, numbered from `size` on. */
export function indexActions(
  model: IndexedModel,
  cells: Iterable<readonly [action: Action, cell: number]>,
  exported: Exported[],
  size: number,
  before?: IndexedModel['indexedActions'],
): void {
  for (const [action, cell] of cells) {
    const properties = new Map<string, number>();
    const right = rightBehind(action);
    for (const [property, having] of model.rights) {
      const propertyCell = right && having.get(right);
      if (propertyCell === undefined) continue;
      if (action !== 'export') properties.set(property, propertyCell);
      else if (before?.get(action)?.properties.has(property))
        properties.set(property, before.get(action)?.properties.get(property) ?? propertyCell);
      else {
        properties.set(property, size + exported.length);
        exported.push({ cell: size + exported.length, action: cell, view: propertyCell });
      }
    }
    (model.indexedActions as Map<string, IndexedAction>).set(action, { model, cell, properties });
  }
}

/** Adds the cells of the properties that a set of cells exports. */
export function addExports(exports: readonly Exported[], bits: Bits): Bits {
  // Those of one model stand together, and most roles export few models.
  let last = -1;
  let isHeld = false;
  for (const { cell, action, view } of exports) {
    if (action !== last) isHeld = has(bits, action);
    last = action;
    if (isHeld && has(bits, view)) add(bits, cell);
  }
  return bits;
}

/** Lists the cells of a model. */
export const listCells = ({ ranges }: Pick<IndexedModel, 'ranges'>): readonly number[] =>
  ranges.flatMap(([first, end]) => Array.from({ length: end - first }, (_, at) => first + at));

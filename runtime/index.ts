import { add, type Bits, emptyBits, has, remove } from '../compiler/model/bits.ts';
import { type Action, type Right, rightBehind } from '../compiler/model/catalog.ts';
import type { LinkedCell } from '../compiler/model/cell-reach.ts';
import type { ReachComparison } from '../compiler/model/condition.ts';
import type { CommonReach, LinkedReach, UnionReach } from '../compiler/model/record-reach.ts';
import type { ModelTypeOf } from '../compiler/model/spell-out.ts';
import type { LoweringInput, LoweringModel } from '../compiler/stages/5-lower.ts';
import type { Bundle, BundledModel, BundledReach, BundledRole } from './bundle.ts';
import type { Names } from './matcher.ts';
import type { ColumnType } from './where.ts';

/** What all tenants of a bundle share, ready to be asked. */
export interface Index {
  readonly bundle: Bundle;
  readonly models: ReadonlyMap<string, IndexedModel>;
  /** The cells of modules, features and capabilities, by name. */
  readonly toggles: ReadonlyMap<string, number>;
  /** The cells that no layer speaks of: those of capabilities. */
  readonly derived: Bits;
  /** How many cells there are, those of exported properties among them. */
  readonly size: number;
  readonly exports: readonly Exported[];
  /** The names of what conditions are asked of: the columns they compare, and the properties of the models of those. */
  readonly reached: Names;
  /** The cells of a set of the bundle, by its number, those of exported properties among them; nobody changes it. */
  set(number: number): Bits;
  /** A reach of the bundle, by its number. */
  reach(number: number): IndexedReach;
  /** How people write a cell: `Company.arr:update`. */
  permission(cell: number): string;
  /** The catalog as lowering takes it. */
  lowered(): LoweringInput;
  /** A cell with what decides on which records it works. */
  linked(cell: number): LinkedCell | undefined;
  /** The models on some cells of which such scopes say other records than on what the cells require. */
  uneven(scopes: BundledRole['scopes']): readonly IndexedModel[];
  /** The type of a column, by its model. */
  readonly typeOf: ModelTypeOf;
  /** The type of a field of the records of a model: a column, or a path of relations and a column. */
  fieldType(model: string, field: string): ColumnType | undefined;
}

/** Every record, those that lead to one that meets an alternative, or what several reaches hold together or in common. */
export type IndexedReach = 'all' | IndexedLink | IndexedUnion | IndexedCommon;

/** The records that lead to one that meets an alternative. */
export interface IndexedLink extends LinkedReach {
  readonly alternatives: readonly (readonly IndexedComparison[])[];
}

interface IndexedUnion extends UnionReach {
  readonly of: readonly (IndexedLink | IndexedCommon)[];
}

interface IndexedCommon extends CommonReach {
  readonly of: readonly (IndexedLink | IndexedUnion)[];
}

/** A comparison with the type of its column. */
export interface IndexedComparison extends ReachComparison {
  readonly type: ColumnType;
}

/** A model with its actions. */
export interface IndexedModel extends BundledModel {
  readonly asked: ReadonlyMap<string, Asked>;
  /** The names of its properties and of the columns that conditions compare: whatever has one of them is a record of it. */
  readonly names: Names;
  /** The cells of each property by right. */
  readonly rights: ReadonlyMap<string, ReadonlyMap<Right, number>>;
  /** Its cells: from the first up to, not including, the end. */
  readonly first: number;
  readonly end: number;
}

/** An action on a model. */
export interface Asked {
  readonly model: IndexedModel;
  readonly cell: number;
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
    const first = next;
    const cells = new Map(model.actions.map((action) => [action, next++] as const));
    const rights = new Map(
      Object.entries(model.properties).map(
        ([property, having]) => [property, new Map(having.map((right) => [right, next++] as const))] as const,
      ),
    );
    const columns = Object.keys(ofModel(bundle.columns, model.name) ?? {});
    // A relation alone does not show that the columns were loaded.
    const names = new Set([...rights.keys(), ...columns]);
    const asked = new Map<string, Asked>();
    const indexed: IndexedModel = { ...model, asked, names, rights, first, end: next };
    indexActions(indexed, cells, exported, bundle.size);
    models.set(model.name, indexed);
  }
  const { modules, features, capabilities } = bundle.catalog;
  const toggles = new Map([...modules, ...features, ...capabilities].map((name) => [name, next++] as const));
  const size = bundle.size + exported.length;
  const sets = new Map<number, Bits>();
  const reaches = new Map<number, IndexedReach>();
  let names: readonly string[] | undefined;
  let graph: Graph | undefined;
  const linked = () => {
    graph ??= linkCells(bundle, models, toggles);
    return graph;
  };
  const uneven = new Map<string, readonly IndexedModel[]>();
  const typeOf: ModelTypeOf = (model, property) => ofModel(bundle.columns, model)?.[property];
  return {
    bundle,
    models,
    toggles,
    derived: bitsOf(
      capabilities.flatMap((name) => toggles.get(name) ?? []),
      size,
    ),
    size,
    exports: exported,
    reached: new Set(
      bundle.catalog.models.flatMap(({ name, properties }) => {
        const columns = ofModel(bundle.columns, name);
        return columns ? [...Object.keys(columns), ...Object.keys(properties)] : [];
      }),
    ),
    set(number) {
      const known =
        sets.get(number) ?? withExports(exported, decode(bundle.sets[number] ?? '', bundle.size, size));
      sets.set(number, known);
      return known;
    },
    reach(number) {
      const known = reaches.get(number) ?? indexReach(bundle.reaches[number] ?? { anyOf: [] }, typeOf);
      reaches.set(number, known);
      return known;
    },
    permission(cell) {
      names ??= namesOf(models, toggles);
      return names[cell] ?? '';
    },
    lowered: () => linked().input,
    linked: (cell) => linked().cells[cell],
    uneven(scopes) {
      const key = JSON.stringify(scopes);
      const known = uneven.get(key) ?? findUneven(scopes, models.values(), this);
      uneven.set(key, known);
      return known;
    },
    typeOf,
    fieldType(model, field) {
      const steps = field.split('.');
      let current = model;
      while (steps.length > 1) {
        const next = ofModel(models.get(current)?.relations ?? {}, steps[0] ?? '');
        if (next === undefined) break;
        current = next;
        steps.shift();
      }
      return typeOf(current, steps.join('.'));
    },
  };
}

const ofModel = <Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

function indexReach(reach: BundledReach, typeOf: ModelTypeOf): IndexedReach {
  if (reach === 'all') return reach;
  if ('anyOf' in reach || 'allOf' in reach) {
    const [kind, parts] =
      'anyOf' in reach ? (['union', reach.anyOf] as const) : (['common', reach.allOf] as const);
    const of = parts.map((part) => indexReach(part, typeOf));
    // A bundle that holds everything in a part says so as a whole: compile leaves nothing to simplify.
    if (of.includes('all')) return kind === 'union' ? 'all' : { kind: 'union', of: [] };
    return { kind, of } as IndexedUnion | IndexedCommon;
  }
  const { on, through, alternatives } = reach;
  return {
    kind: 'linked',
    on,
    path: through.map((step) =>
      typeof step === 'string' ? { name: step, many: false } : { name: step.many, many: true },
    ),
    alternatives: alternatives.map((alternative) =>
      alternative.map(([property, operator, operand]) => {
        return { property, type: typeOf(on, property) ?? 'object', operator, operand };
      }),
    ),
  };
}

/** Finds the models on which some cell, and one that it requires on the same model, stand in different scopes. */
function findUneven(
  scopes: BundledRole['scopes'],
  models: Iterable<IndexedModel>,
  index: Pick<Index, 'set' | 'linked'>,
): readonly IndexedModel[] {
  const sets = scopes.map(([set]) => index.set(set));
  const scopeOf = (cell: number) => sets.findIndex((set) => has(set, cell));
  return [...models].filter(({ first, end }) => {
    const own = sets.filter((set) => {
      for (let cell = first; cell < end; cell++) if (has(set, cell)) return true;
      return false;
    });
    if (own.length < 2) return false;
    for (let cell = first; cell < end; cell++) {
      const one = index.linked(cell);
      if (one && listNeeds(one).some((needed) => scopeOf(needed.index) !== scopeOf(cell))) return true;
    }
    return false;
  });
}

/** The cells of the same model without which a cell does not work on a record. */
function listNeeds({ kind, action, model, requires }: LinkedCell): readonly LinkedCell[] {
  const required = requires
    .flatMap(({ oneOf }) => oneOf)
    .filter((needed) => needed.model?.name === model?.name);
  const gate = kind === 'property' ? model?.actions.get(action) : model?.actions.get('view');
  const isGated = kind === 'property' || action === 'export';
  return isGated && gate ? [...required, gate] : required;
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

/** The cells of a bundle, linked with each other. */
interface Graph {
  readonly cells: readonly LinkedCell[];
  readonly input: LoweringInput;
}

function linkCells(
  { catalog, requires, size }: Bundle,
  models: ReadonlyMap<string, IndexedModel>,
  toggles: ReadonlyMap<string, number>,
): Graph {
  const cells: LinkedCell[] = [];
  const needs = new Map(requires);
  const make = (index: number, kind: string, action: Action, model?: LoweringModel): LinkedCell => {
    const requiresOf = () =>
      (needs.get(index) ?? []).map((needed) => ({
        oneOf: [needed].flat().flatMap((one) => cells[one] ?? []),
      }));
    let known: LinkedCell['requires'] | undefined;
    const cell: LinkedCell = {
      index,
      kind,
      action,
      ...(model && { model }),
      // Cells require each other, so it is looked up once all are there.
      get requires() {
        known ??= requiresOf();
        return known;
      },
    };
    cells[index] = cell;
    return cell;
  };
  const linkedModels = [...models.values()].map((indexed): LoweringModel => {
    const { name, actions, closed = false, asked, rights } = indexed;
    const own = new Map<Action, LinkedCell>();
    const properties: { name: string; rights: Map<Right, LinkedCell> }[] = [];
    const model: LoweringModel = { name, isClosed: closed, actions: own, properties };
    for (const action of actions)
      own.set(action, make(asked.get(action)?.cell ?? size, 'action', action, model));
    for (const [property, having] of rights)
      properties.push({
        name: property,
        rights: new Map([...having].map(([right, cell]) => [right, make(cell, 'property', right, model)])),
      });
    return model;
  });
  const toggled = (kind: string, names: readonly string[]) =>
    names.map((name) => ({ name, cell: make(toggles.get(name) ?? size, kind, 'use') }));
  return {
    cells,
    input: {
      models: linkedModels,
      modules: toggled('module', catalog.modules),
      features: toggled('feature', catalog.features),
      capabilities: toggled('capability', catalog.capabilities),
    },
  };
}

function indexActions(
  model: IndexedModel,
  cells: ReadonlyMap<Action, number>,
  exported: Exported[],
  size: number,
): void {
  for (const [action, cell] of cells) {
    const properties = new Map<string, number>();
    const right = rightBehind(action);
    for (const [property, having] of model.rights) {
      const propertyCell = right && having.get(right);
      if (propertyCell === undefined) continue;
      if (action !== 'export') properties.set(property, propertyCell);
      else {
        properties.set(property, size + exported.length);
        exported.push({ cell: size + exported.length, action: cell, view: propertyCell });
      }
    }
    (model.asked as Map<string, Asked>).set(action, { model, cell, properties });
  }
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

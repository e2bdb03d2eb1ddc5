import { add, type Bits, emptyBits, has } from '../compiler/model/bits.ts';
import { type Action, type Right, requiredActionOf, togglesOf } from '../compiler/model/catalog.ts';
import type { LinkedCell } from '../compiler/model/cell-reach.ts';
import { decodeSet } from '../compiler/model/decode-set.ts';
import type { PrerequisiteGraph, RequiringCell } from '../compiler/model/find-effective.ts';
import type { ModelTypeOf } from '../compiler/model/spell-out.ts';
import type { LoweringInput, LoweringModel } from '../compiler/stages/5-lower.ts';
import type { Bundle, BundledComparison, BundledReach, BundledRole } from './bundle.ts';
import {
  addExports,
  type Exported,
  type Index,
  type IndexedCommon,
  type IndexedComparison,
  type IndexedModel,
  type IndexedReach,
  type IndexedUnion,
  type IndexParts,
  indexActions,
  listCells,
  listNamesOn,
  readOwn,
} from './bundle-index.ts';
import { extendParts } from './extension.ts';
import { followField } from './follow-field.ts';
import { memoize } from './memoize.ts';

/** Numbers the cells of a bundle's catalog as `bundle.json` does; those of exported properties come behind them. */
export function buildIndex(bundle: Bundle): Index {
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
    const names = listNamesOn(rights.keys(), readOwn(bundle.columns, model.name));
    const indexed = { ...model, indexedActions: new Map(), names, rights, ranges: [[first, next] as const] };
    indexActions(indexed, cells, exported, bundle.size);
    models.set(model.name, indexed);
  }
  const toggles = new Map(togglesOf(bundle.catalog).map((name) => [name, next++] as const));
  const size = bundle.size + exported.length;
  const base = makeIndex({
    bundle,
    models,
    toggles,
    exports: exported,
    size,
    decode: (number) => decodeSet(bundle.sets[Number(number)] ?? '', bundle.size, size),
  });
  const extended = memoize<number, Index>(keptExtensions);
  const index: Index = {
    ...base,
    forTenant(tenant) {
      const { extension: number } = readOwn(bundle.tenants, tenant) ?? {};
      const extension = number === undefined ? undefined : bundle.extensions?.[number];
      if (number === undefined || !extension) return index;
      return extended(number, () => makeIndex(extendParts(base, extension)));
    },
  };
  return index;
}

/** The number of tenants' extensions that are kept, the newest; making one anew takes less than a millisecond. */
const keptExtensions = 1000;

function makeIndex({ bundle, models, toggles, exports, size, decode }: IndexParts): Index {
  const sets = new Map<string, Bits>();
  const reaches = new Map<number, IndexedReach>();
  const uneven = new Map<string, readonly IndexedModel[]>();
  let names: readonly string[] | undefined;
  let graph: Graph | undefined;
  const derived = makeBits(
    bundle.catalog.capabilities.flatMap((name) => toggles.get(name) ?? []),
    size,
  );
  const linked = () => {
    graph ??= linkCells(bundle, models, toggles, derived, size);
    return graph;
  };
  const typeOf: ModelTypeOf = (model, property) => readOwn(readOwn(bundle.columns, model) ?? {}, property);
  return {
    bundle,
    models,
    toggles,
    derived,
    size,
    exports,
    reached: listReachedNames(bundle, models),
    forTenant() {
      return this;
    },
    set(number) {
      const key = String(number);
      const known = sets.get(key) ?? addExports(exports, decode(number));
      sets.set(key, known);
      return known;
    },
    reach(number) {
      const known =
        reaches.get(number) ?? indexReach(bundle.reaches[number] ?? { anyOf: [] }, models, typeOf);
      reaches.set(number, known);
      return known;
    },
    permission(cell) {
      names ??= listCellNames(models, toggles);
      return names[cell] ?? '';
    },
    lowered: () => linked().input,
    requiring: () => linked().requiring,
    linked: (cell) => linked().cells[cell],
    uneven(scopes) {
      const key = JSON.stringify(scopes);
      const known = uneven.get(key) ?? findUneven(scopes, models.values(), this);
      uneven.set(key, known);
      return known;
    },
    typeOf,
    relationsIn: (model, field) => followField(models, model, field).through.map(({ name }) => name),
    fieldType(model, field) {
      const { holder, column } = followField(models, model, field);
      return typeOf(holder, column);
    },
  };
}

/** Returns the names of the properties of all models on which conditions compare something. */
const listReachedNames = ({ columns }: Bundle, models: IndexParts['models']): ReadonlySet<string> =>
  new Set([...models.values()].flatMap(({ name, names }) => (readOwn(columns, name) ? [...names] : [])));

/** Reads a reach of a bundle: its comparisons with the types of what they compare. */
export function indexReach(
  reach: BundledReach,
  models: ReadonlyMap<string, IndexedModel>,
  typeOf: ModelTypeOf,
): IndexedReach {
  if (reach === 'all') return reach;
  if ('anyOf' in reach || 'allOf' in reach) {
    const [kind, parts] =
      'anyOf' in reach ? (['union', reach.anyOf] as const) : (['common', reach.allOf] as const);
    const of = parts.map((part) => indexReach(part, models, typeOf));
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
    alternatives: alternatives.flatMap((alternative) => {
      const compared = alternative.map((comparison) => indexComparison(comparison, on, models, typeOf));
      // No record meets what compares a column that only another tenant has.
      return compared.every((one) => one !== undefined) ? [compared] : [];
    }),
  };
}

function indexComparison(
  [property, operator, operand]: BundledComparison,
  on: string,
  models: ReadonlyMap<string, IndexedModel>,
  typeOf: ModelTypeOf,
): IndexedComparison | undefined {
  const { through, holder, column } = followField(models, on, property);
  const type = typeOf(holder, column);
  return type && { property, type, ...(through.length > 0 && { through }), operator, operand };
}

/** Finds the models on which some cell, and one that it requires on the same model, stand in different scopes. */
export function findUneven(
  scopes: BundledRole['scopes'],
  models: Iterable<IndexedModel>,
  index: Pick<Index, 'set' | 'linked'>,
): readonly IndexedModel[] {
  const sets = scopes.map(([set]) => index.set(set));
  const scopeOf = (cell: number) => sets.findIndex((set) => has(set, cell));
  return [...models].filter((model) => {
    const cells = listCells(model);
    const own = sets.filter((set) => cells.some((cell) => has(set, cell)));
    if (own.length < 2) return false;
    return cells.some((cell) => {
      const one = index.linked(cell);
      return one && listNeeds(one).some((needed) => scopeOf(needed.index) !== scopeOf(cell));
    });
  });
}

/**
 * Lists the cells of the same model without which a cell does not work on a record. A view also needs some property that is
 * viewed: it is not listed.
 */
export function listNeeds(cell: LinkedCell): readonly LinkedCell[] {
  const required = cell.requires
    .flatMap(({ oneOf }) => oneOf)
    .filter((needed) => needed.model?.name === cell.model?.name);
  const gate = requiredActionOf(cell);
  return gate ? [...required, gate] : required;
}

function listCellNames(
  models: ReadonlyMap<string, IndexedModel>,
  toggles: ReadonlyMap<string, number>,
): readonly string[] {
  const names: string[] = [];
  for (const { name, indexedActions, rights } of models.values()) {
    for (const [action, { cell }] of indexedActions) names[cell] = `${name}:${action}`;
    for (const [property, having] of rights)
      for (const [right, cell] of having) names[cell] = `${name}.${property}:${right}`;
  }
  for (const [name, cell] of toggles) names[cell] = `${name}:use`;
  return names;
}

/** The cells of a bundle, linked with each other. */
interface Graph {
  readonly cells: readonly GraphCell[];
  readonly input: LoweringInput;
  readonly requiring: PrerequisiteGraph;
}

/** A cell, linked with those that it requires and with its model. */
interface GraphCell extends LinkedCell, RequiringCell {
  readonly requires: readonly { readonly oneOf: readonly GraphCell[] }[];
  readonly model?: GraphModel;
}

interface GraphModel extends LoweringModel {
  readonly rights: Readonly<Record<Right, Bits>>;
}

function linkCells(
  { catalog, requires }: Bundle,
  models: ReadonlyMap<string, IndexedModel>,
  toggles: ReadonlyMap<string, number>,
  derived: Bits,
  size: number,
): Graph {
  const cells: GraphCell[] = [];
  const needs = new Map(requires);
  const make = (index: number, kind: string, action: Action, model?: GraphModel): GraphCell => {
    const requiresOf = () =>
      (needs.get(index) ?? []).map((needed) => ({
        oneOf: [needed].flat().flatMap((one) => cells[one] ?? []),
      }));
    let known: GraphCell['requires'] | undefined;
    const cell: GraphCell = {
      index,
      kind,
      action,
      ...(model && { model }),
      // Cells require each other, so this is looked up once all of them are there.
      get requires() {
        known ??= requiresOf();
        return known;
      },
    };
    cells[index] = cell;
    return cell;
  };
  const linkedModels = [...models.values()].map((indexed): GraphModel => {
    const { name, actions, closed = false, indexedActions, rights } = indexed;
    const own = new Map<Action, GraphCell>();
    const properties: { name: string; rights: Map<Right, GraphCell> }[] = [];
    const having = (right: Right) =>
      [...rights.values()].flatMap((ofProperty) => ofProperty.get(right) ?? []);
    const all = { view: makeBits(having('view'), size), update: makeBits(having('update'), size) };
    const model: GraphModel = { name, isClosed: closed, actions: own, properties, rights: all };
    for (const action of actions)
      own.set(action, make(indexedActions.get(action)?.cell ?? size, 'action', action, model));
    for (const [property, having] of rights)
      properties.push({
        name: property,
        rights: new Map([...having].map(([right, cell]) => [right, make(cell, 'property', right, model)])),
      });
    return model;
  });
  const toggled = (kind: string, names: readonly string[]) =>
    names.map((name) => ({ name, cell: make(toggles.get(name) ?? size, kind, 'use') }));
  const input = {
    models: linkedModels,
    modules: toggled('module', catalog.modules),
    features: toggled('feature', catalog.features),
    capabilities: toggled('capability', catalog.capabilities),
  };
  const inOrder = cells.filter(({ action, requires: needed }) => action === 'export' || needed.length > 0);
  return { cells, input, requiring: { models: linkedModels, inOrder, isOnePass: false, derived } };
}

function makeBits(cells: readonly number[], size: number): Bits {
  const bits = emptyBits(size);
  for (const cell of cells) add(bits, cell);
  return bits;
}

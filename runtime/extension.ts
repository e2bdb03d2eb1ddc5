import { add, type Bits, has } from '../compiler/model/bits.ts';
import type { Right } from '../compiler/model/catalog.ts';
import { decodeSet } from '../compiler/model/decode-set.ts';
import { byCodeUnit } from '../compiler/text/order.ts';
import type { Bundle, BundledExtension, SetNumber } from './bundle.ts';
import {
  type Exported,
  type Index,
  type IndexedModel,
  type IndexParts,
  indexActions,
  listNamesOn,
  readOwn,
} from './bundle-index.ts';

/**
 * Returns the parts of the index for tenants with properties of their own. The cells of the catalog and of its exported
 * properties keep their numbers; behind them come the cells of the extension, then those of the properties exported by
 * it.
 */
export function extendParts(base: Index, extension: BundledExtension): IndexParts {
  const { bundle, toggles } = base;
  const shift = base.size - bundle.size;
  const moved = (cell: number) => (cell < bundle.size ? cell : cell + shift);
  const own = new Map<string, ReadonlyMap<string, ReadonlyMap<Right, number>>>();
  let next = base.size;
  for (const [model, properties] of Object.entries(extension.models))
    own.set(
      model,
      new Map(
        Object.entries(properties).map(
          ([property, having]) =>
            [property, new Map(having.map((right) => [right, next++] as const))] as const,
        ),
      ),
    );
  const cells = next - base.size;
  const exports: Exported[] = [...base.exports];
  const models = new Map(base.models);
  for (const [name, added] of own) {
    const model = models.get(name);
    if (model)
      models.set(
        name,
        extendModel(
          model,
          added,
          readOwn(extension.columns ?? {}, name),
          exports,
          next - base.exports.length,
        ),
      );
  }
  const size = base.size + cells + exports.length - base.exports.length;
  return {
    bundle: joinBundle(bundle, extension, moved),
    models,
    toggles,
    exports,
    size,
    decode: (number) => decodeExtendedSet(base, extension, number, cells, size),
  };
}

function extendModel(
  base: IndexedModel,
  added: ReadonlyMap<string, ReadonlyMap<Right, number>>,
  columns: object | undefined,
  exports: Exported[],
  first: number,
): IndexedModel {
  const rights = new Map([...base.rights, ...added].sort(([a], [b]) => byCodeUnit(a, b)));
  const own = [...added.values()].flatMap((having) => [...having.values()]);
  const model: IndexedModel = {
    ...base,
    indexedActions: new Map(),
    rights,
    names: new Set([...base.names, ...listNamesOn(added.keys(), columns)]),
    ranges: own.length > 0 ? [...base.ranges, [Math.min(...own), Math.max(...own) + 1]] : base.ranges,
  };
  const cells = [...base.indexedActions].map(([action, { cell }]) => [action, cell] as const);
  indexActions(model, cells, exports, first, base.indexedActions);
  return model;
}

/** Joins a bundle with an extension; the sets of user types and seats have two numbers then. */
function joinBundle(bundle: Bundle, extension: BundledExtension, moved: (cell: number) => number): Bundle {
  const { allows, adds, packages = {}, columns = {} } = extension;
  const joined = (set: SetNumber, own: number | undefined): SetNumber =>
    own === undefined || typeof set !== 'number' ? set : [set, own];
  const named = Object.entries(bundle.packages ?? {});
  return {
    ...bundle,
    requires: [
      ...bundle.requires,
      ...extension.requires.map(
        ([cell, needs]) =>
          [
            moved(cell),
            needs.map((needed) => (typeof needed === 'number' ? moved(needed) : needed.map(moved))),
          ] as const,
      ),
    ],
    packages: Object.fromEntries(named.map(([name, set]) => [name, joined(set, readOwn(packages, name))])),
    columns: Object.fromEntries(
      bundle.catalog.models.flatMap(({ name }) => {
        const [known, own] = [readOwn(bundle.columns, name), readOwn(columns, name)];
        return known || own ? [[name, { ...known, ...own }]] : [];
      }),
    ),
    userTypes: bundle.userTypes.map((one) => ({
      ...one,
      allows: joined(one.allows, readOwn(allows, one.name)),
    })),
    seats: bundle.seats.map((one) => ({ ...one, adds: joined(one.adds, readOwn(adds, one.name)) })),
  };
}

function decodeExtendedSet(
  { bundle, size: first }: Pick<Index, 'bundle' | 'size'>,
  extension: BundledExtension,
  number: SetNumber,
  cells: number,
  size: number,
): Bits {
  const [set, own] = typeof number === 'number' ? [number] : number;
  const texts = [bundle.sets[set] ?? '', ...(own === undefined ? [] : [extension.sets[own] ?? ''])];
  return decodeBoth(texts, { held: bundle.size, first, cells, size });
}

/** The numbers of cells: those of the catalog, where those of an extension begin and how many they are, and all. */
export interface CellCounts {
  readonly held: number;
  readonly first: number;
  readonly cells: number;
  readonly size: number;
}

/** Decodes a set of a catalog's cells and, if there is a second text, one of an extension's. */
export function decodeBoth(
  [catalog = '', own]: readonly string[],
  { held, first, cells, size }: CellCounts,
): Bits {
  const bits = decodeSet(catalog, held, size);
  if (own === undefined) return bits;
  const behind = decodeSet(own, cells, cells);
  for (let cell = 0; cell < cells; cell++) if (has(behind, cell)) add(bits, first + cell);
  return bits;
}

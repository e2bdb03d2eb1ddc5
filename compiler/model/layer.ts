import type { Span } from '../text/source.ts';
import type { Path } from '../text/yaml.ts';
import { has } from './bits.ts';
import type { Cell } from './catalog.ts';
import { findSpanLater, type Place, placeIn, valueIn } from './document.ts';
import type { Layer } from './policy.ts';

/** What a layer says of one cell and which piece of it says so. */
export interface Saying {
  readonly holds: boolean;
  /** From the layer's root; the path of the nearest enclosing piece where the layer is silent. */
  readonly path: Path;
  readonly part: 'key' | 'value';
  /** How it is said: one by one, by a word or a star, or not at all. */
  readonly how: 'named' | 'swept' | 'excepted' | 'silent';
}

/** The place in a layer that decides a cell; the layer's own key where it is silent altogether. */
export function findDecidingPlace(layer: Layer, cell: Cell): Place {
  const { at } = layer;
  const { path, part } = readSaying(valueIn(at), cell);
  return path.length === 0 ? { ...at, part: 'key' } : placeIn(at.document, [...at.path, ...path], part);
}

/** The span of the place in a layer that decides a cell, found when it is first read. */
export const findDecidingSpan = (layer: Layer, cell: Cell): Span =>
  findSpanLater(layer.at.document, () => findDecidingPlace(layer, cell));

/**
 * Returns true if a layer holds a cell because it speaks of the cell's very model, module or feature, and not by a star
 * over all models.
 */
export function isHeldByName(layer: Layer, cell: Cell): boolean {
  if (!has(layer.held, cell.index)) return false;
  if (has(layer.named, cell.index)) return true;
  // Reading the layer takes a parse of its text, so the text is asked first.
  if (!cell.model || !layer.at.document.source.text.includes(cell.subject)) return false;
  const { path } = findDecidingPlace(layer, cell);
  return path[layer.at.path.length + 1] === cell.subject;
}

/** A raw YAML map, as far as the grammar looks into it. */
type Raw = { readonly [key: string]: unknown };

/**
 * Reads one cell off a layer's raw value, by section 5 of the language. Promises the same answer as the
 * bits that linking draws, and adds the place that decides.
 */
export function readSaying(layer: unknown, cell: Cell): Saying {
  const grants = rawOf(layer);
  switch (cell.kind) {
    case 'module':
      return 'modules' in grants ? readName(grants.modules, cell.subject, ['modules']) : silent([]);
    case 'feature':
      return 'features' in grants ? readName(grants.features, cell.subject, ['features']) : silent([]);
    case 'action':
      return readAction(rawOf(grants.models), cell.subject, cell.action);
    case 'property':
      return readRight(rawOf(grants.models), cell.subject, cell.property ?? '', cell.action);
    case 'capability':
      return silent([]);
  }
}

function readAction(models: Raw, model: string, action: string): Saying {
  const own = models[model];
  if (isSelection(own)) return readName(own, action, ['models', model]);
  if (own !== undefined && 'actions' in rawOf(own))
    return readName(rawOf(own).actions, action, ['models', model, 'actions']);
  if ('*' in models) return asSwept(readName(models['*'], action, ['models', '*']));
  return own === undefined
    ? silent(Object.keys(models).length > 0 ? ['models'] : [])
    : silent(['models', model]);
}

function readRight(models: Raw, model: string, property: string, right: string): Saying {
  const own = models[model];
  const properties = own !== undefined && !isSelection(own) ? rawOf(rawOf(own).properties) : noMap;
  const at: Path = ['models', model, 'properties'];
  if (property in properties) return readName(properties[property], right, [...at, property]);
  if ('*' in properties) return asSwept(readName(properties['*'], right, [...at, '*']));
  const speaks = own !== undefined ? ['models', model] : '*' in models ? ['models', '*'] : undefined;
  if (speaks) return { holds: true, path: speaks, part: 'key', how: 'swept' };
  return silent(Object.keys(models).length > 0 ? ['models'] : []);
}

function readName(selection: unknown, name: string, path: Path): Saying {
  if (typeof selection === 'string') return { holds: selection === 'all', path, part: 'value', how: 'swept' };
  if (Array.isArray(selection)) {
    const index = selection.indexOf(name);
    if (index === -1) return { holds: false, path, part: 'value', how: 'silent' };
    return { holds: true, path: [...path, index], part: 'value', how: 'named' };
  }
  const except = rawOf(selection).except;
  const index = Array.isArray(except) ? except.indexOf(name) : -1;
  if (index === -1) return { holds: true, path, part: 'value', how: 'swept' };
  return { holds: false, path: [...path, 'except', index], part: 'value', how: 'excepted' };
}

/** A name in a list under a star sweeps like the star does: it is no demand. */
const asSwept = (saying: Saying): Saying => (saying.how === 'named' ? { ...saying, how: 'swept' } : saying);

const silent = (path: Path): Saying => ({ holds: false, path, part: 'key', how: 'silent' });

const isSelection = (raw: unknown): boolean =>
  typeof raw === 'string' || Array.isArray(raw) || 'except' in rawOf(raw);

const rawOf = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : noMap);

/** Without a prototype, so that no name of JavaScript's own is found in it. */
const noMap: Raw = Object.freeze(Object.create(null));

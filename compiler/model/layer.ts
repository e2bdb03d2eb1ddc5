import type { Related } from '../diagnostics/diagnostic.ts';
import type { Span } from '../text/source.ts';
import type { Path } from '../text/yaml.ts';
import { has } from './bits.ts';
import type { Cell } from './catalog.ts';
import { findSpanLater, type Place, placeIn, spanOf, valueIn } from './document.ts';
import type { Inclusion, Layer } from './policy.ts';
import { isSelection, readSelection } from './selection.ts';

/** The answer of a layer about one cell, with the piece of the layer that gives it. */
export interface Saying {
  readonly holds: boolean;
  /** The path of that piece, from the layer's root; if the layer is silent, of the nearest piece around it. */
  readonly path: Path;
  readonly part: 'key' | 'value';
  /**
   * The way in which the layer decides: by the name of the cell, by a word or a star, by an exception, or not at all.
   */
  readonly how: 'named' | 'swept' | 'excepted' | 'silent';
}

/** The layer whose document decides a cell, with the role that is included for it; without a role, the layer in question. */
export interface DecidingLayer {
  readonly layer: Layer;
  readonly role?: string;
}

/**
 * Finds the layer whose document decides a cell: the layer itself, or where it holds the cell only by what it includes,
 * the first included one in order that holds it.
 */
export function findDecidingLayer(layer: Layer, cell: Cell): DecidingLayer {
  const inclusion = findInclusion(layer, cell);
  if (!inclusion) return { layer };
  return { role: inclusion.role, ...findDecidingLayer(inclusion.layer, cell) };
}

/** Returns the first inclusion by which a layer holds a cell; undefined if it does not hold it, or of its own. */
function findInclusion({ held, own, includes }: Layer, cell: Cell): Inclusion | undefined {
  if (!has(held, cell.index) || has(own, cell.index)) return undefined;
  return includes.find((one) => has(one.layer.held, cell.index));
}

/** Relates the names of roles by which a layer includes the document that decides a cell, the outermost first; none where that is its own. */
export function relateInclusions(layer: Layer, cell: Cell): readonly Related[] {
  const inclusion = findInclusion(layer, cell);
  if (!inclusion) return [];
  const note = `role \`${inclusion.role}\` is included here`;
  return [{ at: spanOf(inclusion.at), note }, ...relateInclusions(inclusion.layer, cell)];
}

/** Returns the place that decides a cell of a layer; the layer's own key if nothing is said about it. */
export function findDecidingPlace(outer: Layer, cell: Cell): Place {
  const { layer } = findDecidingLayer(outer, cell);
  const { at } = layer;
  const { path, part } = readSaying(valueIn(at), cell);
  return path.length === 0 ? { ...at, part: 'key' } : placeIn(at.document, [...at.path, ...path], part);
}

/** Returns the span of the place that decides a cell of a layer, perhaps in a document that it includes; it is found when it is first read. */
export function findDecidingSpan(outer: Layer, cell: Cell): Span {
  const { layer } = findDecidingLayer(outer, cell);
  return findSpanLater(layer.at.document, () => findDecidingPlace(layer, cell));
}

/**
 * Returns true if a layer holds a cell because its own document speaks of the cell's very model, module or feature, and not
 * by a star over all models.
 */
export function isHeldByName(layer: Layer, cell: Cell): boolean {
  if (!has(layer.own, cell.index)) return false;
  if (has(layer.named, cell.index)) return true;
  // Reading the layer takes a parse of its text, so the text is asked first.
  if (!cell.model || !layer.at.document.source.text.includes(cell.subject)) return false;
  const { path } = findDecidingPlace(layer, cell);
  return path[layer.at.path.length + 1] === cell.subject;
}

/** A map as YAML gives it. */
type Raw = { readonly [key: string]: unknown };

/**
 * Reads what a layer, given as the plain value of its document, says of one cell. The answer is the same as in the bits
 * that linking draws; the piece of the layer that decides is added.
 */
export function readSaying(layer: unknown, cell: Cell): Saying {
  const grants = rawOf(layer);
  switch (cell.kind) {
    case 'module':
      return 'modules' in grants ? readName(grants.modules, cell.subject, ['modules']) : saySilence([]);
    case 'feature':
      return 'features' in grants ? readName(grants.features, cell.subject, ['features']) : saySilence([]);
    case 'action':
      return readAction(rawOf(grants.models), cell.subject, cell.action);
    case 'property':
      return readRight(rawOf(grants.models), cell.subject, cell.property ?? '', cell.action);
    case 'capability':
      return saySilence([]);
  }
}

function readAction(models: Raw, model: string, action: string): Saying {
  const own = models[model];
  if (isSelection(own)) return readName(own, action, ['models', model]);
  if (own !== undefined && 'actions' in rawOf(own))
    return readName(rawOf(own).actions, action, ['models', model, 'actions']);
  if ('*' in models) return asSwept(readName(models['*'], action, ['models', '*']));
  return own === undefined
    ? saySilence(Object.keys(models).length > 0 ? ['models'] : [])
    : saySilence(['models', model]);
}

function readRight(models: Raw, model: string, property: string, right: string): Saying {
  const own = models[model];
  const properties = own !== undefined && !isSelection(own) ? rawOf(rawOf(own).properties) : noMap;
  const at: Path = ['models', model, 'properties'];
  if (property in properties) {
    const saying = readName(properties[property], right, [...at, property]);
    return saying.how === 'named' ? saying : withAction(saying, models, model, right);
  }
  if ('*' in properties)
    return withAction(asSwept(readName(properties['*'], right, [...at, '*'])), models, model, right);
  const speaks = own !== undefined ? ['models', model] : '*' in models ? ['models', '*'] : undefined;
  if (speaks)
    return withAction({ holds: true, path: speaks, part: 'key', how: 'swept' }, models, model, right);
  return saySilence(Object.keys(models).length > 0 ? ['models'] : []);
}

/** Returns a saying on a right that is not named: without the action of the same name it holds nothing. */
function withAction(saying: Saying, models: Raw, model: string, right: string): Saying {
  if (!saying.holds) return saying;
  const action = readAction(models, model, right);
  return action.holds ? saying : action;
}

function readName(selection: unknown, name: string, path: Path): Saying {
  if (typeof selection === 'string') return { holds: selection === 'all', path, part: 'value', how: 'swept' };
  const { isExcept, names, path: listed } = readSelection(selection);
  const index = names.indexOf(name);
  if (index === -1) return { holds: isExcept, path, part: 'value', how: isExcept ? 'swept' : 'silent' };
  const how = isExcept ? 'excepted' : 'named';
  return { holds: !isExcept, path: [...path, ...listed, index], part: 'value', how };
}

/** Returns a saying that is no demand: a name in a list under a star is meant as far as it is allowed. */
const asSwept = (saying: Saying): Saying => (saying.how === 'named' ? { ...saying, how: 'swept' } : saying);

const saySilence = (path: Path): Saying => ({ holds: false, path, part: 'key', how: 'silent' });

const rawOf = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : noMap);

/** A map without entries and without a prototype, so that no model called `constructor` is found in it. */
const noMap: Raw = Object.freeze(Object.create(null));

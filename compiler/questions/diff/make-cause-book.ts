import type { Cell } from '../../model/catalog.ts';
import type { Cause, CauseLayer } from '../../model/change.ts';
import { type Place, placeBeside, placeIn, valueIn } from '../../model/document.ts';
import { findDecidingPlace } from '../../model/layer.ts';
import type { Side } from '../../model/pair.ts';
import type { Layer } from '../../model/policy.ts';

/** The causes that a search has found, each once, however many rows it moves. */
export interface CauseBook {
  /** Returns the cause that lies in a layer which allows a cell, where an earlier one refuses it. */
  ofLayer(name: CauseLayer, allows: Layer, refuses: Layer | undefined, cell: Cell): Cause;
  /** Returns the cause that lies at a place, with the place on the other side if there is one. */
  ofPlace(name: CauseLayer, at: Place, other?: Place): Cause;
  /** Returns the cause that lies in what only the earlier side has: that it is gone lets a cell through. */
  ofGone(name: CauseLayer, other: Place): Cause;
  /** Returns the cause of a cell whose prerequisite has a cause. */
  through(inner: Cause, permission: string): Cause;
}

/** Makes a book without causes, for a search that leads from one side to the other. */
export function makeCauseBook(from: Side, to: Side): CauseBook {
  const causes = new Map<string, Cause>();
  const numbers = new Map<object, number>();
  const numberOf = (thing: object) => {
    const known = numbers.get(thing) ?? numbers.size;
    numbers.set(thing, known);
    return known;
  };
  const readOrMake = (key: string, make: () => Cause): Cause => {
    const known = causes.get(key) ?? make();
    causes.set(key, known);
    return known;
  };
  const makeCause = (layer: CauseLayer, at: Place, other: Place | undefined): Cause => ({
    layer,
    at: { side: to, place: placeBeside(at, other?.document) },
    ...(other && { other: { side: from, place: placeBeside(other, at.document) } }),
    through: [],
  });
  return {
    ofLayer(name, allows, refuses, cell) {
      const key = `${name} ${numberOf(allows)} ${refuses ? numberOf(refuses) : ''} ${cell.index}`;
      return readOrMake(key, () => {
        const at = findDecidingPlace(allows, cell);
        return makeCause(name, at, refuses && leadTowards(at, findDecidingPlace(refuses, cell)));
      });
    },
    ofPlace(name, at, other) {
      const key = `${name} ${numberOf(at.document)} ${JSON.stringify([at.path, at.part])}`;
      return readOrMake(key, () => makeCause(name, at, other));
    },
    ofGone(name, other) {
      const key = `gone ${name} ${numberOf(other.document)} ${JSON.stringify([other.path, other.part])}`;
      return readOrMake(key, () => ({ layer: name, at: { side: from, place: other }, through: [] }));
    },
    through: (inner, permission) =>
      readOrMake(`through ${numberOf(inner)} ${permission}`, () => ({
        ...inner,
        layer: 'requires',
        through: [permission, ...inner.through],
      })),
  };
}

/** Leads one step on towards `at` from a map around it that says nothing, so that the place shown is where it stood. */
function leadTowards(at: Place, around: Place): Place {
  const { document, path } = around;
  const step = at.path[path.length];
  const isAround = path.every((one, index) => one === at.path[index]);
  const value = valueIn(around);
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isAround && isMap && typeof step === 'string' && !(step in value)
    ? placeIn(document, [...path, step], 'key')
    : around;
}

import type { Cell } from '../../model/catalog.ts';
import type { Document, Place } from '../../model/document.ts';
import type { Matrix, Row, Trail } from '../../model/matrix.ts';
import { printPlaceJson } from '../place.ts';

/** Where it is written that a role may do something: the three layers that let it, each as `path:line`. */
export interface Provenance {
  readonly trail: Trail;
  readonly role: string;
  readonly cap: string;
  readonly ceiling: string;
}

/** Prepares reading provenance off trails; a place that was found once is not looked for again. */
export function provenance(matrix: Matrix): (row: Row, cell: Cell) => Provenance {
  const lineOf = lines();
  return (row, cell) => {
    const trail = matrix.trailOf(row, cell);
    const at = (layer: string): string => {
      const verdict = trail.verdicts.find((one) => one.layer === layer);
      return verdict ? lineOf(verdict.at) : '';
    };
    return { trail, role: at('role'), cap: at('userType'), ceiling: at('tenant') };
  };
}

/** Prepares saying where places are. */
function lines(): (place: Place) => string {
  const known = new WeakMap<Document, Map<string, string>>();
  return (place) => {
    const ofDocument = known.get(place.document) ?? new Map<string, string>();
    known.set(place.document, ofDocument);
    const key = `${place.part} ${JSON.stringify(place.path)}`;
    const found = ofDocument.get(key) ?? printLine(place);
    ofDocument.set(key, found);
    return found;
  };
}

/** A place as `policies/roles/viewer.yaml:11`. */
export function printLine(place: Place): string {
  const { path, line } = printPlaceJson(place);
  return `${path}:${line}`;
}

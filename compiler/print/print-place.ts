import { type Document, type Place, spanOf } from '../model/document.ts';
import type { PlaceJson } from '../model/finding-json.ts';
import { findPosition } from '../text/source.ts';

/** Prints a place as an object for JSON. */
export function printPlaceJson(place: Place): PlaceJson {
  const { source, start } = spanOf(place);
  const { line, column } = findPosition(source, start);
  return { path: source.path, line, column };
}

/** Prints a place on one line: `policies/roles/viewer.yaml:11:15`. */
export function printPlace(place: Place): string {
  const { path, line, column } = printPlaceJson(place);
  return `${path}:${line}:${column}`;
}

/** The lines of places that were printed: evidence names the same ones hundreds of thousands of times. */
const printedLines = new WeakMap<Document, Map<string, string>>();

/** Prints a place without its column: `policies/roles/viewer.yaml:11`. */
export function printLine(place: Place): string {
  const known = printedLines.get(place.document) ?? new Map<string, string>();
  printedLines.set(place.document, known);
  const key = `${place.part} ${JSON.stringify(place.path)}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const { path, line } = printPlaceJson(place);
  const text = `${path}:${line}`;
  known.set(key, text);
  return text;
}

import { type Place, spanOf } from '../model/document.ts';
import { positionOf } from '../text/source.ts';

/** A place as JSON has it: line and column count from 1, columns in UTF-16 code units. */
export interface PlaceJson {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** Where a place is. */
export function printPlaceJson(place: Place): PlaceJson {
  const { source, start } = spanOf(place);
  const { line, column } = positionOf(source, start);
  return { path: source.path, line, column };
}

/** A place on one line: `policies/roles/viewer.yaml:11:15`. */
export function printPlace(place: Place): string {
  const { path, line, column } = printPlaceJson(place);
  return `${path}:${line}:${column}`;
}

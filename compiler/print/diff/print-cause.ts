import type { Cause, SidePlace } from '../../model/change.ts';
import type { CauseJson, SidePlaceJson } from '../../questions/diff/report.ts';
import { printPlaceJson } from '../print-place.ts';

const causes = new WeakMap<Cause, CauseJson>();

/**
 * Prints a cause in the form that JSON promises. Many changes share one cause, so each is printed once: to find its
 * line parses a document.
 */
export function printCauseJson(cause: Cause): CauseJson {
  const known = causes.get(cause);
  if (known) return known;
  const { layer, at, other, through } = cause;
  const made: CauseJson = {
    layer,
    at: printSidePlaceJson(at),
    ...(other && { other: printSidePlaceJson(other) }),
    ...(through.length > 0 && { through }),
  };
  causes.set(cause, made);
  return made;
}

/** Leaves out the places that are on the line of an earlier one. */
export const omitSameLines = (places: readonly SidePlaceJson[]): readonly SidePlaceJson[] =>
  [
    ...new Map(places.toReversed().map((at) => [`${at.side} ${at.path}:${at.line}`, at])).values(),
  ].toReversed();

/** Prints a place and its side in the form that JSON promises. */
export const printSidePlaceJson = ({ side, place }: SidePlace): SidePlaceJson => ({
  ...printPlaceJson(place),
  side,
});

import type { Prerequisite } from '../../model/catalog.ts';
import { type Json, writeCanonicalJson } from '../../text/json.ts';

/** Numbers things in the order in which they come, equal ones alike. */
export function numberThings<T, J extends Json>(jsonOf: (thing: T) => J) {
  const all: J[] = [];
  const byText = new Map<string, number>();
  const byThing = new Map<T, number>();
  /** Returns the number of a thing that is written already. */
  const ofWritten = (json: J): number => {
    // No JSON of anything but a text begins with a quote, and sets are long texts.
    const text = typeof json === 'string' ? `"${json}` : writeCanonicalJson(json);
    const number = byText.get(text) ?? all.push(json) - 1;
    byText.set(text, number);
    return number;
  };
  return {
    all,
    ofWritten,
    of(thing: T): number {
      const known = byThing.get(thing);
      if (known !== undefined) return known;
      const number = ofWritten(jsonOf(thing));
      byThing.set(thing, number);
      return number;
    },
  };
}

/** Returns the number of a prerequisite's one cell, or the numbers of those of which one is enough. */
export function writePrerequisite({ oneOf }: Prerequisite): Json {
  const [only, more] = oneOf;
  return only && more === undefined ? only.index : oneOf.map(({ index }) => index);
}

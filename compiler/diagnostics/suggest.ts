import distanceOf from 'damerau-levenshtein';

/**
 * The name a person most likely meant, or nothing when none is near. Case, spaces, dashes and a plural `s`
 * do not count, and two letters that changed places are one mistake; a third of the letters may differ.
 */
export function nearest(written: string, names: Iterable<string>): string | undefined {
  const wanted = fold(written);
  let best: string | undefined;
  let bestDistance = wanted.length < 2 ? 1 : Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const name of [...names].sort()) {
    const apart = distanceOf(wanted, fold(name)).steps;
    if (apart < bestDistance) {
      best = name;
      bestDistance = apart;
    }
  }
  return best ?? soleBeginning(wanted, names);
}

/** The one name of about the same length that begins with the same two letters and differs in two others. */
function soleBeginning(wanted: string, names: Iterable<string>): string | undefined {
  const near = [...names].filter((name) => {
    const other = fold(name);
    const isLikely = wanted.length >= 4 && Math.abs(wanted.length - other.length) <= 1;
    return isLikely && other.startsWith(wanted.slice(0, 2)) && distanceOf(wanted, other).steps <= 2;
  });
  return near.length === 1 ? near[0] : undefined;
}

/** A `help` line for an unknown name; absent when no known name is near. */
export function didYouMean(written: string, names: Iterable<string>): string | undefined {
  const name = nearest(written, names);
  return name === undefined ? undefined : `did you mean \`${name}\`?`;
}

const fold = (name: string) =>
  name
    .toLowerCase()
    .replace(/[\s_-]/g, '')
    .replace(/s$/, '');

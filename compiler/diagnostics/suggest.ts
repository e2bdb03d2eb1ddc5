import distanceOf from 'damerau-levenshtein';

/**
 * Finds the name that a person most likely meant; undefined if none is near. Case, spaces, dashes and a plural `s` do
 * not count, and two letters that changed places are one mistake; a third of the letters may differ.
 */
export function nearest(written: string, names: Iterable<string>): string | undefined {
  if (written.length > longestName) return undefined;
  const wanted = fold(written);
  let best: string | undefined;
  let bestDistance = wanted.length < 2 ? 1 : Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const name of namesToCompare(wanted, names)) {
    const other = fold(name);
    // The lengths differ by so much that the distance cannot be less.
    if (Math.abs(other.length - wanted.length) >= bestDistance) continue;
    const apart = distanceOf(wanted, other).steps;
    if (apart < bestDistance) {
      best = name;
      bestDistance = apart;
    }
  }
  return best ?? soleBeginning(wanted, names);
}

/**
 * The most characters of a name that is compared: nobody misspells a longer one, and the work grows with the square of
 * the length.
 */
const longestName = 128;

/** The most names that are all compared; of more, only those with the same first letter are. */
const mostNames = 1_000;

function namesToCompare(wanted: string, names: Iterable<string>): readonly string[] {
  const all = [...names].sort();
  return all.length > mostNames ? all.filter((name) => fold(name).startsWith(wanted.slice(0, 1))) : all;
}

/** Finds the only name of about the same length that begins with the same two letters and differs in two others. */
function soleBeginning(wanted: string, names: Iterable<string>): string | undefined {
  const near = [...names].filter((name) => {
    if (name.length > longestName) return false;
    const other = fold(name);
    const isLikely = wanted.length >= 4 && Math.abs(wanted.length - other.length) <= 1;
    return isLikely && other.startsWith(wanted.slice(0, 2)) && distanceOf(wanted, other).steps <= 2;
  });
  return near.length === 1 ? near[0] : undefined;
}

/** Writes a `help` line for an unknown name; undefined if no known name is near. */
export function didYouMean(written: string, names: Iterable<string>): string | undefined {
  const name = nearest(written, names);
  return name === undefined ? undefined : `did you mean \`${name}\`?`;
}

const fold = (name: string) =>
  name
    .toLowerCase()
    .replace(/[\s_-]/g, '')
    .replace(/s$/, '');

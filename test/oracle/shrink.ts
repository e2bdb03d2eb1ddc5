import type { Document } from './documents.ts';

/**
 * Returns a small set of documents at which something still goes wrong: whatever can be taken away, from whole documents
 * to single keys and items, is taken away as long as it does, in so many tries.
 */
export function shrink(
  documents: readonly Document[],
  isWrong: (documents: readonly Document[]) => boolean,
  tries = 500,
): readonly Document[] {
  let smallest: unknown = documents;
  let left = tries;
  for (let isDone = false; !isDone; ) {
    isDone = true;
    for (const path of pathsIn(smallest)) {
      const smaller = remove(smallest, path);
      if (smaller === undefined) continue;
      if (left-- <= 0) return smallest as readonly Document[];
      if (!isStill(isWrong, smaller as readonly Document[])) continue;
      smallest = smaller;
      isDone = false;
    }
  }
  return smallest as readonly Document[];
}

function isStill(
  isWrong: (documents: readonly Document[]) => boolean,
  candidate: readonly Document[],
): boolean {
  try {
    return isWrong(candidate);
  } catch {
    return false;
  }
}

type Path = readonly (string | number)[];

/** Returns the paths to all parts of a value: the outer ones first, of a list the last item first. */
function pathsIn(value: unknown): readonly Path[] {
  const found: Path[] = [];
  for (let level: readonly Path[] = [[]]; level.length > 0; ) {
    level = level.flatMap((path) => keysOf(readAt(value, path)).map((key) => [...path, key]));
    found.push(...level);
  }
  return found;
}

function keysOf(value: unknown): readonly (string | number)[] {
  if (Array.isArray(value)) return [...value.keys()].reverse();
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function readAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (at as Record<string | number, unknown> | undefined)?.[key],
    value,
  );
}

/** Returns a value less the part at a path; undefined if it has none there. */
function remove(value: unknown, [key, ...further]: Path): unknown {
  if (key === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, key))
    return undefined;
  const inner = further.length === 0 ? undefined : remove(readAt(value, [key]), further);
  if (further.length > 0 && inner === undefined) return undefined;
  if (Array.isArray(value))
    return further.length === 0 ? value.toSpliced(Number(key), 1) : value.toSpliced(Number(key), 1, inner);
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.flatMap(([name, part]) =>
      name !== key ? [[name, part]] : further.length === 0 ? [] : [[name, inner]],
    ),
  );
}

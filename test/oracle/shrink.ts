import type { Document } from './documents.ts';

/**
 * Returns a smallest set of documents at which something still goes wrong: whatever can be taken away, from whole documents
 * to single keys and items, is taken away as long as it does.
 */
export function shrink(
  documents: readonly Document[],
  isWrong: (documents: readonly Document[]) => boolean,
): readonly Document[] {
  const isStillWrong = (candidate: readonly Document[]): boolean => {
    try {
      return isWrong(candidate);
    } catch {
      return false;
    }
  };
  let smallest = documents;
  for (let isDone = false; !isDone; ) {
    isDone = true;
    for (const smaller of smallerOnes(smallest)) {
      if (!isStillWrong(smaller as readonly Document[])) continue;
      smallest = smaller as readonly Document[];
      isDone = false;
      break;
    }
  }
  return smallest;
}

/** Yields a value less one of its parts, the largest parts first. */
function* smallerOnes(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    for (const at of items.keys()) yield items.toSpliced(at, 1);
    for (const [at, item] of items.entries())
      for (const smaller of smallerOnes(item)) yield items.toSpliced(at, 1, smaller);
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    for (const [name] of entries) yield Object.fromEntries(entries.filter(([other]) => other !== name));
    for (const [name, part] of entries)
      for (const smaller of smallerOnes(part))
        yield Object.fromEntries(entries.map(([other, own]) => [other, other === name ? smaller : own]));
  }
}

import type { Source } from './source.ts';

/** The values that are kept: those of so many texts however long they are, and of more up to so many characters. */
interface Limits {
  readonly texts: number;
  readonly characters: number;
}

/**
 * Returns a function that makes a value of a source, and keeps those that were asked for last: what is read of a text takes many
 * times its memory, and only a few texts are spoken of at a time.
 */
export function keepRecent<Value>({
  texts,
  characters,
}: Limits): (source: Source, make: () => Value) => Value {
  const kept = new Map<Source, Value>();
  let held = 0;
  return (source, make) => {
    const known = kept.get(source);
    const value = known ?? make();
    if (known === undefined) held += source.text.length;
    else kept.delete(source);
    kept.set(source, value);
    for (const oldest of kept.keys()) {
      if (kept.size <= texts || held <= characters) break;
      kept.delete(oldest);
      held -= oldest.text.length;
    }
    return value;
  };
}

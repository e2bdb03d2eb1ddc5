import type { Document } from '../documents.ts';
import { type Draw, isLikely, pick } from './draw.ts';

type Path = readonly (string | number)[];

/**
 * Returns documents that differ from others in a few places: a field is taken from another document of its kind, a key or an
 * item is taken away, a word or a number becomes another, a document goes. Only changes that `isValid` takes are kept.
 */
export function changeDocuments(
  draw: Draw,
  documents: readonly Document[],
  isValid: (documents: readonly Document[]) => boolean,
): readonly Document[] {
  let changed = documents;
  let wanted = 1 + draw(4);
  for (let tries = 24; tries > 0 && wanted > 0; tries--) {
    const next = changeOnce(draw, changed);
    if (next === undefined || !isValid(next)) continue;
    changed = next;
    wanted--;
  }
  return changed;
}

function changeOnce(draw: Draw, documents: readonly Document[]): readonly Document[] | undefined {
  const at = draw(documents.length);
  const document = documents[at];
  if (document === undefined) return undefined;
  if (isLikely(draw, 6)) return documents.toSpliced(at, 1);
  const changed = isLikely(draw, 45)
    ? takeField(draw, document, pick(draw, documents))
    : changeWithin(draw, document);
  return changed === undefined ? undefined : documents.toSpliced(at, 1, changed as Document);
}

/** Returns a document with a field of another one of its kind; undefined if that has none. */
function takeField(draw: Draw, document: Document, other: Document): unknown {
  if (document.kind !== other.kind || document === other) return undefined;
  const fields = Object.keys(other).filter((name) => !['kind', 'name', 'tenant', 'model'].includes(name));
  if (fields.length === 0) return undefined;
  const field = pick(draw, fields);
  return { ...document, [field]: (other as unknown as Readonly<Record<string, unknown>>)[field] };
}

/** Returns a document with another value somewhere, or without one. */
function changeWithin(draw: Draw, document: Document): unknown {
  const paths = pathsIn(document).filter(([first]) => first !== 'kind' && first !== 'name');
  if (paths.length === 0) return undefined;
  const path = pick(draw, paths);
  return rewrite(document, path, (value) => {
    if (value === 'all') return isLikely(draw, 50) ? 'none' : undefined;
    if (value === 'none') return 'all';
    if (typeof value === 'boolean') return !value;
    if (typeof value === 'number' && isLikely(draw, 50)) return value + pick(draw, [-1, 1]);
    if (typeof value === 'string' && isLikely(draw, 40)) return pick(draw, wordsIn(document));
    return undefined;
  });
}

const wordsIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(wordsIn)
      : [];

function pathsIn(value: unknown, above: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    const path = [...above, Array.isArray(value) ? Number(key) : key];
    return [path, ...pathsIn((value as Readonly<Record<string, unknown>>)[key], path)];
  });
}

/** Returns a value with another part at a path, or without that part where it becomes undefined. */
function rewrite(value: unknown, [key, ...further]: Path, change: (part: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  const part = rewrite((value as Readonly<Record<string | number, unknown>>)[key], further, change);
  if (Array.isArray(value))
    return part === undefined ? value.toSpliced(Number(key), 1) : value.toSpliced(Number(key), 1, part);
  const { [key]: _, ...others } = value as Readonly<Record<string | number, unknown>>;
  if (part === undefined) return others;
  return Object.fromEntries(
    Object.entries(value as object).map(([name, held]) => [name, name === String(key) ? part : held]),
  );
}

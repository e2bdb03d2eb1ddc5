/** Any value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The objects that stand at many places of a value, each with its text once it was written in some form. */
export type RepeatedObjects = Map<unknown, string | undefined>;

const quoted = new Map<string, string>();

/** Writes a text as JSON; short ones are remembered, since names come again in every role. */
function quote(text: string): string {
  if (text.length > 100) return JSON.stringify(text);
  const known = quoted.get(text);
  if (known !== undefined) return known;
  const made = JSON.stringify(text);
  if (quoted.size >= 20_000) quoted.clear();
  quoted.set(text, made);
  return made;
}

/** Writes a value that holds no other. */
function writeScalar(value: string | number | boolean | null): string {
  if (typeof value === 'string') return quote(value);
  return Number.isSafeInteger(value) ? `${value}` : JSON.stringify(value);
}

/**
 * Writes a value as JSON with keys sorted by code unit and without spaces: equal values have equal texts, so a digest of
 * the text is a digest of the value.
 */
export function writeCanonicalJson(value: Json, repeated?: RepeatedObjects): string {
  if (typeof value !== 'object' || value === null) return writeScalar(value);
  const known = repeated?.get(value);
  if (known !== undefined) return known;
  const text = isList(value)
    ? `[${joinItems(value, ',', writeCanonicalJson, repeated)}]`
    : `{${joinEntries(value, listSortedKeys(value), ':', ',', writeCanonicalJson, repeated)}}`;
  if (repeated?.has(value)) repeated.set(value, text);
  return text;
}

/** Lists the keys of a map by code unit; most maps have them so. */
function listSortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value);
  for (let at = 1; at < keys.length; at++) if ((keys[at - 1] ?? '') > (keys[at] ?? '')) return keys.sort();
  return keys;
}

type WriteJson = (value: Json, repeated?: RepeatedObjects) => string;

// Loops, since a fleet has a hundred thousand short lists and maps, and a function for each takes as long as its text.

function joinItems(
  items: readonly Json[],
  between: string,
  write: WriteJson,
  repeated: RepeatedObjects | undefined,
): string {
  let text = '';
  for (let at = 0; at < items.length; at++)
    text += (at > 0 ? between : '') + write(items[at] as Json, repeated);
  return text;
}

function joinEntries(
  map: { readonly [key: string]: Json },
  keys: readonly string[],
  colon: string,
  between: string,
  write: WriteJson,
  repeated: RepeatedObjects | undefined,
): string {
  let text = '';
  for (const key of keys)
    text += `${text === '' ? '' : between}${quote(key)}${colon}${write(map[key] as Json, repeated)}`;
  return text;
}

/** Writes a value as JSON on one line, spaced as people write it: `{ "subject": "Company", "fields": ["arr", "name"] }`. */
export function writeSpacedJson(value: Json, repeated?: RepeatedObjects): string {
  if (typeof value !== 'object' || value === null) return writeScalar(value);
  const known = repeated?.get(value);
  if (known !== undefined) return known;
  const text = isList(value)
    ? `[${joinItems(value, ', ', writeSpacedJson, repeated)}]`
    : writeSpacedMap(value, repeated);
  if (repeated?.has(value)) repeated.set(value, text);
  return text;
}

function writeSpacedMap(value: { readonly [key: string]: Json }, repeated?: RepeatedObjects): string {
  const keys = Object.keys(value);
  return keys.length === 0 ? '{}' : `{ ${joinEntries(value, keys, ': ', ', ', writeSpacedJson, repeated)} }`;
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);

/** Writes JSON texts on lines of their own between brackets; `indent` is that of the closing bracket. */
export function writeBlock(brackets: '[]' | '{}', items: readonly string[], indent: string): string {
  if (items.length === 0) return brackets;
  return `${brackets[0]}\n${indent}  ${items.join(`,\n${indent}  `)}\n${indent}${brackets[1]}`;
}

/**
 * Writes a value as JSON: the outer `depth` levels over several lines, each value inside them on one line. Objects that are
 * `repeated` stand equally deep at all their places.
 */
export function writeIndentedJson(
  value: Json,
  depth: number,
  indent = '',
  repeated?: RepeatedObjects,
): string {
  if (depth === 0 || typeof value !== 'object' || value === null) return writeSpacedJson(value, repeated);
  const known = repeated?.get(value);
  if (known !== undefined) return known;
  const inner = (item: Json) => writeIndentedJson(item, depth - 1, `${indent}  `, repeated);
  const text = isList(value)
    ? writeBlock('[]', value.map(inner), indent)
    : writeBlock(
        '{}',
        Object.keys(value).map((key) => `${quote(key)}: ${inner(value[key] as Json)}`),
        indent,
      );
  if (repeated?.has(value)) repeated.set(value, text);
  return text;
}

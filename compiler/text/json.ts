/** Any value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Writes a value as JSON with keys sorted by code unit and without spaces: equal values have equal texts, so a digest of
 * the text is a digest of the value.
 */
export function writeCanonicalJson(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeCanonicalJson).join(',')}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${writeCanonicalJson(item)}`).join(',')}}`;
}

/** Writes a value as JSON on one line, spaced as people write it: `{ "subject": "Company", "fields": ["arr", "name"] }`. */
export function writeSpacedJson(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeSpacedJson).join(', ')}]`;
  const entries = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${writeSpacedJson(item)}`,
  );
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Writes JSON texts on lines of their own between brackets; `indent` is that of the closing bracket. */
export function writeBlock(brackets: '[]' | '{}', items: readonly string[], indent: string): string {
  if (items.length === 0) return brackets;
  return `${brackets[0]}\n${indent}  ${items.join(`,\n${indent}  `)}\n${indent}${brackets[1]}`;
}

/** Writes a value as JSON: the outer `depth` levels over several lines, each value inside them on one line. */
export function writeIndentedJson(value: Json, depth: number, indent = ''): string {
  if (depth === 0 || typeof value !== 'object' || value === null) return writeSpacedJson(value);
  const inner = (item: Json) => writeIndentedJson(item, depth - 1, `${indent}  `);
  if (Array.isArray(value)) return writeBlock('[]', value.map(inner), indent);
  return writeBlock(
    '{}',
    Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${inner(item)}`),
    indent,
  );
}

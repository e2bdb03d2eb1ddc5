import { impossible } from '../../diagnostics/impossible.ts';
import type { Json } from '../../text/json.ts';

/** A JSON Schema, as far as it is looked into here. */
export interface Schema {
  readonly [keyword: string]: Json;
}

/** What takes the place of a piece of a schema. */
export type Fill = (piece: Schema) => Schema;

/** Schemas by name, as they stand under `$defs`. */
export type Definitions = Readonly<Record<string, Schema>>;

/** Whether a value of JSON is a map. */
export const isMap = (value: Json | undefined): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema with the piece at a path, `properties/seats/items`, filled in; the piece must be there. */
export function within(schema: Schema, path: string, fill: Fill): Schema {
  const replaced = replace(schema, path.split('/'), fill, path);
  return isMap(replaced) ? replaced : impossible(`${path} is the whole schema`);
}

function replace(
  value: Json | undefined,
  [step, ...rest]: readonly string[],
  fill: Fill,
  path: string,
): Json {
  if (step === undefined) return isMap(value) ? fill(value) : impossible(`no schema has a piece at ${path}`);
  if (isMap(value)) return { ...value, [step]: replace(value[step], rest, fill, path) };
  if (!Array.isArray(value)) return impossible(`no schema has a piece at ${path}`);
  return (value as readonly Json[]).map((item, at) =>
    String(at) === step ? replace(item, rest, fill, path) : item,
  );
}

/** The same value with every reference changed. */
export function withReferences<T extends Json>(value: T, change: (reference: string) => string): T;
export function withReferences(value: Json, change: (reference: string) => string): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => withReferences(item, change));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string' ? change(item) : withReferences(item, change),
    ]),
  );
}

/** The definitions that a schema refers to, at once or through others, sorted by name. */
export function reachable(schema: Schema, all: Definitions): Definitions {
  const found = new Map<string, Schema>();
  const follow = (value: Json): Json =>
    withReferences(value, (reference) => {
      const name = reference.replace('#/$defs/', '');
      const definition = all[name] ?? impossible(`no definition ${reference}`);
      if (!found.has(name)) {
        found.set(name, definition);
        follow(definition);
      }
      return reference;
    });
  follow(schema);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

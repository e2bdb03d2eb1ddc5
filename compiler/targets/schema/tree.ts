import { impossible } from '../../diagnostics/impossible.ts';
import type { Json } from '../../text/json.ts';

/** A JSON Schema, as far as it is looked into here. */
export interface JsonSchema {
  readonly [keyword: string]: Json;
}

/** A function that returns the replacement of a piece of a schema. */
export type Fill = (piece: JsonSchema) => JsonSchema;

/** Schemas by name, as they stand under `$defs`. */
export type Definitions = Readonly<Record<string, JsonSchema>>;

/** Returns true if a value of JSON is a map. */
export const isSchemaMap = (value: Json | undefined): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fills in the piece of a schema at a path, `properties/seats/items`; the piece must be there. */
export function fillAt(schema: JsonSchema, path: string, fill: Fill): JsonSchema {
  const replaced = replace(schema, path.split('/'), fill, path);
  return isSchemaMap(replaced) ? replaced : impossible(`${path} is the whole schema`);
}

function replace(
  value: Json | undefined,
  [step, ...rest]: readonly string[],
  fill: Fill,
  path: string,
): Json {
  if (step === undefined)
    return isSchemaMap(value) ? fill(value) : impossible(`no schema has a piece at ${path}`);
  if (isSchemaMap(value)) return { ...value, [step]: replace(value[step], rest, fill, path) };
  if (!Array.isArray(value)) return impossible(`no schema has a piece at ${path}`);
  return (value as readonly Json[]).map((item, at) =>
    String(at) === step ? replace(item, rest, fill, path) : item,
  );
}

/** Returns the same value with every reference changed. */
export function changeReferences<T extends Json>(value: T, change: (reference: string) => string): T;
export function changeReferences(value: Json, change: (reference: string) => string): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => changeReferences(item, change));
  if (!isSchemaMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string' ? change(item) : changeReferences(item, change),
    ]),
  );
}

/** Calls a function with every reference in a value. */
function followReferences(value: Json | undefined, follow: (reference: string) => void): void {
  if (Array.isArray(value)) for (const item of value as readonly Json[]) followReferences(item, follow);
  else if (isSchemaMap(value))
    for (const key of Object.keys(value)) {
      const item = value[key];
      if (key === '$ref' && typeof item === 'string') follow(item);
      else followReferences(item, follow);
    }
}

/** Collects the definitions that a schema refers to, at once or through others, sorted by name. */
export function collectDefinitions(schema: JsonSchema, all: Definitions): Definitions {
  const found = new Map<string, JsonSchema>();
  const collect = (reference: string): void => {
    const name = reference.replace('#/$defs/', '');
    if (found.has(name)) return;
    const definition = all[name] ?? impossible(`no definition ${reference}`);
    found.set(name, definition);
    followReferences(definition, collect);
  };
  followReferences(schema, collect);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { documentKinds } from '../../compiler/model/document-kinds.ts';
// @ts-expect-error a script, typed by its own comments
import { listKinds, makeAjv, readSchemas, writeTypes } from '../../scripts/generate.mjs';

type Schema = { readonly [keyword: string]: unknown };

const schemas: ReadonlyMap<string, Schema> = await readSchemas();
const ajv = makeAjv(schemas);

test('every kind has a schema, in the order of the language page', () => {
  expect(listKinds(schemas).map(([kind]: [string]) => kind)).toEqual(documentKinds);
  const files = listKinds(schemas).map(([, file]: [string, string]) => file);
  expect([...schemas.keys()].sort()).toEqual([...files, 'common.schema.json', 'policy.schema.json'].sort());
});

test('the types of the documents are fresh', { tags: ['slow'] }, async () => {
  const committed = await readFile(
    new URL('../../compiler/model/documents.generated.ts', import.meta.url),
    'utf8',
  );
  expect(await writeTypes(schemas)).toBe(committed);
});

describe.each([...schemas])('%s', (file, schema) => {
  test('compiles in strict mode', () => {
    expect(typeof ajv.getSchema(file)).toBe('function');
  });

  test('describes itself and every field and definition', () => {
    expect(undescribed(schema, file)).toEqual([]);
  });

  test('knows all its fields', () => {
    expect(open(schema, file)).toEqual([]);
  });
});

/** Returns the paths that have no description, of their own or of the definition that they refer to. */
function undescribed(schema: Schema, path: string): readonly string[] {
  const named = { ...maps(schema.properties), ...maps(schema.$defs) };
  const inside = Object.entries(named).flatMap(([name, field]) => [
    ...(isDescribed(field) ? [] : [`${path}/${name}`]),
    ...undescribed(field, `${path}/${name}`),
  ]);
  const isRoot = !path.includes('/');
  return [...(isRoot && !isDescribed(schema) ? [path] : []), ...inside, ...below(schema, path, undescribed)];
}

function isDescribed({ description, $ref }: Schema): boolean {
  if (typeof description === 'string') return description.length > 20 && /\.`?$/.test(description);
  const name = String($ref).replace('common.schema.json#/$defs/', '');
  const definition = maps(schemas.get('common.schema.json')?.$defs)[name];
  return definition !== undefined && isDescribed(definition);
}

/** The maps that accept fields they do not know. A condition is the one that must: link reads it. */
function open(schema: Schema, path: string): readonly string[] {
  const isOpen =
    schema.type === 'object' &&
    (schema.additionalProperties ?? true) === true &&
    !path.endsWith('/Condition');
  const named = { ...maps(schema.properties), ...maps(schema.$defs) };
  const inside = Object.entries(named).flatMap(([name, field]) => open(field, `${path}/${name}`));
  return [
    ...(isOpen && path !== 'policy.schema.json' ? [path] : []),
    ...inside,
    ...below(schema, path, open),
  ];
}

/** Returns the paths that `find` returns for the schemas inside of a schema that have no name of their own. */
function below(schema: Schema, path: string, find: (schema: Schema, path: string) => readonly string[]) {
  const unnamed = [
    schema.items,
    schema.additionalProperties,
    ...((schema.anyOf as unknown[] | undefined) ?? []),
  ];
  return unnamed.flatMap((inner, index) =>
    typeof inner === 'object' && inner !== null ? find(inner as Schema, `${path}/${index}`) : [],
  );
}

const maps = (schemas: unknown) => (schemas ?? {}) as Readonly<Record<string, Schema>>;

import { nearest } from '../../diagnostics/suggest.ts';
import type { Parsed } from '../../model/document.ts';
import { type Fields, isFields } from '../../text/fields.ts';
import { type Schema, schemas } from '../validators.generated.js';
import { fieldsOf, resolveReference, type SchemaPlace } from './schema-place.ts';
import { nameDocument, nameEntry, nameField, nameItem } from './words.ts';

/** Returns the place at a JSON pointer; undefined if the pointer leads into a choice that the author did not mean. */
export function findPlace(parsed: Parsed, pointer: string): SchemaPlace | undefined {
  const called = nameDocument(parsed);
  const schema = schemas[parsed.kind];
  const root = { parsed, path: [], value: parsed.value, called };
  let place = schema && withSchema(root, schema);
  for (const step of pointer.split('/').slice(1))
    place = place && stepInto(place, step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return place;
}

/** The fields that hold a layer: one grammar under four names. */
const layers: readonly string[] = ['grants', 'allows', 'adds', 'ceiling'];

/** Guesses the field that an unknown one stands for, among the fields that the map does not have yet. */
export function guessField(written: string, map: Fields, schema: Schema): string | undefined {
  const free = fieldsOf(schema).filter((name) => !Object.hasOwn(map, name));
  if (layers.includes(written)) return free.find((name) => layers.includes(name));
  return nearest(written, free);
}

function stepInto(around: SchemaPlace, step: string): SchemaPlace | undefined {
  const { parsed, schema, value } = around;
  if (!around.isClear) return undefined;
  if (Array.isArray(value)) {
    const index = Number(step);
    const item: unknown = value[index];
    const path = [...around.path, index];
    const inside = { parsed, path, value: item, called: nameItem(around, index, item), around };
    return schema.items && withSchema(inside, schema.items);
  }
  if (!isFields(value)) return undefined;
  const { properties, additionalProperties } = schema;
  const field = properties && Object.hasOwn(properties, step) ? properties[step] : undefined;
  const inside = { parsed, path: [...around.path, step], value: value[step], around };
  if (typeof additionalProperties === 'object')
    return withSchema({ ...inside, called: nameEntry(around, step) }, field ?? additionalProperties);
  return field && withSchema({ ...inside, called: nameField(around, step) }, field);
}

function withSchema(place: Omit<SchemaPlace, 'schema' | 'choices' | 'isClear'>, schema: Schema): SchemaPlace {
  const choices = choicesOf(schema);
  const chosen = choices.length === 1 ? choices[0] : choose(choices, place.value);
  return { ...place, schema: chosen ?? schema, choices, isClear: chosen !== undefined };
}

function choicesOf(schema: Schema): readonly Schema[] {
  const { anyOf, ...rest } = resolveReference(schema);
  return anyOf ? anyOf.flatMap(choicesOf) : [rest];
}

/** Chooses the schema that a value resembles most: of the same type and, among maps, with the same fields. */
function choose(choices: readonly Schema[], value: unknown): Schema | undefined {
  if (!isFields(value)) {
    const type = Array.isArray(value) ? 'array' : typeof value;
    return choices.find((choice) => choice.type === type);
  }
  let best: Schema | undefined;
  let bestResemblance = 0;
  for (const choice of choices) {
    const resemblance = measureResemblance(value, choice);
    if (resemblance <= bestResemblance) continue;
    best = choice;
    bestResemblance = resemblance;
  }
  return best;
}

/** Returns how far a map resembles the maps that a schema describes; 0 if not at all. */
export function measureResemblance(map: Fields, schema: Schema): number {
  if (schema.type !== 'object') return 0;
  if (schema.additionalProperties !== false) return 1;
  let resemblance = 0;
  for (const key of Object.keys(map))
    if (Object.hasOwn(schema.properties ?? {}, key)) resemblance += 2;
    else if (guessField(key, map, schema)) resemblance += 1;
  return resemblance;
}

import { nearest } from '../../diagnostics/suggest.ts';
import type { Parsed } from '../../model/document.ts';
import type { Path } from '../../text/yaml.ts';
import { definitions, type Schema, schemas } from '../validators.generated.js';
import { calledDocument, calledEntry, calledField, calledItem } from './words.ts';

/** A place in a document, what people call it, and the schema that its author had in mind there. */
export interface Meant {
  readonly parsed: Parsed;
  readonly path: Path;
  readonly value: unknown;
  readonly called: string;
  /** The place around this one; a whole document has none. */
  readonly around?: Meant;
  readonly schema: Schema;
  /** All that could stand here instead; one schema where there is no choice. */
  readonly choices: readonly Schema[];
  /** Whether the value resembles one of the choices. If not, `schema` is all of them. */
  readonly isClear: boolean;
}

/** A map of a policy document. */
export type Fields = Readonly<Record<string, unknown>>;

/** The place at a JSON pointer; nothing if the pointer leads into what the author did not mean. */
export function meantAt(parsed: Parsed, pointer: string): Meant | undefined {
  const called = calledDocument(parsed);
  const schema = schemas[parsed.kind];
  const root = { parsed, path: [], value: parsed.value, called };
  let meant = schema && withSchema(root, schema);
  for (const step of pointer.split('/').slice(1))
    meant = meant && stepInto(meant, step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return meant;
}

/** The schema itself, or the one that it refers to. */
export function resolved(schema: Schema): Schema {
  const name = schema.$ref?.slice(schema.$ref.lastIndexOf('/') + 1);
  return (name !== undefined && definitions[name]) || schema;
}

/** Whether a value is a map. */
export const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields that a schema knows by name. */
export const fieldsOf = (schema: Schema): readonly string[] => Object.keys(schema.properties ?? {});

/** The fields that hold a layer: one grammar under four names. */
const layers: readonly string[] = ['grants', 'allows', 'adds', 'ceiling'];

/** The field that an unknown one most likely stands for, among those that the map does not have yet. */
export function fieldMeant(written: string, map: Fields, schema: Schema): string | undefined {
  const free = fieldsOf(schema).filter((name) => !Object.hasOwn(map, name));
  if (layers.includes(written)) return free.find((name) => layers.includes(name));
  return nearest(written, free);
}

function stepInto(around: Meant, step: string): Meant | undefined {
  const { parsed, schema, value } = around;
  if (!around.isClear) return undefined;
  if (Array.isArray(value)) {
    const index = Number(step);
    const item: unknown = value[index];
    const path = [...around.path, index];
    const inside = { parsed, path, value: item, called: calledItem(around, index, item), around };
    return schema.items && withSchema(inside, schema.items);
  }
  if (!isMap(value)) return undefined;
  const { properties, additionalProperties } = schema;
  const field = properties && Object.hasOwn(properties, step) ? properties[step] : undefined;
  const inside = { parsed, path: [...around.path, step], value: value[step], around };
  if (typeof additionalProperties === 'object')
    return withSchema({ ...inside, called: calledEntry(around, step) }, field ?? additionalProperties);
  return field && withSchema({ ...inside, called: calledField(around, step) }, field);
}

function withSchema(place: Omit<Meant, 'schema' | 'choices' | 'isClear'>, schema: Schema): Meant {
  const choices = choicesOf(schema);
  const chosen = choices.length === 1 ? choices[0] : choose(choices, place.value);
  return { ...place, schema: chosen ?? schema, choices, isClear: chosen !== undefined };
}

function choicesOf(schema: Schema): readonly Schema[] {
  const { anyOf, ...rest } = resolved(schema);
  return anyOf ? anyOf.flatMap(choicesOf) : [rest];
}

/** The choice that a value resembles most: of the same type and, among maps, with the same fields. */
function choose(choices: readonly Schema[], value: unknown): Schema | undefined {
  if (!isMap(value)) {
    const type = Array.isArray(value) ? 'array' : typeof value;
    return choices.find((choice) => choice.type === type);
  }
  let best: Schema | undefined;
  let bestResemblance = 0;
  for (const choice of choices) {
    const resemblance = resemblanceOf(value, choice);
    if (resemblance <= bestResemblance) continue;
    best = choice;
    bestResemblance = resemblance;
  }
  return best;
}

/** How far a map resembles what a schema describes; 0 if not at all. */
export function resemblanceOf(map: Fields, schema: Schema): number {
  if (schema.type !== 'object') return 0;
  if (schema.additionalProperties !== false) return 1;
  let resemblance = 0;
  for (const key of Object.keys(map))
    if (Object.hasOwn(schema.properties ?? {}, key)) resemblance += 2;
    else if (fieldMeant(key, map, schema)) resemblance += 1;
  return resemblance;
}

import type { Parsed } from '../../model/document.ts';
import type { Path } from '../../text/yaml.ts';
import { definitions, type Schema } from '../validators.generated.js';

/** A place in a document, the words that people call it by, and the schema that its author had in mind there. */
export interface SchemaPlace {
  readonly parsed: Parsed;
  readonly path: Path;
  readonly value: unknown;
  readonly called: string;
  /** The place around this one; a whole document has none. */
  readonly around?: SchemaPlace;
  readonly schema: Schema;
  /** Every schema that the value here may fit; one if there is no choice. */
  readonly choices: readonly Schema[];
  /** True if the value resembles one of the choices. If not, `schema` is all of them. */
  readonly isClear: boolean;
}

/** Returns the schema that a schema refers to; the schema itself if it refers to none. */
export function resolveReference(schema: Schema): Schema {
  const name = schema.$ref?.slice(schema.$ref.lastIndexOf('/') + 1);
  return (name !== undefined && definitions[name]) || schema;
}

/** Returns the fields that a schema knows by name. */
export const fieldsOf = (schema: Schema): readonly string[] => Object.keys(schema.properties ?? {});

/** The words of JSON Schema that the schemas of policy documents use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: 'string' | 'integer' | 'boolean' | 'array' | 'object';
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly format?: 'date';
  readonly minimum?: number;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly { readonly required: readonly [string] }[];
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  readonly not?: Schema;
}

/** One demand of a schema that a value does not meet; `instancePath` is a JSON pointer into the value. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Says whether a value meets a schema; if not, `errors` says where it fails, until the next call. */
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

/** The validator of each kind. */
export const validators: Readonly<Record<string, Validator>>;

/** The schema of each kind. */
export const schemas: Readonly<Record<string, Schema>>;

/** What the schemas refer to, by the last word of the reference. */
export const definitions: Readonly<Record<string, Schema>>;

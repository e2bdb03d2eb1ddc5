import type { Place } from './document.ts';

/** The names that a product has for what the catalog names; all keys are the product's words. */
export interface Mapping {
  readonly name: string;
  readonly at: Place;
  /** Columns of exports by what they hold, in our words. */
  readonly columns: Words;
  /** The columns and permissions that say nothing here. */
  readonly ignored: ReadonlySet<string>;
  readonly on: readonly string[];
  readonly off: readonly string[];
  /** The texts between the parts of a permission, beside `:` and `.`. */
  readonly separators: readonly string[];
  /** Whole permissions, each with those that one switch stands for. */
  readonly permissions: ReadonlyMap<string, readonly string[]>;
  readonly actions: Words;
  readonly models: Words;
  /** Properties, by the name that the catalog has for the model. */
  readonly properties: ReadonlyMap<string, Words>;
  readonly modules: Words;
  readonly features: Words;
  readonly userTypes: Words;
  readonly seats: Words;
  readonly packages: Words;
  readonly portfolios: ReadonlyMap<string, readonly string[]>;
  readonly roles: Words;
}

/** The names of the catalog by the product's words. */
export type Words = ReadonlyMap<string, string>;

/** The columns that an export can have, in our words, beside `attributes.NAME`. */
export const importColumns = [
  'role',
  'permission',
  'subject',
  'property',
  'action',
  'on',
  'title',
  'description',
  'userType',
  'seats',
  'portfolio',
  'id',
  'roles',
  'active',
  'madeBy',
  'attributes',
  'limit',
  'most',
  'limits',
  'packages',
  'plan',
  'switches',
] as const;
/** One of the columns, or an attribute of a user. */
export type ImportColumn = (typeof importColumns)[number] | `attributes.${string}`;

/** Returns the column that a word of ours names; undefined if it names none. */
export const findImportColumn = (word: string): ImportColumn | undefined =>
  importColumns.find((column) => column === word) ??
  (/^attributes\.\S+$/.test(word) ? (word as ImportColumn) : undefined);

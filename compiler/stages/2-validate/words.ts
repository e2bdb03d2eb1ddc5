import type { Parsed } from '../../model/document.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import { addArticle } from '../../text/count.ts';
import type { Schema } from '../validators.generated.js';
import type { SchemaPlace } from './schema-place.ts';
import { isVersion } from './versions.ts';

const nouns: Readonly<Record<DocumentKind, string>> = {
  Model: 'model',
  Action: 'action',
  Module: 'module',
  Feature: 'feature',
  Capability: 'capability',
  Generations: 'generations',
  Principal: 'principal',
  Portfolio: 'portfolio',
  UserType: 'user type',
  Seat: 'seat',
  Tenant: 'tenant',
  Properties: 'property list',
  Role: 'role',
  Users: 'user list',
  Invariant: 'invariant',
  Waiver: 'waiver',
  Test: 'test',
  Settings: 'settings',
  Mapping: 'mapping',
  Runbook: 'runbook',
};

/** Fields that are words of their own: “the rank of …” and not “`rank` of …”. */
const plainFields: ReadonlySet<string> = new Set([
  'name',
  'family',
  'title',
  'description',
  'type',
  'portfolio',
  'reach',
  'rank',
  'package',
  'version',
  'plan',
  'ceiling',
  'tenant',
  'grants',
  'severity',
  'source',
  'role',
  'invariant',
  'owner',
]);

/** Names a document as people do: “role `csm`”. */
export function nameDocument({ kind, value }: Parsed): string {
  if (kind === 'Principal') return 'the principal';
  if (kind === 'Settings') return 'the settings';
  if (kind === 'Users') return nameByField('the user list of tenant', value, 'tenant') ?? 'this user list';
  if (kind === 'Waiver') return nameByField('the waiver of', value, 'invariant') ?? 'this waiver';
  return nameByField(nouns[kind], value, 'name') ?? `this ${nouns[kind]}`;
}

/** Names a field as people do: “the grants of role `csm`”. */
export function nameField({ called }: SchemaPlace, field: string): string {
  return plainFields.has(field) ? `the ${field} of ${called}` : `\`${field}\` of ${called}`;
}

/** Names an entry of a map as people do: “`Company` in the grants of role `csm`”. */
export function nameEntry({ path, called, around }: SchemaPlace, name: string): string {
  const entry = `\`${shorten(name)}\``;
  switch (path.at(-1)) {
    case 'models':
      return `${entry} in ${around?.called ?? called}`;
    case 'properties':
      return `property ${entry} of ${around?.called ?? called}`;
    case 'attributes':
      return `attribute ${entry} of ${around?.called ?? called}`;
    default:
      return `${entry} in ${called}`;
  }
}

/** Names an item of a list as people do: “item 2 of `seats` of role `csm`”, or the user's id. */
export function nameItem({ path, called, around }: SchemaPlace, index: number, item: unknown): string {
  if (path.length !== 1 || path[0] !== 'users') return `item ${index + 1} of ${called}`;
  return nameByField('user', item, 'id') ?? `user ${index + 1} of ${around?.called ?? called}`;
}

/** Describes what the name at a path is a name of: “a user type”. */
export function describeNamed({ parsed, path }: SchemaPlace): string {
  if (parsed.kind === 'Settings') return path[0] === 'out' ? 'the folder that compile writes' : 'a package';
  if (parsed.kind === 'Generations') return path.length === 1 ? 'generations' : 'a generation';
  const noun = path.length === 1 && path[0] === 'name' ? nouns[parsed.kind] : undefined;
  switch (path.at(-1)) {
    case 'package':
      return 'a package';
    case 'through':
      return 'a path';
    case 'audience':
      return 'an audience';
    case 'properties':
      return 'a property';
    case 'relations':
      return 'a relation';
    case 'attributes':
      return 'an attribute';
    case 'records':
      return 'a record';
    default:
      return addArticle(noun ?? 'name');
  }
}

/** Describes the values that can stand at a place: “`all`, `none`, a list or `{ except: … }`”. */
export function describeChoices(choices: readonly Schema[]): string {
  return joinWords(choices.flatMap(forms), 'or');
}

/** Describes a value in words. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'object':
      return 'a map';
    case 'number':
      return `the number \`${value}\``;
    case 'string':
      return value.trim() === '' ? 'empty text' : `the text \`${shorten(value)}\``;
    default:
      return `\`${String(value)}\``;
  }
}

/** Joins words in a sentence: “a, b or c”. */
export function joinWords(words: readonly string[], last: 'or' | 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** Shortens a text of the author to a length that fits into a sentence. */
export const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** Quotes a word that the author wrote or could write. */
export const quote = (word: string): string => `\`${word}\``;

function forms(schema: Schema): readonly string[] {
  if (schema.const !== undefined) return [quote(schema.const)];
  if (schema.enum) return schema.enum.map(quote);
  switch (schema.type) {
    case 'string':
      return [formOfText(schema)];
    case 'integer':
      return ['a whole number'];
    case 'boolean':
      return ['`true` or `false`'];
    case 'array':
      return ['a list'];
    default:
      return [describeMapForm(schema)];
  }
}

function formOfText(schema: Schema): string {
  if (isVersion(schema)) return 'a version like `1.4.0`';
  return schema.format === 'date' ? 'a date like `2027-03-31`' : 'text';
}

function describeMapForm({ required, properties, additionalProperties }: Schema): string {
  if (required && !required.includes('kind'))
    return `\`{ ${required.map((name) => `${name}: …`).join(', ')} }\``;
  if (additionalProperties === true) return 'a condition';
  if (additionalProperties !== false || required) return 'a map';
  return `a map of ${joinWords(Object.keys(properties ?? {}).map(quote), 'and')}`;
}

function nameByField(noun: string, map: unknown, field: string): string | undefined {
  if (typeof map !== 'object' || map === null) return undefined;
  const name: unknown = Object.hasOwn(map, field) ? (map as Record<string, unknown>)[field] : undefined;
  return typeof name === 'string' && name.trim() !== '' ? `${noun} \`${shorten(name)}\`` : undefined;
}

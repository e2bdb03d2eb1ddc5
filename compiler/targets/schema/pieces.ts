import { impossible } from '../../diagnostics/impossible.ts';
import type { Json } from '../../text/json.ts';
import { type Fill, isSchemaMap, type JsonSchema } from './tree.ts';

/** Returns a reference to a definition of the same file. */
export const referTo = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });

/** Returns the schema of one of some words; of any text if there are none, since a schema cannot offer nothing. */
export const wordOf = (words: readonly string[]): JsonSchema =>
  words.length > 0 ? { type: 'string', enum: words } : { type: 'string' };

/** Returns the schema of a list of some words. */
const listOf = (words: readonly string[]): JsonSchema => ({ type: 'array', items: wordOf(words) });

/** Returns the schemas of the ways to select from a set of names. */
export const selections = (names: readonly string[]): readonly JsonSchema[] => [
  wordOf(['all', 'none']),
  listOf(names),
  {
    type: 'object',
    required: ['except'],
    properties: { except: listOf(names) },
    additionalProperties: false,
  },
];

/** Fills in the names that a text may be. */
export const fillNames =
  (names: readonly string[]): Fill =>
  (piece) =>
    piece.type === 'string' ? { ...piece, ...wordOf(names) } : impossible('a name belongs where a text is');

/** Fills in the names that an editor should offer where others are right as well. */
export const suggestNames =
  (names: readonly string[]): Fill =>
  ({ description, ...rest }) => ({ ...(description && { description }), anyOf: [wordOf(names), rest] });

/** Fills in the names that a selection is made from. */
export const fillSelection =
  (names: readonly string[]): Fill =>
  ({ description }) => ({ ...(description && { description }), anyOf: selections(names) });

/** Fills in the keys that a map may have; what stands under them stays. */
export const fillKeys =
  (names: readonly string[]): Fill =>
  ({ propertyNames: _, additionalProperties, ...rest }) => {
    if (!isSchemaMap(additionalProperties)) return impossible('keys belong where a map is');
    return { ...rest, properties: mapEach(names, additionalProperties), additionalProperties: false };
  };

/** Returns a map with the same value under every name. */
export const mapEach = (names: readonly string[], value: Json): JsonSchema =>
  Object.fromEntries(names.map((name) => [name, value]));

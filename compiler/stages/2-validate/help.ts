import type { Advice } from '../../diagnostics/diagnostic.ts';
import { type FixPlace, fixByText } from '../../diagnostics/fix.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { builtInActions, rights } from '../../model/catalog.ts';
import { placeIn, spanOf } from '../../model/document.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import { isBuiltInAction, suggestAction } from '../../model/permission.ts';
import { isFields } from '../../text/fields.ts';
import type { Schema } from '../validators.generated.js';
import { measureResemblance } from './find-place.ts';
import { resolveReference, type SchemaPlace } from './schema-place.ts';
import { guessVersion, isVersion } from './versions.ts';
import { describeChoices } from './words.ts';

/** Returns what to write instead of a value of the wrong type, if the value itself says what was meant. */
export function helpWithType(place: SchemaPlace): Advice | undefined {
  const { value, choices, around, path, parsed } = place;
  const at = placeOf(place);
  const name = helpWithName(place);
  if (name !== undefined) return name;
  if (value === null) return helpWithNothing(choices);
  if (path.at(-1) === 'properties' && path.at(-3) === 'models') return helpWithRightsOfAll(value, at);
  if (path.at(-1) === 'models' && layers.has(String(path.at(-2)))) {
    const [model] = isListOfWords(value) ? value : [];
    if (model !== undefined && model !== 'all' && /^[A-Za-z]\w*$/.test(model))
      return `write actions for each model: \`{ ${model}: [view], … }\``;
  }
  if (path.length === 1 && path[0] === 'properties' && parsed.kind === 'Model')
    return helpWithTypesOfAll(value);
  if (isFields(value)) {
    if (path.at(-1) === '*' && path.at(-2) === 'models' && Object.keys(value).join() === 'actions')
      return helpWithActionsOfAll(value.actions, at);
    const alone = around?.choices.find((choice) => measureResemblance(value, choice) > 0);
    if (!around || !alone || !Array.isArray(around.value)) return undefined;
    const help = `${describeChoices([alone])} stands alone, not in a list`;
    return around.value.length === 1
      ? { help, at: placeOf(around), change: { kind: 'unwrap', path: [0] } }
      : help;
  }
  const choiceOf = (type: Schema['type']) => choices.find((choice) => choice.type === type);
  const [list, text] = [choiceOf('array'), choiceOf('string')];
  if (text && !list && Array.isArray(value)) return helpWithOneOf(value, text, at);
  if (value === 'all') {
    if (layers.has(String(path.at(-1))))
      return 'write `{ models: { "*": all }, modules: all, features: all }`';
    if (path.at(-1) === 'models' && layers.has(String(path.at(-2)))) return 'write `{ "*": all }`';
  }
  if (typeof value === 'string') {
    if (list) return helpWithList({ ...place, value });
    if (choiceOf('boolean')) return helpWithTruth(value, at);
    return choiceOf('integer') && /^\d+$/.test(value)
      ? fixByText(at, value, `write \`${value}\` without quotes`)
      : undefined;
  }
  if (text && isVersion(text)) return helpWithVersion(place);
  const isFreeText = text && !text.enum && !text.format && (text.pattern ?? '\\S') === '\\S';
  return isFreeText && typeof value !== 'object'
    ? { help: 'put quotes around it to make it text', at, change: { kind: 'quote' } }
    : undefined;
}

/** The fields that hold a layer. */
const layers: ReadonlySet<string> = new Set(['grants', 'allows', 'adds', 'ceiling']);

const placeOf = ({ parsed, path }: SchemaPlace): FixPlace => ({ document: parsed.document, path });

/** Returns the one word of a list where a word stands alone. */
function helpWithOneOf(
  list: readonly unknown[],
  { enum: words, pattern }: Schema,
  at: FixPlace,
): Advice | undefined {
  const [word] = list;
  if (list.length !== 1 || typeof word !== 'string') return undefined;
  const isMeant = words ? words.includes(word) : new RegExp(pattern ?? '\\S').test(word);
  return isMeant ? { help: `write \`${word}\``, at, change: { kind: 'unwrap', path: [0] } } : undefined;
}

/** Returns what to write under `"*"`, where a map has nothing but the actions that stand there themselves. */
function helpWithActionsOfAll(actions: unknown, at: FixPlace): Advice {
  const help = `write \`"*": ${writeFlow(actions)}\``;
  return isShort(actions) ? { help, at, change: { kind: 'unwrap', path: ['actions'] } } : help;
}

/** Returns what to write under `properties` of a model, where each has a type. */
const helpWithTypesOfAll = (value: unknown): string | undefined =>
  isListOfWords(value) && value[0] !== undefined
    ? `write a type for each property: \`{ ${value[0]}: { type: string }, … }\``
    : undefined;

/** Returns what to write under `properties` of a model in a layer, where properties have rights by name. */
function helpWithRightsOfAll(value: unknown, at: FixPlace): Advice | undefined {
  const isWhole = value === 'all' || value === 'none';
  if (!isWhole && !(isListOfWords(value) && value.length > 0)) return undefined;
  if (!isWhole && !value.every((word) => (rights as readonly string[]).includes(word)))
    return `write a right for each property: \`{ ${value[0]}: all, … }\``;
  return {
    help: `write \`{ "*": ${writeFlow(value)} }\` for every property`,
    at,
    change: { kind: 'put-under', key: '"*"' },
  };
}

function helpWithTruth(value: string, at: FixPlace): Advice | undefined {
  const truth = truths.get(value.toLowerCase());
  return truth && fixByText(at, truth.meant, truth.help);
}

/** Returns the quoted form of a name that YAML takes for a number, a truth or null. */
function helpWithName(place: SchemaPlace): Advice | undefined {
  const { parsed, path, value, choices } = place;
  const pattern = choices.find(({ type }) => type === 'string')?.pattern;
  const isRead = value === null || typeof value === 'number' || typeof value === 'boolean';
  if (pattern === undefined || pattern === '\\S' || !isRead) return undefined;
  const { source, start, end } = spanOf(placeIn(parsed.document, path));
  const written = source.text.slice(start, end);
  // An empty value has no text of its own: then the span is that of its key.
  if (value === null && !/^null$/i.test(written)) return undefined;
  return new RegExp(pattern).test(written)
    ? { help: `put quotes around it: \`"${written}"\``, at: placeOf(place), change: { kind: 'quote' } }
    : undefined;
}

/**
 * Returns the text of a version that YAML takes for a number, since it has fewer than three parts: `1.10` and not
 * `1.1`.
 */
function helpWithVersion(place: SchemaPlace): Advice | undefined {
  const { parsed, path } = place;
  const { source, start, end } = spanOf(placeIn(parsed.document, path));
  const version = guessVersion(source.text.slice(start, end));
  return (
    version &&
    fixByText(placeOf(place), version, `write three numbers, which YAML takes for text: \`${version}\``)
  );
}

/** Returns what to write for a word where a list of names may stand: a list of one, unless another word is meant. */
export function helpWithList(place: SchemaPlace): Advice | undefined {
  const { value, choices, path, parsed } = place;
  if (typeof value !== 'string') return undefined;
  const above = path.at(-2);
  const ofActions = path.at(-1) === 'actions' || above === 'models' || above === 'properties';
  if (ofActions && !isBuiltInAction(value)) {
    if (parsed.kind === 'Model') return `a model lists its actions: \`[${builtInActions.join(', ')}]\``;
    const isRights = above === 'properties';
    const near = suggestAction(value, isRights ? rights : builtInActions);
    return near ? `write \`[${near}]\`` : `write \`all\` if every ${isRights ? 'right' : 'action'} is meant`;
  }
  if (value === 'all' && above === 'portfolio')
    return '`portfolio: all` stands alone; an entry names a portfolio with `reach: all`';
  if (wholes.has(value.toLowerCase())) return undefined;
  const ofNames = choices.some(({ items }) => items && takesText(resolveReference(items)));
  return ofNames && /^[A-Za-z][\w.-]*(:\w+)?$/.test(value)
    ? { help: `write \`[${value}]\``, at: placeOf(place), change: { kind: 'put-in-list' } }
    : undefined;
}

/** Returns true if a text may stand where a schema holds. */
const takesText = ({ type, anyOf = [] }: Schema): boolean =>
  type === 'string' || anyOf.some((one) => takesText(resolveReference(one)));

/** Words for everything: none of them is the name of something. */
const wholes: ReadonlySet<string> = new Set(['all', 'any', 'each', 'every', 'everything', 'full']);

/** Suggests a word of a closed list that is near the written one, or begins it. */
export function suggestWord(value: string, words: readonly string[]): string | undefined {
  const begun = words.find((word) => word.length > 3 && value.toLowerCase().startsWith(word));
  return didYouMean(value, words) ?? (begun && `did you mean \`${begun}\`?`);
}

/** Returns an example of a missing field. */
export function helpWithMissing({ parsed, path }: SchemaPlace, field: string): string | undefined {
  const example = field === 'name' ? names[parsed.kind] : examples[field];
  const isField = path.length === 0 || field === 'type' || parsed.kind === 'Users';
  if (parsed.document.tableOf !== undefined)
    return `every row needs a text in the column \`${field}\`${example ? `, such as \`${example}\`` : ''}`;
  return isField && example ? `for example \`${field}: ${example}\`` : undefined;
}

const names: Readonly<Partial<Record<DocumentKind, string>>> = {
  Model: 'Company',
  Module: 'CustomerWorkflows',
  Feature: 'EmailSync',
  Capability: 'AppAccess',
  Portfolio: 'own',
  UserType: 'Core',
  Seat: 'Service',
  Tenant: 'acme',
  Role: 'csm',
  Invariant: 'no-export',
  Test: 'an agent exports nothing',
};

const examples: Readonly<Record<string, string>> = {
  as: '{ user: ann }',
  expect: '{ "Company:view": allow }',
  actions: '[create, view, update, remove, export]',
  adds: '{ models: { Timesheet: all } }',
  allows: '{ models: { "*": [view] } }',
  attributes: '{ id: { type: id } }',
  ceiling: '{ models: { "*": all } }',
  combinesWith: '[Core]',
  grants: '{ models: { "*": [view] } }',
  id: 'ann',
  invariant: 'no-export',
  on: 'Company',
  owner: 'Ann Smith',
  portfolio: '[full]',
  rank: '1',
  reach: 'all',
  requires: '["Company:view"]',
  role: 'csm',
  tenant: 'acme',
  type: 'string',
  until: '2027-03-31',
  userType: 'Core',
  users: '[{ id: ann, userType: Core, roles: [csm] }]',
};

function writeFlow(value: unknown): string {
  if (typeof value === 'string') return value;
  return isListOfWords(value) ? `[${value.slice(0, 5).join(', ')}]` : '[view]';
}

const isListOfWords = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string' && item.length < 20);

/** Returns true if a Selection is written whole in advice. */
const isShort = (value: unknown): boolean =>
  typeof value === 'string' || (isListOfWords(value) && value.length <= 5);

function helpWithNothing(choices: readonly Schema[]): string | undefined {
  const nothing = choices.flatMap(listFormsOfNothing)[0];
  return nothing && `write \`${nothing}\` if none is meant`;
}

function listFormsOfNothing(schema: Schema): readonly string[] {
  if (schema.enum?.includes('none')) return ['none'];
  if (schema.type === 'array' && !schema.minItems) return ['[]'];
  const isFree = schema.type === 'object' && !schema.required && !schema.minProperties;
  return isFree ? ['{}'] : [];
}

/** The words that people write for yes and no and that YAML 1.2 takes for text. */
const truths: ReadonlyMap<string, { readonly meant: string; readonly help: string }> = new Map([
  ['true', { meant: 'true', help: 'write `true` without quotes' }],
  ['false', { meant: 'false', help: 'write `false` without quotes' }],
  ['yes', { meant: 'true', help: 'write `true`' }],
  ['on', { meant: 'true', help: 'write `true`' }],
  ['no', { meant: 'false', help: 'write `false`' }],
  ['off', { meant: 'false', help: 'write `false`' }],
]);

import type { Report } from '../diagnostics/diagnostic.ts';
import { impossible } from '../diagnostics/impossible.ts';
import { nearest } from '../diagnostics/suggest.ts';
import { type Parsed, placeIn, spanOf } from '../model/document.ts';
import type { Span } from '../text/source.ts';
import type { Path } from '../text/yaml.ts';
import { diagnoseName } from './2-validate/diagnose-name.ts';
import { findPlace, guessField } from './2-validate/find-place.ts';
import { helpWithList, helpWithMissing, helpWithType, suggestWord } from './2-validate/help.ts';
import {
  type Fields,
  fieldsOf,
  isMap,
  resolveReference,
  type SchemaPlace,
} from './2-validate/schema-place.ts';
import { guessVersion, isVersion } from './2-validate/versions.ts';
import {
  describeChoices,
  describeNamed,
  describeValue,
  joinWords,
  quote,
  shorten,
} from './2-validate/words.ts';
import { type Schema, type SchemaError, validators } from './validators.generated.js';

/** More findings than this in one document are one mistake made over and over. */
const findingsShown = 100;

/**
 * Holds every document against the schema of its kind and reports what breaks it, in words. A document that
 * passes has the type that model/documents.generated.ts says, and goes to `valid`; what is there is not looked at again.
 */
export function validate(documents: readonly Parsed[], report: Report, valid?: WeakSet<Parsed>): void {
  for (const parsed of documents) {
    if (valid?.has(parsed)) continue;
    const validator = validators[parsed.kind];
    if (validator && !validator(parsed.value)) reportErrors(parsed, validator.errors ?? [], report);
    else valid?.add(parsed);
  }
}

/** Reports each mistake once, however many demands of the schema it fails. */
function reportErrors(parsed: Parsed, errors: readonly SchemaError[], report: Report): void {
  const said = new Set<string>();
  const reportOnce: Report = (code, at, facts, ...more) => {
    const words = JSON.stringify([code, at.start, at.end, facts]);
    if (!said.has(words)) report(code, at, facts, ...more);
    said.add(words);
  };
  for (const error of errors) {
    if (said.size >= findingsShown) return;
    const meant = findPlace(parsed, error.instancePath);
    if (meant) reportError(meant, error, reportOnce);
  }
  if (said.size === 0) impossible(`${parsed.kind} breaks its schema in a way that has no words`);
}

/**
 * Reports an error of the schema. A schema that offers choices complains of each one that does not fit; only a
 * complaint of the choice that the author meant is a mistake.
 */
function reportError(meant: SchemaPlace, { keyword, params }: SchemaError, report: Report): void {
  const { value, schema } = meant;
  if (!meant.isClear) {
    if (keyword === 'anyOf') reportType(meant, report);
  } else if (keyword === 'type' || keyword === 'const') {
    if (params.type === schema.type) reportType(meant, report);
  } else if (isMap(value)) reportMap({ ...meant, value }, keyword, params, report);
  else if (typeof value === 'string' && keyword !== 'format')
    reportText({ ...meant, value }, keyword, report);
  else reportLimit(meant, keyword, report);
}

type MeantMap = SchemaPlace & { readonly value: Fields };
type MeantText = SchemaPlace & { readonly value: string };

function reportMap(meant: MeantMap, keyword: string, params: SchemaError['params'], report: Report): void {
  switch (keyword) {
    case 'propertyNames':
      reportKey(meant, String(params.propertyName), report);
      break;
    case 'additionalProperties':
      reportUnknown(meant, String(params.additionalProperty), report);
      break;
    case 'required':
      reportMissing(meant, String(params.missingProperty), report);
      break;
    case 'oneOf':
      reportAlternatives(meant, report);
      break;
    default:
      reportLimit(meant, keyword, report);
  }
}

function reportType(meant: SchemaPlace, report: Report): void {
  const { value, called, choices, isClear } = meant;
  const [first] = isMap(value) && !isClear ? Object.keys(value) : [];
  const what = first === undefined ? describeValue(value) : `a map with \`${shorten(first)}\``;
  const facts = { what: called, expected: describeChoices(choices), found: what };
  report('wrong-type', at(meant), facts, helpWithType(meant));
}

function reportText(meant: MeantText, keyword: string, report: Report): void {
  const { value, called, schema, choices } = meant;
  if (keyword === 'enum') {
    const help = suggestWord(value, schema.enum ?? []) ?? helpWithList(meant);
    const facts = { what: called, value: shorten(value), allowed: describeChoices(choices) };
    report('unknown-value', at(meant), facts, help);
  } else if (schema.pattern === '\\S')
    report('out-of-range', at(meant), { what: called, limit: 'must not be empty' });
  else if (isVersion(schema)) reportVersion(meant, report);
  else if (keyword === 'pattern' || keyword === 'not')
    reportName({ name: value, what: describeNamed(meant), schema, at: at(meant) }, report);
}

function reportVersion(meant: MeantText, report: Report): void {
  const { value, called, choices } = meant;
  const limit = `must be ${describeChoices(choices)}, not ${describeValue(value)}`;
  const version = guessVersion(value);
  const help = version && `did you mean \`${version}\`?`;
  report('out-of-range', at(meant), { what: called, limit }, help);
}

function reportKey(meant: MeantMap, key: string, report: Report): void {
  const schema = resolveReference(meant.schema.propertyNames ?? {});
  reportName({ name: key, what: describeNamed(meant), schema, at: at(meant, [key], 'key') }, report);
}

interface Naming {
  readonly name: string;
  readonly what: string;
  readonly schema: Schema;
  readonly at: Span;
}

function reportName({ name, what, schema, at }: Naming, report: Report): void {
  const bad = diagnoseName(name, schema);
  const facts = { what, name: shorten(name) };
  if (bad.code === 'reserved-name') report(bad.code, at, facts);
  else report(bad.code, at, { ...facts, form: bad.form }, bad.help);
}

function reportUnknown(meant: MeantMap, field: string, report: Report): void {
  const { value, called, schema, choices } = meant;
  const known = fieldsOf(schema);
  if (schema.additionalProperties !== false || known.includes(field)) return;
  const where = at(meant, [field], 'key');
  const other = known.find((name) => Object.hasOwn(value, name));
  if (other !== undefined && choices.some((choice) => fieldsOf(choice).includes(field))) {
    const help = '`except` stands alone, or inside `actions`';
    report('conflicting-fields', where, { field, other, of: called }, help);
  } else {
    const meantField = guessField(field, value, schema);
    const taken = nearest(field, known);
    const help = meantField ? `did you mean \`${meantField}\`?` : taken && `\`${taken}\` is written already`;
    report('unknown-field', where, { field: shorten(field), of: called }, help);
  }
}

function reportMissing(meant: MeantMap, field: string, report: Report): void {
  const isWanted = meant.schema.required?.includes(field);
  if (isWanted && !isMisspelt(field, meant))
    report('missing-field', atMap(meant), { field, of: meant.called }, helpWithMissing(meant, field));
}

/** Reports a document that has none, or more than one, of the fields that exclude one another. */
function reportAlternatives(meant: MeantMap, report: Report): void {
  const { value, called } = meant;
  const names = alternativesOf(meant);
  const [other, field] = Object.keys(value).filter((name) => names.includes(name));
  const help = `write exactly one of ${joinWords(names.map(quote), 'and')}`;
  if (other !== undefined && field !== undefined) {
    const related = [{ at: at(meant, [other], 'key'), note: `\`${other}\` is written here` }];
    report('conflicting-fields', at(meant, [field], 'key'), { field, other, of: called }, help, { related });
  } else if (names[0] !== undefined && !names.some((name) => isMisspelt(name, meant)))
    report('missing-field', atMap(meant), { field: names[0], of: called }, help);
}

function reportLimit(meant: SchemaPlace, keyword: string, report: Report): void {
  const limit = limitOf(meant, keyword);
  if (limit === undefined) return;
  const lifts = meant.choices.some(({ enum: words }) => words?.includes('all'));
  const help = keyword === 'minProperties' && lifts ? 'write `all` to reach every record' : undefined;
  report('out-of-range', at(meant), { what: meant.called, limit }, help);
}

function limitOf({ schema, value }: SchemaPlace, keyword: string): string | undefined {
  switch (keyword) {
    case 'format':
      return `must be a day of the calendar, like \`2027-03-31\`, not ${describeValue(value)}`;
    case 'minimum':
      return `must be ${schema.minimum} or more, not \`${String(value)}\``;
    case 'minItems':
      return schema.minItems === 1 ? 'must not be empty' : `needs at least ${schema.minItems} items`;
    case 'minProperties':
      return 'must not be empty';
    default:
      return undefined;
  }
}

const alternativesOf = ({ schema }: SchemaPlace): readonly string[] =>
  (schema.oneOf ?? []).map(({ required: [name] }) => name);

/** Returns true if an unknown field of a map is reported already as a misspelling of a missing field. */
function isMisspelt(field: string, { value, schema }: MeantMap): boolean {
  const known = fieldsOf(schema);
  return Object.keys(value).some((key) => !known.includes(key) && guessField(key, value, schema) === field);
}

/**
 * Returns the span at which a missing field is shown: the key of the map, the `kind` of a whole document, the first
 * key of an item.
 */
function atMap(meant: MeantMap): Span {
  if (meant.path.length === 0) return at(meant, ['kind'], 'key');
  const isItem = typeof meant.path.at(-1) === 'number';
  return at(meant, isItem ? Object.keys(meant.value).slice(0, 1) : [], 'key');
}

function at({ parsed, path }: SchemaPlace, below: Path = [], part: 'key' | 'value' = 'value'): Span {
  return spanOf(placeIn(parsed.document, [...path, ...below], part));
}

import type { Report } from '../diagnostics/diagnostic.ts';
import { impossible } from '../diagnostics/impossible.ts';
import { nearest } from '../diagnostics/suggest.ts';
import { type Parsed, placeIn, spanOf } from '../model/document.ts';
import { type Fields, isFields } from '../text/fields.ts';
import type { Span } from '../text/source.ts';
import type { Path } from '../text/yaml.ts';
import { diagnoseName } from './2-validate/diagnose-name.ts';
import { findPlace, guessField } from './2-validate/find-place.ts';
import { helpWithList, helpWithMissing, helpWithType, suggestWord } from './2-validate/help.ts';
import { fieldsOf, resolveReference, type SchemaPlace } from './2-validate/schema-place.ts';
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

/** The most findings in one document: more of them are one mistake made over and over. */
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
    const place = findPlace(parsed, error.instancePath);
    if (place) reportError(place, error, reportOnce);
  }
  if (said.size === 0) impossible(`${parsed.kind} breaks its schema in a way that has no words`);
}

/**
 * Reports an error of the schema. A schema that offers choices complains of each one that does not fit; only a
 * complaint of the choice that the author meant is a mistake.
 */
function reportError(place: SchemaPlace, { keyword, params }: SchemaError, report: Report): void {
  const { value, schema } = place;
  if (!place.isClear) {
    if (keyword === 'anyOf') reportType(place, report);
  } else if (keyword === 'type' || keyword === 'const') {
    if (params.type === schema.type) reportType(place, report);
  } else if (isFields(value)) reportMap({ ...place, value }, keyword, params, report);
  else if (typeof value === 'string' && keyword !== 'format')
    reportText({ ...place, value }, keyword, report);
  else reportLimit(place, keyword, report);
}

type MapPlace = SchemaPlace & { readonly value: Fields };
type TextPlace = SchemaPlace & { readonly value: string };

function reportMap(place: MapPlace, keyword: string, params: SchemaError['params'], report: Report): void {
  switch (keyword) {
    case 'propertyNames':
      reportKey(place, String(params.propertyName), report);
      break;
    case 'additionalProperties':
      reportUnknown(place, String(params.additionalProperty), report);
      break;
    case 'required':
      reportMissing(place, String(params.missingProperty), report);
      break;
    case 'oneOf':
      reportAlternatives(place, report);
      break;
    default:
      reportLimit(place, keyword, report);
  }
}

function reportType(place: SchemaPlace, report: Report): void {
  const { value, called, choices, isClear } = place;
  const [first] = isFields(value) && !isClear ? Object.keys(value) : [];
  const what = first === undefined ? describeValue(value) : `a map with \`${shorten(first)}\``;
  const facts = { what: called, expected: describeChoices(choices), found: what };
  report('wrong-type', at(place), facts, helpWithType(place));
}

function reportText(place: TextPlace, keyword: string, report: Report): void {
  const { value, called, schema, choices } = place;
  if (keyword === 'enum') {
    const help = suggestWord(value, schema.enum ?? []) ?? helpWithList(place);
    const facts = { what: called, value: shorten(value), allowed: describeChoices(choices) };
    report('unknown-value', at(place), facts, help);
  } else if (schema.pattern === '\\S')
    report('out-of-range', at(place), { what: called, limit: 'must not be empty' });
  else if (isVersion(schema)) reportVersion(place, report);
  else if (keyword === 'pattern' || keyword === 'not')
    reportName({ name: value, what: describeNamed(place), schema, at: at(place) }, report);
}

function reportVersion(place: TextPlace, report: Report): void {
  const { value, called, choices } = place;
  const limit = `must be ${describeChoices(choices)}, not ${describeValue(value)}`;
  const version = guessVersion(value);
  const help = version && `did you mean \`${version}\`?`;
  report('out-of-range', at(place), { what: called, limit }, help);
}

function reportKey(place: MapPlace, key: string, report: Report): void {
  const schema = resolveReference(place.schema.propertyNames ?? {});
  reportName({ name: key, what: describeNamed(place), schema, at: at(place, [key], 'key') }, report);
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

function reportUnknown(place: MapPlace, field: string, report: Report): void {
  const { value, called, schema, choices } = place;
  const known = fieldsOf(schema);
  if (schema.additionalProperties !== false || known.includes(field)) return;
  const where = at(place, [field], 'key');
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

function reportMissing(place: MapPlace, field: string, report: Report): void {
  const isWanted = place.schema.required?.includes(field);
  if (isWanted && !isMisspelt(field, place))
    report('missing-field', locateMap(place), { field, of: place.called }, helpWithMissing(place, field));
}

/** Reports a document that has none, or more than one, of the fields that exclude one another. */
function reportAlternatives(place: MapPlace, report: Report): void {
  const { value, called } = place;
  const names = alternativesOf(place);
  const [other, field] = Object.keys(value).filter((name) => names.includes(name));
  const help = `write exactly one of ${joinWords(names.map(quote), 'and')}`;
  if (other !== undefined && field !== undefined) {
    const related = [{ at: at(place, [other], 'key'), note: `\`${other}\` is written here` }];
    report('conflicting-fields', at(place, [field], 'key'), { field, other, of: called }, help, { related });
  } else if (names[0] !== undefined && !names.some((name) => isMisspelt(name, place)))
    report('missing-field', locateMap(place), { field: names[0], of: called }, help);
}

function reportLimit(place: SchemaPlace, keyword: string, report: Report): void {
  const limit = limitOf(place, keyword);
  if (limit === undefined) return;
  const lifts = place.choices.some(({ enum: words }) => words?.includes('all'));
  const help = keyword === 'minProperties' && lifts ? 'write `all` to reach every record' : undefined;
  report('out-of-range', at(place), { what: place.called, limit }, help);
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
function isMisspelt(field: string, { value, schema }: MapPlace): boolean {
  const known = fieldsOf(schema);
  return Object.keys(value).some((key) => !known.includes(key) && guessField(key, value, schema) === field);
}

/**
 * Returns the span at which a missing field is shown: the key of the map, the `kind` of a whole document, the first
 * key of an item.
 */
function locateMap(place: MapPlace): Span {
  if (place.path.length === 0) return at(place, ['kind'], 'key');
  const isItem = typeof place.path.at(-1) === 'number';
  return at(place, isItem ? Object.keys(place.value).slice(0, 1) : [], 'key');
}

function at({ parsed, path }: SchemaPlace, below: Path = [], part: 'key' | 'value' = 'value'): Span {
  return spanOf(placeIn(parsed.document, [...path, ...below], part));
}

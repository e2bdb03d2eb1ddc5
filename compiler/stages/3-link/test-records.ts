import type { Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Catalog, Model, PropertyType, Relation } from '../../model/catalog.ts';
import { type Place, placeIn, spanOf } from '../../model/document.ts';
import type { TestDocument } from '../../model/documents.generated.ts';
import { fitsAttribute } from '../../model/fits-type.ts';
import { suggestSubject } from '../../model/permission.ts';
import type { TestRecord } from '../../model/policy-test.ts';
import { describeWritten, typeWords } from '../../model/typed-value.ts';
import { type Fields, isFields } from '../../text/fields.ts';
import type { Path } from '../../text/yaml.ts';

interface Context {
  readonly test: string;
  readonly at: Place;
  readonly catalog: Catalog;
  /** The records of known models, by name; they are filled one after another, and may lead to one another. */
  readonly records: ReadonlyMap<string, DraftRecord>;
  /** The names of all records, those of unknown models too. */
  readonly names: ReadonlySet<string>;
  readonly report: Report;
}

interface DraftRecord extends TestRecord {
  readonly columns: Record<string, unknown>;
}

/**
 * Links the records of a test, by name. A record has the columns that its model declares: properties, each with a value of
 * its type or null, and relations, each with another record or null. Everything else is reported.
 */
export function linkTestRecords(
  at: Place,
  { name: test, records: written = {} }: TestDocument,
  catalog: Catalog,
  report: Report,
): ReadonlyMap<string, TestRecord> {
  const records = new Map<string, DraftRecord>();
  for (const [name, { model }] of Object.entries(written)) {
    if (catalog.modelOf.has(model))
      records.set(name, { name, at: placeIn(at.document, ['records', name], 'key'), model, columns: {} });
    else {
      const near = suggestSubject(catalog, model, 'action');
      const place = placeIn(at.document, ['records', name, 'model']);
      report('unknown-model', spanOf(place), { name: model }, near && `did you mean \`${near}\`?`);
    }
  }
  const names = new Set(Object.keys(written));
  const context: Context = { test, at, catalog, records, names, report };
  for (const [name, { model: _, ...columns }] of Object.entries(written)) {
    const record = records.get(name);
    const model = record && catalog.modelOf.get(record.model);
    if (record && model) fillRecord(record.columns, columns, model, ['records', name], context);
  }
  return records;
}

function fillRecord(
  record: Record<string, unknown>,
  written: Fields,
  model: Model,
  path: Path,
  context: Context,
): void {
  for (const [name, value] of Object.entries(written)) {
    const property = model.propertyOf.get(name);
    const relation = model.relations.get(name);
    const isAbove = model.properties.some((one) => one.name.startsWith(`${name}.`));
    const here = [...path, name];
    if (relation) record[name] = linkRelated(relation, value, here, context);
    else if (property || isAbove) {
      if (checkColumn(name, value, property?.type ?? 'object', here, context))
        checkBelow(name, value, model, property === undefined, here, context);
      record[name] = value;
    } else reportUnknownColumn(name, model, here, context);
  }
}

/** Checks the type of a value, and returns true if it fits. A value that is null is missing. */
function checkColumn(
  name: string,
  value: unknown,
  type: PropertyType,
  path: Path,
  context: Context,
): boolean {
  if (value === null || fitsColumn(value, type)) return true;
  context.report('wrong-type', spanOf(placeIn(context.at.document, path)), {
    what: `\`${name}\` of a record in test \`${context.test}\``,
    expected: type === 'object' ? 'a map' : typeWords[type],
    found: describeWritten(value),
  });
  return false;
}

function fitsColumn(value: unknown, type: PropertyType): boolean {
  if (type === 'object') return isFields(value);
  // A list that holds null is a list all the same.
  if (type === 'list' && Array.isArray(value))
    return fitsAttribute(
      value.filter((item) => item !== null),
      type,
    );
  return fitsAttribute(value, type);
}

/** Checks what is inside a map of dotted properties; without a property of the map's own, each name in it must be one. */
function checkBelow(
  name: string,
  value: unknown,
  model: Model,
  isClosed: boolean,
  path: Path,
  context: Context,
): void {
  if (!isFields(value)) return;
  for (const [rest, inner] of Object.entries(value)) {
    const property = model.propertyOf.get(`${name}.${rest}`);
    if (property) checkColumn(property.name, inner, property.type, [...path, rest], context);
    else if (isClosed) {
      const at = spanOf(placeIn(context.at.document, [...path, rest], 'key'));
      const written = `${name}.${rest}`;
      const help = didYouMean(written, model.propertyOf.keys());
      context.report('unknown-property', at, { name: written, model: model.name }, help);
    }
  }
}

function linkRelated({ name, model, many }: Relation, value: unknown, path: Path, context: Context): unknown {
  if (value === null) return null;
  const complain = (expected: string, found: unknown = value) =>
    context.report('wrong-type', spanOf(placeIn(context.at.document, path)), {
      what: `\`${name}\` of a record in test \`${context.test}\``,
      expected,
      found: describeWritten(found),
    });
  const one = `the name of a record of \`${model}\`, or one that is spelt out`;
  if (!many) return linkRecord(model, value, path, context, () => complain(one));
  if (Array.isArray(value))
    return value.map((item: unknown, index) =>
      linkRecord(model, item, [...path, index], context, () =>
        complain(`a list of which each is ${one}`, item),
      ),
    );
  complain(`a list of records of \`${model}\``);
  return undefined;
}

function linkRecord(
  wanted: string,
  value: unknown,
  path: Path,
  context: Context,
  complain: () => void,
): unknown {
  const { at, test, catalog, records, names, report } = context;
  if (typeof value === 'string') {
    const place = spanOf(placeIn(at.document, path));
    const found = records.get(value);
    if (!names.has(value)) report('unknown-record', place, { name: value, test }, didYouMean(value, names));
    else if (found && found.model !== wanted)
      report('wrong-type', place, {
        what: `\`${value}\` in test \`${test}\``,
        expected: `a record of \`${wanted}\``,
        found: `a record of \`${found.model}\``,
      });
    return found?.columns;
  }
  const model = catalog.modelOf.get(wanted);
  if (!isFields(value) || !model) {
    complain();
    return undefined;
  }
  const record: Record<string, unknown> = {};
  fillRecord(record, value, model, path, context);
  return record;
}

function reportUnknownColumn(name: string, model: Model, path: Path, { at, report }: Context): void {
  const known = [...model.propertyOf.keys(), ...model.relations.keys()];
  report(
    'unknown-property',
    spanOf(placeIn(at.document, path, 'key')),
    { name, model: model.name },
    didYouMean(name, known),
  );
}

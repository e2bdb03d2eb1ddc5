import type { Catalog } from '../../model/catalog.ts';
import { type Document, isOfDatabase, type Place, placeIn, spanOf, valueIn } from '../../model/document.ts';
import { demands } from '../../model/invariant.ts';
import type { Policy } from '../../model/policy.ts';
import { type Fields, isFields } from '../../text/fields.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import type { Path } from '../../text/yaml.ts';
import { type EditedFile, editFiles } from '../edit-role/rename-role.ts';
import type { NameChange } from './find-name-changes.ts';

/**
 * Returns the files of a policy in which models, properties and portfolios have other names, wherever they are named; all else
 * of the files stays as it is.
 */
export function renameInDocuments(policy: Policy, changes: readonly NameChange[]): readonly EditedFile[] {
  const uses = policy.documents.flatMap((document) => {
    if (document.tableOf !== undefined || isOfDatabase(document)) return [];
    const value = valueIn(placeIn(document, []));
    if (!isFields(value)) return [];
    return listNameUses(value, { document, names: makeNames(changes, value), catalog: policy.catalog });
  });
  return editFiles(uses, ({ at, text }) => {
    const { start, end } = spanOf(at);
    return [{ start, end, text: writeFlowYaml(text) }];
  });
}

/** A place that names something, and the text that it becomes. */
interface NameUse {
  readonly at: Place;
  readonly text: string;
}

/** The new names, by what has them; each reader returns undefined for a name that stays. */
interface Renames {
  readonly ofModel: (name: string) => string | undefined;
  readonly ofPortfolio: (name: string) => string | undefined;
  readonly ofProperty: (model: string, name: string) => string | undefined;
}

function makeNames(changes: readonly NameChange[], document: Fields): Renames {
  const tenant = readTenant(document);
  const find = (kind: NameChange['kind'], from: string, model?: string) =>
    changes.find(
      (one) =>
        one.kind === kind &&
        one.from === from &&
        one.model === model &&
        (kind === 'portfolio' || one.tenant === undefined || one.tenant === tenant),
    )?.to;
  return {
    ofModel: (name) => find('model', name),
    ofPortfolio: (name) => find('portfolio', name),
    ofProperty: (model, name) => find('property', name, model),
  };
}

/** Returns the only tenant that a document is about; undefined if it is about several. */
function readTenant({ kind, name, tenant, tenants }: Fields): unknown {
  if (kind === 'Tenant') return name;
  if (kind !== 'Invariant') return tenant;
  return Array.isArray(tenants) && tenants.length === 1 ? tenants[0] : undefined;
}

/** A document that is being read for names. */
interface Reading {
  readonly document: Document;
  readonly names: Renames;
  readonly catalog: Catalog;
}

/** Lists the places in the value of a document that name something which has another name. */
function listNameUses(value: Fields, reading: Reading): readonly NameUse[] {
  const { names } = reading;
  const requires = readRequirements(value.requires, ['requires'], reading);
  switch (value.kind) {
    case 'Model':
      return [
        ...writeUse(reading, ['name'], names.ofModel(String(value.name))),
        ...readProperties(value.properties, String(value.name), reading),
        ...readRelations(value.relations, reading),
        ...entriesOf(value.requires).flatMap(([key, required]) =>
          readRequirements(required, ['requires', key], reading),
        ),
      ];
    case 'Generations':
      return readGenerations(value.generations, reading);
    case 'Properties':
      return [
        ...writeUse(reading, ['model'], names.ofModel(String(value.model))),
        ...readProperties(value.properties, String(value.model), reading),
      ];
    case 'Portfolio':
      return [
        ...writeUse(reading, ['name'], names.ofPortfolio(String(value.name))),
        ...writeUse(reading, ['on'], names.ofModel(String(value.on))),
        ...readCondition(value.reach, String(value.on), ['reach'], reading),
      ];
    case 'Role':
      return [
        ...readPortfolioUse(value.portfolio, reading),
        ...readGrants(value.grants, ['grants'], reading),
      ];
    case 'UserType':
      return readGrants(value.allows, ['allows'], reading);
    case 'Seat':
      return readGrants(value.adds, ['adds'], reading);
    case 'Tenant':
      return [
        ...readGrants(value.ceiling, ['ceiling'], reading),
        ...entriesOf(value.titles).flatMap(([name]) =>
          writeUse(reading, ['titles', name], names.ofModel(name), 'key'),
        ),
      ];
    case 'Settings':
      return readGrants(
        isFields(value.customRoles) ? value.customRoles.allows : undefined,
        ['customRoles', 'allows'],
        reading,
      );
    case 'Invariant':
      return readInvariant(value, reading);
    case 'Test':
      return readTest(value, reading);
    case 'Mapping':
      return readMapping(value, reading);
    default:
      return requires;
  }
}

function writeUse(
  { document }: Reading,
  path: Path,
  text: string | undefined,
  part: 'key' | 'value' = 'value',
): readonly NameUse[] {
  return text === undefined ? [] : [{ at: placeIn(document, path, part), text }];
}

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isFields(value) ? Object.entries(value) : [];

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const readText = (value: unknown, key: string): string => (isFields(value) ? String(value[key]) : '');

/** Returns a permission, or a pattern of some, with the new names of what it is about; undefined if it stays as it is. */
function renamePermission(text: string, { ofModel, ofProperty }: Renames): string | undefined {
  const [, subject, property, action] = /^([^.:]+)(?:\.(.+))?:([^:]+)$/.exec(text) ?? [];
  if (subject === undefined) return undefined;
  const model = ofModel(subject);
  const renamed = property === undefined ? undefined : ofProperty(subject, property);
  if (model === undefined && renamed === undefined) return undefined;
  const below = renamed ?? property;
  return `${model ?? subject}${below === undefined ? '' : `.${below}`}:${action}`;
}

/** Reads a list of permissions, some of which may stand in a list of alternatives. */
function readRequirements(value: unknown, path: Path, reading: Reading): readonly NameUse[] {
  return itemsOf(value).flatMap((item, at) => {
    if (typeof item === 'string')
      return writeUse(reading, [...path, at], renamePermission(item, reading.names));
    return isFields(item) ? readRequirements(item.anyOf, [...path, at, 'anyOf'], reading) : [];
  });
}

const readProperties = (value: unknown, model: string, reading: Reading): readonly NameUse[] =>
  entriesOf(value).flatMap(([name, says]) => [
    ...writeUse(reading, ['properties', name], reading.names.ofProperty(model, name), 'key'),
    ...readRequirements(
      isFields(says) ? says.requires : undefined,
      ['properties', name, 'requires'],
      reading,
    ),
  ]);

const readRelations = (value: unknown, reading: Reading): readonly NameUse[] =>
  entriesOf(value).flatMap(([name, relation]) =>
    writeUse(reading, ['relations', name, 'model'], reading.names.ofModel(readText(relation, 'model'))),
  );

const readGenerations = (value: unknown, reading: Reading): readonly NameUse[] =>
  itemsOf(value).flatMap((one, at) => readGeneration(one, ['generations', at], reading));

/** Reads the models of a generation, and what became of those of the one before. */
function readGeneration(value: unknown, path: Path, reading: Reading): readonly NameUse[] {
  if (!isFields(value)) return [];
  const { ofModel, ofProperty } = reading.names;
  return [
    ...itemsOf(value.models).flatMap((model, at) =>
      writeUse(reading, [...path, 'models', at], ofModel(String(model))),
    ),
    ...entriesOf(value.from).flatMap(([old, successor]) => {
      const now = isFields(successor) ? String(successor.model) : String(successor);
      const inner = [...path, 'from', old];
      const names = isFields(successor) ? entriesOf(successor.properties) : [];
      return [
        ...writeUse(reading, inner, ofModel(old), 'key'),
        ...writeUse(reading, isFields(successor) ? [...inner, 'model'] : inner, ofModel(now)),
        ...names.flatMap(([before, after]) => [
          ...writeUse(reading, [...inner, 'properties', before], ofProperty(old, before), 'key'),
          ...writeUse(reading, [...inner, 'properties', before], ofProperty(now, String(after))),
        ]),
      ];
    }),
  ];
}

const readGrants = (value: unknown, path: Path, reading: Reading): readonly NameUse[] =>
  entriesOf(isFields(value) ? value.models : undefined).flatMap(([model, grant]) => [
    ...writeUse(reading, [...path, 'models', model], reading.names.ofModel(model), 'key'),
    ...entriesOf(isFields(grant) ? grant.properties : undefined).flatMap(([name]) =>
      writeUse(
        reading,
        [...path, 'models', model, 'properties', name],
        reading.names.ofProperty(model, name),
        'key',
      ),
    ),
  ]);

/** Reads the portfolio of a role: a list, or a map of lists by patterns of permissions. */
function readPortfolioUse(value: unknown, reading: Reading): readonly NameUse[] {
  if (Array.isArray(value)) return readItems(value, ['portfolio'], reading);
  return entriesOf(value).flatMap(([pattern, items]) => [
    ...writeUse(reading, ['portfolio', pattern], renamePermission(pattern, reading.names), 'key'),
    ...readItems(items, ['portfolio', pattern], reading),
  ]);
}

function readItems(items: unknown, path: Path, reading: Reading): readonly NameUse[] {
  const { names, catalog } = reading;
  return itemsOf(items).flatMap((item, at) => {
    const here = [...path, at];
    if (typeof item === 'string') return writeUse(reading, here, names.ofPortfolio(item));
    if (!isFields(item)) return [];
    if ('allOf' in item)
      return itemsOf(item.allOf).flatMap((name, place) =>
        writeUse(reading, [...here, 'allOf', place], names.ofPortfolio(String(name))),
      );
    const self = catalog.models.find(({ portfolio }) => portfolio === 'self')?.name;
    const on = typeof item.on === 'string' ? item.on : self;
    return [
      ...(typeof item.on === 'string' ? writeUse(reading, [...here, 'on'], names.ofModel(item.on)) : []),
      ...(on === undefined ? [] : readCondition(item.filter, on, [...here, 'filter'], reading)),
    ];
  });
}

/** Reads the fields of a condition on the records of a model. */
function readCondition(value: unknown, model: string, path: Path, reading: Reading): readonly NameUse[] {
  return entriesOf(value).flatMap(([key, inner]) => {
    if (key === '$or' || key === '$and')
      return itemsOf(inner).flatMap((part, at) => readCondition(part, model, [...path, key, at], reading));
    return writeUse(reading, [...path, key], renameField(key, model, reading), 'key');
  });
}

/** Returns a field with the new name of the property at its end; undefined if that stays. */
function renameField(field: string, start: string, { names, catalog }: Reading): string | undefined {
  let [model, rest, before] = [start, field, ''];
  for (;;) {
    const renamed = names.ofProperty(model, rest);
    if (renamed !== undefined) return before + renamed;
    const dot = rest.indexOf('.');
    const next = catalog.modelOf.get(model)?.relations.get(rest.slice(0, Math.max(dot, 0)));
    if (!next) return undefined;
    before += rest.slice(0, dot + 1);
    [model, rest] = [next.model, rest.slice(dot + 1)];
  }
}

function readInvariant(value: Fields, reading: Reading): readonly NameUse[] {
  const { portfolios } = value;
  const [path, listed] = isFields(portfolios)
    ? [['portfolios', 'except'], portfolios.except]
    : [['portfolios'], portfolios];
  return [
    ...itemsOf(listed).flatMap((name, at) =>
      writeUse(reading, [...path, at], reading.names.ofPortfolio(String(name))),
    ),
    ...['when', ...demands].flatMap((field) => readRequirements(value[field], [field], reading)),
  ];
}

/** Reads a mapping, in which our names stand on the right of the product's. */
function readMapping(
  { models, properties, permissions, portfolios }: Fields,
  reading: Reading,
): readonly NameUse[] {
  const { names } = reading;
  const readNames = (field: string, value: unknown, rename: (name: string) => string | undefined) =>
    entriesOf(value).flatMap(([key, named]) =>
      Array.isArray(named)
        ? named.flatMap((name, at) => writeUse(reading, [field, key, at], rename(String(name))))
        : writeUse(reading, [field, key], rename(String(named))),
    );
  return [
    ...readNames('models', models, names.ofModel),
    ...readNames('portfolios', portfolios, names.ofPortfolio),
    ...readNames('permissions', permissions, (permission) => renamePermission(permission, names)),
    ...entriesOf(properties).flatMap(([model, own]) => [
      ...writeUse(reading, ['properties', model], names.ofModel(model), 'key'),
      ...entriesOf(own).flatMap(([key, property]) =>
        writeUse(reading, ['properties', model, key], names.ofProperty(model, String(property))),
      ),
    ]),
  ];
}

/** Reads the records of a test, whose columns are properties, and the permissions that it asks for. */
function readTest({ records, expect }: Fields, reading: Reading): readonly NameUse[] {
  const { names } = reading;
  return [
    ...entriesOf(records).flatMap(([name, record]) => {
      const model = readText(record, 'model');
      return [
        ...writeUse(reading, ['records', name, 'model'], names.ofModel(model)),
        ...readRecord(record, model, ['records', name], reading),
      ];
    }),
    ...entriesOf(expect).flatMap(([permission]) =>
      writeUse(reading, ['expect', permission], renamePermission(permission, names), 'key'),
    ),
  ];
}

/** Reads the columns of a record, those of records that are spelt out inside it too. */
function readRecord(record: unknown, model: string, path: Path, reading: Reading): readonly NameUse[] {
  const { names, catalog } = reading;
  return entriesOf(record).flatMap(([column, value]) => {
    const relation = catalog.modelOf.get(model)?.relations.get(column);
    const here = [...path, column];
    if (!relation) return writeUse(reading, here, names.ofProperty(model, column), 'key');
    if (!Array.isArray(value)) return readRecord(value, relation.model, here, reading);
    return value.flatMap((one, at) => readRecord(one, relation.model, [...here, at], reading));
  });
}

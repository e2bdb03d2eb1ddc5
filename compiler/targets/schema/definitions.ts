import { type Catalog, type Cell, type Model, type Property, rights } from '../../model/catalog.ts';
import type { Policy } from '../../model/policy.ts';
import type { Json } from '../../text/json.ts';
import { byCodeUnit } from '../../text/order.ts';
import { mapEach, referTo, selections, wordOf } from './pieces.ts';
import { type Definitions, fillAt, type JsonSchema } from './tree.ts';

/**
 * Makes the definitions that schemas of several kinds share: the `common` ones with the names of a catalog filled in.
 */
export function makeDefinitions(policy: Policy, common: Definitions): Definitions {
  const { catalog, attributes } = policy;
  const extended = [...new Set([policy, ...policy.tenants].map((one) => one.catalog))];
  const cells = new Set(extended.flatMap((one) => one.cells));
  const permissions = uniqueSorted([...cells].map(({ permission }) => permission));
  return {
    ...common,
    Permission: { ...common.Permission, ...wordOf(permissions) },
    PermissionPattern: { ...common.PermissionPattern, ...wordOf(listPatterns(cells)) },
    Grants: grantsOn(catalog, common.Grants ?? {}),
    ...Object.fromEntries(
      catalog.models.map((model) => [grantName(model), grantOf(model, listProperties(model, extended))]),
    ),
    ...Object.fromEntries(rightSets.map((held) => [rightsName(held), { anyOf: selections(held) }])),
    ...conditionsOn(
      findComparable(policy),
      listSingleRelations(catalog),
      [...attributes.keys()],
      common.Condition ?? {},
    ),
  };
}

/** Lists every permission, and every way to put stars in place of its subject, its property and its action. */
function listPatterns(cells: Iterable<Cell>): readonly string[] {
  const patterns = new Set<string>();
  for (const { subject, property, action } of cells)
    for (const first of [subject, '*'])
      for (const second of property === undefined ? [''] : [`.${property}`, '.*'])
        patterns.add(`${first}${second}:${action}`).add(`${first}${second}:*`);
  return [...patterns].sort();
}

/** Returns the grammar of a layer, with a key for every model. */
function grantsOn({ actions, models, modules, features }: Catalog, grants: JsonSchema): JsonSchema {
  const supported = actions.filter((action) => models.some((model) => model.actions.has(action)));
  const ofAll = (piece: JsonSchema): JsonSchema => ({
    ...withoutReference(piece),
    anyOf: selections(supported),
  });
  const ofModels = ({ properties, ...rest }: JsonSchema): JsonSchema => ({
    ...rest,
    properties: {
      ...(properties as JsonSchema),
      ...Object.fromEntries(models.map((model) => [model.name, referTo(grantName(model))])),
    },
    additionalProperties: false,
  });
  const ofToggles =
    (toggles: Catalog['modules']) =>
    (piece: JsonSchema): JsonSchema => ({
      ...withoutReference(piece),
      anyOf: selections(toggles.map(({ name }) => name)),
    });
  const starred = fillAt(grants, 'properties/models/properties/*', ofAll);
  const modelled = fillAt(starred, 'properties/models', ofModels);
  const withModules = fillAt(modelled, 'properties/modules', ofToggles(modules));
  return fillAt(withModules, 'properties/features', ofToggles(features));
}

/** Lists the properties of a model, and those that tenants have beside them, each name once. */
function listProperties({ name }: Model, catalogs: readonly Catalog[]): readonly Property[] {
  const all = catalogs.flatMap(({ modelOf }) => modelOf.get(name)?.properties ?? []);
  return [...new Map(all.map((property) => [property.name, property])).values()].sort((a, b) =>
    byCodeUnit(a.name, b.name),
  );
}

const uniqueSorted = (words: readonly string[]): readonly string[] => [...new Set(words)].sort();

/** Returns the grammar of what a layer can say of one model. */
function grantOf(model: Model, properties: readonly Property[]): JsonSchema {
  const { name, title, description } = model;
  const words = [title, description].filter((text) => text !== undefined);
  const supported = [...model.actions.keys()];
  const ofProperties = properties.map((property) => [
    property.name,
    referTo(rightsName(listSwitchable(property))),
  ]);
  const star = referTo(rightsName(rights.filter((right) => model.actions.has(right))));
  const inParts = {
    type: 'object',
    properties: {
      actions: { anyOf: selections(supported) },
      properties: {
        type: 'object',
        properties: { '*': star, ...Object.fromEntries(ofProperties) },
        additionalProperties: false,
      },
    },
    additionalProperties: false,
  };
  return {
    description: words.length > 0 ? words.join('. ') : name,
    anyOf: [...selections(supported), inParts],
  };
}

const grantName = ({ name }: Model): string => `Grant-${name}`;

const rightSets: readonly (readonly string[])[] = [[], ['view'], ['update'], ['view', 'update']];
const rightsName = (held: readonly string[]): string => ['Rights', ...held].join('-');
const listSwitchable = (property: Property): readonly string[] =>
  rights.filter((right) => property.rights.has(right));

/** Finds the properties that a condition can compare: of models with `portfolio: self`, and of those that a portfolio is on. */
function findComparable({ catalog, portfolios }: Policy): readonly string[] {
  const on = new Set(portfolios.map((portfolio) => portfolio.on));
  const models = catalog.models.filter(({ name, portfolio }) => portfolio === 'self' || on.has(name));
  return [...new Set(models.flatMap(({ properties }) => properties.map(({ name }) => name)))].sort();
}

/** Lists the names of the relations that lead to one record: with these a path in a condition begins. */
const listSingleRelations = ({ models }: Catalog): readonly string[] =>
  uniqueSorted(
    models.flatMap(({ relations }) =>
      [...relations.values()].filter(({ many }) => !many).map(({ name }) => name),
    ),
  );

/** Conditions on the models that portfolios select records of. */
function conditionsOn(
  properties: readonly string[],
  relations: readonly string[],
  attributes: readonly string[],
  condition: JsonSchema,
): Definitions {
  const scalar: readonly JsonSchema[] = [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }];
  const hole = {
    type: 'object',
    required: ['$user'],
    properties: { $user: wordOf(attributes) },
    additionalProperties: false,
  };
  const value = { anyOf: [...scalar, referTo('OfUser')] };
  const list = { anyOf: [{ type: 'array', items: { anyOf: scalar } }, referTo('OfUser')] };
  const tests = {
    type: 'object',
    minProperties: 1,
    properties: {
      ...mapEach(['$eq', '$gt', '$gte', '$lt', '$lte', '$ne'], value),
      ...mapEach(['$in', '$nin'], list),
      $exists: { type: 'boolean' },
    },
    additionalProperties: false,
  };
  const conditions: Json = { type: 'array', items: referTo('Condition'), minItems: 1 };
  return {
    OfUser: {
      description: 'A value of the signed-in user, by the name of an attribute of the Principal.',
      ...hole,
    },
    Comparison: { anyOf: [...scalar, referTo('OfUser'), tests] },
    Condition: {
      ...condition,
      properties: {
        ...mapEach(properties, referTo('Comparison')),
        ...mapEach(['$and', '$or'], conditions),
      },
      ...(relations.length > 0 && {
        patternProperties: { [`^(${relations.join('|')})\\.`]: referTo('Comparison') },
      }),
      additionalProperties: false,
    },
  };
}

function withoutReference({ $ref: _, ...rest }: JsonSchema): JsonSchema {
  return rest;
}

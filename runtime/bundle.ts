import type { Action, Right } from '../compiler/model/catalog.ts';
import type { Operator } from '../compiler/model/condition.ts';
import { followField } from './follow-field.ts';
import { doAtOnce, type Sliced } from './slices.ts';
import type { ColumnType, Scalar, Step } from './where.ts';

/** The version of the form of bundles that this package reads. */
export const bundleVersion = 2;

/** `bundle.json` as compile writes it, once `checkBundle` has looked at all of it. */
export interface Bundle {
  readonly version: typeof bundleVersion;
  readonly digest: string;
  /** The digest of what decides in the `roles.json` that belongs to it. */
  readonly documents?: string;
  readonly size: number;
  readonly catalog: {
    readonly models: readonly BundledModel[];
    readonly modules: readonly string[];
    readonly features: readonly string[];
    readonly capabilities: readonly string[];
  };
  /** The cells that belong to packages, as sets. */
  readonly packages?: Readonly<Record<string, SetNumber>>;
  readonly requires: readonly (readonly [cell: number, needs: readonly (number | readonly number[])[]])[];
  readonly attributes: Readonly<Record<string, ColumnType>>;
  /** By model. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, ColumnType>>>>;
  readonly userTypes: readonly {
    readonly name: string;
    readonly audience: string;
    readonly rank: number;
    readonly allows: SetNumber;
  }[];
  readonly seats: readonly {
    readonly name: string;
    readonly combinesWith: readonly string[];
    readonly adds: SetNumber;
  }[];
  /** The properties that tenants add to the catalog. */
  readonly extensions?: readonly BundledExtension[];
  readonly sets: readonly string[];
  readonly reaches: readonly BundledReach[];
  readonly tenants: Readonly<Record<string, BundledTenant>>;
}

/** The number of a set; for a tenant with an extension also that of a set of the extension's cells. */
export type SetNumber = number | readonly [set: number, own: number];

/** The properties that tenants have beside the catalog's. Its cells are numbered behind those of the catalog. */
export interface BundledExtension {
  readonly models: Readonly<Record<string, BundledModel['properties']>>;
  readonly requires: Bundle['requires'];
  readonly packages?: Readonly<Record<string, number>>;
  readonly columns?: Bundle['columns'];
  /** Beside what the bundle says of user types and seats. */
  readonly allows: Readonly<Record<string, number>>;
  readonly adds: Readonly<Record<string, number>>;
  /** Sets of its cells alone. */
  readonly sets: readonly string[];
}

/** A model, with the rights of each property by its name. */
export interface BundledModel {
  readonly name: string;
  /** The models that its relations lead to, by the names of the relations. */
  readonly relations: Readonly<Record<string, string>>;
  readonly actions: readonly Action[];
  readonly properties: Readonly<Record<string, readonly Right[]>>;
  /** True if it has no properties and lets none be asked for. */
  readonly closed?: boolean;
}

/** A tenant with the roles that it is offered. */
export interface BundledTenant {
  /** The number of the extension, if it has properties of its own. */
  readonly extension?: number;
  readonly ceiling: SetNumber;
  /** The packages that it has bought, of those that something belongs to. */
  readonly packages?: readonly string[];
  /** The cells that the settings allow to roles of its own, of the files and of its database. */
  readonly custom?: SetNumber;
  readonly roles: Readonly<Record<string, BundledRole>>;
}

/** A role in a tenant; sets and reaches by their numbers. */
export interface BundledRole {
  readonly userType: string;
  readonly seats: readonly string[];
  /** Sets of cells with the reaches on which they work. */
  readonly scopes: readonly (readonly [set: SetNumber, reach: number])[];
  readonly grants: SetNumber;
  /** The cells that the settings allow to roles of a tenant's own; only such a role has them. */
  readonly custom?: SetNumber;
  readonly effective: SetNumber;
}

/** Every record, those that lead to one that meets an alternative, or what several reaches hold together or in common. */
export type BundledReach =
  | 'all'
  | BundledLink
  | { readonly anyOf: readonly BundledReach[] }
  | { readonly allOf: readonly BundledReach[] };

/** The records that lead to one of a model that meets one of the alternatives. */
export interface BundledLink {
  readonly on: string;
  readonly through: readonly Step[];
  readonly alternatives: readonly (readonly BundledComparison[])[];
}

/** A comparison; its operand may be a value of the signed-in user. */
export type BundledComparison = readonly [property: string, operator: Operator, operand: BundledOperand];

/** The operand of a comparison. */
export type BundledOperand = Scalar | readonly Scalar[] | { readonly $user: string };

/** A bundle is not what compile writes: what is wrong, and where in it. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
}

const rights: readonly unknown[] = ['view', 'update'];
const types: readonly unknown[] = ['id', 'string', 'number', 'integer', 'boolean', 'date', 'list', 'object'];
const operators: readonly unknown[] = ['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$ne', '$nin', '$exists'];

/**
 * Returns the bundle in a parsed JSON value. Looks at every part of it, and throws a `BundleError` on the first that
 * is not as compile writes it, so that what reads a bundle need not doubt it.
 */
export const checkBundle = (value: unknown): Bundle => doAtOnce(checkBundleInSlices(value));

/** So many sets, reaches or roles are looked at between two pauses. */
const sliceCount = 500;

/** Checks a bundle as `checkBundle` does, in slices: one of many tenants takes a while. */
export function* checkBundleInSlices(value: unknown): Sliced<Bundle> {
  const bundle = mapAt(value, 'the bundle');
  if (bundle.version !== bundleVersion)
    fail(
      'version',
      `is ${JSON.stringify(bundle.version)}, and this package reads version ${bundleVersion}: compile the policies with the plafond that made this package`,
    );
  textAt(bundle.digest, 'digest');
  if (bundle.documents !== undefined) textAt(bundle.documents, 'documents');
  const size = countAt(bundle.size, 'size', Number.MAX_SAFE_INTEGER);
  const cells = checkCatalog(mapAt(bundle.catalog, 'catalog'));
  if (cells !== size) fail('size', `is ${size}, and the catalog has ${cells} cells`);
  checkRequires(bundle.requires, size);
  const own = mapAt(bundle.columns, 'columns') as Columns;
  const attributes = mapAt(bundle.attributes, 'attributes');
  checkTypes(attributes, 'attributes');
  for (const [model, ofModel] of Object.entries(own)) checkTypes(ofModel, `columns.${model}`);
  const sets = listAt(bundle.sets, 'sets');
  for (const [number, set] of sets.entries()) {
    checkSet(set, size, `sets[${number}]`);
    if (number % sliceCount === sliceCount - 1) yield;
  }
  const packages = mapAt(bundle.packages ?? {}, 'packages');
  for (const [name, set] of Object.entries(packages)) countAt(set, `packages.${name}`, sets.length);
  const extensions = listAt(bundle.extensions ?? [], 'extensions').map((raw, number) =>
    checkExtension(raw, bundle as unknown as Bundle, `extensions[${number}]`),
  );
  const columns = joinColumns([own, ...extensions.map((one) => one.columns)]);
  const reaches = listAt(bundle.reaches, 'reaches');
  const { models } = bundle.catalog as Bundle['catalog'];
  const asked: Askable = { columns, attributes, models: new Map(models.map((model) => [model.name, model])) };
  for (const [number, reach] of reaches.entries()) {
    checkReach(reach, asked, `reaches[${number}]`);
    if (number % sliceCount === sliceCount - 1) yield;
  }
  const userTypes = namesAt(bundle.userTypes, 'userTypes', (type, at) => {
    textAt(type.audience, `${at}.audience`);
    if (!Number.isSafeInteger(type.rank)) fail(`${at}.rank`, 'is not an integer');
    countAt(type.allows, `${at}.allows`, sets.length);
  });
  const seats = namesAt(bundle.seats, 'seats', (seat, at) => {
    countAt(seat.adds, `${at}.adds`, sets.length);
    for (const type of listAt(seat.combinesWith, `${at}.combinesWith`))
      oneOf(type, userTypes, `${at}.combinesWith`);
  });
  const ends = { userTypes, seats, reaches: reaches.length, sets: sets.length };
  let checked = 0;
  for (const [tenant, raw] of entriesAt(bundle.tenants, 'tenants')) {
    const at = `tenants.${tenant}`;
    const { extension, ceiling, packages: bought = [], custom, roles } = mapAt(raw, at);
    for (const name of listAt(bought, `${at}.packages`)) oneOf(name, Object.keys(packages), `${at}.packages`);
    if (extension !== undefined) countAt(extension, `${at}.extension`, extensions.length);
    const here = { ...ends, own: extensions[extension as number]?.sets ?? 0 };
    setAt(ceiling, `${at}.ceiling`, here);
    if (custom !== undefined) setAt(custom, `${at}.custom`, here);
    for (const [role, rawRole] of entriesAt(roles, `${at}.roles`)) {
      checkRole(rawRole, here, `${at}.roles.${role}`);
      if (++checked % sliceCount === 0) yield;
    }
    if (++checked % sliceCount === 0) yield;
  }
  return value as Bundle;
}

/** The names that a role may use, and the ends below which its numbers must be. */
interface Ends {
  readonly userTypes: readonly string[];
  readonly seats: readonly string[];
  readonly reaches: number;
  readonly sets: number;
  /** The sets of the tenant's extension. */
  readonly own: number;
}

function checkRole(raw: unknown, ends: Ends, at: string): void {
  const { userTypes, seats, reaches } = ends;
  const role = mapAt(raw, at);
  oneOf(role.userType, userTypes, `${at}.userType`);
  for (const seat of listAt(role.seats, `${at}.seats`)) oneOf(seat, seats, `${at}.seats`);
  for (const [number, scope] of listAt(role.scopes, `${at}.scopes`).entries()) {
    const [set, reach] = listAt(scope, `${at}.scopes[${number}]`);
    setAt(set, `${at}.scopes[${number}][0]`, ends);
    countAt(reach, `${at}.scopes[${number}][1]`, reaches);
  }
  setAt(role.grants, `${at}.grants`, ends);
  if (role.custom !== undefined) setAt(role.custom, `${at}.custom`, ends);
  setAt(role.effective, `${at}.effective`, ends);
}

/** Checks the number of a set or, of a tenant with an extension, the numbers of two. */
function setAt(raw: unknown, at: string, { sets, own }: Pick<Ends, 'sets' | 'own'>): void {
  const [set, other, ...more] = Array.isArray(raw) ? (raw as readonly unknown[]) : [raw, 0];
  countAt(set, at, sets);
  if (Array.isArray(raw)) countAt(other, at, own);
  if (more.length > 0) fail(at, 'has more than two numbers');
}

/** Checks what tenants add to a catalog, which was checked before; returns how many sets that has, and its columns. */
function checkExtension(raw: unknown, { catalog, packages = {}, size, ...bundle }: Bundle, at: string) {
  const extension = mapAt(raw, at);
  let cells = 0;
  for (const [name, properties] of entriesAt(extension.models, `${at}.models`)) {
    const model = catalog.models.find((one) => one.name === name);
    if (!model) fail(`${at}.models.${name}`, 'is no model of the catalog');
    for (const [property, having] of entriesAt(properties, `${at}.models.${name}`)) {
      nameAt(property, ownPropertyName, `${at}.models.${name}.${property}`);
      if (Object.hasOwn(model?.properties ?? {}, property))
        fail(`${at}.models.${name}.${property}`, 'is there twice');
      cells += distinct(having, rights, `${at}.models.${name}.${property}`);
    }
  }
  checkRequires(extension.requires, size + cells);
  const sets = listAt(extension.sets, `${at}.sets`);
  for (const [number, set] of sets.entries()) checkSet(set, cells, `${at}.sets[${number}]`);
  const columns = mapAt(extension.columns ?? {}, `${at}.columns`) as Columns;
  for (const [model, ofModel] of Object.entries(columns)) checkTypes(ofModel, `${at}.columns.${model}`);
  const named = [
    ['packages', extension.packages ?? {}, Object.keys(packages)],
    ['allows', extension.allows, listNamesOf(bundle.userTypes)],
    ['adds', extension.adds, listNamesOf(bundle.seats)],
  ] as const;
  for (const [key, map, known] of named)
    for (const [name, set] of entriesAt(map, `${at}.${key}`)) {
      oneOf(name, known, `${at}.${key}`);
      countAt(set, `${at}.${key}.${name}`, sets.length);
    }
  return { sets: sets.length, columns };
}

const listNamesOf = (named: unknown): readonly unknown[] =>
  listAt(named, 'userTypes and seats').map((one) => mapAt(one, 'userTypes and seats').name);

/** Joins the columns of all, since conditions are written once for every tenant whose roles have them. */
function joinColumns(all: readonly Columns[]): Columns {
  const joined: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const columns of all)
    for (const [model, ofModel] of Object.entries(columns))
      joined[model] = { ...joined[model], ...mapAt(ofModel, `columns.${model}`) };
  return joined;
}

/** Checks the catalog, and returns how many cells it has. */
function checkCatalog(catalog: Readonly<Record<string, unknown>>): number {
  let cells = 0;
  const seen = new Set<string>();
  const once = (name: string, at: string) => {
    if (seen.has(name)) fail(at, 'is there twice');
    seen.add(name);
  };
  for (const [number, raw] of listAt(catalog.models, 'catalog.models').entries()) {
    const at = `catalog.models[${number}]`;
    const model = mapAt(raw, at);
    once(nameAt(model.name, subjectName, `${at}.name`), `${at}.name`);
    for (const [relation, to] of entriesAt(model.relations, `${at}.relations`)) {
      nameAt(relation, propertyName, `${at}.relations.${relation}`);
      textAt(to, `${at}.relations.${relation}`);
    }
    const supported = listAt(model.actions, `${at}.actions`);
    for (const action of supported) nameAt(action, actionName, `${at}.actions`);
    cells += distinct(supported, supported, `${at}.actions`);
    if (model.closed !== undefined && model.closed !== true) fail(`${at}.closed`, 'is not true');
    for (const [property, having] of entriesAt(model.properties, `${at}.properties`)) {
      nameAt(property, propertyName, `${at}.properties.${property}`);
      cells += distinct(having, rights, `${at}.properties.${property}`);
    }
  }
  for (const part of ['modules', 'features', 'capabilities'])
    for (const [number, name] of listAt(catalog[part], `catalog.${part}`).entries()) {
      once(nameAt(name, subjectName, `catalog.${part}[${number}]`), `catalog.${part}[${number}]`);
      cells++;
    }
  return cells;
}

function checkRequires(requires: unknown, size: number): void {
  for (const [number, pair] of listAt(requires, 'requires').entries()) {
    const [cell, needs] = listAt(pair, `requires[${number}]`);
    countAt(cell, `requires[${number}][0]`, size);
    for (const needed of listAt(needs, `requires[${number}][1]`)) {
      if (Array.isArray(needed) && needed.length === 0)
        fail(`requires[${number}][1]`, 'requires one of nothing');
      for (const one of Array.isArray(needed) ? needed : [needed])
        countAt(one, `requires[${number}][1]`, size);
    }
  }
}

/** Checks the text of a set of so many cells. Throws a `BundleError` if it is none. */
export function checkSet(set: unknown, size: number, at: string): void {
  const bytes = Math.ceil(size / 8);
  const [digits, padding] = [Math.ceil((bytes * 4) / 3), (3 - (bytes % 3)) % 3];
  const text = textAt(set, at, true);
  if (
    text.length !== digits + padding ||
    !/^[A-Za-z0-9+/]*$/.test(text.slice(0, digits)) ||
    text.slice(digits) !== '='.repeat(padding)
  )
    fail(at, `is not base64 of ${bytes} bytes`);
}

type Columns = Readonly<Record<string, unknown>>;

/** Checks a map of names to the types of columns. Throws a `BundleError` if it is none. */
export function checkTypes(named: unknown, at: string): void {
  for (const [name, type] of entriesAt(named, at)) {
    nameAt(name, ownPropertyName, `${at}.${name}`);
    oneOf(type, types, `${at}.${name}`);
  }
}

/** Reaches are nested less than this. */
const deepest = 100;

/** Names that conditions may ask for: columns of records and attributes of the user. */
export interface Askable {
  readonly columns: Columns;
  readonly attributes: Columns;
  readonly models: ReadonlyMap<string, BundledModel>;
}

/** Checks a reach: what it asks for must be there. Throws a `BundleError` if it is none. */
export function checkReach(reach: unknown, asked: Askable, at: string, left = deepest): void {
  if (reach === 'all') return;
  const written = mapAt(reach, at);
  if (left === 0) fail(at, 'is nested too deep');
  for (const word of ['anyOf', 'allOf'])
    if (Object.hasOwn(written, word)) {
      // In common with nothing is everything.
      if (word === 'allOf' && listAt(written[word], at).length === 0) fail(at, 'limits nothing');
      for (const [number, part] of listAt(written[word], `${at}.${word}`).entries())
        checkReach(part, asked, `${at}.${word}[${number}]`, left - 1);
      return;
    }
  for (const step of listAt(written.through, `${at}.through`)) {
    const name = typeof step === 'string' ? step : mapAt(step, `${at}.through`).many;
    nameAt(name, propertyName, `${at}.through`);
  }
  const on = textAt(written.on, `${at}.on`);
  for (const [number, alternative] of listAt(written.alternatives, `${at}.alternatives`).entries())
    checkAlternative(alternative, on, asked, `${at}.alternatives[${number}]`);
}

function checkAlternative(
  alternative: unknown,
  on: string,
  { columns, attributes, models }: Askable,
  at: string,
): void {
  if (listAt(alternative, at).length === 0) fail(at, 'compares nothing, which every record would meet');
  for (const comparison of alternative as readonly unknown[]) {
    const [property, operator, operand] = listAt(comparison, at);
    const { holder, column } = followField(models, on, textAt(property, at));
    const compared = Object.hasOwn(columns, holder) ? mapAt(columns[holder], `columns.${holder}`) : {};
    if (!Object.hasOwn(compared, column)) fail(at, `compares ${property}, which is no column`);
    oneOf(operator, operators, at);
    if (isNamedHole(operand)) {
      if (!Object.hasOwn(attributes, operand.$user))
        fail(at, `asks for ${operand.$user}, which is no attribute`);
    } else if (operator === '$in' || operator === '$nin') {
      for (const item of listAt(operand, at))
        if (!isScalar(item)) fail(at, 'compares with something that is no value');
    } else if (!isScalar(operand) || (operator === '$exists' && typeof operand !== 'boolean'))
      fail(at, 'compares with something that is no value');
  }
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'boolean' || isExact(value);

/** Tells whether a value is a number that was not rounded when it was read: beyond 2^53 integers are. */
const isExact = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER;

/** Tells whether an operand stands for a value of the signed-in user. */
const isNamedHole = (operand: unknown): operand is { readonly $user: string } =>
  typeof operand === 'object' &&
  operand !== null &&
  Object.hasOwn(operand, '$user') &&
  typeof (operand as { $user: unknown }).$user === 'string';

function namesAt(
  raw: unknown,
  at: string,
  check: (entry: Readonly<Record<string, unknown>>, at: string) => void,
): readonly string[] {
  const names = listAt(raw, at).map((item, number) => {
    const entry = mapAt(item, `${at}[${number}]`);
    check(entry, `${at}[${number}]`);
    return textAt(entry.name, `${at}[${number}].name`);
  });
  if (new Set(names).size !== names.length) fail(at, 'names something twice');
  return names;
}

function distinct(raw: unknown, possible: readonly unknown[], at: string): number {
  const list = listAt(raw, at);
  for (const item of list) oneOf(item, possible, at);
  if (new Set(list).size !== list.length) fail(at, 'names something twice');
  return list.length;
}

function mapAt(raw: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) fail(at, 'is not a map');
  return raw as Readonly<Record<string, unknown>>;
}

const entriesAt = (raw: unknown, at: string) => Object.entries(mapAt(raw, at));

function listAt(raw: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(raw)) fail(at, 'is not a list');
  return raw as readonly unknown[];
}

function textAt(raw: unknown, at: string, mayBeEmpty = false): string {
  if (typeof raw !== 'string' || (raw === '' && !mayBeEmpty)) fail(at, 'is not a text');
  return raw as string;
}

/**
 * The form of the names of models, modules, features and capabilities, without the words that mean something to CASL
 * or JavaScript.
 */
const subjectName = /^(?!(all|none|manage|Any)$)[A-Za-z][A-Za-z0-9_-]*$/;
/**
 * The form of the names of actions; `manage` is every action to CASL, and `use` is of modules, features and
 * capabilities.
 */
const actionName = /^(?!(all|none|manage|use)$)[a-z][A-Za-z0-9_-]*$/;
/** The form of the names of properties and attributes. */
const propertyName = /^(?!(__proto__|constructor|prototype|__caslSubjectType__)$)[A-Za-z_][A-Za-z0-9_]*$/;

/** The form of the names of properties that tenants add: names of properties with dots between them. */
const ownPropertyName =
  /^(?!(.*\.)?(__proto__|constructor|prototype|__caslSubjectType__)(\.|$))[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

function nameAt(raw: unknown, pattern: RegExp, at: string): string {
  const name = textAt(raw, at);
  if (!pattern.test(name)) fail(at, 'is not a name');
  return name;
}

function countAt(raw: unknown, at: string, end: number): number {
  if (typeof raw !== 'number' || !Number.isSafeInteger(raw) || raw < 0 || raw >= end)
    fail(at, `is not a number from 0 up to ${end}`);
  return raw as number;
}

function oneOf(raw: unknown, possible: readonly unknown[], at: string): void {
  if (!possible.includes(raw)) fail(at, `is ${JSON.stringify(raw)}, which it cannot be`);
}

function fail(at: string, what: string): never {
  throw new BundleError(`this is no bundle that compile wrote: ${at} ${what}`);
}

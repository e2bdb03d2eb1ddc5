import type { Action, Right } from '../compiler/model/catalog.ts';
import type { Operator } from '../compiler/model/condition.ts';
import { doAtOnce, type Sliced } from './slices.ts';
import type { ColumnType, Scalar } from './where.ts';

/** `bundle.json` as compile writes it, once `checkBundle` has looked at all of it. */
export interface Bundle {
  readonly version: 1;
  readonly digest: string;
  readonly size: number;
  readonly catalog: {
    readonly models: readonly BundledModel[];
    readonly modules: readonly string[];
    readonly features: readonly string[];
    readonly capabilities: readonly string[];
  };
  /** The cells that belong to packages, as sets. */
  readonly packages?: Readonly<Record<string, number>>;
  readonly requires: readonly (readonly [cell: number, needs: readonly (number | readonly number[])[]])[];
  readonly attributes: Readonly<Record<string, ColumnType>>;
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly userTypes: readonly {
    readonly name: string;
    readonly audience: string;
    readonly rank: number;
    readonly allows: number;
  }[];
  readonly seats: readonly {
    readonly name: string;
    readonly combinesWith: readonly string[];
    readonly adds: number;
  }[];
  readonly sets: readonly string[];
  readonly reaches: readonly BundledReach[];
  readonly tenants: Readonly<Record<string, BundledTenant>>;
}

/** A model, with the rights of each property by its name. */
export interface BundledModel {
  readonly name: string;
  readonly portfolio: null | 'self' | { readonly through: string };
  readonly actions: readonly Action[];
  readonly properties: Readonly<Record<string, readonly Right[]>>;
}

/** A tenant with the roles that it is offered. */
export interface BundledTenant {
  readonly ceiling: number;
  /** The packages that it has bought, of those that something belongs to. */
  readonly packages?: readonly string[];
  readonly roles: Readonly<Record<string, BundledRole>>;
}

/** A role in a tenant; sets and reaches by their numbers. */
export interface BundledRole {
  readonly userType: string;
  readonly seats: readonly string[];
  readonly reach: number;
  readonly grants: number;
  /** The cells that the settings allow to roles of a tenant's own; only such a role has them. */
  readonly custom?: number;
  readonly effective: number;
}

/** Every record, or those that meet one of the alternatives. */
export type BundledReach = 'all' | readonly (readonly BundledComparison[])[];

/** A comparison; its operand may be a value of the signed-in user. */
export type BundledComparison = readonly [property: string, operator: Operator, operand: BundledOperand];

/** What a comparison compares with. */
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
  if (bundle.version !== 1)
    fail('version', `is ${JSON.stringify(bundle.version)}, and this package reads version 1`);
  textAt(bundle.digest, 'digest');
  const size = countAt(bundle.size, 'size', Number.MAX_SAFE_INTEGER);
  const cells = checkCatalog(mapAt(bundle.catalog, 'catalog'));
  if (cells !== size) fail('size', `is ${size}, and the catalog has ${cells} cells`);
  checkRequires(bundle.requires, size);
  for (const part of ['attributes', 'columns'])
    for (const [name, type] of entriesAt(bundle[part], part)) {
      nameAt(name, propertyName, `${part}.${name}`);
      oneOf(type, types, `${part}.${name}`);
    }
  const sets = listAt(bundle.sets, 'sets');
  for (const [number, set] of sets.entries()) {
    checkSet(set, size, `sets[${number}]`);
    if (number % sliceCount === sliceCount - 1) yield;
  }
  const packages = mapAt(bundle.packages ?? {}, 'packages');
  for (const [name, set] of Object.entries(packages)) countAt(set, `packages.${name}`, sets.length);
  const columns = mapAt(bundle.columns, 'columns');
  const attributes = mapAt(bundle.attributes, 'attributes');
  const reaches = listAt(bundle.reaches, 'reaches');
  for (const [number, reach] of reaches.entries()) {
    checkReach(reach, columns, attributes, `reaches[${number}]`);
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
    const { ceiling, packages: bought = [], roles } = mapAt(raw, at);
    for (const name of listAt(bought, `${at}.packages`)) oneOf(name, Object.keys(packages), `${at}.packages`);
    countAt(ceiling, `${at}.ceiling`, sets.length);
    for (const [role, rawRole] of entriesAt(roles, `${at}.roles`)) {
      checkRole(rawRole, ends, `${at}.roles.${role}`);
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
}

function checkRole(raw: unknown, { userTypes, seats, reaches, sets }: Ends, at: string): void {
  const role = mapAt(raw, at);
  oneOf(role.userType, userTypes, `${at}.userType`);
  for (const seat of listAt(role.seats, `${at}.seats`)) oneOf(seat, seats, `${at}.seats`);
  countAt(role.reach, `${at}.reach`, reaches);
  countAt(role.grants, `${at}.grants`, sets);
  if (role.custom !== undefined) countAt(role.custom, `${at}.custom`, sets);
  countAt(role.effective, `${at}.effective`, sets);
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
    if (model.portfolio !== null && model.portfolio !== 'self') {
      const { through } = mapAt(model.portfolio, `${at}.portfolio`);
      for (const step of textAt(through, `${at}.portfolio.through`).split('.'))
        nameAt(step, propertyName, `${at}.portfolio.through`);
    }
    const supported = listAt(model.actions, `${at}.actions`);
    for (const action of supported) nameAt(action, actionName, `${at}.actions`);
    cells += distinct(supported, supported, `${at}.actions`);
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
    for (const needed of listAt(needs, `requires[${number}][1]`))
      for (const one of Array.isArray(needed) ? needed : [needed])
        countAt(one, `requires[${number}][1]`, size);
  }
}

function checkSet(set: unknown, size: number, at: string): void {
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

function checkReach(
  reach: unknown,
  columns: Readonly<Record<string, unknown>>,
  attributes: Readonly<Record<string, unknown>>,
  at: string,
): void {
  if (reach === 'all') return;
  for (const [number, alternative] of listAt(reach, at).entries()) {
    const here = `${at}[${number}]`;
    if (listAt(alternative, here).length === 0) fail(here, 'compares nothing, which every record would meet');
    for (const comparison of alternative as readonly unknown[]) {
      const [property, operator, operand] = listAt(comparison, here);
      if (!Object.hasOwn(columns, textAt(property, here)))
        fail(here, `compares ${property}, which is no column`);
      oneOf(operator, operators, here);
      if (isNamedHole(operand)) {
        if (!Object.hasOwn(attributes, operand.$user))
          fail(here, `asks for ${operand.$user}, which is no attribute`);
      } else if (operator === '$in' || operator === '$nin') {
        for (const item of listAt(operand, here))
          if (!isScalar(item)) fail(here, 'compares with something that is no value');
      } else if (!isScalar(operand) || (operator === '$exists' && typeof operand !== 'boolean'))
        fail(here, 'compares with something that is no value');
    }
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

/** How models, modules, features and capabilities are called: nothing that CASL or JavaScript has a meaning for. */
const subjectName = /^(?!(all|none|manage|Any)$)[A-Za-z][A-Za-z0-9_-]*$/;
/** How actions are called; `manage` is every action to CASL, and `use` is of modules, features and capabilities. */
const actionName = /^(?!(all|none|manage|use)$)[a-z][A-Za-z0-9_-]*$/;
/** How properties and attributes are called. */
const propertyName = /^(?!(__proto__|constructor|prototype|__caslSubjectType__)$)[A-Za-z_][A-Za-z0-9_]*$/;

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

import { type Bundle, bundleVersion } from './bundle.ts';
import {
  actionName,
  checkChoice,
  countDistinct,
  ownPropertyName,
  propertyName,
  readCount,
  readList,
  readMap,
  readMapEntries,
  readName,
  readNamedEntries,
  readText,
  refusePart,
  subjectName,
} from './bundle-parts.ts';
import { type Askable, type ColumnTypes, checkReach, checkTypes } from './check-reach.ts';
import { doAtOnce, type Sliced } from './slices.ts';

const rights: readonly unknown[] = ['view', 'update'];

/**
 * Returns the bundle in a parsed JSON value. Looks at every part of it, and throws a `BundleError` on the first that
 * is not as compile writes it, so that what reads a bundle need not doubt it.
 */
export const checkBundle = (value: unknown): Bundle => doAtOnce(checkBundleInSlices(value));

/** The number of sets, reaches or roles that are checked between two pauses. */
const sliceCount = 500;

/** Checks a bundle as `checkBundle` does, in slices: one of many tenants takes a while. */
export function* checkBundleInSlices(value: unknown): Sliced<Bundle> {
  const bundle = readMap(value, 'the bundle');
  if (bundle.version !== bundleVersion)
    refusePart(
      'version',
      `is ${JSON.stringify(bundle.version)}, and this package reads version ${bundleVersion}: compile the policies with the plafond that made this package`,
    );
  readText(bundle.digest, 'digest');
  if (bundle.documents !== undefined) readText(bundle.documents, 'documents');
  const size = readCount(bundle.size, 'size', Number.MAX_SAFE_INTEGER);
  const cells = checkCatalog(readMap(bundle.catalog, 'catalog'));
  if (cells !== size) refusePart('size', `is ${size}, and the catalog has ${cells} cells`);
  checkRequires(bundle.requires, size);
  const own = readMap(bundle.columns, 'columns') as ColumnTypes;
  const attributes = readMap(bundle.attributes, 'attributes');
  checkTypes(attributes, 'attributes');
  for (const [model, ofModel] of Object.entries(own)) checkTypes(ofModel, `columns.${model}`);
  const sets = readList(bundle.sets, 'sets');
  for (const [number, set] of sets.entries()) {
    checkSet(set, size, `sets[${number}]`);
    if (number % sliceCount === sliceCount - 1) yield;
  }
  const packages = readMap(bundle.packages ?? {}, 'packages');
  for (const [name, set] of Object.entries(packages)) readCount(set, `packages.${name}`, sets.length);
  const extensions = readList(bundle.extensions ?? [], 'extensions').map((raw, number) =>
    checkExtension(raw, bundle as unknown as Bundle, `extensions[${number}]`),
  );
  const columns = joinColumns([own, ...extensions.map((one) => one.columns)]);
  const reaches = readList(bundle.reaches, 'reaches');
  const { models } = bundle.catalog as Bundle['catalog'];
  const askable: Askable = {
    columns,
    attributes,
    models: new Map(models.map((model) => [model.name, model])),
  };
  for (const [number, reach] of reaches.entries()) {
    checkReach(reach, askable, `reaches[${number}]`);
    if (number % sliceCount === sliceCount - 1) yield;
  }
  const userTypes = readNamedEntries(bundle.userTypes, 'userTypes', (type, at) => {
    readText(type.audience, `${at}.audience`);
    if (!Number.isSafeInteger(type.rank)) refusePart(`${at}.rank`, 'is not an integer');
    readCount(type.allows, `${at}.allows`, sets.length);
  });
  const seats = readNamedEntries(bundle.seats, 'seats', (seat, at) => {
    readCount(seat.adds, `${at}.adds`, sets.length);
    for (const type of readList(seat.combinesWith, `${at}.combinesWith`))
      checkChoice(type, userTypes, `${at}.combinesWith`);
  });
  const known = { userTypes, seats, reaches: reaches.length, sets: sets.length };
  const packageNames = Object.keys(packages);
  yield* checkTenants(bundle.tenants, { ...known, packages: packageNames, extensions });
  return value as Bundle;
}

/** The names that a tenant may use, and the ends below which its numbers must be. */
interface TenantEnds extends Omit<RoleEnds, 'own'> {
  readonly packages: readonly string[];
  readonly extensions: readonly { readonly sets: number }[];
}

function* checkTenants(tenants: unknown, ends: TenantEnds): Sliced<void> {
  let checked = 0;
  for (const [tenant, raw] of readMapEntries(tenants, 'tenants')) {
    const at = `tenants.${tenant}`;
    const { extension, ceiling, packages = [], custom, roles } = readMap(raw, at);
    for (const name of readList(packages, `${at}.packages`))
      checkChoice(name, ends.packages, `${at}.packages`);
    if (extension !== undefined) readCount(extension, `${at}.extension`, ends.extensions.length);
    const here = { ...ends, own: ends.extensions[extension as number]?.sets ?? 0 };
    checkSetNumber(ceiling, `${at}.ceiling`, here);
    if (custom !== undefined) checkSetNumber(custom, `${at}.custom`, here);
    for (const [role, rawRole] of readMapEntries(roles, `${at}.roles`)) {
      checkRole(rawRole, here, `${at}.roles.${role}`);
      if (++checked % sliceCount === 0) yield;
    }
    if (++checked % sliceCount === 0) yield;
  }
}

/** The names that a role may use, and the ends below which its numbers must be. */
interface RoleEnds {
  readonly userTypes: readonly string[];
  readonly seats: readonly string[];
  readonly reaches: number;
  readonly sets: number;
  /** The sets of the tenant's extension. */
  readonly own: number;
}

function checkRole(raw: unknown, ends: RoleEnds, at: string): void {
  const { userTypes, seats, reaches } = ends;
  const role = readMap(raw, at);
  checkChoice(role.userType, userTypes, `${at}.userType`);
  for (const seat of readList(role.seats, `${at}.seats`)) checkChoice(seat, seats, `${at}.seats`);
  for (const [number, scope] of readList(role.scopes, `${at}.scopes`).entries()) {
    const [set, reach] = readList(scope, `${at}.scopes[${number}]`);
    checkSetNumber(set, `${at}.scopes[${number}][0]`, ends);
    readCount(reach, `${at}.scopes[${number}][1]`, reaches);
  }
  checkSetNumber(role.grants, `${at}.grants`, ends);
  if (role.custom !== undefined) checkSetNumber(role.custom, `${at}.custom`, ends);
  checkSetNumber(role.effective, `${at}.effective`, ends);
}

/** Checks the number of a set or, of a tenant with an extension, the numbers of two. */
function checkSetNumber(raw: unknown, at: string, { sets, own }: Pick<RoleEnds, 'sets' | 'own'>): void {
  const [set, other, ...more] = Array.isArray(raw) ? (raw as readonly unknown[]) : [raw, 0];
  readCount(set, at, sets);
  if (Array.isArray(raw)) readCount(other, at, own);
  if (more.length > 0) refusePart(at, 'has more than two numbers');
}

/**
 * Checks an extension of a catalog that was checked before; returns how many sets the extension has, and its columns.
 */
function checkExtension(raw: unknown, { catalog, packages = {}, size, ...bundle }: Bundle, at: string) {
  const extension = readMap(raw, at);
  let cells = 0;
  for (const [name, properties] of readMapEntries(extension.models, `${at}.models`)) {
    const model = catalog.models.find((one) => one.name === name);
    if (!model) refusePart(`${at}.models.${name}`, 'is no model of the catalog');
    for (const [property, having] of readMapEntries(properties, `${at}.models.${name}`)) {
      readName(property, ownPropertyName, `${at}.models.${name}.${property}`);
      if (Object.hasOwn(model?.properties ?? {}, property))
        refusePart(`${at}.models.${name}.${property}`, 'is there twice');
      cells += countDistinct(having, rights, `${at}.models.${name}.${property}`);
    }
  }
  checkRequires(extension.requires, size + cells);
  const sets = readList(extension.sets, `${at}.sets`);
  for (const [number, set] of sets.entries()) checkSet(set, cells, `${at}.sets[${number}]`);
  const columns = readMap(extension.columns ?? {}, `${at}.columns`) as ColumnTypes;
  for (const [model, ofModel] of Object.entries(columns)) checkTypes(ofModel, `${at}.columns.${model}`);
  const named = [
    ['packages', extension.packages ?? {}, Object.keys(packages)],
    ['allows', extension.allows, listNamesOf(bundle.userTypes)],
    ['adds', extension.adds, listNamesOf(bundle.seats)],
  ] as const;
  for (const [key, map, known] of named)
    for (const [name, set] of readMapEntries(map, `${at}.${key}`)) {
      checkChoice(name, known, `${at}.${key}`);
      readCount(set, `${at}.${key}.${name}`, sets.length);
    }
  return { sets: sets.length, columns };
}

const listNamesOf = (named: unknown): readonly unknown[] =>
  readList(named, 'userTypes and seats').map((one) => readMap(one, 'userTypes and seats').name);

/** Joins the columns of all extensions, since a reach is written once for every tenant whose roles have it. */
function joinColumns(all: readonly ColumnTypes[]): ColumnTypes {
  const joined: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const columns of all)
    for (const [model, ofModel] of Object.entries(columns))
      joined[model] = { ...joined[model], ...readMap(ofModel, `columns.${model}`) };
  return joined;
}

/** Checks the catalog, and returns how many cells it has. */
function checkCatalog(catalog: Readonly<Record<string, unknown>>): number {
  let cells = 0;
  const seen = new Set<string>();
  const once = (name: string, at: string) => {
    if (seen.has(name)) refusePart(at, 'is there twice');
    seen.add(name);
  };
  for (const [number, raw] of readList(catalog.models, 'catalog.models').entries()) {
    const at = `catalog.models[${number}]`;
    const model = readMap(raw, at);
    once(readName(model.name, subjectName, `${at}.name`), `${at}.name`);
    for (const [relation, to] of readMapEntries(model.relations, `${at}.relations`)) {
      readName(relation, propertyName, `${at}.relations.${relation}`);
      readText(to, `${at}.relations.${relation}`);
    }
    const supported = readList(model.actions, `${at}.actions`);
    for (const action of supported) readName(action, actionName, `${at}.actions`);
    cells += countDistinct(supported, supported, `${at}.actions`);
    if (model.closed !== undefined && model.closed !== true) refusePart(`${at}.closed`, 'is not true');
    for (const [property, having] of readMapEntries(model.properties, `${at}.properties`)) {
      readName(property, propertyName, `${at}.properties.${property}`);
      cells += countDistinct(having, rights, `${at}.properties.${property}`);
    }
  }
  for (const part of ['modules', 'features', 'capabilities'])
    for (const [number, name] of readList(catalog[part], `catalog.${part}`).entries()) {
      once(readName(name, subjectName, `catalog.${part}[${number}]`), `catalog.${part}[${number}]`);
      cells++;
    }
  return cells;
}

function checkRequires(requires: unknown, size: number): void {
  for (const [number, pair] of readList(requires, 'requires').entries()) {
    const [cell, needs] = readList(pair, `requires[${number}]`);
    readCount(cell, `requires[${number}][0]`, size);
    for (const needed of readList(needs, `requires[${number}][1]`)) {
      if (Array.isArray(needed) && needed.length === 0)
        refusePart(`requires[${number}][1]`, 'requires one of nothing');
      for (const one of Array.isArray(needed) ? needed : [needed])
        readCount(one, `requires[${number}][1]`, size);
    }
  }
}

/** Checks the text of a set of so many cells. Throws a `BundleError` if it is none. */
export function checkSet(set: unknown, size: number, at: string): void {
  const bytes = Math.ceil(size / 8);
  const [digits, padding] = [Math.ceil((bytes * 4) / 3), (3 - (bytes % 3)) % 3];
  const text = readText(set, at, true);
  if (
    text.length !== digits + padding ||
    !/^[A-Za-z0-9+/]*$/.test(text.slice(0, digits)) ||
    text.slice(digits) !== '='.repeat(padding)
  )
    refusePart(at, `is not base64 of ${bytes} bytes`);
}

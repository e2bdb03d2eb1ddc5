import { rightBehind } from '../compiler/model/catalog.ts';
import { describeType } from './attributes.ts';
import { buildIndex } from './build-index.ts';
import type { Bundle } from './bundle.ts';
import { type Index, readOwn } from './bundle-index.ts';
import { checkBundle } from './check-bundle.ts';
import { freezeDeep } from './freeze-deep.ts';
import { readField } from './matcher.ts';
import { memoize } from './memoize.ts';
import { PermissionsError, quoteName } from './permissions-error.ts';
import { findRoleCompiler, type RoleCompiler } from './role-compilers.ts';
import { digestText } from './sha256.ts';
import { addStoredRoles, copyStoredRole, readStoredRole } from './stored-roles.ts';
import { type Grant, makeRoleTable, type Table } from './table.ts';
import { makeUserPermissions, type UserPermissions } from './user-permissions.ts';

/** The signed-in user: what they were given, and what conditions ask of them. */
export interface SignedIn extends Grant {
  readonly user: object;
}

/** A bundle, ready to be asked. */
export interface Facade {
  /**
   * Returns what a signed-in user may do. Throws a `PermissionsError` if what they were given does not exist or fit.
   */
  permissions(signedIn: SignedIn): UserPermissions;
  /** Returns true if an action on a model can be asked for a property of a name that comes from outside. */
  isProperty(action: string, model: string, name: string): boolean;
  /** The columns that conditions of any tenant's roles compare. */
  readonly columns: readonly string[];
  /** The digest of the bundle: the same digest, the same permissions. */
  readonly digest: string;
  /** The tenants that the bundle holds. */
  readonly tenants: readonly string[];
  /**
   * The compiler of database roles for this bundle; undefined if `roles.json` is not at hand, or nobody has loaded the
   * editor of roles.
   */
  readonly roleCompiler: RoleCompiler | undefined;
}

/** The number of tables that are kept, the newest; making one anew takes some microseconds. */
const keptTables = 10_000;

/**
 * Reads a parsed `bundle.json`. Throws a `BundleError` if it is no bundle, and a `PermissionsError` if its content does not
 * have the given digest. The digest is of the content as JSON without white space, its keys in the order in which they
 * came, since the order numbers the cells.
 */
export function openFacade(value: unknown, digest?: string): Facade {
  if (digest !== undefined) refuseAltered(value, digest);
  // The module of the bundle gives the same object each time, which is checked once and frozen.
  return makeFacade(buildIndex(freezeDeep(checkBundle(value))));
}

/** Refuses content that is not as compile wrote it, be it as sound as can be. */
function refuseAltered(value: unknown, digest: string): void {
  if (digestText(JSON.stringify(value) ?? '') !== digest)
    throw new PermissionsError(
      'altered',
      '`bundle.json` is not the one that plafond compile wrote with this package, so nothing is decided by it: it was changed since, or is of another release; install the package anew, or compile the policies again',
    );
}

/** Makes the facade of a bundle that was checked and frozen before, with the documents of `roles.json` if they came with it. */
export function makeFacade(index: Index, documents?: object): Facade {
  const { bundle } = index;
  const tables = memoize<string, Table>(keptTables);
  return {
    permissions(signedIn) {
      if (typeof signedIn !== 'object' || signedIn === null)
        throw new PermissionsError(
          'malformed',
          'who is signed in is an object: tenant, roles, userType, user',
        );
      const key = writeKey(signedIn, bundle.digest);
      const user = readField(signedIn, 'user');
      if (typeof user !== 'object' || user === null)
        throw new PermissionsError(
          'malformed',
          'user is an object with the attributes of the signed-in user',
        );
      return makeUserPermissions(
        tables(key, () => makeTable(index, key, documents)),
        user,
      );
    },
    isProperty: (action, model, name) =>
      index.models.get(model)?.indexedActions.get(action)?.properties.has(name) === true ||
      isAdded(index, action, model, name),
    columns: listColumns(bundle),
    digest: bundle.digest,
    tenants: Object.keys(bundle.tenants),
    get roleCompiler() {
      return findRoleCompiler(bundle.digest, documents);
    },
  };
}

/** Returns true if some tenant has a property of its own of that name on which the action can be asked for. */
function isAdded({ models, bundle }: Index, action: string, model: string, name: string): boolean {
  const right = models.get(model)?.indexedActions.has(action) ? rightBehind(action) : undefined;
  if (right === undefined) return false;
  return (bundle.extensions ?? []).some((extension) =>
    readOwn(readOwn(extension.models, model) ?? {}, name)?.includes(right),
  );
}

/** Lists the columns that conditions of any tenant's roles compare. */
function listColumns({ columns, extensions = [] }: Bundle): readonly string[] {
  const all = [columns, ...extensions.map((extension) => extension.columns ?? {})];
  return [...new Set(all.flatMap(Object.values).flatMap((ofOne: object) => Object.keys(ofOne)))].sort();
}

/**
 * Returns a text that is equal for equal grants only: a line break parts the names, and a name that has one is
 * refused.
 */
function writeKey(signedIn: SignedIn, digest: string): string {
  const roles = readField(signedIn, 'roles');
  const seats = readField(signedIn, 'seats') ?? [];
  if (!Array.isArray(roles)) throw noNames('roles', roles);
  if (!Array.isArray(seats)) throw noNames('seats', seats);
  const tenant = checkName(readField(signedIn, 'tenant'), '`tenant`');
  const userType = checkName(readField(signedIn, 'userType'), '`userType`');
  let key = `${tenant}\n${userType}\n${roles.length}`;
  for (const role of roles as readonly unknown[])
    key +=
      typeof role === 'object' && role !== null
        ? `\n${storedSign}${copyStoredRole(role, digest)}`
        : `\n${nameSign}${checkName(role, 'a role')}`;
  for (const seat of seats as readonly unknown[]) key += `\n${checkName(seat, 'a seat')}`;
  return key;
}

/**
 * Reads the grant back from a key, so that a table is made of exactly what it is kept under, whatever the caller's
 * value says when it is read again.
 */
function readKey(key: string): Grant & { readonly stored: readonly string[] } {
  const [tenant = '', userType = '', count, ...names] = key.split('\n');
  const roles = names.slice(0, Number(count));
  const having = (sign: string) => roles.flatMap((role) => (role.startsWith(sign) ? [role.slice(1)] : []));
  return {
    tenant,
    userType,
    roles: having(nameSign),
    stored: having(storedSign),
    seats: names.slice(Number(count)),
  };
}

/** The signs by which the name of a role and the text of a stored one are told apart, whatever either begins with. */
const [nameSign, storedSign] = ['=', '+'];

/** Makes the table of a key, with the stored roles in it read. */
function makeTable(index: Index, key: string, documents: object | undefined): Table {
  const { stored, ...request } = readKey(key);
  const { tenant } = request;
  const { tenants } = index.bundle;
  // For an unknown tenant no stored role is read: making the table reports the tenant.
  if (stored.length === 0 || !Object.hasOwn(tenants, tenant)) return makeRoleTable(index, request);
  const local = index.forTenant(tenant);
  const compiler = findRoleCompiler(index.bundle.digest, documents);
  const read = [...new Set(stored)].map((text) => readStoredRole(index, local, tenant, text, compiler));
  const names = new Set(read.map(({ name }) => name));
  for (const { name } of read)
    if (names.size < read.length || Object.hasOwn(tenants[tenant]?.roles ?? {}, name))
      throw new PermissionsError(
        'invalid-role',
        `the stored role ${quoteName(name)} is called like another role of tenant ${quoteName(tenant)}`,
      );
  return makeRoleTable(index, request, addStoredRoles(local, tenant, read));
}

const noNames = (what: string, came: unknown) =>
  new PermissionsError('malformed', `\`${what}\` is a list of names, and ${describeType(came)} came`);

function checkName(name: unknown, what: string): string {
  if (typeof name !== 'string')
    throw new PermissionsError('malformed', `${what} is a name, and ${describeType(name)} came`);
  if (name.includes('\n'))
    throw new PermissionsError('malformed', `${what} is a name, which has no line breaks`);
  return name;
}

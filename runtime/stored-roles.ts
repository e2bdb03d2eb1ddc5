import { type Bits, emptyBits, keepShared } from '../compiler/model/bits.ts';
import type { RoleDocument } from '../compiler/model/documents.generated.ts';
import { findEffective } from '../compiler/model/find-effective.ts';
import { findRowFault } from '../compiler/model/row-fault.ts';
import type { ModelTypeOf } from '../compiler/model/spell-out.ts';
import { findUneven, indexReach } from './build-index.ts';
import type { SetNumber } from './bundle.ts';
import { addExports, type Index, type IndexedModel, type IndexedReach, readOwn } from './bundle-index.ts';
import { BundleError } from './bundle-parts.ts';
import { checkSet } from './check-bundle.ts';
import { checkReach, checkTypes } from './check-reach.ts';
import { type CellCounts, decodeBoth } from './extension.ts';
import { followField } from './follow-field.ts';
import { type Memo, memoize } from './memoize.ts';
import { PermissionsError, quoteName } from './permissions-error.ts';
import type { RoleCompiler } from './role-compilers.ts';
import { findLimit } from './several-roles.ts';
import type { StoredCells, StoredRole } from './stored-role.ts';
import type { OwnRoles } from './table.ts';

/** A stored role, read and held inside the layers of the tenant. */
export interface ReadStoredRole {
  readonly name: string;
  readonly userType: string;
  readonly seats: readonly string[];
  readonly grants: Bits;
  /** Returns what it holds by itself; made when it is first asked for. */
  readonly effective: () => Bits;
  readonly scopes: readonly (readonly [cells: Bits, reach: IndexedReach])[];
  /** A text that is equal for equal scopes. */
  readonly scopesKey: string;
  readonly columns: StoredRole['columns'];
  /** The reason why it gives nothing; absent if it gives what it holds. */
  readonly unusable?: string;
}

/** The most characters of a stored role as JSON. */
const mostText = 1024 * 1024;

/**
 * Copies a stored role as the text of all that decides, read once: whatever it says when it is asked again does not count. Throws
 * a `PermissionsError` if JSON cannot hold it.
 */
export function copyStoredRole(value: object, digest: string): string {
  try {
    const {
      version,
      tenant,
      digest: by,
      grants,
      effective,
      scopes,
      columns,
      role,
      names,
    } = value as StoredRole;
    const isOwn = by === digest;
    const copied = isOwn ? copyHead(role) : role;
    const holder = { version, tenant, digest: by, grants, effective, role: copied, ...(!isOwn && { names }) };
    const text = JSON.stringify(holder) + scopesSign + writeScopes({ scopes, columns });
    if (text.length <= mostText) return text;
  } catch {
    // `text` stays undefined, and is reported below.
  }
  throw new PermissionsError(
    'malformed',
    'a stored role is what `compile` of an editor returns, as JSON holds it',
  );
}

/** Copies what counts of a role whose cells and reaches its row has. */
const copyHead = ({ kind, name, tenant, abstract, userType, seats }: RoleDocument) => ({
  kind,
  name,
  tenant,
  abstract,
  userType,
  seats,
});

/** Parts the scopes of a copied role, which many have in common, from the rest; JSON has it in no text. */
const scopesSign = '\t';

const writeScopes = ({ scopes, columns }: Pick<StoredRole, 'scopes' | 'columns'>): string =>
  JSON.stringify([scopes, columns]);

/**
 * Reads a stored role that was copied; by `compiler` one of another bundle is compiled again. Throws a `PermissionsError` if it is
 * none, or another tenant's.
 */
export function readStoredRole(
  whole: Index,
  index: Index,
  tenant: string,
  text: string,
  compiler: RoleCompiler | undefined,
): ReadStoredRole {
  const [own = '', scopes = ''] = text.split(scopesSign);
  const stored = JSON.parse(own) as StoredRole;
  const name = stored.role?.name;
  if (typeof name !== 'string') throw makeDamageError('it has no name');
  if (stored.version === undefined) throw makeDamageError('it has no version');
  const fault = findRowFault(stored, stored.role);
  if (fault) throw makeDamageError(fault.sentence);
  if (stored.tenant !== tenant)
    throw new PermissionsError(
      'unknown-role',
      `the stored role ${quoteName(name)} is of tenant ${quoteName(stored.tenant)}, not of ${quoteName(tenant)}`,
    );
  const { digest } = index.bundle;
  if (stored.digest === digest) return openStoredRole(whole, index, tenant, stored, scopes);
  if (!compiler)
    return makeUnusable(
      index,
      stored,
      'it was compiled for another bundle, and nothing here compiles it again',
    );
  try {
    const renewed = compiler.renew(stored);
    return openStoredRole(whole, index, tenant, renewed, writeScopes(renewed));
  } catch (error) {
    if (!(error instanceof PermissionsError)) throw error;
    return makeUnusable(index, stored, error.message);
  }
}

function makeUnusable({ size }: Index, { role }: StoredRole, because: string): ReadStoredRole {
  const nothing = emptyBits(size);
  const unusable = `stored role ${quoteName(role.name)} gives nothing: ${because}`;
  const holder = { name: role.name, userType: '', seats: [] };
  return {
    ...holder,
    grants: nothing,
    effective: () => nothing,
    scopes: [],
    scopesKey: '',
    columns: {},
    unusable,
  };
}

const makeDamageError = (what: string) =>
  new PermissionsError('malformed', `a stored role is damaged: ${what}`);

/** Opens a stored role of this very bundle; it holds nothing that a layer of its tenant, as the bundle has it, does not. */
function openStoredRole(
  whole: Index,
  index: Index,
  tenant: string,
  { role, ...stored }: Pick<StoredRole, 'role' | 'grants' | 'effective'>,
  scopesKey: string,
): ReadStoredRole {
  const { bundle } = index;
  const { userType, seats = [] } = role;
  if (role.kind !== 'Role' || role.tenant !== tenant || role.abstract === true)
    throw makeDamageError('its role is none of the tenant');
  const type = bundle.userTypes.find((one) => one.name === userType);
  if (!type || !Array.isArray(seats)) throw makeDamageError('its user type or its seats');
  const added = seats.map((seat) => bundle.seats.find((one) => one.name === seat));
  if (added.some((seat) => !seat?.combinesWith.includes(type.name))) throw makeDamageError('its seats');
  const counts = countCells(whole, index);
  const scopes = share(index).scopes(scopesKey, () => readScopes(index, scopesKey, counts));
  const grants = decodeBoth(readCells(stored.grants, counts, 'grants'), counts);
  const said = readCells(stored.effective, counts, 'effective');
  const holder = bundle.tenants[tenant];
  const limit = holder
    ? findLimit(index, holder, { userType: type.name, seats, custom: holder.custom })
    : emptyBits(index.size);
  let effective: Bits | undefined;
  return {
    name: role.name,
    userType: type.name,
    seats: [...seats],
    grants,
    effective() {
      if (effective) return effective;
      const held = decodeBoth(said, counts);
      keepShared(held, limit);
      keepShared(held, grants);
      // Anybody may have written the row, so it is granted no more than its prerequisites allow.
      effective = addExports(index.exports, findEffective(index.requiring(), held));
      return effective;
    },
    ...scopes,
  };
}

type ReadScopes = Pick<ReadStoredRole, 'scopes' | 'scopesKey' | 'columns'>;

/** The parts that stored roles of tenants with one catalog have in common; most are for few user types and portfolios. */
interface SharedParts {
  readonly scopes: Memo<string, ReadScopes>;
  readonly uneven: Memo<string, readonly IndexedModel[]>;
}

const shared = new WeakMap<Index, SharedParts>();

/** The number of shared parts of each kind that are kept, the newest. */
const keptWays = 2000;

function share(index: Index): SharedParts {
  const known = shared.get(index) ?? {
    scopes: memoize<string, ReadScopes>(keptWays),
    uneven: memoize<string, readonly IndexedModel[]>(keptWays),
  };
  shared.set(index, known);
  return known;
}

function countCells(whole: Index, index: Index): CellCounts {
  const cells = index.size - whole.size - (index.exports.length - whole.exports.length);
  return { held: whole.bundle.size, first: whole.size, cells, size: index.size };
}

/** Checks cells, and returns them as they can be decoded. */
const readCells = (cells: StoredCells, counts: CellCounts, at: string): readonly string[] =>
  readSafely(() => {
    const [catalog, own, more] = cells as readonly unknown[];
    checkSet(catalog, counts.held, at);
    if (own !== undefined) checkSet(own, counts.cells, at);
    if (more !== undefined) throw makeDamageError(at);
    return own === undefined ? [String(catalog)] : [String(catalog), String(own)];
  });

function readScopes(index: Index, scopesKey: string, counts: CellCounts): ReadScopes {
  return readSafely(() => {
    const [written, columns] = JSON.parse(scopesKey) as [StoredRole['scopes'], StoredRole['columns']];
    for (const [model, ofOne] of Object.entries(columns)) checkTypes(ofOne, `columns.${model}`);
    const all = joinColumns(index, columns);
    const { models, bundle } = index;
    const askable = { columns: all, attributes: bundle.attributes, models };
    const typeOf: ModelTypeOf = (model, property) => readOwn(readOwn(all, model) ?? {}, property);
    const scopes = written.map(([cells, reach]) => {
      checkReach(reach, askable, 'a reach');
      const held = addExports(index.exports, decodeBoth(readCells(cells, counts, 'its scopes'), counts));
      return [held, indexReach(reach, models, typeOf)] as const;
    });
    return { scopes, scopesKey, columns };
  });
}

/** Runs a step on a stored role, and turns any error that damage causes into a `PermissionsError`. */
function readSafely<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof BundleError) throw makeDamageError(error.message);
    if (error instanceof TypeError) throw makeDamageError('something in it is missing');
    throw error;
  }
}

/**
 * Joins the columns that stored roles compare with those of the bundle, which win where both name one. Returns the
 * columns of the bundle themselves if it knows all of them.
 */
function joinColumns({ bundle, models }: Index, columns: StoredRole['columns']): StoredRole['columns'] {
  const isKnown = ([model, own]: readonly [string, object]) =>
    !models.has(model) ||
    Object.keys(own).every((name) => readOwn(readOwn(bundle.columns, model) ?? {}, name));
  if (Object.entries(columns).every(isKnown)) return bundle.columns;
  const joined: Record<string, StoredRole['columns'][string]> = { ...bundle.columns };
  for (const [model, own] of Object.entries(columns))
    if (models.has(model)) joined[model] = { ...own, ...readOwn(bundle.columns, model) };
  return joined;
}

/** Returns an index in which stored roles stand as roles of a bundle do, with the roles by their names. */
export function addStoredRoles(base: Index, tenant: string, stored: readonly ReadStoredRole[]): OwnRoles {
  const { bundle, models } = base;
  const { custom } = bundle.tenants[tenant] ?? {};
  const sets: (() => Bits)[] = [];
  const reaches: IndexedReach[] = [];
  const numberOf = (bits: () => Bits): SetNumber => bundle.sets.length + sets.push(bits) - 1;
  const keys = new Map<unknown, string>();
  const roles = new Map(
    stored.map(({ name, userType, seats, grants, effective, scopes, scopesKey, unusable }) => {
      const numbered = scopes.map(
        ([cells, reach]) => [numberOf(() => cells), bundle.reaches.length + reaches.push(reach) - 1] as const,
      );
      keys.set(numbered, scopesKey);
      const role = {
        userType,
        seats,
        scopes: numbered,
        grants: numberOf(() => grants),
        ...(custom !== undefined && { custom }),
        effective: numberOf(effective),
        ...(unusable !== undefined && { unusable }),
      };
      return [name, role] as const;
    }),
  );
  const columns = stored.reduce(
    (joined, one) => joinColumns({ ...base, bundle: { ...bundle, columns: joined } }, one.columns),
    bundle.columns,
  );
  const typeOf: ModelTypeOf = (model, property) => readOwn(readOwn(columns, model) ?? {}, property);
  const index: Index = {
    ...base,
    bundle: { ...bundle, columns },
    typeOf,
    set: (number) =>
      sets[typeof number === 'number' ? number - bundle.sets.length : -1]?.() ?? base.set(number),
    reach: (number) => reaches[number - bundle.reaches.length] ?? base.reach(number),
    uneven(scopes) {
      const key = keys.get(scopes);
      if (key === undefined) return base.uneven(scopes);
      return share(base).uneven(key, () => findUneven(scopes, models.values(), index));
    },
    fieldType(model, field) {
      const { holder, column } = followField(models, model, field);
      return typeOf(holder, column);
    },
  };
  return { index, roles };
}

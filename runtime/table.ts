import {
  add,
  addAll,
  type Bits,
  emptyBits,
  has,
  intersection,
  isEmpty,
  isSubset,
  remove,
  union,
} from '../compiler/model/bits.ts';
import { closeReaches, type LinkedCell } from '../compiler/model/cell-reach.ts';
import { explainNotAssignable } from '../compiler/model/explain-not-assignable.ts';
import { intersect, keyOfReach, noRecord, type RecordReach } from '../compiler/model/record-reach.ts';
import { listNames } from '../compiler/text/list.ts';
import type { BundledRole, BundledTenant } from './bundle.ts';
import { addExports, type Index, type IndexedModel, type IndexedReach, listCells } from './bundle-index.ts';
import { type Memo, memoize } from './memoize.ts';
import { PermissionsError, quoteName } from './permissions-error.ts';
import {
  cutToCap,
  findReachByRole,
  joinHeldRoles,
  prepareReaches,
  type ReachingCells,
  readHeldRole,
  type UserCells,
} from './several-roles.ts';

const noCells = emptyBits(0);

/** The grant of a signed-in user: what their tenant gave them. */
export interface Grant {
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly userType: string;
  readonly seats?: readonly string[];
}

/** The permissions that one set of roles gives together in a tenant: the answers that do not depend on who asks. */
export interface Table extends UserCells {
  readonly index: Index;
  readonly tenant: string;
  /** Returns its roles. They are made when they are asked for, which only `why` does. */
  readonly roles: () => readonly TableRole[];
  readonly userType: string;
  readonly seats: readonly string[];
  /** The cells that hold for every record. */
  readonly open: Bits;
  /** The cells that hold for some records. */
  readonly limited: Bits;
  /** The cells that hold for the records of a reach; each reach once. */
  readonly scopes: readonly Scope[];
}

/** A role of a table. */
export interface TableRole extends BundledRole {
  readonly name: string;
  /** The cells that the role gives a user of this user type and seats, perhaps with what other roles of theirs hold. */
  readonly gives: Bits;
  /** Returns on which records it gives a cell. */
  readonly reachOf: (cell: number) => IndexedReach;
  /** The reason why it gives nothing, though it is somebody's: it comes from a database, and does not compile any more. */
  readonly unusable?: string;
}

/** Cells with the records for which they hold. */
export interface Scope {
  readonly cells: Bits;
  readonly reach: Exclude<IndexedReach, 'all'>;
}

/** The roles that come with a grant and not with the bundle, and the index that knows their sets and reaches. */
export interface OwnRoles {
  readonly index: Index;
  readonly roles: ReadonlyMap<string, BundledRole & Pick<TableRole, 'unusable'>>;
}

/** Unites what roles give a user of a user type and seats. Throws a `PermissionsError` if they cannot have them. */
export function makeRoleTable(all: Index, grant: Grant, own?: OwnRoles): Table {
  const { tenant, seats = [], userType } = grant;
  const { tenants } = all.bundle;
  const offered = Object.hasOwn(tenants, tenant) ? tenants[tenant] : undefined;
  if (!offered) throw new PermissionsError('unknown-tenant', `no tenant is called ${quoteName(tenant)}`);
  const index = own?.index ?? all.forTenant(tenant);
  const cap = findCap(all.forTenant(tenant), userType, seats);
  const names = new Set([...grant.roles, ...(own?.roles.keys() ?? [])]);
  const roles = [...names].map((name): NamedRole => {
    const stored = own?.roles.get(name);
    const role = stored ?? (Object.hasOwn(offered.roles, name) ? offered.roles[name] : undefined);
    if (!role) throw makeUnknownRoleError(index, tenant, name);
    const because =
      stored?.unusable === undefined
        ? explainNotAssignable(
            findHolder(index, userType, seats),
            findHolder(index, role.userType, role.seats),
          )
        : undefined;
    if (because !== undefined)
      throw new PermissionsError(
        'role-not-assignable',
        `role ${quoteName(name)} cannot be given: ${because}`,
      );
    return { ...role, name, isStored: stored !== undefined };
  });
  const [only, more] = roles;
  const whole = only && !more ? giveOne(index, only, cap) : giveSeveral(index, offered, roles, cap);
  return { index, tenant, userType, seats: [...seats], ...whole, ...gatherScopes(whole) };
}

interface NamedRole extends BundledRole, Pick<TableRole, 'name' | 'unusable'> {
  /** True if it came with the grant: what it holds by itself is worked out when it is asked for. */
  readonly isStored: boolean;
}

type UnitedRoles = UserCells & Pick<Table, 'roles'>;

function giveOne(index: Index, role: NamedRole, cap: Bits): UnitedRoles {
  const gives = cutToCap(index.set(role.effective), cap);
  const reaching = listReaching(index, role, gives);
  return {
    effective: gives,
    reaching,
    roles: () => [{ ...role, gives, reachOf: prepareReaches(reaching) }],
  };
}

function giveSeveral(
  index: Index,
  tenant: BundledTenant,
  roles: readonly NamedRole[],
  cap: Bits,
): UnitedRoles {
  if (roles.length === 0) return { effective: emptyBits(index.size), reaching: [], roles: () => [] };
  const held = roles.map((role) => readHeldRole(index, tenant, role));
  const known = emptyBits(index.size);
  // Joining finds what a role gives by itself anew unless the cap cuts it, and for the roles of the bundle it is at hand.
  for (const [at, { effective, isStored }] of roles.entries())
    if (!isStored || !isSubset(held[at]?.held ?? noCells, cap))
      addAll(known, cutToCap(index.set(effective), cap));
  const whole = joinHeldRoles(index, held, known, cap);
  return {
    ...whole,
    roles: () =>
      roles.map((role, at): TableRole => {
        const own = held[at] ?? { held: emptyBits(index.size), scopes: [] };
        const alone = cutToCap(index.set(role.effective), cap);
        return {
          ...role,
          gives: union(intersection(own.held, whole.effective), alone),
          reachOf: (cell) => findReachByRole(own, whole, cell),
        };
      }),
  };
}

/**
 * Groups the given cells by the records on which they work. Equal sets are shared, since ten thousand tables take less
 * room so.
 */
function gatherScopes({ effective: given, reaching }: UserCells): Pick<Table, 'open' | 'limited' | 'scopes'> {
  const join = (known: Bits, cells: Bits) => (known === noCells ? cells : union(known, cells));
  let [open, limited] = [noCells, noCells];
  const scopes = new Map<string, Scope>();
  for (const { cells, reach } of reaching) {
    if (reach === 'all') open = join(open, cells);
    else {
      limited = join(limited, cells);
      const key = keyOfReach(reach);
      scopes.set(key, { cells: join(scopes.get(key)?.cells ?? noCells, cells), reach });
    }
  }
  const share = (cells: Bits) => (isEmpty(cells) ? noCells : isSubset(given, cells) ? given : cells);
  return { open: share(open), limited: share(limited), scopes: [...scopes.values()] };
}

/**
 * Returns the cells that a role gives, by the records on which they work: those of its portfolio, less those on which
 * a cell lacks what it requires. A cell that no scope holds is not given.
 */
function listReaching(index: Index, { scopes }: BundledRole, gives: Bits): readonly ReachingCells[] {
  const reaching = scopes.flatMap(([set, number]): ReachingCells[] => {
    const all = index.set(set);
    const cells = isSubset(gives, all) ? gives : intersection(gives, all);
    return isEmpty(cells) ? [] : [{ cells, reach: index.reach(number) }];
  });
  const uneven = index.uneven(scopes);
  return uneven.length === 0 ? reaching : closeCells(index, reaching, gives, uneven);
}

function closeCells(
  index: Index,
  reaching: readonly ReachingCells[],
  gives: Bits,
  models: readonly IndexedModel[],
): readonly ReachingCells[] {
  const byReach = new Map<string, ReachingCells>(
    reaching.map(({ cells, reach }) => [keyOfReach(reach), { cells: cells.slice(), reach }] as const),
  );
  const ownOf = ({ index: cell }: LinkedCell) =>
    reaching.find(({ cells }) => has(cells, cell))?.reach ?? noRecord;
  const close = closeReaches((cell) => has(gives, cell.index), ownOf);
  const move = (cell: number, reach: RecordReach) => {
    for (const { cells } of byReach.values()) remove(cells, cell);
    const key = keyOfReach(reach);
    const known: ReachingCells = byReach.get(key) ?? {
      cells: emptyBits(index.size),
      reach: reach as IndexedReach,
    };
    byReach.set(key, known);
    add(known.cells, cell);
  };
  const reachOf = (cell: number) => {
    const linked = index.linked(cell);
    return linked ? close(linked) : noRecord;
  };
  for (const cell of models.flatMap(listCells)) if (has(gives, cell)) move(cell, reachOf(cell));
  for (const { cell, action, view } of index.exports)
    if (has(gives, cell) && models.some(({ indexedActions: asked }) => asked.get('export')?.cell === action))
      move(cell, intersect([reachOf(action), reachOf(view)]));
  return [...byReach.values()].filter(({ cells }) => !isEmpty(cells));
}

const knownCaps = new WeakMap<Index, Memo<string, Bits>>();

/** The most combinations of a user type with seats that are kept; the newest are. */
const keptCaps = 1000;

/** Returns what `joinCap` makes, made once for all who have the same user type and seats. */
function findCap(index: Index, userType: string, seats: readonly string[]): Bits {
  const known = knownCaps.get(index) ?? memoize<string, Bits>(keptCaps);
  knownCaps.set(index, known);
  return known(JSON.stringify([userType, seats]), () => joinCap(index, userType, seats));
}

/** Returns all that a user type and seats can hold together; no layer names capabilities, so none stops them. */
function joinCap(index: Index, userType: string, seats: readonly string[]): Bits {
  const { bundle } = index;
  const type = bundle.userTypes.find(({ name }) => name === userType);
  if (!type)
    throw new PermissionsError(
      'unknown-user-type',
      `no user type is called ${quoteName(userType)}; there are ${listNames(bundle.userTypes.map(({ name }) => name))}`,
    );
  let cap = union(index.set(type.allows), index.derived);
  for (const name of seats) {
    const seat = bundle.seats.find((one) => one.name === name);
    if (!seat)
      throw new PermissionsError(
        'unknown-seat',
        `no seat is called ${quoteName(name)}; there are ${listNames(bundle.seats.map((one) => one.name))}`,
      );
    if (!seat.combinesWith.includes(userType))
      throw new PermissionsError(
        'seat-not-combinable',
        `seat ${quoteName(name)} combines with ${listNames(seat.combinesWith)}, not with user type ${quoteName(userType)}`,
      );
    cap = union(cap, index.set(seat.adds));
  }
  return addExports(index.exports, cap);
}

function findHolder({ bundle }: Index, userType: string, seats: readonly string[]) {
  const { audience = '', rank = 0 } = bundle.userTypes.find(({ name }) => name === userType) ?? {};
  return { userType: { name: userType, audience, rank }, seats: seats.map((name) => ({ name })) };
}

function makeUnknownRoleError({ bundle }: Index, tenant: string, name: string): PermissionsError {
  const offered = listNames(Object.keys(bundle.tenants[tenant]?.roles ?? {}).sort());
  return new PermissionsError(
    'unknown-role',
    `tenant \`${tenant}\` is offered no role ${quoteName(name)}; it is offered ${offered}`,
  );
}

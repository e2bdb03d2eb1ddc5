import { refuseExpired } from './check-times.ts';
import { compareReleases, type OpenedRelease, renewRelease } from './compare-releases.ts';
import { type FleetPart, locatePart, type OpenedIndex, openIndex } from './fleet-index.ts';
import { openPart } from './fleet-part.ts';
import type { PublicKey } from './keys.ts';
import { readField } from './matcher.ts';
import type { Facade } from './permissions.ts';
import { PermissionsError, quoteName } from './permissions-error.ts';
import { type BundleSource, copySource } from './read-source.ts';
import type { Pause } from './slices.ts';
import { checkOptions, openTrust, type ReleaseOptions } from './store-options.ts';
import { followFacade, isSignedByEnough, openByTrust, replaceKeys, type TrustInUse } from './trust-in-use.ts';

/** The options of a fleet. */
export interface FleetOptions extends ReleaseOptions {
  /** The signed index: `index.dsse.json` as `plafond bundle --parts` wrote it. */
  readonly index: BundleSource;
  /** Reads the file of a part by its path beside the index, as `parts/….json`. */
  readonly read: (path: string) => BundleSource | Promise<BundleSource>;
  /** The public keys that may have signed the index, each in PEM or as a `CryptoKey`. */
  readonly keys: readonly (string | PublicKey)[];
  /** The tenants to load at once; others are loaded by `load`. */
  readonly tenants?: readonly string[] | undefined;
  /** The number of different keys that must have signed; one by default. */
  readonly threshold?: number | undefined;
  /** Returns the time in milliseconds since 1970: `Date.now` where nothing else is said. */
  readonly now?: (() => number) | undefined;
  /** Lets others have their turn between two slices of the work. */
  readonly pause?: Pause | undefined;
}

/** The facts on an index in use. */
export interface FleetInUse extends Omit<OpenedRelease, 'trust'> {
  /** All tenants of the index, sorted. */
  readonly tenants: readonly string[];
  /** Those of them that are loaded, sorted. */
  readonly loaded: readonly string[];
  /** True if as many of the keys that are trusted now have signed the index as must. */
  readonly isTrusted: boolean;
}

/** The facade of the package for the tenants that a service serves, each by the newest good index. */
export interface Fleet<Permissions = Facade['permissions'], Roles = (options: object) => object>
  extends FleetInUse {
  /** As `permissions` of the package. Throws a `PermissionsError` with the code `tenant-not-loaded` before `load`. */
  readonly permissions: Permissions;
  /** As `roles` of the package, for a tenant that is loaded. */
  readonly roles: Roles;
  /**
   * Loads tenants by the index in use, all of them or none. Throws a `PermissionsError` if the index has no such tenant,
   * and `BundleRefused` if a part is not the one that it names.
   */
  load(...tenants: readonly string[]): Promise<FleetInUse>;
  /** Forgets tenants; a part that no other needs is forgotten with them. */
  unload(...tenants: readonly string[]): FleetInUse;
  /**
   * Takes another index, with all that the loaded tenants need of it, or nothing of it. Only parts that changed are read.
   * Throws `BundleRefused` where it, or a part, is not good or not as new as what is in use, which stays.
   */
  swap(index: BundleSource): Promise<FleetInUse>;
  /** Trusts these keys from now on, in place of all others. Throws an `Error`, and changes nothing, if one is no key. */
  trust(keys: readonly (string | PublicKey)[]): Promise<FleetInUse>;
}

/**
 * Opens a fleet with its first index. Throws `BundleRefused` where that or a part is not good, a `PermissionsError` where a
 * tenant is not in it, and a plain `Error` where the fleet is set up wrongly.
 */
export async function openFleet<Permissions = Facade['permissions'], Roles = (options: object) => object>(
  options: FleetOptions,
): Promise<Fleet<Permissions, Roles>> {
  const state = await openState(options);
  const permissions: Facade['permissions'] = (signedIn) => {
    refuseWhenExpired(state);
    return findFacade(state, readTenant(signedIn)).permissions(signedIn);
  };
  const facts = {
    permissions: permissions as Permissions,
    roles: ((request: object) => openRoles(state, request)) as Roles,
    load: (...tenants: readonly string[]) => loadTenants(state, tenants),
    unload: (...tenants: readonly string[]) => unloadTenants(state, tenants),
    swap: (index: BundleSource) => swapIndex(state, index),
    trust: (keys: readonly (string | PublicKey)[]) => replaceTrust(state, keys),
  };
  return Object.defineProperties(facts, describeGetters(state)) as Fleet<Permissions, Roles>;
}

/** Returns a getter for each fact on the index in use, so that each is the newest. */
const describeGetters = (state: State): PropertyDescriptorMap =>
  Object.fromEntries(
    Object.keys(describeInUse(state)).map((name) => [
      name,
      { enumerable: true, get: () => describeInUse(state)[name as keyof FleetInUse] },
    ]),
  );

/** The options of a fleet, each with its value. */
interface FleetSetup extends Pick<FleetOptions, 'limit' | 'pause' | 'read'> {
  readonly lowest: number;
  readonly threshold: number;
  readonly whenExpired: 'refuse' | 'keep';
  readonly now: () => number;
}

/** All that changes in a fleet. */
interface State extends TrustInUse {
  readonly setup: FleetSetup;
  held: HeldIndex;
  /** The tenants that are to be loaded, also while the index does not have them. */
  readonly wanted: Set<string>;
  /** The opened parts, by the digests of their files. */
  facades: ReadonlyMap<string, Facade>;
}

type HeldIndex = OpenedIndex & OpenedRelease;

async function openState(options: FleetOptions): Promise<State> {
  const ownOptions: FleetOptions = { __proto__: null, ...options } as FleetOptions;
  const { keys, threshold = 1, whenExpired = 'refuse', now = Date.now, limit, pause, read } = ownOptions;
  const lowest = checkOptions(ownOptions);
  if (typeof read !== 'function') throw new Error('`read` is a function that reads a part by its path');
  const setup: FleetSetup = { lowest, threshold, whenExpired, now, limit, pause, read };
  const trusted = await openTrust(keys ?? [], threshold, undefined);
  const held = await openTrusted({ setup, trusted }, copySource(ownOptions.index, limit));
  const state: State = {
    setup,
    trusted,
    held,
    wanted: new Set(),
    facades: new Map(),
    trusts: 0,
    lastTrust: 0,
  };
  await loadTenants(state, ownOptions.tenants ?? []);
  return state;
}

/** Opens an index by the keys that are trusted when it is done. */
const openTrusted = (state: Pick<State, 'setup' | 'trusted'>, source: BundleSource): Promise<HeldIndex> =>
  openByTrust(state, (trust) => openIndex(source, { ...state.setup, ...trust }));

async function swapIndex(state: State, index: BundleSource): Promise<FleetInUse> {
  const source = copySource(index, state.setup.limit);
  const opened = new Map<string, Facade>();
  for (;;) {
    const found = await openTrusted(state, source);
    // An index that would be refused anyway is refused before its parts are read.
    compareReleases(found, state.held, 'index');
    await openParts(state, listMissing(state, found, opened), opened);
    // The keys or the tenants may have changed meanwhile. From here on nothing waits.
    if (found.trust !== state.trusted || listMissing(state, found, opened).length > 0) continue;
    if (compareReleases(found, state.held, 'index') === 'newer') take(state, found, opened);
    else state.held = { ...state.held, ...renewRelease(found, state.held) };
    return describeInUse(state);
  }
}

async function loadTenants(state: State, tenants: readonly string[]): Promise<FleetInUse> {
  const opened = new Map<string, Facade>();
  for (;;) {
    const { held } = state;
    for (const tenant of tenants) findPart(held, tenant);
    await openParts(state, listMissing(state, held, opened, tenants), opened);
    if (held.partOf !== state.held.partOf) continue;
    for (const tenant of tenants) state.wanted.add(tenant);
    take(state, state.held, opened);
    return describeInUse(state);
  }
}

function unloadTenants(state: State, tenants: readonly string[]): FleetInUse {
  for (const tenant of tenants) state.wanted.delete(tenant);
  take(state, state.held, new Map());
  return describeInUse(state);
}

/** Puts an index into use, with the parts of it that the wanted tenants need and no others. */
function take(state: State, index: HeldIndex, opened: ReadonlyMap<string, Facade>): void {
  const facades = new Map<string, Facade>();
  for (const { sha256 } of listParts(index, state.wanted)) {
    const facade = state.facades.get(sha256) ?? opened.get(sha256);
    if (facade) facades.set(sha256, facade);
  }
  state.held = index;
  state.facades = facades;
}

/** Lists the parts of an index that the wanted tenants need, and that nobody has opened. */
const listMissing = (
  state: State,
  index: OpenedIndex,
  opened: ReadonlyMap<string, Facade>,
  more: readonly string[] = [],
): readonly FleetPart[] =>
  listParts(index, new Set([...state.wanted, ...more])).filter(
    ({ sha256 }) => !state.facades.has(sha256) && !opened.has(sha256),
  );

/** Lists the parts that hold some tenants, each once. */
const listParts = ({ partOf }: OpenedIndex, tenants: ReadonlySet<string>): readonly FleetPart[] => [
  ...new Set([...tenants].flatMap((tenant) => partOf.get(tenant) ?? [])),
];

async function openParts(
  { setup }: State,
  parts: readonly FleetPart[],
  opened: Map<string, Facade>,
): Promise<void> {
  // One part after the other, so that no more than one is in memory beside those in use.
  for (const part of parts)
    opened.set(part.sha256, await openPart(await setup.read(locatePart(part)), part, setup));
}

async function replaceTrust(state: State, keys: readonly (string | PublicKey)[]): Promise<FleetInUse> {
  await replaceKeys(state, keys, state.setup.threshold);
  return describeInUse(state);
}

function refuseWhenExpired({ setup, held }: State): void {
  if (setup.whenExpired !== 'keep') refuseExpired(held.expires, setup.now(), 'index');
}

function describeInUse({ held, wanted, trusted, setup }: State): FleetInUse {
  const { sequence, digest, keyid, keyids, expires, partOf, tenants } = held;
  return {
    sequence,
    digest,
    keyid,
    keyids,
    expires,
    tenants,
    loaded: [...wanted].filter((tenant) => partOf.has(tenant)).sort(),
    isTrusted: isSignedByEnough(keyids, { trusted }, setup.threshold),
  };
}

/** Reads the tenant of what somebody asks, as the facade reads it. */
const readTenant = (request: unknown): unknown =>
  typeof request === 'object' && request !== null ? readField(request, 'tenant') : undefined;

/** Finds the part of a tenant. Throws a `PermissionsError` if the index has none. */
function findPart({ partOf, sequence }: HeldIndex, tenant: unknown): FleetPart {
  const part = typeof tenant === 'string' ? partOf.get(tenant) : undefined;
  if (part) return part;
  throw new PermissionsError(
    'unknown-tenant',
    `there is no tenant ${quoteName(String(tenant))} in the index in use, with sequence ${sequence}`,
  );
}

/** Finds the facade of a tenant. Throws a `PermissionsError` if it is not loaded. */
function findFacade({ held, facades, wanted }: State, tenant: unknown): Facade {
  const facade = facades.get(findPart(held, tenant).sha256);
  if (facade && wanted.has(String(tenant))) return facade;
  throw new PermissionsError(
    'tenant-not-loaded',
    `tenant ${quoteName(String(tenant))} is not loaded: \`await fleet.load(…)\` first`,
  );
}

/** Opens an editor of roles, which decides by the part that is in use whenever it is asked something. */
function openRoles(state: State, options: object): object {
  const tenant = readTenant(options);
  return followFacade(options, { name: 'fleet.roles', place: 'fleet' }, () => {
    refuseWhenExpired(state);
    return { facade: findFacade(state, tenant), sequence: state.held.sequence };
  });
}

import { refuseExpired } from './check-times.ts';
import { compareReleases, renewRelease } from './compare-releases.ts';
import type { PublicKey } from './keys.ts';
import { type Expectations, type OpenedBundle, openBundle } from './open-bundle.ts';
import { type Facade, makeFacade } from './permissions.ts';
import { type BundleSource, computeFingerprint, copySource } from './read-source.ts';
import { checkOptions, openTrust } from './store-options.ts';
import { followFacade, isSignedByEnough, openByTrust, replaceKeys, type TrustInUse } from './trust-in-use.ts';
import type { Trust } from './verify-signers.ts';

export { type Fleet, type FleetInUse, type FleetOptions, openFleet } from './fleet.ts';
export type { PublicKey } from './keys.ts';
export type { BundleSource as Source } from './read-source.ts';
export { BundleRefused, type RefusalCode } from './refusal.ts';

/** The options of a store. */
export interface StoreOptions extends Omit<Expectations, 'keys' | 'lowest' | 'tenant' | 'now'> {
  /** The first bundle: a file that `plafond bundle` wrote. */
  readonly bundle: BundleSource;
  /**
   * The public keys that may have signed, each in PEM or as a `CryptoKey`. While keys are changed there are
   * two: the next one is given to every service before anything is signed with it.
   */
  readonly keys?: readonly (string | PublicKey)[] | undefined;
  /** Only bundles that are cut to this tenant are taken; without it, only those that hold all tenants. */
  readonly tenant?: string | undefined;
  /** Bundles whose sequence is not above this one are refused. */
  readonly after?: number | undefined;
  /** Bundles whose sequence is below this one are refused: what was in use before a service began anew. */
  readonly atLeast?: number | undefined;
  /** Returns the time in milliseconds since 1970: `Date.now` where nothing else is said. */
  readonly now?: (() => number) | undefined;
}

/** The facts on a bundle in use. */
export interface InUse
  extends Pick<OpenedBundle, 'sequence' | 'digest' | 'tenants' | 'keyid' | 'keyids' | 'expires'> {
  /** True if as many of the keys that are trusted now have signed it as must; false after keys were retired. */
  readonly isTrusted: boolean;
}

/** The facade of the package, by the newest good bundle. */
export interface Store<Permissions = Facade['permissions'], Roles = OpenEditor> extends InUse {
  /** As `permissions` of the package. What it has given keeps answering by the bundle that was in use then. */
  readonly permissions: Permissions;
  /**
   * As `roles` of the package. The editor decides by the bundle that is in use whenever it is asked something. Throws a
   * `PermissionsError` if nobody has loaded `roles` of the package, or the bundle in use came without its documents.
   */
  readonly roles: Roles;
  /** As `isProperty` of the package, by the bundle that is in use when it is called. */
  readonly isProperty: Facade['isProperty'];
  /** As `columns` of the package, by the bundle that is in use when it is read. */
  readonly columns: Facade['columns'];
  /**
   * Takes another bundle, as a whole or not at all, and resolves to what is in use then. Throws `BundleRefused`
   * where it is not good or not as new as the one in use, which stays in use. However many swaps run at the
   * same time, the newest good bundle remains.
   */
  swap(bundle: BundleSource): Promise<InUse>;
  /**
   * Trusts these keys from now on, in place of all others, and resolves to what is in use. What is in use stays in use,
   * also where its key was retired: `isTrusted` says so. Throws an `Error`, and changes nothing, where one of them is no
   * public Ed25519 key or there are fewer than must sign.
   */
  trust(keys: readonly (string | PublicKey)[]): Promise<InUse>;
}

/** Opens an editor of roles, whose type the package knows. */
type OpenEditor = (options: object) => object;

/**
 * Opens a store with its first bundle. Throws `BundleRefused` where that is not good, and a plain `Error` where the
 * store is set up wrongly: no keys, one that is no public Ed25519 key, or a sequence that is no whole number.
 */
export async function openStore<Permissions = Facade['permissions'], Roles = OpenEditor>(
  options: StoreOptions,
): Promise<Store<Permissions, Roles>> {
  const state = await openState(options);
  return {
    permissions: ((...asked: Parameters<Facade['permissions']>) => {
      refuseWhenExpired(state);
      return state.held.facade.permissions(...asked);
    }) as Permissions,
    roles: ((asked: object) => openRoles(state, asked)) as Roles,
    isProperty: (...asked) => state.held.facade.isProperty(...asked),
    get columns() {
      return state.held.facade.columns;
    },
    get sequence() {
      return state.held.sequence;
    },
    get digest() {
      return state.held.digest;
    },
    get tenants() {
      return state.held.tenants;
    },
    get keyid() {
      return state.held.keyid;
    },
    get keyids() {
      return state.held.keyids;
    },
    get expires() {
      return state.held.expires;
    },
    get isTrusted() {
      return isHeldTrusted(state);
    },
    swap: (bundle) => swapBundle(state, bundle),
    trust: (keys) => replaceTrust(state, keys),
  };
}

/** The options of a store, each with its value. */
type StoreSetup = Pick<StoreOptions, 'unsigned' | 'limit' | 'pause'> & {
  readonly lowest: number;
  readonly tenant: string | null;
  readonly threshold: number;
  readonly whenExpired: NonNullable<StoreOptions['whenExpired']>;
  readonly now: () => number;
};

/** All that changes in a store, beside the options that it was opened with. */
interface State extends TrustInUse {
  readonly setup: StoreSetup;
  held: BundleInUse;
  /** The number of bundles that were asked for. */
  swaps: number;
}

async function openState(options: StoreOptions): Promise<State> {
  // A polluted prototype that has `unsigned` must not turn signatures off.
  const ownOptions: Partial<StoreOptions> = { __proto__: null, ...options } as StoreOptions;
  const { keys = [], tenant = null, now = Date.now, threshold = 1 } = ownOptions;
  const { unsigned, limit, whenExpired = 'refuse', pause } = ownOptions;
  const lowest = checkOptions(ownOptions);
  const setup: StoreSetup = { lowest, tenant, threshold, unsigned, limit, whenExpired, now, pause };
  const trusted = await openTrust(keys, threshold, unsigned);
  const first = copySource(options.bundle, limit);
  const opened = await openTrusted({ setup, trusted }, first, 0);
  const held = { ...addFacade(opened), file: await computeFingerprint(first, limit) };
  return { setup, held, trusted, swaps: 0, trusts: 0, lastTrust: 0 };
}

/** Opens a bundle by the keys that are trusted when it is done, and notes how many were asked for before it. */
const openTrusted = async (
  state: Pick<State, 'setup' | 'trusted'>,
  source: BundleSource,
  turn: number,
): Promise<OrderedBundle> => ({
  ...(await openByTrust(state, (trust) => openBundle(source, { ...state.setup, ...trust }))),
  turn,
});

/** Takes another bundle, as `swap` of a store does. */
async function swapBundle(state: State, handed: BundleSource): Promise<InUse> {
  const { limit } = state.setup;
  const turn = ++state.swaps;
  const source = copySource(handed, limit);
  const file = await computeFingerprint(source, limit);
  // The file in use need not be opened again, which takes time, unless other keys are trusted now.
  if (file !== undefined && file === state.held.file && state.held.trust === state.trusted) {
    refuseWhenExpired(state);
    state.held = { ...state.held, turn: Math.max(turn, state.held.turn) };
    return describeInUse(state);
  }
  const found = await openTrusted(state, source, turn);
  // From here on nothing waits, so the bundle that is compared with is the one that is replaced.
  const { held } = state;
  if (isNewer(found, held)) state.held = { ...addFacade(found), file };
  else if (found.digest === held.digest && found.sequence === held.sequence)
    state.held = { ...held, ...renewRelease(found, held), file };
  return describeInUse(state);
}

/** Trusts other keys, as `trust` of a store does. */
async function replaceTrust(state: State, keys: readonly (string | PublicKey)[]): Promise<InUse> {
  await replaceKeys(state, keys, state.setup.threshold, state.setup.unsigned);
  return describeInUse(state);
}

function refuseWhenExpired({ setup, held }: State): void {
  if (setup.whenExpired !== 'keep') refuseExpired(held.expires, setup.now());
}

function describeInUse(state: State): InUse {
  const { sequence, digest, tenants, keyid, keyids, expires } = state.held;
  return { sequence, digest, tenants, keyid, keyids, expires, isTrusted: isHeldTrusted(state) };
}

/** Tells whether as many of the keys that are trusted now have signed the bundle in use as must. */
function isHeldTrusted(state: State): boolean {
  const { setup, held } = state;
  if (held.keyids.length === 0) return setup.unsigned === 'accept';
  return isSignedByEnough(held.keyids, state, setup.threshold);
}

/** Opens an editor of roles by the bundle that is in use whenever it is asked something. */
const openRoles = (state: State, options: object): object =>
  followFacade(options, { name: 'store.roles', place: 'store' }, () => {
    refuseWhenExpired(state);
    return state.held;
  });

/** A good bundle, and how many were asked for before it. */
interface OrderedBundle extends OpenedBundle {
  readonly turn: number;
  /** The keys that were trusted when it was opened. */
  readonly trust: Trust;
}

/** The bundle in use. */
interface BundleInUse extends OrderedBundle {
  readonly facade: Facade;
  /** The digest of its file. */
  readonly file: string | undefined;
}

const addFacade = (found: OrderedBundle) => ({ ...found, facade: makeFacade(found.index, found.roles) });

/** Tells whether a good bundle takes the place of the one in use. Throws `BundleRefused` where it must not. */
function isNewer(found: OrderedBundle, held: OrderedBundle): boolean {
  const isUnsigned = found.keyid === undefined && held.keyid === undefined;
  // Without signatures there is no sequence to go by: the bundle that was asked for last is the newest.
  if (isUnsigned && found.sequence === held.sequence) return found.turn > held.turn;
  return compareReleases(found, held, 'bundle') === 'newer';
}

import type { columns, isProperty, permissions } from '../index.js';
import type { roles } from '../roles.js';

/** A file that `plafond bundle` wrote, as it was read or fetched. */
export type Source = string | Uint8Array | ArrayBuffer;

/** A key as Web Cryptography has it: a `CryptoKey`, as far as it matters here. */
export interface PublicKey {
  readonly type: string;
  readonly extractable: boolean;
  readonly algorithm: { readonly name: string };
  readonly usages: readonly string[];
}

/** The options of a store. */
export interface StoreOptions {
  /** The first bundle: a file that `plafond bundle` wrote. */
  readonly bundle: Source;
  /**
   * The public keys that may have signed, each in PEM or as a `CryptoKey`. While keys are changed there are
   * two: the next one is given to every service before anything is signed with it.
   */
  readonly keys?: readonly (string | PublicKey)[] | undefined;
  /**
   * Only bundles that are cut to this tenant are taken (`plafond bundle --tenant`); without it, only those that hold
   * all tenants. A bundle without a signature does not say what it is cut to: with this it must hold this tenant and
   * no other, without it any is taken.
   */
  readonly tenant?: string | undefined;
  /** Bundles whose sequence is not above this one are refused. */
  readonly after?: number | undefined;
  /** Bundles whose sequence is below this one are refused: what was in use before a service began anew. */
  readonly atLeast?: number | undefined;
  /**
   * The number of different keys that must have signed; one by default. `plafond bundle --add-signature` adds a
   * signature.
   */
  readonly threshold?: number | undefined;
  /**
   * The treatment of a bundle whose expiry is over (`plafond bundle --expires 30d`). By default such a bundle is
   * refused: it is not taken, and when it expires in use `permissions` throws `BundleRefused` with the code
   * `expired`. With `keep` it is taken and stays in use.
   */
  readonly whenExpired?: 'refuse' | 'keep' | undefined;
  /** Takes a bare `bundle.json` too, which anybody may have written: for development only. */
  readonly unsigned?: 'accept' | undefined;
  /** The most bytes that a file may have: 64 MiB where nothing else is said. */
  readonly limit?: number | undefined;
  /** Returns the time in milliseconds since 1970: `Date.now` where nothing else is said. */
  readonly now?: (() => number) | undefined;
  /**
   * Lets others have their turn between two slices of the work, some milliseconds each: `setImmediate` or a message
   * where nothing else is said.
   */
  readonly pause?: (() => Promise<void>) | undefined;
}

/** The facts on a bundle in use. */
export interface InUse {
  /** Grows with every release; that of an unsigned bundle is 0. */
  readonly sequence: number;
  /** Two bundles of the same digest permit the same. */
  readonly digest: string;
  readonly tenants: readonly string[];
  /** The first of the trusted keys that signed it; undefined where none did. */
  readonly keyid: string | undefined;
  /** The trusted keys that signed it, by their ids, sorted. */
  readonly keyids: readonly string[];
  /** The instant from which it is refused, as `2027-03-31T00:00:00Z`; undefined where it does not expire. */
  readonly expires: string | undefined;
  /** True if as many of the keys that are trusted now have signed it as must; false after keys were retired. */
  readonly isTrusted: boolean;
}

/**
 * The facade of the package, by the newest good bundle. Its types are those of the package that is installed: names
 * that only a newer bundle has are known when it runs, and not to TypeScript.
 */
export interface Store extends InUse {
  /** As `permissions` of the package. What it has given keeps answering by the bundle that was in use then. */
  readonly permissions: typeof permissions;
  /**
   * As `roles` of the package, which has to be imported once (`import '…/roles'`). The editor decides by the bundle that is in
   * use whenever it is asked something. Throws a `PermissionsError` where the bundle in use came without its documents, as one
   * without a signature does, unless it is the bundle of the package.
   */
  readonly roles: typeof roles;
  /** As `isProperty` of the package, by the bundle that is in use when it is called. */
  readonly isProperty: typeof isProperty;
  /** As `columns` of the package, by the bundle that is in use when it is read. */
  readonly columns: typeof columns;
  /**
   * Takes another bundle, as a whole or not at all, and resolves to what is in use then. Throws `BundleRefused`
   * where it is not good or not as new as the one in use, which stays in use. However many swaps run at the
   * same time, the newest good bundle remains.
   */
  swap(bundle: Source): Promise<InUse>;
  /**
   * Trusts these keys from now on, in place of all others, and resolves to what is in use. What is in use stays in use,
   * also where its key was retired: `isTrusted` says so. Throws an `Error`, and changes nothing, where one of them is no
   * public Ed25519 key or there are fewer than must sign.
   */
  trust(keys: readonly (string | PublicKey)[]): Promise<InUse>;
}

/**
 * Opens a store with its first bundle. Throws `BundleRefused` where that is not good, and a plain `Error` where the
 * store is set up wrongly: no `keys`, fewer than `threshold`, one that is no public Ed25519 key, or an `after` or
 * `atLeast` that is no whole number.
 */
export declare function openStore(options: StoreOptions): Promise<Store>;

/** The options of a fleet. */
export interface FleetOptions
  extends Pick<StoreOptions, 'after' | 'atLeast' | 'threshold' | 'whenExpired' | 'limit' | 'now' | 'pause'> {
  /** The signed index: `index.dsse.json` as `plafond bundle --parts` wrote it. */
  readonly index: Source;
  /**
   * Reads the file of a part by its path beside the index, as `parts/….json`: from a folder, a bucket or an address. How
   * long that may take is its own affair.
   */
  readonly read: (path: string) => Source | Promise<Source>;
  /** The public keys that may have signed the index, each in PEM or as a `CryptoKey`. */
  readonly keys: readonly (string | PublicKey)[];
  /** The tenants to load at once; others are loaded by `load`. */
  readonly tenants?: readonly string[] | undefined;
}

/** The facts on an index in use. */
export interface FleetInUse extends InUse {
  /** Those of its tenants that are loaded, sorted. */
  readonly loaded: readonly string[];
}

/** The facade of the package for the tenants that a service serves, each by the newest good index. */
export interface Fleet extends FleetInUse {
  /** As `permissions` of the package. Throws a `PermissionsError` with the code `tenant-not-loaded` before `load`. */
  readonly permissions: typeof permissions;
  /** As `roles` of the package, which has to be imported once (`import '…/roles'`), for a tenant that is loaded. */
  readonly roles: typeof roles;
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
  swap(index: Source): Promise<FleetInUse>;
  /** Trusts these keys from now on, in place of all others. Throws an `Error`, and changes nothing, if one is no key. */
  trust(keys: readonly (string | PublicKey)[]): Promise<FleetInUse>;
}

/**
 * Opens a fleet with its first index. Throws `BundleRefused` where that or a part is not good, a `PermissionsError` where a
 * tenant is not in it, and a plain `Error` where the fleet is set up wrongly.
 */
export declare function openFleet(options: FleetOptions): Promise<Fleet>;

/** The reason why a bundle is not taken. */
export type RefusalCode =
  | 'too-large'
  | 'unsigned'
  | 'malformed'
  | 'unknown-key'
  | 'too-few-signatures'
  | 'altered'
  | 'too-new-format'
  | 'wrong-digest'
  | 'other-tenant'
  | 'older'
  | 'too-far-ahead'
  | 'expired'
  | 'replayed-differently'
  | 'cannot-verify';

/** A bundle is not taken: the code says why to programs, the message to people. */
export declare class BundleRefused extends Error {
  readonly name: 'BundleRefused';
  readonly code: RefusalCode;
}

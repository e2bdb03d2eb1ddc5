import { openKeys, type PublicKey } from './keys.ts';
import { type Facade, openFacade } from './permissions.ts';
import { BundleRefused } from './refused.ts';
import { type Expectations, type OpenedBundle, openBundle, type Source } from './signed.ts';

export type { PublicKey } from './keys.ts';
export { BundleRefused, type RefusalCode } from './refused.ts';
export type { Source } from './signed.ts';

/** What a store is opened with. */
export interface StoreOptions extends Omit<Expectations, 'keys' | 'lowest' | 'tenant'> {
  /** The first bundle: a file that `plafond bundle` wrote. */
  readonly bundle: Source;
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
}

/** What is known of a bundle in use. */
export type InUse = Pick<OpenedBundle, 'sequence' | 'digest' | 'tenants' | 'keyid'>;

/** What the package gives, by the newest good bundle. */
export interface Store<Permissions = Facade['permissions']> extends InUse {
  /** As `permissions` of the package. What it has given keeps answering by the bundle that was in use then. */
  readonly permissions: Permissions;
  /** As `isProperty` of the package, by the bundle that is in use when it is called. */
  readonly isProperty: Facade['isProperty'];
  /** As `columns` of the package, by the bundle that is in use when it is read. */
  readonly columns: Facade['columns'];
  /**
   * Takes another bundle, as a whole or not at all, and resolves to what is in use then. Throws `BundleRefused`
   * where it is not good or not as new as the one in use, which stays in use. However many swaps run at the
   * same time, the newest good bundle remains.
   */
  swap(bundle: Source): Promise<InUse>;
}

/**
 * Opens a store with its first bundle. Throws `BundleRefused` where that is not good, and a plain `Error` where the
 * store is set up wrongly: no keys, one that is no public Ed25519 key, or a sequence that is no whole number.
 */
export async function openStore<Permissions = Facade['permissions']>(
  options: StoreOptions,
): Promise<Store<Permissions>> {
  // What a polluted prototype says of `unsigned` must not turn signatures off.
  const told: Partial<StoreOptions> = { __proto__: null, ...options } as StoreOptions;
  const { keys = [], after = -1, atLeast = 0, tenant = null, unsigned, limit } = told;
  if (!Number.isSafeInteger(after) || !Number.isSafeInteger(atLeast))
    throw new Error('`after` and `atLeast` are sequences: whole numbers');
  if (limit !== undefined && !(limit > 0)) throw new Error('`limit` is a number of bytes');
  const lowest = Math.max(after + 1, atLeast);
  const expected: Expectations = { keys: await openKeys(keys), lowest, tenant, unsigned, limit };
  if (keys.length === 0 && unsigned !== 'accept')
    throw new Error('a store needs the public keys of those who sign its bundles: `keys`');

  let turns = 0;
  const open = async (source: Source): Promise<Turn> => {
    const turn = ++turns;
    return { ...(await openBundle(source, expected)), turn };
  };

  let held = answering(await open(options.bundle));
  return {
    permissions: ((...told: Parameters<Facade['permissions']>) =>
      held.facade.permissions(...told)) as Permissions,
    isProperty: (...told) => held.facade.isProperty(...told),
    get columns() {
      return held.facade.columns;
    },
    get sequence() {
      return held.sequence;
    },
    get digest() {
      return held.digest;
    },
    get tenants() {
      return held.tenants;
    },
    get keyid() {
      return held.keyid;
    },
    async swap(source) {
      const found = await open(source);
      // From here on nothing waits: what is compared with is what is replaced.
      if (isNewer(found, held)) held = answering(found);
      const { sequence, digest, tenants, keyid } = held;
      return { sequence, digest, tenants, keyid };
    },
  };
}

/** A good bundle, and how many were asked for before it. */
interface Turn extends OpenedBundle {
  readonly turn: number;
}

const answering = (found: Turn) => ({ ...found, facade: openFacade(found.bundle) });

/** Whether a good bundle takes the place of the one in use. Throws `BundleRefused` where it must not. */
function isNewer(found: Turn, held: Turn): boolean {
  if (found.sequence > held.sequence) return true;
  if (found.sequence < held.sequence)
    throw new BundleRefused(
      'older',
      `the sequence of the bundle is ${found.sequence}, and ${held.sequence} is in use`,
    );
  // Those without signatures have no sequence to go by: the one that was asked for last is the newest.
  if (found.keyid === undefined && held.keyid === undefined) return found.turn > held.turn;
  if (found.digest === held.digest) return false;
  throw new BundleRefused(
    'replayed-differently',
    `the bundle has sequence ${found.sequence}, as the one in use, and does not say the same`,
  );
}

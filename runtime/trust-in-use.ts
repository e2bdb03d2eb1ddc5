import type { PublicKey } from './keys.ts';
import type { Facade } from './permissions.ts';
import { PermissionsError } from './permissions-error.ts';
import { findRoleCompilerMaker } from './role-compilers.ts';
import { openTrust } from './store-options.ts';
import type { Trust } from './verify-signers.ts';

/** The keys that are trusted now, of a store or a fleet. */
export interface TrustInUse {
  trusted: Trust;
  /** The number of sets of keys that were asked for, and of the last of them that was taken. */
  trusts: number;
  lastTrust: number;
}

/** Opens something signed by the keys that are trusted when it is done. Throws `BundleRefused` if it is not good by them. */
export async function openByTrust<Found>(
  state: Pick<TrustInUse, 'trusted'>,
  open: (trust: Trust) => Promise<Found>,
): Promise<Found & { readonly trust: Trust }> {
  // The keys may have changed meanwhile: it must be good by those that are trusted when it is taken.
  for (;;) {
    const trust = state.trusted;
    try {
      const found = await open(trust);
      if (trust === state.trusted) return { ...found, trust };
    } catch (error) {
      if (trust === state.trusted) throw error;
    }
  }
}

/** Trusts other keys. Of several calls at the same time the last one counts. Throws an `Error` if one is no key. */
export async function replaceKeys(
  state: TrustInUse,
  keys: readonly (string | PublicKey)[],
  threshold: number,
  unsigned?: 'accept' | undefined,
): Promise<void> {
  const turn = ++state.trusts;
  const opened = await openTrust(keys, threshold, unsigned);
  if (turn <= state.lastTrust) return;
  state.lastTrust = turn;
  state.trusted = opened;
}

/** Tells whether as many of the keys that are trusted now have signed as must. */
export const isSignedByEnough = (
  keyids: readonly string[],
  { trusted }: Pick<TrustInUse, 'trusted'>,
  threshold: number,
): boolean => keyids.filter((one) => trusted.keys.has(one)).length >= threshold;

/**
 * Opens an editor of roles that decides by the facade in use whenever it is asked. In refusals, `name` is the name of
 * the editor and `place` the file that has to import the package's `./roles`. Throws a `PermissionsError` if nobody has
 * imported that or, when it is asked, if the facade came without documents.
 */
export function followFacade(
  options: object,
  { name, place }: { readonly name: string; readonly place: string },
  current: () => { readonly facade: Facade; readonly sequence: number },
): object {
  const maker = findRoleCompilerMaker();
  if (!maker)
    throw new PermissionsError(
      'no-roles',
      `\`${name}\` needs \`./roles\` of the package: import it once where the ${place} is opened`,
    );
  return maker.follow(options, () => {
    const { facade, sequence } = current();
    if (facade.roleCompiler) return facade.roleCompiler;
    throw new PermissionsError(
      'no-roles',
      `the bundle in use, with sequence ${sequence}, came without the documents from which roles are compiled, and those of the package are of another: sign it with \`plafond bundle\``,
    );
  });
}

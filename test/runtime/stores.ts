import { openStore, type Source, type Store } from '../../runtime/store.ts';
import { bundleOf, signer, small } from '../support/signing.ts';

/** Whose bundles the store takes, and somebody else. */
export const ada = signer();
export const bob = signer();
/** Bundles of two policies, the second of which permits more. */
export const [viewing, removing] = [bundleOf(small('view')), bundleOf(small('view, remove'))];
export const worker = { tenant: 'acme', roles: ['worker'], userType: 'Core', user: {} };
export const mayRemove = (store: Store) => store.permissions(worker).can('remove', 'Task', {});
export const keys = [ada.publicKey];

/** Opens a store that trusts the first signer. */
export const open = (bundle: Source = ada.release(5, viewing)) => openStore({ bundle, keys });

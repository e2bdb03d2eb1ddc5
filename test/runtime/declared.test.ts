import { expect, test } from 'vitest';
import type { PermissionsError } from '../../generated/index.js';
import type * as declared from '../../runtime/package/lib/store.js';
import type { PermissionsErrorCode } from '../../runtime/permissions-error.ts';
import type * as actual from '../../runtime/store.ts';

/** Proof that each of two types can stand where the other is wanted: `true`, or else a type that `true` cannot have. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

test('what is declared by hand is what there is, or this does not compile', () => {
  const same: readonly [
    Same<declared.StoreOptions, actual.StoreOptions>,
    Same<declared.InUse, actual.InUse>,
    Same<declared.FleetOptions, actual.FleetOptions>,
    Same<declared.FleetInUse, actual.FleetInUse>,
    Same<declared.Source, actual.Source>,
    Same<declared.PublicKey, actual.PublicKey>,
    Same<declared.RefusalCode, actual.RefusalCode>,
    Same<PermissionsError['code'], PermissionsErrorCode>,
  ] = [true, true, true, true, true, true, true, true];
  expect(same).toHaveLength(8);
  // @ts-expect-error: another code is another type
  const other: Same<declared.RefusalCode, actual.RefusalCode | 'other'> = true;
  expect(other).toBe(true);
});

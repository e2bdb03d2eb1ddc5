import { expect, test } from 'vitest';
import { heldKey, readHeldPermissions } from '../../runtime/held-permissions.ts';

test.for([[undefined], [null], ['policy'], [{}], [{ [heldKey]: 1 }]] as const)(
  'what a user holds is not read from %j',
  ([value]) => {
    expect(readHeldPermissions(value)).toBeUndefined();
  },
);

test('what a user holds is read from a policy, whatever part of the package made it', () => {
  const policy = {
    tenant: 'acme',
    [heldKey](this: { tenant: string }) {
      return { tenant: this.tenant, reachOf: () => undefined };
    },
  };
  expect(readHeldPermissions(policy)?.tenant).toBe('acme');
});

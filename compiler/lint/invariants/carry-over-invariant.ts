import { placeIn, valueIn } from '../../model/document.ts';
import type { Invariant } from '../../model/invariant.ts';
import { type Policy, rolesOf } from '../../model/policy.ts';
import { isSelected } from '../../model/selection.ts';

/**
 * Returns an invariant of one policy as it would be in another: it selects by what its document says among the names that
 * there are, so that it covers the roles, tenants and user types which came since where it covers all but some.
 */
export function carryOverInvariant(invariant: Invariant, policy: Policy): Invariant {
  const select = (field: 'roles' | 'tenants' | 'userTypes' | 'portfolios', names: Iterable<string>) => {
    const written: unknown = valueIn(placeIn(invariant.at.document, [field]));
    return new Set([...names].filter((name) => written === undefined || isSelected(written, name)));
  };
  const { tenants, userTypes, portfolios } = policy;
  const namesOf = (some: readonly { readonly name: string }[]) => some.map(({ name }) => name);
  return {
    ...invariant,
    roles: select('roles', namesOf(rolesOf(policy))),
    tenants: select('tenants', namesOf(tenants)),
    userTypes: select('userTypes', namesOf(userTypes)),
    ...(invariant.portfolios && { portfolios: select('portfolios', namesOf(portfolios)) }),
  };
}

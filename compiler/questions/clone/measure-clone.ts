import { type Bits, difference, intersection } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import { ceilingOf } from '../../model/ceiling.ts';
import { cellsIn, findHeldInCap, findHeldInCeilings, maskCells } from '../../model/mask.ts';
import type { AbstractRole, Policy, Role, Tenant } from '../../model/policy.ts';

/** A role as it is copied for a tenant, or for all. */
export interface CloneSource<R extends Role | AbstractRole> {
  /** The role as that tenant is offered it; of another tenant's role only what tenants share. */
  readonly role: R;
  /** The cells of another tenant's own properties that the role holds, which the copy leaves behind. */
  readonly left: readonly Cell[];
  /** True if the role's grants would mean other properties in the copy than they do in the role. */
  readonly isElsewhere: boolean;
}

/** Reads a role as it is copied for a tenant, or for all: properties of a tenant's own are nobody else's, also where they are called alike. */
export function readCloneSource<R extends Role | AbstractRole>(
  role: R,
  policy: Policy,
  tenant: Tenant | undefined,
): CloneSource<R> {
  if (role.tenant === undefined || role.tenant === tenant?.name) {
    const offered = tenant && findOffered(role, tenant);
    return { role: offered ? { ...role, ...offered } : role, left: [], isElsewhere: false };
  }
  const owner = policy.tenants.find(({ name }) => name === role.tenant);
  const { catalog = policy.catalog } = owner ?? {};
  const shared = maskCells(policy.catalog, () => true);
  const held = 'cap' in role && owner ? findHeldInCeilings(role, owner) : role.layer.held;
  return {
    role: {
      ...role,
      layer: { ...role.layer, held: intersection(shared, role.layer.held) },
      ...('cap' in role && { cap: intersection(shared, role.cap) }),
    },
    left: cellsIn(difference(held, shared), catalog),
    isElsewhere: [catalog, tenant?.catalog].some((one) => one !== undefined && one !== policy.catalog),
  };
}

/** Finds a role as a tenant is offered it, drawn on its own properties too; undefined if it is not, or is there to be included. */
export const findOffered = (role: Role | AbstractRole, { roles }: Tenant): Role | undefined =>
  roles.find(({ at }) => at === role.at);

/** The cells that a copy of a role can have, and those that it cannot. */
export interface CloneMeasure {
  /** The cells that the role asks for and the copy can hold, also those that the role itself does not hold. */
  readonly wanted: Bits;
  /** The cells of these that the role holds too: the copy has no others unless it is widened. */
  readonly kept: Bits;
  /** The cells that only a widened copy has. */
  readonly more: Bits;
}

/** Measures a copy of a role that can hold the cells `held`; `own` is the tenant whose own role is copied. */
export function measureClone(role: Role, held: Bits, own: Tenant | undefined): CloneMeasure {
  const wanted = intersection(role.layer.held, held);
  const most = own ? intersection(findHeldInCap(role), ceilingOf(own, role)) : findHeldInCap(role);
  return {
    wanted,
    kept: intersection(wanted, most),
    more: difference(wanted, most),
  };
}

/** Returns the cells inside its cap that a copy lost. */
export const findDropped = (role: Role, copy: Role): Bits =>
  difference(findHeldInCap(role), findHeldInCap(copy));

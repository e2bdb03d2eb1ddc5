import { type Bits, intersection, isEmpty, union } from '../../model/bits.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Role } from '../../model/policy.ts';
import type { ImportTarget } from './observe.ts';
import type { Observed } from './observed.ts';
import { follow, type SettledRole } from './settle-roles.ts';
import type { SettledUser } from './settle-users.ts';

/** The state of the product, settled. */
export interface SettledState {
  readonly observed: Observed;
  readonly roles: ReadonlyMap<string, SettledRole>;
  readonly users: readonly SettledUser[];
}

/** Everything that a comparison needs of both sides. */
export interface DriftContext extends SettledState {
  readonly target: ImportTarget;
  readonly matrix: Matrix;
  readonly catalog: Catalog;
  /** The cells that are not compared: rights of models whose properties the export does not speak of. */
  readonly left: Bits;
  /** Returns what the tenant lets a role hold, as the product says it. */
  readonly productCeiling: (role: Pick<Role, 'tenant'>) => Bits | undefined;
}

/** Returns true if a set shares a cell with any of some others. */
export const hasAny = (bits: Bits, some: readonly Bits[]): boolean =>
  some.some((one) => !isEmpty(intersection(bits, one)));

/** Returns the switches of a tenant; rights on properties that no switch speaks of follow the actions. */
export function readTenantSwitches(catalog: Catalog, { on, off }: Observed['tenant']): Bits {
  const bits = on.slice();
  const switched = union(on, off);
  for (const model of catalog.models)
    if (!hasAny(switched, [model.rights.view, model.rights.update])) follow(bits, bits, model, undefined);
  return bits;
}

/** Returns what a role holds inside its ceilings, as the product has it. */
export function findHeldInProduct(role: SettledRole, files: Role | undefined, context: DriftContext): Bits {
  const { target, productCeiling } = context;
  const isShared = target.tenantName === undefined || (files !== undefined && files.tenant === undefined);
  const ceiling = productCeiling(isShared ? {} : { tenant: target.tenantName ?? '' });
  return ceiling ? intersection(role.asked, ceiling) : role.asked;
}

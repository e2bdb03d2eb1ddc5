import type { Tenant, User } from '../../model/policy.ts';
import type { Assignment } from '../../questions/list-assignments.ts';
import { type Json, writeIndentedJson } from '../../text/json.ts';
import { makeVisibleJson } from '../../text/make-visible.ts';

/**
 * Prints for `assign --format json` whether a user can be given each role, with the reason if not: a contract. If
 * `isSupposed`, the user type and the seats are not those that the user has.
 */
export function printAssignJson(
  tenant: Tenant,
  user: User,
  assignments: readonly Assignment[],
  isSupposed: boolean,
): string {
  const shape = {
    version: 1,
    tenant: tenant.name,
    user: user.id,
    userType: user.userType.name,
    seats: user.seats.map(({ name }) => name),
    active: user.active,
    ...(isSupposed && { supposed: true }),
    roles: assignments.map(({ role, offered, assignable, held, reason }) => ({
      role: role.name,
      userType: role.userType.name,
      seats: role.seats.map(({ name }) => name),
      offered,
      assignable,
      held,
      reason: reason ?? null,
    })),
  } satisfies Json;
  return `${makeVisibleJson(writeIndentedJson(shape, 2))}\n`;
}

import { capName, type Tenant, type User } from '../../model/policy.ts';
import type { Assignment } from '../../questions/assign.ts';
import type { Colours } from '../../text/colours.ts';
import { formatTable } from '../../text/table.ts';
import { makeVisible } from '../../text/visible.ts';

/** Every role of a tenant, marked as one that a user can be given or not, with the reason. */
export function printAssignPretty(
  tenant: Tenant,
  user: User,
  assignments: readonly Assignment[],
  { bold, green, red, dim }: Colours,
): string {
  const inactive = user.active ? '' : ', not active';
  const head = `${bold(makeVisible(user.id))} in ${tenant.name}: ${capName(user)}${inactive}\n\n`;
  const lines = assignments.map(({ role, assignable, held, reason }) => [
    assignable ? green('✓') : red('✗'),
    role.name,
    capName(role),
    held ? 'held' : '',
    reason === undefined ? '' : dim(makeVisible(reason)),
  ]);
  return head + formatTable(lines);
}

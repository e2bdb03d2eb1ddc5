import { capName, type Tenant, type User } from '../../model/policy.ts';
import type { Assignment } from '../../questions/list-assignments.ts';
import type { Colours } from '../../text/colours.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { formatTable } from '../../text/table.ts';

/** Prints every role of a tenant with a mark whether a user can be given it, and the reason if not. */
export function printAssignPretty(
  tenant: Tenant,
  user: User,
  assignments: readonly Assignment[],
  isSupposed: boolean,
  { bold, green, red, dim }: Colours,
): string {
  const inactive = user.active ? '' : ', not active';
  const head = `${bold(makeVisible(user.id))} in ${tenant.name}${isSupposed ? ', as if they had' : ':'} ${capName(user)}${inactive}\n\n`;
  const lines = assignments.map(({ role, assignable, held, reason }) => [
    assignable ? green('✓') : red('✗'),
    role.name,
    capName(role),
    held ? 'held' : '',
    reason === undefined ? '' : dim(makeVisible(reason)),
  ]);
  return head + formatTable(lines);
}

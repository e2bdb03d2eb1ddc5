import { type JointHolder, listHolderLabels, type PermissionHolder } from '../../questions/find-holders.ts';
import type { Colours } from '../../text/colours.ts';
import { count } from '../../text/count.ts';
import { listFirst } from '../../text/list.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { formatTable } from '../../text/table.ts';
import type { WhoDetail } from './json.ts';

/** The parts of an answer that people are shown in another way. */
interface PrettyWhoDetail extends WhoDetail {
  /** True if every permission that a pattern matches is printed, not the first few. */
  readonly isAll: boolean;
  /** True if the policy is without something, so that there may be more holders. */
  readonly lacksHolders: boolean;
}

/**
 * Prints holders as a table; for a pattern, or several permissions, each with the permissions that match, the first few
 * unless `isAll`. Below stand the users who hold it by several roles together.
 */
export function printWhoPretty(
  patterns: readonly string[],
  holders: readonly PermissionHolder[],
  together: readonly JointHolder[],
  { isMany, isAll, lacksHolders, isNaming }: PrettyWhoDetail,
  { bold, dim }: Colours,
): string {
  if (holders.length + together.length === 0)
    return `${lacksHolders ? 'no role that is whole' : 'nobody'} holds ${listNobody(patterns)}\n`;
  const head = ['tenant', 'role', 'portfolio', 'users', ...(isMany ? ['permissions'] : [])];
  const most = isAll ? Number.POSITIVE_INFINITY : mostShown;
  const finish = (
    users: readonly string[] | undefined,
    permissions: PermissionHolder['permissions'],
  ): readonly string[] => [
    users === undefined ? '?' : isNaming ? users.map(makeVisible).join(', ') : String(users.length),
    ...(isMany
      ? [
          listFirst(
            permissions.map((cell) => cell.permission),
            most,
          ),
        ]
      : []),
  ];
  const lines = [
    ...holders.map((holder) => [
      holder.row.tenant.name,
      holder.row.role.name,
      listHolderLabels(holder).join(' + '),
      ...finish(holder.users, holder.permissions),
    ]),
    ...together.map(({ tenant, roles, portfolio, users, permissions }) => [
      tenant.name,
      `${roles.join(' + ')} together`,
      portfolio.join(' + '),
      ...finish(users, permissions),
    ]),
  ];
  const tenants = [...holders.map(({ row }) => row.tenant), ...together.map(({ tenant }) => tenant)];
  const isKnown = together.length > 0 || holders.some(({ users }) => users);
  const tally = [
    count(holders.length, 'role'),
    count(new Set(tenants).size, 'tenant'),
    ...(isKnown ? [count(countPeople(holders, together), 'user')] : []),
  ];
  const why = lacksHolders ? 'users are not known there' : 'no users are declared there';
  const unknown = holders.some(({ users }) => !users) ? dim(`  ? ${why}`) : '';
  const isCut =
    isMany &&
    !isAll &&
    [...holders, ...together].some(({ permissions }) => permissions.length > mostShown + 1);
  const hint = isCut ? dim('  `--all` prints every permission') : '';
  return `${formatTable([head.map((title) => bold(title)), ...lines], isNaming ? [] : [3])}\n${tally.join(', ')}${unknown}${hint}\n`;
}

/** Counts the users of all holders, each once. */
const countPeople = (holders: readonly PermissionHolder[], together: readonly JointHolder[]): number =>
  new Set([
    ...holders.flatMap(({ row, users = [] }) => users.map((id) => JSON.stringify([row.tenant.name, id]))),
    ...together.flatMap(({ tenant, users }) => users.map((id) => JSON.stringify([tenant.name, id]))),
  ]).size;

/** Names what nobody holds: one permission, or several that no role holds together. */
const listNobody = (patterns: readonly string[]): string =>
  patterns.length > 1 ? `${patterns.join(' and ')} together` : patterns.join('');

/** The most permissions of a holder that a line names. */
const mostShown = 4;

import { listHolderLabels, type PermissionHolder } from '../../questions/find-holders.ts';
import type { Colours } from '../../text/colours.ts';
import { count } from '../../text/count.ts';
import { listFirst } from '../../text/list.ts';
import { formatTable } from '../../text/table.ts';

/** Prints holders as a table; for a pattern, or several permissions, each with the permissions that match, the first few unless `isAll`. */
export function printWhoPretty(
  patterns: readonly string[],
  holders: readonly PermissionHolder[],
  { isMany, isAll }: { readonly isMany: boolean; readonly isAll: boolean },
  { bold, dim }: Colours,
): string {
  if (holders.length === 0) return `nobody holds ${listNobody(patterns)}\n`;
  const head = ['tenant', 'role', 'portfolio', 'users', ...(isMany ? ['permissions'] : [])];
  const lines = holders.map((holder) => {
    const { row, permissions, users } = holder;
    return [
      row.tenant.name,
      row.role.name,
      listHolderLabels(holder).join(' + '),
      users === undefined ? '?' : String(users),
      ...(isMany
        ? [
            listFirst(
              permissions.map((cell) => cell.permission),
              isAll ? Number.POSITIVE_INFINITY : mostShown,
            ),
          ]
        : []),
    ];
  });
  const known = holders.flatMap(({ users }) => users ?? []);
  const tally = [
    count(holders.length, 'role'),
    `${count(new Set(holders.map(({ row }) => row.tenant)).size, 'tenant')}`,
    ...(known.length > 0
      ? [
          count(
            known.reduce((sum, users) => sum + users, 0),
            'assignment',
          ),
        ]
      : []),
  ];
  const unknown = known.length < holders.length ? dim('  ? no users are declared there') : '';
  const isCut = isMany && !isAll && holders.some(({ permissions }) => permissions.length > mostShown + 1);
  const hint = isCut ? dim('  `--all` prints every permission') : '';
  return `${formatTable([head.map((title) => bold(title)), ...lines], [3])}\n${tally.join(', ')}${unknown}${hint}\n`;
}

/** Names what nobody holds: one permission, or several that no role holds together. */
const listNobody = (patterns: readonly string[]): string =>
  patterns.length > 1 ? `${patterns.join(' and ')} together` : patterns.join('');

/** The most permissions of a holder that a line names. */
const mostShown = 4;

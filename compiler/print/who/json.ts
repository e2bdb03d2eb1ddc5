import { listHolderLabels, type PermissionHolder } from '../../questions/find-holders.ts';
import { writeBlock, writeSpacedJson } from '../../text/json.ts';
import { makeVisibleJson } from '../../text/visible.ts';

/** Prints holders for `who --format json`: a contract. For a pattern, each holder lists the permissions that match. */
export function printWhoJson(
  permission: string,
  holders: readonly PermissionHolder[],
  isPattern: boolean,
): string {
  const lines = holders.map((holder) => {
    const { row, permissions, users } = holder;
    return writeSpacedJson({
      tenant: row.tenant.name,
      role: row.role.name,
      portfolio: listHolderLabels(holder),
      users: users ?? null,
      ...(isPattern && { permissions: permissions.map((cell) => cell.permission) }),
    });
  });
  const shape = [
    '"version": 1',
    `"permission": ${JSON.stringify(permission)}`,
    `"holders": ${writeBlock('[]', lines, '  ')}`,
  ];
  return `${makeVisibleJson(writeBlock('{}', shape, ''))}\n`;
}

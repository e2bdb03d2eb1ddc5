import { listHolderLabels, type PermissionHolder } from '../../questions/find-holders.ts';
import { writeBlock, writeSpacedJson } from '../../text/json.ts';
import { makeVisibleJson } from '../../text/visible.ts';

/**
 * Prints holders for `who --format json`: a contract. For a pattern, or for several permissions, each holder lists those
 * that it holds of them.
 */
export function printWhoJson(
  patterns: readonly string[],
  holders: readonly PermissionHolder[],
  isMany: boolean,
): string {
  const lines = holders.map((holder) => {
    const { row, permissions, users } = holder;
    return writeSpacedJson({
      tenant: row.tenant.name,
      role: row.role.name,
      portfolio: listHolderLabels(holder),
      users: users ?? null,
      ...(isMany && { permissions: permissions.map((cell) => cell.permission) }),
    });
  });
  const shape = [
    '"version": 1',
    `"permission": ${JSON.stringify(patterns.join(' '))}`,
    ...(patterns.length > 1 ? [`"permissions": ${writeSpacedJson(patterns)}`] : []),
    `"holders": ${writeBlock('[]', lines, '  ')}`,
  ];
  return `${makeVisibleJson(writeBlock('{}', shape, ''))}\n`;
}

import type { Holder } from '../../questions/who.ts';
import { block, spaced } from '../../text/json.ts';
import { visibleJson } from '../../text/visible.ts';

/** Holders as `who --format json` prints them: a contract. Of a pattern, each holder lists what matches. */
export function whoJson(permission: string, holders: readonly Holder[], isPattern: boolean): string {
  const lines = holders.map(({ row, permissions, users }) =>
    spaced({
      tenant: row.tenant.name,
      role: row.role.name,
      portfolio: row.role.portfolio.names,
      users: users ?? null,
      ...(isPattern && { permissions: permissions.map((cell) => cell.permission) }),
    }),
  );
  const shape = [
    '"version": 1',
    `"permission": ${JSON.stringify(permission)}`,
    `"holders": ${block('[]', lines, '  ')}`,
  ];
  return `${visibleJson(block('{}', shape, ''))}\n`;
}

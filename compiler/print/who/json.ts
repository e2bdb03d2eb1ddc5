import { type JointHolder, listHolderLabels, type PermissionHolder } from '../../questions/find-holders.ts';
import { writeBlock, writeSpacedJson } from '../../text/json.ts';
import { makeVisibleJson } from '../../text/make-visible.ts';

/** The parts of an answer that are printed only if they are wanted. */
export interface WhoDetail {
  /** True for a pattern, or for several permissions: each holder lists those that it holds of them. */
  readonly isMany: boolean;
  /** True if users are named. */
  readonly isNaming: boolean;
}

/** Prints holders for `who --format json`: a contract. */
export function printWhoJson(
  patterns: readonly string[],
  holders: readonly PermissionHolder[],
  together: readonly JointHolder[],
  { isMany, isNaming }: WhoDetail,
): string {
  const more = (users: readonly string[] | undefined, permissions: PermissionHolder['permissions']) => ({
    users: users?.length ?? null,
    ...(isNaming && { names: users ?? null }),
    ...(isMany && { permissions: permissions.map((cell) => cell.permission) }),
  });
  const lines = holders.map((holder) => {
    const { row, permissions, users } = holder;
    return writeSpacedJson({
      tenant: row.tenant.name,
      role: row.role.name,
      portfolio: listHolderLabels(holder),
      ...more(users, permissions),
    });
  });
  const joint = together.map(({ tenant, roles, portfolio, users, permissions }) =>
    writeSpacedJson({ tenant: tenant.name, roles, portfolio, ...more(users, permissions) }),
  );
  const shape = [
    '"version": 1',
    `"permission": ${JSON.stringify(patterns.join(' '))}`,
    ...(patterns.length > 1 ? [`"permissions": ${writeSpacedJson(patterns)}`] : []),
    `"holders": ${writeBlock('[]', lines, '  ')}`,
    `"together": ${writeBlock('[]', joint, '  ')}`,
  ];
  return `${makeVisibleJson(writeBlock('{}', shape, ''))}\n`;
}

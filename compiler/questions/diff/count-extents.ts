import { type Change, type ChangeKind, changeKinds } from '../../model/change.ts';
import { count } from '../../text/count.ts';
import type { ExtentJson } from './report.ts';

/** Counts permissions, roles and tenants of changes, by the way in which they change; each counts once. */
export function countExtents(changes: readonly Change[]): readonly ExtentJson[] {
  return changeKinds.flatMap((kind: ChangeKind) => {
    const some = changes.filter((change) => change.kind === kind);
    if (some.length === 0) return [];
    return [
      {
        kind,
        permissions: new Set(some.map(({ permission }) => permission)).size,
        roles: new Set(some.map(({ role, row }) => `${role}\n${row.role.tenant ?? ''}`)).size,
        tenants: new Set(some.map(({ tenant }) => tenant)).size,
      },
    ];
  });
}

/** Describes how many permissions, roles and tenants changed in one way: `1 permission gained by 1 role in 2 tenants`. */
export const describeExtent = ({ kind, permissions, roles, tenants }: ExtentJson): string =>
  `${count(permissions, 'permission')} ${ways[kind]} ${count(roles, 'role')} in ${count(tenants, 'tenant')}`;

const ways: Readonly<Record<ChangeKind, string>> = {
  gained: 'gained by',
  lost: 'lost by',
  widened: 'wider for',
  narrowed: 'narrower for',
  shifted: 'shifted for',
};

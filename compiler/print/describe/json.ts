import type { Cell } from '../../model/catalog.ts';
import {
  type DescribedPermission,
  describedSections,
  type PersonDescription,
} from '../../questions/describe/describe-person.ts';
import { type Json, writeIndentedJson } from '../../text/json.ts';
import { makeVisibleJson } from '../../text/make-visible.ts';
import { describeLimit } from '../describe-limit.ts';

/** Prints a description for `describe --format json`: a contract. */
export function printDescriptionJson({
  holder,
  permissions,
  risky,
  colleagues,
  lacks,
  unused,
}: PersonDescription): string {
  const { user, name, tenant, roles, userType, seats } = holder;
  const shape: Json = {
    version: 1,
    tenant: tenant.name,
    ...(user ? { user: name, active: user.active } : { role: name }),
    userType: userType.name,
    seats: seats.map((seat) => seat.name),
    roles: roles.map((role) => role.name),
    can: Object.fromEntries(
      describedSections.map((section) => [
        section,
        permissions.filter((one) => one.section === section).map(describeOne),
      ]),
    ),
    risky: Object.fromEntries(
      risky.map(({ risk, permissions: found }) => [risk, found.map(({ cell }) => cell.permission)]),
    ),
    colleagues: colleagues.map(({ id }) => id),
    lacks: lacks.map(({ cell, colleagues: ids }) => ({ permission: cell.permission, colleagues: ids })),
    unused: unused.map((cell: Cell) => cell.permission),
  };
  return `${makeVisibleJson(writeIndentedJson(shape, 3))}\n`;
}

const describeOne = ({ cell, limits, withoutProperties, notes, where }: DescribedPermission): Json => ({
  permission: cell.permission,
  risk: cell.risk,
  roles: [...new Set(limits.map(({ role }) => role.name))],
  records: limits.flatMap(({ limit }) => describeLimit(limit) ?? []),
  ...(withoutProperties.length > 0 && { without: withoutProperties }),
  ...(where.length > 0 && { where }),
  ...(notes.length > 0 && { notes }),
});

export type {
  AssignableRole,
  Finding,
  GrantedPermission,
  HeldPermission,
  ListedRole,
  OfferedPermission,
  RoleCheck,
  RoleDocument,
  RoleEditor,
} from '@planhat/permissions/roles';

import type { RoleDocument } from '@planhat/permissions/roles';

/** Somebody who has roles. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly userType: string;
  readonly seats: readonly string[];
  readonly roles: readonly string[];
}

export type UserTypeName = RoleDocument['userType'];
export type SeatName = NonNullable<RoleDocument['seats']>[number];

/** One item of a role's portfolio, and all that may stand there. */
export type Portfolio = NonNullable<RoleDocument['portfolio']>;
export type PortfolioItem = Exclude<Portfolio, 'all' | Readonly<Record<string, unknown>>>[number];

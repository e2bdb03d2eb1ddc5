import { groupRowsByTenant } from '../../model/artifact.ts';
import type { Matrix } from '../../model/matrix.ts';
import { combineRoles, type UserRow } from '../combine-roles.ts';
import { narrowMatrix } from './narrow-matrix.ts';

/** Lists every declared user with all effective permissions: by tenant, then id. Users who are alike are read once. */
export function* listUserRights(matrix: Matrix): Iterable<UserRow> {
  for (const [tenant, rows] of groupRowsByTenant(matrix)) {
    const own = narrowMatrix(matrix, [tenant], rows);
    const known = new Map<string, UserRow>();
    for (const user of tenant.users ?? []) {
      const { userType, seats, roles } = user;
      const key = JSON.stringify([userType.name, seats.map(nameOf), roles.map(nameOf)]);
      const alike = known.get(key) ?? combineRoles(own, tenant, user);
      known.set(key, alike);
      yield { ...alike, user };
    }
  }
}

/** A permission that a declared user has in effect, by all roles together. */
export interface UserRight {
  readonly row: UserRow;
  readonly right: UserRow['granted'][number];
}

/** Lists every effective permission of every declared user: by tenant, user and permission. */
export function* listSingleRights(matrix: Matrix): Iterable<UserRight> {
  for (const row of listUserRights(matrix)) for (const right of row.granted) yield { row, right };
}

const nameOf = ({ name }: { readonly name: string }): string => name;

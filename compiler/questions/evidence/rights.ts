import { groupRowsByTenant } from '../../model/artifact.ts';
import type { Matrix } from '../../model/matrix.ts';
import { type UserRow, userRow } from '../matrix.ts';
import { narrowed } from './narrowed.ts';

/** Everything that every declared user may do: by tenant, then id. Users who are alike share what they may. */
export function* userRights(matrix: Matrix): Iterable<UserRow> {
  for (const [tenant, rows] of groupRowsByTenant(matrix)) {
    const own = narrowed(matrix, [tenant], rows);
    const known = new Map<string, UserRow>();
    for (const user of tenant.users ?? []) {
      const { userType, seats, roles } = user;
      const key = JSON.stringify([userType.name, seats.map(nameOf), roles.map(nameOf)]);
      const alike = known.get(key) ?? userRow(own, tenant, user);
      known.set(key, alike);
      yield { ...alike, user };
    }
  }
}

const nameOf = ({ name }: { readonly name: string }): string => name;

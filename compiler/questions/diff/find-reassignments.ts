import type { Reassignment } from '../../model/change.ts';
import type { User } from '../../model/policy.ts';
import type { View } from './open-view.ts';

/** Finds the active users who hold other roles than before, and those who came or went; sorted by tenant and user. */
export function findReassignments(base: View, head: View): readonly Reassignment[] {
  const found: Reassignment[] = [];
  for (const tenant of [...new Set([...base.tenantOf.keys(), ...head.tenantOf.keys()])].sort()) {
    const [before, after] = [mapUsers(base, tenant), mapUsers(head, tenant)];
    for (const user of [...new Set([...before.keys(), ...after.keys()])].sort()) {
      const [was, is] = [before.get(user), after.get(user)];
      const [had, has] = [listActiveRoles(was), listActiveRoles(is)];
      const given = has.filter((role) => !had.includes(role));
      const taken = had.filter((role) => !has.includes(role));
      const known = is ?? was;
      if (!known || given.length + taken.length === 0) continue;
      const side = is ? 'head' : 'base';
      found.push({ tenant, user, given, taken, at: { side, place: known.at } });
    }
  }
  return found;
}

const mapUsers = ({ tenantOf }: View, tenant: string): ReadonlyMap<string, User> =>
  new Map((tenantOf.get(tenant)?.users ?? []).map((user) => [user.id, user]));

/** Lists the roles of a user; a user who is not active can use none of them. */
const listActiveRoles = (user: User | undefined): readonly string[] =>
  user?.active ? user.roles.map(({ name }) => name).sort() : [];

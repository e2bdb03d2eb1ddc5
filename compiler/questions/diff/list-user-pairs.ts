import type { SidePlace } from '../../model/change.ts';
import type { User } from '../../model/policy.ts';
import type { View } from './open-view.ts';

/** A declared user, as either side knows them. */
export interface UserPair {
  readonly tenant: string;
  readonly user: string;
  readonly was?: User;
  readonly is?: User;
  /** The place to look at: in the head, or in the base if the user is gone. */
  readonly at: SidePlace;
}

/** Lists the users that either side declares, sorted by tenant and user. */
export function listUserPairs(base: View, head: View): readonly UserPair[] {
  const tenants = new Set([...base.tenantOf.keys(), ...head.tenantOf.keys()]);
  return [...tenants].sort().flatMap((tenant) => {
    const [before, after] = [mapUsers(base, tenant), mapUsers(head, tenant)];
    return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((user): UserPair[] => {
      const [was, is] = [before.get(user), after.get(user)];
      const known = is ?? was;
      if (!known) return [];
      const at = { side: is ? 'head' : 'base', place: known.at } as const;
      return [{ tenant, user, ...(was && { was }), ...(is && { is }), at }];
    });
  });
}

/** Lists the roles of a user; a user who is not active can use none of them. */
export const listActiveRoles = (user: User | undefined): readonly string[] =>
  user?.active ? user.roles.map(({ name }) => name).sort() : [];

const mapUsers = ({ tenantOf }: View, tenant: string): ReadonlyMap<string, User> =>
  new Map((tenantOf.get(tenant)?.users ?? []).map((user) => [user.id, user]));

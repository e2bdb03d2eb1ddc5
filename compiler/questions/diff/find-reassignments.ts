import type { Reassignment } from '../../model/change.ts';
import { listActiveRoles, listUserPairs } from './list-user-pairs.ts';
import type { View } from './open-view.ts';

/** Finds the active users who hold other roles than before, and those who came or went; sorted by tenant and user. */
export const findReassignments = (base: View, head: View): readonly Reassignment[] =>
  listUserPairs(base, head).flatMap(({ tenant, user, was, is, at }) => {
    const [had, has] = [listActiveRoles(was), listActiveRoles(is)];
    const given = has.filter((role) => !had.includes(role));
    const taken = had.filter((role) => !has.includes(role));
    return given.length + taken.length === 0 ? [] : [{ tenant, user, given, taken, at }];
  });

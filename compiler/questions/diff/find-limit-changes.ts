import type { LimitChange } from '../../model/change.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import type { Pair } from '../../model/pair.ts';
import type { User } from '../../model/policy.ts';
import { groupBy } from '../../text/group-by.ts';
import { type LimitUse, listLimitUses } from '../evidence/limits.ts';
import { listUserPairs, type UserPair } from './list-user-pairs.ts';
import type { View } from './open-view.ts';

/**
 * Finds the user types and seats that users of a tenant are given or lose, and those whose limit changes if users are
 * declared. A tenant that one side alone has is reported as a whole elsewhere. `vendorKinds` are the kinds of documents
 * that are the vendor's to decide.
 */
export function findLimitChanges(
  base: View,
  head: View,
  vendorKinds: ReadonlySet<DocumentKind>,
): readonly LimitChange[] {
  const pairs = groupBy(listUserPairs(base, head), ({ tenant }) => tenant);
  const uses = groupBy(listBoth(base, head), ({ tenant, kind, name }) =>
    JSON.stringify([tenant, kind, name]),
  );
  return [...uses.values()].flatMap((some): LimitChange[] => {
    const [{ tenant, kind, name }] = some;
    if (!base.tenantOf.has(tenant) || !head.tenantOf.has(tenant)) return [];
    const used: Partial<Pair<number>> = Object.assign({}, ...some.map((one) => one.used));
    const limit: Partial<Pair<number>> = Object.assign({}, ...some.map((one) => one.limit));
    const { given, taken } = compareHolders(pairs.get(tenant) ?? [], name);
    const isUseChanged = given.length + taken.length > 0;
    const isLimitChanged = limit.base !== limit.head && ('base' in used || 'head' in used);
    if (!isUseChanged && !isLimitChanged) return [];
    const vendor =
      (isLimitChanged && vendorKinds.has('Tenant')) || (isUseChanged && vendorKinds.has('Users'));
    return [{ tenant, kind, name, used, limit, given, taken, vendor }];
  });
}

interface SideUse extends Pick<LimitUse, 'kind' | 'name'> {
  readonly tenant: string;
  readonly used: Partial<Pair<number>>;
  readonly limit: Partial<Pair<number>>;
}

const listBoth = (base: View, head: View): readonly SideUse[] =>
  [head, base]
    .flatMap(({ side, matrix }) =>
      listLimitUses(matrix.policy).map(({ tenant, kind, name, used, limit }) => ({
        tenant: tenant.name,
        kind,
        name,
        used: used === undefined ? {} : { [side]: used },
        limit: limit === undefined ? {} : { [side]: limit.most },
      })),
    )
    .sort((a, b) => (a.tenant < b.tenant ? -1 : a.tenant > b.tenant ? 1 : 0));

/** Lists the users who have a user type or a seat on one side alone; one who is not active takes nobody's place. */
function compareHolders(pairs: readonly UserPair[], name: string): Pick<LimitChange, 'given' | 'taken'> {
  const list = (one: (pair: UserPair) => User | undefined, other: (pair: UserPair) => User | undefined) =>
    pairs.filter((pair) => isHolder(one(pair), name) && !isHolder(other(pair), name)).map(({ user }) => user);
  return {
    given: list(
      ({ is }) => is,
      ({ was }) => was,
    ),
    taken: list(
      ({ was }) => was,
      ({ is }) => is,
    ),
  };
}

const isHolder = (user: User | undefined, name: string): boolean =>
  user?.active === true && (user.userType.name === name || user.seats.some((seat) => seat.name === name));

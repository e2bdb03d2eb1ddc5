import { add, type Bits, difference, emptyBits, has, isEmpty } from '../../model/bits.ts';
import type { Catalog, Cell } from '../../model/catalog.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Tenant, User } from '../../model/policy.ts';
import { joinUserRoles, type RowUnion } from '../../model/row-union.ts';
import { type FormerNames, followFormerNames, nameFormerly } from '../renames/follow-former-names.ts';
import type { FindRightOrigin, PastStep, RightOrigin } from './past.ts';

/** Finds since when each user has what they have, as revisions are read from the newest to the oldest. */
export interface RightDater {
  readonly step: (step: PastStep) => void;
  /** Ends at the oldest revision that was read: what was there already is of an earlier time. */
  readonly end: () => FindRightOrigin;
}

/** The permissions of a user of today whose origin is still looked for, and those whose origin was found. */
interface DatedUser extends FoundRights {
  readonly tenant: Tenant;
  readonly user: User;
  left: Bits;
}

/** Permissions whose origin was found, and those of which it is still looked for. */
export interface FoundRights {
  readonly left: Bits;
  readonly found: { readonly cells: Bits; readonly origin: RightOrigin }[];
}

/** Opens a dater for the users of the newest revision. */
export function openRightDater(newest: Matrix): RightDater {
  const users = newest.policy.tenants.flatMap((tenant) =>
    (tenant.users ?? []).map((user): DatedUser => {
      const { effective } = joinUserRoles(newest, tenant, user);
      return { tenant, user, left: effective, found: [] };
    }),
  );
  let names: FormerNames = followFormerNames(newest.policy, { changes: [] });
  return {
    step(step) {
      names = followFormerNames(step.older.matrix.policy, names);
      dateUsers(users, step, prepareTranslation(names));
    },
    end: () => indexOrigins(users),
  };
}

function dateUsers(users: readonly DatedUser[], step: PastStep, translate: Translate): void {
  const [before, after] = [indexUsers(step.older.matrix), indexUsers(step.newer.matrix)];
  const origins = new Map<string, RightOrigin>();
  for (const dated of users) {
    if (isEmpty(dated.left)) continue;
    const { tenant, user, left } = dated;
    const was = before.get(tenant.name)?.get(user.id);
    const held =
      was && (was.user.active || !user.active) ? translate(was.union(), tenant.catalog) : undefined;
    const cells = held ? difference(left, held) : left;
    if (isEmpty(cells)) continue;
    const by = describeGift(was?.user, after.get(tenant.name)?.get(user.id)?.user);
    const origin = origins.get(by) ?? makeOrigin(step, by);
    origins.set(by, origin);
    dated.found.push({ cells, origin });
    dated.left = difference(left, cells);
  }
}

/** Makes the origin of what a step brought. */
export const makeOrigin = ({ newer: { commit }, unread }: PastStep, by: string): RightOrigin => ({
  ...(commit && { commit }),
  isEarlier: false,
  unread,
  by,
});

/** Describes what brought permissions to a user between two revisions. */
function describeGift(was: User | undefined, is: User | undefined): string {
  if (!was) return 'the user was added';
  if (!was.active && is?.active) return 'the user was activated';
  const held = new Set(was.roles.map(({ name }) => name));
  const given = (is?.roles ?? []).flatMap(({ name }) => (held.has(name) ? [] : [name]));
  if (given.length === 0) return 'what their roles permit was changed';
  return `the user was given ${given.length === 1 ? 'role' : 'roles'} ${given.join(', ')}`;
}

interface PastUser {
  readonly user: User;
  readonly union: () => RowUnion;
}

function indexUsers(matrix: Matrix): ReadonlyMap<string, ReadonlyMap<string, PastUser>> {
  return new Map(
    matrix.policy.tenants.map((tenant) => [
      tenant.name,
      new Map(
        (tenant.users ?? []).map((user) => [
          user.id,
          { user, union: () => joinUserRoles(matrix, tenant, user) },
        ]),
      ),
    ]),
  );
}

/** Something of an older revision with the cells that it held. */
type PastHolding = Pick<RowUnion, 'tenant' | 'effective'>;

/** Returns what was held in an older revision, as cells of a catalog of today. */
export type Translate = (then: PastHolding, today: Catalog) => Bits;

/** Prepares reading what was held in an older revision, in which things may have had other names. */
export function prepareTranslation(names: FormerNames): Translate {
  const indices = new Map<Catalog, Map<Catalog, readonly number[]>>();
  const known = new Map<PastHolding, Bits>();
  return (union, today) => {
    const then = union.tenant.catalog;
    const ofCatalog = indices.get(then) ?? new Map<Catalog, readonly number[]>();
    indices.set(then, ofCatalog);
    const index = ofCatalog.get(today) ?? listIndicesThen(today, then, names);
    ofCatalog.set(today, index);
    const held = known.get(union) ?? renumber(union.effective, index);
    known.set(union, held);
    return held;
  };
}

/** Lists, by the cells of a catalog of today, the indices that they had in an older catalog; -1 if they were not there. */
const listIndicesThen = (today: Catalog, then: Catalog, names: FormerNames): readonly number[] =>
  today.cells.map(({ permission }) => then.cellOf.get(nameFormerly(permission, names))?.index ?? -1);

function renumber(then: Bits, indices: readonly number[]): Bits {
  const held = emptyBits(indices.length);
  for (const [today, index] of indices.entries()) if (index >= 0 && has(then, index)) add(held, today);
  return held;
}

function indexOrigins(users: readonly DatedUser[]): FindRightOrigin {
  const known = new Map<string, Map<string, DatedUser>>();
  for (const dated of users) {
    const ofTenant = known.get(dated.tenant.name) ?? new Map<string, DatedUser>();
    known.set(dated.tenant.name, ofTenant.set(dated.user.id, dated));
  }
  return (tenant, user, cell) => {
    const dated = known.get(tenant)?.get(user);
    return dated && findRight(dated, cell);
  };
}

/** Finds the origin of a permission; undefined if it is not one of those. */
export function findRight({ left, found }: FoundRights, { index }: Cell): RightOrigin | undefined {
  if (has(left, index)) return earlier;
  return found.find(({ cells }) => has(cells, index))?.origin;
}

const earlier: RightOrigin = { isEarlier: true, unread: 0, by: '' };

import { has, intersection } from './bits.ts';
import { readPortfolio } from './cell-reach.ts';
import type { ReachAlternative } from './condition.ts';
import { type Place, placeIn } from './document.ts';
import { findHeldInRow } from './mask.ts';
import type { Matrix, Row } from './matrix.ts';
import type { Role, User } from './policy.ts';
import type { RecordReach } from './record-reach.ts';
import { findReachThroughRow, joinUserRoles, type RowUnion, rowsOfUser } from './row-union.ts';

/** A role as an active user holds it. */
interface RoleOfUser {
  readonly user: User;
  readonly row: Row;
  /** All roles of the user together. */
  readonly joined: RowUnion;
  /** The place where the user is given the role. */
  readonly at: Place;
}

/** Lists the roles that active users hold who lack an attribute that one of their portfolios compares, tenant by tenant. */
export const listRolesOfLacking = (matrix: Matrix): readonly RoleOfUser[] =>
  matrix.policy.tenants.flatMap((tenant) => {
    return (tenant.users ?? [])
      .filter((user) => user.active && user.roles.some((role) => lacksAttributeOf(role, user)))
      .flatMap((user) =>
        user.roles.flatMap((role, index) => {
          const [row] = rowsOfUser(matrix, tenant, { roles: [role] });
          const at = placeIn(user.at.document, [...user.at.path.slice(0, -1), 'roles', index]);
          return row ? [{ user, row, joined: joinUserRoles(matrix, tenant, user), at }] : [];
        }),
      );
  });

const lacksAttributeOf = ({ portfolio }: Role, user: User): boolean =>
  [...portfolio.entries.values()].some(({ items }) =>
    items.some(({ parts }) =>
      parts.some(
        ({ reach }) =>
          reach !== 'all' && reach.some((alternative) => listLacking(alternative, user).length > 0),
      ),
    ),
  );

/** Lists the reaches of what a role brings to a user where portfolios limit it, each once. */
export function listLimitedReaches({
  row,
  joined,
}: Pick<RoleOfUser, 'row' | 'joined'>): readonly RecordReach[] {
  const brought = intersection(findHeldInRow(row), joined.effective);
  const limited = row.tenant.catalog.models
    .flatMap(({ actions }) => [...actions.values()])
    .filter((cell) => has(brought, cell.index) && readPortfolio(row.role.portfolio, cell).kind === 'limited');
  return [...new Set(limited.map((cell) => findReachThroughRow(joined, row, cell)))];
}

/** Returns the attributes that a user lacks, sorted, if without them every reach is empty; an empty list if one is not. */
export function findAttributesForNothing(reaches: readonly RecordReach[], user: User): readonly string[] {
  const lacking = reaches.map((reach) => lackIn(reach, user));
  return lacking.some((names) => names.length === 0) ? [] : [...new Set(lacking.flat())].sort();
}

/** Returns the attributes that a user lacks, sorted, and without which an alternative of a reach selects no record. */
export const findAttributesForLess = (reaches: readonly RecordReach[], user: User): readonly string[] =>
  [
    ...new Set(reaches.flatMap(listAlternatives).flatMap((alternative) => listLacking(alternative, user))),
  ].sort();

/** Returns the attributes that a user lacks if without them a reach is empty; an empty list if it is not. */
function lackIn(reach: RecordReach, user: User): readonly string[] {
  if (reach === 'all') return [];
  const parts =
    reach.kind === 'linked'
      ? reach.alternatives.map((alternative) => listLacking(alternative, user))
      : reach.of.map((part) => lackIn(part, user));
  // Parts that must hold together select nothing if one of them does.
  if (reach.kind === 'common') return parts.find((names) => names.length > 0) ?? [];
  return parts.some((names) => names.length === 0) ? [] : parts.flat();
}

const listAlternatives = (reach: RecordReach): readonly ReachAlternative[] =>
  reach === 'all' ? [] : reach.kind === 'linked' ? reach.alternatives : reach.of.flatMap(listAlternatives);

/** Lists the attributes with which an alternative compares and which a user lacks: it then selects no record for them. */
const listLacking = (alternative: ReachAlternative, { attributes }: User): readonly string[] =>
  alternative.flatMap(({ operand, operator }) => {
    if (typeof operand !== 'object' || operand === null || !('$user' in operand)) return [];
    const value = attributes.get(operand.$user);
    // An empty list excludes nothing, so `$nin` is met by whatever is there.
    const isEmpty = value === '' || (Array.isArray(value) && value.length === 0 && operator !== '$nin');
    return value === undefined || isEmpty ? [operand.$user] : [];
  });

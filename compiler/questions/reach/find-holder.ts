import type { Literal } from '../../model/condition.ts';
import { fitsAttribute } from '../../model/fits-type.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Policy, Role, Seat, Tenant, User, UserType } from '../../model/policy.ts';
import { readTypedText, typeWords } from '../../model/typed-value.ts';
import { findTenant, listTenants, refuseName } from '../find-by-name.ts';
import { QuestionError } from '../question-error.ts';

/** Whoever is asked about: a user with all of their roles, or a role as if somebody had it alone. */
export interface ReachHolder {
  readonly tenant: Tenant;
  readonly name: string;
  /** Absent for a role. */
  readonly user?: User;
  /** Absent for a user. */
  readonly role?: Role;
  readonly roles: readonly Role[];
  readonly userType: UserType;
  readonly seats: readonly Seat[];
  readonly attributes: User['attributes'];
}

/** The choices of `--as`. */
export const holderKinds = ['user', 'role'] as const;

/** The words that narrow down whom a name means. */
export interface HolderQuery {
  readonly tenant: string | undefined;
  readonly as: (typeof holderKinds)[number] | undefined;
}

/**
 * Finds the user or the role of a name. Throws `QuestionError` if there is none, or if several are meant: then it says which
 * option tells them apart.
 */
export function findHolder(matrix: Matrix, name: string, { tenant, as }: HolderQuery): ReachHolder {
  const { policy } = matrix;
  const tenants = tenant === undefined ? policy.tenants : [findTenant(policy, tenant)];
  const users = tenants.flatMap((one) =>
    as === 'role'
      ? []
      : (one.users ?? []).filter(({ id }) => id === name).map((user) => makeUserHolder(one, user)),
  );
  const roles = matrix.rows
    .filter((row) => as !== 'user' && tenants.includes(row.tenant) && row.role.name === name)
    .map((row) => makeRoleHolder(row.tenant, row.role));
  const found = [...users, ...roles];
  const [only, more] = found;
  if (only && !more) return only;
  const where = tenant === undefined ? '' : ` in tenant \`${tenant}\``;
  if (!only)
    throw refuseName(`${as ?? 'user or role'} \`${name}\`${where}`, name, listHolders(matrix, tenants, as));
  if (users.length > 0 && roles.length > 0)
    throw new QuestionError(
      `\`${name}\` is a user and a role; say which with \`--as user\` or \`--as role\``,
    );
  const names = found.map((one) => one.tenant.name);
  throw new QuestionError(
    `${users.length > 0 ? 'user' : 'role'} \`${name}\` is in tenants ${listTenants(names)}; name one with \`--tenant\``,
  );
}

const listHolders = (
  { rows }: Matrix,
  tenants: readonly Tenant[],
  as: HolderQuery['as'],
): readonly string[] => [
  ...(as === 'role' ? [] : tenants.flatMap(({ users }) => (users ?? []).map(({ id }) => id))),
  ...(as === 'user'
    ? []
    : rows.filter(({ tenant }) => tenants.includes(tenant)).map(({ role }) => role.name)),
];

/** Returns a user of a tenant as whoever is asked about. */
export const makeUserHolder = (tenant: Tenant, user: User): ReachHolder => ({
  tenant,
  name: user.id,
  user,
  roles: user.roles,
  userType: user.userType,
  seats: user.seats,
  attributes: user.attributes,
});

const makeRoleHolder = (tenant: Tenant, role: Role): ReachHolder => ({
  tenant,
  name: role.name,
  role,
  roles: [role],
  userType: role.userType,
  seats: role.seats,
  attributes: new Map(),
});

/** Returns whoever is asked about with other attributes, written as `id=u1`; the items of a list are joined by `;`. */
export function setAttributes(
  holder: ReachHolder,
  { attributes: types }: Policy,
  written: readonly string[],
): ReachHolder {
  const attributes = new Map(holder.attributes);
  for (const text of written) {
    const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined)
      throw new QuestionError(`\`--attribute\` takes a name and a value, as \`id=u1\`, and not \`${text}\``);
    const type = types.get(name);
    if (type === undefined)
      throw refuseName(`attribute \`${name}\` of the Principal`, name, [...types.keys()]);
    const typed: unknown = readTypedText(value, type);
    if (!fitsAttribute(typed, type))
      throw new QuestionError(`attribute \`${name}\` is ${typeWords[type]}, and not \`${value}\``);
    attributes.set(name, typed as Literal | readonly Literal[]);
  }
  return { ...holder, attributes };
}

/** Describes whoever is asked about: `user ada@acme.example`, `role csm`. */
export const nameHolder = ({ user, name }: ReachHolder): string => `${user ? 'user' : 'role'} \`${name}\``;

import path from 'node:path';
import type { Catalog, Cell } from '../../model/catalog.ts';
import type { Matrix } from '../../model/matrix.ts';
import { describePortfolio, type Policy, type Role, type Seat, type Tenant } from '../../model/policy.ts';
import { listLimitUses } from '../evidence/limits.ts';
import { type EffectRegister, openEffects, registerRole, registerUser, takeFresh } from './effects.ts';
import type { Shard } from './shards.ts';
import type { FleetBatch, FleetRow, FleetTableName } from './tables.ts';

/** The tenants to be listed, and what is needed to list them. */
export interface FleetSelection {
  readonly policy: Policy;
  /** The policies folder: the rows name files relative to it. */
  readonly folder: string;
  readonly tenants: readonly Tenant[];
  readonly shard: Shard;
  /** Decides one tenant; asked for one after the other, so that no more than one is held. */
  readonly decide: (tenant: Tenant) => Matrix;
}

/**
 * Lists a fleet as rows: first what all tenants share, then tenant by tenant. An effect is listed behind the first tenant
 * that has it, and never again.
 */
export function* listFleet({
  policy,
  folder,
  tenants,
  shard,
  decide,
}: FleetSelection): Iterable<readonly FleetBatch[]> {
  yield [
    {
      table: 'permissions',
      part: 'shared',
      rows: policy.catalog.byPermission.map((cell) => rowOfCell(cell, null)),
    },
    { table: 'roles', part: 'shared', rows: policy.sharedRoles.map((role) => rowOfRole(role, folder)) },
  ];
  const register = openEffects(shard.number);
  for (const tenant of tenants) yield listTenant({ policy, folder }, tenant, decide(tenant), register);
}

function listTenant(
  { policy, folder }: Pick<FleetSelection, 'policy' | 'folder'>,
  tenant: Tenant,
  matrix: Matrix,
  register: EffectRegister,
): readonly FleetBatch[] {
  const { name } = tenant;
  const effects = new Map(matrix.rows.map((row) => [row.role, registerRole(register, row)]));
  const tables: Partial<Record<FleetTableName, readonly FleetRow[]>> = {
    permissions: listOwnCells(tenant.catalog, policy.catalog).map((cell) => rowOfCell(cell, name)),
    roles: tenant.roles.filter((role) => role.tenant !== undefined).map((role) => rowOfRole(role, folder)),
    tenants: [
      [
        name,
        tenant.title ?? null,
        tenant.plan ?? null,
        tenant.users !== undefined,
        tenant.isComplete === true,
      ],
    ],
    tenant_packages: [...tenant.packages].sort().map((one) => [name, one]),
    limits: listLimitUses({ ...policy, tenants: [tenant] }).map((one) => [
      ...[name, one.kind, one.name],
      ...[one.limit?.most ?? null, one.used ?? null, one.inactive ?? null],
    ]),
    tenant_roles: matrix.rows.map(({ role }) => [
      ...[name, role.name, role.tenant !== undefined],
      register.shard,
      effects.get(role) ?? null,
    ]),
    ...listUsers(tenant, matrix, register, effects),
  };
  const { cells, reaches } = takeFresh(register);
  return Object.entries({ ...tables, effect_cells: cells, reaches }).map(([table, rows]) => ({
    table: table as FleetTableName,
    part: 'shard',
    rows,
  }));
}

function listUsers(
  tenant: Tenant,
  matrix: Matrix,
  register: EffectRegister,
  effects: ReadonlyMap<Role, string>,
): Record<'users' | 'user_roles', readonly FleetRow[]> {
  const { name, users = [] } = tenant;
  return {
    users: users.map((user) => [
      ...[name, user.id, user.active, user.userType.name, joinSeats(user.seats), user.madeBy ?? null],
      register.shard,
      registerUser(register, matrix, { tenant, user, effects }),
    ]),
    user_roles: users.flatMap(({ id, roles }) =>
      [...new Set(roles.map((role) => role.name))].sort().map((role) => [name, id, role]),
    ),
  };
}

/** Lists the cells that only a tenant has, by properties of its own. */
const listOwnCells = (own: Catalog, common: Catalog): readonly Cell[] =>
  own === common ? [] : own.byPermission.filter(({ permission }) => !common.cellOf.has(permission));

const rowOfCell = (
  { permission, kind, subject, property, action, risk, package: sold }: Cell,
  tenant: string | null,
): FleetRow => [permission, tenant, kind, subject, property ?? null, action, risk, sold ?? null];

const rowOfRole = (
  { name, tenant, title, userType, seats, portfolio, at }: Role,
  folder: string,
): FleetRow => [
  ...[name, tenant ?? null, title ?? null, userType.name, joinSeats(seats)],
  ...[describePortfolio(portfolio) || null, path.posix.relative(folder, at.document.source.path)],
];

const joinSeats = (seats: readonly Seat[]): string | null =>
  seats.map(({ name }) => name).join(' + ') || null;

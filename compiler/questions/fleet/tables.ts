/** The types of the columns of a fleet. */
export type FleetType = 'text' | 'integer' | 'boolean';

/** A value of a row; null where there is nothing to say. */
export type FleetValue = string | number | boolean | null;

/** A row: its values in the order of the columns of its table. */
export type FleetRow = readonly FleetValue[];

/** A column of a table. */
export interface FleetColumn {
  readonly name: string;
  readonly type: FleetType;
  readonly describe: string;
  /** True if a row may have no value there. */
  readonly nullable: boolean;
}

/** A table of a fleet. */
export interface FleetTable {
  readonly name: string;
  readonly describe: string;
  readonly columns: readonly FleetColumn[];
  /** The columns that no two rows have in common. */
  readonly key: readonly string[];
  /** The columns by which people search, each worth an index. */
  readonly searched: readonly string[];
}

const column =
  (type: FleetType, nullable: boolean) =>
  (name: string, describe: string): FleetColumn => ({ name, type, describe, nullable });
const text = column('text', false);
const textOrNull = column('text', true);
const flag = column('boolean', false);
const integer = column('integer', false);
const integerOrNull = column('integer', true);

const definitions = {
  permissions: {
    describe: 'everything that can be permitted',
    columns: [
      text('permission', 'as it is written everywhere: `Company.arr:update`'),
      textOrNull(
        'tenant',
        'the only tenant that has it, by a property of its own; null if every tenant has it',
      ),
      text('kind', '`action`, `property`, `module`, `feature` or `capability`'),
      text('subject', 'the model, module, feature or capability'),
      textOrNull('property', 'the property; null for what is about none'),
      text('action', 'the action, the right, or `use`'),
      text('risk', '`read`, `write`, `destructive`, `exfiltration` or `escalation`'),
      textOrNull('package', 'the package that a tenant needs for it'),
    ],
    key: ['permission', 'tenant'],
    searched: [],
  },
  roles: {
    describe: 'every role that somebody can be given',
    columns: [
      text('role', 'the name'),
      textOrNull('tenant', 'the only tenant that has it; null if it is offered to every tenant'),
      textOrNull('title', 'the name that people read'),
      text('user_type', 'the user type that it needs'),
      textOrNull('seats', 'the seats that it needs, joined by ` + `'),
      textOrNull('portfolio', 'the portfolios that say on which records it works'),
      text('path', 'the file that says so'),
    ],
    key: ['role', 'tenant'],
    searched: [],
  },
  tenants: {
    describe: 'the customers of the product',
    columns: [
      text('tenant', 'the name'),
      textOrNull('title', 'the name that people read'),
      textOrNull('plan', 'the plan that it has'),
      flag('has_users', 'true if the policies say who its users are: unknown is not none'),
      flag('all_users', 'true if those users are all there are'),
    ],
    key: ['tenant'],
    searched: [],
  },
  tenant_packages: {
    describe: 'the packages that tenants have bought',
    columns: [text('tenant', 'the tenant'), text('package', 'the package')],
    key: ['tenant', 'package'],
    searched: [],
  },
  limits: {
    describe: 'how many active users of a user type or seat a tenant may have, and has',
    columns: [
      text('tenant', 'the tenant'),
      text('kind', '`user type` or `seat`'),
      text('name', 'the user type or the seat'),
      integerOrNull('most', 'the most active users; null if it is unlimited'),
      integerOrNull('used', 'the active users who have it; null if the users are unknown'),
      integerOrNull(
        'inactive',
        'the others who have it, who count against no limit; null if the users are unknown',
      ),
    ],
    key: ['tenant', 'kind', 'name'],
    searched: [],
  },
  tenant_roles: {
    describe: 'the roles that a tenant is offered, each with its effect there',
    columns: [
      text('tenant', 'the tenant'),
      text('role', 'the role'),
      flag('own', 'true if the tenant alone has the role'),
      integer('shard', 'the shard of the export, by which its effects and reaches are joined'),
      text(
        'effect',
        'what the role gives there, in `effect_cells` of the same shard: a digest of it, so equal effects are equal in all exports',
      ),
    ],
    key: ['tenant', 'role'],
    searched: ['effect'],
  },
  users: {
    describe: 'the users that the policies name',
    columns: [
      text('tenant', 'the tenant'),
      text('user_id', 'the id'),
      flag('active', 'false if the user cannot sign in'),
      text('user_type', 'the user type'),
      textOrNull('seats', 'the seats, joined by ` + `'),
      textOrNull('made_by', 'the id of the user who made this one'),
      integer('shard', 'the shard of the export'),
      textOrNull(
        'effect',
        'what the roles of the user give together, in `effect_cells` of the same shard; null without roles',
      ),
    ],
    key: ['tenant', 'user_id'],
    searched: ['effect'],
  },
  user_roles: {
    describe: 'the roles that users hold',
    columns: [text('tenant', 'the tenant'), text('user_id', 'the user'), text('role', 'the role')],
    key: ['tenant', 'user_id', 'role'],
    searched: ['role'],
  },
  effect_cells: {
    describe: 'the permissions of each distinct effect, once however many tenants share it',
    columns: [
      integer('shard', 'the shard of the export'),
      text('effect', 'the effect: a digest of the rows that follow'),
      text('permission', 'the permission'),
      flag('effective', 'false if it is refused, although the role asks for it'),
      textOrNull(
        'decided_by',
        'the layer that refuses it: `userType`, `tenant` or `requires`; null if it is effective',
      ),
      textOrNull('reach', 'the records on which it works, in `reaches`; null if it is refused'),
    ],
    key: ['shard', 'effect', 'permission'],
    searched: ['permission'],
  },
  reaches: {
    describe: 'the distinct reaches: on which records a permission works',
    columns: [
      integer('shard', 'the shard of the export'),
      text('reach', 'the reach: a digest of what it says'),
      text('reach_kind', '`limited`, `everything`, `not-limited`, `new-record` or `no-records`'),
      textOrNull('portfolio', 'the portfolios and filters that say so, joined by ` + `'),
      textOrNull('records', 'the records in words; null unless `limited`'),
    ],
    key: ['shard', 'reach'],
    searched: [],
  },
} as const satisfies Readonly<Record<string, Omit<FleetTable, 'name'>>>;

/** The name of a table of a fleet. */
export type FleetTableName = keyof typeof definitions;

/** The tables of a fleet, the dimensions that all tenants share first. */
export const fleetTables: readonly (FleetTable & { readonly name: FleetTableName })[] = (
  Object.keys(definitions) as FleetTableName[]
).map((name) => ({ name, ...definitions[name] }));

/** Rows of one table, to be written behind those before. */
export interface FleetBatch {
  readonly table: FleetTableName;
  /** `shared`: the rows are the same in every shard, so that shards can lie in one folder. */
  readonly part: 'shared' | 'shard';
  readonly rows: readonly FleetRow[];
}

import type { Report } from '../../diagnostics/diagnostic.ts';
import { type Bits, has } from '../../model/bits.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Grants } from '../../model/documents.generated.ts';
import { type Generations, listGenerationsWith } from '../../model/generations.ts';
import { countWithVerb } from '../../text/count.ts';
import { listFirstNames } from '../../text/list.ts';
import type { Span } from '../../text/source.ts';
import { listChoices } from '../find-by-name.ts';
import type { Drift, FieldDrift, RoleDrift } from './drift.ts';
import { readTenantSwitches, type SettledState } from './drift-context.ts';
import type { ImportTarget } from './observe.ts';
import type { Observed } from './observed.ts';
import { findLimitedCell, type SettledRole } from './settle-roles.ts';
import type { SettledUser } from './settle-users.ts';
import { shortenGrants } from './shorten-grants.ts';

/** The documents that an import adds to the policies. */
export interface ImportPlan {
  readonly tenant?: PlannedTenant;
  readonly roles: readonly PlannedRole[];
  readonly users?: readonly SettledUser[];
  /** The names of the roles that the policies have already, and as the product does. */
  readonly unchanged: readonly string[];
}

/** A tenant that an import declares. */
export interface PlannedTenant {
  readonly name: string;
  readonly plan?: string;
  readonly packages: readonly string[];
  readonly limits: ReadonlyMap<string, number>;
  /** The generations of parts of the catalog of which it does not have the first one alone. */
  readonly generations: Readonly<Record<string, GenerationChoice>>;
  readonly ceiling: Grants;
}

/** The generation that a tenant has, or several with the reason. */
type GenerationChoice = string | { readonly names: readonly string[]; readonly because: string };

/** A role that is to be declared. */
export interface PlannedRole extends Pick<SettledRole, 'name' | 'at' | 'title' | 'description'> {
  readonly userType: string;
  readonly seats: readonly string[];
  /** Absent if the role needs none. */
  readonly portfolio?: readonly string[];
  readonly grants: Grants;
}

/**
 * Plans the documents that say what the product has and the policies do not say yet. Where the policies contradict the
 * product, that is reported, since nothing is overwritten. `portfolio` is that of roles for which the product names
 * none.
 */
export function planImport(
  { observed, roles, users }: SettledState,
  target: ImportTarget,
  drift: Drift,
  portfolio: readonly string[] | undefined,
  report: Report,
): ImportPlan {
  const { policy, tenant } = target;
  const declared = new Set((tenant?.roles ?? policy.sharedRoles).map(({ name }) => name));
  const abstract = new Set(
    policy.abstractRoles
      .filter((role) => role.tenant === undefined || role.tenant === target.tenantName)
      .map(({ name }) => name),
  );
  const drifted = new Map(drift.roles.map((one) => [one.role, one]));
  const planned: PlannedRole[] = [];
  const unchanged: string[] = [];
  for (const role of roles.values()) {
    const differing = drifted.get(role.name);
    if (abstract.has(role.name))
      report('import-differs', role.at, { what: `role \`${role.name}\``, how: 'it is abstract' });
    else if (!declared.has(role.name)) planned.push(planRole(role, observed.catalog, portfolio, report));
    else if (differing) reportRole(role, differing, report);
    else unchanged.push(role.name);
  }
  const plannedTenant = planTenant(observed, roles, target, drift, report);
  const areUsersNew = planUsers(users, observed, target, drift, report);
  return {
    ...(plannedTenant && { tenant: plannedTenant }),
    roles: planned,
    ...(areUsersNew && { users }),
    unchanged,
  };
}

function planRole(
  role: SettledRole,
  catalog: Catalog,
  usual: readonly string[] | undefined,
  report: Report,
): PlannedRole {
  const { name, at, title, description, userType, seats, asked } = role;
  const limited = findLimitedCell(role, catalog);
  const portfolio = role.portfolio ?? (limited ? usual : undefined);
  if (limited && (!portfolio || portfolio.length === 0))
    report(
      'import-lacks',
      at,
      { who: `role \`${name}\``, what: `portfolio, and holds \`${limited.permission}\`` },
      'export a column `portfolio`, or say with `--portfolio` which records such roles reach',
    );
  return {
    name,
    at,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    userType: userType.name,
    seats: seats.map((seat) => seat.name),
    ...(portfolio && portfolio.length > 0 && { portfolio }),
    grants: shortenGrants(catalog, asked),
  };
}

const describeField = ({ field, product = 'nothing', files = 'nothing' }: FieldDrift): string =>
  `\`${field}\` is ${files} there and ${product} in the product`;

function reportRole({ name, at }: SettledRole, { fields, cells }: RoleDrift, report: Report): void {
  const names = cells.map(({ permission }) => permission);
  const how = [
    ...fields.map(describeField),
    ...(names.length > 0
      ? [`${countWithVerb(names.length, 'permission', 'differs', 'differ')}: ${listFirstNames(names)}`]
      : []),
  ];
  const help =
    '`plafond import --check` shows all of it; a mapping can give the product’s role another name here';
  report('import-differs', at, { what: `role \`${name}\``, how: how.join('; ') }, help);
}

/** Plans a tenant that is not declared; reports where the product says another thing than a declared one does. */
function planTenant(
  { catalog, tenant: said, users }: Observed,
  roles: SettledState['roles'],
  { policy, tenant, tenantName }: ImportTarget,
  { ceiling, tenantFields }: Drift,
  report: Report,
): PlannedTenant | undefined {
  const at = said.switchesAt ?? said.packages?.at ?? said.plan?.at ?? [...said.limits.values()][0]?.at;
  if (tenantName === undefined) return undefined;
  if (tenant) {
    const names = ceiling.map(({ permission }) => permission);
    const how = [
      ...tenantFields.map(describeField),
      ...(names.length > 0
        ? [`${countWithVerb(names.length, 'permission', 'differs', 'differ')}: ${listFirstNames(names)}`]
        : []),
    ];
    if (how.length > 0 && at)
      report('import-differs', at, { what: `tenant \`${tenantName}\``, how: how.join('; ') });
    return undefined;
  }
  if (!said.switchesAt) {
    const [role, user] = [[...roles.values()][0], [...(users?.values() ?? [])][0]];
    const place: Span = at ?? role?.at ?? user?.at ?? { source: { path: '', text: '' }, start: 0, end: 0 };
    report(
      'import-lacks',
      place,
      { who: `tenant \`${tenantName}\``, what: 'switches in the export, and is not declared' },
      'export what is switched on for the tenant, or declare it in a document of kind `Tenant`',
    );
    return undefined;
  }
  const on = readTenantSwitches(catalog, said);
  return {
    name: tenantName,
    ...(said.plan && { plan: said.plan.value }),
    packages: said.packages?.value ?? [],
    limits: new Map([...said.limits].map(([name, { value }]) => [name, value])),
    generations: Object.fromEntries(
      policy.generations.flatMap((one) => {
        const choice = chooseGenerations(one, catalog, on);
        return choice === undefined ? [] : [[one.name, choice]];
      }),
    ),
    ceiling: shortenGrants(catalog, on),
  };
}

/** Chooses the generation that has all models of which the product has something on; undefined if that is the first one. */
function chooseGenerations(
  generations: Generations,
  { models }: Catalog,
  on: Bits,
): GenerationChoice | undefined {
  const used = models
    .filter(({ name }) => listGenerationsWith(generations, name).length > 0)
    .filter(({ actions, properties }) =>
      [...actions.values(), ...properties.flatMap(({ rights }) => [...rights.values()])].some(({ index }) =>
        has(on, index),
      ),
    )
    .map(({ name }) => name);
  const [first] = generations.all;
  const whole = generations.all.find((one) => used.every((model) => one.models.has(model)));
  if (whole) return whole === first ? undefined : whole.name;
  const names = generations.all.filter((one) => used.some((model) => one.models.has(model)));
  return { names: names.map(({ name }) => name), because: 'The product has models of each switched on.' };
}

/** Tells whether the users are to be declared; reports those that the policies declare differently. */
function planUsers(
  users: readonly SettledUser[],
  { users: said }: Observed,
  { policy, tenant, tenantName }: ImportTarget,
  { users: drifted }: Drift,
  report: Report,
): boolean {
  const [first] = users;
  if (!said || !first) return false;
  if (tenantName === undefined) {
    const help = `say with \`--tenant\` whose users they are${listChoices(policy.tenants.map(({ name }) => name))}`;
    report('import-lacks', first.at, { who: 'the list of users', what: 'tenant' }, help);
    return false;
  }
  if (!tenant?.users) return true;
  const [one] = drifted;
  if (one) {
    const ids = drifted.map(({ user }) => user);
    const at = one.exportedAt ?? first.at;
    report('import-differs', at, {
      what: `the list of users of tenant \`${tenantName}\``,
      how: `${countWithVerb(ids.length, 'user', 'differs', 'differ')}: ${listFirstNames(ids)}`,
    });
  }
  return false;
}

import type { Report } from '../../diagnostics/diagnostic.ts';
import { addAll, emptyBits } from '../../model/bits.ts';
import type { Catalog } from '../../model/catalog.ts';
import { listPackageNames } from '../../model/ceiling.ts';
import type { Mapping } from '../../model/mapping.ts';
import type { Policy, Tenant } from '../../model/policy.ts';
import { byCodeUnit } from '../../text/order.ts';
import { gatherRoles, type RoleGatherer } from './gather-roles.ts';
import { gatherTenant, type TenantGatherer } from './gather-tenant.ts';
import { gatherUsers, type UserGatherer } from './gather-users.ts';
import type { Observed } from './observed.ts';
import { planShape, type ShapePlan } from './plan-shape.ts';
import type { ReadingContext } from './read-values.ts';
import { collectRepeats } from './repeats.ts';
import { prepareVocabulary } from './vocabulary.ts';
import { type ExportFile, type ExportRow, type RowShape, walkRows } from './walk-rows.ts';

/** The policies that exports are read for. */
export interface ImportTarget {
  readonly policy: Policy;
  /** The tenant whose state is exported, if it is declared. */
  readonly tenant: Tenant | undefined;
  /** The name of that tenant, declared or not; absent for roles of every tenant. */
  readonly tenantName: string | undefined;
  readonly mapping: Mapping | undefined;
}

/** The number of rows between two steps of `observe`. */
const rowsPerStep = 10_000;

/** Reads the state of the product from what it exported, in steps of many rows; whatever is not understood is reported. */
export function* observe(
  files: readonly ExportFile[],
  target: ImportTarget,
  report: Report,
): Generator<undefined, Observed> {
  const { policy, tenant, tenantName, mapping } = target;
  const { catalog } = tenant ?? policy;
  const repeats = collectRepeats(report);
  const context: ReadingContext = {
    policy: { ...policy, ...(tenant?.caps ?? {}) },
    tenant: tenantName,
    packages: listPackageNames(policy, catalog),
    vocabulary: prepareVocabulary(catalog, mapping),
    repeats,
  };
  const gatherers = {
    roles: gatherRoles(context),
    users: gatherUsers(context),
    tenant: gatherTenant(context),
  };
  const plans = new Map<RowShape, ShapePlan | undefined>();
  let rows = 0;
  for (const row of walkRows(files, report)) {
    if (++rows % rowsPerStep === 0) yield undefined;
    if (!plans.has(row.shape))
      plans.set(row.shape, planShape(row.shape, context.policy.seats, context.vocabulary, repeats));
    const plan = plans.get(row.shape);
    if (plan && row.cells) takeRow(row, plan, gatherers);
  }
  repeats.flush();
  return gatherObserved(catalog, plans, gatherers);
}

interface Gatherers {
  readonly roles: RoleGatherer;
  readonly users: UserGatherer;
  readonly tenant: TenantGatherer;
}

function takeRow(row: ExportRow, plan: ShapePlan, { roles, users, tenant }: Gatherers): void {
  switch (plan.sort) {
    case 'users':
      users.take(row, plan);
      return;
    case 'switches':
    case 'roles':
      roles.take(row, plan);
      return;
    case 'tenant':
      tenant.take(row, plan);
  }
}

function gatherObserved(
  catalog: Catalog,
  plans: ReadonlyMap<RowShape, ShapePlan | undefined>,
  { roles, users, tenant }: Gatherers,
): Observed {
  const switched = emptyBits(catalog.cells.length);
  for (const { on, off } of roles.found.values()) {
    addAll(switched, on);
    addAll(switched, off);
  }
  const ofUsers = [...plans.values()].flatMap((plan) => (plan?.sort === 'users' ? [plan] : []));
  const areRolesSaid = [...plans.values()].some(
    (plan) => plan?.sort === 'roles' || plan?.sort === 'switches',
  );
  const sorted = <T>(found: ReadonlyMap<string, T>) =>
    new Map([...found].sort(([a], [b]) => byCodeUnit(a, b)));
  return {
    catalog,
    roles: sorted(roles.found),
    areRolesSaid,
    ...(ofUsers.length > 0 && { users: sorted(users.found) }),
    userColumns: new Set(
      ofUsers.flatMap(({ columns, seats }) => [...columns.keys(), ...(seats.length > 0 ? ['seats'] : [])]),
    ),
    tenant: tenant.found(),
    switched,
  };
}

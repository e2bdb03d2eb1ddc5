import { type Bits, has } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import { ceilingOf, listPackages } from '../../model/ceiling.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Pair } from '../../model/pair.ts';
import type { Tenant } from '../../model/policy.ts';
import type { RequestKind } from '../../model/runbook.ts';
import { listFirstNames } from '../../text/list.ts';

/** A change of what bounds a tenant: of its ceiling, packages and limits, of user types and of seats. */
export interface BoundChange {
  readonly kind: RequestKind;
  /** The kind of the document that says so; the settings say if it is the vendor's. */
  readonly document: DocumentKind;
  /** True if it has to be done before the steps, since they need it; false if it can only be done after them. */
  readonly isFirst: boolean;
  /** The name of a package, a limit, a user type or a seat. */
  readonly name?: string;
  readonly permissions: readonly string[];
  readonly before?: string;
  readonly after?: string;
  readonly because: string;
}

/** Lists the changes of what bounds a tenant: first those that the steps need, then those that come after the steps. */
export function listBoundChanges({ base, head }: Pair<Matrix>, tenant: Tenant): readonly BoundChange[] {
  const earlier = base.policy.tenants.find(({ name }) => name === tenant.name);
  const changes = earlier
    ? [
        ...listCeilingChanges(earlier, tenant, head),
        ...listGenerationChanges(earlier, tenant),
        ...listPackageChanges(earlier, tenant, head),
        ...listLimitChanges(earlier, tenant),
      ]
    : [makeNewTenant(tenant)];
  const all = [...changes, ...listCapChanges(base, head, tenant)];
  return [...all.filter(({ isFirst }) => isFirst), ...all.filter(({ isFirst }) => !isFirst)];
}

const makeNewTenant = ({ name }: Tenant): BoundChange => ({
  kind: 'new-tenant',
  document: 'Tenant',
  isFirst: true,
  permissions: [],
  because: `the files declare tenant \`${name}\``,
});

function listCeilingChanges(earlier: Tenant, tenant: Tenant, head: Matrix): readonly BoundChange[] {
  const heldIn = ({ ceiling }: Tenant) => ceiling.held;
  const wasClosed = (cell: Cell) => isClosed(earlier, cell);
  // The models of another generation come and go with the generation, which is a change of its own.
  const isThere = (cell: Cell) => !wasClosed(cell) && !isClosed(tenant, cell);
  const gained = compareCells(earlier, tenant, heldIn).filter(isThere);
  const lost = compareCells(tenant, earlier, heldIn).filter(isThere);
  const arriving = tenant.catalog.cells.filter(
    (cell) =>
      cell.kind !== 'capability' &&
      wasClosed(cell) &&
      !isClosed(tenant, cell) &&
      !has(tenant.ceiling.held, cell.index),
  );
  const make = (
    kind: RequestKind,
    isFirst: boolean,
    cells: readonly Cell[],
    because: string,
  ): BoundChange[] =>
    cells.length === 0
      ? []
      : [{ kind, document: 'Tenant', isFirst, permissions: namePermissions(cells), because }];
  return [
    ...make('raise-ceiling', true, gained, explainNeed(gained, tenant, head)),
    ...make(
      'lower-ceiling',
      true,
      arriving,
      'it comes with the move, and the ceiling in our files does not hold it',
    ),
    ...make('lower-ceiling', false, lost, 'the ceiling in our files holds it no more'),
  ];
}

/** Returns true if a cell is of a model that belongs to generations which a tenant does not have. */
const isClosed = ({ closed, catalog }: Tenant, { permission }: Cell): boolean => {
  const own = catalog.cellOf.get(permission);
  return closed !== undefined && own !== undefined && has(closed, own.index);
};

/** Lists the cells that one tenant holds and another does not; tenants have their own catalogs. */
function compareCells(less: Tenant, more: Tenant, heldIn: (tenant: Tenant) => Bits): readonly Cell[] {
  return more.catalog.cells.filter((cell) => {
    if (cell.kind === 'capability' || !has(heldIn(more), cell.index)) return false;
    const known = less.catalog.cellOf.get(cell.permission);
    // A property or a model that only the other catalog has is new, and no switch.
    return known !== undefined && !has(heldIn(less), known.index);
  });
}

/** Names permissions; of a model whose properties come along with an action, the action alone. */
export function namePermissions(cells: readonly Cell[]): readonly string[] {
  const whole = new Set(
    cells.flatMap(({ kind, subject, action }) => (kind === 'action' ? [`${subject}:${action}`] : [])),
  );
  return cells
    .filter(({ kind, subject, action }) => kind !== 'property' || !whole.has(`${subject}:${action}`))
    .map(({ permission }) => permission);
}

/** Says which roles of a tenant hold some of what is asked for. */
function explainNeed(cells: readonly Cell[], tenant: Tenant, { rows }: Matrix): string {
  const roles = rows.filter(
    (row) => row.tenant === tenant && cells.some(({ index }) => has(row.effective, index)),
  );
  const names = roles.map(({ role }) => role.name);
  return names.length === 0
    ? 'our files say so, though no role uses it yet'
    : `${names.length > 1 ? 'roles' : 'role'} ${listFirstNames(names)} ${names.length > 1 ? 'use' : 'uses'} it`;
}

function listPackageChanges(earlier: Tenant, tenant: Tenant, head: Matrix): readonly BoundChange[] {
  const cells = listPackages(tenant.catalog);
  const added = [...tenant.packages].filter((name) => !earlier.packages.has(name)).sort();
  const removed = [...earlier.packages].filter((name) => !tenant.packages.has(name)).sort();
  const make = (kind: RequestKind, isFirst: boolean, name: string, because: string): BoundChange => ({
    kind,
    document: 'Tenant',
    isFirst,
    name,
    permissions: [],
    because,
  });
  return [
    ...added.map((name) => make('add-package', true, name, explainNeed(cells.get(name) ?? [], tenant, head))),
    ...removed.map((name) => make('remove-package', false, name, 'our files have it no more')),
  ];
}

/** Lists the parts of the catalog of which a tenant has another generation: their models come and go together, before the steps. */
function listGenerationChanges(earlier: Tenant, { generations }: Tenant): readonly BoundChange[] {
  return [...generations.values()].flatMap(({ of, names, because }): BoundChange[] => {
    const before = earlier.generations.get(of.name)?.names;
    if (!before || before.join('\n') === names.join('\n')) return [];
    return [
      {
        kind: 'set-generation',
        document: 'Tenant',
        isFirst: true,
        name: of.name,
        permissions: [],
        before: before.join(' and '),
        after: names.join(' and '),
        because: because ?? 'our files say so',
      },
    ];
  });
}

function listLimitChanges(earlier: Tenant, tenant: Tenant): readonly BoundChange[] {
  const names = [...new Set([...earlier.limits.keys(), ...tenant.limits.keys()])].sort();
  return names.flatMap((name): BoundChange[] => {
    const [before, after] = [earlier.limits.get(name)?.most, tenant.limits.get(name)?.most];
    if (before === after) return [];
    const isFirst = (after ?? Number.POSITIVE_INFINITY) > (before ?? Number.POSITIVE_INFINITY);
    const held = (tenant.users ?? []).filter(
      ({ active, userType, seats }) =>
        active && (userType.name === name || seats.some((seat) => seat.name === name)),
    ).length;
    return [
      {
        kind: 'set-limit',
        document: 'Tenant',
        isFirst,
        name,
        permissions: [],
        before: String(before ?? 'unlimited'),
        after: String(after ?? 'unlimited'),
        because: tenant.users
          ? `in the end ${held} active ${held === 1 ? 'user has' : 'users have'} it`
          : 'our files say so',
      },
    ];
  });
}

function listCapChanges(base: Matrix, head: Matrix, tenant: Tenant): readonly BoundChange[] {
  const { catalog } = head.policy;
  const compare = (
    document: 'UserType' | 'Seat',
    [raise, lower]: readonly [RequestKind, RequestKind],
    before: readonly { readonly name: string; readonly layer: { readonly held: Bits } }[],
    after: typeof before,
  ) =>
    after.flatMap(({ name, layer }): BoundChange[] => {
      const known = before.find((one) => one.name === name);
      if (!known) return [];
      const isLet = (cell: Cell) => has(ceilingOf(tenant, {}), cell.index);
      const isHeld = (cell: Cell) => {
        const earlier = base.policy.catalog.cellOf.get(cell.permission);
        return earlier === undefined ? undefined : has(known.layer.held, earlier.index);
      };
      const cells = catalog.cells.filter((cell) => cell.kind !== 'capability' && isLet(cell));
      const gained = cells.filter((cell) => has(layer.held, cell.index) && isHeld(cell) === false);
      const lost = cells.filter((cell) => !has(layer.held, cell.index) && isHeld(cell) === true);
      const make = (kind: RequestKind, isFirst: boolean, some: readonly Cell[]): BoundChange[] =>
        some.length === 0
          ? []
          : [
              {
                kind,
                document,
                isFirst,
                name,
                permissions: namePermissions(some),
                because: 'our files say so',
              },
            ];
      return [...make(raise, true, gained), ...make(lower, false, lost)];
    });
  return [
    ...compare(
      'UserType',
      ['raise-user-type', 'lower-user-type'],
      base.policy.userTypes,
      head.policy.userTypes,
    ),
    ...compare('Seat', ['raise-seat', 'lower-seat'], base.policy.seats, head.policy.seats),
  ];
}

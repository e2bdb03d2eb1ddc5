import { type Bits, has } from '../compiler/model/bits.ts';
import { readComparedColumn } from '../compiler/model/condition.ts';
import { describeReach } from '../compiler/model/describe-reach.ts';
import { intersect, keyOfPath, makeFieldPath, noRecord } from '../compiler/model/record-reach.ts';
import { groupBy } from '../compiler/text/group-by.ts';
import { readDateInstant } from '../compiler/text/instant.ts';
import { listNames } from '../compiler/text/list.ts';
import { describeType } from './attributes.ts';
import { type BoundReaches, listPossible, type Unfilled } from './bind.ts';
import type { Index, IndexedAction, IndexedLink, IndexedReach } from './bundle-index.ts';
import { hasName, isEmptyValue, isRecordOf, readField } from './matcher.ts';
import { quoteName } from './permissions-error.ts';
import type { Table, TableRole } from './table.ts';
import type { ColumnType } from './where.ts';

/** The question that is explained: an action on a model, on a property of it, on one record of it. */
export interface Question {
  readonly action: string;
  readonly model: string;
  readonly property: string | undefined;
  /** The record that is asked about; undefined if there is none. */
  readonly record: object | undefined;
  /** True if the record may be acted on. */
  readonly can: boolean | undefined;
}

/** Explains why somebody may do something to a model, or may not: what each of their roles says of it. */
export function explainModel(
  table: Table,
  bound: BoundReaches,
  indexedAction: IndexedAction | undefined,
  { action, model, property, record, can }: Question,
): string {
  const { index } = table;
  const roles = table.roles();
  const known = index.models.get(model);
  if (!known) return `not allowed: the catalog has no model ${quoteName(model)}`;
  if (!indexedAction)
    return `not allowed: model \`${model}\` supports ${listNames(known.actions)}, not ${quoteName(action)}`;
  const cell = property === undefined ? indexedAction.cell : indexedAction.properties.get(property);
  if (cell === undefined)
    return known.rights.has(property ?? '')
      ? `not allowed: \`${model}.${property}\` has no \`${action}\``
      : `not allowed: model \`${model}\` has no property ${quoteName(property)} in the catalog`;
  const needed = listCellsWithExports(index, cell, property);
  const isPossible = has(table.open, cell) || listPossible(bound, cell).length > 0;
  const links = roles.flatMap((role) => needed.flatMap((one) => linksIn(readReach(role, one))));
  const unreached =
    record && can === false ? explainUnreached(table, links, indexedAction, record) : undefined;
  const verdict = isPossible ? (unreached ?? 'allowed') : 'not allowed: there can be no such record';
  if (has(table.effective, cell))
    return `${verdict}: ${listGivers(table, roles, needed, (role, cells) => describeRecords(role, cells, bound.unfilled)).join('; ')}`;
  return writeDenial(roles, (role) =>
    explainRoleRefusal(table, role, needed.find((one) => !has(table.effective, one)) ?? cell),
  );
}

/** Explains why somebody may use a module, a feature or a capability, or may not. */
export function explainToggle(table: Table, toggle: string): string {
  const cell = table.index.toggles.get(toggle);
  if (cell === undefined)
    return `not allowed: the catalog has no module, feature or capability ${quoteName(toggle)}`;
  const roles = table.roles();
  if (!has(table.effective, cell)) return writeDenial(roles, (role) => explainRoleRefusal(table, role, cell));
  const giving = roles.filter((role) => has(role.gives, cell));
  if (giving.length > 0) return `allowed: ${giving.map((role) => `${nameRole(role)} gives it`).join('; ')}`;
  // A capability may follow from cells of several roles, and then none of them gives it alone.
  return `allowed: roles ${listNames(roles.map((role) => role.name))} give it together`;
}

/**
 * Names the roles that give what is needed: those that give all of it or, if none does, which role gives which part.
 */
function listGivers(
  { index }: Table,
  roles: readonly TableRole[],
  needed: readonly number[],
  records: (role: TableRole, cells: readonly number[]) => string,
): readonly string[] {
  const whole = roles.filter((role) => needed.every((one) => has(role.gives, one)));
  if (whole.length > 0) return whole.map((role) => `${nameRole(role)} gives it for ${records(role, needed)}`);
  return needed.flatMap((one) =>
    roles
      .filter((role) => has(role.gives, one))
      .map((role) => `${nameRole(role)} gives \`${index.permission(one)}\` for ${records(role, [one])}`),
  );
}

const writeDenial = (roles: readonly TableRole[], refused: (role: TableRole) => string): string =>
  `not allowed: ${roles.length > 0 ? roles.map(refused).join('; ') : 'no role was given'}`;

const readReach = (role: TableRole, cell: number): IndexedReach =>
  has(role.gives, cell) ? role.reachOf(cell) : (noRecord as IndexedReach);

function linksIn(reach: IndexedReach): readonly IndexedLink[] {
  if (reach === 'all') return [];
  return reach.kind === 'linked' ? [reach] : reach.of.flatMap(linksIn);
}

/**
 * Says that a record is not reached. If the columns that decide are missing on it, says which, since they were probably
 * not loaded.
 */
function explainUnreached(
  { index }: Table,
  links: readonly IndexedLink[],
  { model }: IndexedAction,
  record: object,
): string {
  const said = 'not allowed: this record is not reached';
  if (typeof (record as { readonly then?: unknown }).then === 'function')
    return `${said} (it is a promise: was it waited for?)`;
  if (!isRecordOf(record, model.names))
    return `not allowed: this is ${describeKind(record)}, and no record of \`${model.name}\``;
  const compared = links.flatMap((link) =>
    link.alternatives.flat().map((comparison) => ({
      path: makeFieldPath(link.path, comparison),
      column: readComparedColumn(comparison),
      type: comparison.type,
    })),
  );
  for (const group of groupBy(compared, ({ path }) => keyOfPath(path)).values()) {
    const because = explainUnmetPath(index, group, record);
    if (because !== undefined) return `${said} (${because})`;
  }
  return said;
}

/** A column that is compared, at the end of a path. */
interface ComparedAlong {
  readonly path: IndexedLink['path'];
  readonly column: string;
  readonly type: ColumnType;
}

/** Says what is wrong with a record along a path, if anything but values is. */
function explainUnmetPath(
  index: Index,
  compared: readonly [ComparedAlong, ...ComparedAlong[]],
  record: object,
): string | undefined {
  let reached = record;
  const [{ path }] = compared;
  for (const { name: step, many } of path) {
    const next = readField(reached, step);
    // The records of a list are not explained one by one: the usual mistake is that the relation was not loaded.
    if (many && Array.isArray(next)) return undefined;
    if (typeof next !== 'object' || next === null || Array.isArray(next) || many)
      return `its \`${step}\` is ${next === undefined ? 'missing: was it loaded?' : describeType(next)}`;
    if (!isRecordOf(next, index.reached)) return `its \`${step}\` is ${describeKind(next)}, and no record`;
    reached = next;
  }
  const types = new Map(compared.map(({ column, type }) => [column, type]));
  const columns = [...types.keys()];
  if (columns.length > 0 && !isEmptyValue(reached) && !hasName(reached, index.reached))
    return `it has nothing that a record has: no ${columns.map((column) => `\`${column}\``).join(', no ')}, and no other property; is the record inside it?`;
  const missing = columns.filter((column) => readField(reached, column) === undefined);
  if (missing.length === 0) {
    const stray = columns.find((column) => isStray(readField(reached, column), types.get(column)));
    if (stray === undefined) return undefined;
    return `its \`${stray}\` is ${describeType(readField(reached, stray))}, and compared as ${types.get(stray)}`;
  }
  return `it has no ${missing.map((column) => `\`${column}\``).join(' and no ')}: ${missing.length > 1 ? 'were they' : 'was it'} loaded?`;
}

/** Returns what an object is that can be no record: `a Response`, `an Error`. */
function describeKind(value: object): string {
  const kind = value instanceof Error ? 'Error' : Object.prototype.toString.call(value).slice(8, -1);
  return `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** Returns true if a value is of another type than its column, so that no comparison can match it. */
function isStray(value: unknown, type: ColumnType | undefined): boolean {
  if (value === null || value === undefined || type === undefined || type === 'list' || type === 'object')
    return false;
  if (type === 'date') return typeof value !== 'string' && readDateInstant(value) === undefined;
  return typeof value !== (type === 'id' ? 'string' : type === 'integer' ? 'number' : type);
}

/**
 * Lists the cells that an action on a property needs: for an export both the export of the model and the view of the
 * property.
 */
function listCellsWithExports(
  { exports }: Index,
  cell: number,
  property: string | undefined,
): readonly number[] {
  const exported = property === undefined ? undefined : exports.find((one) => one.cell === cell);
  return exported ? [exported.action, exported.view] : [cell];
}

function describeRecords(role: TableRole, cells: readonly number[], unfilled: readonly Unfilled[]): string {
  const reach = intersect(cells.map((cell) => role.reachOf(cell)));
  if (reach === 'all') return 'every record';
  const operands = linksIn(reach as IndexedReach).flatMap(({ alternatives }) => alternatives.flat());
  const asking = unfilled.filter(({ attribute }) =>
    operands.some(({ operand }) => isAbout(operand, attribute)),
  );
  const missing = asking.map(({ attribute, because }) => `the user's ${attribute} ${because}`);
  const words = `records of which ${describeReach(reach)}`;
  return missing.length > 0 ? `${words} (of no use here: ${missing.join(', ')})` : words;
}

const isAbout = (operand: unknown, attribute: string): boolean =>
  typeof operand === 'object' && operand !== null && '$user' in operand && operand.$user === attribute;

/** Describes what the first layer that refuses a cell says: role, user type and seats, tenant, prerequisites. */
function explainRoleRefusal(
  table: Table,
  role: TableRole,
  cell: number,
  seen: ReadonlySet<number> = new Set(),
): string {
  const { index, tenant } = table;
  const { bundle } = index;
  const holds = (cells: Bits) => has(cells, cell);
  const it = `\`${index.permission(cell)}\``;
  if (role.unusable !== undefined) return role.unusable;
  if (!has(index.derived, cell)) {
    if (!holds(index.set(role.grants))) return `${nameRole(role)} does not grant ${it}`;
    const type = bundle.userTypes.find((one) => one.name === role.userType);
    const seats = bundle.seats.filter((one) => role.seats.includes(one.name));
    if (!(type && holds(index.set(type.allows))) && !seats.some(({ adds }) => holds(index.set(adds)))) {
      const also =
        seats.length === 0 ? '' : `, nor does seat ${listNames(seats.map((seat) => seat.name))} add it`;
      return `user type \`${role.userType}\`, which ${nameRole(role)} is for, does not hold ${it}${also}`;
    }
    const { ceiling, packages = [] } = bundle.tenants[tenant] ?? {};
    for (const [wanted, set] of Object.entries(bundle.packages ?? {}))
      if (!packages.includes(wanted) && holds(index.set(set)))
        return `tenant \`${tenant}\` has not bought package \`${wanted}\`, which ${it} belongs to`;
    if (ceiling === undefined || !holds(index.set(ceiling)))
      return `the ceiling of tenant \`${tenant}\` does not hold ${it}`;
    if (role.custom !== undefined && !holds(index.set(role.custom)))
      return `roles of a tenant's own cannot hold ${it}`;
  }
  return `${nameRole(role)} lacks what ${it} requires: ${explainMissing(table, role, cell, new Set([...seen, cell])).join('; ')}`;
}

/** Lists the prerequisites that are not effective, by section 7 of the language. */
function explainMissing(
  table: Table,
  role: TableRole,
  cell: number,
  seen: ReadonlySet<number>,
): readonly string[] {
  const { index } = table;
  // Prerequisites that were damaged may go round in circles.
  const lacking = (needed: number) =>
    seen.has(needed)
      ? `\`${index.permission(needed)}\` is not effective`
      : explainRoleRefusal(table, role, needed, seen);
  const isOff = (one: number) => !has(table.effective, one);
  const missing = (index.bundle.requires.find(([of]) => of === cell)?.[1] ?? [])
    .map((needed) => (typeof needed === 'number' ? [needed] : needed))
    .filter((oneOf) => oneOf.every(isOff))
    .map((oneOf) => oneOf.map(lacking).join(', and '));
  for (const { name: model, indexedActions, rights } of index.models.values()) {
    for (const action of ['view', 'update'] as const) {
      const of = indexedActions.get(action);
      const cells = [...rights.values()].flatMap((having) => having.get(action) ?? []);
      if (of && cells.includes(cell) && isOff(of.cell)) missing.push(lacking(of.cell));
      if (of?.cell === cell && cells.length > 0 && cells.every(isOff))
        missing.push(`no property of \`${model}\` has an effective \`${action}\``);
      if (
        action === 'view' &&
        indexedActions.get('export')?.cell === cell &&
        of &&
        cells.length > 0 &&
        isOff(of.cell)
      )
        missing.push(`an export shows properties, and ${lacking(of.cell)}`);
    }
  }
  return missing.length > 0 ? missing : ['a prerequisite of a prerequisite'];
}

const nameRole = (role: TableRole): string => `role \`${role.name}\``;

import { type Bits, emptyBits } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import type { ImportColumn } from '../../model/mapping.ts';
import type { NoPermission } from '../../model/permission.ts';
import type { Seat, UserType } from '../../model/policy.ts';
import type { Span } from '../../text/source.ts';
import type { ExportedValue, ObservedRole } from './observed.ts';
import type { ShapePlan } from './plan-shape.ts';
import { readSeatsOfRow } from './read-seats.ts';
import {
  type ReadingContext,
  readPortfolios,
  readSwitchIn,
  readUserType,
  reportNoPermission,
  setSwitches,
  spanIn,
} from './read-values.ts';
import { keepSwitchPlaces, type SwitchPlaces } from './switch-places.ts';
import type { ExportCell, ExportRow } from './walk-rows.ts';

/** The roles of exports, as they are gathered row by row. */
export interface RoleGatherer {
  readonly found: ReadonlyMap<string, ObservedRole>;
  readonly take: (row: ExportRow, plan: ShapePlan) => void;
}

/** A role while its rows are gathered. */
interface RoleDraft {
  readonly name: string;
  readonly at: Span;
  title?: ExportedValue<string>;
  description?: ExportedValue<string>;
  userType?: ExportedValue<UserType>;
  seats?: ExportedValue<readonly Seat[]>;
  portfolio?: ExportedValue<readonly string[]>;
  readonly on: Bits;
  readonly off: Bits;
  readonly places: SwitchPlaces;
}

/** Starts to gather roles, from rows of a switch each and from rows of a role each. */
export function gatherRoles(context: ReadingContext): RoleGatherer {
  const found = new Map<string, RoleDraft>();
  const switchesOf = new WeakMap<ShapePlan, readonly ResolvedSwitch[]>();
  return {
    found,
    take(row, plan) {
      const role = findRole(row, plan, found, context);
      if (!role) return;
      if (plan.seats.length > 0 || fieldColumns.some((column) => plan.columns.has(column)))
        takeFields(role, row, plan, context);
      const cell = (column: ImportColumn) => row.cells[plan.columns.get(column) ?? -1];
      if (plan.sort === 'switches') takeSwitch(role, row, cell, plan, context);
      else {
        const switches = switchesOf.get(plan) ?? resolveColumns(row, plan, context);
        switchesOf.set(plan, switches);
        takeColumns(role, row, switches, context);
        const many = cell('switches');
        if (many) takeMany(role, row, many, context);
      }
    },
  };
}

function findRole(
  row: ExportRow,
  plan: ShapePlan,
  found: Map<string, RoleDraft>,
  { vocabulary, repeats }: ReadingContext,
): RoleDraft | undefined {
  const { source } = row.shape;
  const cell = row.cells[plan.columns.get('role') ?? -1];
  if (!cell || cell.list || cell.entries) {
    const at = { source, start: row.at.start, end: Math.max(row.at.end, row.at.start + 1) };
    repeats.once('import-unclear', at, { what: 'this row', reason: 'it names no role' });
    return undefined;
  }
  const written = cell.text.trim();
  const name = vocabulary.mapping?.roles.get(written) ?? written;
  const known = found.get(name);
  if (known) return known;
  const at = spanIn(source, cell);
  if (!isRoleName(name)) {
    repeats.unknown(
      at,
      { what: 'role', name: written, reason: 'no role can have this name' },
      "a name is ASCII letters, digits, spaces and `_ . : @ + ( ) & / ' -`: map it to one under `roles` of a mapping",
    );
    return undefined;
  }
  const size = vocabulary.catalog.cells.length;
  const role: RoleDraft = {
    name,
    at,
    on: emptyBits(size),
    off: emptyBits(size),
    places: keepSwitchPlaces(size),
  };
  // The product's own name is what people go on reading.
  if (name !== written) role.title = { value: written, at };
  found.set(name, role);
  return role;
}

/** The form of a role's name, as the schema of roles has it, and the words that no name can be. */
const isRoleName = (name: string): boolean =>
  /^(?=.{1,128}$)[A-Za-z0-9](?:[A-Za-z0-9 _.:@+()&/'-]*[A-Za-z0-9)])?$/.test(name) &&
  !['all', 'none', 'manage', 'Any'].includes(name);

/** The columns that say something of a role beside its switches. */
const fieldColumns: readonly ImportColumn[] = ['title', 'description', 'userType', 'seats', 'portfolio'];

/** Reads what a row says of a role beside its switches; reports what an earlier row says otherwise. */
function takeFields(role: RoleDraft, row: ExportRow, plan: ShapePlan, context: ReadingContext): void {
  const said = <T>(
    column: ImportColumn,
    read: (cell: ExportCell, at: Span) => ExportedValue<T> | undefined,
  ) => {
    const cell = row.cells[plan.columns.get(column) ?? -1];
    return cell && read(cell, spanIn(row.shape.source, cell));
  };
  const keep = <T>(
    what: string,
    before: ExportedValue<T> | undefined,
    now: ExportedValue<T> | undefined,
    spell: (value: T) => string,
  ) => {
    if (before && now && spell(before.value) !== spell(now.value))
      context.repeats.once('import-contradiction', now.at, {
        who: `role \`${role.name}\``,
        what,
        one: spell(before.value),
        other: spell(now.value),
      });
    return before ?? now;
  };
  const text = (cell: ExportCell, at: Span): ExportedValue<string> => ({ value: cell.text.trim(), at });
  const quote = (value: string) => `\`${value}\``;
  const quoteAll = (names: readonly string[]) =>
    names.length === 0 ? 'none' : names.map(quote).join(' and ');
  const title = plan.columns.has('title') ? said('title', text) : undefined;
  const drafted = {
    title: title ?? role.title,
    description: keep('the description', role.description, said('description', text), quote),
    userType: keep(
      'the user type',
      role.userType,
      said('userType', (cell, at) => readUserType(cell, at, context)),
      ({ name }) => quote(name),
    ),
    seats: keep('the seats', role.seats, readSeatsOfRow(row, plan, context), (seats) =>
      quoteAll(seats.map(({ name }) => name).sort()),
    ),
    portfolio: keep(
      'the portfolio',
      role.portfolio,
      said('portfolio', (cell, at) => readPortfolios(cell, at, context)),
      (names) => quoteAll([...names].sort()),
    ),
  };
  for (const [field, value] of Object.entries(drafted)) if (value) Object.assign(role, { [field]: value });
}

/** Reads a row of one switch. */
function takeSwitch(
  role: RoleDraft,
  row: ExportRow,
  cell: (column: ImportColumn) => ExportCell | undefined,
  plan: ShapePlan,
  context: ReadingContext,
): void {
  const named = findNamedSwitch(row, cell, context);
  if (!named) return;
  const isOn = plan.columns.has('on') ? readOn(role, row, cell('on'), named, context) : true;
  if (isOn !== undefined)
    setSwitches(role, named.cells, isOn, `role \`${role.name}\``, named.at, context.repeats);
}

/** A switch that a row names. */
interface NamedSwitch {
  readonly name: string;
  readonly cells: readonly Cell[];
  readonly at: Span;
}

/** Finds the switch that a row names, in one column or in several; reports one that does not exist. */
export function findNamedSwitch(
  { shape: { source }, at: rowAt }: ExportRow,
  cell: (column: ImportColumn) => ExportCell | undefined,
  { vocabulary, repeats }: ReadingContext,
): NamedSwitch | undefined {
  const permission = cell('permission') ?? cell('subject');
  if (!permission) {
    const at = { source, start: rowAt.start, end: Math.max(rowAt.end, rowAt.start + 1) };
    repeats.once('import-unclear', at, { what: 'this row', reason: 'it names no permission' });
    return undefined;
  }
  const at = spanIn(source, permission);
  const isWhole = cell('permission') !== undefined;
  const parts = {
    subject: permission.text.trim(),
    property: cell('property')?.text.trim(),
    action: cell('action')?.text.trim(),
  };
  const name = isWhole
    ? permission.text.trim()
    : `${parts.subject}${parts.property === undefined ? '' : `.${parts.property}`}${parts.action === undefined ? '' : `:${parts.action}`}`;
  const found = isWhole ? vocabulary.findCells(name) : vocabulary.findCellsOfParts(parts);
  if ('reason' in found) {
    reportNoPermission(name, found, at, repeats);
    return undefined;
  }
  return { name, cells: found, at };
}

function readOn(
  { name }: RoleDraft,
  { shape: { source } }: ExportRow,
  cell: ExportCell | undefined,
  named: NamedSwitch,
  context: ReadingContext,
): boolean | undefined {
  if (cell) return readSwitchIn('a switch', cell, spanIn(source, cell), context);
  context.repeats.once('import-lacks', named.at, {
    who: `\`${named.name}\` of role \`${name}\``,
    what: 'word for on or off',
  });
  return undefined;
}

/** A column that is a switch, with the cells that it switches. */
interface ResolvedSwitch {
  readonly index: number;
  readonly cells: readonly Cell[];
}

/** Finds the cells of columns that are switches; reports those that do not exist. */
export function resolveColumns(
  { shape: { source, ats } }: ExportRow,
  { switches }: ShapePlan,
  { vocabulary, repeats }: ReadingContext,
): readonly ResolvedSwitch[] {
  return switches.flatMap(([index, name]) => {
    const found: readonly Cell[] | NoPermission = vocabulary.findCells(name);
    if (!('reason' in found)) return [{ index, cells: found }];
    reportNoPermission(name, found, spanIn(source, { at: ats[index] ?? { start: 0, end: 1 } }), repeats);
    return [];
  });
}

/** Reads a row with a column for each switch; an empty cell is off. */
function takeColumns(
  role: RoleDraft,
  { shape: { source }, cells, at: rowAt }: ExportRow,
  switches: readonly ResolvedSwitch[],
  context: ReadingContext,
): void {
  const who = `role \`${role.name}\``;
  for (const { index, cells: switched } of switches) {
    const cell = cells[index];
    const at = cell ? spanIn(source, cell) : spanIn(source, { at: rowAt });
    const isOn = cell ? readSwitchIn('a switch', cell, at, context) : false;
    if (isOn !== undefined) setSwitches(role, switched, isOn, who, at, context.repeats);
  }
}

/** Reads the switches of a role that JSON has as one value: a map of what is on and off, or a list of what is on. */
function takeMany(role: RoleDraft, row: ExportRow, many: ExportCell, context: ReadingContext): void {
  const { source } = row.shape;
  for (const { name, isOn, at } of listMany(many, source, context)) {
    const found = context.vocabulary.findCells(name);
    if ('reason' in found) reportNoPermission(name, found, at, context.repeats);
    else setSwitches(role, found, isOn, `role \`${role.name}\``, at, context.repeats);
  }
}

/** Lists the switches that one value has. */
export function listMany(
  many: ExportCell,
  source: ExportRow['shape']['source'],
  context: ReadingContext,
): readonly { readonly name: string; readonly isOn: boolean; readonly at: Span }[] {
  if (!many.entries) {
    const at = spanIn(source, many);
    return (many.list ?? many.text.split(';')).map((name) => ({ name: name.trim(), isOn: true, at }));
  }
  return [...many.entries].flatMap(([name, cell]) => {
    const at = spanIn(source, cell);
    const isOn = readSwitchIn('a switch', cell, at, context);
    return isOn === undefined ? [] : [{ name, isOn, at }];
  });
}

import type { ImportColumn } from '../../model/mapping.ts';
import type { Seat } from '../../model/policy.ts';
import { listFirstNames } from '../../text/list.ts';
import type { Span } from '../../text/source.ts';
import type { Repeats } from './repeats.ts';
import { suggestColumn, type Vocabulary } from './vocabulary.ts';
import type { RowShape } from './walk-rows.ts';

/** The sort of facts that rows of one shape tell: users, roles with a row for each switch or a column for each, or the tenant. */
export type RowSort = 'users' | 'switches' | 'roles' | 'tenant';

/** The reading of rows of one shape. */
export interface ShapePlan {
  readonly sort: RowSort;
  /** The places of columns that are known. */
  readonly columns: ReadonlyMap<ImportColumn, number>;
  /** The columns that are a switch each, by their place. */
  readonly switches: readonly (readonly [index: number, name: string])[];
  /** The columns that say of one seat each whether it is held, by their place. */
  readonly seats: readonly (readonly [index: number, seat: Seat])[];
}

/** The columns that tell something of each sort. */
const columnsOf: Readonly<Record<RowSort, ReadonlySet<string>>> = {
  users: new Set(['id', 'userType', 'seats', 'roles', 'active', 'madeBy', 'attributes']),
  switches: new Set([
    'role',
    'permission',
    'subject',
    'property',
    'action',
    'on',
    'title',
    'description',
    'userType',
    'seats',
    'portfolio',
  ]),
  roles: new Set(['role', 'title', 'description', 'userType', 'seats', 'portfolio', 'switches']),
  tenant: new Set([
    'permission',
    'subject',
    'property',
    'action',
    'on',
    'limit',
    'most',
    'limits',
    'packages',
    'plan',
    'switches',
  ]),
};

/** Finds out what rows of a shape tell; undefined, and reported, where that is not clear. */
export function planShape(
  shape: RowShape,
  seatsThere: readonly Seat[],
  vocabulary: Vocabulary,
  repeats: Repeats,
): ShapePlan | undefined {
  const meant = shape.names.map((name) => vocabulary.columnOf(name));
  const has = (column: ImportColumn) => meant.includes(column);
  const isPermission = has('permission') || has('subject');
  const sort: RowSort = has('id') ? 'users' : has('role') ? (isPermission ? 'switches' : 'roles') : 'tenant';
  const columns = new Map<ImportColumn, number>();
  const switches: [number, string][] = [];
  const seats: [number, Seat][] = [];
  const asides: number[] = [];
  for (const [index, name] of shape.names.entries()) {
    const column = chooseColumn(meant[index], sort);
    if (column === 'ignored') continue;
    const seat =
      column === undefined && sort !== 'tenant' ? findSeat(name, seatsThere, vocabulary) : undefined;
    const known = findSame(column, seat, columns, seats);
    if (known !== undefined) {
      reportTwice(shape, known, index, repeats);
      return undefined;
    }
    if (column !== undefined) columns.set(column, index);
    else if (seat) seats.push([index, seat]);
    else if (sort === 'roles' || sort === 'tenant') switches.push([index, name]);
    else asides.push(index);
  }
  if (sort === 'tenant' && !isTenantClear(shape, columns, switches, vocabulary, repeats)) return undefined;
  if (!isWhole(shape, sort, columns, repeats)) return undefined;
  if (!saysWhatIsOn(shape, sort, columns, asides, repeats)) return undefined;
  reportAsides(shape, sort, asides, vocabulary, repeats);
  return { sort, columns, switches, seats };
}

/** Finds the seat that a column is about by its name or the product's word for it, unless a permission has that name. */
function findSeat(name: string, seats: readonly Seat[], vocabulary: Vocabulary): Seat | undefined {
  const meant = vocabulary.mapping?.seats.get(name) ?? name;
  const seat = seats.find((one) => one.name === meant);
  return seat && 'reason' in vocabulary.findCells(name) ? seat : undefined;
}

/** Finds the place of an earlier column that holds the same as one: the same column, the same seat, or all seats. */
function findSame(
  column: ImportColumn | undefined,
  seat: Seat | undefined,
  columns: ReadonlyMap<ImportColumn, number>,
  seats: ShapePlan['seats'],
): number | undefined {
  if (seat) return columns.get('seats') ?? seats.find(([, one]) => one === seat)?.[0];
  if (column === undefined) return undefined;
  return columns.get(column) ?? (column === 'seats' ? seats[0]?.[0] : undefined);
}

/** Returns the column as the sort has it: of a user, a role is one of their roles. */
function chooseColumn(
  meant: ImportColumn | 'ignored' | undefined,
  sort: RowSort,
): ImportColumn | 'ignored' | undefined {
  if (meant === undefined || meant === 'ignored') return meant;
  const column = sort === 'users' && meant === 'role' ? 'roles' : meant;
  if (column.startsWith('attributes.')) return sort === 'users' ? column : undefined;
  return columnsOf[sort].has(column) ? column : undefined;
}

function reportTwice(
  { source, names, ats }: RowShape,
  first: number,
  second: number,
  repeats: Repeats,
): void {
  const at: Span = { source, ...(ats[second] ?? { start: 0, end: 1 }) };
  repeats.once('import-unclear', at, {
    what: 'this table',
    reason: `columns \`${names[first]}\` and \`${names[second]}\` hold the same`,
  });
}

/** Tells whether a table without users and roles is about the tenant; reports what nobody could know. */
function isTenantClear(
  shape: RowShape,
  columns: ReadonlyMap<ImportColumn, number>,
  switches: ShapePlan['switches'],
  vocabulary: Vocabulary,
  repeats: Repeats,
): boolean {
  const isKnown = columns.size > 0 || switches.some(([, name]) => !('reason' in vocabulary.findCells(name)));
  if (isKnown) return true;
  const { source, ats, names } = shape;
  const at: Span = { source, ...(ats[0] ?? { start: 0, end: 1 }) };
  const near = names.flatMap((name) => {
    const column = suggestColumn(name, vocabulary);
    return column === undefined ? [] : [`did you mean \`${column}\` by \`${name}\`?`];
  });
  repeats.once(
    'import-unclear',
    at,
    {
      what: 'this table',
      reason: `none of its columns is known: ${listFirstNames(names, 5)}`,
    },
    near[0] ??
      'users have a column `id`, roles `role`, and a tenant `permission` and `on`, or `limit` and `most`',
  );
  return false;
}

/** Tells whether all columns are there that belong together; reports one that is missing. */
function isWhole(
  { source, ats }: RowShape,
  sort: RowSort,
  columns: ReadonlyMap<ImportColumn, number>,
  repeats: Repeats,
): boolean {
  const pairs: readonly (readonly [ImportColumn, ImportColumn])[] = [
    ['limit', 'most'],
    ['most', 'limit'],
    ['subject', 'action'],
    ['action', 'subject'],
    ['property', 'subject'],
    ...(sort === 'tenant' || sort === 'switches' ? ([['on', 'permission']] as const) : []),
  ];
  for (const [one, other] of pairs) {
    const isThere = columns.has(other) || (other === 'permission' && columns.has('subject'));
    const place = columns.get(one);
    // A module or a feature has no action, so a table of these alone needs no such column.
    if (place === undefined || isThere || (one === 'subject' && other === 'action')) continue;
    const at: Span = { source, ...(ats[place] ?? { start: 0, end: 1 }) };
    repeats.once('import-unclear', at, {
      what: 'this table',
      reason: `it has a column \`${one}\` and none that is \`${other}\``,
    });
    return false;
  }
  return true;
}

/**
 * Tells whether a table with a row for each switch says which are on: by a column, or by having no other columns at all, so that
 * every row is one that is on. Reports one in which some other column may say it.
 */
function saysWhatIsOn(
  { source, names, ats }: RowShape,
  sort: RowSort,
  columns: ReadonlyMap<ImportColumn, number>,
  asides: readonly number[],
  repeats: Repeats,
): boolean {
  const [first] = asides;
  if (sort !== 'switches' || columns.has('on') || first === undefined) return true;
  const name = names[first] ?? '';
  repeats.once(
    'import-unclear',
    { source, ...(ats[first] ?? { start: 0, end: 1 }) },
    { what: 'this table', reason: 'none of its columns is known to say which switches are on' },
    `if \`${name}\` does, map it to \`on\`; if every row is on, list it under \`ignore\``,
  );
  return false;
}

/** Reports columns that say nothing: a note for all of them, an error for one that is nearly the name of another. */
function reportAsides(
  { source, names, ats }: RowShape,
  sort: RowSort,
  asides: readonly number[],
  vocabulary: Vocabulary,
  repeats: Repeats,
): void {
  const plain: number[] = [];
  for (const index of asides) {
    const name = names[index] ?? '';
    const near = suggestColumn(name, vocabulary);
    if (near === undefined) {
      plain.push(index);
      continue;
    }
    const at: Span = { source, ...(ats[index] ?? { start: 0, end: 1 }) };
    const facts = { what: 'column', name, reason: '' };
    repeats.unknown(at, facts, `did you mean \`${near}\`? If not, list it under \`ignore\` of a mapping`);
  }
  const [first] = plain;
  if (first === undefined) return;
  repeats.once(
    'columns-left-aside',
    { source, ...(ats[first] ?? { start: 0, end: 1 }) },
    {
      columns: listFirstNames(plain.map((index) => names[index] ?? '')),
      whom: sort === 'users' ? 'a user' : 'a role',
    },
  );
}

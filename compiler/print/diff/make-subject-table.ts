import { builtInActions } from '../../model/catalog.ts';
import type { SubjectArrival, SubjectRow } from '../../questions/diff/list-subject-arrivals.ts';
import { isAbout } from '../../questions/diff/list-subject-arrivals.ts';
import { byCodeUnit } from '../../text/order.ts';

/** The table of something new in the catalog: its columns, and the cells of each row by column; a cell that is absent is not held. */
export interface SubjectTable {
  readonly columns: readonly string[];
  readonly rows: readonly (SubjectRow & { readonly cells: ReadonlyMap<string, string> })[];
}

/** Makes the table of roles and actions for something that is new in the catalog. */
export function makeSubjectTable(arrival: SubjectArrival): SubjectTable {
  const rows = arrival.rows.map((row) => ({ ...row, cells: describeCells(row, arrival) }));
  const held = new Set(rows.flatMap(({ cells }) => [...cells.keys()]));
  return { columns: [...held].sort(compareColumns), rows };
}

/** The most new properties that have columns of their own; more of them share columns. */
const mostColumns = 3;

/**
 * Names the column of a permission: its action; if it is a right on a property, the property's own column or that of
 * all properties.
 */
function nameColumn(permission: string, { properties }: SubjectArrival): string {
  const [path = '', action = ''] = permission.split(':');
  const property = path.split('.')[1];
  if (property === undefined) return action;
  return properties.length > 0 && properties.length <= mostColumns
    ? `${property}: ${action}`
    : `properties: ${action}`;
}

/** Compares names of actions: the built-in ones first, as a catalog lists them, then the others by name. */
export function compareActions(a: string, b: string): number {
  const [first = 0, second = 0] = [a, b].map((action) => {
    const at = (builtInActions as readonly string[]).indexOf(action);
    return at < 0 ? builtInActions.length : at;
  });
  return first - second || byCodeUnit(a, b);
}

/** Compares columns: actions before properties, and both as a catalog lists them. */
function compareColumns(a: string, b: string): number {
  const [first, second] = [a, b].map((column) => ({
    property: column.includes(': ') ? (column.split(': ')[0] ?? '') : '',
    action: column.replace(/^.*: /, ''),
  }));
  if (!first || !second) return 0;
  return byCodeUnit(first.property, second.property) || compareActions(first.action, second.action);
}

/** Describes by column the records on which roles hold what is new. */
function describeCells(
  { groups, tenants: { length: tenants } }: SubjectRow,
  subject: SubjectArrival,
): ReadonlyMap<string, string> {
  const found = new Map<string, Map<string, Set<string>>>();
  const counts = new Map<string, Set<string>>();
  const sensitive = new Map<string, Set<string>>();
  for (const group of groups)
    for (const { permission, sensitive: isSensitive } of group.can) {
      if (!isAbout(permission, subject)) continue;
      const column = nameColumn(permission, subject);
      const texts = found.get(column) ?? new Map<string, Set<string>>();
      found.set(column, texts);
      const text = shortenRecords(group.records?.words);
      texts.set(text, new Set([...(texts.get(text) ?? []), ...group.tenants]));
      counts.set(column, (counts.get(column) ?? new Set()).add(permission));
      if (isSensitive) sensitive.set(column, (sensitive.get(column) ?? new Set()).add(permission));
    }
  return new Map(
    [...found].map(([column, texts]) => {
      const isMany = column.startsWith('properties: ');
      const guarded = sensitive.get(column)?.size ?? 0;
      const many = isMany
        ? `${counts.get(column)?.size ?? 0}${guarded > 0 ? `, ${guarded} sensitive` : ''}: `
        : '';
      const parts = [...texts].map(([text, where]) =>
        where.size < tenants ? `${text} (in ${where.size} of ${tenants} tenants)` : text,
      );
      return [column, `${many}${parts.join('; ')}${guarded > 0 && !isMany ? ' (sensitive)' : ''}`];
    }),
  );
}

/** Shortens the words for records to what fits a cell: `yes` where there are none, `all` for every record. */
export const shortenRecords = (words: string | undefined): string =>
  words === undefined || words === 'new records'
    ? 'yes'
    : words === 'every record'
      ? 'all'
      : words.replace(/^records in portfolio /, '');

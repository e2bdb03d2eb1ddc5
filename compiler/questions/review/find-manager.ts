import type { Policy, User } from '../../model/policy.ts';
import type { Source } from '../../text/source.ts';
import { readTableText, type TableText } from '../../text/table-text.ts';

/** Returns the column of users' tables, or the attribute, that names managers unless another one is asked for. */
export const readManagerColumn = ({ settings }: Policy): string => settings.review.manager ?? 'manager';

/** Finds the manager of a user: the cell of their row in the table of users, else the attribute of that name; empty if there is none. */
export function findManager({ at, attributes }: User, column: string): string {
  const { source, tableOf } = at.document;
  if (tableOf !== undefined) {
    const [header = [], ...body] = readTable(source).rows;
    const index = header.findIndex(({ text }) => text === column || text === `attributes.${column}`);
    return (typeof at.path[1] === 'number' ? body[at.path[1]] : undefined)?.[index]?.text ?? '';
  }
  const value = attributes.get(column);
  return typeof value === 'string' ? value : '';
}

/** The tables that were read, so that each is read once for all of its users. */
const tables = new WeakMap<Source, TableText>();

function readTable(source: Source): TableText {
  const table = tables.get(source) ?? readTableText(source.text);
  tables.set(source, table);
  return table;
}

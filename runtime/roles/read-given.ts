import { PermissionsError } from '../table.ts';
import type { RoleHolder } from './list-offered.ts';

/** Reads a value that came from outside. Whatever is thrown while it is read becomes an error of the package. */
export function readOutside<Value>(what: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof PermissionsError) throw error;
    throw new PermissionsError('malformed', `${what} cannot be read: it is not plain data`);
  }
}

/** Copies options, each read once. */
export const copyOptions = <Options extends object>(options: Options): Options =>
  readOutside('the options of an editor', () => ({ ...options }));

/** Copies a row of a database, read once: a stored role as its role and its names, or a role itself. */
export function copyRow(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  return readOutside('a stored role', () => {
    const { names } = row as { readonly names?: unknown };
    return {
      role: Object.hasOwn(row, 'role') ? (row as { readonly role: unknown }).role : row,
      ...(names !== undefined && { names: JSON.parse(JSON.stringify(names)) as unknown }),
    };
  });
}

/** Reads whom a role is for, or who is to have one: names, which link looks up. */
export function readHolder(person: unknown): RoleHolder {
  const { userType, seats } = readOutside('whom a role is for', () => {
    const holder = (typeof person === 'object' && person !== null ? person : {}) as {
      readonly userType?: unknown;
      readonly seats?: unknown;
    };
    const { userType: type, seats: names = [] } = holder;
    return { userType: type, seats: Array.isArray(names) ? [...(names as readonly unknown[])] : names };
  });
  if (
    typeof userType !== 'string' ||
    !Array.isArray(seats) ||
    !seats.every((seat) => typeof seat === 'string')
  )
    throw new PermissionsError('malformed', '`userType` is a name, and `seats` is a list of names');
  return { userType, seats: [...(seats as readonly string[])] };
}

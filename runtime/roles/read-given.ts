import { PermissionsError } from '../permissions-error.ts';
import type { StoredRole } from '../stored-role.ts';
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

/** A row of a database, copied: a stored role, or a role itself, which says nothing beside. */
export interface CopiedRow {
  readonly role: unknown;
  readonly version?: unknown;
  readonly tenant?: unknown;
  /** The names of what it held in effect. */
  readonly names?: unknown;
  /** The parts that count by the bundle of its digest alone. */
  readonly compiled?: Readonly<Record<string, unknown>>;
}

/** Copies a row of a database, read once. */
export function copyRow(row: unknown): CopiedRow {
  if (typeof row !== 'object' || row === null) return { role: row };
  return readOutside('a stored role', () => {
    if (!Object.hasOwn(row, 'role')) return { role: row };
    const { role, version, tenant, names, digest, grants, scopes, columns, effective } =
      row as Partial<StoredRole>;
    const rest = JSON.stringify({ names, compiled: { digest, grants, scopes, columns, effective } });
    return { role, version, tenant, ...(JSON.parse(rest) as Pick<CopiedRow, 'names' | 'compiled'>) };
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

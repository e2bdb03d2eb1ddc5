import { checkBundle } from './bundle.ts';
import { indexOf } from './index.ts';
import { type Policy, policyOf } from './policy.ts';
import { type Given, PermissionsError, type Table, tableOf } from './table.ts';

/** Who is signed in: what they were given, and what conditions ask of them. */
export interface SignedIn extends Given {
  readonly user: object;
}

/** A bundle, ready to be asked. */
export interface Facade {
  /** What a signed-in user may do. Throws a `PermissionsError` where what they were given does not exist or fit. */
  permissions(signedIn: SignedIn): Policy;
  /** Whether an action on a model can be asked for a property of that name: for names that come from outside. */
  isProperty(action: string, model: string, name: string): boolean;
  /** The digest of the bundle: the same digest, the same permissions. */
  readonly digest: string;
  /** The tenants that the bundle holds. */
  readonly tenants: readonly string[];
}

/** So many tables are kept, the newest; making one anew takes some microseconds. */
const keptTables = 10_000;

/** Reads a parsed `bundle.json`. Throws a `BundleError` where it is not one that compile wrote. */
export function openFacade(value: unknown): Facade {
  const bundle = checkBundle(value);
  const index = indexOf(bundle);
  const tables = new Map<string, Table>();
  return {
    permissions(signedIn) {
      const key = keyOf(signedIn);
      let table = tables.get(key);
      if (!table) {
        table = tableOf(index, signedIn);
        if (tables.size >= keptTables) tables.delete(tables.keys().next().value ?? '');
        tables.set(key, table);
      }
      return policyOf(table, signedIn.user);
    },
    isProperty: (action, model, name) =>
      index.models.get(model)?.asked.get(action)?.properties.has(name) === true,
    digest: bundle.digest,
    tenants: Object.keys(bundle.tenants),
  };
}

/** A text that is equal for equal grants only: a line break parts the names, and a name that has one is refused. */
function keyOf({ tenant, roles, userType, seats = [], user }: SignedIn): string {
  if (!Array.isArray(roles) || !Array.isArray(seats))
    throw new PermissionsError('malformed', 'roles and seats are lists of names');
  if (typeof user !== 'object' || user === null)
    throw new PermissionsError('malformed', 'user is an object with the attributes of the signed-in user');
  checkName(tenant, 'tenant');
  checkName(userType, 'userType');
  let key = `${tenant}\n${userType}\n${roles.length}`;
  for (const role of roles as readonly unknown[]) key += `\n${checkName(role, 'a role')}`;
  for (const seat of seats as readonly unknown[]) key += `\n${checkName(seat, 'a seat')}`;
  return key;
}

function checkName(name: unknown, what: string): string {
  if (typeof name !== 'string' || name.includes('\n'))
    throw new PermissionsError('malformed', `${what} is not a name`);
  return name;
}

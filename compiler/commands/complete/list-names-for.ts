import type { PolicyNames } from './list-policy-names.ts';

/**
 * Lists the names that policies have for an option or an argument of a command, by its name and the values of the others;
 * undefined if its values are no names of policies.
 */
export function listNamesFor(
  command: string,
  name: string,
  given: ReadonlyMap<string, string>,
  names: PolicyNames,
): readonly string[] | undefined {
  const tenant = given.get('tenant');
  switch (`${command} ${name}`) {
    case 'assign user':
      return names.usersOf(tenant);
    case 'reach holder':
    case 'describe holder':
      return [
        ...(given.get('as') === 'role' ? [] : names.usersOf(tenant)),
        ...(given.get('as') === 'user' ? [] : names.rolesFor(tenant)),
      ];
    case 'role clone from':
      return names.namesOf('Role', given.get('from-tenant'));
    case 'role rename old':
    case 'role remove name':
      return names.rolesToEdit(tenant);
    case 'plan move users':
      return names.usersOf(tenant);
    case 'plan generation part':
      return names.namesOf('Generations');
    case 'plan generation to':
      return names.generationsOf(given.get('part'));
    case 'plan retire to':
      return names.rolesFor(tenant);
    case 'test names':
      return names.namesOf('Test');
    default:
      return listNamed(name, tenant, names);
  }
}

/** Lists the values that a line has by the names of its options and of the positional arguments of its command. */
export const listGiven = ({
  positionals,
  places,
  options,
}: {
  readonly positionals: Readonly<Record<string, unknown>>;
  readonly places: readonly string[];
  readonly options: Iterable<readonly [name: string, value: string]>;
}): ReadonlyMap<string, string> =>
  new Map([
    ...options,
    ...Object.keys(positionals).flatMap((name, at) => {
      const value = places[at];
      return value === undefined ? [] : [[name, value] as const];
    }),
  ]);

function listNamed(
  name: string,
  tenant: string | undefined,
  names: PolicyNames,
): readonly string[] | undefined {
  switch (name) {
    case 'tenant':
    case 'from-tenant':
      return names.namesOf('Tenant');
    case 'role':
      return names.rolesFor(tenant);
    case 'user':
      return names.usersOf(tenant);
    case 'user-type':
      return names.namesOf('UserType');
    case 'seats':
      return names.namesOf('Seat');
    case 'mapping':
      return names.namesOf('Mapping');
    case 'portfolio':
      return names.namesOf('Portfolio', tenant);
    default:
      return undefined;
  }
}

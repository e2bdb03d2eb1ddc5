import { type Document, type Place, placeIn, valueIn } from '../../model/document.ts';
import { type AbstractRole, type Policy, type Role, rolesOf } from '../../model/policy.ts';
import type { Fields } from '../../text/fields.ts';

/** A place that names a role, with the purpose for which it is named. */
export interface RoleUse {
  readonly kind:
    | 'declaration'
    | 'inclusion'
    | 'origin'
    | 'holder'
    | 'invariant'
    | 'waiver'
    | 'test'
    | 'mapping';
  readonly at: Place;
  /** The list that the place is an item of, if it is one. */
  readonly list?: Place;
  /** True if the place may mean another role of the same name too, which another tenant has. */
  readonly isShared: boolean;
}

/** Lists the places that name a role, in the order of paths. */
export function listRoleUses(policy: Policy, role: Role | AbstractRole): readonly RoleUse[] {
  const named = [...rolesOf(policy), ...policy.abstractRoles].filter(({ name }) => name === role.name);
  const isAlone = named.length === 1;
  return policy.documents.flatMap((document) => {
    const value = valueIn(placeIn(document, [])) as Fields;
    const uses = listUses(document, value, role);
    const isElsewhere =
      role.tenant !== undefined && value.tenant !== undefined && value.tenant !== role.tenant;
    if (isElsewhere && !(isAlone && value.clonedFrom === role.name)) return [];
    const isShared = !isAlone && value.tenant !== role.tenant;
    return uses.map((use) => ({ ...use, isShared }));
  });
}

function listUses(
  document: Document,
  value: Fields,
  role: Role | AbstractRole,
): readonly Omit<RoleUse, 'isShared'>[] {
  const { name } = role;
  const inList = (kind: RoleUse['kind'], path: readonly (string | number)[], list: unknown) =>
    (Array.isArray(list) ? list : []).flatMap((item, at) =>
      item === name ? [{ kind, at: placeIn(document, [...path, at]), list: placeIn(document, path) }] : [],
    );
  const inField = (kind: RoleUse['kind'], field: string) =>
    value[field] === name ? [{ kind, at: placeIn(document, [field]) }] : [];
  switch (value.kind) {
    case 'Role': {
      const isItself = document === role.at.document;
      return [
        ...(isItself ? inField('declaration', 'name') : []),
        ...inField('origin', 'clonedFrom'),
        ...inList('inclusion', ['includes'], value.includes),
      ];
    }
    case 'Users':
      return listOf(value.users).flatMap((user, at) => inList('holder', ['users', at, 'roles'], user.roles));
    case 'Invariant':
      return [
        ...inList('invariant', ['roles'], value.roles),
        ...inList('invariant', ['roles', 'except'], (value.roles as Fields | undefined)?.except),
      ];
    case 'Waiver':
      return inField('waiver', 'role');
    case 'Mapping':
      return Object.entries((value.roles ?? {}) as Fields).flatMap(([key, role]) =>
        role === name ? [{ kind: 'mapping' as const, at: placeIn(document, ['roles', key]) }] : [],
      );
    case 'Test':
      return inList('test', ['as', 'roles'], (value.as as Fields | undefined)?.roles);
    default:
      return [];
  }
}

const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? (value as Fields[]) : []);

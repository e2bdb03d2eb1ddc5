import type { GrantedPermission, OfferedPermission, RoleDocument, RoleEditor } from './types.ts';

/** All that the page shows of the permissions of a role: what there can be, what is granted, and why it may not be changed at all. */
export interface Boxes {
  readonly offered: readonly OfferedPermission[];
  readonly granted: ReadonlyMap<string, GrantedPermission>;
  readonly effective: ReadonlySet<string>;
  /** The reason for which no box can be changed; undefined if boxes can be changed. */
  readonly locked: string | undefined;
  readonly set: (permission: string, isOn: boolean) => void;
}

/** Returns the state of a permission's box: ticked or not, and why it is refused or has no effect. */
export function boxOf(boxes: Boxes, one: OfferedPermission) {
  const found = boxes.granted.get(one.permission);
  const ticked = found !== undefined;
  const included = found?.included ? 'it comes by a role that this one includes' : undefined;
  const impossible = !one.possible && !ticked ? (one.because ?? 'it cannot be had') : undefined;
  const idle =
    ticked && !found.effective ? `No effect: ${found.because ?? 'the role has errors'}` : undefined;
  return {
    permission: one.permission,
    ticked,
    refused: sentence(impossible ?? included ?? boxes.locked),
    note: idle ?? requirementsOf(one),
    isIdle: idle !== undefined && found?.because !== undefined,
    set: boxes.set,
  };
}

/** Returns the permissions that must be held beside a permission, as a sentence; undefined if it requires none. */
export const requirementsOf = ({ requires }: OfferedPermission): string | undefined =>
  requires && `Requires ${requires.map((oneOf) => oneOf.join(' or ')).join(' and ')}`;

export const sentence = (text: string | undefined): string | undefined =>
  text && `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/**
 * Returns a role with a box ticked or not. `set` changes one permission and nothing else; to view or update a model is worth
 * nothing without its properties, so where the role says nothing of these the action is added to the list that means them too.
 */
export function tick(
  editor: RoleEditor,
  role: RoleDocument,
  { kind, subject, action, permission }: OfferedPermission,
  isOn: boolean,
): RoleDocument {
  const { models = {} } = role.grants;
  const own: unknown = (models as Readonly<Record<string, unknown>>)[subject] ?? 'none';
  const listed: readonly unknown[] | undefined = own === 'none' ? [] : Array.isArray(own) ? own : undefined;
  if (!isOn || kind !== 'action' || listed === undefined || Object.hasOwn(models, '*'))
    return editor.set(role, permission, isOn);
  return { ...role, grants: { ...role.grants, models: { ...models, [subject]: [...listed, action] } } };
}

/**
 * Returns the permission that a path into a role is about, as its box is named; undefined if the path is about no
 * single permission.
 */
export function permissionAt(
  { grants }: RoleDocument,
  path: readonly (string | number)[],
): string | undefined {
  const [root, kind, subject, ...rest] = path;
  if (root !== 'grants' || subject === undefined) return undefined;
  let value: unknown = grants;
  for (const key of path.slice(1)) value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  if (kind !== 'models') return typeof value === 'string' ? `${value}:use` : undefined;
  const property = rest[0] === 'properties' ? rest[1] : undefined;
  if (property !== undefined) return `${subject}.${property}:${typeof value === 'string' ? value : 'view'}`;
  return `${subject}:${typeof value === 'string' ? value : 'view'}`;
}

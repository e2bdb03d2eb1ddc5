import type { ServedRule } from '@planhat/permissions/client';
import type { RoleCheck, RoleDocument, StoredRole } from '@planhat/permissions/roles';
import type { Member } from './roles/types.ts';

/** Somebody who can sign in. */
export interface User {
  readonly tenant: StoredRole['tenant'];
  readonly id: string;
  readonly name: string;
  readonly userType: string;
  readonly seats: readonly string[];
  readonly roles: readonly string[];
}

/** The answer of the service to a request that it refuses. */
export interface Refusal {
  readonly message: string;
  readonly reasons: readonly { readonly property?: string; readonly reason: string }[];
}

/** A record as the service shows it: a property that is hidden is not there. */
export type Shown = Readonly<Record<string, unknown>> & { readonly _id: string };

/** A stored role with the version that was read: who saves says which one they edited. */
export interface RoleRow {
  readonly name: string;
  readonly version: number;
  readonly compiled: StoredRole;
}

export interface Settings {
  readonly roles: readonly RoleRow[];
  readonly users: readonly Member[];
}

export type Answer<Body> =
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly status: number; readonly refusal: Refusal };

export const getUsers = () => ask<readonly User[]>('GET', '/users');
export const getMe = () => ask<User>('GET', '/me');
export const getAbilities = () => ask<{ readonly rules: readonly ServedRule[] }>('GET', '/me/abilities');
export const signIn = (id: string) => ask<undefined>('POST', '/session', { id });
export const getRevenue = () => ask<{ readonly companies: number; readonly arr: number }>('GET', '/revenue');

export const getRecords = (path: string, search: string, sort: string) => {
  const query = new URLSearchParams({ ...(search && { search }), ...(sort && { sort }) });
  return ask<{ readonly total: number; readonly records: readonly Shown[] }>('GET', `${path}?${query}`);
};

export const changeRecord = (path: string, id: string, changes: Readonly<Record<string, unknown>>) =>
  ask<Shown>('PATCH', `${path}/${encodeURIComponent(id)}`, changes);

export const removeRecord = (path: string, id: string) =>
  ask<undefined>('DELETE', `${path}/${encodeURIComponent(id)}`);

export const getSettings = () => ask<Settings>('GET', '/settings/roles');

export const checkRole = (document: RoleDocument, before: string | undefined) =>
  ask<RoleCheck>('POST', '/settings/roles/check', { document, ...(before !== undefined && { before }) });

export const addRole = (document: RoleDocument) => ask<RoleRow>('POST', '/settings/roles', { document });

export const replaceRole = ({ name, version }: RoleRow, document: RoleDocument) =>
  ask<RoleRow>('PUT', `/settings/roles/${encodeURIComponent(name)}`, { document, version });

export const removeRole = ({ name, version }: RoleRow) =>
  ask<undefined>('DELETE', `/settings/roles/${encodeURIComponent(name)}?version=${version}`);

export const changeMember = (id: string, changes: Omit<Member, 'id' | 'name'>) =>
  ask<Member>('PATCH', `/settings/users/${encodeURIComponent(id)}`, changes);

async function ask<Body>(method: string, path: string, body?: object): Promise<Answer<Body>> {
  const response = await fetch(path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = response.status === 204 ? undefined : await response.json();
  if (response.ok) return { ok: true, body: answer };
  return { ok: false, status: response.status, refusal: answer };
}

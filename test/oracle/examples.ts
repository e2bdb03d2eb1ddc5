import { parseAllDocuments } from 'yaml';
import { effectiveOf, resolve, type Values, worksOn } from './oracle.ts';

/** Reads the documents of a text, as the oracle takes them. */
export const read = (text: string): readonly unknown[] =>
  parseAllDocuments(text, { version: '1.2', schema: 'core' }).map((document): unknown => document.toJS());

/** Returns the permissions that a role has in a tenant. */
export const effective = (
  documents: readonly unknown[],
  role: string,
  tenant = 'acme',
): readonly string[] => {
  const row = resolve(documents).find((one) => one.tenant === tenant && one.role.name === role);
  if (row === undefined) throw new Error(`no row of ${role}`);
  return [...effectiveOf(row)].sort();
};

/** Returns the permissions that work on a record for somebody with some roles. */
export const alive = (
  documents: readonly unknown[],
  roles: readonly string[],
  model: string,
  record: Values,
  user: Values = { id: 'u1' },
): readonly string[] => {
  const rows = resolve(documents).filter(({ role }) => roles.includes(role.name));
  return [...worksOn({ documents, tenant: 'acme', user }, rows, model, record)].sort();
};

/** The documents that every example needs: a user type and a tenant that let all through, and the attributes of users. */
export const everybody = `
kind: UserType
name: Core
rank: 2
allows: { models: { "*": all }, modules: all, features: all }
---
kind: Tenant
name: acme
packages: [Gold]
ceiling: { models: { "*": all }, modules: all, features: all }
---
kind: Principal
attributes: { id: { type: id } }
---
`;

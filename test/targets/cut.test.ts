import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { emitArtifacts } from '../../compiler/emit-artifacts.ts';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import type { Policy } from '../../compiler/model/policy.ts';
import { restrictToTenant } from '../../compiler/model/restrict-to-tenant.ts';
import { type Files, filesInMemory } from '../../compiler/text/files.ts';
import type { Document } from '../naive/documents.ts';
import { readBundle } from '../support/bundle.ts';
import { runs } from '../support/random.ts';
import { readMatrices, readRules } from '../support/read-matrices.ts';
import { world } from '../worlds/world.ts';

type Texts = Readonly<Record<string, string>>;

function policyOf(files: Files): Policy {
  const { policy } = readPolicy(files, 'policies');
  if (!policy) throw new Error('these policies have errors');
  return policy;
}

/** Everything that is written, for all tenants or for one. */
function written(policy: Policy, name?: string): Texts {
  const tenant = policy.tenants.find((one) => one.name === name);
  if (name !== undefined && !tenant) throw new Error(`there is no tenant ${name}`);
  const made = emitArtifacts(compilePolicy(policy, tenant), { version: '1.2.3', folder: 'policies' });
  return Object.fromEntries([...made].map(({ path, content }) => [path, content]));
}

/** A file for each document that is not left out, called alike whichever the others are. */
const filesOf = (
  documents: readonly Document[],
  isKept: (document: Document) => boolean = () => true,
): Files =>
  filesInMemory(
    Object.fromEntries(
      documents.flatMap((document, at) =>
        isKept(document) ? [[`policies/${at}.yaml`, JSON.stringify(document)]] : [],
      ),
    ),
  );

const tenantOf = (document: Document): string | undefined => {
  if (document.kind === 'Tenant') return document.name;
  return 'tenant' in document ? document.tenant : undefined;
};

/** The same documents, in which tenants, their own roles and users have names that stand nowhere else. */
function named(documents: readonly Document[]): readonly Document[] {
  const own = new Set(documents.flatMap((one) => (one.kind === 'Role' && one.tenant ? [one.name] : [])));
  const secret = (name: string) => `secret-${name}`;
  const role = (name: string) => (own.has(name) ? secret(name) : name);
  return documents.map((document): Document => {
    switch (document.kind) {
      case 'Tenant':
        return { ...document, name: secret(document.name), title: secret(document.name) };
      case 'Role': {
        const { tenant, clonedFrom, ...rest } = document;
        return {
          ...rest,
          name: role(rest.name),
          ...(clonedFrom !== undefined && { clonedFrom: role(clonedFrom) }),
          ...(tenant !== undefined && { tenant: secret(tenant), description: secret(`of-${rest.name}`) }),
        };
      }
      case 'Users':
        return {
          ...document,
          tenant: secret(document.tenant),
          users: document.users.map((user) => ({
            ...user,
            id: secret(user.id),
            roles: user.roles?.map(role),
          })),
        } as Document;
      default:
        return document;
    }
  });
}

/** Returns the secrets that a tenant's own files must not hold: those that are neither its name nor of its own roles. */
function secretsFrom(policy: Policy, name: string): readonly string[] {
  return policy.tenants.flatMap(({ name: tenant, roles, users = [] }) => [
    // An app may be called like the role that it has.
    ...users.map(({ id }) => id).filter((id) => tenant !== name || roles.every((role) => role.name !== id)),
    ...(tenant === name ? [] : [tenant, ...roles.filter((one) => one.tenant).map((one) => one.name)]),
  ]);
}

function found(secrets: readonly string[], texts: Texts): readonly string[] {
  const isIn = (text: string, secret: string) =>
    new RegExp(`(?<![A-Za-z0-9-])${secret.replace(/\W/g, '\\$&')}(?![A-Za-z0-9-])`).test(text);
  return Object.entries(texts).flatMap(([path, content]) =>
    secrets.filter((secret) => isIn(`${path}\n${content}`, secret)).map((secret) => `${secret} in ${path}`),
  );
}

describe('what one tenant is given', { tags: ['slow'] }, () => {
  test('is the same whether there are other tenants or not, to the byte', () => {
    let others = 0;
    fc.assert(
      fc.property(world(), ({ documents: drawn }) => {
        const documents = named(drawn);
        const whole = policyOf(filesOf(documents));
        for (const { name } of whole.tenants) {
          const texts = written(whole, name);
          const alone = policyOf(filesOf(documents, (one) => [undefined, name].includes(tenantOf(one))));
          expect(texts).toEqual(written(alone, name));
          const secrets = secretsFrom(whole, name);
          others += secrets.length;
          expect(found(secrets, texts)).toEqual([]);
        }
      }),
      runs(25),
    );
    expect(others).toBeGreaterThan(50);
  });

  test('allows and refuses what the whole does, by rules and by bundle', () => {
    fc.assert(
      fc.property(world(), ({ documents }) => {
        const whole = policyOf(filesOf(documents));
        const all = written(whole);
        const compiled = compilePolicy(whole);
        const told = readBundle(all['bundle.json'] ?? '');
        for (const { name } of whole.tenants) {
          const texts = written(whole, name);
          const alone = compilePolicy(
            whole,
            whole.tenants.find((one) => one.name === name),
          );
          const isMine = ([key]: readonly [string, unknown]) => key.startsWith(`${name}/`);
          expect([...readMatrices(alone, 'csv')]).toEqual([...readMatrices(compiled, 'csv')].filter(isMine));
          expect(readRules(alone)).toEqual(readRules(compiled).filter(isMine));
          expect(readBundle(texts['bundle.json'] ?? '')).toEqual(told.filter((one) => one.tenant === name));
        }
      }),
      runs(25),
    );
  });

  test('holds no set and no reach that nothing of it uses', () => {
    fc.assert(
      fc.property(world(), ({ documents }) => {
        const whole = policyOf(filesOf(documents));
        for (const { name } of whole.tenants) {
          const bundle = JSON.parse(written(whole, name)['bundle.json'] ?? '');
          const { ceiling, roles } = bundle.tenants[name];
          const used = Object.values<Written>(roles);
          const scopes = used.flatMap((role) => role.scopes);
          const sets = [
            ...[ceiling, ...bundle.userTypes.map(({ allows }: { allows: number }) => allows)],
            ...[...used.flatMap(({ grants, effective }) => [grants, effective])],
            ...scopes.map(([set]) => set),
            ...bundle.seats.map(({ adds }: { adds: number }) => adds),
          ];
          expect([...new Set(sets)].sort(byNumber)).toEqual([...bundle.sets.keys()]);
          expect([...new Set(scopes.map(([, reach]) => reach))].sort(byNumber)).toEqual([
            ...bundle.reaches.keys(),
          ]);
        }
      }),
      runs(25),
    );
  });
});

const byNumber = (a = 0, b = 0): number => a - b;

/** A role in a bundle, as far as it refers to sets and reaches. */
interface Written {
  readonly grants: number;
  readonly effective: number;
  readonly scopes: readonly (readonly [set: number, reach: number])[];
}

describe('of the policies of this repository', { tags: ['slow'] }, () => {
  const whole = policyOf(filesOnDisk('policies'));

  test.each(whole.tenants.map(({ name }) => name))('%s finds no other', (name) => {
    const texts = written(whole, name);
    // The same in every package: sentences of the compiler have examples, which may be called like a tenant.
    const own = Object.fromEntries(Object.entries(texts).filter(([path]) => !path.startsWith('lib/')));
    expect(found(secretsFrom(whole, name), own)).toEqual([]);
    expect(Object.keys(texts).filter((path) => path.startsWith('schema/'))).toEqual([]);
    expect(found([name], texts).length).toBeGreaterThan(3);
    expect(written(whole, name)).toEqual(texts);
  });

  test('the whole is not found clean, so the search sees something', () => {
    expect(found(secretsFrom(whole, 'acme'), written(whole)).length).toBeGreaterThan(9);
  });
});

const small = (more: string): Policy =>
  policyOf(
    filesInMemory({
      'policies/all.yaml': `
{ kind: Model, name: Task, actions: [create, view, remove], portfolio: self, properties: { owner: { type: id } } }
---
{ kind: Principal, attributes: { id: { type: id } } }
---
{ kind: Portfolio, name: full, on: Task, reach: all }
---
{ kind: Portfolio, name: at-globex, on: Task, reach: { owner: { $user: id } } }
---
{ kind: UserType, name: Core, rank: 2, allows: { models: { "*": all } } }
---
{ kind: UserType, name: View, rank: 1, allows: { models: { "*": [view] } } }
---
{ kind: Seat, name: Gold, combinesWith: [Core], package: Gold, adds: { models: { "*": all } } }
---
{ kind: Seat, name: Free, combinesWith: [Core], adds: { models: { "*": [view] } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { "*": all } } }
---
{ kind: Tenant, name: globex, packages: [Gold], ceiling: { models: { "*": all } } }
---
{ kind: Role, name: worker, userType: View, portfolio: [full], grants: { models: { Task: [view] } } }
---
{ kind: Role, name: golden, userType: Core, seats: [Gold], portfolio: [full], grants: { models: { Task: [view] } } }
---
{ kind: Role, name: own, tenant: globex, userType: Core, portfolio: [at-globex], grants: { models: { Task: [view] } } }
---
{ kind: Role, name: copy, tenant: acme, clonedFrom: own, userType: Core, portfolio: [full], grants: {} }
${more}`,
    }),
  );

describe('cut', () => {
  const cutTo = (whole: Policy, name: string): Policy => {
    const tenant = whole.tenants.find((one) => one.name === name);
    if (!tenant) throw new Error(`there is no tenant ${name}`);
    return restrictToTenant(whole, tenant);
  };
  const namesOf = (things: readonly { readonly name: string }[]) => things.map(({ name }) => name);

  test('leaves roles that are offered, seats that are sold, portfolios that are used and all user types', () => {
    const acme = cutTo(small(''), 'acme');
    expect(namesOf(acme.tenants)).toEqual(['acme']);
    expect(namesOf(acme.tenants[0]?.roles ?? [])).toEqual(['copy', 'worker']);
    expect(acme.tenants[0]?.roles[0]?.clonedFrom).toBeUndefined();
    expect(namesOf(acme.sharedRoles)).toEqual(['worker']);
    expect(namesOf(acme.seats)).toEqual(['Free']);
    expect(namesOf(acme.portfolios)).toEqual(['full']);
    expect(namesOf(acme.userTypes)).toEqual(['Core', 'View']);
    const globex = cutTo(small(''), 'globex');
    expect(namesOf(globex.seats)).toEqual(['Free', 'Gold']);
    expect(namesOf(globex.sharedRoles)).toEqual(['golden', 'worker']);
  });

  test('leaves the invariants and waivers that speak of its roles, and no users', () => {
    const whole = small(`
---
{ kind: Invariant, name: on-own, severity: error, because: so, roles: [own], mustNot: ["Task:remove"] }
---
{ kind: Invariant, name: on-all, severity: error, because: so, mustNot: ["Task:view"] }
---
{ kind: Waiver, invariant: on-all, role: worker, owner: ada, because: so, until: 2099-01-01 }
---
{ kind: Waiver, invariant: on-all, role: own, tenant: globex, owner: ada, because: so, until: 2099-01-01 }
---
{ kind: Users, tenant: acme, users: [{ id: bob, userType: View, roles: [worker] }] }
---
{ kind: Users, tenant: globex, users: [] }
`);
    const acme = cutTo(whole, 'acme');
    expect(namesOf(acme.invariants)).toEqual(['on-all']);
    expect([...(acme.invariants[0]?.roles ?? [])].sort()).toEqual(['copy', 'worker']);
    expect(acme.waivers.map(({ role }) => role)).toEqual(['worker']);
    expect(acme.tenants[0]?.users).toBeUndefined();
    expect(whole.documents.length - acme.documents.length).toBe(4);
  });
});

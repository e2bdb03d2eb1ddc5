/** @module-tag slow */
import { afterAll, describe, expect, test } from 'vitest';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import { emitTypes } from '../../compiler/targets/types.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { acme } from '../support/acme.ts';
import { head, right } from '../support/calls.ts';
import { compiled } from '../support/compiled.ts';
import { compilers, serviceWith } from '../support/typed.ts';
import { said, wrong } from '../support/wrong-calls.ts';

/** Complaints that a wrong line may not have: a name that is missing or misspelt proves nothing. */
const ofTheTestItself = /^(1\d{3}|2304|2305|2307|2551|2552|2749|7\d{3})$/;

/** Whatever is wrong with the calls, once nothing expects it: their lines stay where they are. */
const bare = wrong.replace(/^\/\/ @ts-expect-error.*$/gm, '');

const files = {
  acme: filesInMemory({ 'policies/all.yaml': acme }),
  here: filesOnDisk('policies'),
  alone: filesInMemory({ 'policies/all.yaml': 'kind: Feature\nname: Sync\n' }),
  cut: filesInMemory({ 'policies/all.yaml': withoutTenant('big-corp') }),
};

/** The policies as one tenant is given them: without another tenant and its roles. */
function withoutTenant(name: string): string {
  const isOther = new RegExp(`kind: Tenant, name: ${name}|tenant: ${name}`);
  return acme
    .split('---')
    .filter((document) => !isOther.test(document))
    .join('---');
}

const service = serviceWith({
  '@acme/permissions': files.acme,
  'permissions-here': files.here,
  'permissions-alone': files.alone,
  'permissions-cut': files.cut,
});
afterAll(service.remove);

service.write('right.mts', head + right);
service.write('wrong.mts', head + wrong);
service.write('bare.mts', head + bare);
service.write(
  'said.mts',
  `${head}${said.map(([call]) => `${call};`).join('\n')}\nimport { sqlFor } from '@acme/permissions/sql';\n`,
);
service.write('right.cts', head + right);
service.write('wrong.cts', head + wrong);
service.write(
  'required.cts',
  `
import facade = require('@acme/permissions');
declare const signedIn: facade.SignedIn<'acme'>;
const policy: facade.Policy = facade.permissions(signedIn);
const same: facade.Facade = facade;
export = { can: policy.canSome('view', 'Company', 'arr'), error: facade.PermissionsError, digest: facade.digest, same };
// @ts-expect-error an update of a system property
policy.canSome('update', 'Company', 'phase');
// @ts-expect-error a role of another tenant
facade.permissions({ tenant: 'acme', roles: ['reader'], userType: 'Core', user: signedIn.user });
`,
);
service.write(
  'both.cts',
  `
import type * as esm from '@acme/permissions' with { 'resolution-mode': 'import' };
import cjs = require('@acme/permissions');
const inOne: esm.Policy = cjs.permissions({} as esm.SignedIn<'acme'>);
const inOther: cjs.PermissionsError = {} as esm.PermissionsError;
export = [inOne, inOther];
`,
);
service.write(
  'others.mts',
  `
import { permissions as here, type ModelWith, type Records as RecordsHere, type User as UserHere } from 'permissions-here';
import type { Policy as Alone, ModelName, Records, RoleName, TenantName, User } from 'permissions-alone';
import { permissions as cut, type Policy as Cut, type Unfilled, type TenantName as CutTenant } from 'permissions-cut';
declare const user: UserHere;
const policy = here({ tenant: 'acme', roles: ['csm'], userType: 'Core', user });
declare const company: RecordsHere['Company'];
export const answers = [
  policy.can('export', 'Activity', { company }),
  policy.canSome('create', 'ActivityTag'),
  policy.can('view', 'Company', company, 'arr'),
  ((model: ModelWith<'view'>) => policy.canSome('view', model))('Company'),
];
// @ts-expect-error what is not viewed
policy.canSome('view', 'Activity');

const none: [TenantName, RoleName, ModelName, keyof Records, keyof User] extends [never, never, never, never, never] ? true : false = true;
export const onlyToggles = (policy: Alone) => [policy.uses('Sync'), policy.why('use', 'Sync'), none];
// @ts-expect-error where there is no model
export const noModel = (policy: Alone) => policy.canSome('view', 'Company');

const ofCut: Cut = cut({ tenant: 'acme', roles: ['csm', 'scout'], userType: 'Core', user: { id: 'u', level: 1, teamIds: [] } });
const only: CutTenant = 'acme';
export const dropped: readonly Unfilled[] = ofCut.unfilled;
export const cutAnswers = [ofCut.can('view', 'Company', { owner: '', arr: 1, signedAt: null }), only];
// @ts-expect-error a tenant that was cut
export const gone: CutTenant = 'big-corp';
// @ts-expect-error a role that was cut
cut({ tenant: 'acme', roles: ['reader'], userType: 'Core', user: { id: 'u', level: 1, teamIds: [] } });
`,
);

service.write(
  'adapters.mts',
  `
import { policyOf } from './policy.mjs';
import { sqlFor, type PostgresSchema, type PostgresValue, type SqliteValue, type ToSql } from '@acme/permissions/sql';

const toSql: ToSql<PostgresValue> = sqlFor({
  dialect: 'postgres',
  models: {
    Company: { table: ['crm', 'companies'], columns: { owner: { column: 'owner_id', type: 'uuid' }, phase: 'phase' } },
    Task: { table: 'tasks', relations: { project: { model: 'Project', from: 'project_id', to: 'id' } } },
    Project: { table: 'projects', relations: { company: { model: 'Company', from: 'company_id', to: 'id' } } },
    Tag: { table: 'tags' },
  },
});
const values: unknown[] = toSql(policyOf().where('view', 'Task'), { from: 't', values: ['acme'] }).values;
const models = { Company: { table: 'companies', columns: { owner: 'owner_id' } } } as const;
const ofSqlite: ToSql<SqliteValue> = sqlFor({ dialect: 'sqlite', models });
declare const written: PostgresSchema;
export const all: [unknown[], ToSql<SqliteValue>, ToSql<PostgresValue>] = [values, ofSqlite, sqlFor(written)];

// @ts-expect-error a dialect that nobody speaks
sqlFor({ dialect: 'pg', models });
// @ts-expect-error a misspelt model
sqlFor({ dialect: 'postgres', models: { Compnay: { table: 'companies' } } });
// @ts-expect-error columns the wrong way round
sqlFor({ dialect: 'postgres', models: { Company: { table: 'companies', columns: { owner_id: 'owner' } } } });
// @ts-expect-error a property of another model
sqlFor({ dialect: 'sqlite', models: { Company: { table: 'companies', columns: { done: 'is_done' } } } });
// @ts-expect-error how another database holds a column
sqlFor({ dialect: 'sqlite', models: { Company: { table: 'companies', columns: { owner: { column: 'o', type: 'uuid' } } } } });
// @ts-expect-error a model without a table
sqlFor({ dialect: 'sqlite', models: { Company: {} } });
// @ts-expect-error a part that no model has
sqlFor({ dialect: 'sqlite', models: { Company: { table: 'companies', colums: { owner: 'owner_id' } } } });
// @ts-expect-error no schema
sqlFor();
// @ts-expect-error what is no filter
toSql(policyOf().ability);
`,
);
service.write(
  'policy.mts',
  `export { policyOf };\nimport type { Policy } from '@acme/permissions';\ndeclare const policyOf: () => Policy;\n`,
);
service.write(
  'sql.cts',
  `
import sql = require('@acme/permissions/sql');
export = sql.sqlFor({ dialect: 'sqlite', models: { Company: { table: 'companies', columns: { owner: 'owner_id' } } } });
// @ts-expect-error a misspelt model
sql.sqlFor({ dialect: 'sqlite', models: { Compnay: { table: 'companies' } } });
`,
);

const contents = [
  'adapters.mts',
  'sql.cts',
  'right.mts',
  'wrong.mts',
  'right.cts',
  'wrong.cts',
  'required.cts',
  'both.cts',
  'others.mts',
];

/** The lines that must be wrong, once nothing expects it. */
const wrongLines = (head + wrong)
  .split('\n')
  .flatMap((line, at) => (line.startsWith('// @ts-expect-error') ? [at + 2] : []));

describe.each(Object.entries(compilers))('right calls compile and wrong ones do not: %s', (_, compiler) => {
  test('under nodenext and exact options, each for a reason that is ours', async () => {
    const options = { module: 'nodenext', exactOptionalPropertyTypes: true };
    const complaints = await service.check(compiler, options, [...contents, 'bare.mts']);
    expect(complaints.filter(({ file }) => file !== 'bare.mts')).toEqual([]);
    expect(complaints.filter(({ code }) => ofTheTestItself.test(code))).toEqual([]);
    expect([...new Set(complaints.map(({ line }) => line))].sort((a, b) => a - b)).toEqual(wrongLines);
    expect(wrongLines.length).toBeGreaterThan(100);
  });

  test('and the message is about the word that is wrong', async () => {
    const complaints = await service.check(compiler, { module: 'nodenext' }, ['said.mts']);
    const first = head.split('\n').length;
    const found = complaints.map(({ line, column, message }) => ({ line, column, message }));
    expect(found).toEqual(
      said.map(([call, word, message], at) => ({
        line: first + at,
        column: call.lastIndexOf(word) + 1,
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      })),
    );
  });

  test.each([
    ['node16', { module: 'node16', exactOptionalPropertyTypes: false }],
    [
      'a bundler, exact',
      { module: 'preserve', moduleResolution: 'bundler', exactOptionalPropertyTypes: true },
    ],
  ])('under %s', async (_, options) => {
    expect(await service.check(compiler, options, contents)).toEqual([]);
  });
});

test('a title cannot end the comment that it stands in', () => {
  const [text] = [...emitTypes(compiled(files.acme))].flatMap(({ path, content }) =>
    path === 'index.d.ts' ? content : [],
  );
  expect(text).toContain('/** Company: Company *\\/ export const broken = 1 /*. Two lines */');
});

describe('the items of a list of the user are of the types of what conditions compare them with', () => {
  const policies = (...reaches: string[]) => `
kind: Model
name: Company
family: standard
actions: [view]
portfolio: self
properties:
  owner: { type: id }
  size: { type: integer }
  signedAt: { type: date }
  closed: { type: boolean }
---
kind: Principal
attributes: { asked: { type: list } }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { '*': all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { '*': all } } }
---
{ kind: Portfolio, name: unused, on: Company, reach: { closed: { $in: { $user: asked } } } }
${reaches
  .map(
    (reach, at) => `---
{ kind: Portfolio, name: p${at}, on: Company, reach: { ${reach} } }
---
{ kind: Role, name: r${at}, userType: Core, portfolio: [p${at}], grants: { models: { '*': all } } }
`,
  )
  .join('')}`;

  test.each([
    ['(string | number | boolean)', ['owner: u1']],
    ['string', ['owner: { $in: { $user: asked } }']],
    ['string', ['signedAt: { $in: { $user: asked } }', 'owner: { $in: { $user: asked } }, size: 1']],
    ['number', ['size: { $in: { $user: asked } }']],
    ['boolean', ['closed: { $in: { $user: asked } }']],
    ['(string | number)', ['size: { $in: { $user: asked } }', 'owner: { $in: { $user: asked } }']],
  ])('%s: %j', (items, reaches) => {
    const files = filesInMemory({ 'policies/all.yaml': policies(...reaches) });
    const text = [...emitTypes(compiled(files))].find(({ path }) => path === 'index.d.ts')?.content;
    expect(text).toContain(`readonly asked: readonly ${items}[] | null;`);
  });
});

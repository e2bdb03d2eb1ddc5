import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { types } from '../compiler/targets/types.ts';
import { type Files, filesInMemory, filesOnDisk } from '../compiler/text/files.ts';
import { compiled } from './support/compiled.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'plafond-types-'));
symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A catalog with every shape: properties, a system property, a model without properties, two paths. */
const policies = `
kind: Model
name: Company
title: Company */ export const broken = 1 /*
description: "Two\\nlines"
family: standard
actions: [create, view, update, remove, export]
portfolio: self
properties:
  arr: { type: number, sensitive: true }
  name: { type: string }
  owner: { type: id }
  phase: { type: string, system: true }
---
kind: Model
name: Task
family: standard
actions: [create, view, update]
portfolio: { through: project.company }
properties: { arr: { type: number }, done: { type: boolean } }
---
{ kind: Model, name: CompanyView, family: internal, actions: [view, export] }
---
{ kind: Model, name: Log, family: internal, actions: [view, export], properties: { constructorName: { type: string } } }
---
{ kind: Feature, name: Sync }
---
{ kind: Module, name: Revenue }
---
{ kind: Capability, name: Reports, requires: [Revenue:use, Company:view] }
---
kind: Principal
attributes: { id: { type: id }, teamIds: { type: list } }
---
{ kind: Portfolio, name: own, on: Company, reach: { owner: { $user: id } } }
---
{ kind: Portfolio, name: full, on: Company, reach: all }
---
{ kind: UserType, name: Core, rank: 2, allows: { models: { '*': all }, modules: all, features: all } }
---
{ kind: UserType, name: View, rank: 1, allows: { models: { '*': [view] } } }
---
{ kind: Seat, name: Service, combinesWith: [View], adds: { models: { Task: all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { '*': all }, modules: all, features: all } }
---
{ kind: Tenant, name: big-corp, plan: Enterprise, ceiling: { models: { '*': all } } }
---
{ kind: Role, name: csm, userType: Core, portfolio: [own], grants: { models: { '*': all } } }
---
{ kind: Role, name: reader, tenant: big-corp, userType: View, portfolio: [full], grants: { models: { '*': [view] } } }
`;

const use = `
import { createMongoAbility, ForbiddenError, subject } from '@casl/ability';
import type { RawRuleOf } from '@casl/ability';
import { type AppAbility, type ModelName, permissions, type Policy, type PropertyOf, type RoleName } from './index.js';

const policy: Policy = permissions({
  tenant: 'big-corp',
  roles: ['csm', 'reader'],
  userType: 'Core',
  seats: ['Service'],
  user: { id: 'u1', teamIds: null },
});
const company = { owner: 'u1', arr: 3 };
interface TaskRow { readonly done: boolean; readonly project: { readonly company: { readonly owner: string | null } } }
declare const task: TaskRow;

const right: boolean[] = [
  policy.can('update', 'Company', company, 'arr'),
  policy.can('create', 'Company', { owner: null, name: 'a fresh object may say more' }),
  policy.can('view', 'Task', task, 'done'),
  policy.can('export', 'CompanyView', {}),
  policy.can('view', Math.random() > 0.5 ? 'Company' : 'Task', { ...company, ...task }, 'arr'),
  policy.canSome('view', 'Company'),
  policy.canSome('export', 'Company', 'phase'),
  policy.uses('Sync'),
  policy.uses('Reports'),
  policy.ability.can('view', 'Company'),
  policy.ability.can('use', 'Revenue'),
  policy.ability.can('view', subject('Company', { ...company })),
];
const fields: readonly ('arr' | 'name' | 'owner')[] = policy.fields('update', 'Company', company);
const where = policy.where('view', 'Company', 'arr');
const condition: object = where === 'all' || where === 'none' ? {} : where.$or;
const words: string = policy.why('export', 'Company') + policy.why('use', 'Sync') + policy.why('view', 'Log', 'constructorName');
const anyView = (model: ModelName) => policy.canSome('view', model);
const ofAny = <M extends ModelName>(model: M, property: PropertyOf<M, 'view'>) => policy.canSome('view', model, property);
const anywhere: RoleName = 'reader';
const rules: RawRuleOf<AppAbility>[] = [{ action: 'view', subject: 'Company', fields: ['arr'], conditions: { owner: 'u1' } }];
ForbiddenError.from(createMongoAbility<AppAbility>(rules)).throwUnlessCan('view', 'Company');
export const used = [right, fields, condition, words, anyView, ofAny('Company', 'arr'), anywhere];

// @ts-expect-error a system property is not updated
policy.can('update', 'Company', company, 'phase');
// @ts-expect-error an action that the model does not support
policy.can('remove', 'Task', task);
// @ts-expect-error a property of another model
policy.can('view', 'Company', company, 'done');
// @ts-expect-error create is not about properties
policy.can('create', 'Company', company, 'arr');
// @ts-expect-error nor is a model without properties
policy.canSome('view', 'CompanyView', 'arr');
// @ts-expect-error a property that only one of two models has
policy.canSome('view', Math.random() > 0.5 ? 'Company' : 'Task', 'done');
// @ts-expect-error a property that only one of two actions is about
policy.canSome(Math.random() > 0.5 ? 'view' : 'update', 'Company', 'phase');
// @ts-expect-error a record without the columns that conditions read
policy.can('view', 'Company', { arr: 3 });
// @ts-expect-error a record whose path leads nowhere
policy.can('view', 'Task', { done: true });
// @ts-expect-error a column of the wrong type
policy.can('view', 'Company', { owner: 7 });
// @ts-expect-error no record at all would mean any record
policy.can('view', 'Company', null);
// @ts-expect-error a name of a model where a record belongs
policy.can('view', 'Log', 'Log');
// @ts-expect-error a misspelt model
policy.canSome('view', 'Compnay');
// @ts-expect-error a module is not a model
policy.canSome('view', 'Revenue');
// @ts-expect-error a model is not used
policy.uses('Company');
// @ts-expect-error why of what does not exist
policy.why('use', 'Company');
// @ts-expect-error an action of CASL's own that nothing here has
policy.ability.can('manage', 'Company');
// @ts-expect-error a subject without a meaning here
policy.ability.can('view', 'all');
// @ts-expect-error an action that the model does not support
policy.ability.can('create', 'Log');
// @ts-expect-error a role of another tenant
permissions({ tenant: 'acme', roles: ['reader'], userType: 'Core', user: { id: 'u1', teamIds: [] } });
// @ts-expect-error an unknown tenant
permissions({ tenant: 'nobody', roles: [], userType: 'Core', user: { id: 'u1', teamIds: [] } });
// @ts-expect-error an unknown user type
permissions({ tenant: 'acme', roles: ['csm'], userType: 'Admin', user: { id: 'u1', teamIds: [] } });
// @ts-expect-error an attribute that is forgotten
permissions({ tenant: 'acme', roles: ['csm'], userType: 'Core', user: { id: 'u1' } });
// @ts-expect-error an object where a value belongs
permissions({ tenant: 'acme', roles: ['csm'], userType: 'Core', user: { id: { $ne: '' }, teamIds: [] } });
// @ts-expect-error what is reached is not to be spread into a filter
export const filter: { owner?: string } = policy.where('view', 'Company');
`;

const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
  module: 'NodeNext',
  target: 'ES2022',
  lib: ['ES2023', 'DOM'],
  types: [],
};

/** Runs the type checker on the folder; what it complains of, nothing where it is content. */
function tsc(): string {
  const { stdout } = spawnSync(path.resolve('node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
  return stdout;
}

const declarationsOf = (files: Files): string =>
  [...types(compiled(files))].map(({ content }) => content).join('');

test.each([
  ['of a catalog with every shape', filesInMemory({ 'policies/all.yaml': policies }), use],
  [
    'of the policies of this repository',
    filesOnDisk('policies'),
    `export type { Policy } from './index.js';`,
  ],
  [
    'of next to nothing',
    filesInMemory({ 'policies/all.yaml': 'kind: Feature\nname: Sync\n' }),
    `export type { Policy } from './index.js';`,
  ],
])('the types %s: right calls compile and wrong ones do not', (_, files, source) => {
  writeFileSync(path.join(folder, 'index.d.ts'), declarationsOf(files));
  writeFileSync(path.join(folder, 'use.ts'), source);
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['use.ts', 'index.d.ts'] }),
  );
  expect(tsc()).toBe('');
});

test('a title cannot end the comment that it stands in', () => {
  const text = declarationsOf(filesInMemory({ 'policies/all.yaml': policies }));
  expect(text).toContain('/** Company: Company *\\/ export const broken = 1 /*. Two lines */');
});

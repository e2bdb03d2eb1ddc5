import { createMongoAbility, subject } from '@casl/ability';
import { expect, test } from 'vitest';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { buildIndex } from '../../runtime/build-index.ts';
import { checkBundle } from '../../runtime/check-bundle.ts';
import { makeFacade } from '../../runtime/permissions.ts';
import { compiled } from '../support/compiled.ts';
import { matches } from '../support/where/matches.ts';

const source = `
kind: Model
name: Project
actions: [view, update, export]
portfolio: self
relations: { members: { model: User, many: true } }
properties: { owner: { type: id }, phase: { type: string } }
---
{ kind: Model, name: User, actions: [view], portfolio: self, properties: { id: { type: id }, active: { type: boolean } } }
---
kind: Model
name: Comment
actions: [create, view, update, remove]
portfolio: { through: project }
relations: { project: { model: Project } }
properties: { author: { type: id } }
requires: { remove: ['Comment:update'] }
---
{ kind: Model, name: Note, actions: [view], portfolio: { through: project.members }, relations: { project: { model: Project } } }
---
{ kind: Principal, attributes: { id: { type: id } } }
---
{ kind: Portfolio, name: owned, on: Project, reach: { owner: { $user: id } } }
---
{ kind: Portfolio, name: live, on: Project, reach: { phase: Live } }
---
{ kind: Portfolio, name: authored, on: Comment, reach: { author: { $user: id } } }
---
{ kind: Portfolio, name: me, on: User, reach: { id: { $user: id }, active: true } }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { '*': all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { '*': all } } }
---
kind: Role
name: member
userType: Core
portfolio:
  '*': [owned, me]
  '*:view': [owned, live, me]
  'Project:export': [live]
  'Comment:update': [{ allOf: [live, authored] }]
  'Comment:remove': [owned]
  'Note:view': [me]
grants: { models: { '*': all } }
`;

const whole = compiled(filesInMemory({ 'policies/all.yaml': source }));
const [bundle] = [...emitBundle(whole)];
const policy = makeFacade(buildIndex(checkBundle(JSON.parse(String(bundle?.content))))).permissions({
  tenant: 'acme',
  roles: ['member'],
  userType: 'Core',
  user: { id: 'u1' },
});
const stock = createMongoAbility(JSON.parse(JSON.stringify(policy.ability.rules)));

const projects = ['u1', 'u2'].flatMap((owner) =>
  ['Live', 'Done'].map((phase) => ({
    owner,
    phase,
    members: [
      { id: 'u1', active: phase === 'Live' },
      { id: owner, active: owner === 'u2' },
    ],
  })),
);
const comments = projects.flatMap((project) => ['u1', 'u2'].map((author) => ({ author, project })));

const isMine = ({ owner }: { owner: string }) => owner === 'u1';
const isLive = ({ phase }: { phase: string }) => phase === 'Live';
type Says = (record: never) => boolean;

test.each<readonly [action: string, model: string, records: readonly object[], says: Says]>([
  ['view', 'Project', projects, ((one: (typeof projects)[0]) => isMine(one) || isLive(one)) as Says],
  ['update', 'Project', projects, ((one: (typeof projects)[0]) => isMine(one)) as Says],
  ['export', 'Project', projects, ((one: (typeof projects)[0]) => isLive(one)) as Says],
  ['create', 'Comment', comments, ((one: (typeof comments)[0]) => isMine(one.project)) as Says],
  [
    'update',
    'Comment',
    comments,
    ((one: (typeof comments)[0]) => isLive(one.project) && one.author === 'u1') as Says,
  ],
  [
    'remove',
    'Comment',
    comments,
    ((one: (typeof comments)[0]) =>
      isMine(one.project) && isLive(one.project) && one.author === 'u1') as Says,
  ],
  [
    'view',
    'Note',
    projects.map((project) => ({ project })),
    ((one: { project: (typeof projects)[0] }) =>
      one.project.members.some(({ id, active }) => id === 'u1' && active)) as Says,
  ],
])('%s %s reaches what its entry and its prerequisites say', (action, model, records, says) => {
  const expected = records.map((record) => says(record as never));
  expect(new Set(expected).size).toBe(2);
  expect(records.map((record) => policy.can(action, model, record))).toEqual(expected);
  expect(records.map((record) => matches(policy.where(action, model), record as never))).toEqual(expected);
  const tagged = records.map((record) => subject(model, { ...record }) as never);
  expect(tagged.map((record) => policy.ability.can(action, record))).toEqual(expected);
  expect(tagged.map((record) => stock.can(action, record))).toEqual(expected);
});

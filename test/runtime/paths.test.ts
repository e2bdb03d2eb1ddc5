import { createMongoAbility, subject } from '@casl/ability';
import { describe, expect, test } from 'vitest';
import { emitBundle } from '../../compiler/targets/bundle.ts';
import { writeRecordTypes } from '../../compiler/targets/types/records.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { abilityFrom } from '../../runtime/ability.ts';
import { buildIndex } from '../../runtime/build-index.ts';
import { checkBundle } from '../../runtime/check-bundle.ts';
import { makeFacade } from '../../runtime/permissions.ts';
import { compiled } from '../support/compiled.ts';
import { matches } from '../support/where/matches.ts';

const source = `
kind: Model
name: Company
actions: [view, update, export, remove]
portfolio: self
relations: { parent: { model: Company }, members: { model: User, many: true } }
properties: { owner: { type: id }, arr: { type: number }, tags: { type: list } }
---
{ kind: Model, name: User, actions: [view], portfolio: self, relations: { boss: { model: User } }, properties: { id: { type: id } } }
---
{ kind: Model, name: Note, actions: [view], portfolio: { through: company }, relations: { company: { model: Company } } }
---
{ kind: Model, name: Team, actions: [view], portfolio: { through: company.members }, relations: { company: { model: Company } } }
---
{ kind: Principal, attributes: { id: { type: id } } }
---
{ kind: Portfolio, name: below, on: Company, reach: { $or: [{ parent.owner: { $user: id } }, { parent.parent.owner: { $user: id } }] } }
---
{ kind: Portfolio, name: orphaned, on: Company, reach: { parent.owner: { $exists: false }, owner: { $ne: u9 } } }
---
{ kind: Portfolio, name: big, on: Company, reach: { parent.arr: { $gte: 5, $lt: 9 }, parent.tags: { $nin: [old] } } }
---
{ kind: Portfolio, name: led, on: User, reach: { boss.id: { $user: id } } }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { '*': all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { '*': all } } }
---
kind: Role
name: member
userType: Core
portfolio: { '*': [below, led], 'Company:update': [orphaned], 'Company:export': [big], 'Company:remove': [{ allOf: [below, big] }] }
grants: { models: { '*': all } }
`;

const whole = compiled(filesInMemory({ 'policies/all.yaml': source }));
const content = [...emitBundle(whole)].map((artifact) => artifact.content).join('');
const policy = makeFacade(buildIndex(checkBundle(JSON.parse(content)))).permissions({
  tenant: 'acme',
  roles: ['member'],
  userType: 'Core',
  user: { id: 'u1' },
});
const served = JSON.parse(JSON.stringify(policy.ability.rules));

interface Company {
  readonly owner?: string | null;
  readonly arr?: number | null;
  readonly tags?: readonly string[] | null;
  readonly parent?: Company | null;
  readonly members?: readonly { readonly id: string; readonly boss?: { readonly id?: string } | null }[];
}

const members = [{ id: 'u1', boss: { id: 'u2' } }, { id: 'u2', boss: null }, { id: 'u3' }];
const led = [{ id: 'u4', boss: { id: 'u1' } }];
const plain: readonly Company[] = [
  { owner: 'u1', arr: 7, tags: [], members },
  { owner: 'u2', arr: 7, tags: ['old'], members: led },
  { owner: 'u2', arr: 2, tags: ['new'] },
  { owner: null, arr: null, tags: null, members: [...members, ...led] },
  { arr: 8, tags: ['new'] },
];
const above: readonly (Company | null | undefined)[] = [null, undefined, ...plain];
const companies = plain.flatMap((company) =>
  above.flatMap((parent) =>
    above.map(
      (further): Company => ({
        ...company,
        ...(parent !== undefined && {
          parent: parent && { ...parent, ...(further !== undefined && { parent: further }) },
        }),
      }),
    ),
  ),
);

const isBelow = ({ parent }: Company) => parent?.owner === 'u1' || parent?.parent?.owner === 'u1';
const isOrphaned = ({ owner, parent }: Company) =>
  typeof owner === 'string' && parent !== null && parent !== undefined && (parent.owner ?? null) === null;
const isBig = ({ parent }: Company) =>
  typeof parent?.arr === 'number' &&
  parent.arr >= 5 &&
  parent.arr < 9 &&
  Array.isArray(parent.tags) &&
  !parent.tags.includes('old');
const hasLed = (company: Company) => (company.members ?? []).some(({ boss }) => boss?.id === 'u1');

type Says = (record: never) => boolean;

test.each<readonly [action: string, model: string, records: readonly object[], says: Says]>([
  ['view', 'Company', companies, isBelow as Says],
  ['update', 'Company', companies, isOrphaned as Says],
  ['export', 'Company', companies, ((one: Company) => isBig(one) && isBelow(one)) as Says],
  ['remove', 'Company', companies, ((one: Company) => isBelow(one) && isBig(one)) as Says],
  [
    'view',
    'Note',
    companies.map((company) => ({ company })),
    ((one: { company: Company }) => isBelow(one.company)) as Says,
  ],
  [
    'view',
    'Team',
    companies.map((company) => ({ company })),
    ((one: { company: Company }) => hasLed(one.company) || isBelow(one.company)) as Says,
  ],
])('%s %s reaches records by what they lead to', (action, model, records, says) => {
  const expected = records.map((record) => says(record as never));
  expect(new Set(expected).size).toBe(2);
  expect(records.map((record) => policy.can(action, model, record))).toEqual(expected);
  expect(records.map((record) => matches(policy.where(action, model), record as never))).toEqual(expected);
  const tagged = records.map((record) => subject(model, { ...record }) as never);
  for (const ability of [policy.ability, createMongoAbility(served), abilityFrom(served)])
    expect(tagged.map((record) => ability.can(action, record))).toEqual(expected);
});

describe('a path in a condition', () => {
  test('says what was not loaded', () => {
    expect(policy.why('view', 'Company', { owner: 'u1' } as never)).toContain(
      'its `parent` is missing: was it loaded?',
    );
    expect(policy.why('view', 'Company', { owner: 'u1', parent: { arr: 1 } } as never)).toContain(
      'it has no `owner`: was it loaded?',
    );
  });

  test('is part of the type of a record', () => {
    const types = writeRecordTypes(whole.matrix, whole.matrix.policy.catalog).join('\n');
    expect(types).toContain(
      '  Company: CompanyColumns & { readonly parent: CompanyColumns & { readonly parent: CompanyColumns | null | undefined } | null | undefined }',
    );
  });

  test.each([
    ['a column that nobody compares', 'parent.name'],
    ['no relation', 'owner.owner'],
    ['a relation alone', 'parent'],
    ['what every object has', 'parent.constructor'],
  ])('is refused in a bundle where it leads to %s', (_, field) => {
    const bundle = content.replaceAll('"parent.owner"', JSON.stringify(field));
    expect(bundle).not.toBe(content);
    expect(() => checkBundle(JSON.parse(bundle))).toThrow('which is no column');
  });
});

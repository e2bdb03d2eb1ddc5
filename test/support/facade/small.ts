import { type AnyAbility, createMongoAbility, subject } from '@casl/ability';
import { emitBundle } from '../../../compiler/targets/bundle.ts';
import { filesInMemory } from '../../../compiler/text/files.ts';
import { openFacade } from '../../../runtime/permissions.ts';
import type { UserPermissions } from '../../../runtime/user-permissions.ts';
import { compiled } from '../compiled.ts';
import type { Values } from './oracle.ts';

/** Roles of one condition each, so that a test can say which; by name, as YAML. */
const filters: Readonly<Record<string, string>> = {
  own: '{ owner: { $user: id } }',
  named: '{ name: { $user: nickname } }',
  small: '{ arr: { $lt: 1000 } }',
  large: '{ arr: { $gt: 1000 } }',
  affordable: '{ arr: { $lte: { $user: budget } } }',
  low: '{ size: { $lte: { $user: level } } }',
  live: '{ active: { $user: active } }',
  'until-january': '{ signedAt: { $lte: 2026-01-31 } }',
  'from-january': '{ signedAt: { $gte: 2026-01-31 } }',
  'in-january': '{ signedAt: 2026-01-31 }',
  'since-then': '{ signedAt: { $gte: { $user: since } } }',
  orphan: '{ owner: { $exists: false } }',
  owned: '{ owner: { $exists: true } }',
  team: '{ owner: { $in: { $user: teamIds } } }',
  'eight-names': '{ name: { $in: [a, b, c, d, e, f, g, h] } }',
  'nine-names': '{ name: { $in: [a, b, c, d, e, f, g, h, i] } }',
  'late-names': "{ name: { $gte: '2026-01-31' } }",
  'beyond-the-plane': '{ name: { $gt: "\\uffff" } }',
  'both-ways': '{ $or: [{ owner: { $user: id } }, { tags: { $exists: false }, active: true }] }',
  fixed: '{ signedAt: { $in: [2026-01-31, 2026-02-28T00:00:00Z] } }',
};

const source = `
kind: Model
name: Company
family: standard
actions: [create, view, update, remove, export]
portfolio: self
properties:
  owner: { type: id }
  name: { type: string }
  arr: { type: number, sensitive: true }
  size: { type: integer }
  active: { type: boolean }
  signedAt: { type: date }
  tags: { type: list }
  phase: { type: string, system: true }
---
{ kind: Model, name: Task, family: standard, actions: [create, view, update], portfolio: { through: project.company }, relations: { project: { model: Project } }, properties: { title: { type: string } } }
---
{ kind: Model, name: Project, family: internal, actions: [view], relations: { company: { model: Company } } }
---
{ kind: Model, name: Page, family: internal, actions: [create, view] }
---
{ kind: Module, name: Revenue }
---
kind: Principal
attributes:
  id: { type: id }
  nickname: { type: string }
  budget: { type: number }
  level: { type: integer }
  active: { type: boolean }
  since: { type: date }
  teamIds: { type: list }
---
{ kind: Portfolio, name: all-of-them, on: Company, reach: all }
---
{ kind: UserType, name: Core, rank: 2, allows: { models: { '*': all }, modules: all } }
---
{ kind: UserType, name: View, rank: 1, allows: { models: { '*': [view] } } }
---
{ kind: UserType, name: App, audience: app, rank: 2, allows: { models: { '*': all } } }
---
{ kind: Seat, name: Service, combinesWith: [Core], adds: { models: { Task: all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { '*': all }, modules: all } }
---
{ kind: Tenant, name: globex, ceiling: { models: { '*': [view] } } }
---
{ kind: Role, name: everything, userType: Core, portfolio: [all-of-them], grants: { models: { '*': all }, modules: all } }
---
{ kind: Role, name: reader, userType: View, portfolio: [all-of-them], grants: { models: { '*': [view] } } }
---
{ kind: Role, name: server, userType: Core, seats: [Service], portfolio: [all-of-them], grants: { models: { '*': all } } }
---
{ kind: Role, name: only-acme, tenant: acme, userType: Core, portfolio: [all-of-them], grants: { models: { Page: all } } }
${Object.entries(filters)
  .map(
    ([name, filter]) =>
      `---\n{ kind: Role, name: ${name}, userType: Core, portfolio: [{ filter: ${filter} }], grants: { models: { '*': all } } }`,
  )
  .join('\n')}
`;

const whole = compiled(filesInMemory({ 'policies/small.yaml': source }));

/** The text of the bundle of some small policies, with every shape of a condition in a role of its own. */
export const bundleText = [...emitBundle(whole)].map(({ content }) => content).join('');

/** The facade of these policies. */
export const facade = openFacade(JSON.parse(bundleText));

/** Returns the permissions that a role gives a user of the highest type. */
export const policyOf = (role: string, user: object = {}): UserPermissions =>
  facade.permissions({ tenant: 'acme', roles: [role], userType: 'Core', seats: ['Service'], user });

/**
 * CASL as it comes, on the emitted rules of a role: what a service has that parses them and puts its user's values in,
 * as CASL's own documents show.
 */
export function stockOf(role: string, user: Values = {}): AnyAbility {
  const row = whole.matrix.rows.find((one) => one.role.name === role && one.tenant.name === 'acme');
  if (!row) throw new Error(`no role is called ${role}`);
  const text = JSON.stringify(whole.rulesOf(row));
  const rules = JSON.parse(text, (_, value: unknown) =>
    typeof value === 'object' && value !== null && '$user' in value ? user[String(value.$user)] : value,
  ) as Parameters<typeof createMongoAbility>[0];
  return createMongoAbility(rules);
}

/** Asks in each way if a company may be viewed. */
export function seen(role: string, user: Values, company: Values) {
  const policy = policyOf(role, user);
  return {
    can: policy.can('view', 'Company', company),
    property: policy.can('view', 'Company', company, 'arr'),
    fields: policy.fields('view', 'Company', company).length > 0,
    task: policy.can('view', 'Task', { project: { company } }, 'title'),
    ability: policy.ability.can('view', subject('Company', { ...company }), 'arr'),
    export: policy.can('export', 'Company', company, 'arr'),
  };
}

/** Returns the result of `seen` if every way to ask gives the same answer. */
export const everyWay = (answer: boolean) => ({
  can: answer,
  property: answer,
  fields: answer,
  task: answer,
  ability: answer,
  export: answer,
});

/** Returns true if stock CASL lets a company be viewed. */
export const seenInStock = (role: string, user: Values, company: Values): boolean =>
  stockOf(role, user).can('view', subject('Company', { ...company }), 'arr');

/** Returns the result of a call, or the error that it throws. */
export function outcomeOf(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    return error;
  }
}

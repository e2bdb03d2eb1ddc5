import { expect, test } from 'vitest';
import { filesOfBytes } from '../support/broken.ts';
import { said } from '../support/said.ts';

const whole = {
  company: `kind: Model
name: Company
actions: [view, update, export]
portfolio: self
requires: { view: ["Crm:use"] }
properties: { owner: { type: id }, arr: { type: number } }`,
  principal: `kind: Principal
attributes: { id: { type: id }, teams: { type: list } }`,
  crm: `kind: Module
name: Crm`,
  core: `kind: UserType
name: Core
rank: 2
allows: { models: { Company: all }, modules: all }`,
  view: `kind: UserType
name: View
rank: 1
allows: { models: { Company: [view] }, modules: all }`,
  seat: `kind: Seat
name: Support
package: Service
combinesWith: [Core]
adds: { models: { Company: all } }`,
  own: `kind: Portfolio
name: own
on: Company
reach: { owner: { $user: id } }`,
  viewer: `kind: Role
name: viewer
userType: View
portfolio: [own]
grants: { models: { Company: [view] }, modules: all }`,
  agent: `kind: Role
name: agent
userType: Core
seats: [Support]
portfolio: [own]
grants: { models: { Company: [view] }, modules: all }`,
  acme: `kind: Tenant
name: acme
packages: [Service]
ceiling: { models: { "*": all }, modules: all }`,
  users: `kind: Users
tenant: acme
users:
  - { id: ann, userType: View, roles: [viewer] }
  - { id: bob, userType: Core, seats: [Support], roles: [agent] }`,
};

/** Returns the findings in the whole policy with some of its documents changed: `code message`. */
function saidWith(changes: readonly (readonly [keyof typeof whole, string, string])[]): readonly string[] {
  const documents = { ...whole };
  for (const [name, before, after] of changes) {
    expect(documents[name]).toContain(before);
    documents[name] = documents[name].replace(before, after);
  }
  return said(filesOfBytes({ 'policies/a.yaml': `${Object.values(documents).join('\n---\n')}\n` })).map(
    (finding) => finding.replace(/ policies\S+/, ''),
  );
}

test('the whole has no mistake', () => {
  expect(saidWith([])).toEqual([]);
});

test.each([
  ['viewer', 'userType: View', 'userType: Viev', 'unknown-user-type'],
  ['agent', 'seats: [Support]', 'seats: [Suport]', 'unknown-seat'],
  ['agent', 'userType: Core', 'userType: View', 'seat-does-not-combine'],
  ['users', 'seats: [Support]', 'seats: [Suport]', 'unknown-seat'],
  ['users', 'userType: Core, seats', 'userType: Coar, seats', 'unknown-user-type'],
  ['acme', 'packages: [Service]', 'packages: [Servise]', 'unknown-package'],
  ['seat', 'combinesWith: [Core]', 'combinesWith: [Coar]', 'unknown-user-type'],
  ['core', 'Company: all', 'Company: [veiw]', 'unknown-action'],
  ['core', 'Company: all', 'Compani: all', 'unknown-model'],
  ['company', 'actions: [view, update, export]', 'actions: [all]', 'unknown-action'],
  ['company', 'actions: [view, update, export]', 'actions: [veiw, update, export]', 'unknown-action'],
  ['own', '{ $user: id }', '{ $in: [] }', 'condition-never-holds'],
] as const)('one mistake is one finding: %s `%s` → `%s`', (name, before, after, code) => {
  expect(saidWith([[name, before, after]])).toEqual([expect.stringMatching(new RegExp(`^${code} `))]);
});

test('a path that leads nowhere leaves no permission without records', () => {
  const note = 'kind: Model\nname: Note\nactions: [view]\nportfolio: { through: company }';
  const grant = ['core', 'Company: all', '"*": all'] as const;
  const held = ['agent', 'Company: [view]', 'Company: [view], Note: [view]'] as const;
  for (const [extra, code] of [
    ['', 'unknown-relation'],
    ['\nrelations: { company: { model: Other } }', 'unknown-model'],
    ['\nrelations: { company: { model: Note } }', 'path-ends-elsewhere'],
  ] as const)
    expect(saidWith([['company', 'kind: Model', `${note}${extra}\n---\nkind: Model`], grant, held])).toEqual([
      expect.stringMatching(new RegExp(`^${code} `)),
    ]);
});

test('a filter that can never hold, which is a warning, hides no permission without records', () => {
  const written = saidWith([
    [
      'company',
      'name: Company',
      'name: Deal\nactions: [view, update]\nportfolio: self\n---\nkind: Model\nname: Company',
    ],
    ['core', 'Company: all', '"*": all'],
    ['agent', 'portfolio: [own]', 'portfolio: [{ filter: { owner: { $in: [] } }, on: Company }]'],
    ['agent', 'Company: [view]', 'Company: [view], Deal: [view]'],
  ]);
  expect(written).toContain(
    'portfolio-missing role `agent` holds `Deal:view`, and no portfolio says on which records',
  );
});

test.each([
  ['company', 'name: Company', 'name: Crm', 'declared-twice `Crm` is already a model'],
  ['own', '{ $user: id }', '5', 'wrong-operand `owner` is an id and cannot be compared with `5`'],
  ['own', '{ owner: { $user: id } }', '{ $or: [] }', 'out-of-range `$or` must not be empty'],
  [
    'acme',
    'packages: [Service]',
    'packages: [Service]\nlimits: { Core: 0 }',
    'limit-exceeded tenant `acme` has 1 active user of `Core` and may have 0',
  ],
] as const)('the sentence for %s `%s` → `%s`', (name, before, after, sentence) => {
  expect(saidWith([[name, before, after]])).toContain(sentence);
});

test.each([
  ['title: *x', 'there is no anchor `&x` above this line'],
  ['grants: { models: { *: [view] } }', '`*` must be in quotes'],
  ['title Viewer', 'a `:` and a space are missing after `title`'],
  ['title\u00a0Viewer', 'there is a no-break space (U+00A0) where a space is meant'],
  ['title:Viewer', 'a space is missing after `title:`'],
  ['seats: [A, B', 'this `[` is never closed'],
  ['grants: { models: { Company: [view }', 'this `[` is never closed'],
  ['title: "Viewer', 'this text begins with `"` and never ends'],
  ['title: Viewer: all', 'there is a second `:` with a space after it on this line'],
  ['title: @viewer', 'plain text cannot begin with `@`'],
  ['<<: *base', 'merge keys (`<<`) are not part of YAML 1.2'],
])('a slip of the pen is told as its author sees it: %s', (line, detail) => {
  for (const text of [`${line}\nkind: Role\n`, `kind: Role\n${line}\nname: x\n`, `kind: Role\n${line}\n`])
    expect(
      said(filesOfBytes({ 'policies/a.yaml': text })).map((one) => one.replace(/^.*?not valid YAML: /, '')),
    ).toEqual([detail]);
});

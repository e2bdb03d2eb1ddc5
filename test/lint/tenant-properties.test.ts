import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { lint } from '../../compiler/lint/rules.ts';
import { filesInMemory } from '../../compiler/text/files.ts';

const base = `
kind: Model
name: Company
actions: [view, update, export]
portfolio: self
properties: { custom: { type: object }, name: { type: string } }
---
kind: Portfolio
name: full
on: Company
reach: all
---
kind: UserType
name: Core
rank: 1
allows: { models: { "*": all } }
---
kind: Tenant
name: acme
ceiling: { models: { "*": all } }
---
kind: Tenant
name: globex
ceiling: { models: { "*": all } }
---
kind: Properties
tenant: acme
model: Company
properties: { custom.region: { type: string }, custom.margin: { type: number } }
---
kind: Role
name: manager
userType: Core
portfolio: [full]
grants: { models: { Company: [view, update] } }
---
kind: Role
name: looker
tenant: acme
userType: Core
portfolio: [full]
grants: { models: { Company: { actions: [view], properties: { custom: none, "*": [view] } } } }
`;

const writeInvariant = (demand: string) => `---
kind: Invariant
name: rule
severity: error
because: It is tried.
${demand}
`;

/** Returns the findings in the policies, or else those of their lint, each as code and message. */
function findingsOf(text: string): readonly string[] {
  const { policy, diagnostics } = readPolicy(filesInMemory({ 'policies/all.yaml': text }), 'policies');
  const found = policy ? lint(compilePolicy(policy).matrix, '2027-01-31') : diagnostics;
  return found.map(({ code, message }) => `${code}: ${message}`);
}
const broken = (demand: string) =>
  findingsOf(`${base}${writeInvariant(demand)}`).filter((one) => one.startsWith('invariant-broken'));

describe('an invariant that names what one tenant has of its own', () => {
  test.each([
    [
      'tenants: [acme]\nmustNot: ["Company.custom.region:update"]',
      'role `manager` holds `Company.custom.region:update` in `acme`',
    ],
    [
      'mustNot: ["Company.custom.region:update"]',
      'role `manager` holds `Company.custom.region:update` in `acme`',
    ],
    ['must: ["Company.custom.region:view"]', 'role `looker` lacks `Company.custom.region:view` in `acme`'],
    ['mustSome: ["Company.custom.region:update"]\nwithin: model', undefined],
    ['mustNot: ["*.*:update"]\nroles: [manager]', '`Company.custom.margin:update`'],
    [
      'when: ["Company.custom.region:view"]\nmustNot: ["Company:update"]',
      'role `manager` holds `Company:update` in `acme`',
    ],
    [
      'mustNotTogether: ["Company.custom.region:view", "Company:update"]',
      'role `manager` holds `Company:update` and `Company.custom.region:view` together in `acme`',
    ],
    ['mustSomeone: ["Company.custom.region:update"]', undefined],
    ['tenants: [globex, acme]\nmust: ["Company.custom.*:view"]\nroles: [manager]', undefined],
  ])('%j', (demand, said) => {
    const [first, ...others] = broken(demand);
    if (said === undefined) expect(first).toBeUndefined();
    else expect(first).toContain(said);
    expect(others).toEqual([]);
  });

  test('is a mistake where none of its tenants has it', () => {
    const text = `${base}${writeInvariant('tenants: [globex]\nmustNot: ["Company.custom.region:update"]')}`;
    expect(findingsOf(text)).toEqual([
      'unknown-permission: no such permission `Company.custom.region:update`: model `Company` has no property `custom.region`',
    ]);
    const { diagnostics } = readPolicy(filesInMemory({ 'policies/all.yaml': text }), 'policies');
    expect(diagnostics.map(({ help }) => help)).toEqual([
      'only tenant `acme` has it: write `tenants: [acme]`',
    ]);
  });

  test('is suggested where its name is misspelt', () => {
    const text = `${base}${writeInvariant('mustNot: ["Company.custom.regoin:update"]')}`;
    const { diagnostics } = readPolicy(filesInMemory({ 'policies/all.yaml': text }), 'policies');
    expect(diagnostics.map(({ help }) => help)).toEqual(['did you mean `Company.custom.region:update`?']);
  });
});

describe('audit rules on what a tenant has of its own', () => {
  test('a role that goes by a property of the tenant and updates it', () => {
    const mover = `---
kind: Role
name: mover
tenant: acme
userType: Core
portfolio: [{ filter: { custom.region: north } }]
grants: { models: { Company: [view, update] } }
`;
    expect(findingsOf(`${base}${mover}`).filter((one) => one.startsWith('portfolio-movable'))).toEqual([
      expect.stringContaining('`custom.region`'),
    ]);
  });

  test('a role that names one behind a closed switch grants what is dead', () => {
    const behind = `---
kind: Role
name: behind
tenant: acme
userType: Core
portfolio: [full]
grants: { models: { Company: { actions: [view], properties: { custom: none, custom.region: [view], name: all } } } }
`;
    expect(findingsOf(`${base}${behind}`).filter((one) => one.startsWith('dead-grant'))).toEqual([
      expect.stringContaining('`Company.custom.region:view`'),
    ]);
  });

  test('a role that updates one without viewing it', () => {
    const blind = `---
kind: Role
name: blind
tenant: acme
userType: Core
portfolio: [full]
grants: { models: { Company: { actions: [view, update], properties: { custom.region: [update], "*": all } } } }
`;
    expect(findingsOf(`${base}${blind}`).filter((one) => one.startsWith('write-without-view'))).toEqual([
      expect.stringContaining('`Company.custom.region:update`'),
    ]);
  });
});

test('a user has of one role alone what a tenant has behind the words of the catalog', () => {
  const names = Array.from({ length: 40 }, (_, at) => `custom.p${at}`);
  const properties = names.map((name) => `${name}: { type: string }`).join(', ');
  const found = findingsOf(`${base}---
kind: Properties
tenant: globex
model: Company
properties: { ${properties} }
---
kind: Role
name: viewer
userType: Core
portfolio: [full]
grants: { models: { Company: [view] } }
---
kind: Users
tenant: globex
users: [{ id: u1, userType: Core, roles: [manager, viewer] }]
`);
  expect(found.filter((one) => one.startsWith('given-by-several-roles'))).toEqual([]);
});

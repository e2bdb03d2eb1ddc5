import { expect, test } from 'vitest';
import { compile, diff } from '../../compiler/library.ts';

const catalog = `kind: Principal
attributes: { id: { type: id }, boss: { type: string } }
---
kind: Model
name: Company
actions: [view]
---
kind: UserType
name: Core
rank: 1
allows: { models: { "*": all } }
---
kind: Role
name: reader
userType: Core
portfolio: all
grants: { models: { Company: [view] } }
---
kind: Tenant
name: acme
ceiling: { models: { "*": all } }
---
kind: Users
tenant: acme
from: users.csv
`;
const policy = (table: string, settings = '') => {
  const files = { 'policies/all.yaml': catalog + settings, 'policies/users.csv': table };
  const compiled = compile(files, { folder: 'policies' });
  expect(compiled.findings).toEqual([]);
  return compiled;
};
const head = 'id,userType,roles,manager\n';
const settings = '---\nkind: Settings\nreview: { manager: reportsTo }\n';

test('whoever has another manager is told, and nobody’s rights have changed', () => {
  const told = diff(
    policy(`${head}ann,Core,reader,grace\nbob,Core,reader,\neve,Core,reader,linus\n`),
    policy(
      `${head}eve,Core,reader,linus\nann,Core,reader,linus\nbob,Core,reader,"a, b"\nnew,Core,reader,x\n`,
    ),
  );
  expect(told.alterations).toMatchObject([
    {
      kind: 'Users',
      tenant: 'acme',
      field: 'users.ann.manager',
      from: 'grace',
      to: 'linus',
      effect: 'neutral',
    },
    {
      field: 'users.bob.manager',
      to: '"a, b"',
      effect: 'neutral',
      at: { path: 'policies/users.csv', line: 4 },
    },
  ]);
  expect((told.alterations as readonly object[])[1]).not.toHaveProperty('from');
  expect(told.people).toMatchObject([{ user: 'new' }]);
  expect(
    diff(policy(`${head}ann,Core,reader,grace\n`), policy(`${head}ann,Core,reader,linus\n`)),
  ).toMatchObject({ direction: 'none', verdict: 'no-effect', people: [], changes: [], edits: [] });
});

test('the column that the settings name counts, and another one is told of once, as a statement', () => {
  const table = (name: string, ann: string) => `id,userType,roles,${name}\nann,Core,reader,${ann}\n`;
  const told = diff(
    policy(table('reportsTo', 'grace'), settings),
    policy(table('reportsTo', 'linus'), settings),
  );
  expect(told.alterations).toMatchObject([{ field: 'users.ann.reportsTo', from: 'grace', to: 'linus' }]);
  const other = diff(policy(table('manager', 'grace')), policy(table('reportsTo', 'linus'), settings));
  expect(other.alterations).toMatchObject([{ kind: 'Settings', field: 'review.manager', to: 'reportsTo' }]);
});

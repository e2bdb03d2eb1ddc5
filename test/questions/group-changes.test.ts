import { expect, test } from 'vitest';
import { groupChanges } from '../../compiler/questions/diff/group-changes.ts';
import { diff } from '../../compiler/questions/diff.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { compiled } from '../support/compiled.ts';

const policies = (grants: string) =>
  compiled(
    filesInMemory({
      'policies/all.yaml': `{ kind: Model, name: Company, actions: [create, view], portfolio: self, properties: { owner: { type: id } } }
---
{ kind: Feature, name: Bulk, risk: write }
---
{ kind: Principal, attributes: { id: { type: id } } }
---
{ kind: Portfolio, name: own, on: Company, reach: { owner: { $user: id } } }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { "*": all }, features: all } }
---
{ kind: Tenant, name: acme, ceiling: { models: { "*": all }, features: all } }
---
{ kind: Role, name: csm, userType: Core, portfolio: [own], grants: ${grants} }
`,
    }),
  ).matrix;

test('what works on records and what does not are never one group, whose records would be said of both', () => {
  const base = policies('{ models: { Company: [view] } }');
  const head = policies('{ models: { Company: [view, create] }, features: [Bulk] }');
  const groups = groupChanges(diff(base, head).changes);
  expect(groups.map(({ cells }) => cells.map(({ permission }) => permission)).sort()).toEqual([
    ['Bulk:use'],
    ['Company:create'],
  ]);
});

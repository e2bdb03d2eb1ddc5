import { expect, test } from 'vitest';
import { makeReport } from '../../compiler/print/diff/make-report.ts';
import { findFaults } from '../../compiler/questions/diff/find-faults.ts';
import type { SidePlaceJson } from '../../compiler/questions/diff/report.ts';
import { diff } from '../../compiler/questions/diff.ts';
import { matrixIn } from './edited.ts';

const base: Readonly<Record<string, string>> = {
  'catalog.yaml': `kind: Model
name: Company
family: standard
portfolio: self
properties:
  name: { type: string }
  arr:
    type: number
    requires: [Money:use]
    sensitive: true
actions: [create, view, update, remove]
---
kind: Model
name: Task
family: standard
requires:
  "*": [Money:use]
risk: { update: escalation }
actions: [view, update]
package: Extra
---
kind: Feature
name: Money
---
kind: Principal
attributes: { id: { type: id } }
---
kind: Portfolio
name: named
on: Company
reach: { name: { $user: id } }
---
{ kind: Portfolio, name: everything, on: Company, reach: all }
`,
  'caps.yaml': `kind: UserType
name: Core
rank: 1
allows:
  models: { "*": all }
  features: all
---
kind: Seat
name: Desk
adds:
  features: [Money]
package: Extra
combinesWith: [Core]
`,
  'roles.yaml': `kind: Role
name: floor
abstract: true
userType: Core
grants: { models: { Task: [view] } }
---
kind: Role
name: clerk
userType: Core
seats: [Desk]
portfolio:
  "*": [named]
  "Company:view": [everything]
includes: [floor]
grants:
  models:
    Company: [view, update]
    Task: [update]
  features: [Money]
`,
  'tenant.yaml': `kind: Tenant
name: acme
packages: [Extra]
plan: Large
ceiling:
  models: { "*": all }
  features: all
`,
  'guards.yaml': `kind: Invariant
name: no-removal
severity: error
because: records are kept
roles: [clerk]
mustNot: [Company:remove]
`,
};

const filesOf = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`policies/${name}`, text]));

/** Returns the lines of the head that a difference cites for what left a file, each with its text. */
function citeLines(file: string, gone: string): readonly string[] {
  expect(base[file]).toContain(gone);
  const after = { ...base, [file]: (base[file] ?? '').replace(gone, '') };
  const difference = diff(matrixIn(filesOf(base)), matrixIn(filesOf(after)));
  const report = makeReport(
    difference,
    {
      faults: findFaults(difference),
      handmade: [],
      guards: { invariants: [], waivers: [] },
      renamed: { followed: [], suggested: [] },
    },
    { base: 'base', head: 'head' },
  );
  const causes = report.groups.flatMap(({ because: { at, other } }) => (other ? [at, other] : [at]));
  const places: readonly Omit<SidePlaceJson, 'side'>[] = [
    ...causes.filter(({ side }) => side === 'head'),
    ...report.edits.map(({ at }) => at),
    ...report.alterations.map(({ at }) => at),
    ...report.faults,
  ];
  expect(places.map(({ path }) => path)).toEqual(places.map(() => `policies/${file}`));
  const lines = (after[file] ?? '').split('\n');
  return [...new Set(places.map(({ line }) => lines[line - 1] ?? ''))];
}

test.each([
  ['roles.yaml', '  "Company:view": [everything]\n', ['  "*": [named]']],
  ['roles.yaml', 'includes: [floor]\n', ['grants:']],
  ['roles.yaml', 'seats: [Desk]\n', ['portfolio:']],
  ['roles.yaml', '  features: [Money]\n', ['    Task: [update]']],
  ['roles.yaml', '    Company: [view, update]\n', ['    Task: [update]']],
  ['catalog.yaml', 'portfolio: self\n', ['properties:']],
  ['catalog.yaml', '    requires: [Money:use]\n', ['    sensitive: true']],
  ['catalog.yaml', '    sensitive: true\n', ['    requires: [Money:use]']],
  ['catalog.yaml', 'requires:\n  "*": [Money:use]\n', ['risk: { update: escalation }']],
  ['catalog.yaml', 'risk: { update: escalation }\n', ['actions: [view, update]']],
  ['catalog.yaml', 'package: Extra\n', ['actions: [view, update]']],
  ['caps.yaml', 'package: Extra\n', ['combinesWith: [Core]']],
  ['tenant.yaml', '  models: { "*": all }\n', ['  features: all']],
  ['tenant.yaml', 'plan: Large\n', ['ceiling:']],
  ['guards.yaml', 'roles: [clerk]\n', ['mustNot: [Company:remove]']],
] as const)('in %s, %j is gone, and the line that stands there now is cited', (file, gone, lines) => {
  expect(citeLines(file, gone)).toEqual(lines);
});

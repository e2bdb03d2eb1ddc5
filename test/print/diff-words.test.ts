import { expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { compareGuards } from '../../compiler/lint/invariants/compare-guards.ts';
import { makeReport } from '../../compiler/print/diff/make-report.ts';
import { listMustLook } from '../../compiler/print/diff/markdown/list-must-look.ts';
import { printDiffMarkdown } from '../../compiler/print/diff/markdown.ts';
import { printDiffPretty } from '../../compiler/print/diff/pretty.ts';
import { findFaults } from '../../compiler/questions/diff/find-faults.ts';
import { judgeGuards } from '../../compiler/questions/diff/judge-guards.ts';
import type { DiffReport } from '../../compiler/questions/diff/report.ts';
import { separateArrivals } from '../../compiler/questions/diff/separate-arrivals.ts';
import { diff } from '../../compiler/questions/diff.ts';
import { filesInMemory } from '../../compiler/text/files.ts';

const catalog = `kind: Principal
attributes: { id: { type: id } }
---
kind: Model
name: Company
family: standard
portfolio: self
actions: [create, view, update, export]
properties: { owner: { type: id }, coOwner: { type: id } }
---
kind: Model
name: Token
family: internal
actions: [create]
risk: { create: escalation }
---
kind: UserType
name: Core
rank: 1
allows: { models: { "*": all } }
---
kind: Portfolio
name: whole
on: Company
reach: all
---
kind: Portfolio
name: own
on: Company
reach: { $or: [{ owner: { $user: id } }, { coOwner: { $user: id } }] }
`;
const tenant = (name: string, ceiling = '{ models: { "*": all } }') =>
  `kind: Tenant\nname: ${name}\nplan: Enterprise\nceiling: ${ceiling}\n`;
const role = (name: string, models: string, portfolio = 'whole') =>
  `kind: Role\nname: ${name}\nuserType: Core\nportfolio: [${portfolio}]\ngrants: { models: ${models} }\n`;

type Texts = Readonly<Record<string, string>>;

function reportOf(base: Texts, head: Texts): DiffReport {
  const [before, after] = [base, head].map((texts) => {
    const { policy, diagnostics } = readPolicy(filesInMemory({ 'p/catalog.yaml': catalog, ...texts }), 'p');
    if (!policy) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
    return compilePolicy(policy).matrix;
  });
  if (!before || !after) throw new Error('two sides');
  const difference = diff(before, after);
  return makeReport(
    difference,
    {
      faults: findFaults(difference),
      handmade: [],
      guards: judgeGuards(difference, compareGuards(difference)),
      renamed: { followed: [], suggested: [] },
    },
    { base: 'main', head: 'feature' },
  );
}

const plain = { bold: same, dim: same, green: same, red: same, yellow: same } as never;
function same(text: string): string {
  return text;
}
const pretty = (report: DiffReport): string => [...printDiffPretty(report, plain)].join('');

const acme = { 'p/acme.yaml': tenant('acme') };
const viewer = { ...acme, 'p/r.yaml': role('viewer', '{ Company: [view] }') };

/** The lines on what must be looked at, for whomever. */
const linesOf = (report: DiffReport, most: number): readonly string[] =>
  listMustLook(separateArrivals(report), most, { gains: [], revivals: [] }).audiences.flatMap(
    ({ lines }) => lines,
  );

test('each permission is told with its own class, also where there is too much of it', () => {
  const after = { ...acme, 'p/r.yaml': role('viewer', '{ Company: [view, export], Token: all }') };
  const report = reportOf(viewer, after);
  for (const { risk, can } of report.groups)
    expect(can.map((one) => one.risk ?? risk)).toEqual(can.map(() => risk));
  for (const most of [100_000, 0]) {
    const text = linesOf(report, most).join('\n');
    expect(text).toMatch(/^\*\*escalation\*\* · .*`Token:create`/m);
    expect(text).toMatch(/^\*\*exfiltration\*\* · .*`Company:export`/m);
    expect(text).not.toMatch(/^\*\*escalation\*\* .*`Company:export`/m);
  }
});

test('a portfolio moves permissions of several classes, and says so', () => {
  const grants = '{ Company: [view, export] }';
  const report = reportOf(
    { ...acme, 'p/r.yaml': role('viewer', grants, 'own') },
    { ...acme, 'p/r.yaml': role('viewer', grants) },
  );
  expect(printDiffMarkdown(report, '')).toContain('**up to exfiltration** · role `viewer`');
  expect(pretty(report)).toContain('on: records in portfolio `own` (coOwner or owner is the user');
  const lines = linesOf(report, 0);
  expect(lines.find((one) => one.includes('`Company:export`'))).toMatch(/^\*\*exfiltration\*\*/);
  expect(lines.find((one) => one.includes('`Company`'))).toMatch(/^\*\*read\*\*/);
});

test('the headline is the worst thing there is', () => {
  const headline = (models: string) =>
    printDiffMarkdown(reportOf(viewer, { ...acme, 'p/r.yaml': role('viewer', models) }), '').split('\n')[1];
  expect(headline('{ Company: [view, export], Token: all }')).toMatch(/^## Permissions: ESCALATION · 2 /);
  expect(headline('{ Company: [view, export] }')).toMatch(
    /^## Permissions: ESCALATION \(exfiltration\) · 1 permission gained by 1 role in 1 tenant \(1 of high risk\) /,
  );
  expect(headline('{ Company: [view, create] }')).toMatch(/^## Permissions: Wider · 1 permission gained/);
});

test('a new tenant is one sentence that names all of high risk, and wakes nothing', () => {
  const before = { ...acme, 'p/r.yaml': role('viewer', '{ Company: [view, export], Token: all }') };
  const report = reportOf(before, { ...before, 'p/u.yaml': tenant('umbrella') });
  expect(report.groups.some(({ woken }) => woken)).toBe(false);
  const lines = linesOf(report, 100_000);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(
    /^\*\*escalation\*\* · tenant `umbrella` is new .* 1 role holds \d+ permissions there, 2 of high risk: \*\*escalation\*\* `Token:create` \(role `viewer`\); \*\*exfiltration\*\* `Company:export` \(role `viewer`\); see `matrices\/tenants\/umbrella\.md`\.$/,
  );
  for (const text of [printDiffMarkdown(report, ''), pretty(report)]) {
    expect(text).not.toMatch(/woken/i);
    expect(text).toContain('Token:create');
  }
  expect(linesOf(report, 0).join()).toMatch(/`Token:create`.*`Company:export`/);
});

test('a new role is one sentence that names all of high risk', () => {
  const report = reportOf(acme, {
    ...acme,
    'p/r.yaml': role('agent', '{ Company: [view, export], Token: all }'),
  });
  const lines = linesOf(report, 100_000);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(
    /role `agent`, user type `Core`, is new .*\*\*escalation\*\* `Token:create` \(in `acme`.*\*\*exfiltration\*\* `Company:export`/,
  );
});

test('what a tenant refuses of an edit is told where others let it through', () => {
  const globex = { 'p/globex.yaml': tenant('globex', '{ models: { "*": [view] } }') };
  const after = { ...acme, ...globex, 'p/r.yaml': role('viewer', '{ Company: [view, export] }') };
  const report = reportOf({ ...viewer, ...globex }, after);
  expect(report.edits[0]?.refused).toMatchObject([{ tenant: 'globex', permissions: ['Company:export'] }]);
  expect(printDiffMarkdown(report, '')).toContain(
    'asked for, but refused in `globex` by the tenant’s ceiling (`p/globex.yaml:4`): `Company:export`',
  );
  expect(pretty(report)).toContain('Company:export asked for, but refused in globex');
  expect(reportOf({ ...viewer, ...acme }, { ...after, ...acme }).edits.every(({ extents }) => extents)).toBe(
    true,
  );
});

test('users who keep by another role what one of theirs loses are counted beside those who do not', () => {
  const users = (ofBob: string) =>
    `kind: Users\ntenant: acme\nusers:\n${[
      ['ada', 'viewer, exporter'],
      ['bob', ofBob],
      ['eve', 'viewer'],
    ]
      .map(([id, roles]) => `  - { id: ${id}, userType: Core, roles: [${roles}] }\n`)
      .join('')}`;
  const roles = (models: string, ofBob = 'viewer, exporter') => ({
    ...acme,
    'p/users.yaml': users(ofBob),
    'p/e.yaml': role('exporter', '{ Company: [view, export] }'),
    'p/r.yaml': role('viewer', models),
  });
  const report = reportOf(roles('{ Company: [view, export] }'), roles('{ Company: [view] }'));
  expect(report).toMatchObject({ users: 3, unmoved: 2, netEffects: [{ holders: [{ users: ['eve'] }] }] });
  const sentence =
    '2 users hold a role that changed, and can do the same as before by all their roles together';
  expect(printDiffMarkdown(report, '')).toContain(`\n- ${sentence}.\n`);
  expect(pretty(report)).toContain(`\n  ${sentence}\n`);
  // Whoever is given other roles is told among those who moved.
  const moved = reportOf(
    roles('{ Company: [view, export] }'),
    roles('{ Company: [view] }', 'exporter, viewer'),
  );
  expect(moved.unmoved).toBe(2);
  const taken = reportOf(roles('{ Company: [view, export] }'), roles('{ Company: [view] }', 'exporter'));
  expect(taken.unmoved).toBe(1);
});

import { expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { makeRegisterTable } from '../../compiler/print/evidence/tables/register.ts';
import { printExplainPretty } from '../../compiler/print/explain/pretty.ts';
import { printMatrixMarkdown } from '../../compiler/print/matrix/markdown.ts';
import { printMatrixPretty } from '../../compiler/print/matrix/pretty.ts';
import { explainRole } from '../../compiler/questions/explain.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { filesInMemory } from '../../compiler/text/files.ts';

const text = `
kind: Action
name: merge
where: The menu of a company
notes: [It cannot be undone.]
---
kind: Model
name: Company
where: Data › Companies
actions: [view, merge]
notes: { "*": Everybody asks for it. }
---
kind: Feature
name: Reports
where: Settings › Reports
notes: [They leave the building.]
risk: exfiltration
---
kind: UserType
name: Core
rank: 1
allows: { models: { "*": all }, features: all }
---
kind: Portfolio
name: full
on: Company
reach: all
---
kind: Tenant
name: acme
ceiling: { models: { "*": all }, features: all }
---
kind: Role
name: lead
userType: Core
portfolio: [full]
grants: { models: { "*": [view] }, features: all }
---
kind: Role
name: owner
userType: Core
portfolio: [full]
grants: { models: { "*": all } }
`;

const { compiled } = compile(filesInMemory({ 'p/all.yaml': text }), 'p');
const colours = chooseColours(false);

const explained = (role: string, permission: string): string => {
  const row = compiled?.matrix.rows.find((one) => one.role.name === role);
  const cell = compiled?.matrix.policy.catalog.cellOf.get(permission);
  return compiled && row && cell
    ? printExplainPretty(explainRole(compiled.matrix, row, cell), colours)
    : 'not found';
};

test.for([
  [
    'Company:merge',
    ['Data › Companies', 'The menu of a company'],
    ['Everybody asks for it.', 'It cannot be undone.'],
  ],
  ['Company:view', ['Data › Companies'], ['Everybody asks for it.']],
  ['Reports:use', ['Settings › Reports'], ['They leave the building.']],
] as const)('explain prints where `%s` is met, and its notes', ([permission, where, notes]) => {
  const lines = explained('lead', permission).split('\n');
  expect(lines.filter((line) => line.startsWith('where: '))).toEqual(where.map((place) => `where: ${place}`));
  expect(lines.filter((line) => line.startsWith('note: '))).toEqual(notes.map((note) => `note: ${note}`));
});

test('a matrix has the notes, and a word for every action of the product’s own', () => {
  const content = compiled ? [...printMatrixMarkdown(compiled.matrix)].join('') : '';
  expect(content).toContain('| Company:merge |');
  expect(content).toContain('They leave the building.');
  const line = (role: string) => content.split('\n').find((one) => one.startsWith(`| ${role} | Company `));
  expect(line('owner')).toContain('| merge |');
  expect(line('lead')).toContain('| merge · |');
});

test('the letters of roles side by side have a line for every action of the product’s own', () => {
  const printed = compiled ? [...printMatrixPretty(compiled.matrix, { colours, width: 80 })].join('') : '';
  expect(printed).toMatch(/^ {2}merge +· +merge$/m);
});

test('the register of evidence has them beside whoever holds an escalation or an exfiltration', () => {
  if (!compiled) throw new Error('the policies have errors');
  const { columns, rows } = makeRegisterTable(compiled.matrix);
  const at = (name: string) => columns.findIndex((column) => column.name === name);
  expect([...rows()].map((row) => [row[at('permission')], row[at('role')], row[at('notes')]])).toEqual([
    ['Reports:use', 'lead', 'Settings › Reports · They leave the building.'],
  ]);
});

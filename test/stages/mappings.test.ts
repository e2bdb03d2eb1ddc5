import { expect, test } from 'vitest';
import { readPolicy } from '../../compiler/compile.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { acme } from '../support/acme.ts';
import { said } from '../support/said.ts';

const world = (mapping: string) =>
  filesInMemory({ 'policies/all.yaml': acme, 'policies/mapping.yaml': mapping });

test('every name that a mapping leads to must exist, at its place', () => {
  const found = said(
    world(`kind: Mapping
name: product
columns: { Name: rolle, Boss: attributes.levl }
actions: { add: creat }
models: { Account: Compani }
properties: { Compny: { Name: name }, Company: { Value: ar } }
permissions: { See: Company:se, Both: [Company:view, Company.ar:view] }
modules: { Money: Revenu }
features: { Mail: Synk }
userTypes: { Reader: Veiw }
seats: { Helper: Servce }
packages: { Extra: Everything }
portfolios: { Mine: owm, All: [full, ful] }
`),
  );
  expect(found.filter((one) => one.includes('mapping.yaml'))).toMatchInlineSnapshot(`
    [
      "unknown-value policies/mapping.yaml:3:18 column \`Name\` cannot be \`rolle\`: it is \`role\`, \`permission\`, \`subject\`, \`property\`, \`action\`, \`on\`, \`title\`, \`description\`, \`userType\`, \`seats\`, \`portfolio\`, \`id\`, \`roles\`, \`active\`, \`madeBy\`, \`attributes\`, \`limit\`, \`most\`, \`limits\`, \`pack…",
      "unknown-attribute policies/mapping.yaml:3:31 unknown user attribute \`levl\`",
      "unknown-action policies/mapping.yaml:4:17 unknown action \`creat\`",
      "unknown-model policies/mapping.yaml:5:20 unknown model \`Compani\`",
      "unknown-module policies/mapping.yaml:8:19 unknown module \`Revenu\`",
      "unknown-feature policies/mapping.yaml:9:19 unknown feature \`Synk\`",
      "unknown-user-type policies/mapping.yaml:10:22 unknown user type \`Veiw\`",
      "unknown-seat policies/mapping.yaml:11:18 unknown seat \`Servce\`",
      "unknown-package policies/mapping.yaml:12:20 nothing belongs to package \`Everything\`",
      "unknown-model policies/mapping.yaml:6:15 unknown model \`Compny\`",
      "unknown-property policies/mapping.yaml:6:57 model \`Company\` has no property \`ar\`",
      "unknown-permission policies/mapping.yaml:7:21 no such permission \`Company:se\`: model \`Company\` supports \`create\`, \`view\`, \`update\`, \`remove\` and \`export\`",
      "unknown-permission policies/mapping.yaml:7:54 no such permission \`Company.ar:view\`: model \`Company\` has no property \`ar\`",
      "unknown-portfolio policies/mapping.yaml:13:21 unknown portfolio \`owm\`",
      "unknown-portfolio policies/mapping.yaml:13:38 unknown portfolio \`ful\`",
    ]
  `);
});

test('a mapping is read with each word by what it stands for, and two of one name are a mistake', () => {
  const { policy } = readPolicy(
    world(`kind: Mapping
name: product
permissions: { See: Company:view, Both: [Company:view, Company.arr:view] }
portfolios: { Mine: own, All: [full] }
values: { on: [Granted] }
`),
    'policies',
  );
  expect(policy?.mappings.map(({ at: _, ...mapping }) => mapping)).toMatchObject([
    {
      name: 'product',
      permissions: new Map([
        ['See', ['Company:view']],
        ['Both', ['Company:view', 'Company.arr:view']],
      ]),
      portfolios: new Map([
        ['Mine', ['own']],
        ['All', ['full']],
      ]),
      on: ['Granted'],
      off: [],
    },
  ]);
  const twice = said(world('kind: Mapping\nname: product\n---\nkind: Mapping\nname: product\n'));
  expect(twice).toContainEqual(expect.stringMatching(/^declared-twice policies\/mapping.yaml:5:7 /));
});

test('a property of one tenant alone may be named', () => {
  const found = said(
    world(`kind: Properties
tenant: acme
model: Company
properties: { custom.region: { type: string } }
---
kind: Mapping
name: product
properties: { Company: { Region: custom.region } }
permissions: { Region seen: Company.custom.region:view }
`),
  );
  expect(found.filter((one) => one.includes('mapping.yaml'))).toEqual([]);
});

import { describe, expect, test } from 'vitest';

import { said, text } from './said.ts';

describe('a mistake is said once, in words, at its place', () => {
  test('an empty model', () => {
    expect(
      said(
        text(`
      kind: Model
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "missing-field 1:1 this model has no \`actions\` [for example \`actions: [create, view, update, remove, export]\`]",
        "missing-field 1:1 this model has no \`name\` [for example \`name: Company\`]",
      ]
    `);
  });

  test('a model with a misspelt required field', () => {
    expect(
      said(
        text(`
      kind: Model
      nam: Company
      family: standard
      actions: [view]
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "unknown-field 2:1 unknown field \`nam\` in this model [did you mean \`name\`?]",
      ]
    `);
  });

  test('a model with a dot in its name', () => {
    expect(
      said(
        text(`
      kind: Model
      name: ph.section
      family: standard
      actions: [view]
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "bad-name 2:7 \`ph.section\` cannot name a model: a name like this is a letter, then letters, digits, dashes and underscores [did you mean \`PhSection\`?]",
      ]
    `);
  });

  test('a model called by a reserved word', () => {
    expect(
      said(
        text(`
      kind: Model
      name: Any
      family: standard
      actions: [view]
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "reserved-name 2:7 \`Any\` cannot name a model: it is reserved",
      ]
    `);
  });

  test('a model of an unknown family', () => {
    expect(
      said(
        text(`
      kind: Model
      name: Company
      family: standart
      actions: [view]
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "unknown-value 3:9 the family of model \`Company\` cannot be \`standart\`: it is \`standard\` or \`internal\` [did you mean \`standard\`?]",
      ]
    `);
  });

  test('a model without actions', () => {
    expect(
      said(
        text(`
      kind: Model
      name: Company
      family: internal
      actions: []
      `),
      ),
    ).toMatchInlineSnapshot(`[]`);
  });

  test('actions as one word', () => {
    expect(
      said(
        text(`
      kind: Model
      name: Company
      family: internal
      actions: view
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 4:10 \`actions\` of model \`Company\` must be a list, not the text \`view\` [write \`[view]\`]",
      ]
    `);
  });

  test('a model with a wrong portfolio word and another with a wrong map', () => {
    expect(
      said(
        text(`
      kind: Model
      name: Company
      family: standard
      actions: [view]
      portfolio: own
      ---
      kind: Model
      name: Task
      family: standard
      actions: [view]
      portfolio: { trough: company }
      ---
      kind: Model
      name: Note
      family: standard
      actions: [view]
      portfolio: { via: company }
      ---
      kind: Model
      name: Call
      family: standard
      actions: [view]
      portfolio: { through: a b }
      ---
      kind: Model
      name: Mail
      family: standard
      actions: [view]
      portfolio: { through: company.__proto__ }
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "unknown-value 5:12 the portfolio of model \`Company\` cannot be \`own\`: it is \`self\` or \`{ through: … }\`",
        "unknown-field 11:14 unknown field \`trough\` in the portfolio of model \`Task\` [did you mean \`through\`?]",
        "wrong-type 17:12 the portfolio of model \`Note\` must be \`self\` or \`{ through: … }\`, not a map with \`via\`",
        "bad-name 23:23 \`a b\` cannot name a path: a name like this is one or more property names, joined by dots [did you mean \`a.b\`?]",
        "reserved-name 29:23 \`company.__proto__\` cannot name a path: it is reserved",
      ]
    `);
  });

  test('properties with bad names, types and flags', () => {
    expect(
      said(
        text(`
      kind: Model
      name: Company
      family: standard
      actions: [view]
      properties:
        first-name: { type: string }
        2nd: { type: string }
        __proto__: { type: string }
        constructor: { type: string }
        all: { type: string }
        arr: { type: money }
        mrr: number
        owner: { sensitive: true }
        phase: { type: string, system: yes }
        plan: { type: string, sensitiv: true }
        size:
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "bad-name 6:3 \`first-name\` cannot name a property: a name like this is letters, digits and underscores, with no digit first [did you mean \`firstName\`?]",
        "bad-name 7:3 \`2nd\` cannot name a property: a name like this is letters, digits and underscores, with no digit first",
        "reserved-name 8:3 \`__proto__\` cannot name a property: it is reserved",
        "reserved-name 9:3 \`constructor\` cannot name a property: it is reserved",
        "reserved-name 10:3 \`all\` cannot name a property: it is reserved",
        "unknown-value 11:16 the type of property \`arr\` of model \`Company\` cannot be \`money\`: it is \`id\`, \`string\`, \`number\`, \`integer\`, \`boolean\`, \`date\`, \`list\` or \`object\`",
        "wrong-type 12:8 property \`mrr\` of model \`Company\` must be \`{ type: … }\`, not the text \`number\`",
        "missing-field 13:3 property \`owner\` of model \`Company\` has no \`type\` [for example \`type: string\`]",
        "wrong-type 14:34 \`system\` of property \`phase\` of model \`Company\` must be \`true\` or \`false\`, not the text \`yes\` [write \`true\`]",
        "unknown-field 15:25 unknown field \`sensitiv\` in property \`plan\` of model \`Company\` [did you mean \`sensitive\`?]",
        "wrong-type 16:3 property \`size\` of model \`Company\` must be \`{ type: … }\`, not empty",
      ]
    `);
  });

  test('relations with bad names', () => {
    expect(
      said(
        text(`
      kind: Model
      name: Company
      actions: [view]
      relations:
        parent-company: { model: Company }
        constructor: { model: Company }
      ---
      kind: Generations
      name: a,b
      generations: [{ name: "x,y", models: [Company] }, { name: z, models: [Company] }]
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "bad-name 5:3 \`parent-company\` cannot name a relation: a name like this is letters, digits and underscores, with no digit first [did you mean \`parentCompany\`?]",
        "reserved-name 6:3 \`constructor\` cannot name a relation: it is reserved",
        "bad-name 9:7 \`a,b\` cannot name generations: a name like this is at most 128 letters, digits, spaces and \`_ . : @ + ( ) & / ' -\`, first a letter or a digit, last a letter, a digit or \`)\` [did you mean \`a-b\`?]",
        "bad-name 10:23 \`x,y\` cannot name a generation: a name like this is at most 128 letters, digits, spaces and \`_ . : @ + ( ) & / ' -\`, first a letter or a digit, last a letter, a digit or \`)\` [did you mean \`x-y\`?]",
      ]
    `);
  });

  test('properties as a list', () => {
    expect(
      said(
        text(`
      kind: Model
      name: Company
      family: standard
      actions: [view]
      properties: [arr, mrr]
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 5:13 \`properties\` of model \`Company\` must be a map, not a list [write a type for each property: \`{ arr: { type: string }, … }\`]",
      ]
    `);
  });

  test('requires, risk, notes and aliases of a model', () => {
    expect(
      said(
        text(`
      kind: Model
      name: Company
      family: standard
      actions: [view]
      aliases: Companies
      requires: { create: AdminAccess:use }
      risk: { create: dangerous, view: reads }
      notes: { remove: 3, view: "" }
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 5:10 \`aliases\` of model \`Company\` must be a list, not the text \`Companies\` [write \`[Companies]\`]",
        "wrong-type 6:21 \`create\` in \`requires\` of model \`Company\` must be a list or \`{ anyOf: … }\`, not the text \`AdminAccess:use\` [write \`[AdminAccess:use]\`]",
        "unknown-value 7:17 \`create\` in \`risk\` of model \`Company\` cannot be \`dangerous\`: it is \`read\`, \`write\`, \`destructive\`, \`exfiltration\` or \`escalation\`",
        "unknown-value 7:34 \`view\` in \`risk\` of model \`Company\` cannot be \`reads\`: it is \`read\`, \`write\`, \`destructive\`, \`exfiltration\` or \`escalation\` [did you mean \`read\`?]",
        "wrong-type 8:18 \`remove\` in \`notes\` of model \`Company\` must be text, not the number \`3\` [put quotes around it to make it text]",
        "out-of-range 8:27 \`view\` in \`notes\` of model \`Company\` must not be empty",
      ]
    `);
  });

  test('hostile keys of a document', () => {
    expect(
      said(
        text(`
      kind: Model
      name: Company
      family: standard
      actions: [view]
      __proto__: { polluted: true }
      constructor: x
      toString: y
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "unknown-field 5:1 unknown field \`__proto__\` in model \`Company\`",
        "unknown-field 6:1 unknown field \`constructor\` in model \`Company\`",
        "unknown-field 7:1 unknown field \`toString\` in model \`Company\`",
      ]
    `);
  });

  test('an empty title and description', () => {
    expect(
      said(
        text(`
      kind: Module
      name: CustomerWorkflows
      title:
      description: "  "
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 3:1 the title of module \`CustomerWorkflows\` must be text, not empty",
        "out-of-range 4:14 the description of module \`CustomerWorkflows\` must not be empty",
      ]
    `);
  });

  test('a module with a risk and requires of the wrong form', () => {
    expect(
      said(
        text(`
      kind: Module
      name: CustomerWorkflows
      risk: 3
      requires: { view: true }
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 3:7 \`risk\` of module \`CustomerWorkflows\` must be \`read\`, \`write\`, \`destructive\`, \`exfiltration\` or \`escalation\`, not the number \`3\`",
        "wrong-type 4:11 \`requires\` of module \`CustomerWorkflows\` must be a list or \`{ anyOf: … }\`, not a map with \`view\`",
      ]
    `);
  });

  test('a feature with a number for a name', () => {
    expect(
      said(
        text(`
      kind: Feature
      name: 42
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 2:7 the name of this feature must be text, not the number \`42\`",
      ]
    `);
  });

  test('a feature with an unknown field', () => {
    expect(
      said(
        text(`
      kind: Feature
      name: EmailSync
      grants: all
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "unknown-field 3:1 unknown field \`grants\` in feature \`EmailSync\`",
      ]
    `);
  });

  test('a capability that requires nothing', () => {
    expect(
      said(
        text(`
      kind: Capability
      name: AppAccess
      requires: []
      ---
      kind: Capability
      name: AppAccess
      requires:
      ---
      kind: Capability
      name: AppAccess
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 7:1 \`requires\` of capability \`AppAccess\` must be a list or \`{ anyOf: … }\`, not empty [write \`[]\` if none is meant]",
        "missing-field 9:1 capability \`AppAccess\` has no \`requires\` [for example \`requires: ["Company:view"]\`]",
      ]
    `);
  });
});

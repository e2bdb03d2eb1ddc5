import { builtinModules } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect, sortDiagnostics } from '../../compiler/diagnostics/diagnostic.ts';
import type { Parsed } from '../../compiler/model/document.ts';
import { type DocumentKind, documentKinds } from '../../compiler/model/document-kinds.ts';
import { validate } from '../../compiler/stages/2-validate.ts';
import { definitions, type Schema, schemas } from '../../compiler/stages/validators.generated.js';
import { positionOf } from '../../compiler/text/source.ts';
import { parseYaml } from '../../compiler/text/yaml.ts';
import { runs } from '../support/random.ts';

function parsedOf(text: string): readonly Parsed[] {
  const source = { path: 'policy.yaml', text };
  return parseYaml(source).map(({ value, mistakes }, index) => {
    expect(mistakes).toEqual([]);
    return { document: { source, index }, kind: (value as { kind: DocumentKind }).kind, value };
  });
}

/** What validate says of a text: `code line:column message [help]`, in the order of printing. */
function said(text: string): readonly string[] {
  const { report, diagnostics } = collect();
  validate(parsedOf(text), report);
  return sortDiagnostics(diagnostics).map(({ code, at, message, help, related }) => {
    const { line, column } = positionOf(at.source, at.start);
    const notes = related.map(
      (other) => ` (${positionOf(other.at.source, other.at.start).line}: ${other.note})`,
    );
    return `${code} ${line}:${column} ${message}${help === undefined ? '' : ` [${help}]`}${notes.join('')}`;
  });
}

/** A text without the indentation of the test it stands in. */
const text = (indented: string): string => indented.replace(/^\n/, '').replace(/^ {6}/gm, '');

/** The names of fields and the closed words of a schema. */
function wordsIn(schema: Schema): readonly string[] {
  const { properties = {}, enum: closed = [], items, anyOf = [] } = schema;
  const inner = [...Object.values(properties), ...anyOf, ...(items ? [items] : [])];
  return [...Object.keys(properties), ...closed, ...inner.flatMap(wordsIn)];
}

describe('nothing throws, whatever a document holds', () => {
  const source = { path: 'policy.yaml', text: 'kind: Role' };
  const hostile = Object.assign(Object.create(null), { ['__proto__']: null, constructor: [], toString: {} });
  const values = [undefined, null, true, Number.NaN, 'text', [], [[]], {}, hostile, [hostile, hostile]];

  test.each(documentKinds)('%s', (kind) => {
    const { properties = {} } = schemas[kind] ?? {};
    const filled = values.map((value) =>
      Object.fromEntries(Object.keys(properties).map((key) => [key, value])),
    );
    for (const value of [...values, ...filled]) {
      const { report, failed } = collect();
      validate([{ document: { source, index: 0 }, kind, value }], report);
      expect(failed()).toBe(true);
    }
  });

  test('in any combination of the words of the language', { tags: ['slow'] }, () => {
    const words = [...new Set(Object.values({ ...schemas, ...definitions }).flatMap(wordsIn))];
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        fc.constantFrom(null, true, 3, -1.5, '', '__proto__', ...words),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...words, '*', '__proto__', 'a/b~c'), tie('value'), { maxKeys: 6 }),
      ),
    }));
    const document = fc.tuple(fc.constantFrom(...documentKinds), value);
    fc.assert(
      fc.property(document, ([kind, value]) => {
        const { report, diagnostics } = collect();
        const whole = typeof value === 'object' && value !== null ? Object.assign(value, { kind }) : value;
        validate([{ document: { source, index: 0 }, kind, value: whole }], report);
        for (const { message, help = '' } of diagnostics)
          expect(message + help).not.toMatch(/undefined|\n|object Object/);
      }),
      runs(3000),
    );
  });

  test('a kind that nobody knows is left to load', () => {
    const { report, diagnostics } = collect();
    for (const kind of ['constructor', 'role', '__proto__', ''])
      validate([{ document: { source, index: 0 }, kind: kind as DocumentKind, value: {} }], report);
    expect(diagnostics).toEqual([]);
  });

  test('a hundred findings are enough for one document', () => {
    const items = Array.from({ length: 5_000 }, (_, index) => `  - { id: ${index}, userType: View }`);
    expect(said(`kind: Users\ntenant: acme\nusers:\n${items.join('\n')}\n`)).toHaveLength(100);
  });
});

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
        "wrong-type 5:13 \`properties\` of model \`Company\` must be a map, not a list",
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

  test('attributes of the principal', () => {
    expect(
      said(
        text(`
      kind: Principal
      attributes:
        id: id
        user-id: { type: id }
        prototype: { type: id }
        team: { typ: list }
        region: { type: text }
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 3:7 attribute \`id\` of the principal must be \`{ type: … }\`, not the text \`id\`",
        "bad-name 4:3 \`user-id\` cannot name an attribute: a name like this is letters, digits and underscores, with no digit first [did you mean \`userId\`?]",
        "reserved-name 5:3 \`prototype\` cannot name an attribute: it is reserved",
        "unknown-field 6:11 unknown field \`typ\` in attribute \`team\` of the principal [did you mean \`type\`?]",
        "unknown-value 7:19 the type of attribute \`region\` of the principal cannot be \`text\`: it is \`id\`, \`string\`, \`number\`, \`integer\`, \`boolean\`, \`date\`, \`list\` or \`object\`",
      ]
    `);
  });

  test('a principal without attributes, with a name', () => {
    expect(
      said(
        text(`
      kind: Principal
      name: user
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "missing-field 1:1 the principal has no \`attributes\` [for example \`attributes: { id: { type: id } }\`]",
        "unknown-field 2:1 unknown field \`name\` in the principal",
      ]
    `);
  });

  test('settings', () => {
    expect(
      said(
        text(`
      kind: Settings
      ---
      kind: Settings
      package: {}
      ---
      kind: Settings
      package: "@acme/permissions"
      ---
      kind: Settings
      package: { name: 3, version: 1.0 }
      ---
      kind: Settings
      package: { name: "", version: "1.0" }
      ---
      kind: Settings
      package: { name: _private, version: v1.4.0 }
      ---
      kind: Settings
      package: { name: fs, version: 1.4.01 }
      ---
      kind: Settings
      package: { name: "@acme/fs", version: latest }
      ---
      kind: Settings
      package: { name: "@acme", version: 2 }
      ---
      kind: Settings
      package: { name: , version: 1.4.0-01 }
      ---
      kind: Settings
      name: permissions
      version: 1.4.0
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 7:10 the package of the settings must be a map of \`name\` and \`version\`, not the text \`@acme/permissions\`",
        "wrong-type 10:18 the name of the package of the settings must be text, not the number \`3\` [put quotes around it: \`"3"\`]",
        "wrong-type 10:30 the version of the package of the settings must be a version like \`1.4.0\`, not the number \`1\` [write three numbers, which YAML takes for text: \`1.0.0\`]",
        "bad-name 13:18 \`\` cannot name a package: a name like this is at most 214 lower-case letters, digits, dashes, dots and underscores, first a letter or a digit, as \`permissions\` or \`@acme/permissions\`",
        "out-of-range 13:31 the version of the package of the settings must be a version like \`1.4.0\`, not the text \`1.0\` [did you mean \`1.0.0\`?]",
        "bad-name 16:18 \`_private\` cannot name a package: a name like this is at most 214 lower-case letters, digits, dashes, dots and underscores, first a letter or a digit, as \`permissions\` or \`@acme/permissions\` [did you mean \`private\`?]",
        "out-of-range 16:37 the version of the package of the settings must be a version like \`1.4.0\`, not the text \`v1.4.0\` [did you mean \`1.4.0\`?]",
        "reserved-name 19:18 \`fs\` cannot name a package: it is reserved",
        "out-of-range 19:31 the version of the package of the settings must be a version like \`1.4.0\`, not the text \`1.4.01\` [did you mean \`1.4.1\`?]",
        "out-of-range 22:39 the version of the package of the settings must be a version like \`1.4.0\`, not the text \`latest\`",
        "bad-name 25:18 \`@acme\` cannot name a package: a name like this is at most 214 lower-case letters, digits, dashes, dots and underscores, first a letter or a digit, as \`permissions\` or \`@acme/permissions\`",
        "wrong-type 25:36 the version of the package of the settings must be a version like \`1.4.0\`, not the number \`2\` [write three numbers, which YAML takes for text: \`2.0.0\`]",
        "wrong-type 28:12 the name of the package of the settings must be text, not empty",
        "out-of-range 28:29 the version of the package of the settings must be a version like \`1.4.0\`, not the text \`1.4.0-01\`",
        "unknown-field 31:1 unknown field \`name\` in the settings",
        "unknown-field 32:1 unknown field \`version\` in the settings",
      ]
    `);
  });

  test('a package called like a module of Node, or by a name that npm does not take', () => {
    const isGood = (name: string) =>
      said(JSON.stringify({ kind: 'Settings', package: { name } })).length === 0;
    const modules = builtinModules.filter((name) => !name.startsWith('node:') && isGood(name));
    expect(modules).toEqual([]);
    expect([`a${'b'.repeat(213)}`, 'a.b_c-d', '@a/b', '9'].filter((name) => !isGood(name))).toEqual([]);
    const bad = [
      `a${'b'.repeat(214)}`,
      '.a',
      '_a',
      '@a/_b',
      '@/b',
      '@a/b/c',
      'a b',
      'a~',
      'A',
      'é',
      'a\n',
      ' a',
    ];
    expect(bad.filter(isGood)).toEqual([]);
  });

  test('a version is one that npm takes', () => {
    const isGood = (version: string) =>
      said(JSON.stringify({ kind: 'Settings', package: { version } })).length === 0;
    const good = [
      '0.0.0',
      '1.4.0',
      '10.20.30',
      '2.0.0-beta.1',
      '1.0.0-x-y-z.--',
      '1.0.0+build.01',
      '1.0.0-0a',
    ];
    expect(good.filter((version) => !isGood(version))).toEqual([]);
    const bad = [
      '1',
      '1.0',
      '1.0.0.0',
      '01.0.0',
      '1.0.0-',
      '1.0.0-01',
      '1.0.0-a..b',
      '1.0.0+',
      '^1.0.0',
      '1.x.0',
    ];
    expect([...bad, `1.0.0-${'a'.repeat(251)}`, `${'9'.repeat(16)}.0.0`, '1.0.0\n'].filter(isGood)).toEqual(
      [],
    );
  });

  test('a portfolio with a wrong reach', () => {
    expect(
      said(
        text(`
      kind: Portfolio
      name: own
      on: Company
      reach: everything
      ---
      kind: Portfolio
      name: own
      on: Company
      reach: {}
      ---
      kind: Portfolio
      name: own
      on: Company
      reach:
      ---
      kind: Portfolio
      name: Extended Groups
      on: [Company]
      reach: [all]
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "unknown-value 4:8 the reach of portfolio \`own\` cannot be \`everything\`: it is \`all\` or a condition",
        "out-of-range 9:8 the reach of portfolio \`own\` must not be empty [write \`all\` to reach every record]",
        "wrong-type 14:1 the reach of portfolio \`own\` must be \`all\` or a condition, not empty",
        "wrong-type 18:5 \`on\` of portfolio \`Extended Groups\` must be text, not a list",
        "wrong-type 19:8 the reach of portfolio \`Extended Groups\` must be \`all\` or a condition, not a list",
      ]
    `);
  });

  test('a portfolio that says neither on nor reach', () => {
    expect(
      said(
        text(`
      kind: Portfolio
      name: own
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "missing-field 1:1 portfolio \`own\` has no \`on\` [for example \`on: Company\`]",
        "missing-field 1:1 portfolio \`own\` has no \`reach\` [for example \`reach: all\`]",
      ]
    `);
  });

  test('a user type with a wrong rank', () => {
    expect(
      said(
        text(`
      kind: UserType
      name: View
      rank: two
      allows: {}
      ---
      kind: UserType
      name: View
      rank: 1.5
      allows: {}
      ---
      kind: UserType
      name: View
      rank: -1
      allows: {}
      ---
      kind: UserType
      name: View
      rank: "2"
      allows: {}
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 3:7 the rank of user type \`View\` must be a whole number, not the text \`two\`",
        "wrong-type 8:7 the rank of user type \`View\` must be a whole number, not the number \`1.5\`",
        "wrong-type 18:7 the rank of user type \`View\` must be a whole number, not the text \`2\` [write \`2\` without quotes]",
      ]
    `);
  });

  test('an empty allows', () => {
    expect(
      said(
        text(`
      kind: UserType
      name: View
      rank: 1
      allows:
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 4:1 \`allows\` of user type \`View\` must be a map of \`models\`, \`modules\` and \`features\`, not empty [write \`{}\` if none is meant]",
      ]
    `);
  });

  test('a user type in camel case with grants for allows', () => {
    expect(
      said(
        text(`
      kind: UserType
      name: view only
      rank: 1
      grants: { models: { "*": [view] } }
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "bad-name 2:7 \`view only\` cannot name a user type: a name like this is a letter, then letters, digits, dashes and underscores [did you mean \`ViewOnly\`?]",
        "unknown-field 4:1 unknown field \`grants\` in user type \`view only\` [did you mean \`allows\`?]",
      ]
    `);
  });

  test('a seat', () => {
    expect(
      said(
        text(`
      kind: Seat
      name: Service
      combinesWith: []
      package: service delivery
      adds: [TimeEntry]
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "bad-name 4:10 \`service delivery\` cannot name a package: a name like this is a letter, then letters, digits, dashes and underscores [did you mean \`ServiceDelivery\`?]",
        "wrong-type 5:7 \`adds\` of seat \`Service\` must be a map of \`models\`, \`modules\` and \`features\`, not a list",
      ]
    `);
  });

  test('a seat that combines with one word', () => {
    expect(
      said(
        text(`
      kind: Seat
      name: Service
      combinesWith: Core
      adds: { model: { TimeEntry: all } }
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 3:15 \`combinesWith\` of seat \`Service\` must be a list, not the text \`Core\` [write \`[Core]\`]",
        "unknown-field 4:9 unknown field \`model\` in \`adds\` of seat \`Service\` [did you mean \`models\`?]",
      ]
    `);
  });

  test('a seat with nothing else', () => {
    expect(
      said(
        text(`
      kind: Seat
      name: manage
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "missing-field 1:1 seat \`manage\` has no \`adds\` [for example \`adds: { models: { Timesheet: all } }\`]",
        "missing-field 1:1 seat \`manage\` has no \`combinesWith\` [for example \`combinesWith: [Core]\`]",
        "reserved-name 2:7 \`manage\` cannot name a seat: it is reserved",
      ]
    `);
  });

  test('a tenant', () => {
    expect(
      said(
        text(`
      kind: Tenant
      name: -ACME
      plan: 3
      packages: ServiceDelivery
      limits: { Core: many, Service: -1, View: 2.5, Productivity: null }
      ceiling: all
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "bad-name 2:7 \`-ACME\` cannot name a tenant: a name like this is at most 128 letters, digits, spaces and \`_ . : @ + ( ) & / ' -\`, first a letter or a digit, last a letter, a digit or \`)\` [did you mean \`ACME\`?]",
        "wrong-type 3:7 the plan of tenant \`-ACME\` must be text, not the number \`3\` [put quotes around it to make it text]",
        "wrong-type 4:11 \`packages\` of tenant \`-ACME\` must be a list, not the text \`ServiceDelivery\` [write \`[ServiceDelivery]\`]",
        "wrong-type 5:17 \`Core\` in \`limits\` of tenant \`-ACME\` must be a whole number, not the text \`many\`",
        "out-of-range 5:32 \`Service\` in \`limits\` of tenant \`-ACME\` must be 0 or more, not \`-1\`",
        "wrong-type 5:42 \`View\` in \`limits\` of tenant \`-ACME\` must be a whole number, not the number \`2.5\`",
        "wrong-type 5:61 \`Productivity\` in \`limits\` of tenant \`-ACME\` must be a whole number, not empty",
        "wrong-type 6:10 the ceiling of tenant \`-ACME\` must be a map of \`models\`, \`modules\` and \`features\`, not the text \`all\`",
      ]
    `);
  });

  test('a tenant without a ceiling', () => {
    expect(
      said(
        text(`
      kind: Tenant
      name: acme
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "missing-field 1:1 tenant \`acme\` has no \`ceiling\` [for example \`ceiling: { models: { "*": all } }\`]",
      ]
    `);
  });

  test('a role with nothing but a kind', () => {
    expect(
      said(
        text(`
      kind: Role
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "missing-field 1:1 this role has no \`grants\` [for example \`grants: { models: { "*": [view] } }\`]",
        "missing-field 1:1 this role has no \`name\` [for example \`name: csm\`]",
      ]
    `);
  });

  test('a role with an empty grants, portfolio and seats', () => {
    expect(
      said(
        text(`
      kind: Role
      name: csm
      userType: Core
      seats:
      portfolio:
      grants:
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 4:1 \`seats\` of role \`csm\` must be a list, not empty [write \`[]\` if none is meant]",
        "wrong-type 5:1 the portfolio of role \`csm\` must be \`all\`, a list or a map, not empty",
        "wrong-type 6:1 the grants of role \`csm\` must be a map of \`models\`, \`modules\` and \`features\`, not empty [write \`{}\` if none is meant]",
      ]
    `);
  });

  test('a role with one portfolio as a word', () => {
    expect(
      said(
        text(`
      kind: Role
      name: csm
      userType: Core
      portfolio: own
      grants: {}
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "unknown-value 4:12 the portfolio of role \`csm\` cannot be \`own\`: it is \`all\`, a list or a map [write \`[own]\`]",
      ]
    `);
  });

  test('a role with an empty list of portfolios', () => {
    expect(
      said(
        text(`
      kind: Role
      name: csm
      userType: Core
      portfolio: []
      grants: {}
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "out-of-range 4:12 the portfolio of role \`csm\` must not be empty",
      ]
    `);
  });

  test('a role with a filter in a list, an empty filter and a misspelt one', () => {
    expect(
      said(
        text(`
      kind: Role
      name: csm
      userType: Core
      portfolio: [own, { filter: { phase: Live } }]
      grants: {}
      ---
      kind: Role
      name: csm
      userType: Core
      portfolio: { filter: {} }
      grants: {}
      ---
      kind: Role
      name: csm
      userType: Core
      portfolio: { filtre: { phase: Live } }
      grants: {}
      ---
      kind: Role
      name: csm
      userType: Core
      portfolio: { filter: all }
      grants: {}
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "out-of-range 10:22 \`filter\` in the portfolio of role \`csm\` must not be empty",
        "wrong-type 16:22 \`filtre\` in the portfolio of role \`csm\` must be a list, not a map",
        "wrong-type 22:22 \`filter\` in the portfolio of role \`csm\` must be a condition, not the text \`all\`",
      ]
    `);
  });

  test('a role with the fields of the wrong spelling', () => {
    expect(
      said(
        text(`
      kind: Role
      name: csm
      usertype: Core
      seat: [Service]
      portfolio: [own]
      grant: {}
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "unknown-field 3:1 unknown field \`usertype\` in role \`csm\` [did you mean \`userType\`?]",
        "unknown-field 4:1 unknown field \`seat\` in role \`csm\` [did you mean \`seats\`?]",
        "unknown-field 6:1 unknown field \`grant\` in role \`csm\` [did you mean \`grants\`?]",
      ]
    `);
  });

  test('selections that are no selections', () => {
    expect(
      said(
        text(`
      kind: Role
      name: csm
      userType: Core
      portfolio: [own]
      grants:
        models:
          Company: view
          Task: al
          Note: 3
          Call: true
          Mail:
          Page: [view, 3, null, [update]]
          Team: {}
          User: { excpt: [remove] }
          Issue: { except: remove }
          Asset: { foo: [view] }
          __proto__: nonsense
        modules: { all: true }
        features: { except: [AdminAccess], only: [EmailSync] }
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "unknown-value 7:14 \`Company\` in the grants of role \`csm\` cannot be \`view\`: it is \`all\`, \`none\`, a list, \`{ except: … }\` or a map of \`actions\` and \`properties\` [write \`[view]\`]",
        "unknown-value 8:11 \`Task\` in the grants of role \`csm\` cannot be \`al\`: it is \`all\`, \`none\`, a list, \`{ except: … }\` or a map of \`actions\` and \`properties\` [did you mean \`all\`?]",
        "wrong-type 9:11 \`Note\` in the grants of role \`csm\` must be \`all\`, \`none\`, a list, \`{ except: … }\` or a map of \`actions\` and \`properties\`, not the number \`3\`",
        "wrong-type 10:11 \`Call\` in the grants of role \`csm\` must be \`all\`, \`none\`, a list, \`{ except: … }\` or a map of \`actions\` and \`properties\`, not \`true\`",
        "wrong-type 11:5 \`Mail\` in the grants of role \`csm\` must be \`all\`, \`none\`, a list, \`{ except: … }\` or a map of \`actions\` and \`properties\`, not empty [write \`none\` if none is meant]",
        "wrong-type 12:18 item 2 of \`Page\` in the grants of role \`csm\` must be text, not the number \`3\` [put quotes around it to make it text]",
        "wrong-type 12:21 item 3 of \`Page\` in the grants of role \`csm\` must be text, not empty",
        "wrong-type 12:27 item 4 of \`Page\` in the grants of role \`csm\` must be text, not a list",
        "unknown-field 14:13 unknown field \`excpt\` in \`User\` in the grants of role \`csm\` [did you mean \`except\`?]",
        "wrong-type 15:22 \`except\` of \`Issue\` in the grants of role \`csm\` must be a list, not the text \`remove\` [write \`[remove]\`]",
        "wrong-type 16:12 \`Asset\` in the grants of role \`csm\` must be \`all\`, \`none\`, a list, \`{ except: … }\` or a map of \`actions\` and \`properties\`, not a map with \`foo\`",
        "unknown-value 17:16 \`__proto__\` in the grants of role \`csm\` cannot be \`nonsense\`: it is \`all\`, \`none\`, a list, \`{ except: … }\` or a map of \`actions\` and \`properties\` [write \`all\` if every action is meant]",
        "wrong-type 18:12 \`modules\` of the grants of role \`csm\` must be \`all\`, \`none\`, a list or \`{ except: … }\`, not a map with \`all\`",
        "unknown-field 19:38 unknown field \`only\` in \`features\` of the grants of role \`csm\`",
      ]
    `);
  });

  test('what star takes', () => {
    expect(
      said(
        text(`
      kind: Role
      name: csm
      userType: Core
      portfolio: [own]
      grants:
        models:
          "*": { actions: [view] }
      ---
      kind: Role
      name: csm
      userType: Core
      portfolio: [own]
      grants:
        models:
          "*":
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 7:10 \`*\` in the grants of role \`csm\` must be \`all\`, \`none\`, a list or \`{ except: … }\`, not a map with \`actions\` [write \`"*": [view]\`]",
        "wrong-type 15:5 \`*\` in the grants of role \`csm\` must be \`all\`, \`none\`, a list or \`{ except: … }\`, not empty [write \`none\` if none is meant]",
      ]
    `);
  });

  test('grants on one model', () => {
    expect(
      said(
        text(`
      kind: Role
      name: csm
      userType: Core
      portfolio: [own]
      grants:
        models:
          Company: { action: [view], properties: [arr] }
          Task: { actions: { except: [view], only: [update] } }
          Note: { actions: [view], except: [remove] }
          Call: { except: [remove], properties: { arr: none } }
          Mail: { actions: view, properties: { arr: view, mrr: , "*": { actions: all } } }
          Page: { properties: { toString: 1, view: { except: [] } } }
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "unknown-field 7:16 unknown field \`action\` in \`Company\` in the grants of role \`csm\` [did you mean \`actions\`?]",
        "wrong-type 7:44 \`properties\` of \`Company\` in the grants of role \`csm\` must be a map, not a list",
        "unknown-field 8:40 unknown field \`only\` in \`actions\` of \`Task\` in the grants of role \`csm\`",
        "conflicting-fields 9:13 \`actions\` and \`except\` cannot stand together in \`Note\` in the grants of role \`csm\` [\`except\` stands alone, or inside \`actions\`]",
        "conflicting-fields 10:31 \`properties\` and \`except\` cannot stand together in \`Call\` in the grants of role \`csm\` [\`except\` stands alone, or inside \`actions\`]",
        "unknown-value 11:22 \`actions\` of \`Mail\` in the grants of role \`csm\` cannot be \`view\`: it is \`all\`, \`none\`, a list or \`{ except: … }\` [write \`[view]\`]",
        "unknown-value 11:47 property \`arr\` of \`Mail\` in the grants of role \`csm\` cannot be \`view\`: it is \`all\`, \`none\`, a list or \`{ except: … }\` [write \`[view]\`]",
        "wrong-type 11:53 property \`mrr\` of \`Mail\` in the grants of role \`csm\` must be \`all\`, \`none\`, a list or \`{ except: … }\`, not empty [write \`none\` if none is meant]",
        "wrong-type 11:65 property \`*\` of \`Mail\` in the grants of role \`csm\` must be \`all\`, \`none\`, a list or \`{ except: … }\`, not a map with \`actions\`",
        "wrong-type 12:37 property \`toString\` of \`Page\` in the grants of role \`csm\` must be \`all\`, \`none\`, a list or \`{ except: … }\`, not the number \`1\`",
      ]
    `);
  });

  test('models as a list and a field that no layer has', () => {
    expect(
      said(
        text(`
      kind: Role
      name: csm
      userType: Core
      portfolio: [own]
      grants:
        models: [Company]
        capabilities: all
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 6:11 \`models\` of the grants of role \`csm\` must be a map, not a list",
        "unknown-field 7:3 unknown field \`capabilities\` in the grants of role \`csm\`",
      ]
    `);
  });

  test('a list for the grants', () => {
    expect(
      said(
        text(`
      kind: Role
      name: csm
      userType: Core
      portfolio: [own]
      grants: [Company:view]
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 5:9 the grants of role \`csm\` must be a map of \`models\`, \`modules\` and \`features\`, not a list",
      ]
    `);
  });

  test('users of every kind of wrong', () => {
    expect(
      said(
        text(`
      kind: Users
      tenant: acme
      users:
        - { id: ada@acme.example, userType: Core, roles: csm }
        - { userType: Core }
        - id: bob@acme.example
          usertype: View
          active: no
        - id: 7
          userType: View
        - id: ""
          userType: View
        - carl@acme.example
        -
        - roles: [csm]
          seats: Service
        - {}
        - { id: dan@acme.example, userType: View, rolles: [csm], active: "true" }
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 3:1 user 7 of the user list of tenant \`acme\` must be \`{ id: …, userType: … }\`, not empty",
        "wrong-type 4:52 \`roles\` of user \`ada@acme.example\` must be a list, not the text \`csm\` [write \`[csm]\`]",
        "missing-field 5:7 user 2 of the user list of tenant \`acme\` has no \`id\` [for example \`id: ann\`]",
        "unknown-field 7:5 unknown field \`usertype\` in user \`bob@acme.example\` [did you mean \`userType\`?]",
        "wrong-type 8:13 \`active\` of user \`bob@acme.example\` must be \`true\` or \`false\`, not the text \`no\` [write \`false\`]",
        "wrong-type 9:9 \`id\` of user 4 of the user list of tenant \`acme\` must be text, not the number \`7\` [put quotes around it to make it text]",
        "out-of-range 11:9 \`id\` of user 5 of the user list of tenant \`acme\` must not be empty",
        "wrong-type 13:5 user 6 of the user list of tenant \`acme\` must be \`{ id: …, userType: … }\`, not the text \`carl@acme.example\`",
        "missing-field 15:5 user 8 of the user list of tenant \`acme\` has no \`id\` [for example \`id: ann\`]",
        "missing-field 15:5 user 8 of the user list of tenant \`acme\` has no \`userType\` [for example \`userType: Core\`]",
        "wrong-type 16:12 \`seats\` of user 8 of the user list of tenant \`acme\` must be a list, not the text \`Service\` [write \`[Service]\`]",
        "missing-field 17:5 user 9 of the user list of tenant \`acme\` has no \`id\` [for example \`id: ann\`]",
        "missing-field 17:5 user 9 of the user list of tenant \`acme\` has no \`userType\` [for example \`userType: Core\`]",
        "unknown-field 18:45 unknown field \`rolles\` in user \`dan@acme.example\` [did you mean \`roles\`?]",
        "wrong-type 18:68 \`active\` of user \`dan@acme.example\` must be \`true\` or \`false\`, not the text \`true\` [write \`true\` without quotes]",
      ]
    `);
  });

  test('users as a map', () => {
    expect(
      said(
        text(`
      kind: Users
      tenant:
      users: { ada: Core }
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 2:1 the tenant of this user list must be text, not empty",
        "wrong-type 3:8 \`users\` of this user list must be a list, not a map",
      ]
    `);
  });

  test('users without a tenant', () => {
    expect(
      said(
        text(`
      kind: Users
      users: []
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "missing-field 1:1 this user list has no \`tenant\` [for example \`tenant: acme\`]",
      ]
    `);
  });

  test('an invariant that demands nothing', () => {
    expect(
      said(
        text(`
      kind: Invariant
      name: no-export
      severity: error
      because: Data must not leave.
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "missing-field 1:1 invariant \`no-export\` has no \`must\` [write exactly one of \`must\`, \`mustSome\`, \`mustNot\`, \`mustNotTogether\` and \`mustSomeone\`]",
      ]
    `);
  });

  test('an invariant with a misspelt demand', () => {
    expect(
      said(
        text(`
      kind: Invariant
      name: no-export
      severity: error
      because: Data must not leave.
      mustnot: ["*:export"]
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "unknown-field 5:1 unknown field \`mustnot\` in invariant \`no-export\` [did you mean \`mustNot\`?]",
      ]
    `);
  });

  test('an invariant that demands two things', () => {
    expect(
      said(
        text(`
      kind: Invariant
      name: no-export
      severity: error
      because: Data must not leave.
      mustNot: ["*:export"]
      must: [Company:view]
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "conflicting-fields 6:1 \`must\` and \`mustNot\` cannot stand together in invariant \`no-export\` [write exactly one of \`must\`, \`mustSome\`, \`mustNot\`, \`mustNotTogether\` and \`mustSomeone\`] (5: \`mustNot\` is written here)",
      ]
    `);
  });

  test('an invariant with within beside mustNot', () => {
    expect(
      said(
        text(`
      kind: Invariant
      name: no-export
      severity: fatal
      because:
      mustNot: []
      within: cap
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "unknown-value 3:11 the severity of invariant \`no-export\` cannot be \`fatal\`: it is \`error\`, \`warning\` or \`info\`",
        "wrong-type 4:1 \`because\` of invariant \`no-export\` must be text, not empty",
        "out-of-range 5:10 \`mustNot\` of invariant \`no-export\` must not be empty",
      ]
    `);
  });

  test('an invariant with a pair of one and a wrong within', () => {
    expect(
      said(
        text(`
      kind: Invariant
      name: no*export
      severity: Error
      because: Data must not leave.
      mustNotTogether: [Company:export]
      ---
      kind: Invariant
      name: no-export
      severity: error
      because: Data must not leave.
      must: Company:view
      within: seat
      roles: administrator
      userTypes: { exept: [View] }
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "bad-name 2:7 \`no*export\` cannot name an invariant: a name like this is at most 128 letters, digits, spaces and \`_ . : @ + ( ) & / ' -\`, first a letter or a digit, last a letter, a digit or \`)\` [did you mean \`no-export\`?]",
        "unknown-value 3:11 the severity of invariant \`no*export\` cannot be \`Error\`: it is \`error\`, \`warning\` or \`info\` [did you mean \`error\`?]",
        "out-of-range 5:18 \`mustNotTogether\` of invariant \`no*export\` needs at least 2 items",
        "wrong-type 11:7 \`must\` of invariant \`no-export\` must be a list, not the text \`Company:view\` [write \`[Company:view]\`]",
        "unknown-value 12:9 \`within\` of invariant \`no-export\` cannot be \`seat\`: it is \`cap\`, \`ceilings\` or \`model\`",
        "unknown-value 13:8 \`roles\` of invariant \`no-export\` cannot be \`administrator\`: it is \`all\`, \`none\`, a list or \`{ except: … }\` [write \`[administrator]\`]",
        "unknown-field 14:14 unknown field \`exept\` in \`userTypes\` of invariant \`no-export\` [did you mean \`except\`?]",
      ]
    `);
  });

  test('a waiver', () => {
    expect(
      said(
        text(`
      kind: Waiver
      invariant: no-export
      role: [integrations]
      owner: ""
      because: Later.
      until: 2027-02-29
      ---
      kind: Waiver
      invariant: no-export
      role: integrations
      owner: security
      because: Later.
      until: 31.3.2027
      ---
      kind: Waiver
      invariant: no-export
      role: integrations
      owner: security
      because: Later.
      until: 2027
      ---
      kind: Waiver
      invariant: no-export
      role: integrations
      owner: security
      because: Later.
      until: 2028-02-29
      untill: 2028-02-29
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 3:7 the role of the waiver of \`no-export\` must be text, not a list",
        "out-of-range 4:8 the owner of the waiver of \`no-export\` must not be empty",
        "out-of-range 6:8 \`until\` of the waiver of \`no-export\` must be a day of the calendar, like \`2027-03-31\`, not the text \`2027-02-29\`",
        "out-of-range 13:8 \`until\` of the waiver of \`no-export\` must be a day of the calendar, like \`2027-03-31\`, not the text \`31.3.2027\`",
        "wrong-type 20:8 \`until\` of the waiver of \`no-export\` must be a date like \`2027-03-31\`, not the number \`2027\`",
        "unknown-field 28:1 unknown field \`untill\` in the waiver of \`no-export\` [\`until\` is written already]",
      ]
    `);
  });

  test('a waiver without an end or a name', () => {
    expect(
      said(
        text(`
      kind: Waiver
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "missing-field 1:1 this waiver has no \`because\`",
        "missing-field 1:1 this waiver has no \`invariant\` [for example \`invariant: no-export\`]",
        "missing-field 1:1 this waiver has no \`owner\` [for example \`owner: Ann Smith\`]",
        "missing-field 1:1 this waiver has no \`role\` [write exactly one of \`role\` and \`user\`]",
        "missing-field 1:1 this waiver has no \`until\` [for example \`until: 2027-03-31\`]",
      ]
    `);
  });

  test('one alias with a mistake, used twice', () => {
    expect(
      said(
        text(`
      kind: Role
      name: csm
      userType: Core
      portfolio: [own]
      grants:
        models:
          Company: &wrong [1]
          Task: *wrong
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 7:22 item 1 of \`Company\` in the grants of role \`csm\` must be text, not the number \`1\` [put quotes around it to make it text]",
        "wrong-type 8:5 item 1 of \`Task\` in the grants of role \`csm\` must be text, not the number \`1\` [put quotes around it to make it text]",
      ]
    `);
  });

  test('a very long name and field', () => {
    expect(
      said(
        text(`
      kind: Role
      name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!
      userType: Core
      portfolio: [own]
      grants: {}
      ? aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      : 1
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "bad-name 2:7 \`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…\` cannot name a role: a name like this is at most 128 letters, digits, spaces and \`_ . : @ + ( ) & / ' -\`, first a letter or a digit, last a letter, a digit or \`)\` [did you mean \`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\`?]",
        "unknown-field 6:3 unknown field \`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…\` in role \`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…\`",
      ]
    `);
  });

  test('keys with slashes and tildes', () => {
    expect(
      said(
        text(`
      kind: Role
      name: csm
      userType: Core
      portfolio: [own]
      grants: { models: { a/b: 1, c~d: 2, "~1": 3, "": 4 } }
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 5:26 \`a/b\` in the grants of role \`csm\` must be \`all\`, \`none\`, a list, \`{ except: … }\` or a map of \`actions\` and \`properties\`, not the number \`1\`",
        "wrong-type 5:34 \`c~d\` in the grants of role \`csm\` must be \`all\`, \`none\`, a list, \`{ except: … }\` or a map of \`actions\` and \`properties\`, not the number \`2\`",
        "wrong-type 5:43 \`~1\` in the grants of role \`csm\` must be \`all\`, \`none\`, a list, \`{ except: … }\` or a map of \`actions\` and \`properties\`, not the number \`3\`",
        "wrong-type 5:50 \`\` in the grants of role \`csm\` must be \`all\`, \`none\`, a list, \`{ except: … }\` or a map of \`actions\` and \`properties\`, not the number \`4\`",
      ]
    `);
  });
});

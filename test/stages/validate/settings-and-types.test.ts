import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { describe, expect, test } from 'vitest';

import { diagnoseName } from '../../../compiler/stages/2-validate/diagnose-name.ts';
import { isVersion } from '../../../compiler/stages/2-validate/versions.ts';
import { said, text } from './said.ts';

/** Lists the patterns in a schema, without those of names that are reserved. */
function listPatterns(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === 'not') return [];
    return key === 'pattern' && typeof value === 'string' ? value : listPatterns(value);
  });
}

describe('a mistake is said once, in words, at its place', () => {
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

  test('a package that is no map, has no name, or has a version that npm does not take', () => {
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

  test('a folder to write that is not beside or above the policies', () => {
    const outs = [
      'generated',
      './generated/',
      '../..',
      'out\\\\code',
      '/tmp/out',
      'C:\\\\out',
      '~/out',
      '../a//b',
      '../a/../b',
      '',
    ];
    expect(outs.flatMap((out) => said(JSON.stringify({ kind: 'Settings', out })))).toMatchInlineSnapshot(`
      [
        "bad-name 1:26 \`generated\` cannot name the folder that compile writes: a name like this is a folder beside or above the policies: \`../\` once or several times, then names joined by \`/\`, as \`../generated\` [did you mean \`../generated\`?]",
        "bad-name 1:26 \`./generated/\` cannot name the folder that compile writes: a name like this is a folder beside or above the policies: \`../\` once or several times, then names joined by \`/\`, as \`../generated\` [did you mean \`../generated\`?]",
        "bad-name 1:26 \`../..\` cannot name the folder that compile writes: a name like this is a folder beside or above the policies: \`../\` once or several times, then names joined by \`/\`, as \`../generated\`",
        "bad-name 1:26 \`out\\\\code\` cannot name the folder that compile writes: a name like this is a folder beside or above the policies: \`../\` once or several times, then names joined by \`/\`, as \`../generated\` [did you mean \`../out/code\`?]",
        "bad-name 1:26 \`/tmp/out\` cannot name the folder that compile writes: a name like this is a folder beside or above the policies: \`../\` once or several times, then names joined by \`/\`, as \`../generated\`",
        "bad-name 1:26 \`C:\\\\out\` cannot name the folder that compile writes: a name like this is a folder beside or above the policies: \`../\` once or several times, then names joined by \`/\`, as \`../generated\`",
        "bad-name 1:26 \`~/out\` cannot name the folder that compile writes: a name like this is a folder beside or above the policies: \`../\` once or several times, then names joined by \`/\`, as \`../generated\`",
        "bad-name 1:26 \`../a//b\` cannot name the folder that compile writes: a name like this is a folder beside or above the policies: \`../\` once or several times, then names joined by \`/\`, as \`../generated\` [did you mean \`../a/b\`?]",
        "bad-name 1:26 \`../a/../b\` cannot name the folder that compile writes: a name like this is a folder beside or above the policies: \`../\` once or several times, then names joined by \`/\`, as \`../generated\`",
        "bad-name 1:26 \`\` cannot name the folder that compile writes: a name like this is a folder beside or above the policies: \`../\` once or several times, then names joined by \`/\`, as \`../generated\`",
      ]
    `);
  });

  test('no form of a name is shown as a pattern', () => {
    const schemas = readdirSync('schema').map((name) => readFileSync(`schema/${name}`, 'utf8'));
    const patterns = schemas.flatMap((schema) => listPatterns(JSON.parse(schema)));
    const ofNames = patterns.filter((pattern) => pattern !== '\\S' && !isVersion({ pattern }));
    const forms = ofNames.flatMap((pattern) => {
      const fault = diagnoseName('\n', { pattern });
      return fault.code === 'bad-name' ? fault.form : [];
    });
    expect(patterns).toContain('^[a-z][A-Za-z0-9_-]*$');
    expect(forms.filter((form) => /[\^$?]/.test(form))).toEqual([]);
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
        "wrong-type 18:5 \`on\` of portfolio \`Extended Groups\` must be text, not a list [write \`Company\`]",
        "wrong-type 19:8 the reach of portfolio \`Extended Groups\` must be \`all\` or a condition, not a list [write \`all\`]",
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

  test('a seat that combines with nobody, adds a list and names a package with a space', () => {
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
});

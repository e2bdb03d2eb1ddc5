import { describe, expect, test } from 'vitest';

import { said, text } from './said.ts';

describe('a mistake is said once, in words, at its place', () => {
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

  test('a waiver with a list as role, an empty owner and a day that is in no calendar', () => {
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
        "wrong-type 3:7 the role of the waiver of \`no-export\` must be text, not a list [write \`integrations\`]",
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

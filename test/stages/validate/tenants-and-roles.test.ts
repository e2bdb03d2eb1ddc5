import { describe, expect, test } from 'vitest';

import { said, text } from './said.ts';

describe('a mistake is said once, in words, at its place', () => {
  test('a tenant with each field of the wrong type', () => {
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
        "wrong-type 6:10 the ceiling of tenant \`-ACME\` must be a map of \`models\`, \`modules\` and \`features\`, not the text \`all\` [write \`{ models: { "*": all }, modules: all, features: all }\`]",
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
        "wrong-type 12:27 item 4 of \`Page\` in the grants of role \`csm\` must be text, not a list [write \`update\`]",
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
        "wrong-type 7:44 \`properties\` of \`Company\` in the grants of role \`csm\` must be a map, not a list [write a right for each property: \`{ arr: all, … }\`]",
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

  test('rights of every property that do not stand under a star', () => {
    expect(
      said(
        text(`
      kind: Role
      name: csm
      userType: Core
      portfolio: [own]
      grants:
        models:
          Company: { actions: all, properties: all }
          Task: { actions: [view], properties: none }
          Note: { actions: all, properties: [view, update] }
          Call: { actions: all, properties: [size, view] }
          Mail: { actions: all, properties: [] }
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 7:42 \`properties\` of \`Company\` in the grants of role \`csm\` must be a map, not the text \`all\` [write \`{ "*": all }\` for every property]",
        "wrong-type 8:42 \`properties\` of \`Task\` in the grants of role \`csm\` must be a map, not the text \`none\` [write \`{ "*": none }\` for every property]",
        "wrong-type 9:39 \`properties\` of \`Note\` in the grants of role \`csm\` must be a map, not a list [write \`{ "*": [view, update] }\` for every property]",
        "wrong-type 10:39 \`properties\` of \`Call\` in the grants of role \`csm\` must be a map, not a list [write a right for each property: \`{ size: all, … }\`]",
        "wrong-type 11:39 \`properties\` of \`Mail\` in the grants of role \`csm\` must be a map, not a list",
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
        "wrong-type 6:11 \`models\` of the grants of role \`csm\` must be a map, not a list [write actions for each model: \`{ Company: [view], … }\`]",
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

  test('`all` where a map or a list stands', () => {
    expect(
      said(
        text(`
      kind: Role
      name: csm
      userType: Core
      portfolio: { "*": [own], "*:view": all }
      grants: all
      ---
      kind: Tenant
      name: acme
      ceiling: { models: all, modules: all }
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "wrong-type 4:36 \`*:view\` in the portfolio of role \`csm\` must be a list, not the text \`all\` [\`portfolio: all\` stands alone; an entry names a portfolio with \`reach: all\`]",
        "wrong-type 5:9 the grants of role \`csm\` must be a map of \`models\`, \`modules\` and \`features\`, not the text \`all\` [write \`{ models: { "*": all }, modules: all, features: all }\`]",
        "wrong-type 9:20 \`models\` of the ceiling of tenant \`acme\` must be a map, not the text \`all\` [write \`{ "*": all }\`]",
      ]
    `);
  });

  test('portfolios in common, were it one', () => {
    expect(
      said(
        text(`
      kind: Role
      name: csm
      userType: Core
      portfolio: [{ allOf: [own] }, { allOf: [] }]
      grants: {}
      `),
      ),
    ).toMatchInlineSnapshot(`
      [
        "out-of-range 4:40 \`allOf\` of item 2 of the portfolio of role \`csm\` must not be empty",
      ]
    `);
  });
});

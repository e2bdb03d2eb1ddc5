import { usualOut } from '../stages/3-link/settings.ts';
import { printSchemaLine } from './role/yaml.ts';

/** One file of a policies folder to start from. */
interface StarterFile {
  /** The path inside the folder. */
  readonly path: string;
  /** The name of the schema with which editors check it. */
  readonly schema: string;
  readonly yaml: string;
}

/**
 * Prints a small policies folder of which compile writes `out`. It checks clean, with comments that teach: texts by path. Its
 * waiver ends with the year after `today`.
 */
export const printStarter = (today: string, out = usualOut): ReadonlyMap<string, string> =>
  new Map([
    ['.gitattributes', attributes] as const,
    ...[...files, writeWaiver(Number(today.slice(0, 4)) + 1)].map(
      ({ path, schema, yaml }) => [path, printSchemaLine(schema, path, out) + yaml] as const,
    ),
  ]);

/** The attributes by which no checkout has another text than git holds. */
const asInGit = 'text eol=lf -filter -ident !working-tree-encoding';

/** The attributes that a policies folder has in git. */
export const attributes = `# Every checkout has the text that was reviewed: no filter or encoding rewrites it.
* ${asInGit}
`;

/** Prints the attributes that a folder which compile writes has in git, for the folder above it. */
export const printCompiledAttributes = (compiled: string): string =>
  `# Every checkout has what compile wrote. Reviews show the matrices, and fold what else follows from the policies.
/${compiled}/** ${asInGit} linguist-generated
/${compiled}/matrices/**/*.md diff=markdown -linguist-generated linguist-documentation=false
`;

const files: readonly StarterFile[] = [
  {
    path: 'settings.yaml',
    schema: 'settings',
    yaml: `# Compile writes a package that services install. This is what it is called.
kind: Settings
package: { name: permissions, version: 0.1.0 }
# If others decide what the product sells you, \`vendor: [Tenant, UserType, Seat]\` has \`plafond diff\` tell changes of
# these documents as not yours to decide.
`,
  },
  {
    path: 'catalog/models/account.yaml',
    schema: 'model',
    yaml: `# A model is a kind of record. The catalog says what can be permitted at all: nobody holds a permission that
# is not written here. \`Account:export\` is one permission, \`Account.revenue:view\` is another.
kind: Model
name: Account
family: standard
description: A customer.
actions: [create, view, update, remove, export]
portfolio: self # portfolios select accounts; other models say how they belong to one
properties:
  id: { type: id, system: true } # nobody updates what the system sets
  name: { type: string, required: true }
  owner: { type: id }
  revenue: { type: number, sensitive: true }
`,
  },
  {
    path: 'catalog/models/ticket.yaml',
    schema: 'model',
    yaml: `kind: Model
name: Ticket
family: standard
description: A question from a customer.
actions: [create, view, update, remove]
portfolio: { through: account } # a ticket is in reach if its account is
relations: { account: { model: Account } }
requires:
  "*": [Inbox:use] # no action on tickets without the module
notes:
  remove: The answers go with it.
`,
  },
  {
    path: 'catalog/models/invoice.yaml',
    schema: 'model',
    yaml: `kind: Model
name: Invoice
family: standard
actions: [create, view, update, export]
portfolio: { through: account }
relations: { account: { model: Account } }
`,
  },
  {
    path: 'catalog/modules.yaml',
    schema: 'module',
    yaml: `# Modules and features are used or not: \`Inbox:use\`.
kind: Module
name: Inbox
description: Where tickets are answered.
`,
  },
  {
    path: 'catalog/features.yaml',
    schema: 'feature',
    yaml: `kind: Feature
name: Import
description: Loads accounts from a file.
requires: [Account:create] # takes no effect for a role without this
risk: write # from harmless to worst: read, write, destructive, exfiltration, escalation
`,
  },
  {
    path: 'catalog/principal.yaml',
    schema: 'principal',
    yaml: `# What is known of the signed-in user when a condition is evaluated.
kind: Principal
attributes:
  id: { type: id }
`,
  },
  {
    path: 'catalog/portfolios.yaml',
    schema: 'portfolio',
    yaml: `# Which records a role reaches. Only roles have a portfolio: ceilings carry no conditions.
kind: Portfolio
name: own
on: Account
reach: { owner: { $user: id } }
---
kind: Portfolio
name: everything
on: Account
reach: all
`,
  },
  {
    path: 'user-types/full.yaml',
    schema: 'user-type',
    yaml: `# A user type caps its users: no role gives them more. It grants nothing by itself.
kind: UserType
name: Full
rank: 2 # a higher rank covers a lower one
allows:
  models:
    "*": all
    Invoice: [view] # the rest takes the Billing seat
  modules: all
  features: all
`,
  },
  {
    path: 'user-types/reader.yaml',
    schema: 'user-type',
    yaml: `kind: UserType
name: Reader
rank: 1
allows:
  models: { "*": [view] }
  modules: all
  # Features that are not said are not allowed.
`,
  },
  {
    path: 'seats/billing.yaml',
    schema: 'seat',
    yaml: `# A seat adds to the cap of some user types, for tenants that have bought its package.
kind: Seat
name: Billing
combinesWith: [Full]
package: Billing
adds:
  models: { Invoice: all }
`,
  },
  {
    path: 'roles/agent.yaml',
    schema: 'role',
    yaml: `# Only roles grant. What a role holds in effect is what it grants, inside its user type and seats, inside the
# ceiling of the tenant, less whatever lacks a prerequisite: ask \`plafond explain\`.
kind: Role
name: agent
title: Agent
description: Answers the customers they own.
userType: Full
portfolio: [own]
grants:
  models:
    Account:
      actions: [view, update]
      # Whoever may set the owner may hand out accounts; what is not named has all rights.
      properties: { owner: [view], revenue: none, "*": all }
    Ticket: [create, view, update]
  modules: [Inbox]
`,
  },
  {
    path: 'roles/administrator.yaml',
    schema: 'role',
    yaml: `# \`all\`, \`except\` and \`"*"\` mean as much as the ceilings allow. A list is a demand: to name what the user type
# and seats do not hold is an error.
kind: Role
name: administrator
title: Administrator
userType: Full
seats: [Billing]
portfolio: [everything]
grants:
  models:
    "*": all
    Invoice: { except: [export] } # nobody who reaches every customer takes their invoices out
  modules: all
  features: all
`,
  },
  {
    path: 'tenants/acme/tenant.yaml',
    schema: 'tenant',
    yaml: `kind: Tenant
name: acme
title: Acme
plan: Enterprise
packages: [Billing]
limits: { Full: 10, Billing: 2 } # active users
ceiling:
  models:
    "*": all
    Account: { except: [export] } # nobody at Acme exports accounts, whatever their role grants
  modules: all
  features: all
`,
  },
  {
    path: 'tenants/acme/users.yaml',
    schema: 'users',
    yaml: `# Optional: with users at hand, plafond knows whom a change concerns and checks that roles fit their holders.
kind: Users
tenant: acme
users:
  - { id: ada@acme.example, userType: Full, seats: [Billing], roles: [administrator] }
  - { id: bob@acme.example, userType: Full, roles: [agent] }
`,
  },
  {
    path: 'invariants/customers.yaml',
    schema: 'invariant',
    yaml: `# What must always or never be true of the roles in effect, in every tenant, whoever edits them.
kind: Invariant
name: who-answers-sees-the-customer
severity: error
because: An answer to somebody whom one cannot look up is a guess.
when: [Ticket:create]
must: [Account:view]
---
# Waived for one role, until a day: see waivers.yaml.
kind: Invariant
name: nothing-is-removed
severity: error
because: What is removed takes its history along, and nobody can tell later what it was.
mustNot: ["*:remove"]
---
kind: Invariant
name: somebody-keeps-accounts
severity: error
because: Without these in one hand no customer can be taken in or corrected.
mustSomeone: [Account:create, Account:update]
`,
  },
  {
    path: 'tests/customers.yaml',
    schema: 'test',
    yaml: `# Decisions that must stay so, whoever edits what. \`plafond test\` asks what services ask, and tells where the answer
# is another.
kind: Test
name: an agent keeps to their own customers
tenant: acme
as: { user: bob@acme.example }
records:
  theirs: { model: Account, owner: bob@acme.example }
  other: { model: Account, owner: ada@acme.example }
  question: { model: Ticket, account: theirs }
expect:
  Account:view: { theirs: allow, other: deny }
  Account.revenue:view: { theirs: deny }
  Ticket:update: { question: allow }
---
kind: Test
name: nobody at Acme takes accounts out
tenant: acme
as: { user: ada@acme.example }
expect: { Account:update: allow, Account:export: deny }
`,
  },
];

/** Writes the waiver of the administrator, which ends with a year. */
const writeWaiver = (year: number): StarterFile => ({
  path: 'waivers.yaml',
  schema: 'waiver',
  yaml: `# Who may break an invariant, why, and until when. Past its last day a waiver is an error.
kind: Waiver
invariant: nothing-is-removed
role: administrator
owner: security@acme.example
because: Accounts that were made twice are removed by hand until they can be merged.
until: ${year}-12-31
`,
});

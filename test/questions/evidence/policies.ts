/** A small policy with everything that a pack tells of. */
export const base: Readonly<Record<string, string>> = {
  'policies/base.yaml': `kind: Model
name: Company
family: standard
actions: [create, view, update, export]
portfolio: self
properties:
  name: { type: string }
  arr: { type: number, sensitive: true }
  owner: { type: id }
---
kind: Feature
name: AdminAccess
risk: escalation
---
kind: Principal
attributes: { id: { type: id } }
---
kind: Portfolio
name: own
on: Company
reach: { owner: { $user: id } }
---
kind: UserType
name: Core
rank: 2
allows: { models: { "*": all }, features: all }
---
kind: UserType
name: View
rank: 1
allows: { models: { "*": [view] } }
---
kind: Seat
name: Service
combinesWith: [Core]
adds: {}
`,
  'policies/roles.yaml': `kind: Role
name: boss
userType: Core
portfolio: [own]
grants: { models: { Company: all }, features: all }
---
kind: Role
name: viewer
userType: View
portfolio: [own]
grants: { models: { Company: [view] } }
`,
  'policies/acme.yaml': `kind: Tenant
name: acme
title: Acme
plan: Enterprise
limits: { Core: 1 }
ceiling: { models: { "*": all }, features: all }
---
kind: Users
tenant: acme
users:
  - { id: ada@acme.example, userType: Core, roles: [boss, viewer] }
  - { id: bob@acme.example, userType: Core, roles: [boss], active: false }
`,
  'policies/globex.yaml': `kind: Tenant
name: globex
ceiling: { models: { Company: { except: [export] } }, features: none }
`,
  'policies/hooli.yaml': `kind: Tenant
name: hooli
ceiling: { models: { Company: all }, features: all }
---
kind: Users
tenant: hooli
users: []
`,
  'policies/invariants.yaml': `kind: Invariant
name: nobody-exports
severity: error
because: Customers stay in the house.
source: The contract
mustNot: [Company:export]
---
kind: Waiver
invariant: nobody-exports
role: boss
tenant: acme
owner: security@acme.example
because: Until the report is there.
until: 2027-03-31
---
kind: Waiver
invariant: nobody-exports
role: viewer
owner: security@acme.example
because: Nobody remembers.
until: 2027-12-31
---
kind: Waiver
invariant: nobody-exports
role: boss
tenant: hooli
owner: security@acme.example
because: It was short.
until: 2026-12-31
`,
};

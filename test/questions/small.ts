/** A small policy in which every layer refuses something, for tables of questions. */
export const small: Readonly<Record<string, string>> = {
  'policies/catalog.yaml': `kind: Model
name: Company
family: standard
actions: [create, view, update, remove, export]
portfolio: self
properties:
  name: { type: string }
  arr: { type: number, sensitive: true }
  owner: { type: id }
notes:
  "*": Companies are customers.
  export: Data leaves.
---
kind: Model
name: Task
family: standard
actions: [create, view, update]
portfolio: { through: company }
relations: { company: { model: Company } }
requires:
  "*": [Work:use]
  update: [Company:view]
---
kind: Model
name: Time
family: standard
actions: [view, update]
---
{ kind: Module, name: Work }
---
{ kind: Feature, name: Bulk, requires: [Task:update, Deep:use] }
---
{ kind: Feature, name: Deep }
---
{ kind: Capability, name: Daily, requires: [Task:view, Deep:use] }
---
{ kind: Principal, attributes: { id: { type: id } } }
---
{ kind: Portfolio, name: own, on: Company, reach: { owner: { $user: id } } }
---
{ kind: Portfolio, name: large, on: Company, reach: { arr: { $gte: 1000 }, name: { $exists: true } } }
---
{ kind: Portfolio, name: full, on: Company, reach: all }
`,
  'policies/caps.yaml': `kind: UserType
name: Core
rank: 2
allows:
  models: { "*": all, Time: [view], Company: { except: [remove] } }
  modules: all
  features: { except: [Deep] }
---
kind: UserType
name: View
rank: 1
allows:
  models: { "*": [view] }
  modules: all
---
kind: Seat
name: Service
combinesWith: [Core]
package: Delivery
adds: { models: { Time: all } }
`,
  'policies/roles.yaml': `kind: Role
name: csm
userType: Core
portfolio: [own]
grants:
  models:
    Company: { actions: [view, update], properties: { arr: none, owner: [view], "*": all } }
    Time: [view]
---
kind: Role
name: manager
userType: Core
portfolio: [large, own]
grants:
  models: { "*": all }
  modules: all
  features: [Bulk]
---
kind: Role
name: reader
userType: View
portfolio: [full]
grants:
  models: { "*": [view], Task: none }
  modules: all
---
kind: Role
name: consultant
userType: Core
seats: [Service]
portfolio: [own]
grants: { models: { Time: all } }
`,
  'policies/acme.yaml': `kind: Tenant
name: acme
plan: Enterprise
packages: [Delivery]
ceiling:
  models: { "*": all, Company: { except: [export] } }
  modules: all
  features: all
---
kind: Users
tenant: acme
users:
  - { id: ada, userType: Core, seats: [Service], roles: [csm, manager] }
  - { id: bob, userType: View, roles: [reader] }
  - { id: cyd, userType: Core, roles: [csm], active: false }
  - { id: dan, userType: Core, roles: [] }
`,
  'policies/globex.yaml': `kind: Tenant
name: globex
plan: Professional
ceiling:
  models: { "*": all }
  modules: all
`,
};

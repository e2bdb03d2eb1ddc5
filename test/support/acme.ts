/** A catalog with every shape: properties, a system property, a model without properties, two paths. */
export const acme = `
kind: Model
name: Company
title: Company */ export const broken = 1 /*
description: "Two\\nlines"
family: standard
actions: [create, view, update, remove, export]
portfolio: self
properties:
  arr: { type: number, sensitive: true }
  name: { type: string }
  owner: { type: id }
  signedAt: { type: date }
  phase: { type: string, system: true }
---
kind: Model
name: Task
family: standard
actions: [create, view, update]
portfolio: { through: project.company }
relations: { project: { model: CompanyView } }
properties: { arr: { type: number }, done: { type: boolean } }
---
{ kind: Model, name: CompanyView, family: internal, actions: [view, export], relations: { company: { model: Company } } }
---
{ kind: Model, name: Log, family: internal, actions: [view, export], properties: { constructorName: { type: string } } }
---
{ kind: Model, name: Tag, family: internal, actions: [create, update] }
---
{ kind: Feature, name: Sync }
---
{ kind: Module, name: Revenue }
---
{ kind: Capability, name: Reports, requires: [Revenue:use, Company:view] }
---
kind: Principal
attributes: { id: { type: id }, level: { type: integer }, teamIds: { type: list } }
---
{ kind: Portfolio, name: own, on: Company, reach: { owner: { $user: id } } }
---
{ kind: Portfolio, name: recent, on: Company, reach: { signedAt: { $gt: 2026-01-31 }, arr: { $exists: true } } }
---
{ kind: Portfolio, name: full, on: Company, reach: all }
---
{ kind: UserType, name: Core, rank: 2, allows: { models: { '*': all }, modules: all, features: all } }
---
{ kind: UserType, name: View, rank: 1, allows: { models: { '*': [view] } } }
---
{ kind: Seat, name: Service, combinesWith: [View], adds: { models: { Task: all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { '*': all }, modules: all, features: all } }
---
{ kind: Tenant, name: big-corp, plan: Enterprise, ceiling: { models: { '*': all } } }
---
{ kind: Role, name: csm, userType: Core, portfolio: [own], grants: { models: { '*': all } } }
---
{ kind: Role, name: scout, tenant: acme, userType: Core, portfolio: [recent], grants: { models: { '*': all } } }
---
{ kind: Role, name: reader, tenant: big-corp, userType: View, portfolio: [full], grants: { models: { '*': [view] } } }
`;

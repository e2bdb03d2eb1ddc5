// Generated from schema/ by scripts/generate.mjs. Do not edit: change the schema.

/**
 * A policy document of any kind, as it is written.
 */
export type PolicyDocument =
  | ModelDocument
  | ActionDocument
  | ModuleDocument
  | FeatureDocument
  | CapabilityDocument
  | GenerationsDocument
  | PrincipalDocument
  | PortfolioDocument
  | UserTypeDocument
  | SeatDocument
  | TenantDocument
  | PropertiesDocument
  | RoleDocument
  | UsersDocument
  | InvariantDocument
  | WaiverDocument
  | TestDocument
  | SettingsDocument
  | MappingDocument
  | RunbookDocument;
/**
 * What kind of value is held: `id`, `string`, `number`, `integer`, `boolean`, `date`, `list` or `object`. A condition may compare only with a value that fits.
 */
type PropertyType = 'id' | 'string' | 'number' | 'integer' | 'boolean' | 'date' | 'list' | 'object';
/**
 * Prerequisites that must all be effective: a list of permissions and of `{ anyOf: [...] }`, or one `{ anyOf: [...] }` alone. Example: `["Company:view", { anyOf: ["Reports:use", "AdminAccess:use"] }]`.
 */
type Requirements = Requirement[] | AnyOf;
/**
 * A prerequisite: a permission, or `{ anyOf: [...] }`, of which one is enough.
 */
type Requirement = string | AnyOf;
/**
 * How much harm a permission can do, from harmless to worst: `read`, `write`, `destructive` (data is lost), `exfiltration` (data leaves), `escalation` (its holder can gain more permissions).
 */
type RiskClass = 'read' | 'write' | 'destructive' | 'exfiltration' | 'escalation';
/**
 * Sentences that are printed wherever a permission on this is explained or reviewed. Optional. Example: `["Off, the module is gone; what its models permit stays."]`.
 */
type Notes = string[];
/**
 * An action of the same model, or `{ anyOf: [...] }`: at least one of several.
 */
type ActionRequirement = string | AnyOfActions;
/**
 * The model that stands in for one of the generation before.
 */
type Successor = string | SuccessorWithNames;
/**
 * Which of a set of names: `all`, `none`, a list of names, or `{ except: [...] }`, which is all but these. An empty list is `none`. A list names what it wants, and naming is a demand; the other forms mean as much as is allowed.
 */
export type Selection =
  | ('all' | 'none')
  | string[]
  | {
      /**
       * The names left out. Example: `{ except: [remove, export] }` is every action but these two.
       */
      except: string[];
    };
/**
 * What a layer says of one model: a selection of its actions (`all`, `[view, update]`, `{ except: [remove] }`), or a map that speaks of its actions and of its properties.
 */
export type ModelGrant =
  | Selection
  | {
      /**
       * Which actions of the model: `create`, `view`, `update`, `remove`, `export`. Absent: what `"*"` says for all models, else none. Example: `actions: [view, update]`.
       */
      actions?: Selection;
      /**
       * Which rights (`view`, `update`) on single properties. A property that is not named has what `"*"` says here, else all its rights, since the model's action gates them anyway. Example: `properties: { arr: [view], "*": all }`.
       */
      properties?: {
        [k: string]: Selection;
      };
    };
/**
 * The one generation that a tenant has, or several with the reason. Examples: `"2026"`, `{ names: ["2025", "2026"], because: Moves until June. }`.
 */
type ChosenGenerations = string | SeveralGenerations;
/**
 * The name of a portfolio, a condition for this role alone, or what several portfolios have in common. Examples: `own`, `{ filter: { tags: vip } }`, `{ allOf: [team, authored] }`.
 */
export type PortfolioChoice =
  | string
  | {
      /**
       * The condition. Example: `filter: { phase: { $in: [Onboarding, Live] } }`.
       */
      filter: Condition;
      /**
       * The model whose records the filter selects; it may be left out where one model alone has `portfolio: self`. Example: `on: Company`.
       */
      on?: string;
    }
  | {
      /**
       * The names of portfolios; only the records that all of them select are reached. Example: `allOf: [team, authored]`.
       *
       * @minItems 1
       */
      allOf: string[];
    };
/**
 * Which records: those that any item of the list selects. Example: `[own, { filter: { tags: vip } }]`.
 *
 * @minItems 1
 */
type PortfolioChoices = PortfolioChoice[];
/**
 * `allow` or `deny` on each of some records, by their names; or `allow` alone, which is that it is allowed on some record there could be, and `deny` alone, which is that it is allowed on none.
 */
type Expected =
  | Answer
  | {
      [k: string]: Answer;
    };
/**
 * The decision that is expected: `allow` or `deny`. Example: `Company:view: allow`.
 */
type Answer = 'allow' | 'deny';
/**
 * The name of a package, as npm takes it: at most 214 lower-case letters, digits, dashes, dots and underscores, of which the first is a letter or a digit, after a scope or without one. Examples: `permissions`, `@acme/permissions`.
 */
type PackageName = string;
/**
 * A semantic version: three numbers joined by dots, and after them, optionally, `-` and what it comes before or `+` and how it was built. Examples: `1.4.0`, `2.0.0-beta.1`.
 */
type PackageVersion = string;
/**
 * A folder beside or above the policies folder: `../` once or several times, then names joined by `/`. Examples: `../generated`, `../../packages/permissions`.
 */
type OutFolder = string;
/**
 * A kind of documents: what `kind` can say.
 */
type DocumentKind =
  | 'Model'
  | 'Action'
  | 'Module'
  | 'Feature'
  | 'Capability'
  | 'Generations'
  | 'Principal'
  | 'Portfolio'
  | 'UserType'
  | 'Seat'
  | 'Tenant'
  | 'Properties'
  | 'Role'
  | 'Users'
  | 'Invariant'
  | 'Waiver'
  | 'Test'
  | 'Settings'
  | 'Mapping'
  | 'Runbook';

/**
 * A kind of record that permissions are about, with the actions it supports and the properties that can be switched one by one.
 */
export interface ModelDocument {
  /**
   * Says that this document is a model: `kind: Model`.
   */
  kind: 'Model';
  /**
   * What the model is called everywhere: a letter, then letters, digits, dashes and underscores. Models, modules, features and capabilities share one namespace. Example: `Company`.
   */
  name: string;
  /**
   * The name that the model had before; no model, module, feature or capability there is may have it. `diff`, `since` and `check --against` then follow it to that name. Services have to ask by the new one. Optional. Example: `renamedFrom: Account`.
   */
  renamedFrom?: string;
  /**
   * `standard` for the records that customers work with, `internal` for those that make the product run. Lists of models are grouped by it. Absent: standard. It changes no permission.
   */
  family?: 'standard' | 'internal';
  /**
   * What people read in place of the name, in menus and reports. Optional. Example: `Customer success manager`.
   */
  title?: string;
  /**
   * A sentence or two about what this is for, printed by `explain` and in the explorer. Optional.
   */
  description?: string;
  /**
   * Where in the product people meet this, printed wherever a permission on it is explained or reviewed. Optional. Example: `Settings › Users & Roles`.
   */
  where?: string;
  /**
   * Other spellings that people use. They are accepted nowhere, but whoever writes one is told the right name. Example: `[Companies, Account]`.
   */
  aliases?: string[];
  /**
   * Which actions the model supports: of `create`, `view`, `update`, `remove` and `export`, and of those that `kind: Action` documents declare. An action left out can be granted to nobody. Examples: `[view, export]` for a log, `[view, update, approve]`.
   */
  actions: string[];
  /**
   * How a role's portfolio limits the records of this model: `self` for a model whose records portfolios select, `{ through: company }` for a model that belongs to one of those. Absent: not limited by portfolio.
   */
  portfolio?:
    | 'self'
    | {
        /**
         * The path from a record of this model to the record whose portfolio counts: a relation of this model, or several joined by dots, each of the model that the one before leads to. It ends at a model with `portfolio: self`. Conditions are prefixed with it: `owner` becomes `company.owner`. Example: `through: company`.
         */
        through: string;
      };
  /**
   * What leads from a record of this model to records of others, by name; `through` follows it. A relation is not called like a property of the model. Example: `company: { model: Company }`.
   */
  relations?: {
    [k: string]: Relation;
  };
  /**
   * The package that a tenant must have bought to have anything of this model; without it the tenant’s ceiling holds none of its permissions. Absent: none is needed. Example: `package: ServiceDelivery`.
   */
  package?: string;
  /**
   * The properties that can be granted one by one, each with the rights `view` and `update`. Absent: the model has no property switches. Example: `arr: { type: number, sensitive: true }`.
   */
  properties?: {
    [k: string]: Property;
  };
  /**
   * Prerequisites: for an action, or for `"*"` meaning all of them, the permissions without which it has no effect. They may chain. Example: `create: [AdminAccess:use]`.
   */
  requires?: {
    [k: string]: Requirements;
  };
  /**
   * The risk class of an action where it differs from the usual: view is `read`, create and update are `write`, remove is `destructive`, export is `exfiltration`, another action as its `kind: Action` says. Example: `create: escalation`.
   */
  risk?: {
    [k: string]: RiskClass;
  };
  /**
   * A sentence about an action, printed wherever a permission on it is explained or reviewed. Example: `remove: Removal takes related data with it.`
   */
  notes?: {
    [k: string]: string;
  };
}
/**
 * A relation of a model.
 */
interface Relation {
  /**
   * The model that the relation leads to. Example: `model: Company`.
   */
  model: string;
  /**
   * `true` if the relation leads to a list of records: a record is then reached if any of them is. Absent: `false`, it leads to one record at most.
   */
  many?: boolean;
}
/**
 * A property of a model.
 */
interface Property {
  /**
   * What kind of value the property holds: `id`, `string`, `number`, `integer`, `boolean`, `date`, `list` or `object`. Conditions on it must fit.
   */
  type: PropertyType;
  /**
   * The name that the property had before; no property or relation of the model may have it. `diff`, `since` and `check --against` then follow it to that name. Records have to carry it under the new one. Optional. Example: `renamedFrom: revenue`.
   */
  renamedFrom?: string;
  /**
   * `true` if a record cannot be without a value here. Absent: `false`.
   */
  required?: boolean;
  /**
   * `true` if the value should not be shown or exported lightly; reports point such properties out. Absent: `false`.
   */
  sensitive?: boolean;
  /**
   * `true` if only the product itself writes the value: the property then has no right `update`. Absent: `false`.
   */
  system?: boolean;
  /**
   * Prerequisites of both rights on the property. Absent: none but the model's own action. Example: `requires: ["RevenueForecasting:use"]`.
   */
  requires?: Requirements;
}
/**
 * Permissions of which one is enough. Example: `{ anyOf: ["Company:view", "AdminAccess:use"] }`.
 */
interface AnyOf {
  /**
   * The permissions, at least one.
   *
   * @minItems 1
   *
   * Items: One cell of the matrix: a model's action (`Company:export`), a property's right (`Company.arr:update`), or the use of a module, feature or capability (`AdminAccess:use`).
   */
  anyOf: string[];
}
/**
 * An action beyond `create`, `view`, `update`, `remove` and `export`, declared once for all models that list it. It works on whole records and has no property switches.
 */
export interface ActionDocument {
  /**
   * Says that this document is an action: `kind: Action`.
   */
  kind: 'Action';
  /**
   * What the action is called everywhere: a lower-case letter, then letters, digits, dashes and underscores. Example: `merge`.
   */
  name: string;
  /**
   * The verb that people read in place of the name, in changes and reports. Optional. Example: `title: put on hold`.
   */
  title?: string;
  /**
   * A sentence or two about what this is for, printed by `explain` and in the explorer. Optional.
   */
  description?: string;
  /**
   * Where in the product people meet this, printed wherever a permission on it is explained or reviewed. Optional. Example: `Settings › Users & Roles`.
   */
  where?: string;
  notes?: Notes;
  /**
   * The risk class of the action on every model that does not say otherwise: `read`, `write`, `destructive`, `exfiltration` or `escalation`. Absent: `write`. Example: `risk: destructive`.
   */
  risk?: RiskClass;
  /**
   * Prerequisites: the actions of the same model without which this one has no effect. A model that lists this action supports them. Absent: none. Examples: `[view]`, `{ anyOf: [view, update] }`.
   */
  requires?: ActionRequirement[] | AnyOfActions;
}
/**
 * Actions of the same model of which one is enough. Example: `{ anyOf: [view, update] }`.
 */
interface AnyOfActions {
  /**
   * The actions, at least one.
   *
   * @minItems 1
   */
  anyOf: string[];
}
/**
 * A part of the product that is switched on as a whole. Its one permission is its use: `CustomerWorkflows:use`.
 */
export interface ModuleDocument {
  /**
   * Says that this document is a module: `kind: Module`.
   */
  kind: 'Module';
  /**
   * What the module is called everywhere: a letter, then letters, digits, dashes and underscores. Models, modules, features and capabilities share one namespace. Example: `CustomerWorkflows`.
   */
  name: string;
  /**
   * What people read in place of the name, in menus and reports. Optional. Example: `Customer success manager`.
   */
  title?: string;
  /**
   * A sentence or two about what this is for, printed by `explain` and in the explorer. Optional.
   */
  description?: string;
  /**
   * Where in the product people meet this, printed wherever a permission on it is explained or reviewed. Optional. Example: `Settings › Users & Roles`.
   */
  where?: string;
  notes?: Notes;
  /**
   * The package that a tenant must have bought to have anything of this module; without it the tenant’s ceiling holds none of its permissions. Absent: none is needed. Example: `package: ServiceDelivery`.
   */
  package?: string;
  /**
   * Prerequisites: the permissions without which the module cannot be used. Absent: none. Example: `[Company:view]`.
   */
  requires?: Requirements;
  /**
   * The risk class of using it: `read`, `write`, `destructive`, `exfiltration` or `escalation`. Absent: `read`.
   */
  risk?: RiskClass;
}
/**
 * A single ability of the product that is not about one model. Its one permission is its use: `EmailSync:use`.
 */
export interface FeatureDocument {
  /**
   * Says that this document is a feature: `kind: Feature`.
   */
  kind: 'Feature';
  /**
   * What the feature is called everywhere: a letter, then letters, digits, dashes and underscores. Models, modules, features and capabilities share one namespace. Example: `EmailSync`.
   */
  name: string;
  /**
   * What people read in place of the name, in menus and reports. Optional. Example: `Customer success manager`.
   */
  title?: string;
  /**
   * A sentence or two about what this is for, printed by `explain` and in the explorer. Optional.
   */
  description?: string;
  /**
   * Where in the product people meet this, printed wherever a permission on it is explained or reviewed. Optional. Example: `Settings › Users & Roles`.
   */
  where?: string;
  notes?: Notes;
  /**
   * The package that a tenant must have bought to have anything of this feature; without it the tenant’s ceiling holds none of its permissions. Absent: none is needed. Example: `package: ServiceDelivery`.
   */
  package?: string;
  /**
   * Prerequisites: the permissions without which the feature cannot be used. Absent: none. Example: `[Company:view]`.
   */
  requires?: Requirements;
  /**
   * The risk class of using it: `read`, `write`, `destructive`, `exfiltration` or `escalation`. Absent: `read`.
   */
  risk?: RiskClass;
}
/**
 * Something that a user can do once several permissions come together. It is derived and never granted by hand: it holds when all that it requires hold.
 */
export interface CapabilityDocument {
  /**
   * Says that this document is a capability: `kind: Capability`.
   */
  kind: 'Capability';
  /**
   * What the capability is called everywhere: a letter, then letters, digits, dashes and underscores. Models, modules, features and capabilities share one namespace. Example: `AppAccess`.
   */
  name: string;
  /**
   * What people read in place of the name, in menus and reports. Optional. Example: `Customer success manager`.
   */
  title?: string;
  /**
   * A sentence or two about what this is for, printed by `explain` and in the explorer. Optional.
   */
  description?: string;
  /**
   * Where in the product people meet this, printed wherever a permission on it is explained or reviewed. Optional. Example: `Settings › Users & Roles`.
   */
  where?: string;
  notes?: Notes;
  /**
   * The permissions that make it up, at least one. The capability holds exactly when all of them do. Example: `[PhSection:view, PhWorkspace:view]`.
   */
  requires: Requirements;
}
/**
 * Models that stand in for others: the generations of a part of the catalog, of which a tenant has one. What belongs to a generation that the tenant does not have, its ceiling holds none of, whatever it says.
 */
export interface GenerationsDocument {
  /**
   * Says that this document is the generations of a part of the catalog: `kind: Generations`.
   */
  kind: 'Generations';
  /**
   * What the part of the catalog is called, under which tenants choose. Example: `revenue`.
   */
  name: string;
  /**
   * What people read in place of the name, in menus and reports. Optional. Example: `Customer success manager`.
   */
  title?: string;
  /**
   * A sentence or two about what this is for, printed by `explain` and in the explorer. Optional.
   */
  description?: string;
  /**
   * The generations, from the oldest to the newest, at least two. A tenant that chooses none has the first. Example: `generations: [{ name: "2025", models: [License] }, { name: "2026", models: [LineItem], from: { License: LineItem } }]`.
   *
   * @minItems 2
   */
  generations: Generation[];
}
/**
 * One generation: its models, and what became of those of the one before.
 */
interface Generation {
  /**
   * What the generation is called; YAML wants quotes around a number. Example: `name: "2026"`.
   */
  name: string;
  /**
   * What people read in place of the name, in menus and reports. Optional. Example: `Customer success manager`.
   */
  title?: string;
  /**
   * The models that belong to it. A model may belong to several generations. Example: `models: [Deal, LineItem, Product]`.
   *
   * @minItems 1
   */
  models: string[];
  /**
   * What became of the models of the generation before: the model that stands in for each, and where actions and properties are called otherwise, their names. `plafond plan generation` moves roles by it. Actions and properties of the same name need no line. A model that is left out has no successor. Example: `from: { Opportunity: Deal, License: { model: LineItem, properties: { mrr: monthly } } }`.
   */
  from?: {
    [k: string]: Successor;
  };
}
/**
 * The model that stands in for another, with what is called otherwise there.
 */
interface SuccessorWithNames {
  /**
   * The model of this generation. Example: `model: LineItem`.
   */
  model: string;
  /**
   * Actions of the model before by what they are called now. Absent: as before. Example: `actions: { close: win }`.
   */
  actions?: {
    [k: string]: string;
  };
  /**
   * Properties of the model before by what they are called now. Absent: as before. Example: `properties: { mrr: monthly }`.
   */
  properties?: {
    [k: string]: string;
  };
}
/**
 * What is known of the signed-in user when a condition is evaluated.
 */
export interface PrincipalDocument {
  /**
   * Says that this document is the principal: `kind: Principal`.
   */
  kind: 'Principal';
  /**
   * What conditions may ask of the user as `{ $user: attribute }`; the application supplies the values. Example: `managedUserIds: { type: list }`.
   */
  attributes: {
    [k: string]: Attribute;
  };
}
/**
 * An attribute of the signed-in user.
 */
interface Attribute {
  /**
   * What kind of value the attribute holds; it may be compared only with properties that fit. A `list` may stand only under `$in`.
   */
  type: PropertyType;
}
/**
 * A named choice of records that a role may work with, such as the companies that the user owns.
 */
export interface PortfolioDocument {
  /**
   * Says that this document is a portfolio: `kind: Portfolio`.
   */
  kind: 'Portfolio';
  /**
   * What roles call the portfolio: letters, digits, spaces and `_ . : @ + ( ) & / ' -`. Example: `extended-groups`.
   */
  name: string;
  /**
   * The tenant whose own portfolio this is: only its own roles may name it. Absent: every role may. Its name is no other portfolio's, of whatever tenant. Example: `tenant: acme`.
   */
  tenant?: string;
  /**
   * The name that the portfolio had before; no portfolio there is may have it. `diff` and `check --against` then compare the two as one. Optional. Example: `renamedFrom: mine`.
   */
  renamedFrom?: string;
  /**
   * What people read in place of the name, in menus and reports. Optional. Example: `Customer success manager`.
   */
  title?: string;
  /**
   * A sentence or two about what this is for, printed by `explain` and in the explorer. Optional.
   */
  description?: string;
  /**
   * The model whose records are chosen. It limits that model, and every model whose `through` passes it or ends at it. Example: `on: Company`.
   */
  on: string;
  /**
   * Which of its records: `all`, or a condition. Example: `reach: { owner: { $user: id } }`.
   */
  reach: 'all' | Condition;
}
/**
 * Which records, in the safe part of the MongoDB query language that CASL speaks: `$eq $in $gt $gte $lt $lte $ne $nin $exists $and $or`, a bare value meaning `$eq`. A value that is missing, null or of another type meets none of them but `$exists: false`, so `$ne` and `$nin` want a value that is there and differs. On a list, a value means that the list contains it. Fields are properties of the model, or of one that a path of relations to one record leads to (`parent.owner`). What depends on the signed-in user is `{ $user: attribute }`, alone and never in a list. Example: `$or: [{ owner: { $user: id } }, { phase: { $in: [Onboarding, Live] } }]`.
 */
interface Condition {
  [k: string]: unknown;
}
/**
 * What a paid kind of user can hold at most. It grants nothing by itself; it is a ceiling over the roles of that type.
 */
export interface UserTypeDocument {
  /**
   * Says that this document is a user type: `kind: UserType`.
   */
  kind: 'UserType';
  /**
   * What the user type is called everywhere: a letter, then letters, digits, dashes and underscores. Example: `Productivity`.
   */
  name: string;
  /**
   * What people read in place of the name, in menus and reports. Optional. Example: `Customer success manager`.
   */
  title?: string;
  /**
   * A sentence or two about what this is for, printed by `explain` and in the explorer. Optional.
   */
  description?: string;
  /**
   * Who the users of this type are: `member`, or a name such as `external` or `app` for those who are not. Ranks compare types of one audience only, and a role is never given to a user of another audience. Absent: `member`. Example: `audience: app`.
   */
  audience?: string;
  /**
   * Its place in the order of the user types of its audience, a whole number that no other type there has. A higher rank covers a lower one: it allows at least as much, and its users may hold the lower type's roles. Example: `rank: 2`.
   */
  rank: number;
  /**
   * The most that a role of this type can have without a seat. Example: `allows: { models: { "*": [view] }, features: [EmailSync] }`.
   */
  allows: Grants;
}
/**
 * A set of permissions drawn on the catalog. A role's `grants`, a user type's `allows`, a seat's `adds` and a tenant's `ceiling` are all written like this. What is not said is not granted.
 */
export interface Grants {
  /**
   * For each model, what is granted on it; `"*"` stands for all models that have no key of their own. Example: `models: { "*": [view], Company: all, Invoice: none }`.
   */
  models?: {
    /**
     * A selection of actions for every model that has no key of its own. A list here applies to the models that support the action. Example: `"*": [view]`.
     */
    '*'?: Selection;
    [k: string]: ModelGrant | Selection | undefined;
  };
  /**
   * Which modules may be used. Absent: none. Examples: `all`, `[CustomerWorkflows]`.
   */
  modules?: Selection;
  /**
   * Which features may be used. Absent: none. Examples: `[EmailSync]`, `{ except: [AdminAccess] }`.
   */
  features?: Selection;
}
/**
 * A paid addition to a user type. It grants nothing by itself; it raises the ceiling over the roles that carry it.
 */
export interface SeatDocument {
  /**
   * Says that this document is a seat: `kind: Seat`.
   */
  kind: 'Seat';
  /**
   * What the seat is called everywhere: a letter, then letters, digits, dashes and underscores. Example: `Service`.
   */
  name: string;
  /**
   * What people read in place of the name, in menus and reports. Optional. Example: `Customer success manager`.
   */
  title?: string;
  /**
   * A sentence or two about what this is for, printed by `explain` and in the explorer. Optional.
   */
  description?: string;
  /**
   * The user types that may have this seat, at least one. Example: `[Core, Productivity]`.
   */
  combinesWith: string[];
  /**
   * The package that a tenant must have bought to be offered this seat. Absent: every tenant is. Example: `package: ServiceDelivery`.
   */
  package?: string;
  /**
   * What a role with this seat can have beyond its user type. Example: `adds: { models: { TimeEntry: all, Timesheet: all } }`.
   */
  adds: Grants;
}
/**
 * A customer whose users the policy governs, and the most that any role can have there.
 */
export interface TenantDocument {
  /**
   * Says that this document is a tenant: `kind: Tenant`.
   */
  kind: 'Tenant';
  /**
   * What the tenant is called in files and commands: letters, digits, spaces and `_ . : @ + ( ) & / ' -`. Example: `acme`.
   */
  name: string;
  /**
   * What people read in place of the name, in menus and reports. Optional. Example: `Customer success manager`.
   */
  title?: string;
  /**
   * A sentence or two about what this is for, printed by `explain` and in the explorer. Optional.
   */
  description?: string;
  /**
   * What this tenant calls models, for people only: nothing is decided by it. Optional. Example: `titles: { Company: Customer }`.
   */
  titles?: {
    /**
     * What people read in place of the name, in menus and reports. Optional. Example: `Customer success manager`.
     */
    [k: string]: string;
  };
  /**
   * The plan that the tenant is on. Where the settings say on which plans tenants have roles of their own, such roles are a warning on any other. Optional. Example: `plan: Enterprise`.
   */
  plan?: string;
  /**
   * The packages that the tenant has bought; seats that name a package are offered only with it. Absent: none. Example: `[ServiceDelivery]`.
   */
  packages?: string[];
  /**
   * The generations that the tenant has, by the name of a document of kind `Generations`. Absent: the first of each. Of two at once it has to say why. Example: `generations: { revenue: "2026" }`.
   */
  generations?: {
    [k: string]: ChosenGenerations;
  };
  /**
   * How many active users of a user type or seat the tenant may have. A type or seat that is not named is unlimited. Example: `{ Core: 25, Service: 10 }`.
   */
  limits?: {
    [k: string]: number;
  };
  /**
   * The most that any role can have in this tenant. Example: `ceiling: { models: { "*": all }, modules: all, features: { except: [Outreach] } }`.
   */
  ceiling: Grants;
}
/**
 * Generations that a tenant has at once, and why.
 */
interface SeveralGenerations {
  /**
   * The names of the generations. Example: `names: ["2025", "2026"]`.
   *
   * @minItems 1
   *
   * Items: The name of a role, tenant, portfolio, invariant or test: at most 128 letters, digits, spaces and `_ . : @ + ( ) & / ' -`, with a letter or digit first, and a letter, digit or `)` last. Examples: `csm`, `Sales / User: All Documents`.
   */
  names: string[];
  /**
   * Why the tenant has several, for those who read it. Example: `because: Moves until June.`
   */
  because?: string;
}
/**
 * Properties that one tenant has on a model beside those of the catalog, such as custom fields. In every other tenant they do not exist.
 */
export interface PropertiesDocument {
  /**
   * Says that this document adds properties of one tenant: `kind: Properties`.
   */
  kind: 'Properties';
  /**
   * The tenant that has these properties. Example: `tenant: acme`.
   */
  tenant: string;
  /**
   * The model whose records have them. It must have `properties` in the catalog, if only `properties: {}`. Example: `model: Company`.
   */
  model: string;
  /**
   * The properties by name, which may have dots: on a record `custom.region` is the key of that name, or else `region` in `custom`. A property of the catalog of type `object` that a name begins with, as `custom`, gates it. Example: `custom.margin: { type: number, sensitive: true }`.
   */
  properties: {
    [k: string]: Property;
  };
}
/**
 * What a group of users is granted. A role is the only layer that grants anything; it takes effect inside the ceilings of its user type, its seats and the tenant.
 */
export interface RoleDocument {
  /**
   * Says that this document is a role: `kind: Role`.
   */
  kind: 'Role';
  /**
   * What the role is called everywhere: letters, digits, spaces and `_ . : @ + ( ) & / ' -`. A tenant's own role may not reuse the name of a shared one. Example: `csm`.
   */
  name: string;
  /**
   * The tenant whose own role this is. Absent: every tenant has the role. Example: `tenant: acme`.
   */
  tenant?: string;
  /**
   * What people read in place of the name, in menus and reports. Optional. Example: `Customer success manager`.
   */
  title?: string;
  /**
   * A sentence or two about what this is for, printed by `explain` and in the explorer. Optional.
   */
  description?: string;
  /**
   * Whether the role only exists to be included by others. Nobody can be given an abstract role, it has no row in any matrix, and it needs no user type and no portfolio. Absent: no. Example: `abstract: true`.
   */
  abstract?: boolean;
  /**
   * The user type that caps this role; users need at least that type to hold it. Required, unless the role is abstract. It never changes once committed: clone the role instead. Example: `userType: Core`.
   */
  userType?: string;
  /**
   * The seats that raise the cap; users need all of them to hold the role. They never change once committed. Absent: none. Example: `[Service]`.
   */
  seats?: string[];
  /**
   * The records that the role reaches: a list, whose union it is; a map from patterns of permissions to such lists, where the most specific pattern counts; or `all`, every record. A role that holds permissions on models that portfolios limit needs it, so that nobody reaches every record by a silent default. Examples: `[own, extended-groups]`, `{ "*": [own], "*:view": [team] }`.
   */
  portfolio?:
    | 'all'
    | PortfolioChoices
    | {
        /**
         * @deprecated
         * How a filter was written before lists held filters: an error now. Write `portfolio: [{ filter: … }]`.
         */
        filter?: Condition;
        [k: string]: PortfolioChoices | Condition | undefined;
      };
  /**
   * Roles whose grants this one has beside its own, inside its own user type, seats and portfolio: those of every tenant or, for a tenant's role, its own. What is included is given as far as it is allowed, and `except` takes nothing from it. Absent: none. Example: `includes: [support-base]`.
   */
  includes?: string[];
  /**
   * The role that this one was copied from; it must exist or have existed. Optional. Example: `clonedFrom: manager`.
   */
  clonedFrom?: string;
  /**
   * The name that the role had before; no role there is may have it. `diff` and `check --against` then compare the two as one role, holders included. Optional. Example: `renamedFrom: manager`.
   */
  renamedFrom?: string;
  /**
   * What the role gives. Naming a permission that the user type and seats do not hold is an error; `all`, `none`, `except` and `"*"` give as much as is allowed. Example: `grants: { models: { "*": [view], Comment: all }, modules: all }`.
   */
  grants: Grants;
}
/**
 * The users of one tenant and what they hold. A user's permissions are the union over their roles, inside their own user type and seats.
 */
export interface UsersDocument {
  /**
   * Says that this document is a list of users: `kind: Users`.
   */
  kind: 'Users';
  /**
   * The tenant that these users belong to. Example: `tenant: acme`.
   */
  tenant: string;
  /**
   * `true` if these are all users of the tenant, so that what nobody of them holds nobody holds. Absent: `false`.
   */
  complete?: boolean;
  /**
   * A table of the users, beside this file: a CSV file whose first row names the columns `id`, `userType`, `seats`, `roles`, `active`, `madeBy` and `attributes.NAME`. Lists are joined by `;`, and an empty cell is absent. Example: `from: users.csv`.
   */
  from?: string;
  /**
   * The users. Example: `[{ id: ada@acme.example, userType: Core, seats: [Service], roles: [csm] }]`.
   */
  users?: User[];
}
/**
 * A user and what they hold.
 */
interface User {
  /**
   * What the user is known by, an address or an identifier; written once in a tenant. Example: `ada@acme.example`.
   */
  id: string;
  /**
   * The user type that was bought for this user. It grants nothing by itself. Example: `userType: Core`.
   */
  userType: string;
  /**
   * The seats that were bought for this user. Absent: none. Example: `[Service]`.
   */
  seats?: string[];
  /**
   * The roles that the user holds; the user's type must rank at least as high as each role's, and the user must have all its seats. Absent: none, which is a warning. Example: `[csm, manager]`.
   */
  roles?: string[];
  /**
   * `false` for a user who cannot sign in; such users do not count towards the tenant's limits. Absent: `true`.
   */
  active?: boolean;
  /**
   * The id of the user of this tenant who made this one, as somebody makes an app or a token: it should do and reach no more than its maker. Absent: nobody is known to have. Example: `madeBy: ada@acme.example`.
   */
  madeBy?: string;
  /**
   * What conditions ask of this user, by the attributes of the Principal. `id` is the user's id if it is not given. Example: `attributes: { managedUserIds: [u7] }`.
   */
  attributes?: {
    /**
     * The value of the attribute, of the type that the Principal says: text, a number, `true` or `false`, or a list of these.
     */
    [k: string]: {
      [k: string]: unknown;
    };
  };
}
/**
 * What must always or never be true of the effective permissions, checked for the roles of every tenant. It says exactly one of `must`, `mustSome`, `mustNot`, `mustNotTogether` and `mustSomeone`.
 */
export interface InvariantDocument {
  /**
   * Says that this document is an invariant: `kind: Invariant`.
   */
  kind: 'Invariant';
  /**
   * What waivers and reports call the invariant: letters, digits, spaces and `_ . : @ + ( ) & / ' -`. Example: `service-accounts-escalate`.
   */
  name: string;
  /**
   * What people read in place of the name, in menus and reports. Optional. Example: `Customer success manager`.
   */
  title?: string;
  /**
   * A sentence or two about what this is for, printed by `explain` and in the explorer. Optional.
   */
  description?: string;
  /**
   * What a breach is: an `error` stops the check, a `warning` and an `info` are only reported.
   */
  severity: 'error' | 'warning' | 'info';
  /**
   * Why it must hold, in a sentence that whoever breaks it will read. Example: `A token can be given more than its maker's role has.`
   */
  because: string;
  /**
   * Where the demand comes from: a page, a contract, a standard. Optional. Example: `Data model permissions, ServiceAccount`.
   */
  source?: string;
  /**
   * The roles it is checked for. Absent: all. Example: `{ except: [administrator, developer] }`.
   */
  roles?: Selection;
  /**
   * The tenants in which it is checked. Absent: all. Example: `{ except: [sandbox] }`.
   */
  tenants?: Selection;
  /**
   * The user types whose roles it is checked for. Absent: all. Example: `[View, Collaborator]`.
   */
  userTypes?: Selection;
  /**
   * Checks only roles that reach some record through one of these portfolios. Absent: all roles, whatever they reach. Example: `[full]`.
   */
  portfolios?: Selection;
  /**
   * Checks only roles in which all of these permissions are effective. Example: `[Import:use]`.
   *
   * @minItems 1
   *
   * Items: A permission in which `*` may stand for the subject, the property or the action. Examples: `*:export`, `Company.*:update`, `ServiceAccount:*`, and `Company:remove`, which has none.
   */
  when?: string[];
  /**
   * Permissions that every such role must have. Example: `[Company:view]`.
   *
   * @minItems 1
   *
   * Items: A permission in which `*` may stand for the subject, the property or the action. Examples: `*:export`, `Company.*:update`, `ServiceAccount:*`, and `Company:remove`, which has none.
   */
  must?: string[];
  /**
   * Permissions of which every such role must have at least one. Example: `[Company:create, Company:update]`.
   *
   * @minItems 1
   *
   * Items: A permission in which `*` may stand for the subject, the property or the action. Examples: `*:export`, `Company.*:update`, `ServiceAccount:*`, and `Company:remove`, which has none.
   */
  mustSome?: string[];
  /**
   * Permissions that no such role may have, nor any user by several such roles together. `*` may stand for a subject, a property or an action. Example: `[ServiceAccount:create, "*:export"]`.
   *
   * @minItems 1
   *
   * Items: A permission in which `*` may stand for the subject, the property or the action. Examples: `*:export`, `Company.*:update`, `ServiceAccount:*`, and `Company:remove`, which has none.
   */
  mustNot?: string[];
  /**
   * Two permissions or more that no such role may have all of; also checked on each user's union of roles. Example: `[Invoice:create, Invoice:remove]`.
   *
   * @minItems 2
   *
   * Items: A permission in which `*` may stand for the subject, the property or the action. Examples: `*:export`, `Company.*:update`, `ServiceAccount:*`, and `Company:remove`, which has none.
   */
  mustNotTogether?: string[];
  /**
   * Permissions all of which at least one role of every tenant must have and, in a tenant whose users are `complete`, at least one active user of audience `member`. It goes with no selection but `tenants`. Example: `[AdminAccess:use]`.
   *
   * @minItems 1
   *
   * Items: A permission in which `*` may stand for the subject, the property or the action. Examples: `*:export`, `Company.*:update`, `ServiceAccount:*`, and `Company:remove`, which has none.
   */
  mustSomeone?: string[];
  /**
   * Only with `must` and `mustSome`: what is demanded at most. `cap`: what would be effective if the role asked for everything, inside its user type and seats. `ceilings`: the same inside the tenant's ceiling and packages too. `model`: the rights on a property only where the action of its model is effective.
   */
  within?: 'cap' | 'ceilings' | 'model';
}
/**
 * Lets one role, or one user by their roles together, break one invariant until a date, with a name and a reason. It says exactly one of `role` and `user`. Past the date the waiver is an error itself.
 */
export interface WaiverDocument {
  /**
   * Says that this document is a waiver: `kind: Waiver`.
   */
  kind: 'Waiver';
  /**
   * The invariant that may be broken. Example: `invariant: service-accounts-escalate`.
   */
  invariant: string;
  /**
   * The role that may break it. Example: `role: integrations`.
   */
  role?: string;
  /**
   * The user whose roles may break it together, by id. A role that breaks it alone needs a waiver of its own. Example: `user: ada@acme.example`.
   */
  user?: string;
  /**
   * The only tenant in which it may. Absent: in every tenant. Example: `tenant: acme`.
   */
  tenant?: string;
  /**
   * Who answers for the exception. Example: `owner: security@acme.example`.
   */
  owner: string;
  /**
   * Why the exception is acceptable for now. Example: `Runs the nightly sync until the vendor ships scoped tokens.`
   */
  because: string;
  /**
   * The last day on which the exception holds, as year, month and day. Example: `until: 2027-03-31`.
   */
  until: string;
}
/**
 * Decisions that somebody wrote down: who asks, about which records, and what must be the answer. `plafond test` asks the run time that services use and tells where it answers otherwise. A test permits nothing; what it does not say is not tested.
 */
export interface TestDocument {
  /**
   * Says that this document is a test: `kind: Test`.
   */
  kind: 'Test';
  /**
   * The fact that the test holds to, by which it is run and reported: letters, digits, spaces and `_ . : @ + ( ) & / ' -`. Example: `a customer success manager keeps to their accounts`.
   */
  name: string;
  /**
   * A sentence or two about what this is for, printed by `explain` and in the explorer. Optional.
   */
  description?: string;
  /**
   * Where the fact comes from: a page, a contract, a standard. Optional. Example: `Data model permissions, ServiceAccount`.
   */
  source?: string;
  /**
   * The tenant in which the question is asked. Example: `tenant: acme`.
   */
  tenant: string;
  /**
   * Who asks: a declared user of the tenant (`{ user: ada@acme.example }`), or anybody with these roles, this user type, these seats and these attributes.
   */
  as: {
    /**
     * The id of a declared user of the tenant, who stands alone: what they hold is what their list says. Example: `user: ada@acme.example`.
     */
    user?: string;
    /**
     * The roles that whoever asks holds; goes with `userType`. An empty list is nobody's role. Example: `[csm]`.
     */
    roles?: string[];
    /**
     * The user type of whoever asks, which must rank at least as high as each role's. Example: `userType: Core`.
     */
    userType?: string;
    /**
     * The seats of whoever asks. Absent: none. Example: `[Service]`.
     */
    seats?: string[];
    /**
     * What conditions ask of whoever asks, by the attributes of the Principal; one that is absent is not known. Example: `attributes: { id: u1 }`.
     */
    attributes?: {
      /**
       * The value of the attribute, of the type that the Principal says: text, a number, `true` or `false`, or a list of these.
       */
      [k: string]: {
        [k: string]: unknown;
      };
    };
  };
  /**
   * The records that are asked about, by names of the test's own. Example: `{ theirs: { model: Company, owner: u1 }, call: { model: Task, company: theirs } }`.
   */
  records?: {
    [k: string]: Record;
  };
  /**
   * The answers that are expected, by permission; no pattern. Example: `{ "Company:view": { theirs: allow, other: deny }, "AdminAccess:use": deny }`.
   */
  expect: {
    [k: string]: Expected;
  };
}
/**
 * A record: its model and, by name, what is known of it. A property has a value of its type, or null; one that is left out is missing. A relation has the name of another record of the test, or that record spelt out without a `model`; one to many has a list of these.
 */
interface Record {
  /**
   * The model that the record is of. Example: `model: Company`.
   */
  model: string;
  /**
   * The value of a property, or the record that a relation leads to.
   */
  [k: string]:
    | {
        [k: string]: unknown;
      }
    | string;
}
/**
 * What the policies say of the package that compile writes, of the roles that tenants have of their own, of what is the vendor's to decide and of how waivers are watched; it permits nothing. There is at most one such document, and without one the package is `permissions`, version `0.0.0`.
 */
export interface SettingsDocument {
  /**
   * Says that this document is the settings: `kind: Settings`.
   */
  kind: 'Settings';
  /**
   * What the `package.json` in `generated/` is called, under which services install it. Absent: `permissions`, version `0.0.0`. Example: `package: { name: "@acme/permissions", version: 1.4.0 }`.
   */
  package?: {
    /**
     * The name of the package, as npm takes it, with or without a scope. YAML wants quotes around one that begins with `@`. Absent: `permissions`. Example: `name: "@acme/permissions"`.
     */
    name?: PackageName;
    /**
     * The version of the package: three numbers, by the rules of semantic versions. Absent: `0.0.0`. Example: `version: 1.4.0`.
     */
    version?: PackageVersion;
  };
  /**
   * The folder that compile writes, relative to the policies folder, so that it is the same from wherever the command is started; `..` leads upward, and it may not lie in the policies folder. Absent: `../generated`. Example: `out: ../packages/permissions`.
   */
  out?: OutFolder;
  /**
   * Bounds for the roles that tenants have of their own. Absent: there are none. Example: `customRoles: { plans: [Enterprise], perTenant: 50 }`.
   */
  customRoles?: {
    /**
     * The plans whose tenants have roles of their own; on another plan such a role is a warning. Absent: every plan. Example: `plans: [Enterprise]`.
     */
    plans?: string[];
    /**
     * The most that a tenant's own role can hold, in files and at run time, inside the tenant's ceiling: so that nobody composes a super-administrator. Absent: all that the ceiling holds. Example: `allows: { models: { "*": all }, modules: all, features: { except: [AdminAccess] } }`.
     */
    allows?: Grants;
    /**
     * How many roles of its own a tenant may have; more are an error. Absent: any number. Example: `perTenant: 50`.
     */
    perTenant?: number;
  };
  /**
   * The kinds of documents that are the vendor's of the product to decide. A change of one is told as not ours to decide, and `diff --fail-on vendor` says no to it. Absent: none. Example: `vendor: [Tenant, UserType, Seat]`.
   */
  vendor?: DocumentKind[];
  /**
   * Who reviews the access of whom. Example: `review: { manager: reportsTo }`.
   */
  review?: {
    /**
     * The column of the users' tables, or the attribute of users, that names their manager: `audit --review` writes a sheet for each. Absent: `manager`. Example: `manager: reportsTo`.
     */
    manager?: string;
  };
  /**
   * How waivers are watched. Example: `waivers: { warnDays: 14 }`.
   */
  waivers?: {
    /**
     * The number of days before its last day in which a waiver is a warning. Absent: 30. Example: `warnDays: 14`.
     */
    warnDays?: number;
  };
}
/**
 * How the product names what the catalog names: what `import` reads its exports by. On the left stands the product's own word, exactly as an export writes it; on the right stands ours, which also counts where no mapping names it. It permits nothing.
 */
export interface MappingDocument {
  /**
   * Says that this document is a mapping: `kind: Mapping`.
   */
  kind: 'Mapping';
  /**
   * What the mapping is called: `import --mapping` names it where there are several. Example: `planhat`.
   */
  name: string;
  /**
   * What people read in place of the name, in menus and reports. Optional. Example: `Customer success manager`.
   */
  title?: string;
  /**
   * A sentence or two about what this is for, printed by `explain` and in the explorer. Optional.
   */
  description?: string;
  /**
   * Columns, or the keys of a row in JSON, by what they hold: `role`, `permission` or `subject`, `property` and `action`, `on`, `userType`, `seats`, `portfolio`, `title` and `description` of roles; `id`, `userType`, `seats`, `roles`, `active`, `madeBy` and `attributes.NAME` of users; `permission` and `on`, `limit` and `most`, `packages` and `plan` of a tenant; and in JSON maps of several: `switches`, `attributes`, `limits`. Example: `columns: { Role name: role, Enabled: on }`.
   */
  columns?: {
    [k: string]: string;
  };
  /**
   * Columns and permissions of the export that say nothing here: they are left aside without a word. Example: `ignore: [Last changed]`.
   */
  ignore?: string[];
  /**
   * The words for a switch that is on and for one that is off, beside `on`, `true`, `yes`, `x` and `1`, and `off`, `false`, `no`, `-` and `0`; case does not count. Example: `values: { on: [Enabled], off: [Disabled] }`.
   */
  values?: {
    /**
     * Words for a switch that is on. Example: `on: [Enabled]`.
     */
    on?: string[];
    /**
     * Words for a switch that is off. Example: `off: [Disabled]`.
     */
    off?: string[];
  };
  /**
   * The texts between the parts of a permission, which are a model and an action, or a model, a property and a right; beside `:` and `.`, by which `Company:view` and `Company.arr:view` are read. Example: `separators: [" / "]`, for `Company / view`.
   */
  separators?: string[];
  /**
   * Whole permissions by the product's names: each is a permission, or a list of those that one switch of the product stands for. Example: `permissions: { Log in: AppAccess:use, Notes: [Note:view, Note:create] }`.
   */
  permissions?: {
    [k: string]: string | string[];
  };
  /**
   * Actions and rights by the product's names. Example: `actions: { add: create, edit: update, delete: remove }`.
   */
  actions?: {
    [k: string]: string;
  };
  /**
   * Models by the product's names. Example: `models: { End User: EndUser }`.
   */
  models?: {
    [k: string]: string;
  };
  /**
   * Properties by the product's names, for each model. Example: `properties: { Company: { Company ARR: arr } }`.
   */
  properties?: {
    /**
     * Properties of one model by the product's names.
     */
    [k: string]: {
      [k: string]: string;
    };
  };
  /**
   * Modules by the product's names. Example: `modules: { Customer Data: CustomerData }`.
   */
  modules?: {
    [k: string]: string;
  };
  /**
   * Features by the product's names. Example: `features: { Email sync: EmailSync }`.
   */
  features?: {
    [k: string]: string;
  };
  /**
   * User types by the product's names. Example: `userTypes: { Viewer: View }`.
   */
  userTypes?: {
    [k: string]: string;
  };
  /**
   * Seats by the product's names. Example: `seats: { Service Seat: Service }`.
   */
  seats?: {
    [k: string]: string;
  };
  /**
   * Packages by the product's names. Example: `packages: { Advanced Service: ServiceDelivery }`.
   */
  packages?: {
    [k: string]: string;
  };
  /**
   * Portfolios by the product's names: each is a portfolio, or a list of those that one option of the product stands for. Example: `portfolios: { Full access: full, Team access: [own, team] }`.
   */
  portfolios?: {
    [k: string]: string | string[];
  };
  /**
   * Roles by the product's names: for names that no role can have, or that another role has here. The product's name becomes the title. Example: `roles: { "Head of CS (EMEA) #2": head-of-cs-2 }`.
   */
  roles?: {
    /**
     * The name of a role, tenant, portfolio, invariant or test: at most 128 letters, digits, spaces and `_ . : @ + ( ) & / ' -`, with a letter or digit first, and a letter, digit or `)` last. Examples: `csm`, `Sales / User: All Documents`.
     */
    [k: string]: string;
  };
}
/**
 * The words of a product for what `plafond runbook` has people click: its screens, what it fills in by itself, and the texts of steps, requests and checks. It permits nothing. Without one the texts are neutral and nothing is filled in.
 */
export interface RunbookDocument {
  /**
   * Says that this document is a runbook: `kind: Runbook`.
   */
  kind: 'Runbook';
  /**
   * What the runbook is called: `runbook --words` names it where there are several. Example: `planhat`.
   */
  name: string;
  /**
   * What people read in place of the name, in menus and reports. Optional. Example: `Customer success manager`.
   */
  title?: string;
  /**
   * A sentence or two about what this is for, printed by `explain` and in the explorer. Optional.
   */
  description?: string;
  /**
   * The screens of the product, by what is done there. Example: `screens: { roles: Settings › Users & Roles › Roles }`.
   */
  screens?: {
    /**
     * The screen of where properties of a tenant are added and removed. Absent: a neutral name. Example: `fields: Settings › Users & Roles`.
     */
    fields?: string;
    /**
     * The screen of the list of roles. Absent: a neutral name. Example: `roles: Settings › Users & Roles`.
     */
    roles?: string;
    /**
     * The screen of the records of a role. Absent: a neutral name. Example: `portfolio: Settings › Users & Roles`.
     */
    portfolio?: string;
    /**
     * The screen of the permissions of a role on models. Absent: a neutral name. Example: `models: Settings › Users & Roles`.
     */
    models?: string;
    /**
     * The screen of the modules of a role. Absent: a neutral name. Example: `modules: Settings › Users & Roles`.
     */
    modules?: string;
    /**
     * The screen of the features of a role. Absent: a neutral name. Example: `features: Settings › Users & Roles`.
     */
    features?: string;
    /**
     * The screen of the list of users. Absent: a neutral name. Example: `users: Settings › Users & Roles`.
     */
    users?: string;
    /**
     * The screen of what is switched on for a tenant, if that is not the vendor’s to decide. Absent: a neutral name. Example: `tenant: Settings › Users & Roles`.
     */
    tenant?: string;
  };
  /**
   * What the product fills in by itself. Example: `prefill: { newRole: maximum, duplicate: original, properties: on }`.
   */
  prefill?: {
    /**
     * The boxes of a new role: `maximum`, all that its user type and seats can hold, or `nothing`. Absent: `nothing`. Example: `newRole: maximum`.
     */
    newRole?: 'maximum' | 'nothing';
    /**
     * The boxes of a duplicate: `original`, those of the original that its user type and seats can hold, or `nothing`. Absent: `nothing`. Example: `duplicate: original`.
     */
    duplicate?: 'original' | 'nothing';
    /**
     * The boxes of properties that a role did not show before, since the action of the model was off or the property is new: `on` or `off`. Absent: `off`. Example: `properties: "on"`.
     */
    properties?: 'on' | 'off';
  };
  /**
   * What the product calls actions, and `use` of modules and features. Absent: the catalog's names. Example: `actions: { create: Create, remove: Delete }`.
   */
  actions?: {
    [k: string]: string;
  };
  /**
   * The texts of steps, by kind; words in braces are filled in. Example: `steps: { switch-on: "Tick {action} of {subject}" }`.
   */
  steps?: {
    /**
     * A property of a tenant is to be added. It may hold `{tenant}`, `{model}`, `{property}`, `{type}`. Absent: a neutral text. Example: `add-property: "Do this with {model}"`.
     */
    'add-property'?: string;
    /**
     * A property of a tenant is to be removed. It may hold `{tenant}`, `{model}`, `{property}`. Absent: a neutral text. Example: `remove-property: "Do this with {model}"`.
     */
    'remove-property'?: string;
    /**
     * A role is to be created anew. It may hold `{tenant}`, `{role}`, `{userType}`, `{seats}`. Absent: a neutral text. Example: `create-role: "Do this with {role}"`.
     */
    'create-role'?: string;
    /**
     * A role is to be made as a duplicate of another one. It may hold `{tenant}`, `{role}`, `{original}`, `{userType}`, `{seats}`. Absent: a neutral text. Example: `duplicate-role: "Do this with {role}"`.
     */
    'duplicate-role'?: string;
    /**
     * A role is to be given another name. It may hold `{tenant}`, `{role}`, `{before}`. Absent: a neutral text. Example: `rename-role: "Do this with {role}"`.
     */
    'rename-role'?: string;
    /**
     * A role that nobody holds any more is to be removed. It may hold `{tenant}`, `{role}`. Absent: a neutral text. Example: `remove-role: "Do this with {role}"`.
     */
    'remove-role'?: string;
    /**
     * The records of a role are to be chosen. It may hold `{tenant}`, `{role}`, `{portfolio}`. Absent: a neutral text. Example: `set-portfolio: "Do this with {role}"`.
     */
    'set-portfolio'?: string;
    /**
     * A permission of a role is to be switched on. It may hold `{tenant}`, `{role}`, `{permission}`, `{subject}`, `{property}`, `{action}`. Absent: a neutral text. Example: `switch-on: "Tick {action} of {subject}"`.
     */
    'switch-on'?: string;
    /**
     * A permission of a role is to be switched off. It may hold `{tenant}`, `{role}`, `{permission}`, `{subject}`, `{property}`, `{action}`. Absent: a neutral text. Example: `switch-off: "Do this with {role}"`.
     */
    'switch-off'?: string;
    /**
     * A user is to be added, with user type, seats and roles. It may hold `{tenant}`, `{user}`, `{userType}`, `{seats}`, `{roles}`, `{active}`. Absent: a neutral text. Example: `add-user: "Do this with {user}"`.
     */
    'add-user'?: string;
    /**
     * Users are to be removed, all in one go. It may hold `{tenant}`, `{users}`, `{count}`. Absent: a neutral text. Example: `remove-users: "Do this with {users}"`.
     */
    'remove-users'?: string;
    /**
     * Users are to be deactivated, all in one go. It may hold `{tenant}`, `{users}`, `{count}`. Absent: a neutral text. Example: `deactivate-users: "Do this with {users}"`.
     */
    'deactivate-users'?: string;
    /**
     * Users are to be activated, all in one go. It may hold `{tenant}`, `{users}`, `{count}`. Absent: a neutral text. Example: `activate-users: "Do this with {users}"`.
     */
    'activate-users'?: string;
    /**
     * The user type of users is to be set, of all in one go. It may hold `{tenant}`, `{users}`, `{count}`, `{userType}`. Absent: a neutral text. Example: `set-user-type: "Do this with {users}"`.
     */
    'set-user-type'?: string;
    /**
     * The seats of users are to be set, of all in one go. It may hold `{tenant}`, `{users}`, `{count}`, `{seats}`. Absent: a neutral text. Example: `set-seats: "Do this with {users}"`.
     */
    'set-seats'?: string;
    /**
     * The roles of users are to be set, of all in one go. It may hold `{tenant}`, `{users}`, `{count}`, `{roles}`. Absent: a neutral text. Example: `set-roles: "Select {users}, then Set Field, Roles: {roles}"`.
     */
    'set-roles'?: string;
  };
  /**
   * The texts of requests to whoever may change what is not ours to decide, by kind; words in braces are filled in. Example: `requests: { to: your CSM or TAM }`.
   */
  requests?: {
    /**
     * Whom a request goes to. Absent: the vendor. Example: `to: your CSM or TAM`.
     */
    to?: string;
    /**
     * How a request begins. It may hold `{tenant}`. Absent: a neutral text. Example: `intro: "Hello, for {tenant} we ask for this:"`.
     */
    intro?: string;
    /**
     * How a request ends. It may hold `{tenant}`. Absent: a neutral text. Example: `end: Thank you.`.
     */
    end?: string;
    /**
     * A tenant is new. It may hold `{tenant}`. Absent: a neutral text. Example: `new-tenant: "Please do this for {tenant}"`.
     */
    'new-tenant'?: string;
    /**
     * Permissions are to be switched on for a tenant. It may hold `{tenant}`, `{permissions}`, `{because}`. Absent: a neutral text. Example: `raise-ceiling: "Please do this for {tenant}"`.
     */
    'raise-ceiling'?: string;
    /**
     * Permissions are to be switched off for a tenant. It may hold `{tenant}`, `{permissions}`, `{because}`. Absent: a neutral text. Example: `lower-ceiling: "Please do this for {tenant}"`.
     */
    'lower-ceiling'?: string;
    /**
     * A tenant has bought a package. It may hold `{tenant}`, `{package}`, `{because}`. Absent: a neutral text. Example: `add-package: "Please do this for {tenant}"`.
     */
    'add-package'?: string;
    /**
     * A tenant has a package no more. It may hold `{tenant}`, `{package}`, `{because}`. Absent: a neutral text. Example: `remove-package: "Please do this for {tenant}"`.
     */
    'remove-package'?: string;
    /**
     * A tenant has another generation of some models. It may hold `{tenant}`, `{name}`, `{before}`, `{after}`, `{because}`. Absent: a neutral text. Example: `set-generation: "Please do this for {tenant}"`.
     */
    'set-generation'?: string;
    /**
     * The number of users of a user type or a seat is to be another one. It may hold `{tenant}`, `{name}`, `{before}`, `{after}`, `{because}`. Absent: a neutral text. Example: `set-limit: "Please do this for {tenant}"`.
     */
    'set-limit'?: string;
    /**
     * A user type is to hold more. It may hold `{tenant}`, `{name}`, `{permissions}`, `{because}`. Absent: a neutral text. Example: `raise-user-type: "Please do this for {tenant}"`.
     */
    'raise-user-type'?: string;
    /**
     * A user type is to hold less. It may hold `{tenant}`, `{name}`, `{permissions}`, `{because}`. Absent: a neutral text. Example: `lower-user-type: "Please do this for {tenant}"`.
     */
    'lower-user-type'?: string;
    /**
     * A seat is to add more. It may hold `{tenant}`, `{name}`, `{permissions}`, `{because}`. Absent: a neutral text. Example: `raise-seat: "Please do this for {tenant}"`.
     */
    'raise-seat'?: string;
    /**
     * A seat is to add less. It may hold `{tenant}`, `{name}`, `{permissions}`, `{because}`. Absent: a neutral text. Example: `lower-seat: "Please do this for {tenant}"`.
     */
    'lower-seat'?: string;
  };
  /**
   * The texts of the verification script; words in braces are filled in. Example: `verify: { reload: Load the page again. }`.
   */
  verify?: {
    /**
     * What to do before anything is looked at, such as opening a second browser window. It may hold `{tenant}`. Absent: a neutral text. Example: `intro: "Look at {tenant}"`.
     */
    intro?: string;
    /**
     * With whom to sign in. It may hold `{tenant}`, `{role}`, `{userType}`, `{seats}`, `{user}`. Absent: a neutral text. Example: `signIn: "Look at {tenant}"`.
     */
    signIn?: string;
    /**
     * What to open. It may hold `{where}`, `{subject}`. Absent: a neutral text. Example: `open: "Look at {where}"`.
     */
    open?: string;
    /**
     * What must be there. It may hold `{permission}`, `{subject}`, `{property}`, `{action}`, `{where}`. Absent: a neutral text. Example: `must: "Look at {permission}"`.
     */
    must?: string;
    /**
     * What must not be there. It may hold `{permission}`, `{subject}`, `{property}`, `{action}`, `{where}`. Absent: a neutral text. Example: `mustNot: "Look at {permission}"`.
     */
    mustNot?: string;
    /**
     * What is to be done so that a change is seen at all. It may hold `{tenant}`, `{role}`. Absent: a neutral text. Example: `reload: "Look at {tenant}"`.
     */
    reload?: string;
    /**
     * What to look at where the records of a role are others than before. It may hold `{role}`, `{before}`, `{after}`. Absent: a neutral text. Example: `records: "Look at records of {after}"`.
     */
    records?: string;
  };
}

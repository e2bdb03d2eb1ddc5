import type { DiagnosticDefinition, ModelNameFacts, NameFacts } from './entry.ts';

/** The sentences on names that do not exist. */
export const nameCodes = {
  'unknown-model': {
    severity: 'error',
    message: (p: NameFacts) => `unknown model \`${p.name}\``,
    why: 'the catalog says what can be permitted at all',
    remedy: 'Correct the name, or declare the model in the catalog.',
  },
  'unknown-property': {
    severity: 'error',
    message: (p: ModelNameFacts) => `model \`${p.model}\` has no property \`${p.name}\``,
    why: 'the catalog says what can be permitted at all',
    remedy: 'Correct the name, or declare the property on its model.',
  },
  'unknown-placeholder': {
    severity: 'error',
    message: (p: { name: string; of: string }) => `${p.of} has nothing to fill in for \`{${p.name}}\``,
    why: 'a text is filled in where it says so in braces, and a word that nothing fills would be read by people',
    remedy: 'Use one of the words that the text can hold; the schema of `Runbook` lists them for each text.',
  },
  'unknown-relation': {
    severity: 'error',
    message: (p: ModelNameFacts) => `model \`${p.model}\` has no relation \`${p.name}\``,
    why: 'a path follows relations that the catalog declares, each of the model that the one before leads to',
    remedy:
      'Correct the name, or declare the relation on its model: `relations: { company: { model: Company } }`.',
  },
  'unknown-action': {
    severity: 'error',
    message: (p: NameFacts) => `unknown action \`${p.name}\``,
    why: 'the actions are create, view, update, remove, export and those that the catalog declares',
    remedy: 'Correct the name, or declare the action in the catalog: `kind: Action`.',
  },
  'unsupported-action': {
    severity: 'error',
    message: (p: { name: string; of: string }) => `\`${p.name}\` is not supported by ${p.of}`,
    why: 'the catalog says what can be permitted at all',
    remedy: 'Take the action away, or add it to what the catalog says is supported.',
  },
  'unknown-right': {
    severity: 'error',
    message: (p: NameFacts) => `unknown property right \`${p.name}\``,
    why: 'a property has two rights: view and update',
    remedy: 'Use view or update; everything else is an action of the model.',
  },
  'unknown-module': {
    severity: 'error',
    message: (p: NameFacts) => `unknown module \`${p.name}\``,
    why: 'the catalog says what can be permitted at all',
    remedy: 'Correct the name, or declare the module in the catalog.',
  },
  'unknown-feature': {
    severity: 'error',
    message: (p: NameFacts) => `unknown feature \`${p.name}\``,
    why: 'the catalog says what can be permitted at all',
    remedy: 'Correct the name, or declare the feature in the catalog.',
  },
  'unknown-user-type': {
    severity: 'error',
    message: (p: NameFacts) => `unknown user type \`${p.name}\``,
    why: 'a role and a user have one of the declared user types',
    remedy: 'Correct the name, or declare the user type.',
  },
  'unknown-seat': {
    severity: 'error',
    message: (p: NameFacts) => `unknown seat \`${p.name}\``,
    why: 'a role and a user hold only declared seats',
    remedy: 'Correct the name, or declare the seat.',
  },
  'unknown-limit': {
    severity: 'error',
    message: (p: NameFacts) => `\`${p.name}\` is neither a user type nor a seat`,
    why: 'a tenant limits user types and seats',
    remedy: 'Limit a user type or a seat that is declared.',
  },
  'unknown-tenant': {
    severity: 'error',
    message: (p: NameFacts) => `unknown tenant \`${p.name}\``,
    why: 'a role, a list of users and a waiver speak of declared tenants',
    remedy: 'Correct the name, or declare the tenant.',
  },
  'unknown-package': {
    severity: 'error',
    message: (p: NameFacts) => `nothing belongs to package \`${p.name}\``,
    why: 'packages are the ones that models, modules, features and seats name',
    remedy: 'Correct the name; a package exists when something belongs to it.',
  },
  'unknown-generation': {
    severity: 'error',
    message: (p: { name: string; of?: string }) =>
      p.of === undefined
        ? `nothing is called \`${p.name}\` that has generations`
        : `\`${p.of}\` has no generation \`${p.name}\``,
    why: 'a tenant has generations that a document of kind `Generations` lists',
    remedy: 'Correct the name; the document of kind `Generations` lists them.',
  },
  'unknown-portfolio': {
    severity: 'error',
    message: (p: NameFacts) => `unknown portfolio \`${p.name}\``,
    why: 'a role reaches records through declared portfolios',
    remedy: 'Correct the name, or declare the portfolio.',
  },
  'unknown-role': {
    severity: 'error',
    message: (p: { name: string; tenant: string }) => `tenant \`${p.tenant}\` has no role \`${p.name}\``,
    why: 'a user holds roles that every tenant has or that its own tenant declares',
    remedy: 'Correct the name, or use a role that the tenant is offered.',
  },
  'portfolio-of-another-tenant': {
    severity: 'error',
    message: (p: { role: string; portfolio: string; tenant: string }) =>
      `role \`${p.role}\` cannot name portfolio \`${p.portfolio}\`, which only tenant \`${p.tenant}\` has`,
    why: 'what one tenant decides must not reach the roles of others',
    remedy: 'Name a portfolio that every tenant has, or one of the same tenant.',
  },
  'unknown-included-role': {
    severity: 'error',
    message: (p: { role: string; name: string }) =>
      `role \`${p.role}\` includes \`${p.name}\`, and there is no such role`,
    why: 'a role includes roles that every tenant has, or that its own tenant declares',
    remedy: 'Correct the name, or take it out of `includes`.',
  },
  'role-not-includable': {
    severity: 'error',
    message: (p: { role: string; included: string; tenant: string; of: string }) =>
      `role \`${p.role}\`${p.of === '' ? '' : ` of tenant \`${p.of}\``} cannot include \`${p.included}\`, which only tenant \`${p.tenant}\` has`,
    why: 'what one tenant decides must not reach the roles of others',
    remedy: 'Include a role that every tenant has, or copy the grants.',
  },
  'inclusion-cycle': {
    severity: 'error',
    message: (p: { cycle: string }) => `a role cannot include itself: ${p.cycle}`,
    why: 'a role that includes itself says nothing that it does not say already, and hides what it does say',
    remedy: 'Take one of the inclusions in the circle away.',
  },
  'unknown-record': {
    severity: 'error',
    message: (p: { name: string; test: string }) => `test \`${p.test}\` has no record \`${p.name}\``,
    why: 'a question about nothing has no answer, and a test that asks nothing would look like one that passed',
    remedy: 'Correct the name, or write the record under the `records` of the test.',
  },
  'cloned-from-unknown': {
    severity: 'warning',
    message: (p: NameFacts) => `no role \`${p.name}\` to have been cloned from`,
    why: 'the origin of a role is worth something only while it can be found',
    remedy: 'Correct the name, or take the line away.',
  },
  'renamed-from-existing': {
    severity: 'error',
    message: (p: { kind: string; name: string; now: string }) =>
      `${p.kind} \`${p.now}\` cannot have been called \`${p.name}\`: something has that name`,
    why: 'a review compares what was renamed with what had the former name, and what is still there is compared with itself',
    remedy: 'Take the line away; a role that was copied from another says so with `clonedFrom`.',
  },
} satisfies Record<string, DiagnosticDefinition>;

import type { Code } from './codes.ts';

/**
 * What to do about each diagnostic, for the page of rules. A diagnostic's own `help` is closer to the case; this
 * is what is true of all of them.
 */
export const remedies: Readonly<Partial<Record<Code, string>>> = {
  // Files and YAML.
  'no-policies': 'Name the folder with `--policies`, or start one with `plafond init DIR`.',
  unreadable: 'Make the file readable, or move it out of the policies folder.',
  'not-text': 'Save the file as UTF-8 text, or move it out of the policies folder.',
  syntax: 'Correct the YAML at the place shown; what comes after it was not read.',
  'duplicate-key': 'Keep one of the two, or join what they say.',
  'key-not-text': 'Write the key as a plain name; quote it if YAML reads it as something else.',
  'unknown-tag': 'Take the tag away and write the value itself.',
  'too-many-aliases': 'Write the repeated piece out, or repeat less of it.',
  'too-deep': 'Write the document flatter; the kinds need eight levels at most.',

  // The shape of a document.
  'not-a-document': 'Begin the document with `kind:` and the fields of that kind.',
  'missing-kind': 'Say in the first line what the document is: `kind: Role`, for one.',
  'unknown-kind': 'Use one of the kinds; the nearest is suggested.',
  'unknown-field': 'Correct the name of the field, or take it away.',
  'missing-field': 'Add the field; its schema says what it holds.',
  'conflicting-fields': 'Keep the one that is meant.',
  'wrong-type': 'Write a value of the type that is asked for.',
  'unknown-value': 'Use one of the words that are listed.',
  'out-of-range': 'Stay within the limit that is named.',
  'bad-name': 'Choose a name of the form that is shown.',
  'reserved-name': 'Choose another name.',
  'declared-twice': 'Rename one of the two, or delete it.',
  'case-collision': 'Choose another name for one of the two.',

  // The catalog.
  'unknown-permission': 'Correct the permission; the catalog lists them all.',
  'prerequisite-cycle': 'Take one of the prerequisites in the circle away.',
  'second-portfolio-root': 'Let one of the models reach the other: `portfolio: { through: … }`.',
  'no-portfolio-root': 'Give one model `portfolio: self`.',
  'unknown-attribute': 'Declare the attribute in the Principal, or use one that is there.',
  'unsupported-operator':
    'Say it with the operators that are supported, as alternatives under `$or` for one.',
  'wrong-operand': 'Compare with a value of the type of the property.',
  'condition-never-holds': 'Correct the comparison that contradicts, or take the alternative away.',
  'condition-too-large': 'Use `$in` in place of alternatives, or split the portfolio.',

  // Names that do not exist.
  'unknown-model': 'Correct the name, or declare the model in the catalog.',
  'unknown-property': 'Correct the name, or declare the property on its model.',
  'unknown-action': 'Use create, view, update, remove or export.',
  'unsupported-action': 'Take the action away, or add it to what the catalog says is supported.',
  'unknown-right': 'Use view or update; everything else is an action of the model.',
  'unknown-module': 'Correct the name, or declare the module in the catalog.',
  'unknown-feature': 'Correct the name, or declare the feature in the catalog.',
  'unknown-user-type': 'Correct the name, or declare the user type.',
  'unknown-seat': 'Correct the name, or declare the seat.',
  'unknown-limit': 'Limit a user type or a seat that is declared.',
  'unknown-tenant': 'Correct the name, or declare the tenant.',
  'unknown-package': 'Correct the name; a package exists when a seat belongs to it.',
  'unknown-portfolio': 'Correct the name, or declare the portfolio.',
  'unknown-role': 'Correct the name, or use a role that the tenant is offered.',
  'cloned-from-unknown': 'Correct the name, or take the line away.',

  // Ceilings.
  'above-cap':
    'Take the permission from the role, or clone the role with a user type or a seat that holds it. A role’s type never changes.',
  'above-ceiling': 'Take the permission from the role, or have the vendor raise the ceiling.',
  'cap-not-monotone': 'Let the higher user type hold the permission too, or take it from the lower one.',
  'duplicate-rank': 'Give each user type a rank of its own.',
  'seat-does-not-combine': 'Take the seat away, or use a user type it combines with.',
  'package-missing': 'Take the seat from the role, or add the package to the tenant once it is bought.',
  'role-not-offered':
    'Nothing, unless the tenant was meant to have the role: then it has to buy the package.',
  'shared-role-reused': 'Give the tenant’s own role another name.',
  'custom-role-on-plan': 'Use the shared roles, or move the tenant to a plan with roles of its own.',

  // Users.
  'role-not-assignable': 'Change the user type or the seats of the user, or give another role.',
  'limit-exceeded': 'Deactivate users, change their type or seats, or have the limit raised by contract.',
  'user-without-role': 'Give the user a role, or delete the user.',
  'type-higher-than-needed': 'Lower the user type, or give a role that needs it.',
  'seat-not-needed': 'Take the seat from the user, or give a role that needs it.',

  // Invariants and waivers.
  'no-such-role':
    'Correct the name. If the role is gone for good, take it out of the invariant or delete the waiver.',
  'unknown-invariant': 'Correct the name, or delete the waiver if the invariant is gone.',
  'invariant-checks-nobody':
    'Select roles that exist with one of the selected user types, or delete the invariant.',
  'invariant-broken':
    'Change the line that is shown, which grants the permission or refuses it. If it is meant for a time, write a `Waiver` with an owner and a date; if it is meant for good, change the invariant where everybody sees it.',
  'invariant-waived': 'Nothing until the date; by then change the role, or have the owner agree again.',
  'waiver-expired': 'Change the role and delete the waiver, or have its owner agree to a later date.',
  'waiver-useless': 'Delete the waiver.',
  'stale-artifact': 'Run `plafond compile` and commit what it writes.',

  // Audit.
  'dead-grant':
    'Grant what is missing as well, or take the grant away. Where only ceilings refuse it, it is a request to the vendor.',
  'module-off-under-granted-models': 'Grant the module as well, or take away what requires it.',
  'write-without-view': 'Grant view as well, or take the write away.',
  'type-higher-than-grants-need':
    'Clone the role with the lower user type, give its holders the clone, and only then lower their own type.',
  'role-equals-full-mask':
    'Take away what its holders do not need. If the role is everything on purpose, write `all`: whoever reads it then knows.',
  'seat-unlocks-nothing': 'Clone the role without the seat, or grant what the seat is there for.',
  'redundant-entry': 'Take the entry away; nothing changes.',
  'portfolio-movable-by-holder':
    'Give the role only view of these properties, unless its holders are the ones who hand records on.',
  'export-with-full-reach': 'Narrow the portfolio, or take the exports away.',
  'union-completes-capability': 'Take one of the roles away, or give one role that is meant to hold it all.',
  'locked-out': 'Give an active user a role that holds the capability.',
  'unused-role': 'Give the role to the users it was made for, or delete it.',

  // History.
  'role-retyped': 'Take the change back and clone the role with the user type and seats that are wanted.',
  'role-removed-in-use': 'Give its users another role first; then remove it.',
  'waiver-added': 'Approve it only if the reason, the owner and the date hold.',
  'waiver-loosened': 'Approve it only if the owner agreed to more.',
  'invariant-removed': 'Approve it only if what it guarded no longer needs a guard.',
  'invariant-weakened': 'Approve it only if what it no longer covers is meant to be possible.',
  'escalation-path-opened':
    'Approve it only if those who hold the role may be trusted with all that it opens; else take the escalating permission away.',
  'risk-lowered': 'Approve it only if the permission can do no more harm than its new class says.',
};

import type { RequestKind, Runbook, Screen, StepKind, VerifyPart } from '../../model/runbook.ts';

/** The names of screens of a product that says nothing of its own. */
const screenTexts: Readonly<Record<Screen, string>> = {
  fields: 'The properties of the tenant',
  roles: 'The list of roles',
  portfolio: 'The records of the role',
  models: 'The permissions of the role on models',
  modules: 'The modules of the role',
  features: 'The features of the role',
  users: 'The list of users',
  tenant: 'The settings of the tenant',
};

/** The texts of steps of a product that says nothing of its own. */
const stepTexts: Readonly<Record<StepKind, string>> = {
  'add-property': 'Add the property `{property}` to `{model}`, of type {type}.',
  'remove-property': 'Remove the property `{property}` of `{model}`.',
  'create-role': 'Create the role `{role}` with user type {userType} and seats {seats}.',
  'duplicate-role':
    'Duplicate the role `{original}` as `{role}` with user type {userType} and seats {seats}.',
  'rename-role': 'Rename the role `{before}` to `{role}`.',
  'remove-role': 'Remove the role `{role}`, which nobody has any more.',
  'set-portfolio': 'Let the role `{role}` reach: {portfolio}.',
  'switch-on': 'Switch on for `{role}`: {action} of {subject}{property}.',
  'switch-off': 'Switch off for `{role}`: {action} of {subject}{property}.',
  'add-user': 'Add the user `{user}` with user type {userType}, seats {seats} and roles {roles}, {active}.',
  'remove-users': 'Remove the users {users} ({count}).',
  'deactivate-users': 'Deactivate the users {users} ({count}).',
  'activate-users': 'Activate the users {users} ({count}).',
  'set-user-type': 'Set the user type of {users} ({count}) to {userType}.',
  'set-seats': 'Set the seats of {users} ({count}) to {seats}.',
  'set-roles': 'Set the roles of {users} ({count}) to {roles}.',
};

/** The texts of changes of what bounds a tenant. */
const requestTexts: Readonly<Record<RequestKind | 'to' | 'intro' | 'end', string>> = {
  to: 'the vendor',
  intro: 'For the tenant {tenant}, please:',
  end: 'Please tell us when it is done.',
  'new-tenant': 'Set up the tenant {tenant}.',
  'raise-ceiling': 'Switch on for the tenant {tenant}: {permissions}, because {because}.',
  'lower-ceiling': 'Switch off for the tenant {tenant}: {permissions}, because {because}.',
  'add-package': 'Add the package {package} for the tenant {tenant}, because {because}.',
  'remove-package': 'Remove the package {package} from the tenant {tenant}, because {because}.',
  'set-generation': 'Move the tenant {tenant} from {before} to {after} of {name}: {because}.',
  'set-limit': 'Set the limit of {name} from {before} to {after}: {because}.',
  'raise-user-type': 'Let the user type {name} hold {permissions}, because {because}.',
  'lower-user-type': 'Let the user type {name} hold no more: {permissions}, because {because}.',
  'raise-seat': 'Let the seat {name} add {permissions}, because {because}.',
  'lower-seat': 'Let the seat {name} add no more: {permissions}, because {because}.',
};

/** The texts of the verification script. */
const verifyTexts: Readonly<Record<VerifyPart, string>> = {
  intro:
    'Sign in as a test user in a second browser window, and stay signed in as an administrator in the first.',
  signIn:
    'Give a test user the user type {userType}, the seats {seats} and the role `{role}` alone, and sign in ({user}).',
  open: 'Open {where}.',
  must: '{subject}{property}: {action} must be there.',
  mustNot: '{subject}{property}: {action} must not be there.',
  records: 'The records are those of {after}, and no longer those of {before}.',
  reload: 'Load the page again before you judge.',
};

/** The texts of a product, each its own or the neutral one. */
export interface RunbookTexts {
  readonly screen: (screen: Screen) => string;
  readonly step: (kind: StepKind) => string;
  readonly request: (kind: RequestKind | 'to' | 'intro' | 'end') => string;
  readonly verify: (part: VerifyPart) => string;
  readonly action: (action: string) => string;
}

/** Returns the texts of a runbook, and neutral ones for what it does not say. */
export const makeTexts = (runbook: Runbook | undefined): RunbookTexts => ({
  screen: (screen) => runbook?.screens[screen] ?? screenTexts[screen],
  step: (kind) => runbook?.steps[kind] ?? stepTexts[kind],
  request: (kind) => runbook?.requests[kind] ?? requestTexts[kind],
  verify: (part) => runbook?.verify[part] ?? verifyTexts[part],
  action: (action) => runbook?.actions.get(action) ?? action,
});

/** Fills the words in braces of a template; each value stands as it is, whatever braces it has itself. */
export const fillTemplate = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : whole,
  );

/** Errors stop a compile. Warnings and notes do not; `--strict` makes warnings fail a check. */
export type Severity = 'error' | 'warning' | 'info';

interface Entry {
  readonly severity: Severity;
  readonly message: (facts: never) => string;
  readonly why: string;
}

type Named = { readonly name: string };
type In = { readonly name: string; readonly model: string };

const ofWhom = (p: { readonly of?: string }) => ('of' in p ? ` of \`${p.of}\`` : '');

/**
 * Every sentence about what is wrong with a policy. A code is permanent: it is also the folder of its
 * fixture, the title of its annotation and its anchor in the documentation. `message` says what, `why` says
 * why plafond minds. Lower case, no full stop, one line, what the author wrote in backticks.
 */
export const codes = {
  // Files and YAML.
  'no-policies': {
    severity: 'error',
    message: (p: { folder: string }) => `no policy files in \`${p.folder}\``,
    why: 'a policy folder holds at least one `.yaml` or `.yml` file',
  },
  unreadable: {
    severity: 'error',
    message: (p: { reason: string }) => `cannot read it: ${p.reason}`,
    why: 'a file that is left out could hold a ceiling',
  },
  'not-text': {
    severity: 'error',
    message: (p: { reason: string }) => `not a text file: ${p.reason}`,
    why: 'policies are YAML in UTF-8',
  },
  syntax: {
    severity: 'error',
    message: (p: { detail: string }) => `not valid YAML: ${p.detail}`,
    why: 'what cannot be read cannot be enforced',
  },
  'duplicate-key': {
    severity: 'error',
    message: (p: { key: string }) => `key \`${p.key}\` is written twice`,
    why: 'only one of the two could count, and a reader cannot see which',
  },
  'key-not-text': {
    severity: 'error',
    message: () => 'a key must be plain text',
    why: 'every key of a policy is a name',
  },
  'unknown-tag': {
    severity: 'error',
    message: (p: { detail: string }) => `unknown YAML tag: ${p.detail}`,
    why: 'a policy holds only text, numbers, yes or no, lists and maps',
  },
  'too-many-aliases': {
    severity: 'error',
    message: (p: { limit: string }) => `the aliases of this document repeat more than ${p.limit} nodes`,
    why: 'a short text with aliases can stand for more than any machine holds',
  },
  'too-deep': {
    severity: 'error',
    message: (p: { limit: string }) => `nested deeper than ${p.limit} levels`,
    why: 'a policy needs eight levels; more is a mistake or an attack',
  },

  // The shape of a document.
  'not-a-document': {
    severity: 'error',
    message: (p: { found: string }) => `a policy document is a map with a \`kind\`, not ${p.found}`,
    why: 'the kind says which rules a document follows',
  },
  'missing-kind': {
    severity: 'error',
    message: () => 'this document has no `kind`',
    why: 'the kind says which rules a document follows',
  },
  'unknown-kind': {
    severity: 'error',
    message: (p: { kind: string }) => `unknown kind \`${p.kind}\``,
    why: 'the kind says which rules a document follows',
  },
  'unknown-field': {
    severity: 'error',
    message: (p: { field: string; of: string }) => `unknown field \`${p.field}\` in ${p.of}`,
    why: 'a field that nobody reads looks like a rule and is none',
  },
  'missing-field': {
    severity: 'error',
    message: (p: { field: string; of: string }) => `${p.of} has no \`${p.field}\``,
    why: 'nothing is decided by a silent default',
  },
  'conflicting-fields': {
    severity: 'error',
    message: (p: { field: string; other: string; of: string }) =>
      `\`${p.field}\` and \`${p.other}\` cannot stand together in ${p.of}`,
    why: 'the two would contradict each other, or one of them would mean nothing',
  },
  'wrong-type': {
    severity: 'error',
    message: (p: { what: string; expected: string; found: string }) =>
      `${p.what} must be ${p.expected}, not ${p.found}`,
    why: 'a value of another type would be read in a way its author did not mean',
  },
  'unknown-value': {
    severity: 'error',
    message: (p: { what: string; value: string; allowed: string }) =>
      `${p.what} cannot be \`${p.value}\`: it is ${p.allowed}`,
    why: 'only these words have a meaning here',
  },
  'out-of-range': {
    severity: 'error',
    message: (p: { what: string; limit: string }) => `${p.what} ${p.limit}`,
    why: 'the language page sets the limit',
  },
  'bad-name': {
    severity: 'error',
    message: (p: { what: string; name: string; form: string }) =>
      `\`${p.name}\` cannot name ${p.what}: a name like this is ${p.form}`,
    why: 'names travel into code, files and messages, where only plain ones are safe',
  },
  'reserved-name': {
    severity: 'error',
    message: (p: { what: string; name: string }) => `\`${p.name}\` cannot name ${p.what}: it is reserved`,
    why: 'this word has a meaning of its own in CASL or JavaScript',
  },
  'declared-twice': {
    severity: 'error',
    message: (p: { what: string; name: string; of?: string; already?: string }) =>
      'already' in p
        ? `\`${p.name}\` is already a ${p.already}`
        : `${p.what} \`${p.name}\`${ofWhom(p)} is declared twice`,
    why: 'a name stands for one thing',
  },
  'case-collision': {
    severity: 'error',
    message: (p: { what: string; name: string; other: string; of?: string }) =>
      `${p.what} \`${p.name}\`${ofWhom(p)} differs from \`${p.other}\` only in case`,
    why: 'people and file systems confuse the two',
  },

  // The catalog.
  'unknown-permission': {
    severity: 'error',
    message: (p: { permission: string; reason: string }) =>
      `no such permission \`${p.permission}\`: ${p.reason}`,
    why: 'a permission is one cell of the matrix: `Model:action`, `Model.property:right` or `Name:use`',
  },
  'prerequisite-cycle': {
    severity: 'error',
    message: (p: { cycle: string }) => `prerequisites run in a circle: ${p.cycle}`,
    why: 'none of them could ever come first',
  },
  'second-portfolio-root': {
    severity: 'error',
    message: (p: { name: string; other: string }) =>
      `\`${p.name}\` is the second model with \`portfolio: self\`, after \`${p.other}\``,
    why: 'a role has one portfolio, so one model says what is in it',
  },
  'no-portfolio-root': {
    severity: 'error',
    message: (p: { what: string }) => `${p.what} needs a model with \`portfolio: self\``,
    why: 'the model whose portfolio is self is the one that a reach selects records of',
  },
  'unknown-attribute': {
    severity: 'error',
    message: (p: { name: string }) => `unknown user attribute \`${p.name}\``,
    why: 'only what the Principal declares is known of the signed-in user',
  },
  'unsupported-operator': {
    severity: 'error',
    message: (p: { operator: string; reason: string }) => `operator \`${p.operator}\` ${p.reason}`,
    why: 'a condition must select the same records in JavaScript and in every database',
  },
  'wrong-operand': {
    severity: 'error',
    message: (p: { property: string; type: string; found: string }) =>
      `\`${p.property}\` is ${/^[aeio]/.test(p.type) ? 'an' : 'a'} ${p.type} and cannot be compared with ${p.found}`,
    why: 'values of different types never match, so the condition would select nothing',
  },
  'condition-never-holds': {
    severity: 'warning',
    message: (p: { reason: string }) => `this condition can never hold: ${p.reason}`,
    why: 'a portfolio that reaches no record is a mistake',
  },
  'condition-too-large': {
    severity: 'error',
    message: (p: { limit: number }) =>
      `this condition has more than ${p.limit} alternatives when spelled out`,
    why: 'each alternative becomes one rule for every model',
  },

  // Names that do not exist.
  'unknown-model': {
    severity: 'error',
    message: (p: Named) => `unknown model \`${p.name}\``,
    why: 'the catalog says what can be permitted at all',
  },
  'unknown-property': {
    severity: 'error',
    message: (p: In) => `model \`${p.model}\` has no property \`${p.name}\``,
    why: 'the catalog says what can be permitted at all',
  },
  'unknown-action': {
    severity: 'error',
    message: (p: Named) => `unknown action \`${p.name}\``,
    why: 'the actions are create, view, update, remove and export',
  },
  'unsupported-action': {
    severity: 'error',
    message: (p: { name: string; of: string }) => `\`${p.name}\` is not supported by ${p.of}`,
    why: 'the catalog says what can be permitted at all',
  },
  'unknown-right': {
    severity: 'error',
    message: (p: Named) => `unknown property right \`${p.name}\``,
    why: 'a property has two rights: view and update',
  },
  'unknown-module': {
    severity: 'error',
    message: (p: Named) => `unknown module \`${p.name}\``,
    why: 'the catalog says what can be permitted at all',
  },
  'unknown-feature': {
    severity: 'error',
    message: (p: Named) => `unknown feature \`${p.name}\``,
    why: 'the catalog says what can be permitted at all',
  },
  'unknown-user-type': {
    severity: 'error',
    message: (p: Named) => `unknown user type \`${p.name}\``,
    why: 'a role and a user have one of the declared user types',
  },
  'unknown-seat': {
    severity: 'error',
    message: (p: Named) => `unknown seat \`${p.name}\``,
    why: 'a role and a user hold only declared seats',
  },
  'unknown-limit': {
    severity: 'error',
    message: (p: Named) => `\`${p.name}\` is neither a user type nor a seat`,
    why: 'a tenant limits user types and seats',
  },
  'unknown-tenant': {
    severity: 'error',
    message: (p: Named) => `unknown tenant \`${p.name}\``,
    why: 'a role, a list of users and a waiver speak of declared tenants',
  },
  'unknown-package': {
    severity: 'error',
    message: (p: Named) => `no seat belongs to package \`${p.name}\``,
    why: 'packages are the ones that seats name',
  },
  'unknown-portfolio': {
    severity: 'error',
    message: (p: Named) => `unknown portfolio \`${p.name}\``,
    why: 'a role reaches records through declared portfolios',
  },
  'unknown-role': {
    severity: 'error',
    message: (p: { name: string; tenant: string }) => `tenant \`${p.tenant}\` has no role \`${p.name}\``,
    why: 'a user holds roles that every tenant has or that its own tenant declares',
  },
  'cloned-from-unknown': {
    severity: 'warning',
    message: (p: Named) => `no role \`${p.name}\` to have been cloned from`,
    why: 'the origin of a role is worth something only while it can be found',
  },

  // Ceilings.
  'above-cap': {
    severity: 'error',
    message: (p: { role: string; permission: string; cap: string }) =>
      `role \`${p.role}\` names \`${p.permission}\`, which ${p.cap} does not hold`,
    why: 'naming a permission is a demand, and a demand above the cap would silently come to nothing',
  },
  'above-ceiling': {
    severity: 'warning',
    message: (p: { role: string; permission: string; tenant: string }) =>
      `role \`${p.role}\` names \`${p.permission}\`, which the ceiling of tenant \`${p.tenant}\` does not hold`,
    why: 'the grant takes no effect until the ceiling is raised',
  },
  'cap-not-monotone': {
    severity: 'error',
    message: (p: { lower: string; higher: string; permission: string; more: number }) =>
      `user type \`${p.lower}\` holds \`${p.permission}\`${p.more > 0 ? ` and ${p.more} more` : ''}, which the higher \`${p.higher}\` does not`,
    why: 'a higher rank covers a lower one, or a user could lose rights by a better user type',
  },
  'duplicate-rank': {
    severity: 'error',
    message: (p: { name: string; rank: number; other: string }) =>
      `user type \`${p.name}\` has rank ${p.rank}, which \`${p.other}\` has already`,
    why: 'ranks order the user types, and every two of them must be comparable',
  },
  'seat-does-not-combine': {
    severity: 'error',
    message: (p: { seat: string; userType: string }) =>
      `seat \`${p.seat}\` does not combine with user type \`${p.userType}\``,
    why: 'a seat adds to the user types it names and to no other',
  },
  'package-missing': {
    severity: 'error',
    message: (p: { seat: string; package: string; tenant: string }) =>
      `seat \`${p.seat}\` needs package \`${p.package}\`, which tenant \`${p.tenant}\` has not bought`,
    why: 'without the package the seat is not offered to the tenant',
  },
  'role-not-offered': {
    severity: 'info',
    message: (p: { role: string; tenants: string; package: string }) =>
      `role \`${p.role}\` is not offered in ${p.tenants}, without package \`${p.package}\``,
    why: 'a shared role with a seat exists only where the package of the seat was bought',
  },
  'shared-role-reused': {
    severity: 'error',
    message: (p: { role: string; tenant: string }) =>
      `role \`${p.role}\` of tenant \`${p.tenant}\` has the name of a role that every tenant has`,
    why: 'in this tenant the name would stand for two roles',
  },
  'custom-role-on-plan': {
    severity: 'warning',
    message: (p: { role: string; tenant: string; plan: string }) =>
      `tenant \`${p.tenant}\` is on plan \`${p.plan}\` and has a role of its own, \`${p.role}\``,
    why: 'roles of their own are for tenants on the Enterprise plan',
  },

  // Users.
  'role-not-assignable': {
    severity: 'error',
    message: (p: { user: string; role: string; reason: string }) =>
      `user \`${p.user}\` cannot hold role \`${p.role}\`: ${p.reason}`,
    why: 'a user needs a user type at least as high as the role’s and all of its seats',
  },
  'limit-exceeded': {
    severity: 'error',
    message: (p: { name: string; tenant: string; used: number; limit: number }) =>
      `tenant \`${p.tenant}\` has ${p.used} active ${p.used === 1 ? 'user' : 'users'} of \`${p.name}\` and may have ${p.limit}`,
    why: 'the number of users of each type and seat is set by contract',
  },
  'user-without-role': {
    severity: 'warning',
    message: (p: { user: string }) => `user \`${p.user}\` holds no role`,
    why: 'a user type and seats grant nothing by themselves',
  },
  'type-higher-than-needed': {
    severity: 'warning',
    message: (p: { user: string; userType: string; enough: string }) =>
      `user \`${p.user}\` has user type \`${p.userType}\`, and \`${p.enough}\` would be enough for their roles`,
    why: 'a higher user type is paid for and gives nothing more',
  },
  'seat-not-needed': {
    severity: 'warning',
    message: (p: { user: string; seat: string }) =>
      `user \`${p.user}\` has seat \`${p.seat}\`, which none of their roles needs`,
    why: 'a seat is paid for and gives nothing by itself',
  },

  // Invariants and waivers.
  'no-such-role': {
    severity: 'error',
    message: (p: Named) => `no tenant has a role \`${p.name}\``,
    why: 'a rule about a role that does not exist looks like protection and is none',
  },
  'unknown-invariant': {
    severity: 'error',
    message: (p: Named) => `unknown invariant \`${p.name}\``,
    why: 'a waiver of nothing says that something was agreed, and nobody can see what',
  },
  'invariant-checks-nobody': {
    severity: 'warning',
    message: (p: { invariant: string }) =>
      `invariant \`${p.invariant}\` is checked for no role: none has both a name and a user type it selects`,
    why: 'what can never fail protects nobody',
  },
  'invariant-broken': {
    severity: 'error',
    message: (p: { who: string; does: string; where: string; invariant: string }) =>
      `${p.who} ${p.does} in ${p.where}, against invariant \`${p.invariant}\``,
    why: 'an invariant says what no later change may undo by accident',
  },
  'invariant-waived': {
    severity: 'info',
    message: (p: { role: string; invariant: string; where: string; until: string; owner: string }) =>
      `role \`${p.role}\` may break invariant \`${p.invariant}\` in ${p.where} until ${p.until}, says \`${p.owner}\``,
    why: 'an exception that nobody sees is the rule',
  },
  'waiver-expired': {
    severity: 'error',
    message: (p: { role: string; invariant: string; until: string }) =>
      `the waiver of invariant \`${p.invariant}\` for role \`${p.role}\` ended on ${p.until}`,
    why: 'an exception was agreed until a date, and nobody has agreed to more',
  },
  'waiver-useless': {
    severity: 'warning',
    message: (p: { role: string; invariant: string; where: string }) =>
      `this waiver waives nothing: role \`${p.role}\` does not break invariant \`${p.invariant}\` in ${p.where}`,
    why: 'an exception that is not needed any more would let the next mistake through',
  },

  // What was compiled.
  'stale-artifact': {
    severity: 'error',
    message: (p: {
      path: string;
      fault: 'is missing' | 'differs from what the policies say' | 'follows from no policy';
    }) => `\`${p.path}\` ${p.fault}`,
    why: 'what services load and reviewers read must be what the policies say',
  },

  // Audit.
  'dead-grant': {
    severity: 'warning',
    message: (p: { role: string; permissions: string; reason: string }) =>
      `role \`${p.role}\` grants ${p.permissions} to no effect anywhere: ${p.reason}`,
    why: 'a reader takes what a role names for what it gives',
  },
  'module-off-under-granted-models': {
    severity: 'warning',
    message: (p: { role: string; permissions: string; module: string }) =>
      `role \`${p.role}\` grants ${p.permissions} and not module \`${p.module}\`, without which that has no effect`,
    why: 'records that can be reached through no module are not granted, whatever the role says',
  },
  'write-without-view': {
    severity: 'warning',
    message: (p: { who: string; permissions: string; view: string }) =>
      `${p.who} lets ${p.permissions} through without \`${p.view}\``,
    why: 'whoever writes what they cannot see overwrites what others wrote',
  },
  'type-higher-than-grants-need': {
    severity: 'warning',
    message: (p: { role: string; userType: string; enough: string }) =>
      `role \`${p.role}\` has user type \`${p.userType}\`, and all that it grants fits in \`${p.enough}\``,
    why: 'everybody who holds the role is paid for as the higher user type',
  },
  'role-equals-full-mask': {
    severity: 'warning',
    message: (p: { role: string; cap: string }) =>
      `role \`${p.role}\` spells out everything that \`${p.cap}\` can hold`,
    why: 'a new role is filled in with the maximum, and this one was not cut down',
  },
  'seat-unlocks-nothing': {
    severity: 'warning',
    message: (p: { role: string; seat: string }) =>
      `role \`${p.role}\` has seat \`${p.seat}\` and grants nothing that only the seat adds`,
    why: 'everybody who holds the role is paid for with a seat',
  },
  'redundant-entry': {
    severity: 'info',
    message: (p: { says: string }) => `this entry changes nothing: ${p.says}`,
    why: 'an entry looks as if it made a difference, and the next reader will think that it does',
  },
  'portfolio-movable-by-holder': {
    severity: 'info',
    message: (p: { role: string; properties: string; model: string }) =>
      `role \`${p.role}\` may update ${p.properties} of \`${p.model}\`, by which its portfolio is drawn`,
    why: 'whoever sets what a portfolio goes by decides who else reaches the record',
  },
  'export-with-full-reach': {
    severity: 'info',
    message: (p: { role: string; permissions: string }) =>
      `role \`${p.role}\` holds ${p.permissions} with a portfolio that reaches everything`,
    why: 'one download takes the records of all customers along',
  },
  'union-completes-capability': {
    severity: 'warning',
    message: (p: { who: string; capability: string; roles: string; tenants: string }) =>
      `${p.who} all that capability \`${p.capability}\` requires by roles ${p.roles} together in ${p.tenants}`,
    why: 'each role was judged without the other, and only together do they escalate',
  },
  'locked-out': {
    severity: 'warning',
    message: (p: { tenant: string; capabilities: string }) =>
      `no active user of tenant \`${p.tenant}\` holds ${p.capabilities}`,
    why: 'a tenant in which nobody can change rights cannot help itself',
  },
  'unused-role': {
    severity: 'info',
    message: (p: { role: string; tenant: string }) =>
      `no user of tenant \`${p.tenant}\` holds its own role \`${p.role}\``,
    why: 'a role that nobody holds is still there to be given, and nobody looks after it',
  },

  // History.
  'role-retyped': {
    severity: 'error',
    message: (p: { role: string; from: string; to: string }) =>
      `role \`${p.role}\` was made for \`${p.from}\` and is now for \`${p.to}\``,
    why: 'a role’s user type and seats never change: its users hold it for what it was',
  },
  'role-removed-in-use': {
    severity: 'error',
    message: (p: { role: string; users: string }) =>
      `role \`${p.role}\` is removed or renamed while ${p.users} it`,
    why: 'users who are left with a role that is gone lose everything at once, and nobody decided it',
  },
  'waiver-added': {
    severity: 'warning',
    message: (p: { role: string; invariant: string; where: string; until: string }) =>
      `a new waiver lets role \`${p.role}\` break invariant \`${p.invariant}\` in ${p.where} until ${p.until}`,
    why: 'a waiver switches a guard off, so whoever approves it has to see it',
  },
  'waiver-loosened': {
    severity: 'warning',
    message: (p: { role: string; invariant: string; change: string }) =>
      `the waiver of invariant \`${p.invariant}\` for role \`${p.role}\` now holds ${p.change}`,
    why: 'a waiver switches a guard off, so whoever approves more of it has to see it',
  },
  'invariant-removed': {
    severity: 'warning',
    message: (p: { invariant: string }) => `invariant \`${p.invariant}\` is gone`,
    why: 'a guard that is taken away protects nothing from the next change on',
  },
  'invariant-weakened': {
    severity: 'warning',
    message: (p: { invariant: string; change: string }) =>
      `invariant \`${p.invariant}\` is weakened: ${p.change}`,
    why: 'what a guard no longer covers, the next change can break without a word',
  },
  'risk-lowered': {
    severity: 'warning',
    message: (p: { permission: string; from: string; to: string }) =>
      `the risk class of \`${p.permission}\` is lowered from ${p.from} to ${p.to}`,
    why: 'a class decides what reviewers are shown first, so lowering one hides what comes after',
  },
} satisfies Record<string, Entry>;

/** The permanent name of one thing that can be wrong. */
export type Code = keyof typeof codes;

/** The facts that the sentence of a code needs. */
export type Params<C extends Code> =
  Parameters<(typeof codes)[C]['message']> extends [infer P] ? P : Record<string, never>;

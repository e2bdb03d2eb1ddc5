import type { DiagnosticDefinition, NameFacts } from './entry.ts';

/** The sentences on what breaks an invariant, and waivers of it. */
export const invariantCodes = {
  'no-such-role': {
    severity: 'error',
    message: (p: NameFacts) => `no tenant has a role \`${p.name}\``,
    why: 'a rule about a role that does not exist looks like protection and is none',
    remedy:
      'Correct the name. If the role is gone for good, take it out of the invariant or delete the waiver.',
  },
  'unknown-invariant': {
    severity: 'error',
    message: (p: NameFacts) => `unknown invariant \`${p.name}\``,
    why: 'a waiver of nothing says that something was agreed, and nobody can see what',
    remedy: 'Correct the name, or delete the waiver if the invariant is gone.',
  },
  'invariant-checks-nobody': {
    severity: 'warning',
    message: (p: { invariant: string }) =>
      `invariant \`${p.invariant}\` is checked for no role: none has both a name and a user type it selects`,
    why: 'what can never fail protects nobody',
    remedy: 'Select roles that exist with one of the selected user types, or delete the invariant.',
  },
  'invariant-broken': {
    severity: 'error',
    message: (p: { who: string; does: string; where: string; invariant: string }) =>
      `${p.who} ${p.does} in ${p.where}, against invariant \`${p.invariant}\``,
    why: 'an invariant says what no later change may undo by accident',
    remedy:
      'Change the line that is shown, which grants the permission or refuses it. If it is meant for a time, write a `Waiver` with an owner and a date; if it is meant for good, change the invariant where everybody sees it.',
  },
  'invariant-waived': {
    severity: 'info',
    message: (p: { holder: string; invariant: string; where: string; until: string; owner: string }) =>
      `${p.holder} may break invariant \`${p.invariant}\` in ${p.where} until ${p.until}, says \`${p.owner}\``,
    why: 'an exception that nobody sees is the rule',
    remedy: 'Nothing until the date; by then change the role, or have the owner agree again.',
  },
  'test-failed': {
    severity: 'error',
    message: (p: {
      test: string;
      permission: string;
      on: string;
      expected: string;
      actual: string;
      because: string;
    }) =>
      `test \`${p.test}\` expects that \`${p.permission}\`${p.on} is ${p.expected}, and it is ${p.actual}: ${p.because}`,
    why: 'a test is a decision that somebody wrote down, and the policies now decide otherwise',
    remedy:
      'Change the line that is shown, which grants the permission or refuses it. If the decision is meant to be another one, change the test where everybody sees it. `plafond test` finds this, not `plafond check`.',
  },
  'waiver-expired': {
    severity: 'error',
    message: (p: { holder: string; invariant: string; until: string }) =>
      `the waiver of invariant \`${p.invariant}\` for ${p.holder} ended on ${p.until}`,
    why: 'an exception was agreed until a date, and nobody has agreed to more',
    remedy: 'Change the role and delete the waiver, or have its owner agree to a later date.',
  },
  'waiver-ends-soon': {
    severity: 'warning',
    message: (p: { holder: string; invariant: string; where: string; until: string; owner: string }) =>
      `${p.holder} may break invariant \`${p.invariant}\` in ${p.where} only until ${p.until}, says \`${p.owner}\``,
    why: 'the day after, it is an error, and whoever changes something else then would be stopped by it',
    remedy:
      'Change the role and delete the waiver, or have its owner agree to a later date. How many days before the last one this is told is a setting: `waivers: { warnDays: 30 }`.',
  },
  'waiver-useless': {
    severity: 'warning',
    message: (p: { holder: string; invariant: string; where: string }) =>
      `this waiver waives nothing: ${p.holder} does not break invariant \`${p.invariant}\` in ${p.where}`,
    why: 'an exception that is not needed any more would let the next mistake through',
    remedy: 'Delete the waiver.',
  },
} satisfies Record<string, DiagnosticDefinition>;

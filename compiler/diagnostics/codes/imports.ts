import { count } from '../../text/count.ts';
import type { DiagnosticDefinition } from './entry.ts';

/** Says in how many further places of an export the same stands. */
const describeFurther = ({ more }: { readonly more: number }): string =>
  more === 0 ? '' : `, and again in ${count(more, 'more place')}`;

/** The sentences on what an export of the product says. */
export const importCodes = {
  'import-unclear': {
    severity: 'error',
    message: (p: { what: string; reason: string }) => `it is not clear what ${p.what} says: ${p.reason}`,
    why: 'nothing that an export says is guessed or left out in silence',
    remedy:
      'Export the columns that are asked for, or say in a document of kind `Mapping` which of the columns they are.',
  },
  'import-unknown': {
    severity: 'error',
    message: (p: { what: string; name: string; reason: string; more: number }) =>
      `unknown ${p.what} \`${p.name}\`${p.reason === '' ? '' : `: ${p.reason}`}${describeFurther(p)}`,
    why: 'nothing that an export says is guessed or left out in silence',
    remedy: 'Say in a document of kind `Mapping` what the name stands for, or list it under `ignore` there.',
  },
  'import-value': {
    severity: 'error',
    message: (p: { what: string; value: string; expected: string; more: number }) =>
      `${p.what} is \`${p.value}\`, where ${p.expected} is expected${describeFurther(p)}`,
    why: 'a value that is not understood could mean either',
    remedy: 'Correct the value, or say what it means under `values` in a document of kind `Mapping`.',
  },
  'import-lacks': {
    severity: 'error',
    message: (p: { who: string; what: string }) => `${p.who} has no ${p.what}`,
    why: 'nothing is decided by a silent default',
    remedy: 'Export what is missing, or say it with an option of the command where there is one.',
  },
  'import-contradiction': {
    severity: 'error',
    message: (p: { who: string; what: string; one: string; other: string }) =>
      `the export contradicts itself on ${p.what} of ${p.who}: here it is ${p.other}, and before ${p.one}`,
    why: 'of two statements only one can be what the product has',
    remedy: 'Export again, or delete the statement that is not so.',
  },
  'import-impossible': {
    severity: 'error',
    message: (p: { who: string; reason: string }) => `${p.who} cannot be as the export says: ${p.reason}`,
    why: 'the policies would have the same error as soon as they were written',
    remedy:
      'Correct it in the product and export again; what the product allows, the catalog has to allow too.',
  },
  'import-above-cap': {
    severity: 'warning',
    message: (p: { role: string; permissions: string; cap: string; outcome: string }) =>
      `role \`${p.role}\` has ${p.permissions} switched on, which ${p.cap} does not hold: ${p.outcome}`,
    why: 'a switch above the user type has no effect, and a role that names it would be an error',
    remedy: 'Nothing, if the user type is right. Else the role needs another type or a seat.',
  },
  'import-silent': {
    severity: 'info',
    message: (p: { what: string }) => `the export says nothing of ${p.what}: taken as off`,
    why: 'a switch that is not in the export may have been left out by mistake',
    remedy: 'Nothing, if the product exports what is on alone. Else export these too.',
  },
  'import-differs': {
    severity: 'error',
    message: (p: { what: string; how: string }) =>
      `${p.what} is in the policies and is another there: ${p.how}`,
    why: 'what somebody wrote is never overwritten in silence',
    remedy: 'Look at `import --check`, and edit the policies or the product until both say the same.',
  },
} as const satisfies Readonly<Record<string, DiagnosticDefinition>>;

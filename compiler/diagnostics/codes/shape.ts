import { type Entry, ofWhom } from './entry.ts';

/** The sentences on what is wrong with the shape of a document. */
export const shape = {
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
    why: 'this word has a meaning of its own in CASL, JavaScript or npm',
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
} satisfies Record<string, Entry>;

import { addArticle } from '../../text/count.ts';
import { type DiagnosticDefinition, ofWhom } from './entry.ts';

/** The sentences on what is wrong with the shape of a document. */
export const shapeCodes = {
  'not-a-document': {
    severity: 'error',
    message: (p: { found: string }) => `a policy document is a map with a \`kind\`, not ${p.found}`,
    why: 'the kind says which rules a document follows',
    remedy: 'Begin the document with `kind:` and the fields of that kind.',
  },
  'missing-kind': {
    severity: 'error',
    message: () => 'this document has no `kind`',
    why: 'the kind says which rules a document follows',
    remedy: 'Say in the first line what the document is: `kind: Role`, for one.',
  },
  'unknown-kind': {
    severity: 'error',
    message: (p: { kind: string }) => `unknown kind \`${p.kind}\``,
    why: 'the kind says which rules a document follows',
    remedy: 'Use one of the kinds; the nearest is suggested.',
  },
  'unknown-field': {
    severity: 'error',
    message: (p: { field: string; of: string }) => `unknown field \`${p.field}\` in ${p.of}`,
    why: 'a field that nobody reads looks like a rule and is none',
    remedy: 'Correct the name of the field, or take it away.',
  },
  'missing-field': {
    severity: 'error',
    message: (p: { field: string; of: string }) => `${p.of} has no \`${p.field}\``,
    why: 'nothing is decided by a silent default',
    remedy: 'Add the field; its schema says what it holds.',
  },
  'conflicting-fields': {
    severity: 'error',
    message: (p: { field: string; other: string; of: string }) =>
      `\`${p.field}\` and \`${p.other}\` cannot stand together in ${p.of}`,
    why: 'the two would contradict each other, or one of them would mean nothing',
    remedy: 'Keep the one that is meant.',
  },
  'wrong-type': {
    severity: 'error',
    message: (p: { what: string; expected: string; found: string }) =>
      `${p.what} must be ${p.expected}, not ${p.found}`,
    why: 'a value of another type would be read in a way its author did not mean',
    remedy: 'Write a value of the type that is asked for.',
  },
  'unknown-value': {
    severity: 'error',
    message: (p: { what: string; value: string; allowed: string }) =>
      `${p.what} cannot be \`${p.value}\`: it is ${p.allowed}`,
    why: 'only these words have a meaning here',
    remedy: 'Use one of the words that are listed.',
  },
  'out-of-range': {
    severity: 'error',
    message: (p: { what: string; limit: string }) => `${p.what} ${p.limit}`,
    why: 'the language page sets the limit',
    remedy: 'Stay within the limit that is named.',
  },
  'bad-name': {
    severity: 'error',
    message: (p: { what: string; name: string; form: string }) =>
      `\`${p.name}\` cannot name ${p.what}: a name like this is ${p.form}`,
    why: 'names travel into code, files and messages, where only plain ones are safe',
    remedy: 'Choose a name of the form that is shown.',
  },
  'reserved-name': {
    severity: 'error',
    message: (p: { what: string; name: string }) => `\`${p.name}\` cannot name ${p.what}: it is reserved`,
    why: 'this word has a meaning of its own in CASL, JavaScript or npm',
    remedy: 'Choose another name.',
  },
  'declared-twice': {
    severity: 'error',
    message: (p: { what: string; name: string; of?: string; already?: string }) =>
      'already' in p
        ? `\`${p.name}\` is already ${addArticle(p.already)}`
        : `${p.what} \`${p.name}\`${ofWhom(p)} is declared twice`,
    why: 'a name stands for one thing',
    remedy: 'Rename one of the two, or delete it.',
  },
  'case-collision': {
    severity: 'error',
    message: (p: { what: string; name: string; other: string; of?: string }) =>
      `${p.what} \`${p.name}\`${ofWhom(p)} differs from \`${p.other}\` only in ${p.of === undefined ? 'case, spaces, dashes or underscores' : 'case'}`,
    why: 'people and file systems confuse the two',
    remedy: 'Choose another name for one of the two.',
  },
} satisfies Record<string, DiagnosticDefinition>;

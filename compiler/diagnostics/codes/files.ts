import type { Entry } from './entry.ts';

/** The sentences on what is wrong with a file, before it is a policy. */
export const files = {
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
} satisfies Record<string, Entry>;

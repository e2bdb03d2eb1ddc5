import type { DiagnosticDefinition } from './entry.ts';

/** The sentences on what is wrong with a file, before it is a policy. */
export const fileCodes = {
  'no-policies': {
    severity: 'error',
    message: (p: { folder: string }) => `no policy files in \`${p.folder}\``,
    why: 'a policy folder holds at least one `.yaml` or `.yml` file',
    remedy: 'Name the folder with `--policies`, or start one with `plafond init DIR`.',
  },
  unreadable: {
    severity: 'error',
    message: (p: { reason: string }) => `cannot read it: ${p.reason}`,
    why: 'a file that is left out could hold a ceiling',
    remedy: 'Make the file readable, or move it out of the policies folder.',
    securitySeverity: '5.0',
  },
  'not-what-git-holds': {
    severity: 'error',
    message: (p: { reason: string }) => `not what git holds: ${p.reason}`,
    why: 'what is reviewed is what git holds, so nothing else may be compiled',
    remedy:
      'Make the file on disk and the file in git the same text: take away the attribute, the mark, the rule or the replacement that is named.',
    securitySeverity: '7.0',
  },
  'checkout-unverified': {
    severity: 'info',
    message: (p: { reason: string }) => `nobody knows whether git holds these files: ${p.reason}`,
    why: 'a filter or a mark of git can make a file on disk another one than was reviewed',
    remedy:
      'Run it where git is installed and trusts the folder, as with `git config --global safe.directory`.',
  },
  'line-ends-in-git': {
    severity: 'info',
    message: (p: { files: string }) => `git itself holds CRLF line ends, in ${p.files}`,
    why: 'every line of such a file is changed for whoever saves it with the usual line ends',
    remedy: 'Write `* text eol=lf` into `.gitattributes` and run `git add --renormalize .`.',
  },
  'line-ends-on-disk': {
    severity: 'info',
    message: (p: { files: string }) => `git writes CRLF line ends into ${p.files} of this checkout`,
    why: 'they are the same policies, but other tools see other bytes, and a file that is new here gets such line ends too',
    remedy: 'Commit a `.gitattributes` with `* text eol=lf` beside them, and check the files out again.',
  },
  'not-text': {
    severity: 'error',
    message: (p: { reason: string }) => `not a text file: ${p.reason}`,
    why: 'policies and exports are read as UTF-8',
    remedy: 'Save the file as UTF-8 text, or move it out of the policies folder.',
  },
  syntax: {
    severity: 'error',
    message: (p: { detail: string; format?: 'CSV' | 'JSON' }) =>
      `not valid ${p.format ?? 'YAML'}: ${p.detail}`,
    why: 'what cannot be read cannot be enforced',
    remedy: 'Correct the text at the place shown; what comes after it was not read.',
  },
  'no-stored-role': {
    severity: 'error',
    message: (p: { row: string; reason: string }) => `row ${p.row} is no role: ${p.reason}`,
    why: 'a row that nobody can read gives nothing, whoever has the role',
    remedy: 'Let the row be what the editor of the package compiles, or the role itself with its tenant.',
  },
  'duplicate-key': {
    severity: 'error',
    message: (p: { key: string }) => `key \`${p.key}\` is written twice`,
    why: 'only one of the two could count, and a reader cannot see which',
    remedy: 'Keep one of the two, or join what they say.',
    securitySeverity: '5.0',
  },
  'key-not-text': {
    severity: 'error',
    message: () => 'a key must be plain text',
    why: 'every key of a policy is a name',
    remedy: 'Write the key as a plain name; quote it if YAML reads it as something else.',
  },
  'unknown-tag': {
    severity: 'error',
    message: (p: { detail: string }) => `unknown YAML tag: ${p.detail}`,
    why: 'a policy holds only text, numbers, yes or no, lists and maps',
    remedy: 'Take the tag away and write the value itself.',
  },
  'inexact-number': {
    severity: 'error',
    message: (p: { number: string }) => `number \`${p.number}\` does not survive being read`,
    why: 'a number is kept in 64 bits, exact up to 2^53 and about 16 digits: another number would be compared',
    remedy: 'Write a number with fewer digits, or quote what is a text.',
    securitySeverity: '5.0',
  },
  'too-many-aliases': {
    severity: 'error',
    message: (p: { limit: string }) => `the aliases of this document repeat more than ${p.limit} nodes`,
    why: 'a short text with aliases can stand for more than any machine holds',
    remedy: 'Write the repeated piece out, or repeat less of it.',
  },
  'too-deep': {
    severity: 'error',
    message: (p: { limit: string }) => `nested deeper than ${p.limit} levels`,
    why: 'a policy needs eight levels; more is a mistake or an attack',
    remedy: 'Write the document flatter; the kinds need eight levels at most.',
  },
  'too-large': {
    severity: 'error',
    message: (p: { limit: string }) => `the file holds more than ${p.limit}`,
    why: 'one file that takes minutes to read holds up everybody; forty thousand users fit',
    remedy: 'Split the file.',
  },
  'policies-too-large': {
    severity: 'error',
    message: (p: { limit: string }) => `the policies hold more than ${p.limit}`,
    why: 'a folder that takes hours to read holds up everybody; a fleet of ten thousand tenants fits many times',
    remedy:
      'Move what is no policy out of the folder, or split the policies into folders that are compiled one by one.',
  },
} satisfies Record<string, DiagnosticDefinition>;

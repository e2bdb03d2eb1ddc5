import { artifactCodes } from './codes/artifacts.ts';
import { catalogCodes } from './codes/catalog.ts';
import { ceilingCodes } from './codes/ceilings.ts';
import { fileCodes } from './codes/files.ts';
import { historyCodes } from './codes/history.ts';
import { importCodes } from './codes/imports.ts';
import { invariantCodes } from './codes/invariants.ts';
import { lintCodes } from './codes/lint.ts';
import { nameCodes } from './codes/names.ts';
import { shapeCodes } from './codes/shape.ts';
import { userCodes } from './codes/users.ts';

export type { DiagnosticDefinition, Severity } from './codes/entry.ts';

/**
 * Every definition by its code. A code is permanent: it is also the folder of its fixture, the title of its
 * annotation and its anchor in the documentation.
 */
export const codes = {
  ...fileCodes,
  ...shapeCodes,
  ...catalogCodes,
  ...nameCodes,
  ...ceilingCodes,
  ...userCodes,
  ...invariantCodes,
  ...artifactCodes,
  ...lintCodes,
  ...historyCodes,
  ...importCodes,
} as const;

/** The same sentences by what they are about, in the order in which the page of rules tells them. */
export const subjects: readonly (readonly [title: string, sentences: Readonly<Record<string, unknown>>])[] = [
  ['Files and YAML', fileCodes],
  ['The shape of a document', shapeCodes],
  ['The catalog', catalogCodes],
  ['Names that do not exist', nameCodes],
  ['Ceilings', ceilingCodes],
  ['Users', userCodes],
  ['Invariants, waivers and tests', invariantCodes],
  ['What was compiled', artifactCodes],
  ['Lint rules', lintCodes],
  ['History', historyCodes],
  ['Imports', importCodes],
];

/** The permanent name of one thing that can be wrong. */
export type Code = keyof typeof codes;

/** The facts that the sentence of a code needs. */
export type Params<C extends Code> =
  Parameters<(typeof codes)[C]['message']> extends [infer P] ? P : Record<string, never>;

import { artifacts } from './codes/artifacts.ts';
import { audit } from './codes/audit.ts';
import { catalog } from './codes/catalog.ts';
import { ceilings } from './codes/ceilings.ts';
import { files } from './codes/files.ts';
import { history } from './codes/history.ts';
import { invariants } from './codes/invariants.ts';
import { names } from './codes/names.ts';
import { shape } from './codes/shape.ts';
import { users } from './codes/users.ts';

export type { DiagnosticDefinition, Severity } from './codes/entry.ts';

/**
 * Every definition by its code. A code is permanent: it is also the folder of its fixture, the title of its
 * annotation and its anchor in the documentation.
 */
export const codes = {
  ...files,
  ...shape,
  ...catalog,
  ...names,
  ...ceilings,
  ...users,
  ...invariants,
  ...artifacts,
  ...audit,
  ...history,
} as const;

/** The same sentences by what they are about, in the order in which the page of rules tells them. */
export const subjects: readonly (readonly [title: string, sentences: Readonly<Record<string, unknown>>])[] = [
  ['Files and YAML', files],
  ['The shape of a document', shape],
  ['The catalog', catalog],
  ['Names that do not exist', names],
  ['Ceilings', ceilings],
  ['Users', users],
  ['Invariants and waivers', invariants],
  ['What was compiled', artifacts],
  ['Audit', audit],
  ['History', history],
];

/** The permanent name of one thing that can be wrong. */
export type Code = keyof typeof codes;

/** The facts that the sentence of a code needs. */
export type Params<C extends Code> =
  Parameters<(typeof codes)[C]['message']> extends [infer P] ? P : Record<string, never>;

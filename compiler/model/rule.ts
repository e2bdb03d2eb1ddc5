import type { Hole, Literal } from './condition.ts';

/**
 * The value of a field in a CASL condition: a bare value must be equal, null means that there is no value, and a hole is
 * filled when a user signs in.
 */
export type ConditionValue =
  | Literal
  | Hole
  | null
  | { readonly [operator: string]: Literal | Hole | null | readonly (Literal | Hole | null)[] };

/**
 * The one field of a rule that permits an action on no property. No property can have this name, and serialisers keep it
 * as it is: they would drop an empty list, and with it the limit to properties.
 */
export const noProperty = 'no-property';

/** Conditions that at least one record of a list must meet. */
export interface ElementMatch {
  readonly $elemMatch: Conditions;
}

/** Returns true if the value of a field says what a record of a list must meet. */
export const isElementMatch = (value: unknown): value is ElementMatch =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, '$elemMatch');

/** The conditions of a rule by field; under `$and` those that need a field a second time. */
export interface Conditions {
  readonly [field: string]: ConditionValue | ElementMatch | readonly Conditions[];
}

/** A raw rule of CASL as plafond writes it: it always has a subject, and it always allows. */
export interface Rule {
  readonly action: string | readonly string[];
  readonly subject: string;
  readonly fields?: readonly string[];
  readonly conditions?: Conditions;
}

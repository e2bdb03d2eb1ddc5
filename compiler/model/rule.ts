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

/** The conditions of a rule by field; under `$and` those that need a field a second time. */
export interface Conditions {
  readonly [field: string]: ConditionValue | readonly Conditions[];
}

/** A raw rule of CASL as plafond writes it: it always has a subject, and it always allows. */
export interface Rule {
  readonly action: string | readonly string[];
  readonly subject: string;
  readonly fields?: readonly string[];
  readonly conditions?: Conditions;
}

import type { Hole, Literal } from './condition.ts';

/**
 * A value of a CASL condition: a bare value means equality, null that there is none, a hole is filled when a user
 * signs in.
 */
export type ConditionValue =
  | Literal
  | Hole
  | null
  | { readonly [operator: string]: Literal | Hole | readonly (Literal | Hole | null)[] };

/**
 * The one field of a rule that reaches no property. No property can be called so, and no serialiser takes it for
 * nothing, for a list or for a pattern.
 */
export const noProperty = 'no-property';

/** The conditions of a rule by field; under `$and` those that found no room. */
export interface Conditions {
  readonly [field: string]: ConditionValue | readonly Conditions[];
}

/** A CASL raw rule as plafond writes it: it always has a subject and only ever allows. */
export interface Rule {
  readonly action: string | readonly string[];
  readonly subject: string;
  readonly fields?: readonly string[];
  readonly conditions?: Conditions;
}

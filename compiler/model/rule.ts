import type { Scalar } from './condition.ts';

/** A value of a CASL condition: a bare value means equality, a hole is filled when a user signs in. */
export type ConditionValue =
  | Scalar
  | { readonly $user: string }
  | { readonly [operator: string]: Scalar | { readonly $user: string } | readonly Scalar[] };

/** A CASL raw rule as plafond writes it: it always has a subject and only ever allows. */
export interface Rule {
  readonly action: string | readonly string[];
  readonly subject: string;
  readonly fields?: readonly string[];
  readonly conditions?: { readonly [field: string]: ConditionValue };
}

import type { Severity } from '../diagnostics/codes.ts';
import type { Invariant, Waiver } from './invariant.ts';

/**
 * The state of a control: `failed` if something breaks it; `waived` if waivers cover all that breaks it; `passed` if it was
 * checked and nothing breaks it; `idle` if there is nothing to check.
 */
export type ControlState = 'passed' | 'failed' | 'waived' | 'idle';

/** A waiver that was needed, with the names of the tenants in which it was. */
export interface UsedWaiver {
  readonly waiver: Waiver;
  readonly tenants: readonly string[];
}

/** The result of one control: an invariant, or a rule that the structure of policies has to keep. */
export interface ControlResult {
  readonly name: string;
  /** Absent for a rule. */
  readonly invariant?: Invariant;
  readonly severity: Severity;
  readonly because: string;
  readonly state: ControlState;
  /** The things that are checked and counted; a rule is about the policies as a whole, and counts what it finds. */
  readonly unit: 'roles' | 'tenants' | 'policies';
  /** The number of them that were checked: roles in each tenant, or tenants; absent for a rule. */
  readonly checked?: number;
  /** The number of those that keep it without a waiver. */
  readonly passed?: number;
  readonly failed: number;
  readonly waived: number;
  /** Whoever breaks it and is not let: `role csm in acme`, `user ada in acme`. */
  readonly brokenBy: readonly string[];
  /** Whoever breaks it under a waiver, in the same words. */
  readonly brokenUnderWaiver: readonly string[];
  /** The waivers in force that it took, in the order of the policies. */
  readonly waivers: readonly UsedWaiver[];
}

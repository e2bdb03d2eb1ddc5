import type { Severity } from '../diagnostics/codes.ts';
import type { Bits } from './bits.ts';
import type { Place } from './document.ts';

/** What an invariant demands of the effective permissions of a role. */
export const demands = ['must', 'mustNot', 'mustNotTogether'] as const;
export type Demand = (typeof demands)[number];

/** What must always or never be true of the compiled result, in every tenant. */
export interface Invariant {
  readonly name: string;
  readonly at: Place;
  readonly severity: Severity;
  readonly because: string;
  readonly source?: string;
  /** The names of the roles it is checked for. */
  readonly roles: ReadonlySet<string>;
  /** The names of the user types whose roles it is checked for. */
  readonly userTypes: ReadonlySet<string>;
  readonly demand: Demand;
  /** What the demand lists, in the order written. */
  readonly patterns: readonly Pattern[];
  /** With `must`: demanded only where user type and seats can hold it. */
  readonly withinCap: boolean;
}

/** A permission of an invariant, in which `*` may stand for a part, with the cells that it names. */
export interface Pattern {
  readonly text: string;
  readonly at: Place;
  /** Never empty. */
  readonly cells: Bits;
}

/** Lets one role break one invariant until a date, with a name and a reason. */
export interface Waiver {
  readonly at: Place;
  readonly invariant: string;
  readonly role: string;
  /** The only tenant in which it may; absent: every tenant. */
  readonly tenant?: string;
  readonly owner: string;
  readonly because: string;
  /** The last day on which it holds, as `2027-03-31`. */
  readonly until: string;
}

import type { Severity } from '../diagnostics/codes.ts';
import type { Bits } from './bits.ts';
import type { Place } from './document.ts';

/** The demands that an invariant can make of the effective permissions of a role. */
export const demands = ['must', 'mustNot', 'mustNotTogether'] as const;
/** One of the demands. */
export type Demand = (typeof demands)[number];

/** A statement about the compiled result that must hold in every tenant. */
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
  /** The patterns that the demand lists, in the order written. */
  readonly patterns: readonly Pattern[];
  /** With `must`: whether a cell is demanded only of roles whose user type and seats hold it. */
  readonly withinCap: boolean;
}

/** A permission pattern of an invariant, with the cells that match it. */
export interface Pattern {
  readonly text: string;
  readonly at: Place;
  /** Never empty. */
  readonly cells: Bits;
}

/** A permit for one role to break one invariant until a date, with an owner and a reason. */
export interface Waiver {
  readonly at: Place;
  readonly invariant: string;
  readonly role: string;
  /** The only tenant in which it applies; absent if it applies in every tenant. */
  readonly tenant?: string;
  readonly owner: string;
  readonly because: string;
  /** The last day on which it applies, as `2027-03-31`. */
  readonly until: string;
}

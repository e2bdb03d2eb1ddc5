import type { Cell } from './catalog.ts';
import type { Literal } from './condition.ts';
import type { Place } from './document.ts';

/** Decisions that somebody wrote down, with every name resolved. The decisions themselves are made by the run time. */
export interface PolicyTest {
  readonly name: string;
  readonly at: Place;
  /** The name of the tenant in which the questions are asked. */
  readonly tenant: string;
  readonly as: TestAsker;
  /** In the order written. */
  readonly expectations: readonly Expectation[];
}

/** The answers that a test can expect. */
export type ExpectedAnswer = 'allow' | 'deny';

/** Whoever asks, as services say it to the run time. */
export interface TestAsker {
  readonly at: Place;
  /** The id of the declared user; absent for anybody else with the same roles. */
  readonly user?: string;
  readonly roles: readonly string[];
  readonly userType: string;
  readonly seats: readonly string[];
  readonly attributes: ReadonlyMap<string, Literal | readonly Literal[]>;
}

/** One answer that is expected: about a record, or about some record that there could be. */
export interface Expectation {
  readonly at: Place;
  readonly cell: Cell;
  readonly record?: TestRecord;
  readonly expected: ExpectedAnswer;
}

/** A record of a test by the name it has there. */
export interface TestRecord {
  readonly name: string;
  readonly at: Place;
  readonly model: string;
  /** The columns and the records that it leads to, as a service would hand them over. */
  readonly columns: Readonly<Record<string, unknown>>;
}

import { readPortfolio } from '../../model/cell-reach.ts';
import type { Place } from '../../model/document.ts';
import type { JudgedExpectation } from '../../questions/tests/judge-test.ts';
import { describeLimit } from '../describe-limit.ts';

/** The line that decides an answer, and what it says. */
export interface DecidingLine {
  /** The name of the layer, or `portfolio`. */
  readonly layer: string;
  readonly holds: boolean;
  readonly at: Place;
  readonly because: string;
}

/**
 * Returns the line that decides a failed expectation: of what is denied, that of the layer that refuses it, or of the
 * portfolio that does not reach the record; of what is allowed, the line of the role that grants it.
 */
export function findDecidingPlaceOf({ actual, explanation }: JudgedExpectation): DecidingLine | undefined {
  if (!explanation) return undefined;
  const { trail, role, reaches } = explanation;
  const decided = trail.verdicts.find(({ layer }) => layer === (trail.findDecidingLayer ?? 'role'));
  if (actual === 'allow' || !trail.effective) return decided;
  const limit = reaches[0] && describeLimit(reaches[0].limit);
  const entry = role && readPortfolio(role.portfolio, trail.cell).entry;
  return entry && limit !== undefined
    ? { layer: 'portfolio', holds: false, at: entry.at, because: `it reaches ${limit}` }
    : decided;
}

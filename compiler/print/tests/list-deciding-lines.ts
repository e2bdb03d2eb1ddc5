import { readPortfolio } from '../../model/cell-reach.ts';
import type { Place } from '../../model/document.ts';
import type { JudgedExpectation } from '../../questions/tests/judge-test.ts';
import { describeLimit } from '../describe-limit.ts';

/** A line that decides an answer, and what it says. */
export interface DecidingLine {
  /** The name of the layer, or `portfolio`. */
  readonly layer: string;
  readonly holds: boolean;
  readonly at: Place;
  readonly because: string;
}

/**
 * Lists the lines that decide a failed expectation: of what is denied, that of the layer that refuses it; of what is allowed,
 * the line of the role that grants it; and if a record is asked about, those of the portfolios that reach it or do not.
 */
export function listDecidingLines({
  expectation,
  actual,
  explanation,
}: JudgedExpectation): readonly DecidingLine[] {
  if (!explanation) return [];
  const { trail, reaches } = explanation;
  const decided = trail.verdicts.filter(({ layer }) => layer === (trail.decidingLayer ?? 'role'));
  if (!trail.effective || !expectation.record) return decided;
  const portfolios = reaches.flatMap(({ role, limit }): readonly DecidingLine[] => {
    const { entry } = readPortfolio(role.portfolio, trail.cell);
    const words = describeLimit(limit);
    if (!entry || words === undefined) return [];
    return [{ layer: 'portfolio', holds: actual === 'allow', at: entry.at, because: `it reaches ${words}` }];
  });
  return actual === 'deny' && portfolios.length > 0 ? portfolios : [...decided, ...portfolios];
}

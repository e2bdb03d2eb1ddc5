/**
 * The permissions that several roles give together, by section 8 of the language page: straight from its sentences, as
 * the oracle beside it.
 */
import { prerequisites, type Row, unite } from '../../naive/naive.ts';
import type { Question } from './oracle.ts';

/** The permissions of somebody with several roles. */
export interface Together {
  /** "what some role of theirs holds inside that role's cap and the tenant's ceiling; then `requires` is closed over the union" */
  readonly effective: ReadonlySet<string>;
  /** For each question, whether it is allowed where each role reaches what is said. */
  allowed(
    questions: readonly Question[],
    isReached: (row: Row, model: string, action: string) => boolean,
  ): readonly boolean[];
}

export function together(documents: readonly unknown[], rows: readonly Row[]): Together {
  const effective = unite(documents, rows);
  const byModel = new Map<string, string[]>();
  for (const cell of effective) {
    const model = modelOf(cell);
    byModel.set(model, [...(byModel.get(model) ?? []), cell]);
  }
  return {
    effective,
    allowed(questions, isReached) {
      const alive = new Map<string, ReadonlySet<string>>();
      return questions.map(({ model, needs }) => {
        const known =
          alive.get(model) ??
          closed(
            documents,
            effective,
            (byModel.get(model) ?? []).filter((cell) =>
              rows.some((row) => isHeld(row, cell) && isReached(row, model, cell.split(':')[1] ?? '')),
            ),
          );
        alive.set(model, known);
        return needs.every((cell) => known.has(cell));
      });
    },
  };
}

const modelOf = (cell: string): string => cell.split(/[.:]/)[0] ?? '';

/** Returns true if a role holds a cell "inside that role's cap and the tenant's ceiling". */
export function isHeld({ cells }: Row, cell: string): boolean {
  const verdicts = cells.get(cell);
  return verdicts?.role === true && verdicts.userType && verdicts.tenant;
}

/** "take away, until nothing changes, those whose prerequisites on the same model do not reach it" */
function closed(
  documents: readonly unknown[],
  effective: ReadonlySet<string>,
  some: readonly string[],
): ReadonlySet<string> {
  const alive = new Set(some);
  const [first = ''] = some;
  const isMet = (needed: string) =>
    modelOf(needed) === modelOf(first) ? alive.has(needed) : effective.has(needed);
  for (let isDone = false; !isDone; ) {
    isDone = true;
    for (const cell of [...alive]) {
      if (prerequisites(documents, cell).every((oneOf) => oneOf.some(isMet))) continue;
      alive.delete(cell);
      isDone = false;
    }
  }
  return alive;
}

import type { Report } from '../diagnostics/diagnostic.ts';
import { has } from '../model/bits.ts';
import { reachOf, readPortfolio } from '../model/cell-reach.ts';
import type { ReachAlternative } from '../model/condition.ts';
import { placeIn, spanOf } from '../model/document.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import type { User } from '../model/policy.ts';
import type { RecordReach } from '../model/record-reach.ts';
import { groupBy } from '../text/group-by.ts';
import { listFirstNames } from '../text/list.ts';

/** No role of an active user reaches nothing only because the user lacks an attribute that its reach compares. */
export function reportReachesOfNothing(matrix: Matrix, report: Report): void {
  for (const rows of groupBy(matrix.rows, ({ tenant }) => tenant).values()) {
    const [{ tenant }] = rows;
    for (const user of tenant.users ?? []) {
      if (!user.active) continue;
      for (const [index, role] of user.roles.entries()) {
        const row = rows.find((one) => one.role === role);
        const lacking = row ? findLackingAttributes(row, user) : [];
        if (lacking.length === 0) continue;
        report(
          'reaches-nothing',
          spanOf(placeIn(user.at.document, [...user.at.path.slice(0, -1), 'roles', index])),
          { user: user.id, role: role.name, attributes: listFirstNames(lacking) },
          'give the user the attribute under `attributes`',
          { related: [{ at: spanOf(role.portfolio.at), note: 'all that the role reaches compares it' }] },
        );
      }
    }
  }
}

/** Returns the attributes that a user lacks, sorted, if all that a row reaches where portfolios limit it compares one of them. */
function findLackingAttributes(row: Row, user: User): readonly string[] {
  const limited = row.tenant.catalog.models
    .flatMap(({ actions }) => [...actions.values()])
    .filter(
      (cell) => has(row.effective, cell.index) && readPortfolio(row.role.portfolio, cell).kind === 'limited',
    );
  const lacking = [...new Set(limited.map((cell) => reachOf(row, cell)))].map((reach) => lackIn(reach, user));
  return lacking.some((names) => names.length === 0) ? [] : [...new Set(lacking.flat())].sort();
}

/** Returns the attributes that a user lacks, if for want of them no record is reached; else none. */
function lackIn(reach: RecordReach, user: User): readonly string[] {
  if (reach === 'all') return [];
  const parts =
    reach.kind === 'linked'
      ? reach.alternatives.map((alternative) =>
          attributesOf(alternative).filter((one) => isLacking(user, one)),
        )
      : reach.of.map((part) => lackIn(part, user));
  // Parts that must hold together select nothing if one of them does.
  if (reach.kind === 'common') return parts.find((names) => names.length > 0) ?? [];
  return parts.some((names) => names.length === 0) ? [] : parts.flat();
}

const attributesOf = (alternative: ReachAlternative): readonly string[] =>
  alternative.flatMap(({ operand }) =>
    typeof operand === 'object' && operand !== null && '$user' in operand ? [operand.$user] : [],
  );

/** Returns true if a user has no value of an attribute, or one that equals nothing. */
function isLacking({ attributes }: User, name: string): boolean {
  const value = attributes.get(name);
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

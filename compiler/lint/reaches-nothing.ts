import type { Report } from '../diagnostics/diagnostic.ts';
import { has } from '../model/bits.ts';
import { isLimited } from '../model/catalog.ts';
import type { ReachAlternative } from '../model/condition.ts';
import { placeIn, spanOf } from '../model/document.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import type { User } from '../model/policy.ts';
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
        const lacking = row && holdsLimitedCell(matrix, row) ? findLackingAttributes(row, user) : [];
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

const holdsLimitedCell = ({ policy }: Matrix, { effective }: Row): boolean =>
  policy.catalog.cells.some(
    ({ index, model, action }) => model !== undefined && isLimited(model, action) && has(effective, index),
  );

/** Returns the attributes that a user lacks, sorted, if each alternative of what a row reaches compares one of them. */
function findLackingAttributes({ role }: Row, user: User): readonly string[] {
  const { reach } = role.portfolio;
  if (reach === 'all') return [];
  const lacking = reach.map((alternative) => attributesOf(alternative).filter((one) => isLacking(user, one)));
  return lacking.length === 0 || lacking.some((names) => names.length === 0)
    ? []
    : [...new Set(lacking.flat())].sort();
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

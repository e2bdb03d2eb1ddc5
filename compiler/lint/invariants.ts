import type { Report } from '../diagnostics/diagnostic.ts';
import { placeIn, spanOf } from '../model/document.ts';
import type { Invariant, Waiver } from '../model/invariant.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import { groupBy } from '../text/group-by.ts';
import { listFirstNames } from '../text/list.ts';
import { type Breach, findBreach, isChecked } from './invariants/find-breach.ts';
import { findUserBreaches } from './invariants/find-user-breaches.ts';
import { reportBreaches, reportUserBreaches } from './invariants/report-breaches.ts';

/**
 * Holds the effective permissions of every role in every tenant, and of every user's roles together, against the
 * invariants. A waiver hides what it waives until its last day; one that is past it, or waives nothing, is
 * reported itself. `today` is a date as `2027-03-31`.
 */
export function reportInvariants(matrix: Matrix, today: string, report: Report): void {
  const { catalog, invariants, waivers } = matrix.policy;
  const used = new Map<Waiver, Map<string, Row>>();
  for (const invariant of invariants) {
    const inForce = waivers.filter((waiver) => waiver.invariant === invariant.name && waiver.until >= today);
    const isWaived = (row: Row): boolean => inForce.some((waiver) => covers(waiver, row));
    const breach = findBreach(invariant, catalog);
    const open: Breach[] = [];
    const note = (row: Row): void => {
      for (const waiver of inForce)
        if (covers(waiver, row)) used.set(waiver, (used.get(waiver) ?? new Map()).set(row.tenant.name, row));
    };
    for (const row of matrix.rows) {
      const found = isChecked(invariant, row) ? breach(row) : undefined;
      if (!found) continue;
      if (isWaived(row)) note(row);
      else open.push(found);
    }
    for (const breaches of groupBy(open, ({ row }) => row.role).values())
      reportBreaches(matrix, invariant, breaches, report);
    reportUserBreaches(matrix, invariant, findUserBreaches(matrix, invariant, isWaived, note), report);
  }
  for (const waiver of waivers) reportWaiver(waiver, invariants, used.get(waiver), today, report);
}

const covers = ({ role, tenant }: Waiver, row: Row): boolean =>
  role === row.role.name && (tenant === undefined || tenant === row.tenant.name);

function reportWaiver(
  waiver: Waiver,
  invariants: readonly Invariant[],
  rows: ReadonlyMap<string, Row> | undefined,
  today: string,
  report: Report,
): void {
  const { invariant, role, tenant, owner, until } = waiver;
  const { document } = waiver.at;
  const declared = invariants.find(({ name }) => name === invariant);
  const related = declared && [{ at: spanOf(declared.at), note: `\`${invariant}\`: ${declared.because}` }];
  if (until < today)
    report(
      'waiver-expired',
      spanOf(placeIn(document, ['until'])),
      { role, invariant, until },
      `take the waiver away, or have \`${owner}\` agree to a later date`,
      { related },
    );
  else if (rows)
    report(
      'invariant-waived',
      spanOf(waiver.at),
      { role, invariant, where: listFirstNames([...rows.keys()]), until, owner },
      undefined,
      { related },
    );
  else
    report(
      'waiver-useless',
      spanOf(waiver.at),
      { role, invariant, where: tenant === undefined ? 'any tenant' : `\`${tenant}\`` },
      'take the waiver away',
      { related },
    );
}

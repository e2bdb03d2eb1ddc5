import type { Report } from '../diagnostics/diagnostic.ts';
import { placeIn, spanOf } from '../model/document.ts';
import { holderOf, type Waiver } from '../model/invariant.ts';
import type { Matrix } from '../model/matrix.ts';
import { type Policy, sharedOf } from '../model/policy.ts';
import { daysBetween } from '../text/days-between.ts';
import { groupBy } from '../text/group-by.ts';
import { listFirstNames } from '../text/list.ts';
import { judgeInvariant, type UsedWaivers } from './invariants/judge-invariant.ts';
import { reportBreaches, reportUserBreaches } from './invariants/report-breaches.ts';
import { reportNobody } from './invariants/report-nobody.ts';

/**
 * Holds the effective permissions of every role in every tenant, and of every user's roles together, against the
 * invariants. A waiver hides what it waives until its last day; one that is past it, or waives nothing, is
 * reported itself. `today` is a date as `2027-03-31`.
 */
export function reportInvariants(matrix: Matrix, today: string, report: Report): void {
  const { invariants, waivers } = matrix.policy;
  const used: UsedWaivers = new Map();
  for (const invariant of invariants) {
    if (invariant.demand === 'mustSomeone') {
      reportNobody(matrix, invariant, report);
      continue;
    }
    const { open, users } = judgeInvariant(invariant, matrix, today, used);
    for (const breaches of groupBy(open, ({ row }) => sharedOf(row.role)).values())
      reportBreaches(matrix, invariant, breaches, report);
    reportUserBreaches(invariant, users, report);
  }
  for (const waiver of waivers) reportWaiver(waiver, matrix.policy, used.get(waiver), today, report);
}

function reportWaiver(
  waiver: Waiver,
  { invariants, settings }: Policy,
  tenants: ReadonlySet<string> | undefined,
  today: string,
  report: Report,
): void {
  const { invariant, tenant, owner, until } = waiver;
  const { document } = waiver.at;
  const holder = holderOf(waiver);
  const declared = invariants.find(({ name }) => name === invariant);
  const related = declared && [{ at: spanOf(declared.at), note: `\`${invariant}\`: ${declared.because}` }];
  if (until < today)
    report(
      'waiver-expired',
      spanOf(placeIn(document, ['until'])),
      { holder, invariant, until },
      `take the waiver away, or have \`${owner}\` agree to a later date`,
      { related },
    );
  else if (tenants && daysBetween(today, until) <= settings.waivers.warnDays)
    report(
      'waiver-ends-soon',
      spanOf(placeIn(document, ['until'])),
      { holder, invariant, where: listFirstNames([...tenants]), until, owner },
      `change what breaks \`${invariant}\` before, or have \`${owner}\` agree to a later date`,
      { related },
    );
  else if (tenants)
    report(
      'invariant-waived',
      spanOf(waiver.at),
      { holder, invariant, where: listFirstNames([...tenants]), until, owner },
      undefined,
      { related },
    );
  else
    report(
      'waiver-useless',
      spanOf(waiver.at),
      { holder, invariant, where: tenant === undefined ? 'any tenant' : `\`${tenant}\`` },
      'take the waiver away',
      { related },
    );
}

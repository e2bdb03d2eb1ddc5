import type { Report } from '../diagnostics/diagnostic.ts';
import { placeIn, spanOf } from '../model/document.ts';
import { holderOf, type Waiver } from '../model/invariant.ts';
import type { Matrix } from '../model/matrix.ts';
import { type Policy, sharedOf, type Tenant } from '../model/policy.ts';
import { groupBy } from '../text/group-by.ts';
import { listFirstNames } from '../text/list.ts';
import { type Breach, findBreach, isChecked } from './invariants/find-breach.ts';
import { findUserBreaches, type WaiverBook } from './invariants/find-user-breaches.ts';
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
    const inForce = waivers.filter((waiver) => waiver.invariant === invariant.name && waiver.until >= today);
    const book = openBook(inForce, used);
    const breach = findBreach(invariant, matrix);
    const open: Breach[] = [];
    for (const row of matrix.rows) {
      const found = isChecked(invariant, row) ? breach(row) : undefined;
      if (!found) continue;
      if (book.isWaived(row)) book.noteRow(row);
      else open.push(found);
    }
    for (const breaches of groupBy(open, ({ row }) => sharedOf(row.role)).values())
      reportBreaches(matrix, invariant, breaches, report);
    reportUserBreaches(invariant, findUserBreaches(matrix, invariant, book), report);
  }
  for (const waiver of waivers) reportWaiver(waiver, matrix.policy, used.get(waiver), today, report);
}

/** The waivers that waive something, each with the names of the tenants where it does. */
type UsedWaivers = Map<Waiver, Set<string>>;

/** Opens the book of the waivers that are in force for one invariant; what they waive is noted in `used`. */
function openBook(inForce: readonly Waiver[], used: UsedWaivers): WaiverBook {
  const covering = (holder: Pick<Waiver, 'role' | 'user'>, { name }: Tenant) =>
    inForce.filter(
      ({ role, user, tenant }) =>
        role === holder.role && user === holder.user && (tenant === undefined || tenant === name),
    );
  const note = (waivers: readonly Waiver[], { name }: Tenant) => {
    for (const waiver of waivers) used.set(waiver, (used.get(waiver) ?? new Set()).add(name));
  };
  return {
    isWaived: ({ role, tenant }) => covering({ role: role.name }, tenant).length > 0,
    isWaivedFor: (tenant, { id }) => covering({ user: id }, tenant).length > 0,
    noteRow: ({ role, tenant }) => note(covering({ role: role.name }, tenant), tenant),
    noteUser: (tenant, { id }) => note(covering({ user: id }, tenant), tenant),
  };
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

/** Returns the number of days from one day to another, both as `2027-03-31`. */
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

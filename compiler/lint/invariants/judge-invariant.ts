import type { Invariant, Waiver } from '../../model/invariant.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Tenant } from '../../model/policy.ts';
import { type Breach, findBreach, isChecked } from './find-breach.ts';
import { findUserBreaches, type UserBreach, type WaiverBook } from './find-user-breaches.ts';

/** The waivers that waive something, each with the names of the tenants where it does. */
export type UsedWaivers = Map<Waiver, Set<string>>;

/** Who an invariant was checked for, and who breaks it. */
export interface Judgement {
  /** The number of roles, each once for every tenant that is offered it. */
  readonly checked: number;
  readonly open: readonly Breach[];
  readonly waived: readonly Breach[];
  /** The users who break it by their roles together, and are not let. */
  readonly users: readonly UserBreach[];
}

/** Holds the roles and users of a matrix against an invariant, but for one that is demanded of tenants; waivers that it took are noted in `used`. */
export function judgeInvariant(
  invariant: Invariant,
  matrix: Matrix,
  today: string,
  used: UsedWaivers,
): Judgement {
  const { waivers } = matrix.policy;
  const inForce = waivers.filter((waiver) => waiver.invariant === invariant.name && waiver.until >= today);
  const book = openBook(inForce, used);
  const breach = findBreach(invariant, matrix);
  const open: Breach[] = [];
  const waived: Breach[] = [];
  let checked = 0;
  for (const row of matrix.rows) {
    if (!isChecked(invariant, row)) continue;
    checked++;
    const found = breach(row);
    if (!found) continue;
    if (book.isWaived(row)) {
      book.noteRow(row);
      waived.push(found);
    } else open.push(found);
  }
  return { checked, open, waived, users: findUserBreaches(matrix, invariant, book) };
}

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

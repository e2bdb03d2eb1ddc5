/** Section 9 of the language page read naively: loops over names, sharing no code with the compiler. */

import type { Selection } from './documents.ts';
import { capHolds, ofKind, type Row, resolve, type User } from './naive.ts';

/** What must always or never be true of the compiled result. */
export interface Invariant {
  readonly kind: 'Invariant';
  readonly name: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly because: string;
  readonly roles?: Selection;
  readonly userTypes?: Selection;
  readonly must?: readonly string[];
  readonly mustNot?: readonly string[];
  readonly mustNotTogether?: readonly string[];
  readonly within?: 'cap';
}

/** Who may break an invariant, and until when. */
export interface Waiver {
  readonly kind: 'Waiver';
  readonly invariant: string;
  readonly role: string;
  readonly tenant?: string;
  readonly owner: string;
  readonly because: string;
  readonly until: string;
}

/** A role that breaks an invariant in a tenant, or a user whose roles do so only together. */
export interface Failure {
  readonly invariant: string;
  readonly tenant: string;
  readonly role?: string;
  readonly user?: string;
}

/** What breaks in the end, and which waivers are past their day, hide something or hide nothing. */
export interface Reading {
  readonly failures: readonly Failure[];
  readonly expired: readonly Waiver[];
  readonly used: readonly Waiver[];
  readonly useless: readonly Waiver[];
}

/** "Checked in every tenant"; "mustNotTogether is also checked on each user's union of roles". */
export function read(
  documents: readonly unknown[],
  invariants: readonly Invariant[],
  waivers: readonly Waiver[],
  today: string,
): Reading {
  const rows = resolve(documents);
  const failures: Failure[] = [];
  const used = new Set<Waiver>();
  const expired = waivers.filter(({ until }) => until < today);
  for (const invariant of invariants) {
    const inForce = waivers.filter((one) => one.invariant === invariant.name && !expired.includes(one));
    const covering = (row: Row): readonly Waiver[] =>
      inForce.filter(
        ({ role, tenant }) => role === row.role && (tenant === undefined || tenant === row.tenant),
      );
    const checked = rows.filter(
      (row) => selects(invariant.roles, row.role) && selects(invariant.userTypes, row.userType),
    );
    for (const row of checked) {
      if (!fails(documents, invariant, row)) continue;
      for (const waiver of covering(row)) used.add(waiver);
      if (covering(row).length === 0)
        failures.push({ invariant: invariant.name, tenant: row.tenant, role: row.role });
    }
    for (const { tenant, user } of invariant.mustNotTogether ? usersOf(documents) : []) {
      const own = checked.filter((row) => row.tenant === tenant && (user.roles ?? []).includes(row.role));
      const open = own.filter((row) => covering(row).length === 0);
      if (failsOnlyTogether(invariant, open))
        failures.push({ invariant: invariant.name, tenant, user: user.id });
      else if (failsOnlyTogether(invariant, own))
        for (const row of own) for (const waiver of covering(row)) used.add(waiver);
    }
  }
  const useless = waivers.filter((one) => !expired.includes(one) && !used.has(one));
  return { failures, expired, used: [...used], useless };
}

/** "`*` may stand for a subject, a property or an action". */
export function matches(pattern: string, permission: string): boolean {
  const [left = '', action = ''] = pattern.split(':');
  const [subject = '', property] = left.split('.');
  const [ownLeft = '', ownAction = ''] = permission.split(':');
  const [ownSubject = '', ownProperty] = ownLeft.split('.');
  const isSame = (part: string, own: string) => part === '*' || part === own;
  if ((property === undefined) !== (ownProperty === undefined)) return false;
  return (
    isSame(subject, ownSubject) && isSame(property ?? '', ownProperty ?? '') && isSame(action, ownAction)
  );
}

function fails(documents: readonly unknown[], invariant: Invariant, row: Row): boolean {
  const all = [...row.cells.keys()];
  const named = (patterns: readonly string[]) =>
    all.filter((cell) => patterns.some((one) => matches(one, cell)));
  const isOn = (cell: string): boolean => row.cells.get(cell)?.effective === true;
  if (invariant.mustNot) return named(invariant.mustNot).some(isOn);
  if (invariant.mustNotTogether) return isTogether(invariant.mustNotTogether, all.filter(isOn));
  // "demanded only where type and seats can hold it"
  const canHold = (cell: string): boolean => {
    const capability = ofKind(documents, 'Capability').find(({ name }) => `${name}:use` === cell);
    if (capability) return capability.requires.every(canHold);
    return capHolds(documents, row.userType, row.seats, cell);
  };
  return named(invariant.must ?? [])
    .filter((cell) => invariant.within !== 'cap' || canHold(cell))
    .some((cell) => !isOn(cell));
}

const isTogether = (patterns: readonly string[], held: readonly string[]): boolean =>
  patterns.every((pattern) => held.some((cell) => matches(pattern, cell)));

function failsOnlyTogether({ mustNotTogether = [] }: Invariant, rows: readonly Row[]): boolean {
  const heldBy = ({ cells }: Row): string[] =>
    [...cells].flatMap(([cell, { effective }]) => (effective ? [cell] : []));
  return (
    isTogether(mustNotTogether, rows.flatMap(heldBy)) &&
    !rows.some((row) => isTogether(mustNotTogether, heldBy(row)))
  );
}

function usersOf(documents: readonly unknown[]): readonly { readonly tenant: string; readonly user: User }[] {
  return ofKind(documents, 'Users').flatMap(({ tenant, users }) => users.map((user) => ({ tenant, user })));
}

function selects(selection: Selection | undefined, name: string): boolean {
  if (selection === undefined || selection === 'all') return true;
  if (selection === 'none') return false;
  return 'except' in selection ? !selection.except.includes(name) : selection.includes(name);
}

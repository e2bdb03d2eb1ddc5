/** Section 9 of the language page read naively: loops over names, sharing no code with the compiler. */

import type { Selection } from './documents.ts';
import { cells, ofKind, type Row, resolve, type User, unite } from './naive.ts';

/** A condition that must always or never be true of the compiled result. */
export interface Invariant {
  readonly kind: 'Invariant';
  readonly name: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly because: string;
  readonly roles?: Selection;
  readonly tenants?: Selection;
  readonly userTypes?: Selection;
  readonly when?: readonly string[];
  readonly must?: readonly string[];
  readonly mustSome?: readonly string[];
  readonly mustNot?: readonly string[];
  readonly mustNotTogether?: readonly string[];
  readonly mustSomeone?: readonly string[];
  readonly within?: 'cap' | 'ceilings' | 'model';
}

/** Who may break an invariant, and until when. */
export interface Waiver {
  readonly kind: 'Waiver';
  readonly invariant: string;
  readonly role?: string;
  readonly user?: string;
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

/** The failures that are left in the end, and the waivers that are past their day, hide a failure or hide none. */
export interface Reading {
  readonly failures: readonly Failure[];
  readonly expired: readonly Waiver[];
  readonly used: readonly Waiver[];
  readonly useless: readonly Waiver[];
}

/** "Checked in every tenant"; "mustNot and mustNotTogether are also checked on each user's union". */
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
    const forUser = (tenant: string, user: string): readonly Waiver[] =>
      inForce.filter((one) => one.user === user && (one.tenant === undefined || one.tenant === tenant));
    const checked = rows.filter(
      (row) =>
        selects(invariant.roles, row.role) &&
        selects(invariant.userTypes, row.userType) &&
        selects(invariant.tenants, row.tenant) &&
        isEvery(invariant.when ?? [], row),
    );
    if (invariant.mustSomeone) {
      failures.push(...tenantsWithNobody(documents, invariant, rows));
      continue;
    }
    for (const row of checked) {
      if (!fails(documents, invariant, row)) continue;
      for (const waiver of covering(row)) used.add(waiver);
      if (covering(row).length === 0)
        failures.push({ invariant: invariant.name, tenant: row.tenant, role: row.role });
    }
    const isForbidding = invariant.mustNot !== undefined || invariant.mustNotTogether !== undefined;
    for (const { tenant, user } of isForbidding ? usersOf(documents) : []) {
      if (user.active === false) continue;
      const own = checked.filter((row) => row.tenant === tenant && (user.roles ?? []).includes(row.role));
      const open = own.filter((row) => covering(row).length === 0);
      if (failsOnlyTogether(documents, invariant, open)) {
        const excused = forUser(tenant, user.id);
        for (const waiver of excused) used.add(waiver);
        if (excused.length === 0) failures.push({ invariant: invariant.name, tenant, user: user.id });
      } else if (failsOnlyTogether(documents, invariant, own))
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
  if (invariant.mustNot || invariant.mustNotTogether) return isForbidden(invariant, all.filter(isOn));
  const isWithin = boundOf(documents, invariant.within, row);
  const demanded = named(invariant.must ?? invariant.mustSome ?? []).filter(isWithin);
  if (invariant.mustSome) return demanded.length > 0 && !demanded.some(isOn);
  return demanded.some((cell) => !isOn(cell));
}

/** "within: cap and ceilings demand what would be effective if the role asked for everything"; "model: demanded of a property only where its model's action is effective". */
function boundOf(
  documents: readonly unknown[],
  within: Invariant['within'],
  row: Row,
): (cell: string) => boolean {
  if (within === undefined) return () => true;
  if (within === 'model')
    return (cell) => {
      const [left = '', action = ''] = cell.split(':');
      const [subject = '', property] = left.split('.');
      return property === undefined || row.cells.get(`${subject}:${action}`)?.effective === true;
    };
  const everything = new Map(
    [...row.cells].map(([name, verdicts]) => [
      name,
      { ...verdicts, role: true, tenant: within === 'cap' || verdicts.tenant },
    ]),
  );
  const most = unite(documents, [{ ...row, cells: everything }]);
  return (cell) => most.has(cell);
}

const isForbidden = ({ mustNot, mustNotTogether }: Invariant, held: readonly string[]): boolean =>
  mustNot
    ? held.some((cell) => mustNot.some((pattern) => matches(pattern, cell)))
    : isTogether(mustNotTogether ?? [], held);

/** "`when` holds if every cell of its patterns is effective". */
const isEvery = (patterns: readonly string[], { cells }: Row): boolean =>
  [...cells].every(
    ([cell, { effective }]) => effective || !patterns.some((pattern) => matches(pattern, cell)),
  );

/** "In every tenant at least one offered role holds all of these and, where the users are complete, at least one active user". */
function tenantsWithNobody(
  documents: readonly unknown[],
  { name, tenants, mustSomeone = [] }: Invariant,
  rows: readonly Row[],
): readonly Failure[] {
  const demanded = cells(documents).filter((cell) => mustSomeone.some((pattern) => matches(pattern, cell)));
  return ofKind(documents, 'Tenant').flatMap((tenant): Failure[] => {
    if (!selects(tenants, tenant.name)) return [];
    const own = rows.filter((row) => row.tenant === tenant.name);
    const isGiven = own.some((row) => demanded.every((cell) => row.cells.get(cell)?.effective));
    const isComplete = ofKind(documents, 'Users').some((one) => one.tenant === tenant.name && one.complete);
    const isHeld = usersOf(documents)
      .filter((one) => one.tenant === tenant.name && one.user.active !== false)
      .some(({ user }) => {
        const held = unite(
          documents,
          own.filter(({ role }) => (user.roles ?? []).includes(role)),
        );
        return demanded.every((cell) => held.has(cell));
      });
    return isGiven && (isHeld || !isComplete) ? [] : [{ invariant: name, tenant: tenant.name }];
  });
}

const isTogether = (patterns: readonly string[], held: readonly string[]): boolean =>
  patterns.every((pattern) => held.some((cell) => matches(pattern, cell)));

function failsOnlyTogether(
  documents: readonly unknown[],
  invariant: Invariant,
  rows: readonly Row[],
): boolean {
  const heldBy = ({ cells: decided }: Row): string[] =>
    [...decided].flatMap(([cell, { effective }]) => (effective ? [cell] : []));
  return (
    isForbidden(invariant, [...unite(documents, rows)]) &&
    !rows.some((row) => isForbidden(invariant, heldBy(row)))
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

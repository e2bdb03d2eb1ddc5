/** Section 9 read literally: what must always or never be true of the compiled result. */
import { cellsOf, isCapability } from './catalog.ts';
import {
  type Invariant,
  isMatch,
  ofKind,
  partsOf,
  type Selection,
  selects,
  type Tenant,
  type User,
  type Waiver,
} from './documents.ts';
import { capHolds } from './layers.ts';
import { reachesThrough } from './portfolios.ts';
import { effectiveOf, largest, needsOf, type Row, resolve, tenantHolds, unionOf } from './resolve.ts';
import { audienceOf, rowsOf, usersOf } from './users.ts';

/**
 * A breach of an invariant in a tenant: by a role, by a user whose roles do so only together, or by a permission that
 * somebody must hold and nobody holds.
 */
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

/** Returns what the invariants of some documents say of them on a day. */
export function readInvariants(documents: readonly unknown[], today: string): Reading {
  const rows = resolve(documents);
  const waivers = ofKind(documents, 'Waiver');
  const used = new Set<Waiver>();
  // "Past `until` the waiver is an error itself"
  const expired = waivers.filter(({ until }) => until < today);
  const failures: Failure[] = [];
  for (const invariant of ofKind(documents, 'Invariant')) {
    const inForce = waivers.filter((one) => one.invariant === invariant.name && !expired.includes(one));
    for (const tenant of ofKind(documents, 'Tenant')) {
      if (!isChosen(invariant.tenants, tenant.name)) continue;
      const theirs = rows.filter((row) => row.tenant === tenant.name);
      const found = readTenant(documents, invariant, tenant, theirs, inForce, used);
      failures.push(...found.map((who) => ({ invariant: invariant.name, tenant: tenant.name, ...who })));
    }
  }
  const useless = waivers.filter((one) => !expired.includes(one) && !used.has(one));
  return { failures, expired, used: [...used], useless };
}

/** Who fails: a role, a user, or nobody in particular. */
type Who = Pick<Failure, 'role' | 'user'>;

function readTenant(
  documents: readonly unknown[],
  invariant: Invariant,
  tenant: Tenant,
  rows: readonly Row[],
  waivers: readonly Waiver[],
  used: Set<Waiver>,
): readonly Who[] {
  if (invariant.mustSomeone !== undefined)
    return hasSomeone(documents, invariant.mustSomeone, tenant, rows) ? [] : [{}];
  const covering = ({ role, user }: Who) =>
    waivers.filter(
      (one) =>
        (one.tenant === undefined || one.tenant === tenant.name) &&
        ((one.role !== undefined && one.role === role) || (one.user !== undefined && one.user === user)),
    );
  const failures: Who[] = [];
  const tell = (who: Who) => {
    const hiding = covering(who);
    for (const waiver of hiding) used.add(waiver);
    if (hiding.length === 0) failures.push(who);
  };
  const chosen = rows.filter((row) => isSelected(documents, invariant, row));
  for (const row of chosen) if (failsAlone(documents, invariant, tenant, row)) tell({ role: row.role.name });
  if (invariant.mustNot === undefined && invariant.mustNotTogether === undefined) return failures;
  for (const user of usersOf(documents, tenant.name)) {
    // "for active users"
    if (user.active === false) continue;
    const theirs = rowsOf(chosen, tenant.name, user);
    const open = theirs.filter((row) => covering({ role: row.role.name }).length === 0);
    if (failsTogether(documents, invariant, open)) tell({ user: user.id });
    else if (failsTogether(documents, invariant, theirs))
      for (const row of theirs) for (const waiver of covering({ role: row.role.name })) used.add(waiver);
  }
  return failures;
}

/** A selection over names; "absent: all". */
const isChosen = (selection: Selection | undefined, name: string): boolean =>
  selection === undefined || selects(selection, name);

function isSelected(documents: readonly unknown[], invariant: Invariant, row: Row): boolean {
  const { roles, userTypes, portfolios, when } = invariant;
  if (!isChosen(roles, row.role.name) || !isChosen(userTypes, row.role.userType ?? '')) return false;
  if (portfolios !== undefined && !reachesThrough(documents, row, (name) => selects(portfolios, name)))
    return false;
  // "`when` holds if every cell of its patterns is effective"; "a pattern that matches nothing there does not hold"
  const effective = effectiveOf(row);
  return (when ?? []).every((pattern) => {
    const cells = [...row.cells.keys()].filter((cell) => isMatch(pattern, cell));
    return cells.length > 0 && cells.every((cell) => effective.has(cell));
  });
}

function failsAlone(documents: readonly unknown[], invariant: Invariant, tenant: Tenant, row: Row): boolean {
  const effective = effectiveOf(row);
  if (isForbidden(invariant, effective)) return true;
  const demanded = demandedOf(documents, invariant, tenant, row);
  // "`must` demands all cells of its patterns, `mustSome` at least one"; "of which nothing is left holds"
  if (invariant.must !== undefined) return !demanded.every((cell) => effective.has(cell));
  if (invariant.mustSome === undefined || demanded.length === 0) return false;
  return !demanded.some((cell) => effective.has(cell));
}

/** "`mustNot` none; `mustNotTogether`: not some cell of each pattern." */
function isForbidden({ mustNot, mustNotTogether }: Invariant, effective: ReadonlySet<string>): boolean {
  const isSome = (pattern: string) => [...effective].some((cell) => isMatch(pattern, cell));
  return mustNot?.some(isSome) === true || mustNotTogether?.every(isSome) === true;
}

/** "told only where none of these roles fails alone" */
function failsTogether(documents: readonly unknown[], invariant: Invariant, rows: readonly Row[]): boolean {
  if (rows.some((row) => isForbidden(invariant, effectiveOf(row)))) return false;
  return isForbidden(invariant, unionOf(documents, rows));
}

function demandedOf(
  documents: readonly unknown[],
  { must, mustSome, within }: Invariant,
  tenant: Tenant,
  row: Row,
): readonly string[] {
  const cells = cellsOf(documents, tenant.name);
  const named = cells.filter((cell) => (must ?? mustSome ?? []).some((pattern) => isMatch(pattern, cell)));
  if (within === undefined) return named;
  if (within === 'model') {
    // "demanded of a property only where its model's action is effective"
    return named.filter((cell) => {
      const { subject, property, action } = partsOf(cell);
      return property === undefined || row.cells.get(`${subject}:${action}`)?.effective === true;
    });
  }
  // "what would be effective if the role asked for everything, inside type and seats, or inside tenant and packages too"
  const { userType, seats = [] } = row.role;
  const asked = cells.filter((cell) => {
    if (isCapability(documents, cell)) return true;
    if (!capHolds(documents, tenant.name, userType, seats, cell)) return false;
    return within === 'cap' || tenantHolds(documents, tenant, row.role, cell);
  });
  const possible = largest(new Set(asked), needsOf(documents, tenant.name));
  return named.filter((cell) => possible.has(cell));
}

/**
 * "in every tenant at least one offered role holds all of these and, in a tenant whose users are `complete`, at least one
 * active user of audience member does"
 */
function hasSomeone(
  documents: readonly unknown[],
  patterns: readonly string[],
  tenant: Tenant,
  rows: readonly Row[],
): boolean {
  const wanted = cellsOf(documents, tenant.name).filter((cell) =>
    patterns.some((pattern) => isMatch(pattern, cell)),
  );
  const hasAll = (effective: ReadonlySet<string>) => wanted.every((cell) => effective.has(cell));
  if (!rows.some((row) => hasAll(effectiveOf(row)))) return false;
  const isComplete = ofKind(documents, 'Users').some(
    (document) => document.tenant === tenant.name && document.complete === true,
  );
  if (!isComplete) return true;
  return usersOf(documents, tenant.name).some(
    (user) =>
      user.active !== false &&
      isMember(documents, user) &&
      hasAll(unionOf(documents, rowsOf(rows, tenant.name, user))),
  );
}

function isMember(documents: readonly unknown[], { userType }: User): boolean {
  const type = ofKind(documents, 'UserType').find(({ name }) => name === userType);
  return type !== undefined && audienceOf(type) === 'member';
}

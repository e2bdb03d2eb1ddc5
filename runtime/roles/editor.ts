import { type Bits, intersection } from '../../compiler/model/bits.ts';
import type { Parsed } from '../../compiler/model/document.ts';
import type { RoleDocument } from '../../compiler/model/documents.generated.ts';
import { explainNotAssignable } from '../../compiler/model/explain-not-assignable.ts';
import type { Policy, Seat, UserType } from '../../compiler/model/policy.ts';
import { listAssignments } from '../../compiler/questions/list-assignments.ts';
import { readHeldPermissions } from '../held-permissions.ts';
import { PermissionsError, quoteName } from '../permissions-error.ts';
import type { StoredRole } from '../stored-role.ts';
import {
  describeEffect,
  type Escalation,
  type ExceededPermission,
  findEscalation,
  listExceeded,
  type RoleEffect,
  readTenantTypes,
} from './check-role.ts';
import { readNames, writeStoredRole } from './compile-role.ts';
import {
  type CopyOptions,
  copyRole,
  type DraftOptions,
  fillRole,
  type RoleCopy,
  setPermission,
} from './edit-role.ts';
import { listChoices, type RoleChoices, type RoleSummary, summarizeRole } from './list-choices.ts';
import { type GrantedPermission, listGranted } from './list-granted.ts';
import { listOffered, type OfferedPermission, type RoleHolder } from './list-offered.ts';
import { type CopiedRow, copyOptions, copyRow, readHolder } from './read-given.ts';
import { readRole } from './read-role.ts';
import {
  decideRow,
  findErrors,
  judgeRows,
  linkOwn,
  type ReadRow,
  readRow,
  readRowRole,
} from './read-rows.ts';
import { type DecidedRole, decideRole, type LinkedRole, lintRole, type TenantBase } from './role-base.ts';
import { type Finding, RoleError } from './role-error.ts';
import { refuseErrors, writeFindings } from './write-findings.ts';

/** The options of a check. */
export interface CheckOptions {
  /** The permissions of whoever gives the role: the answer of `permissions` for them. */
  readonly by?: object | undefined;
  /** True to let them give more than they hold; what exceeds it is listed all the same. */
  readonly mayExceed?: boolean | undefined;
  /**
   * The role as it was stored, with which the checked one is compared. If it is absent, the stored role of the same
   * name is taken.
   */
  readonly before?: unknown;
}

/** The answer of a check, to be shown before the role is stored. */
export interface RoleCheck extends RoleEffect {
  /** True if the role can be stored: it has no errors, and does not exceed its giver unless that is let through. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly escalation?: Escalation;
  /** The permissions that whoever gives it does not hold; empty if nobody was named. */
  readonly exceeds: readonly ExceededPermission[];
}

/** A role, and whether somebody can be given it. */
export interface AssignableRole {
  readonly role: string;
  readonly assignable: boolean;
  /** The reason why not; left out where they can. */
  readonly because?: string;
  /** True if it comes from the database. */
  readonly stored: boolean;
}

/** A role of the tenant, as a list of them shows it; of a row that is of no use only the name and the reason are known. */
export type ListedRole =
  | (RoleSummary & { readonly stored: boolean })
  | { readonly role: string; readonly stored: true; readonly because: string };

/** The roles of one tenant, as its administrators edit them. */
export interface RoleEditor {
  readonly tenant: string;
  readonly choices: RoleChoices;
  list(): readonly ListedRole[];
  offer(holder: RoleHolder): readonly OfferedPermission[];
  granted(role: unknown): readonly GrantedPermission[];
  draft(draft: DraftOptions): RoleDocument;
  duplicate(role: unknown, options?: CopyOptions): RoleCopy;
  set(role: unknown, permission: string, isOn: boolean): RoleDocument;
  check(role: unknown, options?: CheckOptions): RoleCheck;
  compile(role: unknown, options?: CheckOptions): StoredRole;
  renew(stored: unknown): StoredRole;
  assignable(person: RoleHolder): readonly AssignableRole[];
}

/** The options with which an editor is opened. */
export interface EditorOptions {
  readonly tenant: string;
  /** The other roles that the database holds for the tenant: names are unique among them, and their number may be bounded. */
  readonly stored?: readonly unknown[] | undefined;
  /** The day, as `2027-03-31`, by which waivers are read; without it none holds. */
  readonly today?: string | undefined;
}

/** A day after which no waiver holds. */
const noDay = '9999-12-31';

/** Opens the editor of a tenant's roles. */
export function openEditor(files: TenantBase, { stored = [], today = noDay }: EditorOptions): RoleEditor {
  if (!Array.isArray(stored)) throw new PermissionsError('malformed', '`stored` is a list of stored roles');
  const { base, rows } = judgeRows(files, stored as readonly unknown[], today);
  const open: OpenTenant = { base, rows, today };
  return {
    tenant: base.name,
    get choices() {
      return listChoices(base);
    },
    list: () => listRoles(base, rows),
    offer: (holder) => listOffered(base, readHolder(holder)),
    granted: (role) => listGranted(base, role),
    draft: (draft) => fillRole(base, { ...copyOptions(draft), ...readHolder(draft) }),
    duplicate: (role, options = {}) =>
      copyRole(base, typeof role === 'string' ? (findRow(rows, role) ?? role) : role, copyOptions(options)),
    set: (role, permission, isOn) => setPermission(base, role, permission, isOn === true),
    check: (role, options = {}) => checkRole(open, role, copyOptions(options)),
    compile: (role, options = {}) => compileRole(open, role, copyOptions(options)),
    renew: (row) => renewRole(base, row, today),
    assignable(person) {
      return listAssignable(base, rows, readHolder(person));
    },
  };
}

/** A tenant whose roles are edited, with the rows of its database. */
interface OpenTenant {
  readonly base: TenantBase;
  readonly rows: readonly ReadRow[];
  /** The day by which waivers are read. */
  readonly today: string;
}

/** Checks a role as `check` of an editor does. */
function checkRole(open: OpenTenant, role: unknown, options: CheckOptions): RoleCheck {
  const { base, rows } = open;
  const judged = judgeRole(open, role, options, false);
  const { parsed, document, linked, decided, diagnostics, hasErrors, exceeds } = judged;
  const before = findBefore(base, options.before ?? rows.find(({ name }) => name === document.name)?.row);
  const escalation = decided && findEscalation(decided, base.rows);
  return {
    ok: !hasErrors && (exceeds.length === 0 || options.mayExceed === true),
    findings: writeFindings(diagnostics, parsed.document.source),
    ...(decided
      ? describeEffect(decided, before, readTenantTypes(linked))
      : { holds: [], adds: [], takes: [], moves: [] }),
    ...(escalation && { escalation }),
    exceeds,
  };
}

/** Compiles a role as `compile` of an editor does. */
function compileRole(open: OpenTenant, role: unknown, options: CheckOptions): StoredRole {
  const { parsed, document, decided, diagnostics, hasErrors, exceeds } = judgeRole(open, role, options, true);
  if (hasErrors || !decided) throw refuseErrors('the role has errors', diagnostics, parsed.document.source);
  const [first] = exceeds;
  if (first && options.mayExceed !== true)
    throw new RoleError(
      `the role gives ${exceeds.length} permission${exceeds.length > 1 ? 's' : ''} that whoever gives it lacks: \`${first.permission}\`, since ${first.because}`,
    );
  return writeStoredRole(open.base, toPlain(document), decided);
}

interface Judged {
  readonly parsed: Parsed;
  readonly document: RoleDocument;
  readonly linked: LinkedRole;
  readonly decided: DecidedRole | undefined;
  readonly diagnostics: LinkedRole['diagnostics'];
  readonly hasErrors: boolean;
  readonly exceeds: readonly ExceededPermission[];
}

/** Links and decides a role, and lists what is wrong with it and what it has beyond whoever gives it. */
function judgeRole(
  { base, rows, today }: OpenTenant,
  role: unknown,
  options: CheckOptions,
  isOnlyErrors: boolean,
): Judged {
  const parsed = readRole(role);
  const document = parsed.value as RoleDocument;
  const others = rows.filter(({ name }) => name !== document.name).flatMap((row) => row.parsed ?? []);
  const linked = linkOwn(base, parsed, others);
  const decided = linked.role && decideRole(linked, linked.role);
  const found = [...linked.diagnostics, ...(decided ? lintRole(decided, today, isOnlyErrors) : [])];
  const hasErrors = !decided || found.some(({ severity }) => severity === 'error');
  const giver = readGiver(base, options.by);
  const exceeds = decided && giver ? listExceeded(decided, giver, readTenantTypes(linked)) : [];
  return { parsed, document, linked, decided, diagnostics: found, hasErrors, exceeds };
}

const findRow = (rows: readonly ReadRow[], name: string): unknown =>
  rows.find((one) => one.name === name)?.row.role;

/** Decides a role as it was stored: what it held then and would hold now. */
function findBefore(base: TenantBase, row: unknown): DecidedRole | undefined {
  if (row === undefined) return undefined;
  const read = readRow(row);
  const decided = decideRow(base, read);
  const names = readEffective(read.row);
  if (!decided || !names) return decided;
  const effective = intersection(decided.row.effective, readNames(names, decided.row));
  return { ...decided, row: { ...decided.row, effective } };
}

/** Compiles a stored role again: it then holds nothing that it did not hold before. Throws a `RoleError` where it has errors now. */
function renewRole(base: TenantBase, row: unknown, today: string): StoredRole {
  const copy = copyRow(row);
  const parsed = readRowRole(copy);
  const linked = linkOwn(base, parsed);
  const { role } = linked;
  if (!role)
    throw refuseErrors('the role does not compile any more', linked.diagnostics, parsed.document.source);
  const decided = decideRole(linked, role);
  const broken = findErrors(decided, today);
  if (broken.length > 0)
    throw refuseErrors('the role does not compile any more', broken, parsed.document.source);
  const names = readEffective(copy);
  if (!names) throw new PermissionsError('malformed', 'a stored role says what it held in effect');
  const bound: Bits = readNames(names, decided.row);
  return writeStoredRole(base, toPlain(parsed.value as RoleDocument), decided, bound);
}

/** Reads what a stored role held in effect; undefined if it does not say so. */
function readEffective({ names: effective }: CopiedRow): StoredRole['names'] | undefined {
  if (typeof effective !== 'object' || effective === null || Array.isArray(effective)) return undefined;
  const lists = Object.values(effective as Record<string, unknown>).flatMap((names) =>
    typeof names === 'object' && names !== null ? (Object.values(names) as unknown[]) : [undefined],
  );
  const isName = (name: unknown) => typeof name === 'string';
  const isWhole = lists.every((list) => Array.isArray(list) && list.every(isName));
  const hasActions = (names: unknown) => Array.isArray((names as { actions?: unknown }).actions);
  return isWhole && Object.values(effective).every(hasActions)
    ? (effective as StoredRole['names'])
    : undefined;
}

function readGiver(base: TenantBase, by: unknown) {
  if (by === undefined) return undefined;
  const giver = readHeldPermissions(by);
  if (!giver)
    throw new PermissionsError('malformed', '`by` is what `permissions` returns for whoever gives the role');
  if (giver.tenant !== base.name)
    throw new PermissionsError(
      'malformed',
      `\`by\` is somebody of tenant ${quoteName(giver.tenant)}, and roles of tenant \`${base.name}\` are edited here`,
    );
  return giver;
}

function listRoles(base: TenantBase, rows: readonly ReadRow[]): readonly ListedRole[] {
  const ofFiles = base.linked.tenant.roles.map((role) => ({ ...summarizeRole(role), stored: false }));
  const ofRows = rows.map(({ name, parsed, because }): ListedRole => {
    const role = parsed && base.link(parsed).role;
    return role
      ? { ...summarizeRole(role), stored: true }
      : { role: name, stored: true, because: because ?? '' };
  });
  return [...ofFiles, ...ofRows].sort(byName);
}

const byName = (a: { readonly role: string }, b: { readonly role: string }): number =>
  a.role < b.role ? -1 : a.role > b.role ? 1 : 0;

function listAssignable(
  base: TenantBase,
  rows: readonly ReadRow[],
  { userType: type, seats: names = [] }: RoleHolder,
): readonly AssignableRole[] {
  const { policy, tenant } = base.linked;
  const userType = findNamed(policy, 'userTypes', type);
  const seats = names.map((name) => findNamed(policy, 'seats', name));
  const user = { userType, seats, roles: [] };
  const ofFiles = listAssignments(policy, tenant, user).map(
    ({ role, assignable, reason }): AssignableRole => ({
      role: role.name,
      assignable,
      ...(reason !== undefined && { because: reason }),
      stored: false,
    }),
  );
  const ofRows = rows.map((row): AssignableRole => {
    const role = row.parsed && base.link(row.parsed).role;
    const because = role ? explainNotAssignable(user, role) : row.because;
    return {
      role: row.name,
      assignable: because === undefined,
      ...(because !== undefined && { because }),
      stored: true,
    };
  });
  return [...ofFiles, ...ofRows].sort(byName);
}

function findNamed(policy: Policy, of: 'userTypes', name: string): UserType;
function findNamed(policy: Policy, of: 'seats', name: string): Seat;
function findNamed(policy: Policy, of: 'userTypes' | 'seats', name: string): UserType | Seat {
  const found = policy[of].find((one) => one.name === name);
  if (found) return found;
  const code = of === 'seats' ? 'unknown-seat' : 'unknown-user-type';
  throw new PermissionsError(
    code,
    `no ${of === 'seats' ? 'seat' : 'user type'} is called ${quoteName(name)}`,
  );
}

const toPlain = (document: RoleDocument): RoleDocument =>
  JSON.parse(JSON.stringify(document)) as RoleDocument;

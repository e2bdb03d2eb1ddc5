import type { Parsed } from '../../compiler/model/document.ts';
import type { RoleDocument } from '../../compiler/model/documents.generated.ts';
import { findRowFault } from '../../compiler/model/row-fault.ts';
import { PermissionsError, quoteName } from '../permissions-error.ts';
import { isWithin, writeStoredRole } from './compile-role.ts';
import { type CopiedRow, copyRow, readOutside } from './read-given.ts';
import { readRole } from './read-role.ts';
import { type DecidedRole, decideRole, type LinkedRole, lintRole, type TenantBase } from './role-base.ts';
import { RoleError } from './role-error.ts';
import { refuseErrors } from './write-findings.ts';

/** A row of the database, as far as it can be read. */
export interface ReadRow {
  readonly row: CopiedRow;
  readonly name: string;
  /** The role; absent if it has errors. */
  readonly parsed?: Parsed;
  /** The reason why it is of no use; absent if it is of some. */
  readonly because?: string;
}

/** Reads a row; one that holds no role is kept with the reason. */
export function readRow(stored: unknown): ReadRow {
  let [row, name]: [row: CopiedRow, name: string] = [{ role: undefined }, ''];
  try {
    row = copyRow(stored);
    const { role } = row;
    name = readOutside('a stored role', () => readName(role));
    return { row, name, parsed: readRowRole(row) };
  } catch (error) {
    if (!(error instanceof PermissionsError)) throw error;
    return { row, name, because: error.message };
  }
}

function readName(document: unknown): string {
  if (typeof document !== 'object' || document === null) return '';
  const { name } = document as { readonly name?: unknown };
  return typeof name === 'string' ? name.slice(0, 128) : '';
}

/** Reads the role in a row. Throws a `RoleError` where the row and its role say two things. */
export function readRowRole(row: CopiedRow): Parsed {
  const parsed = readRole(row.role);
  const fault = findRowFault(row, parsed.value as RoleDocument);
  if (fault) throw new RoleError(`a stored role is damaged: ${fault.sentence}`);
  return parsed;
}

/** Links a role as one of the tenant: any other belongs to nobody here. Without `others`, beside the rows that it includes. */
export function linkOwn(base: TenantBase, parsed: Parsed, others?: readonly Parsed[]): LinkedRole {
  const { tenant, abstract } = parsed.value as Partial<RoleDocument>;
  if (abstract === true)
    throw new RoleError('an abstract role is there to be included, and nobody can be given it');
  if (tenant !== base.name)
    throw new RoleError(
      `the role is ${typeof tenant === 'string' ? `of tenant ${quoteName(tenant)}` : 'of no tenant'}, and roles of tenant \`${base.name}\` are edited here: write \`tenant: '${base.name}'\``,
    );
  return base.link(parsed, others);
}

/** Decides the role in a row; undefined if it has errors, or is not the tenant's. */
export function decideRow(base: TenantBase, { parsed }: ReadRow): DecidedRole | undefined {
  try {
    const linked = parsed && linkOwn(base, parsed);
    return linked?.role && decideRole(linked, linked.role);
  } catch (error) {
    if (!(error instanceof PermissionsError)) throw error;
    return undefined;
  }
}

/** Rows, each of use or with the reason why not, and the policies of their tenant in which roles find the rows that they include. */
export interface JudgedRows {
  readonly base: TenantBase;
  readonly rows: readonly ReadRow[];
}

/** Judges the rows that a database has for a tenant; a row that includes others is of use where these are. */
export function judgeRows(files: TenantBase, stored: readonly unknown[], today: string): JudgedRows {
  const read = stored.map(readRow);
  let rows = read.map((row) => judgeRow(files, row, today));
  for (;;) {
    const base = addRows(files, rows);
    const more = rows.map((row, at) =>
      row.parsed || !hasIncludes(read[at]) ? row : judgeRow(base, read[at] ?? row, today),
    );
    if (more.every((row, at) => (row.parsed === undefined) === (rows[at]?.parsed === undefined)))
      return { base, rows: more };
    rows = more;
  }
}

const includesOf = ({ value }: Parsed): readonly string[] => (value as Partial<RoleDocument>).includes ?? [];

const hasIncludes = (row: ReadRow | undefined): boolean =>
  row?.parsed !== undefined && Array.isArray(includesOf(row.parsed)) && includesOf(row.parsed).length > 0;

/** Judges a row: of no use is one that does not link, breaks an invariant, or in which more is compiled than its role says. */
function judgeRow(base: TenantBase, { row, name, parsed, because }: ReadRow, today: string): ReadRow {
  const refuse = (reason: string): ReadRow => ({ row, name, because: reason });
  if (!parsed) return refuse(because ?? '');
  try {
    const linked = linkOwn(base, parsed);
    const decided = linked.role && decideRole(linked, linked.role);
    const found = decided ? findErrors(decided, today) : linked.diagnostics;
    if (!decided || found.length > 0)
      return refuse(refuseErrors('it does not compile', found, parsed.document.source).message);
    const { compiled } = row;
    const isOwn = compiled?.digest === base.digest;
    if (!isOwn || isWithin(compiled, writeStoredRole(base, parsed.value as RoleDocument, decided)))
      return { row, name, parsed };
    return refuse('the row holds more than its role says: compile it again');
  } catch (error) {
    if (!(error instanceof PermissionsError)) throw error;
    return refuse(error.message);
  }
}

/** Finds the invariants, of those that are errors, which a role breaks. */
export const findErrors = (decided: DecidedRole, today: string): LinkedRole['diagnostics'] =>
  lintRole(decided, today, true).filter(({ severity }) => severity === 'error');

/** Returns the policies of a tenant in which a role is linked beside the rows that it includes. */
function addRows(files: TenantBase, rows: readonly ReadRow[]): TenantBase {
  const known = new Map(rows.flatMap(({ name, parsed }) => (parsed ? [[name, parsed] as const] : [])));
  if (known.size === 0) return files;
  return {
    ...{ digest: files.digest, name: files.name, valueOf: files.valueOf },
    get linked() {
      return files.linked;
    },
    get rows() {
      return files.rows;
    },
    link: (role, others) => files.link(role, others ?? listIncluded(role, known)),
  };
}

/** Lists the rows that a role includes, and those that they include. */
function listIncluded(role: Parsed, known: ReadonlyMap<string, Parsed>): readonly Parsed[] {
  const found = new Set<Parsed>();
  const follow = (one: Parsed): void => {
    const names: unknown = includesOf(one);
    for (const name of Array.isArray(names) ? (names as readonly string[]) : []) {
      const included = known.get(name);
      if (!included || found.has(included) || name === (role.value as Partial<RoleDocument>).name) continue;
      found.add(included);
      follow(included);
    }
  };
  follow(role);
  return [...found];
}

import { collect, type Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { impossible } from '../../compiler/diagnostics/impossible.ts';
import { reportInvariants } from '../../compiler/lint/invariants.ts';
import { lint } from '../../compiler/lint/rules.ts';
import type { Document, Parsed } from '../../compiler/model/document.ts';
import type { RoleDocument } from '../../compiler/model/documents.generated.ts';
import type { Matrix, Row } from '../../compiler/model/matrix.ts';
import type { Policy, Role, Tenant } from '../../compiler/model/policy.ts';
import type { LabelledDocument } from '../../compiler/model/role-documents.ts';
import { keepNames } from '../../compiler/model/selection.ts';
import { validate } from '../../compiler/stages/2-validate.ts';
import { type LinkMemory, link } from '../../compiler/stages/3-link/link.ts';
import { resolve } from '../../compiler/stages/4-resolve/resolve.ts';
import { findPathAt } from '../../compiler/text/json-document.ts';
import type { Source } from '../../compiler/text/source.ts';
import { PermissionsError, quoteName } from '../permissions-error.ts';
import { readPolicyDocument } from './read-role.ts';

/** The policies as far as roles of tenants are linked with them. */
export interface RoleBase {
  /** The digest of the bundle that was compiled of the same policies. */
  readonly digest: string;
  readonly tenants: readonly string[];
  /** Returns the policies of a tenant. Throws a `PermissionsError` for an unknown one. */
  forTenant(tenant: string): TenantBase;
}

/** The policies of one tenant, with which its roles are linked. */
export interface TenantBase {
  readonly digest: string;
  readonly name: string;
  /** The policies with no other role than those of the files. */
  readonly linked: LinkedPolicy;
  /** The roles of the files, decided. */
  readonly rows: readonly Row[];
  /** Returns what a document of the files says. */
  valueOf(document: Document): unknown;
  /** Links a role of the tenant, beside others that its database holds; reports what is wrong with the role alone. */
  link(role: Parsed, others?: readonly Parsed[]): LinkedRole;
}

/** The policies of one tenant, linked. */
export interface LinkedPolicy {
  readonly policy: Policy;
  readonly tenant: Tenant;
}

/** A role, linked. */
export interface LinkedRole extends LinkedPolicy {
  /** The findings about the role; the role is absent if one of them is an error. */
  readonly diagnostics: readonly Diagnostic[];
  /** True if it has the form of a role, whatever it says. */
  readonly isValid: boolean;
  readonly role?: Role;
}

/** A role, decided. */
export interface DecidedRole {
  /** The policies of the tenant with this role alone. */
  readonly matrix: Matrix;
  readonly row: Row;
}

/** The documents from which roles are linked; nobody but compile writes them, and their digests say so. */
export interface RoleDocumentsContent {
  readonly bundle: string;
  readonly common: number;
  readonly documents: readonly LabelledDocument[];
  readonly tenants: Readonly<Record<string, readonly number[]>>;
  readonly own: Readonly<Record<string, readonly LabelledDocument[]>>;
}

/** The number of tenants that are kept, the newest; making one anew takes some milliseconds. */
const keptTenants = 200;

/**
 * Opens the documents from which roles are linked. `readOwn` returns those that a tenant has for itself alone, by default what stands
 * among them.
 */
export function openRoleBase(
  value: unknown,
  readOwn?: (tenant: string) => readonly LabelledDocument[],
): RoleBase {
  const content = value as RoleDocumentsContent;
  const { bundle, common, documents, tenants } = content;
  const ownOf =
    readOwn ?? ((tenant) => (Object.hasOwn(content.own, tenant) ? content.own[tenant] : []) ?? []);
  const memory: LinkMemory = {};
  let shared: readonly Parsed[] | undefined;
  const open = new Map<string, TenantBase>();
  return {
    digest: bundle,
    tenants: Object.keys(tenants),
    forTenant(tenant) {
      if (typeof tenant !== 'string' || !Object.hasOwn(tenants, tenant))
        throw new PermissionsError('unknown-tenant', `no tenant is called ${quoteName(tenant)}`);
      const known = open.get(tenant);
      if (known) return known;
      shared ??= documents.slice(0, common).map(readWrittenDocument);
      const about = (tenants[tenant] ?? []).flatMap((at) => {
        const written = documents[at];
        return written ? [written] : [];
      });
      const own = [...about, ...ownOf(tenant)].map(readWrittenDocument);
      const base = openTenant(bundle, tenant, [...shared, ...own], memory);
      open.set(tenant, base);
      const [oldest] = open.keys();
      if (open.size > keptTenants && oldest !== undefined) open.delete(oldest);
      return base;
    },
  };
}

const readWrittenDocument = ([path, value]: LabelledDocument): Parsed => readPolicyDocument(path, value);

function openTenant(
  digest: string,
  name: string,
  written: readonly Parsed[],
  memory: LinkMemory,
): TenantBase {
  const documents = omitForeignRoles(written);
  const linkAll = (all: readonly Parsed[]): LinkedPolicy & Pick<LinkedRole, 'diagnostics'> => {
    const { report, diagnostics } = collect();
    const policy = link(all, report, { before: memory });
    const tenant = policy.tenants.find((one) => one.name === name);
    return { policy, tenant: tenant ?? impossible(`tenant ${name} is not in its own policies`), diagnostics };
  };
  let linked: LinkedPolicy | undefined;
  let rows: readonly Row[] | undefined;
  return {
    digest,
    name,
    get linked() {
      linked ??= linkAll(documents);
      return linked;
    },
    get rows() {
      rows ??= resolve(this.linked.policy).rows;
      return rows;
    },
    valueOf: (document) => documents.find((one) => one.document === document)?.value,
    link(role, others = []) {
      const { report, diagnostics, failed } = collect();
      validate([role], report);
      if (failed()) return { ...this.linked, diagnostics, isValid: false };
      const found = linkAll([...keepIncluded([...documents, ...others], role), role]);
      const own = found.diagnostics.filter(
        ({ at, code }) => at.source === role.document.source || code === 'too-many-custom-roles',
      );
      const isWhole = own.every(({ severity }) => severity !== 'error');
      const made = found.tenant.roles.find(({ at }) => at.document === role.document);
      return { ...found, diagnostics: own, isValid: true, ...(isWhole && made && { role: made }) };
    },
  };
}

const stubs = new WeakMap<Parsed, Parsed>();
const nothing = Object.freeze({});

/**
 * Empties the roles that a role does not include: only their names matter to it, and linking them whole takes most of
 * the time.
 */
function keepIncluded(documents: readonly Parsed[], role: Parsed): readonly Parsed[] {
  const roleOf = new Map(
    documents.flatMap((parsed) =>
      parsed.kind === 'Role' ? [[(parsed.value as RoleDocument).name, parsed] as const] : [],
    ),
  );
  const included = new Set<Parsed>();
  const follow = ({ value }: Parsed): void => {
    for (const name of (value as RoleDocument).includes ?? []) {
      const found = roleOf.get(name);
      if (!found || included.has(found)) continue;
      included.add(found);
      follow(found);
    }
  };
  follow(role);
  return documents.map((parsed) =>
    parsed.kind === 'Role' && !included.has(parsed) ? emptyRole(parsed) : parsed,
  );
}

function emptyRole(parsed: Parsed): Parsed {
  const known = stubs.get(parsed);
  if (known) return known;
  const { name, tenant } = parsed.value as RoleDocument;
  const value = {
    kind: 'Role',
    name,
    ...(tenant !== undefined && { tenant }),
    abstract: true,
    grants: nothing,
  };
  const stub = { ...parsed, value };
  stubs.set(parsed, stub);
  return stub;
}

/** Leaves the names of roles that only other tenants have out of invariants: here they name nothing. */
function omitForeignRoles(documents: readonly Parsed[]): readonly Parsed[] {
  const known = new Set(
    documents.flatMap(({ kind, value }) => (kind === 'Role' ? [(value as RoleDocument).name] : [])),
  );
  return documents.map((parsed) => {
    const { kind, value } = parsed;
    const { roles } = value as { readonly roles?: unknown };
    if (kind !== 'Invariant' || roles === undefined) return parsed;
    return { ...parsed, value: { ...(value as object), roles: keepNames(roles, known) } };
  });
}

/** Decides a role in a matrix that has no other role. */
export function decideRole({ policy, tenant }: LinkedPolicy, role: Role): DecidedRole {
  const alone = { ...tenant, roles: [role] };
  const matrix = resolve({ ...policy, sharedRoles: [], tenants: [alone] });
  const [row] = matrix.rows;
  return { matrix, row: row ?? impossible(`role ${role.name} has no row`) };
}

/**
 * Returns the findings of the invariants on a role and, unless only errors are wanted, those of the lint laws, none of
 * which is an error. `today` decides which waivers still hold.
 */
export function lintRole(
  { matrix, row }: DecidedRole,
  today: string,
  isOnlyErrors: boolean,
): readonly Diagnostic[] {
  const { source } = row.role.at.document;
  const { report, diagnostics } = collect();
  if (isOnlyErrors) reportInvariants(matrix, today, report);
  const all = isOnlyErrors ? diagnostics : lint(matrix, today);
  return all.filter(
    // The matrix has no other role that could break an invariant, wherever the line is that lets it.
    (one) => one.code === 'invariant-broken' || one.at.source === source || isAboutIncluded(one, source),
  );
}

/** Tells whether a finding is about what a role holds by another, whose line it then stands at. */
const isAboutIncluded = ({ related }: Diagnostic, source: Source): boolean =>
  related.some(({ at }) => at.source === source && findPathAt(source, at.start)[0] === 'includes');

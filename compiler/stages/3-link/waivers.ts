import type { Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { type Parsed, placeIn, spanOf } from '../../model/document.ts';
import type {
  RoleDocument,
  TenantDocument,
  UsersDocument,
  WaiverDocument,
} from '../../model/documents.generated.ts';
import type { Invariant, Waiver } from '../../model/invariant.ts';

/** Links the waivers whose invariant, role and tenant exist, in the order of paths; the others are reported. */
export function linkWaivers(
  documents: readonly Parsed[],
  invariants: ReadonlyMap<string, Invariant>,
  report: Report,
): readonly Waiver[] {
  const known = new Map<string, Waiver>();
  const names = collectNames(documents);
  for (const parsed of documents) {
    if (parsed.kind !== 'Waiver') continue;
    const waiver = linkWaiver(parsed, invariants, names, report);
    if (!waiver) continue;
    const key = JSON.stringify([
      waiver.invariant,
      waiver.role ?? null,
      waiver.user ?? null,
      waiver.tenant ?? null,
    ]);
    const first = known.get(key);
    if (first)
      report(
        'declared-twice',
        spanOf(waiver.at),
        {
          what: `the waiver of invariant \`${waiver.invariant}\` for ${waiver.role === undefined ? 'user' : 'role'}`,
          name: waiver.role ?? waiver.user ?? '',
        },
        'keep the one whose date is meant',
        { related: [{ at: spanOf(first.at), note: 'first declared here' }] },
      );
    else known.set(key, waiver);
  }
  return [...known.values()];
}

/** The names that a waiver may speak of. Under a tenant's name the roles it has of its own. */
interface WaivableNames {
  readonly tenants: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  readonly shared: ReadonlySet<string>;
  readonly own: ReadonlyMap<string, ReadonlySet<string>>;
  /** The ids of the users, by tenant. */
  readonly users: ReadonlyMap<string, ReadonlySet<string>>;
}

function collectNames(documents: readonly Parsed[]): WaivableNames {
  const tenants = new Set<string>();
  const roles = new Set<string>();
  const shared = new Set<string>();
  const own = new Map<string, Set<string>>();
  const users = new Map<string, Set<string>>();
  if (!documents.some(({ kind }) => kind === 'Waiver')) return { tenants, roles, shared, own, users };
  for (const { kind, value } of documents) {
    if (kind === 'Tenant') tenants.add((value as TenantDocument).name);
    if (kind === 'Users') {
      const { tenant, users: declared } = value as UsersDocument;
      const known = users.get(tenant) ?? new Set();
      for (const { id } of declared ?? []) known.add(id);
      users.set(tenant, known);
    }
    if (kind !== 'Role') continue;
    const { name, tenant } = value as RoleDocument;
    roles.add(name);
    if (tenant === undefined) shared.add(name);
    else own.set(tenant, (own.get(tenant) ?? new Set()).add(name));
  }
  return { tenants, roles, shared, own, users };
}

function linkWaiver(
  { document, value }: Parsed,
  invariants: ReadonlyMap<string, Invariant>,
  names: WaivableNames,
  report: Report,
): Waiver | undefined {
  const { kind, ...waiver } = value as WaiverDocument;
  const { invariant, role, user, tenant } = waiver;
  const at = (field: keyof WaiverDocument) => spanOf(placeIn(document, [field]));
  const isKnown = [
    invariants.has(invariant),
    role === undefined || names.roles.has(role),
    tenant === undefined || names.tenants.has(tenant),
  ];
  const [knowsInvariant, knowsRole, knowsTenant] = isKnown;
  if (!knowsInvariant)
    report(
      'unknown-invariant',
      at('invariant'),
      { name: invariant },
      didYouMean(invariant, invariants.keys()),
    );
  if (role !== undefined && !knowsRole)
    report('no-such-role', at('role'), { name: role }, didYouMean(role, names.roles));
  if (tenant !== undefined && !knowsTenant)
    report('unknown-tenant', at('tenant'), { name: tenant }, didYouMean(tenant, names.tenants));
  if (isKnown.includes(false)) return undefined;
  if (user !== undefined && !knowsUser(names, user, tenant)) {
    const known = tenant === undefined ? [...names.users.values()] : [names.users.get(tenant) ?? []];
    report(
      'unknown-user',
      at('user'),
      { name: user, where: tenant === undefined ? 'any tenant' : `tenant \`${tenant}\`` },
      didYouMean(
        user,
        known.flatMap((ids) => [...ids]),
      ),
    );
    return undefined;
  }
  if (role === undefined) return { ...waiver, at: placeIn(document, ['user']) };
  if (tenant !== undefined && !names.shared.has(role) && !names.own.get(tenant)?.has(role)) {
    const offered = [...names.shared, ...(names.own.get(tenant) ?? [])];
    report('unknown-role', at('role'), { name: role, tenant }, didYouMean(role, offered));
    return undefined;
  }
  return { ...waiver, at: placeIn(document, ['role']) };
}

const knowsUser = ({ users }: WaivableNames, user: string, tenant: string | undefined): boolean =>
  tenant === undefined
    ? [...users.values()].some((ids) => ids.has(user))
    : users.get(tenant)?.has(user) === true;

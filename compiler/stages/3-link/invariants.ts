import type { Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Catalog } from '../../model/catalog.ts';
import { type Parsed, type Place, placeIn, spanOf } from '../../model/document.ts';
import type {
  InvariantDocument,
  RoleDocument,
  Selection,
  TenantDocument,
  UserTypeDocument,
} from '../../model/documents.generated.ts';
import { type Demand, demands, type Invariant, type Pattern, type Waiver } from '../../model/invariant.ts';
import { findMatchingCells } from '../../model/pattern.ts';
import type { Portfolio } from '../../model/policy.ts';
import { isSelected } from '../../model/selection.ts';
import { indexByName } from './index-by-name.ts';
import { namesIn } from './selection.ts';
import { linkWaivers } from './waivers.ts';

/** The demands of the policy on its own result, with the waivers of those who may fall short of them for a time. */
export interface Demands {
  readonly invariants: readonly Invariant[];
  readonly waivers: readonly Waiver[];
}

/** Links invariants and waivers; every name and every pattern that stands for nothing is reported. */
export function linkInvariants(
  documents: readonly Parsed[],
  catalog: Catalog,
  tenantCatalogs: ReadonlyMap<string, Catalog>,
  portfolios: readonly Portfolio[],
  report: Report,
): Demands {
  const valuesOf = <D>(wanted: Parsed['kind']) =>
    documents.flatMap(({ kind, value }) => (kind === wanted ? [value as D] : []));
  const roles = valuesOf<RoleDocument>('Role');
  const context: Context = {
    catalog,
    tenantCatalogs,
    roles,
    names: {
      roles: namesOf(roles),
      tenants: namesOf(valuesOf<TenantDocument>('Tenant')),
      userTypes: namesOf(valuesOf<UserTypeDocument>('UserType')),
      portfolios: namesOf(portfolios),
    },
    report,
  };
  const invariants = indexByName(
    documents.flatMap((parsed) => (parsed.kind === 'Invariant' ? [linkInvariant(parsed, context)] : [])),
    () => 'invariant',
    report,
  );
  return { invariants: [...invariants.values()], waivers: linkWaivers(documents, invariants, report) };
}

interface Context {
  readonly catalog: Catalog;
  /** The catalogs of the tenants that have properties of their own, by tenant. */
  readonly tenantCatalogs: ReadonlyMap<string, Catalog>;
  readonly roles: readonly RoleDocument[];
  /** The names that there are for each field which selects what is checked. */
  readonly names: Readonly<Record<Selecting, ReadonlySet<string>>>;
  readonly report: Report;
}

/** The fields of an invariant that select for what it is checked, each with the mistake of a name that does not exist. */
const unknownNames = {
  roles: 'no-such-role',
  tenants: 'unknown-tenant',
  userTypes: 'unknown-user-type',
  portfolios: 'unknown-portfolio',
} as const;

type Selecting = keyof typeof unknownNames;

const namesOf = (named: readonly { readonly name: string }[]): ReadonlySet<string> =>
  new Set(named.map(({ name }) => name));

function linkInvariant({ document, value }: Parsed, context: Context): Invariant {
  const written = value as InvariantDocument;
  const { name, severity, because, source, within } = written;
  const demand = demands.find((one) => written[one] !== undefined) ?? 'must';
  const select = (field: Selecting) =>
    selectNames(written[field], placeIn(document, [field]), field, context);
  const tenants = select('tenants');
  const linkPatterns = (field: 'when' | Demand) =>
    (written[field] ?? []).flatMap((text, index) =>
      linkPattern(text, placeIn(document, [field, index]), tenants, context),
    );
  const invariant: Invariant = {
    name,
    at: placeIn(document, ['name']),
    severity,
    because,
    ...(source !== undefined && { source }),
    roles: select('roles'),
    tenants,
    userTypes: select('userTypes'),
    ...(written.portfolios !== undefined && { portfolios: select('portfolios') }),
    when: linkPatterns('when'),
    demand,
    patterns: linkPatterns(demand),
    ...(within !== undefined && { within }),
  };
  reportStrayFields(invariant, written, context.report);
  warnOfNobody(invariant, written, context);
  return invariant;
}

/** Selects the known names that a selection has; all of them if it is absent. */
function selectNames(
  selection: Selection = 'all',
  at: Place,
  field: Selecting,
  { names, report }: Context,
): ReadonlySet<string> {
  const known = names[field];
  for (const [name, place] of namesIn(selection, at))
    if (!known.has(name)) report(unknownNames[field], spanOf(place), { name }, didYouMean(name, known));
  return new Set([...known].filter((name) => isSelected(selection, name)));
}

/** Reports a field that the demand has no use for: what is written and without effect would look like protection. */
function reportStrayFields(
  { name, at, demand }: Invariant,
  written: InvariantDocument,
  report: Report,
): void {
  const hasNoUse =
    demand === 'mustSomeone'
      ? (['roles', 'userTypes', 'portfolios', 'when', 'within'] as const)
      : demand === 'must' || demand === 'mustSome'
        ? []
        : (['within'] as const);
  const help =
    demand === 'mustSomeone'
      ? '`mustSomeone` is demanded of a tenant: it goes with `tenants` alone'
      : '`within` goes only with `must` and `mustSome`';
  for (const field of hasNoUse)
    if (written[field] !== undefined)
      report(
        'conflicting-fields',
        spanOf(placeIn(at.document, [field], 'key')),
        { field, other: demand, of: `invariant \`${name}\`` },
        help,
      );
}

/** Links a pattern, which must match a cell of the catalog, or of a tenant that the invariant is about. */
function linkPattern(
  text: string,
  at: Place,
  tenants: ReadonlySet<string>,
  { catalog, tenantCatalogs, report }: Context,
): readonly Pattern[] {
  const found = findMatchingCells(catalog, text);
  if (!('reason' in found)) return [{ text, at }];
  const own = [...tenantCatalogs].filter(([, one]) => !('reason' in findMatchingCells(one, text)));
  if (own.some(([tenant]) => tenants.has(tenant))) return [{ text, at }];
  const [elsewhere] = own;
  const { reason, suggestion } = found;
  const near = suggestion ?? suggestOwn(text, tenants, tenantCatalogs);
  const help = elsewhere
    ? `only tenant \`${elsewhere[0]}\` has it: write \`tenants: [${elsewhere[0]}]\``
    : near && `did you mean \`${near}\`?`;
  report('unknown-permission', spanOf(at), { permission: text, reason }, help);
  return [];
}

/** Returns what a pattern may have meant among the properties that single tenants add. */
function suggestOwn(
  text: string,
  tenants: ReadonlySet<string>,
  tenantCatalogs: ReadonlyMap<string, Catalog>,
): string | undefined {
  for (const [tenant, catalog] of tenantCatalogs) {
    const found = tenants.has(tenant) ? findMatchingCells(catalog, text) : undefined;
    if (found && 'reason' in found && found.suggestion) return found.suggestion;
  }
  return undefined;
}

/** Warns of an invariant that checks nobody, as one does whose role was renamed or has another user type. */
function warnOfNobody(invariant: Invariant, written: InvariantDocument, context: Context): void {
  const { roles, names, report } = context;
  const { document } = invariant.at;
  const fields = ['roles', 'userTypes', 'tenants', 'portfolios'] as const;
  const isOutside = (field: Selecting) =>
    namesIn(written[field] ?? 'all', invariant.at).some(([name]) => !names[field].has(name));
  if (fields.some(isOutside)) return;
  const isChecked = ({ name, userType = '', tenant, abstract = false }: RoleDocument) =>
    !abstract &&
    invariant.roles.has(name) &&
    invariant.userTypes.has(userType) &&
    (tenant === undefined ? invariant.tenants.size > 0 : invariant.tenants.has(tenant));
  if (invariant.portfolios?.size !== 0 && roles.some(isChecked)) return;
  const field = fields.find((one) => written[one] !== undefined) ?? 'name';
  report('invariant-checks-nobody', spanOf(placeIn(document, [field])), { invariant: invariant.name });
}

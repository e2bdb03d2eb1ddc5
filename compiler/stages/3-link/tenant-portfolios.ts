import { didYouMean } from '../../diagnostics/suggest.ts';
import { type Parsed, placeIn, spanOf } from '../../model/document.ts';
import type { PortfolioDocument, RoleDocument } from '../../model/documents.generated.ts';
import type { Path } from '../../text/yaml.ts';
import type { RoleContext } from './roles.ts';

/** Reports portfolios of tenants that do not exist, and roles that name a portfolio which only another tenant has. */
export function checkTenantPortfolios(
  documents: readonly Parsed[],
  tenants: ReadonlyMap<string, unknown>,
  { report }: RoleContext,
): void {
  const owners = new Map<string, { readonly tenant: string; readonly parsed: Parsed }>();
  for (const parsed of documents) {
    if (parsed.kind !== 'Portfolio') continue;
    const { name, tenant } = parsed.value as PortfolioDocument;
    if (tenant === undefined) continue;
    owners.set(name, { tenant, parsed });
    if (tenants.has(tenant)) continue;
    const at = spanOf(placeIn(parsed.document, ['tenant']));
    report('unknown-tenant', at, { name: tenant }, didYouMean(tenant, tenants.keys()));
  }
  if (owners.size === 0) return;
  for (const { kind, document, value } of documents) {
    if (kind !== 'Role') continue;
    const { name: role, tenant, portfolio } = value as RoleDocument;
    for (const [name, path] of findNames(portfolio, ['portfolio'])) {
      const owner = owners.get(name);
      if (!owner || owner.tenant === tenant) continue;
      report(
        'portfolio-of-another-tenant',
        spanOf(placeIn(document, path)),
        { role, portfolio: name, tenant: owner.tenant },
        tenant === undefined
          ? `declare \`${name}\` without \`tenant\`, or make the role one of \`${owner.tenant}\``
          : `declare a portfolio of \`${tenant}\``,
        {
          related: [{ at: spanOf(placeIn(owner.parsed.document, ['name'])), note: 'it is declared here' }],
        },
      );
    }
  }
}

/** Finds the names of portfolios in what a role writes, however they are nested; a filter names none. */
function findNames(written: unknown, path: Path): readonly (readonly [string, Path])[] {
  if (typeof written === 'string') return [[written, path]];
  if (Array.isArray(written)) return written.flatMap((item, index) => findNames(item, [...path, index]));
  if (typeof written !== 'object' || written === null || 'filter' in written) return [];
  return Object.entries(written).flatMap(([key, value]) => findNames(value, [...path, key]));
}

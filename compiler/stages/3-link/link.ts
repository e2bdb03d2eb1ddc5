import type { Report } from '../../diagnostics/diagnostic.ts';
import type { Parsed } from '../../model/document.ts';
import type { Policy } from '../../model/policy.ts';
import { linkCaps } from './caps.ts';
import { linkCatalog } from './catalog.ts';
import { linkInvariants } from './invariants.ts';
import { layersOn } from './layers.ts';
import { linkPortfolios } from './portfolios.ts';
import { linkTenants } from './tenants.ts';

/**
 * Turns names into what they name: the catalog first, then what caps, then roles, tenants and users. Every
 * name that does not exist and every demand above a cap is reported; the policy is whole only if none was.
 */
export function link(documents: readonly Parsed[], report: Report): Policy {
  const catalog = linkCatalog(documents, report);
  const draw = layersOn(catalog, report);
  const caps = linkCaps(documents, catalog, draw, report);
  const portfolios = linkPortfolios(documents, catalog, report);
  const { tenants, sharedRoles } = linkTenants(documents, { catalog, caps, portfolios, draw, report });
  return {
    catalog,
    attributes: portfolios.attributes,
    portfolios: portfolios.all,
    ...(portfolios.root && { portfolioRoot: portfolios.root.name }),
    userTypes: caps.userTypes,
    seats: caps.seats,
    sharedRoles,
    tenants,
    ...linkInvariants(documents, catalog, report),
    documents: documents.map(({ document }) => document),
  };
}

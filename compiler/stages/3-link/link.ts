import { type Report, watchErrors } from '../../diagnostics/diagnostic.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Parsed } from '../../model/document.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import type { Grants } from '../../model/documents.generated.ts';
import type { Layer, Policy } from '../../model/policy.ts';
import { linkCaps } from './caps.ts';
import { linkCatalog } from './catalog.ts';
import { checkFormerNames } from './former-names.ts';
import { linkGenerations } from './generations.ts';
import { indexRoles, prepareRoleLayers } from './inclusion.ts';
import { linkInvariants } from './invariants.ts';
import { type Drawing, type DrawLayer, prepareLayers } from './layers.ts';
import { linkMappings } from './mappings.ts';
import { linkPortfolios } from './portfolios.ts';
import type { RoleContext } from './roles.ts';
import { linkRunbooks } from './runbooks.ts';
import { linkSettings } from './settings.ts';
import { linkTenantCatalogs } from './tenant-catalogs.ts';
import { linkTenants } from './tenants.ts';
import { linkTests } from './tests.ts';

/** The last catalog that was linked without a finding, what it was made from, and the layers drawn on it. */
export interface LinkMemory {
  catalog?: {
    readonly documents: readonly Parsed[];
    readonly linked: Catalog;
    /** The layers without a finding, by the value of their document, so that a layer belongs to one document. */
    readonly drawn: WeakMap<object, Layer>;
  };
}

/** The options of `link`. */
export interface LinkOptions {
  /** The results of an earlier revision, which are taken over where they can be. */
  readonly before?: LinkMemory | undefined;
  /** False if nobody asks which entries are redundant: then no layer lists any. */
  readonly isLinted?: boolean | undefined;
}

/**
 * Turns names into what they name: the catalog first, then what caps, then roles, tenants and users. Every
 * name that does not exist and every demand above a cap is reported; the policy is whole only if none was.
 * Tests are linked
 * last, and only if nothing else is wrong. The catalog in `before` and its layers are taken where their documents are the same ones.
 */
export function link(
  documents: readonly Parsed[],
  tell: Report,
  { before = {}, isLinted = true }: LinkOptions = {},
): Policy {
  const { report, isWhole } = watchErrors(tell);
  const catalog = catalogOf(documents, report, before);
  const drawing = rememberFaulty(catalog, report, before, isLinted);
  const caps = linkCaps(documents, catalog, drawing, report);
  const tenantCatalogs = linkTenantCatalogs(documents, catalog, report);
  const portfolios = linkPortfolios(documents, catalog, tenantCatalogs, report);
  checkFormerNames(catalog, tenantCatalogs, portfolios.all, report);
  const generations = linkGenerations(documents, catalog, report);
  const settings = linkSettings(documents, drawing.draw, report);
  const context: RoleContext = {
    catalog,
    caps,
    portfolios,
    customRoles: settings.customRoles,
    generations,
    ...drawing,
    tenantCatalogs,
    drawRole: prepareRoleLayers(indexRoles(documents), drawing.draw, () => report),
    abstract: new Map(),
    faulty: new Set(),
    report,
  };
  const { tenants, sharedRoles, abstractRoles } = linkTenants(documents, context);
  const { attributes } = portfolios;
  const demands = linkInvariants(documents, catalog, tenantCatalogs, portfolios.all, report);
  return {
    catalog,
    generations: [...generations.values()],
    attributes,
    portfolios: portfolios.all,
    userTypes: caps.userTypes,
    seats: caps.seats,
    sharedRoles,
    abstractRoles,
    tenants,
    ...demands,
    mappings: linkMappings(documents, { catalog, tenantCatalogs, caps, portfolios, report }),
    runbooks: linkRunbooks(documents, catalog.actions, report),
    // A name in a test may be unknown because of another mistake, so tests wait until the others are mended.
    tests: isWhole() ? linkTests(documents, { ...context, tenants, sharedRoles, attributes }) : [],
    settings,
    documents: documents.map(({ document }) => document),
  };
}

function catalogOf(documents: readonly Parsed[], report: Report, before: LinkMemory): Catalog {
  const own = documents.filter(({ kind }) => catalogKinds.has(kind));
  const known = before.catalog;
  if (known && known.documents.length === own.length && own.every((one, at) => one === known.documents[at]))
    return known.linked;
  let isClean = true;
  const linked = linkCatalog(own, (...finding) => {
    isClean = false;
    report(...finding);
  });
  if (isClean) before.catalog = { documents: own, linked, drawn: new WeakMap() };
  return linked;
}

function rememberFaulty(
  catalog: Catalog,
  report: Report,
  { catalog: known }: LinkMemory,
  isLinted: boolean,
): Drawing {
  let findings = 0;
  const faulty = new Set<Layer>();
  const sources = new WeakMap<Layer, Grants>();
  const drawnBefore = known?.linked === catalog ? known.drawn : undefined;
  const watch: Report = (...finding) => {
    findings++;
    report(...finding);
  };
  const drawAnew = prepareLayers(catalog, watch, isLinted);
  const draw: DrawLayer = (grants, at) => {
    const drawn = drawnBefore?.get(grants);
    if (drawn) sources.set(drawn, grants);
    if (drawn) return drawn;
    const before = findings;
    const layer = drawAnew(grants, at);
    sources.set(layer, grants);
    if (findings > before) faulty.add(layer);
    else drawnBefore?.set(grants, layer);
    return layer;
  };
  const byContent = new Map<string, Layer>();
  return {
    isFaulty: (layer) => faulty.has(layer),
    grantsOf: (layer) => sources.get(layer) ?? {},
    draw,
    drawAlike(grants, at) {
      const content = JSON.stringify(grants);
      const alike = byContent.get(content);
      const layer = alike ? { ...alike, at } : draw(grants, at);
      sources.set(layer, grants);
      if (!alike && !faulty.has(layer)) byContent.set(content, layer);
      return layer;
    },
  };
}

/** The kinds of documents that a catalog is made from. */
const catalogKinds: ReadonlySet<DocumentKind> = new Set<DocumentKind>([
  'Model',
  'Action',
  'Module',
  'Feature',
  'Capability',
]);

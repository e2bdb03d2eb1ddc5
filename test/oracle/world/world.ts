/** Random policies that are valid by construction, for the laws that must hold of every policy. */
import type { Document, Portfolio } from '../documents.ts';
import { drawCatalog, drawPortfolios, drawProperties, drawReach, type Hand } from './catalog.ts';
import { atLeastOne, type Draw, drawFrom, isLikely, pick, repeat, some } from './draw.ts';
import { drawGrants } from './layers.ts';
import { Names } from './names.ts';
import { everything, type Possible } from './possible.ts';
import { drawRole } from './roles.ts';
import { drawSeats, drawTenant, drawUsers, drawUserTypes, seatsOf } from './tenants.ts';

/** A valid set of policy documents, at which `check` finds no error: warnings and notes it may find. */
export interface World {
  readonly documents: readonly Document[];
}

/** The features that a world may use, and its size: one is about fifty cells. */
export interface Extent {
  readonly possible?: Possible;
  readonly size?: number;
}

/** Returns the world of a seed. */
export const worldOf = (seed: number, extent: Extent = {}): World => drawWorld(drawFrom(seed), extent);

/** Returns a world by what is drawn. */
function drawWorld(draw: Draw, { possible = everything, size = 1 }: Extent = {}): World {
  const hand: Hand = {
    draw,
    possible,
    size,
    names: new Names(draw, possible.names && isLikely(draw, 50)),
  };
  const documents: Document[] = [...drawCatalog(hand)];
  const tenants = repeat(draw, 1, 2, () => hand.names.next('tenant'));
  for (const tenant of tenants) documents.push(...drawProperties(hand, documents, tenant));
  documents.push(...drawPortfolios(hand, documents), ...missingRoots(hand, documents));
  for (const tenant of possible.tenantPortfolios ? tenants : [])
    documents.push(...drawPortfolios(hand, documents, tenant));
  if (possible.customRoles && isLikely(draw, 40)) documents.push(drawSettings(hand, documents));
  documents.push(...drawUserTypes(hand, documents));
  documents.push(...drawSeats(hand, documents));
  const declared = tenants.map((tenant) => drawTenant(hand, documents, tenant));
  documents.push(...declared);
  const seats = documents.filter((document) => document.kind === 'Seat');
  for (let count = 1 + draw(2 + size); count > 0; count--) documents.push(drawRole(hand, documents, seats));
  for (const tenant of declared) {
    for (let count = draw(2 + size); count > 0; count--)
      documents.push(drawRole(hand, documents, seatsOf(documents, tenant), tenant.name));
  }
  for (const tenant of declared) documents.push(...drawUsers(hand, documents, tenant));
  return { documents: possible.generations ? addGenerations(documents) : documents };
}

/**
 * Returns documents in which some models are generations of one another, and some tenants choose. It is drawn from the documents
 * themselves, so that the rest of a world is the same with generations and without.
 */
function addGenerations(documents: readonly Document[]): readonly Document[] {
  const draw = drawFrom(JSON.stringify(documents).length);
  const models = documents.flatMap((document) => (document.kind === 'Model' ? [document.name] : []));
  if (!isLikely(draw, 30) || models.length < 2) return documents;
  const names = ['2025', '2026', 'next'].slice(0, 2 + draw(2));
  const generations = names.map((name) => ({ name, models: atLeastOne(draw, models, 30) }));
  const choose = () => (isLikely(draw, 70) ? pick(draw, names) : { names, because: 'Both for a while.' });
  return [
    ...documents.map((document) =>
      document.kind === 'Tenant' && isLikely(draw, 70)
        ? { ...document, generations: { sales: choose() } }
        : document,
    ),
    { kind: 'Generations', name: 'sales', generations },
  ];
}

/** Returns a portfolio for each root that has none, so that every role can be limited. */
function missingRoots(hand: Hand, documents: readonly Document[]): readonly Portfolio[] {
  const covered = documents.flatMap((document) => (document.kind === 'Portfolio' ? [document.on] : []));
  return documents
    .filter((document) => document.kind === 'Model')
    .filter(({ name, portfolio }) => portfolio === 'self' && !covered.includes(name))
    .map((model) => ({
      kind: 'Portfolio',
      name: hand.names.next('portfolio'),
      on: model.name,
      reach: drawReach(hand, documents, model, undefined),
    }));
}

function drawSettings({ draw }: Hand, documents: readonly Document[]): Document {
  const parts = some(draw, ['plans', 'allows', 'perTenant'] as const, 70);
  return {
    kind: 'Settings',
    customRoles: {
      ...(parts.includes('plans') ? { plans: ['Enterprise'] } : {}),
      ...(parts.includes('allows') ? { allows: drawGrants(draw, { documents, generosity: 80 }) } : {}),
      ...(parts.includes('perTenant') ? { perTenant: 50 } : {}),
    },
  };
}

import type { Report } from '../../diagnostics/diagnostic.ts';
import { has, intersection } from '../../model/bits.ts';
import { type Catalog, type Cell, gatingActionOf, type Model, makeTypeReader } from '../../model/catalog.ts';
import { closeReaches, findEntry, readEntryPattern, readPortfolio } from '../../model/cell-reach.ts';
import { placeIn, spanOf } from '../../model/document.ts';
import type { PortfolioEntry, Role } from '../../model/policy.ts';
import type { RecordReach } from '../../model/record-reach.ts';
import { type ModelTypeOf, mostAlternatives, spellOut } from '../../model/spell-out.ts';
import { listNames } from '../../text/list.ts';

/**
 * Reports the entries of a role's portfolio by which a permission comes to more alternatives on one model than may be: each
 * becomes a rule, and what a permission requires on the same record is multiplied with what it says itself.
 */
export function reportLargeReaches(role: Role, catalog: Catalog, report: Report): void {
  if (countAtMostOfModel([...role.portfolio.entries.values()]) <= mostAlternatives) return;
  const held = intersection(role.layer.held, role.cap);
  const typeOf = makeTypeReader(catalog);
  const known = new Map<RecordReach, boolean>();
  const reportedEntries = new Set<PortfolioEntry>();
  const reachOf = closeReaches(
    ({ index }) => has(held, index),
    (cell) => readPortfolio(role.portfolio, cell as Cell).reach,
  );
  for (const cell of catalog.cells) {
    if (!cell.model || !has(held, cell.index)) continue;
    const reach = reachOf(cell);
    const isLarge = known.get(reach) ?? isTooLarge(reach, typeOf);
    known.set(reach, isLarge);
    if (isLarge) reportReach(role, cell, reportedEntries, report);
  }
}

/**
 * Returns the most alternatives to which a permission can come: the product of all entries that are about one model.
 */
function countAtMostOfModel(entries: readonly PortfolioEntry[]): number {
  const bySubject = new Map<string, number>();
  for (const entry of entries) {
    const { subject } = readEntryPattern(entry.pattern);
    bySubject.set(subject, (bySubject.get(subject) ?? 1) * Math.max(1, countInEntry(entry)));
  }
  const ofAll = bySubject.get('*') ?? 1;
  bySubject.delete('*');
  return ofAll * Math.max(1, ...bySubject.values());
}

const countInEntry = ({ items }: PortfolioEntry): number =>
  items.reduce(
    (sum, { parts }) =>
      sum + parts.reduce((product, { reach }) => product * (reach === 'all' ? 1 : reach.length), 1),
    0,
  );

function isTooLarge(reach: RecordReach, typeOf: ModelTypeOf): boolean {
  return reach !== 'all' && countAtMost(reach) > mostAlternatives && spellOut(reach, typeOf) === undefined;
}

function countAtMost(reach: Exclude<RecordReach, 'all'>): number {
  switch (reach.kind) {
    case 'linked':
      return reach.alternatives.length;
    case 'union':
      return reach.of.reduce((sum, part) => sum + countAtMost(part), 0);
    case 'common':
      return reach.of.reduce((product, part) => product * countAtMost(part), 1);
  }
}

/** Reports the largest of the entries that say on which records a permission works, once. */
function reportReach(role: Role, cell: Cell, reportedEntries: Set<PortfolioEntry>, report: Report): void {
  const entries = new Set<PortfolioEntry>();
  for (const { model, action } of listInvolved(cell)) {
    const entry = model && findEntry(role.portfolio, model, action);
    if (entry) entries.add(entry);
  }
  const [largest, ...others] = [...entries].sort((a, b) => countInEntry(b) - countInEntry(a));
  if (!largest || reportedEntries.has(largest)) return;
  reportedEntries.add(largest);
  const also = others.length > 0 ? `, which is multiplied with what ${listPatterns(others)} says` : '';
  report(
    'reach-too-large',
    spanOf(placeOfEntry(largest)),
    { role: role.name, permission: cell.permission, limit: mostAlternatives },
    `simplify \`${largest.pattern}\`${also}: join comparisons of one property by \`$in\`, or name fewer portfolios`,
    { related: others.map((entry) => ({ at: spanOf(placeOfEntry(entry)), note: 'this must hold as well' })) },
  );
}

const listPatterns = (entries: readonly PortfolioEntry[]): string =>
  listNames(entries.map(({ pattern }) => pattern));

/** Returns the place of an entry; a list that is a role's whole portfolio has no key of its own. */
const placeOfEntry = ({ at }: PortfolioEntry) => placeIn(at.document, at.path, 'key');

/** Lists a cell and all that must work on the same record for it to work there. */
function listInvolved(cell: Cell): readonly Cell[] {
  const found = new Set<Cell>();
  const visit = (one: Cell): void => {
    if (one.model?.name !== cell.model?.name || found.has(one)) return;
    found.add(one);
    for (const needed of listNeeds(one, one.model)) visit(needed);
  };
  visit(cell);
  return [...found];
}

function listNeeds(cell: Cell, model: Model | undefined): readonly Cell[] {
  const action = gatingActionOf(cell);
  const view = cell.action === 'export' ? model?.actions.get('view') : undefined;
  const required = cell.requires.flatMap(({ oneOf }) => oneOf);
  return [...(action ? [action] : []), ...(view ? [view] : []), ...required];
}

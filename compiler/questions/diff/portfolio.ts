import { impossible } from '../../diagnostics/impossible.ts';
import { add, type Bits, emptyBits } from '../../model/bits.ts';
import type { Cell } from '../../model/catalog.ts';
import type { Cause, CauseLayer } from '../../model/change.ts';
import type { Reach } from '../../model/condition.ts';
import { type Place, placeIn, valueIn } from '../../model/document.ts';
import type { Policy, PortfolioUse, Role } from '../../model/policy.ts';
import { mergeAlternatives } from '../../model/reach.ts';
import { canonical, type Json } from '../../text/json.ts';
import type { Joint } from './joint.ts';
import { type Relation, relationOf } from './reaches.ts';
import type { View } from './view.ts';

/** Cells that portfolios limit in the same way, at least on one side. */
export interface Limited {
  readonly cells: Bits;
  /** The path by which each side's cells lead to the records of a portfolio; nothing where not limited. */
  readonly base: string | undefined;
  readonly head: string | undefined;
}

/** Every cell that a portfolio limits on at least one side, by the way it does. */
export function limitedCells({ cells }: Joint, base: Policy, head: Policy): readonly Limited[] {
  const found = new Map<string, Limited>();
  for (const [index, cell] of cells.entries()) {
    const before = pathOf(cell.base, base);
    const after = pathOf(cell.head, head);
    if (!cell.base || !cell.head || (before === undefined && after === undefined)) continue;
    const key = JSON.stringify([before ?? null, after ?? null]);
    const known = found.get(key) ?? { cells: emptyBits(cells.length), base: before, head: after };
    found.set(key, known);
    add(known.cells, index);
  }
  return [...found.values()];
}

/** A new record of the portfolio's own model has no owner yet, so its creation is not limited. */
function pathOf(cell: Cell | undefined, { portfolioRoot }: Policy): string | undefined {
  const portfolio = cell?.model?.portfolio ?? 'none';
  if (portfolio === 'none' || (portfolio === 'self' && cell?.action === 'create')) return undefined;
  return `${portfolioRoot}/${portfolio === 'self' ? '' : `${portfolio.through}.`}`;
}

/** How the reach of limited cells changes between the portfolios of two roles; each pair is compared once. */
export function relations(): (before: PortfolioUse, after: PortfolioUse, limited: Limited) => Relation {
  const known = new Map<PortfolioUse, Map<PortfolioUse, Map<Limited, Relation>>>();
  const merged = new Map<PortfolioUse, Reach>();
  const reachOf = (use: PortfolioUse, path: string | undefined, isSamePath: boolean): Reach => {
    if (path === undefined) return 'all';
    const reach = merged.get(use) ?? mergeAlternatives(use.reach);
    merged.set(use, reach);
    if (isSamePath || reach === 'all') return reach;
    return reach.map((alternative) =>
      alternative.map((comparison) => ({ ...comparison, property: `${path}${comparison.property}` })),
    );
  };
  return (before, after, limited) => {
    const ofBefore = getOrMake(known, before, () => new Map<PortfolioUse, Map<Limited, Relation>>());
    const ofAfter = getOrMake(ofBefore, after, () => new Map<Limited, Relation>());
    return getOrMake(ofAfter, limited, () => {
      const isSamePath = limited.base === limited.head;
      return relationOf(reachOf(before, limited.base, isSamePath), reachOf(after, limited.head, isSamePath));
    });
  };
}

/** What moved the reach of a cell that is held on both sides. */
export function whyMoved(from: View, to: View): (before: Role, after: Role, was: Cell, cell: Cell) => Cause {
  const causes = new Map<Role, Map<Role, Map<string, Cause>>>();
  return (before, after, was, cell) => {
    const ofBefore = getOrMake(causes, before, () => new Map<Role, Map<string, Cause>>());
    const ofAfter = getOrMake(ofBefore, after, () => new Map<string, Cause>());
    return getOrMake(ofAfter, `${cell.subject} ${cell.action === 'create'}`, () => {
      const { layer, at, other } = placesOf(before, after, was, cell, from, to);
      return {
        layer,
        at: { side: to.side, place: at },
        other: { side: from.side, place: other },
        through: [],
      };
    });
  };
}

function placesOf(
  before: Role,
  after: Role,
  was: Cell,
  cell: Cell,
  from: View,
  to: View,
): { readonly layer: CauseLayer; readonly at: Place; readonly other: Place } {
  if (pathOf(was, from.matrix.policy) !== pathOf(cell, to.matrix.policy))
    return ofModels(was, cell, from, to);
  const written = (role: Role) => {
    const value = valueIn(role.portfolio.at) as Json;
    return canonical(Array.isArray(value) ? [...value].sort() : value);
  };
  if (written(before) !== written(after))
    return { layer: 'role', at: after.portfolio.at, other: before.portfolio.at };
  const reachOf = ({ matrix }: View, name: string) =>
    matrix.policy.portfolios.find((portfolio) => portfolio.name === name);
  for (const name of after.portfolio.names) {
    const [old, now] = [reachOf(from, name), reachOf(to, name)];
    if (!old || !now || canonical(old.reach as Json) === canonical(now.reach as Json)) continue;
    const reach = ({ at }: { readonly at: Place }) => placeIn(at.document, ['reach']);
    return { layer: 'portfolio', at: reach(now), other: reach(old) };
  }
  return impossible(`nothing moved the portfolio of ${after.name}`);
}

/** The model that is limited in another way; or the one that portfolios are, or were, about. */
function ofModels(was: Cell, cell: Cell, from: View, to: View) {
  const isOwn = canonical(portfolioOf(was)) !== canonical(portfolioOf(cell));
  const place = ({ policy }: View['matrix'], own: Cell, other: View['matrix']) => {
    const root = policy.portfolioRoot ?? other.policy.portfolioRoot ?? '';
    const model = isOwn ? own.model : policy.catalog.modelOf.get(root);
    return placeIn(
      (model ?? own.model ?? impossible('a reach without a model')).at.document,
      ['portfolio'],
      'key',
    );
  };
  const [at, other] = [place(to.matrix, cell, from.matrix), place(from.matrix, was, to.matrix)];
  return { layer: 'catalog', at, other } as const;
}

const portfolioOf = ({ model }: Cell): Json => (model?.portfolio ?? 'none') as Json;

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

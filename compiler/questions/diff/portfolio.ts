import { impossible } from '../../diagnostics/impossible.ts';
import { add, type Bits, emptyBits } from '../../model/bits.ts';
import { type Cell, isLimited, type Model, portfolioPrefixOf } from '../../model/catalog.ts';
import type { Cause, CauseLayer } from '../../model/change.ts';
import { isHole, type Reach } from '../../model/condition.ts';
import { type Place, placeIn, valueIn } from '../../model/document.ts';
import { mergeAlternatives } from '../../model/merge-alternatives.ts';
import type { Policy, PortfolioUse, Role } from '../../model/policy.ts';
import { type Json, writeCanonicalJson } from '../../text/json.ts';
import type { Joint } from './joint.ts';
import { asksLackAlone, type Relation, readTypesOf, relationOf, type TypedReach } from './reaches.ts';
import type { View } from './view.ts';

/** Cells that portfolios limit in the same way, at least on one side. */
export interface Limited {
  readonly cells: Bits;
  /** The path by which each side's cells lead to the records of a portfolio; nothing where not limited. */
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly columns: ColumnChange;
}

/** Whether an action is limited to listed columns on one side and on the other, for want of properties, to none. */
export type ColumnChange = 'same' | 'opened' | 'closed';

/** Every cell that a portfolio limits on at least one side, or whose columns open or close, by the way it does. */
export function limitedCells({ cells }: Joint): readonly Limited[] {
  const found = new Map<string, Limited>();
  for (const [index, cell] of cells.entries()) {
    const [before, after] = [pathOf(cell.base), pathOf(cell.head)];
    if (!cell.base || !cell.head) continue;
    const columns = columnChange(cell.base, cell.head);
    if (before === undefined && after === undefined && columns === 'same') continue;
    const key = JSON.stringify([before ?? null, after ?? null, columns]);
    const known = found.get(key) ?? { cells: emptyBits(cells.length), base: before, head: after, columns };
    found.set(key, known);
    add(known.cells, index);
  }
  return [...found.values()];
}

/** Of a model without properties what may be viewed may be viewed in every column; so is updating and exporting. */
export function columnChange(was: Cell, is: Cell): ColumnChange {
  const isListed = ({ model }: Cell) => model !== undefined && model.properties.length > 0;
  if (is.kind !== 'action' || !byColumn.has(is.action) || isListed(was) === isListed(is)) return 'same';
  return isListed(was) ? 'opened' : 'closed';
}

const byColumn: ReadonlySet<string> = new Set(['view', 'update', 'export']);

/** The path to the record that is compared, empty for the record itself; undefined where every record is reached. */
function pathOf(cell: Cell | undefined): string | undefined {
  if (!cell?.model || !isLimited(cell.model, cell.action)) return undefined;
  return portfolioPrefixOf(cell.model);
}

/** How the reach of limited cells changes between the portfolios of two roles; each pair is compared once. */
export function relations(
  base: Policy,
  head: Policy,
): (before: PortfolioUse, after: PortfolioUse, limited: Limited) => Relation {
  const known = new Map<PortfolioUse, Map<PortfolioUse, Map<Limited, Relation>>>();
  const merged = new Map<PortfolioUse, Reach>();
  const reachOf = (use: PortfolioUse, path: string | undefined, policy: Policy): TypedReach => {
    const reach = path === undefined ? 'all' : getOrMake(merged, use, () => mergeAlternatives(use.reach));
    return { reach, path: path ?? '', types: readTypesOf(policy) };
  };
  return (before, after, limited) => {
    const ofBefore = getOrMake(known, before, () => new Map<PortfolioUse, Map<Limited, Relation>>());
    const ofAfter = getOrMake(ofBefore, after, () => new Map<Limited, Relation>());
    return getOrMake(ofAfter, limited, () =>
      withColumns(
        relationOf(reachOf(before, limited.base, base), reachOf(after, limited.head, head)),
        limited.columns,
      ),
    );
  };
}

/** More columns of fewer records, and fewer of more, are neither wider nor narrower. */
function withColumns(records: Relation, columns: ColumnChange): Relation {
  if (columns === 'same') return records;
  const alike = columns === 'opened' ? 'widened' : 'narrowed';
  return records === 'same' || records === alike ? alike : 'shifted';
}

/** What moved the reach of a cell that is held on both sides. */
export function whyMoved(from: View, to: View): (before: Role, after: Role, was: Cell, cell: Cell) => Cause {
  const causes = new Map<Role, Map<Role, Map<string, Cause>>>();
  return (before, after, was, cell) => {
    const ofBefore = getOrMake(causes, before, () => new Map<Role, Map<string, Cause>>());
    const ofAfter = getOrMake(ofBefore, after, () => new Map<string, Cause>());
    return getOrMake(
      ofAfter,
      `${cell.subject} ${cell.action === 'create'} ${columnChange(was, cell)}`,
      () => {
        const { layer, at, other } = placesOf(before, after, was, cell, from, to);
        return {
          layer,
          at: { side: to.side, place: at },
          other: { side: from.side, place: other },
          through: [],
        };
      },
    );
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
  if (pathOf(was) !== pathOf(cell)) return ofModels(was, cell, 'portfolio');
  if (columnChange(was, cell) !== 'same') return ofModels(was, cell, 'properties');
  const written = (role: Role) => {
    const value = valueIn(role.portfolio.at) as Json;
    return writeCanonicalJson(Array.isArray(value) ? [...value].sort() : value);
  };
  if (written(before) !== written(after))
    return { layer: 'role', at: after.portfolio.at, other: before.portfolio.at };
  const reachOf = ({ matrix }: View, name: string) =>
    matrix.policy.portfolios.find((portfolio) => portfolio.name === name);
  for (const name of after.portfolio.names) {
    const [old, now] = [reachOf(from, name), reachOf(to, name)];
    if (!old || !now || writeCanonicalJson(old.reach as Json) === writeCanonicalJson(now.reach as Json))
      continue;
    const reach = ({ at }: { readonly at: Place }) => placeIn(at.document, ['reach']);
    return { layer: 'portfolio', at: reach(now), other: reach(old) };
  }
  return (
    ofTypes(after, from, to) ??
    ofNames(after, from, to) ??
    impossible(`nothing moved the portfolio of ${after.name}`)
  );
}

/** The property or the attribute of the user that is read and is of another type than before. */
function ofTypes({ portfolio }: Role, from: View, to: View) {
  const { reach } = portfolio;
  const [old, now] = [readTypesOf(from.matrix.policy), readTypesOf(to.matrix.policy)];
  for (const { property, operand } of reach === 'all' ? [] : reach.flat()) {
    if (old.columns.get(property) !== now.columns.get(property)) {
      const [at, other] = [propertyPlace(property, to), propertyPlace(property, from)];
      if (at && other) return { layer: 'catalog', at, other } as const;
    }
    const name = isHole(operand) ? operand.$user : '';
    if (old.attributes.get(name) !== now.attributes.get(name)) {
      const [at, other] = [attributePlace(name, to), attributePlace(name, from)];
      if (at && other) return { layer: 'catalog', at, other } as const;
    }
  }
  return undefined;
}

/** The property that came or went, with which what counts as a record of which something is missing. */
function ofNames({ portfolio }: Role, from: View, to: View) {
  if (portfolio.reach === 'all' || !portfolio.reach.some(asksLackAlone)) return undefined;
  const [old, now] = [rootIn(from), rootIn(to)];
  if (!old || !now) return undefined;
  const isApart = (one: Model, other: Model) =>
    one.properties.find(({ name }) => !other.propertyOf.has(name))?.at;
  const key = ({ at }: Model) => placeIn(at.document, ['properties'], 'key');
  const [came, gone] = [isApart(now, old), isApart(old, now)];
  if (!came && !gone) return undefined;
  return { layer: 'catalog', at: came ?? key(now), other: gone ?? key(old) } as const;
}

const rootIn = ({ matrix: { policy } }: View): Model | undefined =>
  policy.catalog.modelOf.get(policy.portfolioRoot ?? '');

function propertyPlace(name: string, view: View): Place | undefined {
  const at = rootIn(view)?.propertyOf.get(name)?.at;
  return at && placeIn(at.document, ['properties', name, 'type']);
}

function attributePlace(name: string, { matrix }: View): Place | undefined {
  const found = matrix.policy.documents.find(
    (document) => valueIn(placeIn(document, ['kind'])) === 'Principal',
  );
  return found && placeIn(found, ['attributes', name, 'type']);
}

/** The model that is limited in another way, to other records or to other columns. */
function ofModels(was: Cell, cell: Cell, field: 'portfolio' | 'properties') {
  const place = ({ model }: Cell) =>
    placeIn((model ?? impossible('a reach without a model')).at.document, [field], 'key');
  return { layer: 'catalog', at: place(cell), other: place(was) } as const;
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

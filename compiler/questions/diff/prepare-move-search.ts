import {
  type Catalog,
  type Cell,
  gatingActionOf,
  type Model,
  type Prerequisite,
} from '../../model/catalog.ts';
import { reachOf, readPortfolio } from '../../model/cell-reach.ts';
import type { Cause, CauseLayer } from '../../model/change.ts';
import { listLinks } from '../../model/compared-columns.ts';
import {
  findComparedModel,
  isHole,
  keyOfAlternatives,
  type ReachComparison,
  readComparedColumn,
} from '../../model/condition.ts';
import { type Place, placeBeside, placeIn, valueIn } from '../../model/document.ts';
import type { Row } from '../../model/matrix.ts';
import type { PortfolioUse } from '../../model/policy.ts';
import type { RecordReach } from '../../model/record-reach.ts';
import { type Json, writeCanonicalJson } from '../../text/json.ts';
import { compareReaches } from './compare-reaches.ts';
import { listFieldAbsences } from './find-absences.ts';
import { locateRequirement } from './find-requirement-cause.ts';
import { compareColumns } from './group-alike-cells.ts';
import type { View } from './open-view.ts';

/** Finds the cause by which a cell that is held on both sides reaches other records. */
export type FindMoveCause = (before: Row, after: Row, was: Cell, cell: Cell) => Cause;

/** Prepares finding causes on the side `to`, with what stands in their place on the side `from`. */
export function prepareMoveSearch(from: View, to: View): FindMoveCause {
  return (before, after, was, cell) => {
    const { layer, at, other, through } = findMove({ before, after, from, to }, was, cell, new Set());
    return {
      layer,
      at: { side: to.side, place: placeBeside(at, other.document) },
      other: { side: from.side, place: placeBeside(other, at.document) },
      through,
    };
  };
}

interface Sides {
  readonly before: Row;
  readonly after: Row;
  readonly from: View;
  readonly to: View;
}

/** The line that changed a reach, on both sides, and the prerequisites through which it works. */
interface ReachMove {
  readonly layer: CauseLayer;
  readonly at: Place;
  readonly other: Place;
  readonly through: readonly string[];
}

function findMove(sides: Sides, was: Cell, cell: Cell, visited: Set<string>): ReachMove {
  visited.add(cell.permission);
  const { before, after } = sides;
  const own = findOwnMove(sides, was, cell);
  if (own) return { ...own, through: [] };
  const needed = findMovedPrerequisite(sides, cell, visited);
  if (needed) {
    const { through, ...move } = findMove(sides, needed.was, needed.cell, visited);
    return { ...move, layer: 'requires', through: [needed.cell.permission, ...through] };
  }
  const required = findChangedRequirement(sides, was, cell);
  if (required) return required;
  return { layer: 'role', at: after.role.portfolio.at, other: before.role.portfolio.at, through: [] };
}

/** Finds something that is required on one side only. */
function findChangedRequirement({ before, after }: Sides, was: Cell, cell: Cell): ReachMove | undefined {
  const text = ({ oneOf }: Prerequisite) => oneOf.map(({ permission }) => permission).join('|');
  const findApart = (one: Cell, other: Cell) =>
    one.requires.find((needed) => !other.requires.some((same) => text(same) === text(needed)));
  const [gone, came] = [findApart(was, cell), findApart(cell, was)];
  if (gone) {
    const { at: other, other: at } = locateRequirement(gone, was, cell, after.tenant.catalog);
    return { layer: 'requires', at, other, through: [] };
  }
  if (!came) return undefined;
  return { layer: 'requires', ...locateRequirement(came, cell, was, before.tenant.catalog), through: [] };
}

/** Finds a prerequisite on the same model that is held on both sides and reaches other records than before. */
function findMovedPrerequisite(
  { before, after, from, to }: Sides,
  cell: Cell,
  visited: ReadonlySet<string>,
): { readonly was: Cell; readonly cell: Cell } | undefined {
  const view = cell.action === 'export' ? cell.model?.actions.get('view') : undefined;
  const action = gatingActionOf(cell);
  const needed = [
    ...cell.requires.flatMap(({ oneOf }) => oneOf),
    ...(view ? [view] : []),
    ...(action ? [action] : []),
  ];
  for (const is of needed) {
    const was = before.tenant.catalog.cellOf.get(is.permission);
    if (!was || is.model !== cell.model || visited.has(is.permission)) continue;
    const moved = compareReaches(
      { reach: reachOf(before, was), types: from.typesIn(before.tenant.name) },
      { reach: reachOf(after, is), types: to.typesIn(after.tenant.name) },
    );
    if (moved !== 'same') return { was, cell: is };
  }
  return undefined;
}

type OwnMove = Omit<ReachMove, 'through'>;

/** Finds the first place that changed a reach: the model, the portfolio of the role, or a portfolio that it names. */
function findOwnMove({ before, after, from, to }: Sides, was: Cell, cell: Cell): OwnMove | undefined {
  const ofCatalog = findChangedModel(was, cell);
  if (ofCatalog) return ofCatalog;
  const [old, now] = [readPortfolio(before.role.portfolio, was), readPortfolio(after.role.portfolio, cell)];
  const placeOf = (entry: typeof now.entry, { at }: PortfolioUse) => entry?.at ?? at;
  const written = ({ entry }: typeof now) => {
    const value = entry && (valueIn(entry.at) as Json);
    return writeCanonicalJson(value === undefined ? null : Array.isArray(value) ? sortItems(value) : value);
  };
  if (written(old) !== written(now))
    return {
      layer: 'role',
      at: placeOf(now.entry, after.role.portfolio),
      other: placeOf(old.entry, before.role.portfolio),
    };
  const names = now.items.flatMap(({ parts }) => parts.flatMap(({ name }) => name ?? []));
  return (
    findMovedPortfolio(names, from, to) ??
    findChangedType(now.reach, { before, after, from, to }) ??
    findChangedProperties(now.reach, before.tenant.catalog, after.tenant.catalog)
  );
}

const sortItems = (items: readonly Json[]): readonly Json[] =>
  [...items].sort((a, b) => (writeCanonicalJson(a) < writeCanonicalJson(b) ? -1 : 1));

/** Finds the first of some portfolios that selects other records. */
function findMovedPortfolio(names: readonly string[], from: View, to: View): OwnMove | undefined {
  const find = ({ matrix }: View, name: string) =>
    matrix.policy.portfolios.find((portfolio) => portfolio.name === name);
  for (const name of names) {
    const [old, now] = [find(from, name), find(to, name)];
    if (!old || !now) continue;
    const isSame = keyOfAlternatives(old.reach) === keyOfAlternatives(now.reach);
    const field = old.on !== now.on ? 'on' : isSame ? undefined : 'reach';
    if (field === undefined) continue;
    const place = ({ at }: { readonly at: Place }) => placeIn(at.document, [field]);
    return { layer: 'portfolio', at: place(now), other: place(old) };
  }
  return undefined;
}

/** Finds a property or an attribute of the user that a reach reads and whose type changed. */
function findChangedType(reach: RecordReach, { before, after, from, to }: Sides): OwnMove | undefined {
  const [wasIn, isIn] = [before.tenant.catalog, after.tenant.catalog];
  const [old, now] = [from.typesIn(before.tenant.name), to.typesIn(after.tenant.name)];
  for (const { on, alternatives } of listLinks(reach))
    for (const comparison of alternatives.flat()) {
      const { operand } = comparison;
      const moved = findMovedRelation(on, comparison, wasIn, isIn);
      if (moved) return moved;
      const [holder, column] = [findComparedModel(on, comparison), readComparedColumn(comparison)];
      if (old.typeOf(holder, column) !== now.typeOf(holder, column)) {
        const [at, other] = [
          locatePropertyType(holder, column, isIn),
          locatePropertyType(holder, column, wasIn),
        ];
        if (at && other) return { layer: 'catalog', at, other };
      }
      const name = isHole(operand) ? operand.$user : '';
      if (old.attributes.get(name) !== now.attributes.get(name)) {
        const [at, other] = [locateAttributeType(name, to), locateAttributeType(name, from)];
        if (at && other) return { layer: 'catalog', at, other };
      }
    }
  return undefined;
}

/** Finds the relation in a field that leads to another model than before. */
function findMovedRelation(
  on: string,
  { through = [] }: ReachComparison,
  from: Catalog,
  to: Catalog,
): OwnMove | undefined {
  let model = on;
  for (const step of through) {
    const [other, at] = [from, to].map(({ modelOf }) => modelOf.get(model)?.relations.get(step.name));
    if (at && other && at.model !== other.model) return { layer: 'catalog', at: at.at, other: other.at };
    model = step.model;
  }
  return undefined;
}

/**
 * Finds a property that came or went on a model whose reach asks only for what a record lacks. A record counts there
 * if it has any property of the model.
 */
function findChangedProperties(reach: RecordReach, from: Catalog, to: Catalog): OwnMove | undefined {
  const models = listLinks(reach).flatMap(({ on, alternatives }) =>
    alternatives.flatMap((alternative) => listFieldAbsences(on, alternative).map((absence) => absence.on)),
  );
  for (const on of models) {
    const [old, now] = [from.modelOf.get(on), to.modelOf.get(on)];
    if (!old || !now) continue;
    const isApart = (one: Model, other: Model) =>
      one.properties.find(({ name }) => !other.propertyOf.has(name))?.at;
    const key = ({ at }: Model) => placeIn(at.document, ['properties'], 'key');
    const [came, gone] = [isApart(now, old), isApart(old, now)];
    if (came || gone) return { layer: 'catalog', at: came ?? key(now), other: gone ?? key(old) };
  }
  return undefined;
}

function locatePropertyType(model: string, name: string, { modelOf }: Catalog): Place | undefined {
  const at = modelOf.get(model)?.propertyOf.get(name)?.at;
  return at && placeIn(at.document, ['properties', name, 'type']);
}

function locateAttributeType(name: string, { matrix }: View): Place | undefined {
  const found = matrix.policy.documents.find(
    (document) => valueIn(placeIn(document, ['kind'])) === 'Principal',
  );
  return found && placeIn(found, ['attributes', name, 'type']);
}

/** Finds a model that is limited to other records or columns than before, or a relation that leads elsewhere. */
function findChangedModel(was: Cell, cell: Cell): OwnMove | undefined {
  const [old, now] = [was.model, cell.model];
  if (!old || !now) return undefined;
  const at = (field: string) => ({
    layer: 'catalog' as const,
    at: placeIn(now.at.document, [field], 'key'),
    other: placeIn(old.at.document, [field], 'key'),
  });
  if (writeCanonicalJson(old.portfolio) !== writeCanonicalJson(now.portfolio)) return at('portfolio');
  if (compareColumns(was, cell) !== 'same') return at('properties');
  for (const [step, relation] of now.path.entries()) {
    const other = old.path[step];
    if (other && (other.model !== relation.model || other.many !== relation.many))
      return { layer: 'catalog', at: relation.at, other: other.at };
  }
  return undefined;
}

import type { Report } from '../../diagnostics/diagnostic.ts';
import { type Action, type Catalog, type Cell, gatingActionOf, hasRight } from '../../model/catalog.ts';
import { type Place, spanOf } from '../../model/document.ts';

/** A cell, or a declared action, that must be decided before another one, and the line that says so. */
export interface Edge<T> {
  readonly to: T;
  readonly at?: Place;
}

/** The cells that have prerequisites, in the order in which they are decided. */
type CellOrder = Pick<Catalog, 'inOrder' | 'isOnePass'>;

/**
 * Sorts the cells that have prerequisites: each after all that it requires, as far as that can be. A property follows its
 * model's action, and an action needs one of its properties; a circle that needs such a step is none, but takes more than
 * one pass. Circles without one are reported, each once; those of declared actions alone are reported where these are linked.
 */
export function orderCells(catalog: Catalog, report: Report): CellOrder {
  const ofCatalog = new Map<Cell, readonly Edge<Cell>[]>();
  const ofLanguage = new Map<Cell, readonly Cell[]>();
  for (const cell of catalog.cells) {
    const edges = edgesOf(cell);
    if (edges.length === 0) continue;
    ofCatalog.set(cell, edges);
    const gate = gatingActionOf(cell);
    ofLanguage.set(cell, [...edges.map(({ to }) => standIn(to)), ...(gate ? [gate] : [])]);
  }
  const inOrder = sortAfterPrerequisites(catalog.cells, ofLanguage);
  const ordered = new Set(inOrder);
  const stuck = [...ofCatalog.keys()].filter((cell) => !ordered.has(cell));
  const circles = stuck.length > 0 ? findCircles(catalog.cells, stuck, ofCatalog) : [];
  for (const circle of circles)
    if (!circle.every(isSaidOfAction)) reportCircle(circle, ({ permission }) => permission, report);
  return {
    inOrder: [...inOrder, ...stuck],
    isOnePass: stuck.length === 0 && inOrder.every(({ kind }) => kind !== 'property'),
  };
}

/** Returns the cell that decides when another one is decided: of a property without prerequisites, its model's action. */
const standIn = (cell: Cell): Cell =>
  cell.kind === 'property' && cell.requires.length === 0 ? (gatingActionOf(cell) ?? cell) : cell;

/** Reports the circles in which declared actions require each other, whether or not a model lists them. */
export function reportActionCircles(
  names: readonly Action[],
  requires: ReadonlyMap<Action, readonly Edge<Action>[]>,
  report: Report,
): void {
  for (const circle of findCircles(names, [...requires.keys()], requires))
    reportCircle(circle, (action) => action, report);
}

/** Returns true if a declared action says a step, and not the model that lists the action. */
const isSaidOfAction = ({ from, edge: { at } }: CircleStep<Cell>): boolean =>
  from.kind === 'action' && at !== undefined && at.document !== from.model?.at.document;

/** Sorts cells after those that they need; those in a circle, and those that need them, are left out. */
function sortAfterPrerequisites<T>(cells: readonly T[], needs: ReadonlyMap<T, readonly T[]>): readonly T[] {
  const followers = new Map<T, T[]>();
  const open = new Map<T, number>();
  for (const [cell, needed] of needs) {
    open.set(cell, needed.length);
    for (const to of needed) {
      const known = followers.get(to);
      if (known) known.push(cell);
      else followers.set(to, [cell]);
    }
  }
  const ordered: T[] = [];
  const ready = cells.filter((cell) => !needs.has(cell));
  for (const cell of ready) {
    if (needs.has(cell)) ordered.push(cell);
    for (const follower of followers.get(cell) ?? []) {
      const left = (open.get(follower) ?? 0) - 1;
      open.set(follower, left);
      if (left === 0) ready.push(follower);
    }
  }
  return ordered;
}

/** Returns what the catalog requires of a cell, and that an export requires view. */
function edgesOf(cell: Cell): readonly Edge<Cell>[] {
  const edges: Edge<Cell>[] = cell.requires.flatMap(({ oneOf, at }) => oneOf.map((to) => ({ to, at })));
  const view = cell.model?.actions.get('view');
  if (
    cell.kind === 'action' &&
    cell.action === 'export' &&
    view &&
    cell.model &&
    hasRight(cell.model, 'view')
  )
    edges.push({ to: view });
  return edges;
}

/** The most steps of a circle that are all named; a longer one is shown by its first steps and its last. */
const stepsShown = 8;

function cycleText(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  const left = quoted.length - stepsShown - 1;
  const shown = left > 0 ? [...quoted.slice(0, stepsShown), `${left} more`, ...quoted.slice(-1)] : quoted;
  return shown.join(' → ');
}

/** A step of a circle: what needs, and what it needs there. */
interface CircleStep<T> {
  readonly from: T;
  readonly edge: Edge<T>;
}

/** Finds the circles of steps that documents say among some of what there is, each once. */
function findCircles<T>(
  all: readonly T[],
  among: readonly T[],
  edges: ReadonlyMap<T, readonly Edge<T>[]>,
): readonly (readonly CircleStep<T>[])[] {
  const needs = new Map(among.map((one) => [one, (edges.get(one) ?? []).map(({ to }) => to)]));
  const ordered = new Set([...all.filter((one) => !needs.has(one)), ...sortAfterPrerequisites(all, needs)]);
  const stuck = among.filter((one) => !ordered.has(one));
  const walked = new Set<T>();
  const circles: (readonly CircleStep<T>[])[] = [];
  for (const start of stuck) {
    const walk: CircleStep<T>[] = [];
    const indexOf = new Map<T, number>();
    let from = start;
    while (!walked.has(from) && !indexOf.has(from)) {
      const edge = edges.get(from)?.find(({ to }) => !ordered.has(to));
      if (!edge) break;
      indexOf.set(from, walk.length);
      walk.push({ from, edge });
      from = edge.to;
    }
    const first = indexOf.get(from);
    for (const step of walk) walked.add(step.from);
    if (first !== undefined) circles.push(walk.slice(first));
  }
  return circles;
}

function reportCircle<T>(circle: readonly CircleStep<T>[], nameOf: (one: T) => string, report: Report): void {
  const [at, ...others] = circle.flatMap(({ edge }) => edge.at ?? []);
  const [first] = circle;
  if (!at || !first) return;
  report(
    'prerequisite-cycle',
    spanOf(at),
    { cycle: cycleText([first.from, ...circle.map(({ edge }) => edge.to)].map(nameOf)) },
    'take one of these prerequisites away',
    {
      related: others
        .slice(0, stepsShown)
        .map((place) => ({ at: spanOf(place), note: 'and this comes back to it' })),
    },
  );
}

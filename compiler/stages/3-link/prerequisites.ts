import type { Report } from '../../diagnostics/diagnostic.ts';
import { type Catalog, type Cell, gatingActionOf, hasRight } from '../../model/catalog.ts';
import { type Place, spanOf } from '../../model/document.ts';

/** A cell that must be decided before another one, and the line that says so. */
interface Edge {
  readonly to: Cell;
  readonly at?: Place;
}

/** The cells that have prerequisites, in the order in which they are decided. */
type CellOrder = Pick<Catalog, 'inOrder' | 'isOnePass'>;

/**
 * Sorts the cells that have prerequisites: each after all that it requires, as far as that can be. A property follows its
 * model's action, and an action needs one of its properties; a circle that needs such a step is none, but takes more than
 * one pass. Circles without one are reported, each once.
 */
export function orderCells(catalog: Catalog, report: Report): CellOrder {
  const ofCatalog = new Map<Cell, readonly Edge[]>();
  const ofLanguage = new Map<Cell, readonly Cell[]>();
  for (const cell of catalog.cells) {
    const edges = edgesOf(cell);
    if (edges.length === 0) continue;
    ofCatalog.set(cell, edges);
    const gate = gatingActionOf(cell);
    ofLanguage.set(cell, [...edges.map(({ to }) => standIn(to)), ...(gate ? [gate] : [])]);
  }
  const inOrder = sortAfterPrerequisites(catalog, ofLanguage);
  const ordered = new Set(inOrder);
  const stuck = [...ofCatalog.keys()].filter((cell) => !ordered.has(cell));
  if (stuck.length > 0) reportCircles(findCircled(catalog, stuck, ofCatalog), ofCatalog, report);
  return {
    inOrder: [...inOrder, ...stuck],
    isOnePass: stuck.length === 0 && inOrder.every(({ kind }) => kind !== 'property'),
  };
}

/** Returns the cell that decides when another one is decided: of a property without prerequisites, its model's action. */
const standIn = (cell: Cell): Cell =>
  cell.kind === 'property' && cell.requires.length === 0 ? (gatingActionOf(cell) ?? cell) : cell;

/** Sorts cells after those that they need; those in a circle, and those that need them, are left out. */
function sortAfterPrerequisites(
  { cells }: Catalog,
  needs: ReadonlyMap<Cell, readonly Cell[]>,
): readonly Cell[] {
  const followers = new Map<Cell, Cell[]>();
  const open = new Map<Cell, number>();
  for (const [cell, needed] of needs) {
    open.set(cell, needed.length);
    for (const to of needed) {
      const known = followers.get(to);
      if (known) known.push(cell);
      else followers.set(to, [cell]);
    }
  }
  const ordered: Cell[] = [];
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

/** Returns the cells that are in a circle without a step of the language, or need one that is. */
function findCircled(
  catalog: Catalog,
  stuck: readonly Cell[],
  edges: ReadonlyMap<Cell, readonly Edge[]>,
): ReadonlySet<Cell> {
  const needs = new Map(stuck.map((cell) => [cell, (edges.get(cell) ?? []).map(({ to }) => to)]));
  const ordered = new Set(sortAfterPrerequisites(catalog, needs));
  return new Set(stuck.filter((cell) => !ordered.has(cell)));
}

/** Returns what the catalog requires of a cell, and that an export requires view. */
function edgesOf(cell: Cell): readonly Edge[] {
  const edges: Edge[] = cell.requires.flatMap(({ oneOf, at }) => oneOf.map((to) => ({ to, at })));
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

function reportCircles(
  stuck: ReadonlySet<Cell>,
  edges: ReadonlyMap<Cell, readonly Edge[]>,
  report: Report,
): void {
  const walked = new Set<Cell>();
  const reportedKeys = new Set<string>();
  for (const start of stuck) {
    const walk: { readonly cell: Cell; readonly edge: Edge }[] = [];
    const indexOf = new Map<Cell, number>();
    let cell = start;
    while (!walked.has(cell) && !indexOf.has(cell)) {
      const edge = edges.get(cell)?.find(({ to }) => stuck.has(to));
      if (!edge) break;
      indexOf.set(cell, walk.length);
      walk.push({ cell, edge });
      cell = edge.to;
    }
    const from = indexOf.get(cell);
    for (const step of walk) walked.add(step.cell);
    if (from === undefined) continue;
    const circle = walk.slice(from);
    const names = circle.map(({ edge }) => edge.to.permission);
    const places = circle.flatMap(({ edge }) => edge.at ?? []);
    const [at, ...others] = places;
    // Every model that lists a declared action has the circle of its prerequisites; it is reported once.
    const key = at && JSON.stringify([at.document.source.path, at.document.index, at.path]);
    if (!at || key === undefined || reportedKeys.has(key)) continue;
    reportedKeys.add(key);
    report(
      'prerequisite-cycle',
      spanOf(at),
      { cycle: cycleText([cell.permission, ...names]) },
      'take one of these prerequisites away',
      {
        related: others
          .slice(0, stepsShown)
          .map((place) => ({ at: spanOf(place), note: 'and this comes back to it' })),
      },
    );
  }
}

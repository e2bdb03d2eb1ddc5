import type { Report } from '../../diagnostics/diagnostic.ts';
import { type Catalog, type Cell, gatingActionOf, hasRight } from '../../model/catalog.ts';
import { type Place, spanOf } from '../../model/document.ts';

/** That one cell comes before another. `through` is the property that the catalog names, if it names one. */
interface Edge {
  readonly to: Cell;
  readonly through?: Cell;
  readonly at?: Place;
}

/**
 * The cells that have prerequisites, each after all that it requires: what makes one pass over them enough.
 * A property follows its model's action, so a prerequisite on a property is one on the action too. Circles
 * are reported, each once.
 */
export function orderCells(catalog: Catalog, report: Report): readonly Cell[] {
  const edges = new Map<Cell, readonly Edge[]>();
  const followers = new Map<Cell, Cell[]>();
  const open = new Map<Cell, number>();
  for (const cell of catalog.cells) {
    const needs = edgesOf(cell);
    if (needs.length === 0) continue;
    edges.set(cell, needs);
    open.set(cell, needs.length);
    for (const { to } of needs) {
      const known = followers.get(to);
      if (known) known.push(cell);
      else followers.set(to, [cell]);
    }
  }
  const ordered: Cell[] = [];
  const ready = catalog.cells.filter((cell) => !edges.has(cell));
  for (const cell of ready) {
    if (edges.has(cell)) ordered.push(cell);
    for (const follower of followers.get(cell) ?? []) {
      const left = (open.get(follower) ?? 0) - 1;
      open.set(follower, left);
      if (left === 0) ready.push(follower);
    }
  }
  reportCircles(new Set([...edges.keys()].filter((cell) => (open.get(cell) ?? 0) > 0)), edges, report);
  return ordered;
}

function edgesOf(cell: Cell): readonly Edge[] {
  if (cell.kind === 'property') return [];
  const edges: Edge[] = cell.requires.map(({ cell: to, at }) => {
    if (to.kind !== 'property') return { to, at };
    return { to: gatingActionOf(to) ?? to, through: to, at };
  });
  const view = cell.model?.actions.get('view');
  if (cell.action === 'export' && view && cell.model && hasRight(cell.model, 'view'))
    edges.push({ to: view });
  return edges;
}

/** A circle longer than this is told by its first steps and its last. */
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
    const names = circle.flatMap(({ edge }) => [
      ...(edge.through ? [edge.through.permission] : []),
      edge.to.permission,
    ]);
    const places = circle.flatMap(({ edge }) => edge.at ?? []);
    const [at, ...others] = places;
    if (!at) continue;
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

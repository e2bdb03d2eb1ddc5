import { useCallback, useMemo } from 'react';
import { CellPanel } from '../cell/CellPanel.tsx';
import { useExplorer } from '../context.ts';
import { Broken } from '../parts/Broken.tsx';
import { compareSquare } from '../state/compare-square.ts';
import { rowIn, rowsOfTenant } from '../state/find-row.ts';
import {
  describeSquare,
  drawRole,
  drawSubject,
  type GridCell,
  type GridColumn,
  type GridLine,
  listActionColumns,
  type SquareAt,
} from '../state/grid.ts';
import { readMatrixChoice } from '../state/matrix-choice.ts';
import type { World } from '../state/world.ts';
import { Grid } from './Grid.tsx';
import { Legend } from './Legend.tsx';
import { MatrixFilters } from './MatrixFilters.tsx';

/** One tenant: what one role may do, or what all roles may do with one subject. */
export function MatrixView() {
  const { draft } = useExplorer();
  if (!draft.matrix) return <Broken />;
  return <WholeMatrix matrix={draft.matrix} />;
}

function WholeMatrix({ matrix }: { readonly matrix: NonNullable<World['matrix']> }) {
  const { route, go, tree, base, changes } = useExplorer();
  const choice = readMatrixChoice(matrix, route.params);
  const { tenant, role, subject, filter } = choice;
  const rows = tenant && rowsOfTenant(matrix, tenant.name);
  const { cell, of } = route.params;
  const opened = cell !== undefined && tenant ? rowIn(matrix, tenant.name, of ?? '') : undefined;
  const openedCell = cell === undefined ? undefined : opened?.tenant.catalog.cellOf.get(cell);
  const [unfolded, unfold] = useUnfolded(openedCell?.property === undefined ? undefined : openedCell.subject);
  const lines = useMemo(() => {
    if (!tenant || !rows) return [];
    if (subject !== undefined)
      return drawSubject(tenant.catalog, [...rows.values()], subject, filter, unfolded);
    const row = role === undefined ? undefined : rows.get(role);
    return row ? drawRole(row, filter, unfolded) : [];
  }, [tenant, rows, subject, role, filter, unfolded]);
  const columns = useMemo<readonly GridColumn[]>(() => {
    if (!tenant || !rows) return [];
    if (subject === undefined) return listActionColumns(tenant.catalog);
    return [...rows.values()].map((row) => ({ id: row.role.name, title: row.role.title ?? row.role.name }));
  }, [tenant, rows, subject]);
  // The base has the say: what the edits leave as it was there is no change.
  const against = base ?? (changes.size > 0 ? tree : undefined);
  const changeOf = useCallback((cell: GridCell) => compareSquare(against?.matrix, cell), [against]);
  const isOpen = useCallback(
    (one: GridCell) => one.cell.permission === cell && one.row.role.name === of,
    [cell, of],
  );
  const open = useCallback((one: GridCell) => go({ cell: one.cell.permission, of: one.row.role.name }), [go]);
  const openedAt = useOpened(lines, openedCell?.subject, isOpen);

  return (
    <div className={opened ? 'matrix with-cell' : 'matrix'}>
      <section aria-label="Matrix" className="matrix-main">
        <MatrixFilters matrix={matrix} choice={choice} />
        <Legend />
        {lines.length === 0 ? (
          <p className="empty">Nothing here meets the filters.</p>
        ) : (
          <Grid
            label={
              subject === undefined ? `Permissions of ${role} in ${tenant?.name}` : `Roles on ${subject}`
            }
            squareWord={describeSquare}
            {...{ columns, lines, unfolded, unfold, isOpen, open, changeOf, opened: openedAt }}
          />
        )}
      </section>
      {opened && cell !== undefined && (
        <CellPanel
          key={`${opened.role.name} ${cell}`}
          tenant={opened.tenant.name}
          role={opened.role.name}
          permission={cell}
          close={() => go({ cell: undefined, of: undefined })}
        />
      )}
    </div>
  );
}

/** Returns the square that is open, the same as long as it is. */
const useOpened = (
  lines: readonly GridLine[],
  subject: string | undefined,
  isOpen: (cell: GridCell) => boolean,
): SquareAt | undefined =>
  useMemo(
    () => (subject === undefined ? undefined : findOpened(lines, subject, isOpen)),
    [lines, subject, isOpen],
  );

/** Finds the square that is open among the lines of its subject; undefined if the filters leave it out. */
function findOpened(
  lines: readonly GridLine[],
  subject: string,
  isOpen: (cell: GridCell) => boolean,
): SquareAt | undefined {
  for (const { id, subject: of, cells } of lines) {
    if (of !== subject) continue;
    for (const [column, cell] of cells) if (isOpen(cell)) return { line: id, column };
  }
  return undefined;
}

/**
 * Returns the subjects that are unfolded, and the function that unfolds or folds one. The address names them; that of which a
 * property is open is among them, and when it is folded, the property closes.
 */
function useUnfolded(opened: string | undefined): readonly [ReadonlySet<string>, (subject: string) => void] {
  const { route, go } = useExplorer();
  const { unfolded: text = '' } = route.params;
  const unfolded = useMemo(() => {
    const names = new Set(text.split('|').filter((name) => name !== ''));
    return opened === undefined ? names : names.add(opened);
  }, [text, opened]);
  const unfold = useCallback(
    (name: string) => {
      const next = new Set(unfolded);
      if (!next.delete(name)) next.add(name);
      go({
        unfolded: [...next].join('|') || undefined,
        ...(name === opened && { cell: undefined, of: undefined }),
      });
    },
    [unfolded, opened, go],
  );
  return [unfolded, unfold];
}

import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { mostPrinted, useIsPrinting } from '../use-is-printing.ts';

/** A column of a table: its title, what it shows of a row, and by what it sorts. */
export interface DataColumn<Row> {
  readonly id: string;
  readonly title: string;
  readonly show: (row: Row) => ReactNode;
  readonly sortBy?: (row: Row) => string | number;
}

interface Props<Row> {
  readonly label: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

const rowHeight = 30;

/** A table of which only the rows that are seen are drawn; a click on a title sorts. */
export function DataTable<Row>({ label, columns, rows, keyOf }: Props<Row>) {
  const frame = useRef<HTMLDivElement>(null);
  const [sorted, sort] = useState<{ readonly id: string; readonly isUp: boolean }>();
  const shown = useMemo(() => sortRows(rows, columns, sorted), [rows, columns, sorted]);
  const lines = useVirtualizer({
    count: shown.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: useIsPrinting() ? mostPrinted : 15,
  });
  const items = lines.getVirtualItems();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard
    <section ref={frame} className="table-frame" aria-label={label} tabIndex={0}>
      <table className="data" aria-rowcount={shown.length + 1}>
        <thead>
          <tr>
            {columns.map(({ id, title, sortBy }) => (
              <th
                key={id}
                scope="col"
                aria-sort={sorted?.id !== id ? undefined : sorted.isUp ? 'ascending' : 'descending'}
              >
                {sortBy ? (
                  <button
                    type="button"
                    className="sort"
                    onClick={() => sort({ id, isUp: sorted?.id === id ? !sorted.isUp : true })}
                  >
                    {title}
                  </button>
                ) : (
                  title
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={items[0]?.start ?? 0} />
          {items.map(({ index }) => {
            const row = shown[index] as Row;
            return (
              <tr key={keyOf(row)} aria-rowindex={index + 2}>
                {columns.map(({ id, show }) => (
                  <td key={id}>{show(row)}</td>
                ))}
              </tr>
            );
          })}
          <Gap height={lines.getTotalSize() - (items.at(-1)?.end ?? 0)} />
        </tbody>
      </table>
    </section>
  );
}

const Gap = ({ height }: { readonly height: number }) =>
  height > 0 ? (
    <tr className="space">
      <td style={{ height }} />
    </tr>
  ) : null;

function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly DataColumn<Row>[],
  sorted: { readonly id: string; readonly isUp: boolean } | undefined,
): readonly Row[] {
  const sortBy = columns.find(({ id }) => id === sorted?.id)?.sortBy;
  if (!sorted || !sortBy) return rows;
  const way = sorted.isUp ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [one, other] = [sortBy(a), sortBy(b)];
    return one === other ? 0 : one < other ? -way : way;
  });
}

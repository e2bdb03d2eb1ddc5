import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { GridCell, GridColumn, GridLine, SquareAt } from '../state/grid.ts';
import { mostPrinted, useIsPrinting } from '../use-is-printing.ts';
import { GridRow } from './GridRow.tsx';

interface Props {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly lines: readonly GridLine[];
  readonly unfolded: ReadonlySet<string>;
  readonly unfold: (subject: string) => void;
  readonly isOpen: (cell: GridCell) => boolean;
  /** The square that is open beside the table, which is brought into sight; undefined if none is. */
  readonly opened: SquareAt | undefined;
  readonly open: (cell: GridCell) => void;
  readonly squareWord: (cell: GridCell) => string;
  readonly changeOf: (cell: GridCell) => 'gained' | 'lost' | 'moved' | undefined;
}

const lineHeight = 32;
const headHeight = 38;
/** The widths of the column of names and of the others: in narrow windows, beside an open cell, and in wide windows. */
const widths = { narrow: [126, 92], beside: [196, 92], wide: [252, 110] } as const;
/** The most columns that are all drawn, which costs less than finding out which are seen. */
const fewColumns = 24;

/**
 * A table of squares, of which only those that are seen are drawn. Arrows go from square to square, Enter opens one, and the
 * whole is one stop for Tab.
 */
export function Grid(props: Props) {
  const { label, columns, lines, unfolded, opened, ...rest } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<SquareAt>();
  const [nameWidth, columnWidth] = useWidths(opened !== undefined);
  const { items, seen, space, show } = useSeen(frame, lines, columns, columnWidth);
  const focus = useFocus(frame, show);
  useInSight(frame, show, opened);
  const current = at && lines.some(({ id }) => id === at.line) ? at : firstSquare(lines, columns);

  function step(event: KeyboardEvent) {
    const next = current && stepFrom(event, current, lines, columns);
    if (!next) return;
    event.preventDefault();
    setAt(next);
    focus(next);
  }

  return (
    <div ref={frame} className="grid-frame">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table through which arrows lead is a grid
        role="grid"
        aria-label={label}
        aria-rowcount={lines.length + 1}
        aria-colcount={columns.length + 1}
        className="grid"
        style={
          {
            width: nameWidth + columns.length * columnWidth,
            '--name': `${nameWidth}px`,
            '--column': `${columnWidth}px`,
          } as CSSProperties
        }
        onKeyDown={step}
      >
        <Head columns={seen} before={space.before} after={space.after} />
        <tbody>
          <Space height={space.above} />
          {items.map(({ index }) => {
            const line = lines[index];
            return (
              line && (
                <GridRow
                  key={line.id}
                  {...rest}
                  {...{ line, index, before: space.before, after: space.after, columns: seen }}
                  isUnfolded={unfolded.has(line.subject)}
                  stop={current?.line === line.id ? current.column : undefined}
                  reach={setAt}
                />
              )
            );
          })}
          <Space height={space.below} />
        </tbody>
      </table>
    </div>
  );
}

/** Finds the lines and columns that are seen, the space that the others take, and how to bring one into sight. */
function useSeen(
  frame: { readonly current: HTMLDivElement | null },
  lines: readonly GridLine[],
  columns: readonly GridColumn[],
  columnWidth: number,
) {
  const isPrinting = useIsPrinting();
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => lineHeight,
    overscan: isPrinting ? mostPrinted : columns.length <= fewColumns ? 12 : 6,
    scrollPaddingStart: headHeight + 8,
  });
  const isFew = columns.length <= fewColumns;
  const across = useVirtualizer({
    horizontal: true,
    enabled: !isFew,
    count: columns.length,
    getScrollElement: () => frame.current,
    estimateSize: () => columnWidth,
    overscan: isPrinting ? mostPrinted : 2,
  });
  const { measure } = across;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other widths are other places
  useLayoutEffect(() => measure(), [measure, columnWidth]);
  const items = rows.getVirtualItems();
  const acrossItems = across.getVirtualItems();
  const [from, to] = isFew ? [0, columns.length] : rangeOf(acrossItems);
  // The same columns are the same list, so that a line that is drawn stays.
  const seen = useMemo(() => columns.slice(from, to), [columns, from, to]);
  const [before, after] = isFew ? [0, 0] : spaceAround(acrossItems, columns.length * columnWidth);
  const space = {
    ...{ before, after },
    above: items[0]?.start ?? 0,
    below: rows.getTotalSize() - (items.at(-1)?.end ?? 0),
  };
  return {
    items,
    seen,
    space,
    show({ line, column }: SquareAt) {
      rows.scrollToIndex(lines.findIndex(({ id }) => id === line));
      if (!isFew) across.scrollToIndex(columns.findIndex(({ id }) => id === column));
    },
  };
}

interface HeadProps {
  readonly columns: readonly GridColumn[];
  readonly before: number;
  readonly after: number;
}

const Head = ({ columns, before, after }: HeadProps) => (
  <thead>
    <tr aria-rowindex={1}>
      <th scope="col" className="corner">
        Permission
      </th>
      {before > 0 && <td aria-hidden="true" style={{ width: before }} />}
      {columns.map(({ id, title, note }) => (
        <th key={id} scope="col" title={note === undefined ? title : `${title}: ${note}`}>
          <span>{title}</span>
          {note !== undefined && <small>{note}</small>}
        </th>
      ))}
      {after > 0 && <td aria-hidden="true" style={{ width: after }} />}
    </tr>
  </thead>
);

const Space = ({ height }: { readonly height: number }) =>
  height > 0 ? (
    <tr className="space">
      <td style={{ height }} />
    </tr>
  ) : null;

const rangeOf = (items: readonly { readonly index: number }[]): readonly [number, number] => [
  items[0]?.index ?? 0,
  (items.at(-1)?.index ?? -1) + 1,
];

function spaceAround(
  items: readonly { readonly start: number; readonly end: number }[],
  width: number,
): readonly [number, number] {
  return [items[0]?.start ?? 0, width - (items.at(-1)?.end ?? 0)];
}

const narrow = matchMedia('(width < 40rem)');
/** The windows in which a cell stands beside the table and takes the room of its last columns. */
const fairlyWide = matchMedia('(75rem <= width < 90rem)');

/** Returns true in the windows that a query is about. */
const useMatches = (query: MediaQueryList): boolean =>
  useSyncExternalStore(
    (changed) => {
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => query.matches,
  );

/** Returns the widths of the columns in the window as it is. */
function useWidths(isBeside: boolean): readonly [name: number, other: number] {
  const isNarrow = useMatches(narrow);
  const isFairlyWide = useMatches(fairlyWide);
  return widths[isNarrow ? 'narrow' : isBeside && isFairlyWide ? 'beside' : 'wide'];
}

/** Returns the function that gives the keyboard to a square, once it is drawn. */
function useFocus(
  frame: { readonly current: HTMLDivElement | null },
  show: (at: SquareAt) => void,
): (at: SquareAt) => void {
  const [wanted, want] = useState<SquareAt>();
  useEffect(() => {
    if (!wanted) return undefined;
    const find = () => findSquare(frame.current, wanted);
    const timer = setTimeout(() => find()?.focus(), find() ? 0 : 30);
    return () => clearTimeout(timer);
  }, [wanted, frame]);
  return (at) => {
    show(at);
    want({ ...at });
  };
}

/** Brings the square that is open into sight, wherever the address that opened it comes from. */
function useInSight(
  frame: { readonly current: HTMLDivElement | null },
  show: (at: SquareAt) => void,
  opened: SquareAt | undefined,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once it was seen, whoever reads may scroll away
  useEffect(() => {
    if (!opened) return undefined;
    if (!findSquare(frame.current, opened)) show(opened);
    // The panel that opens with it takes room, and a line that was not seen is to be drawn first.
    const timer = setTimeout(
      () => findSquare(frame.current, opened)?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
      30,
    );
    return () => clearTimeout(timer);
  }, [opened]);
}

const findSquare = (frame: HTMLDivElement | null, { line, column }: SquareAt): HTMLElement | undefined =>
  [...(frame?.querySelectorAll<HTMLElement>('[data-line]') ?? [])].find(
    ({ dataset }) => dataset.line === line && dataset.column === column,
  );

function firstSquare(lines: readonly GridLine[], columns: readonly GridColumn[]): SquareAt | undefined {
  const line = lines.find(({ cells }) => cells.size > 0);
  const column = line && columns.find(({ id }) => line.cells.has(id));
  return line && column && { line: line.id, column: column.id };
}

const ways: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-12, 0],
  PageDown: [12, 0],
  Home: [0, -1000],
  End: [0, 1000],
};

/** Returns the square to which a key leads: the next one in its direction that is there. */
function stepFrom(
  { key, ctrlKey }: KeyboardEvent,
  from: SquareAt,
  lines: readonly GridLine[],
  columns: readonly GridColumn[],
): SquareAt | undefined {
  const way = ways[key];
  if (!way) return undefined;
  const [down, right] = ctrlKey && (key === 'Home' || key === 'End') ? [way[1] * 1000, way[1]] : way;
  const keep = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  const column = columns.findIndex(({ id }) => id === from.column);
  const row = lines.findIndex(({ id }) => id === from.line);
  const stepDown = Math.sign(down);
  const stepRight = Math.sign(right);
  let [y, x] = [keep(row + down, lines.length - 1), keep(column + right, columns.length - 1)];
  for (let left = Math.max(lines.length, columns.length); left > 0; left--) {
    const [line, found] = [lines[y], columns[x]];
    if (line && found && line.cells.has(found.id)) return { line: line.id, column: found.id };
    // Behind the last square in a direction, it goes back towards where it came from.
    if (line && stepDown !== 0 && line.cells.size > 0) {
      const first = columns.find(({ id }) => line.cells.has(id));
      return first && { line: line.id, column: first.id };
    }
    const isAtEnd = stepDown !== 0 ? y + stepDown < 0 || y + stepDown >= lines.length : false;
    if (isAtEnd) return undefined;
    y = keep(y + stepDown, lines.length - 1);
    x = keep(x + (Math.abs(right) > 1 ? -stepRight : stepRight), columns.length - 1);
  }
  return undefined;
}

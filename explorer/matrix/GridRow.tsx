import { memo } from 'react';
import { cellStates } from '../state/cells.ts';
import type { GridCell, GridColumn, GridLine, SquareAt } from '../state/grid.ts';

interface Props {
  readonly line: GridLine;
  readonly index: number;
  readonly columns: readonly GridColumn[];
  readonly before: number;
  readonly after: number;
  readonly isUnfolded: boolean;
  readonly unfold: (subject: string) => void;
  /** The column whose square Tab stops at. */
  readonly stop: string | undefined;
  readonly reach: (at: SquareAt) => void;
  readonly isOpen: (cell: GridCell) => boolean;
  readonly open: (cell: GridCell) => void;
  readonly squareWord: (cell: GridCell) => string;
  readonly changeOf: (cell: GridCell) => 'gained' | 'lost' | 'moved' | undefined;
}

/** One line of a grid. */
export const GridRow = memo(function GridRow(props: Props) {
  const { line, index, columns, before, after, stop, reach, isOpen, open, squareWord, changeOf } = props;
  return (
    <tr aria-rowindex={index + 2} className={line.kind}>
      <th scope="row">
        <LineName {...props} />
      </th>
      {before > 0 && <td aria-hidden="true" style={{ width: before }} />}
      {columns.map(({ id }) => {
        const cell = line.cells.get(id);
        if (!cell) return <td key={id} className="none" />;
        return (
          <td key={id}>
            <Square
              cell={cell}
              line={line.id}
              column={id}
              isStop={stop === id}
              isPressed={isOpen(cell)}
              {...{ squareWord, changeOf, open, reach }}
            />
          </td>
        );
      })}
      {after > 0 && <td aria-hidden="true" style={{ width: after }} />}
    </tr>
  );
});

function LineName({ line, isUnfolded, unfold }: Props) {
  const { kind, title, name, subject, parts } = line;
  const isPart = kind === 'permission' || kind === 'property';
  const other = name !== undefined && name !== title && !isPart ? name : undefined;
  if (parts === 0)
    return (
      <span className="leaf" title={isPart ? name : [title, other].filter(Boolean).join(' · ')}>
        {title} {other !== undefined && <small>{other}</small>}
      </span>
    );
  return (
    <button
      type="button"
      className="unfold"
      aria-expanded={isUnfolded}
      title={[title, other].filter(Boolean).join(' · ')}
      onClick={() => unfold(subject)}
    >
      <span className="title">{title}</span> {other !== undefined && <small>{other}</small>}
      <span className="count">
        {parts}
        <span className="unseen"> {kind === 'group' ? 'properties below' : 'properties'}</span>
      </span>
    </button>
  );
}

interface SquareProps extends Pick<Props, 'reach' | 'open' | 'squareWord' | 'changeOf'> {
  readonly cell: GridCell;
  readonly line: string;
  readonly column: string;
  readonly isStop: boolean;
  readonly isPressed: boolean;
}

const changeWords = { gained: '+', lost: '−', moved: '~' } as const;

/**
 * One square. There are hundreds, and each column or line that comes into sight draws the lines anew: a square that stays as it is
 * is left alone.
 */
const Square = memo(function Square(props: SquareProps) {
  const { cell, line, column, isStop, isPressed, squareWord, changeOf, open, reach } = props;
  const { state, isMatch, other } = cell;
  const { letter, title } = cellStates[state];
  const change = changeOf(cell);
  const word = squareWord(cell);
  const more = [
    `${cell.cell.permission} for ${cell.row.role.name}: ${title}`,
    ...(other === undefined ? [] : [`compared: ${cellStates[other].title}`]),
    ...(change === undefined ? [] : [change]),
  ].join(', ');
  return (
    <button
      type="button"
      className={`square ${state}${isMatch ? '' : ' dim'}`}
      data-line={line}
      data-column={column}
      data-permission={cell.cell.permission}
      tabIndex={isStop ? 0 : -1}
      aria-pressed={isPressed}
      aria-label={`${letter} ${word}, ${more}`}
      title={more}
      onFocus={() => reach({ line, column })}
      onClick={() => open(cell)}
    >
      <b>{letter}</b> <span className="word">{word}</span>
      {change !== undefined && (
        <i aria-hidden="true" className={change}>
          {changeWords[change]}
        </i>
      )}
    </button>
  );
});

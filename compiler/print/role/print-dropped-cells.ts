import type { Cell } from '../../model/catalog.ts';
import { count } from '../../text/count.ts';
import { formatTable } from '../../text/table.ts';

/**
 * Prints the permissions that a clone lost, a line for each model: its actions, then its properties by right. Those that
 * its file does not name any more stand apart from those that it still asks for by `all`, `except` or a star.
 */
export function printDroppedCells(
  cells: readonly Cell[],
  isAskedFor: (cell: Cell) => boolean,
  cap: string,
): string {
  const gone = cells.filter((cell) => !isAskedFor(cell));
  const capped = cells.filter(isAskedFor);
  const number = count(capped.length, 'permission');
  return [
    gone.length === 0
      ? 'nothing was dropped\n'
      : `dropped ${count(gone.length, 'permission')} that ${cap} does not hold:\n${printCells(gone)}`,
    capped.length === 0
      ? ''
      : `capped ${number}, which the file still asks for by \`all\`, \`except\` or \`*\` and gives once ${cap} holds ${capped.length === 1 ? 'it' : 'them'}:\n${printCells(capped)}`,
  ].join('');
}

/**
 * Prints the permissions that a role asks for and does not hold, but its clone could: they are left out unless the clone
 * is widened.
 */
export function printOtherCells(cells: readonly Cell[], isWidened: boolean, cap: string): string {
  if (cells.length === 0) return '';
  const number = count(cells.length, 'permission');
  return isWidened
    ? `widened by ${number} that the role does not hold and ${cap} does:\n${printCells(cells)}`
    : `left out ${number} that the role does not hold and ${cap} would; \`--widen\` takes ${cells.length === 1 ? 'it' : 'them'}:\n${printCells(cells)}`;
}

function printCells(cells: readonly Cell[]): string {
  const subjects = [...new Set(cells.map(({ subject }) => subject))];
  return formatTable(
    subjects.map((subject) => {
      const own = cells.filter((cell) => cell.subject === subject).sort((a, b) => a.index - b.index);
      const named = own.filter(({ property }) => property === undefined).map(({ action }) => action);
      const parts = [
        ...(named.length > 0 ? [named.join(', ')] : []),
        ...printProperties('view', own),
        ...printProperties('update', own),
      ];
      return [`  ${subject}`, parts.join('; ')];
    }),
  );
}

function printProperties(right: string, cells: readonly Cell[]): readonly string[] {
  const names = cells.flatMap(({ property, action }) =>
    property !== undefined && action === right ? property : [],
  );
  return names.length === 0 ? [] : [`${right} of ${names.join(', ')}`];
}

import { actions, type Cell } from '../../model/catalog.ts';
import { table } from '../../text/table.ts';
import { count } from '../findings/tally.ts';

/** The permissions that a clone lost, a line for each model: its actions, then its properties by right. */
export function dropped(cells: readonly Cell[], cap: string): string {
  if (cells.length === 0) return 'nothing was dropped\n';
  const subjects = [...new Set(cells.map(({ subject }) => subject))];
  const lines = subjects.map((subject) => {
    const own = cells.filter((cell) => cell.subject === subject);
    const named = own.filter(({ property }) => property === undefined).map(({ action }) => action);
    const parts = [
      ...(named.length > 0 ? [inOrder(named).join(', ')] : []),
      ...propertiesBy('view', own),
      ...propertiesBy('update', own),
    ];
    return [`  ${subject}`, parts.join('; ')];
  });
  return `dropped ${count(cells.length, 'permission')} that ${cap} does not hold:\n${table(lines)}`;
}

const inOrder = (named: readonly Cell['action'][]): readonly string[] =>
  [...actions, 'use' as const].filter((action) => named.includes(action));

function propertiesBy(right: string, cells: readonly Cell[]): readonly string[] {
  const names = cells.flatMap(({ property, action }) =>
    property !== undefined && action === right ? property : [],
  );
  return names.length === 0 ? [] : [`${right} of ${names.join(', ')}`];
}

import { nearest } from '../../diagnostics/suggest.ts';
import type { Literal } from '../../model/condition.ts';
import { fitsAttribute } from '../../model/fits-type.ts';
import type { ImportColumn } from '../../model/mapping.ts';
import { readTypedText, typeWords } from '../../model/typed-value.ts';
import type { Span } from '../../text/source.ts';
import type { ExportedValue, ObservedUser } from './observed.ts';
import type { ShapePlan } from './plan-shape.ts';
import { readSeatsOfRow } from './read-seats.ts';
import { itemsOf, type ReadingContext, readSwitchIn, readUserType, spanIn } from './read-values.ts';
import type { ExportCell, ExportRow } from './walk-rows.ts';

/** The users of exports, as they are gathered row by row. */
export interface UserGatherer {
  readonly found: ReadonlyMap<string, ObservedUser>;
  readonly take: (row: ExportRow, plan: ShapePlan) => void;
}

/** Starts to gather users. */
export function gatherUsers(context: ReadingContext): UserGatherer {
  const found = new Map<string, ObservedUser>();
  return {
    found,
    take(row, plan) {
      const { source } = row.shape;
      const cell = row.cells[plan.columns.get('id') ?? -1];
      if (!cell || cell.list || cell.entries) {
        const at = { source, start: row.at.start, end: Math.max(row.at.end, row.at.start + 1) };
        context.repeats.once('import-unclear', at, { what: 'this row', reason: 'it names no user' });
        return;
      }
      const user = readUser(cell.text.trim(), row, plan, context);
      if (!found.has(user.id)) found.set(user.id, user);
      else
        context.repeats.once(
          'declared-twice',
          user.at,
          { what: 'user', name: user.id },
          'keep one of the two',
        );
    },
  };
}

function readUser(id: string, row: ExportRow, plan: ShapePlan, context: ReadingContext): ObservedUser {
  const { source } = row.shape;
  const said = <T>(
    column: ImportColumn,
    read: (cell: ExportCell, at: Span) => ExportedValue<T> | undefined,
  ) => {
    const cell = row.cells[plan.columns.get(column) ?? -1];
    return cell && read(cell, spanIn(source, cell));
  };
  const userType = said('userType', (cell, at) => readUserType(cell, at, context));
  const seats = readSeatsOfRow(row, plan, context);
  const roles = said('roles', (cell, at) => ({
    value: [...new Set(itemsOf(cell).map((name) => context.vocabulary.mapping?.roles.get(name) ?? name))],
    at,
  }));
  const active = said('active', (cell, at) => {
    const value = readSwitchIn('`active`', cell, at, context);
    return value === undefined ? undefined : { value, at };
  });
  const madeBy = said('madeBy', (cell, at) => ({ value: cell.text.trim(), at }));
  const id1 = row.cells[plan.columns.get('id') ?? -1];
  return {
    id,
    at: spanIn(source, id1 ?? row),
    ...(userType && { userType }),
    ...(seats && { seats }),
    ...(roles && { roles }),
    ...(active && { active }),
    ...(madeBy && { madeBy }),
    attributes: readAttributes(row, plan, context),
  };
}

/** Reads the attributes of a user, each as the type of the Principal says. */
function readAttributes(
  row: ExportRow,
  plan: ShapePlan,
  { policy, repeats }: ReadingContext,
): ReadonlyMap<string, ExportedValue<Literal | readonly Literal[]>> {
  const { source } = row.shape;
  const written = [...plan.columns].flatMap(([column, index]): readonly (readonly [string, ExportCell])[] => {
    const cell = row.cells[index];
    if (!cell) return [];
    if (column === 'attributes') return [...(cell.entries ?? [])];
    const name = /^attributes\.(.+)$/.exec(column)?.[1];
    return name === undefined ? [] : [[name, cell]];
  });
  const found = new Map<string, ExportedValue<Literal | readonly Literal[]>>();
  for (const [name, cell] of written) {
    const at = spanIn(source, cell);
    const type = policy.attributes.get(name);
    if (type === undefined) {
      const near = nearest(name, policy.attributes.keys());
      repeats.unknown(at, { what: 'attribute', name, reason: '' }, near && `did you mean \`${near}\`?`);
      continue;
    }
    const value = cell.list ?? readTypedText(cell.text, type);
    if (fitsAttribute(value, type)) found.set(name, { value, at });
    else repeats.value(at, { what: `attribute \`${name}\``, value: cell.text, expected: typeWords[type] });
  }
  return found;
}

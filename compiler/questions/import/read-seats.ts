import type { Seat } from '../../model/policy.ts';
import type { ExportedValue } from './observed.ts';
import type { ShapePlan } from './plan-shape.ts';
import { type ReadingContext, readSeats, readSwitchIn, spanIn } from './read-values.ts';
import type { ExportRow } from './walk-rows.ts';

/** Reads the seats of a row, from a list of them or from a column for each; undefined if one is unknown or nothing speaks of seats. */
export function readSeatsOfRow(
  { cells, shape: { source }, at: rowAt }: ExportRow,
  { columns, seats }: Pick<ShapePlan, 'columns' | 'seats'>,
  context: ReadingContext,
): ExportedValue<readonly Seat[]> | undefined {
  const list = cells[columns.get('seats') ?? -1];
  if (list) return readSeats(list, spanIn(source, list), context);
  if (seats.length === 0) return undefined;
  const said = seats.map(([index, seat]) => {
    const cell = cells[index];
    const isOn = cell ? readSwitchIn(`seat \`${seat.name}\``, cell, spanIn(source, cell), context) : false;
    return { seat, cell, isOn };
  });
  if (said.some(({ isOn }) => isOn === undefined)) return undefined;
  const at = spanIn(source, said.find(({ cell }) => cell)?.cell ?? { at: rowAt });
  return { value: said.flatMap(({ seat, isOn }) => (isOn ? [seat] : [])), at };
}

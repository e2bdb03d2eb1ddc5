import { stringify } from 'csv-stringify/sync';
import type { ComparedReaches, ReachReport } from '../../questions/reach/report-reach.ts';

/** Prints which records somebody reaches: a line for every way to each, or for the reason why not. No cell starts a formula. */
export function printReachCsv({ holder, cell, records }: ReachReport): string {
  const who = [holder.tenant.name, holder.name, cell.permission];
  return writeCsv([
    [
      'tenant',
      holder.user ? 'user' : 'role',
      'permission',
      'line',
      'record',
      'reached',
      'by',
      'portfolio',
      'because',
    ],
    ...records.flatMap(({ record, isReached, by, because = '' }) => {
      const start = [...who, String(record.line), record.label, String(isReached)];
      return by.length > 0
        ? by.map((way) => [...start, way.role, way.portfolio, way.because])
        : [[...start, '', '', because]];
    }),
  ]);
}

/** Prints who gains and who loses how many records: a line for each person. No cell starts a formula. */
export function printReachComparisonCsv({ tenant, cell, people }: ComparedReaches): string {
  return writeCsv([
    ['tenant', 'user', 'permission', 'before', 'after', 'gains', 'loses'],
    ...people.map(({ name, before, after, gained, lost }) => [
      tenant,
      name,
      cell.permission,
      ...[before, after, gained.length, lost.length].map(String),
    ]),
  ]);
}

const writeCsv = (rows: readonly (readonly string[])[]): string =>
  stringify([...rows], { escape_formulas: true, quoted_match: /[\r\n\t]/, record_delimiter: '\n' });

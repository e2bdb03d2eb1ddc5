import { stringify } from 'csv-stringify/sync';
import type { Queryable } from './database.ts';
import { companies, type Loaded, toSql } from './models.ts';
import { selectFrom } from './reading.ts';
import { forbidden } from './refusals.ts';
import type { Session } from './session.ts';

/**
 * The companies that may be exported, as CSV. A property that is hidden for every company has no column; one that is
 * hidden for some has an empty cell there. No cell starts a formula: whoever could write it into a description would
 * have it run in the spreadsheet of whoever opens the file.
 */
export async function companiesAsCsv(database: Queryable, { user, policy }: Session): Promise<string> {
  if (!policy.canSome('export', 'Company'))
    throw forbidden('You may not export companies', [{ reason: policy.why('export', 'Company') }]);
  const values: unknown[] = [user.tenant];
  const { text } = toSql(policy.where('export', 'Company'), { from: 'record', values });
  const { rows } = await database.query<Loaded<'Company'>>(
    `${selectFrom(companies)} WHERE record.tenant = $1 AND ${text} ORDER BY record.id`,
    values,
  );
  const columns = companies.properties
    .map(({ name }) => name)
    .filter((name) => policy.canSome('export', 'Company', name));
  const lines = rows.map((record) => {
    const exported = policy.fields('export', 'Company', record);
    return columns.map((name) => (exported.includes(name) ? record[name] : null));
  });
  return stringify([columns, ...lines], { escape_formulas: true });
}

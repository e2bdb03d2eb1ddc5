import { Readable } from 'node:stream';
import type { Policy } from '@planhat/permissions';
import { type Stringifier, stringify } from 'csv-stringify';
import type { Queryable } from './database.ts';
import { companies, type Loaded, toSql } from './models.ts';
import { selectFrom } from './reading.ts';
import { forbidden } from './refusals.ts';
import type { Session } from './session.ts';

/** The number of companies that are in memory at a time, however many there are. */
export const rowsAtOnce = 200;

/**
 * The companies that may be exported, as CSV. A property that is hidden for every company has no column; one that is
 * hidden for some has an empty cell there. No cell starts a formula: whoever could write it into a description would
 * have it run in the spreadsheet of whoever opens the file.
 *
 * It is read as fast as the client reads, a block after another. Each block asks for what comes after the last id, so
 * that a client that dawdles holds no transaction open; what changes meanwhile is exported as it is then.
 */
export async function companiesAsCsv(database: Queryable, session: Session): Promise<Stringifier> {
  const { policy } = session;
  if (!policy.canSome('export', 'Company'))
    throw forbidden('You may not export companies', [{ reason: policy.why('export', 'Company') }]);
  const columns = companies.properties
    .map(({ name }) => name)
    .filter((name) => policy.canSome('export', 'Company', name));
  // Before anything is sent: an error after that can only cut the file off.
  const first = await readBlock(database, session, undefined);
  const lines = Readable.from(readLines(database, session, columns, first), { highWaterMark: 1 });
  const csv = stringify({ escape_formulas: true });
  lines.on('error', (error) => csv.destroy(error));
  csv.on('close', () => lines.destroy());
  return lines.pipe(csv);
}

async function* readLines(
  database: Queryable,
  session: Session,
  columns: readonly ExportedName[],
  first: readonly Loaded<'Company'>[],
): AsyncGenerator<readonly unknown[]> {
  yield columns;
  let block = first;
  while (block.length > 0) {
    for (const company of block) yield cellsOf(session.policy, columns, company);
    block = block.length < rowsAtOnce ? [] : await readBlock(database, session, block.at(-1)?._id);
  }
}

type ExportedName = (typeof companies.properties)[number]['name'];

function cellsOf(policy: Policy, columns: readonly ExportedName[], company: Loaded<'Company'>) {
  const exported = policy.fields('export', 'Company', company);
  return columns.map((name) => (exported.includes(name) ? company[name] : null));
}

/** The next companies that may be exported, by their ids. */
async function readBlock(
  database: Queryable,
  { user, policy }: Session,
  after: string | undefined,
): Promise<readonly Loaded<'Company'>[]> {
  const values: unknown[] = [user.tenant];
  const conditions = ['record.tenant = $1'];
  if (after !== undefined) conditions.push(`record.id > $${values.push(after)}`);
  conditions.push(toSql(policy.where('export', 'Company'), { from: 'record', values }).text);
  const { rows } = await database.query<Loaded<'Company'>>(
    `${selectFrom(companies)} WHERE ${conditions.join(' AND ')} ORDER BY record.id LIMIT ${rowsAtOnce}`,
    values,
  );
  return rows;
}

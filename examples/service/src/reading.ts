import type { Policy, Where } from '@planhat/permissions';
import type { Queryable } from './database.ts';
import { companies, type Loaded, type Resource, type ServedModel, toSql } from './models.ts';
import { forbidden, Refusal } from './refusals.ts';
import type { Session } from './session.ts';

/** A record as somebody may view it: what is hidden from them is not there. */
export type Shown = Readonly<Record<string, unknown>>;

/** The options of a list, as they stand in a query string. */
export interface ListQuery {
  readonly search?: string;
  /** A property; with a minus before it, from the last to the first. */
  readonly sort?: string;
  readonly page?: string;
}

export const pageSize = 20;

/** A page of the records that the session may view. */
export async function list<M extends ServedModel>(
  database: Queryable,
  { user, policy }: Session,
  resource: Resource<M>,
  { search, sort, page = '1' }: ListQuery,
): Promise<{ readonly total: number; readonly records: readonly Shown[] }> {
  const values: unknown[] = [user.tenant];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const meets = (where: Where) => toSql(where, { from: 'record', values }).text;
  const conditions = ['record.tenant = $1', meets(policy.where('view', resource.model))];
  if (search !== undefined) conditions.push(searching(resource, policy, search, meets, bind));
  const condition = conditions.join(' AND ');
  // By itself: beyond the last page there is no row to tell how many there are.
  const counted = await database.query<{ readonly total: number }>(
    `SELECT count(*)::int AS total FROM ${resource.table} AS record WHERE ${condition}`,
    [...values],
  );
  const order = sort === undefined ? [] : [sorting(resource, policy, sort, meets)];
  const { rows } = await database.query<Loaded<M>>(
    `${selectFrom(resource)} WHERE ${condition}
     ORDER BY ${[...order, 'record.id'].join(', ')}
     LIMIT ${pageSize} OFFSET ${bind((Number(page) - 1) * pageSize)}`,
    values,
  );
  return {
    total: counted.rows[0]?.total ?? 0,
    records: rows.map((record) => shown(policy, resource, record)),
  };
}

/**
 * Looks only into what may be viewed. To search a hidden property would tell what is in it, one letter at a time.
 */
function searching<M extends ServedModel>(
  { model, properties, searched }: Resource<M>,
  policy: Policy,
  search: string,
  meets: (where: Where) => string,
  bind: (value: string) => string,
): string {
  const pattern = bind(`%${search.replace(/[\\%_]/g, '\\$&')}%`);
  const parts = properties
    .filter(({ name }) => searched.includes(name))
    .map(
      ({ name, column }) =>
        `(${meets(policy.where('view', model, name))} AND record.${column} ILIKE ${pattern})`,
    );
  return `(${parts.join(' OR ')})`;
}

/** Sorts by what may be viewed: where the property is hidden, the record stands last, as if it had none. */
function sorting<M extends ServedModel>(
  { model, properties }: Resource<M>,
  policy: Policy,
  sort: string,
  meets: (where: Where) => string,
): string {
  const descending = sort.startsWith('-');
  const asked = descending ? sort.slice(1) : sort;
  const property = properties.find(({ name }) => name === asked);
  if (!property) throw new Refusal(400, 'There is no such property to sort by');
  const { name, column } = property;
  if (!policy.canSome('view', model, name))
    throw forbidden('You cannot sort by what you may not view', [
      { property: name, reason: policy.why('view', model, name) },
    ]);
  const viewable = meets(policy.where('view', model, name));
  return `CASE WHEN ${viewable} THEN record.${column} END ${descending ? 'DESC' : 'ASC'} NULLS LAST`;
}

/** One record, whether or not it may be viewed: ask before it is shown. `lock` is for a transaction that changes it. */
export async function load<M extends ServedModel>(
  database: Queryable,
  tenant: string,
  resource: Resource<M>,
  id: string,
  lock: 'FOR UPDATE OF record' | 'FOR SHARE OF record' | '' = '',
): Promise<Loaded<M> | undefined> {
  const company = lock !== '' && resource.companyOf ? 'FOR SHARE OF company' : '';
  const { rows } = await database.query<Loaded<M>>(
    `${selectFrom(resource)} WHERE record.tenant = $1 AND record.id = $2 ${lock} ${company}`,
    [tenant, id],
  );
  return rows[0];
}

/** Returns the properties of a record, and of its company, that may be viewed. */
export function shown<M extends ServedModel>(
  policy: Policy,
  resource: Resource<M>,
  record: Loaded<M>,
): Shown {
  const viewable = new Set<string>(policy.fields('view', resource.model, record));
  const entries = resource.properties
    .filter(({ name }) => viewable.has(name))
    .map(({ name }): [string, unknown] => [name, record[name]]);
  if (resource.companyOf) entries.push(['company', shown(policy, companies, resource.companyOf(record))]);
  return Object.fromEntries(entries);
}

/** Selects records with all that conditions read, named as the catalog names it, and with their company. */
export function selectFrom<M extends ServedModel>(resource: Resource<M>): string {
  const columns = resource.properties.map(({ name, column }) => `record.${column} AS "${name}"`);
  const from = `FROM ${resource.table} AS record`;
  if (!resource.companyOf) return `SELECT ${columns.join(', ')} ${from}`;
  const company = companies.properties.map(({ name, column }) => `'${name}', company.${column}`);
  const nested = `json_build_object(${company.join(', ')}) AS company`;
  return `SELECT ${[...columns, nested].join(', ')} ${from}
    JOIN companies AS company ON company.tenant = record.tenant AND company.id = record.company_id`;
}

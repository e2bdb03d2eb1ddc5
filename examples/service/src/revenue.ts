import type { Queryable } from './database.ts';
import { toSql } from './models.ts';
import { forbidden } from './refusals.ts';
import type { Session } from './session.ts';

export interface Revenue {
  readonly companies: number;
  readonly arr: number;
}

/**
 * The revenue of the companies of which it may be viewed: a sum over hidden values would give them away. The page is
 * part of a module, which one may use or not as a whole.
 */
export async function revenueOf(database: Queryable, { user, policy }: Session): Promise<Revenue> {
  if (!policy.uses('Revenue'))
    throw forbidden('You may not use the Revenue module', [{ reason: policy.why('use', 'Revenue') }]);
  const values: unknown[] = [user.tenant];
  const { text } = toSql(policy.where('view', 'Company', 'arr'), { from: 'record', values });
  const { rows } = await database.query<Revenue>(
    `SELECT count(record.arr)::int AS companies, coalesce(sum(record.arr), 0) AS arr
     FROM companies AS record WHERE record.tenant = $1 AND ${text}`,
    values,
  );
  return rows[0] ?? { companies: 0, arr: 0 };
}

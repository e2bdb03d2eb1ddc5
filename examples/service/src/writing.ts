import { randomUUID } from 'node:crypto';
import type { ModelWith } from '@planhat/permissions';
import type { Database, Queryable } from './database.ts';
import {
  type Changeable,
  companies,
  type Loaded,
  type Resource,
  type ServedModel,
  tasks,
  type Value,
} from './models.ts';
import { load, type Shown, shown } from './reading.ts';
import { forbidden, notFound, type Reason } from './refusals.ts';
import type { Session } from './session.ts';

/** New values of properties, as validated: known names only, each with a value that it accepts. */
export type Changes = Readonly<Record<string, Value>>;

/** The values of a new task. */
export type NewTask = Changes & { readonly companyId: string; readonly mainType: string };

/** The properties that a new task must have. */
export const requiredOfTask: readonly string[] = ['companyId', 'mainType'];

/**
 * Changes a record, all or nothing, and gives it as it may be viewed then. Every property must be permitted on the
 * record as it was and on the record as it would be: otherwise somebody could pull a record into their portfolio, or
 * push one into another's. PostgreSQL's own policies call the two USING and WITH CHECK.
 *
 * What is asked for is checked even where it changes nothing: to accept a hidden value that is equal tells the value.
 * The rows that decide are locked until the transaction ends, so that no check is stale when the change is written.
 */
export function change<M extends ServedModel>(
  database: Database,
  session: Session,
  resource: Resource<M>,
  id: string,
  changes: Changes,
): Promise<Shown> {
  const { user, policy } = session;
  const { model, title, table } = resource;
  return database.transaction(async (transaction) => {
    const before = await load(transaction, user.tenant, resource, id, 'FOR UPDATE OF record');
    if (!before || !policy.can('view', model, before)) throw notFound(title);
    const after = { ...before, ...changes, ...(await newCompany(transaction, session, resource, changes)) };
    const asked = changed(resource, changes);
    const reasons = asked.flatMap(({ name }): Reason[] => {
      const could = policy.can('update', model, before, name);
      if (could && policy.can('update', model, after, name)) return [];
      const reason = policy.why('update', model, could ? after : before, name);
      return [{ property: name, reason: could ? `as it would be, ${reason}` : reason }];
    });
    if (reasons.length > 0) throw forbidden('You may not make these changes', reasons);
    const columns = asked.map(({ column }, index) => `${column} = $${index + 3}`);
    await transaction.query(`UPDATE ${table} SET ${columns.join(', ')} WHERE tenant = $1 AND id = $2`, [
      user.tenant,
      id,
      ...asked.map(({ name }) => changes[name]),
    ]);
    return shown(policy, resource, after);
  });
}

/**
 * Adds a task to a company, which decides who may. What the task says beyond the required properties must be
 * permitted like a change of it, or creating would be the way around.
 */
export function createTask(database: Database, session: Session, given: NewTask): Promise<Shown> {
  const { user, policy } = session;
  return database.transaction(async (transaction) => {
    const company = await companyNamed(transaction, session, given.companyId);
    const task = { ...emptyTask, ...given, company, _id: randomUUID() };
    const asked = changed(tasks, given);
    const reasons = asked
      .filter(({ name }) => !requiredOfTask.includes(name) && !policy.can('update', 'Task', task, name))
      .map(({ name }): Reason => ({ property: name, reason: policy.why('update', 'Task', task, name) }));
    if (!policy.can('create', 'Task', task)) reasons.unshift({ reason: policy.why('create', 'Task', task) });
    if (reasons.length > 0) throw forbidden('You may not create this task', reasons);
    const columns = ['tenant', 'id', ...asked.map(({ column }) => column)];
    await transaction.query(
      `INSERT INTO tasks (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
      [user.tenant, task._id, ...asked.map(({ name }) => given[name])],
    );
    return shown(policy, tasks, task);
  });
}

const emptyTask = { action: null, description: null, status: null, ownerId: null, isArchived: false };

/** Removes a record, and with it what belongs to it. */
export function remove<M extends ServedModel & ModelWith<'remove'>>(
  database: Database,
  { user, policy }: Session,
  resource: Resource<M>,
  id: string,
): Promise<void> {
  const { model, title, table } = resource;
  return database.transaction(async (transaction) => {
    const record = await load(transaction, user.tenant, resource, id, 'FOR UPDATE OF record');
    if (!record || !policy.can('view', model, record)) throw notFound(title);
    if (!policy.can('remove', model, record))
      throw forbidden(`You may not remove this ${title}`, [{ reason: policy.why('remove', model, record) }]);
    await transaction.query(`DELETE FROM ${table} WHERE tenant = $1 AND id = $2`, [user.tenant, id]);
  });
}

/** The company that a record is to belong to, where it is to belong to another. */
async function newCompany<M extends ServedModel>(
  transaction: Queryable,
  session: Session,
  { companyOf }: Resource<M>,
  { companyId }: Changes,
): Promise<{ readonly company: Loaded<'Company'> } | undefined> {
  if (!companyOf || typeof companyId !== 'string') return undefined;
  return { company: await companyNamed(transaction, session, companyId) };
}

/** A company that somebody names: locked, and there only if they may view it. */
async function companyNamed(
  transaction: Queryable,
  { user, policy }: Session,
  id: string,
): Promise<Loaded<'Company'>> {
  const company = await load(transaction, user.tenant, companies, id, 'FOR SHARE OF record');
  if (!company || !policy.can('view', 'Company', company)) throw notFound(companies.title);
  return company;
}

/** The properties to change, in the order of the model. */
const changed = <M extends ServedModel>(resource: Resource<M>, changes: Changes): readonly Changeable<M>[] =>
  resource.properties.flatMap((property) =>
    property.accepts !== undefined && Object.hasOwn(changes, property.name) ? [property] : [],
  );

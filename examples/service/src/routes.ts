import type { FastifyInstance } from 'fastify';
import type { Database } from './database.ts';
import { companiesAsCsv } from './exporting.ts';
import { companies, people, type Resource, type ServedModel, tasks } from './models.ts';
import { type ListQuery, list, load, shown } from './reading.ts';
import { notFound, Refusal } from './refusals.ts';
import { revenueOf } from './revenue.ts';
import { cookieName, demoUsers, findUser, sessionOf } from './session.ts';
import { type Changes, change, createTask, type NewTask, remove, requiredOfTask } from './writing.ts';

interface WithId {
  readonly id: string;
}

/** Signing in and out, and who is signed in. */
export function sessionRoutes(app: FastifyInstance, database: Database): void {
  // For the demo, so that there is somebody to choose.
  app.get('/users', () => demoUsers(database));

  // Here a password would be asked for. The client says who it is, and nothing else about itself.
  app.post<{ Body: WithId }>('/session', { schema: { body: signInBody } }, async (request, reply) => {
    const user = await findUser(database, request.body.id);
    if (!user) throw new Refusal(401, 'There is no such user');
    return reply
      .setCookie(cookieName, user.id, {
        signed: true,
        httpOnly: true,
        sameSite: 'strict',
        secure: 'auto',
        path: '/',
      })
      .code(204)
      .send();
  });

  app.delete('/session', (_, reply) => reply.clearCookie(cookieName, { path: '/' }).code(204).send());

  app.get('/me', async (request) => (await sessionOf(database, request)).user);

  // With the rules a page shows what is permitted. They hold nothing of other users, and deciding stays here.
  app.get('/me/abilities', async (request) => {
    const { policy } = await sessionOf(database, request);
    return { rules: policy.ability.rules, unfilled: policy.unfilled };
  });
}

/** The routes that all models have: a list, one record, and its changes. */
export function recordRoutes<M extends ServedModel>(
  app: FastifyInstance,
  database: Database,
  path: string,
  resource: Resource<M>,
): void {
  app.get<{ Querystring: ListQuery }>(path, { schema: { querystring: listQuery } }, async (request) =>
    list(database, await sessionOf(database, request), resource, request.query),
  );

  app.get<{ Params: WithId }>(`${path}/:id`, async (request) => {
    const { user, policy } = await sessionOf(database, request);
    const record = await load(database, user.tenant, resource, request.params.id);
    if (!record || !policy.can('view', resource.model, record)) throw notFound(resource.title);
    return shown(policy, resource, record);
  });

  app.patch<{ Params: WithId; Body: Changes }>(
    `${path}/:id`,
    { schema: { body: { ...bodyOf(resource), minProperties: 1 } } },
    async (request) =>
      change(database, await sessionOf(database, request), resource, request.params.id, request.body),
  );
}

/** What companies have beyond that. */
export function companyRoutes(app: FastifyInstance, database: Database): void {
  app.get('/companies.csv', async (request, reply) => {
    const csv = await companiesAsCsv(database, await sessionOf(database, request));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="companies.csv"')
      .send(csv);
  });

  app.delete<{ Params: WithId }>('/companies/:id', async (request, reply) => {
    await remove(database, await sessionOf(database, request), companies, request.params.id);
    return reply.code(204).send();
  });

  app.get('/revenue', async (request) => revenueOf(database, await sessionOf(database, request)));
}

/** What tasks have beyond that. */
export function taskRoutes(app: FastifyInstance, database: Database): void {
  app.post<{ Body: NewTask }>(
    '/tasks',
    { schema: { body: { ...bodyOf(tasks), required: requiredOfTask } } },
    async (request, reply) =>
      reply.code(201).send(await createTask(database, await sessionOf(database, request), request.body)),
  );
}

/** All routes of the service. */
export function routes(app: FastifyInstance, database: Database): void {
  sessionRoutes(app, database);
  recordRoutes(app, database, '/companies', companies);
  recordRoutes(app, database, '/people', people);
  recordRoutes(app, database, '/tasks', tasks);
  companyRoutes(app, database);
  taskRoutes(app, database);
}

const signInBody = {
  type: 'object',
  properties: { id: { type: 'string', maxLength: 100 } },
  required: ['id'],
  additionalProperties: false,
};

const listQuery = {
  type: 'object',
  properties: {
    search: { type: 'string', minLength: 1, maxLength: 100 },
    sort: { type: 'string', maxLength: 50 },
    page: { type: 'string', pattern: '^[1-9][0-9]{0,5}$' },
  },
  additionalProperties: false,
};

/** Only properties that can be changed, and of each only what it accepts. */
const bodyOf = <M extends ServedModel>({ properties }: Resource<M>) => ({
  type: 'object',
  properties: Object.fromEntries(
    properties.flatMap(({ name, accepts }) => (accepts === undefined ? [] : [[name, accepts]])),
  ),
  additionalProperties: false,
});

import type { FastifyInstance } from 'fastify';
import { companiesAsCsv } from './exporting.ts';
import type { Limits } from './limits.ts';
import { companies, people, type Resource, type ServedModel, tasks } from './models.ts';
import { type ListQuery, list, load, shown } from './reading.ts';
import { notFound, Refusal } from './refusals.ts';
import { revenueOf } from './revenue.ts';
import { demoUsers, endSession, findUser, type Source, sessionOf, startSession } from './session.ts';
import { settingsRoutes } from './settings-routes.ts';
import { type Changes, change, createTask, type NewTask, remove, requiredOfTask } from './writing.ts';

interface WithId {
  readonly id: string;
}

/** Signing in and out, and who is signed in. */
export function sessionRoutes(app: FastifyInstance, source: Source, limits: Limits): void {
  // For the demo, so that there is somebody to choose. Anywhere else, who there is is nobody's business.
  if (!source.isPublic) app.get('/users', () => demoUsers(source.database));

  // Here a password would be asked for. The client says who it is, and nothing else about itself.
  app.post<{ Body: WithId }>(
    '/session',
    {
      schema: { body: signInBody },
      config: { rateLimit: { max: limits.signIns, timeWindow: '1 minute' } },
    },
    async (request, reply) => {
      const user = await findUser(source.database, request.body.id);
      // The same for a wrong password: that there is such a user is a secret too.
      if (!user) throw new Refusal(401, 'Signing in failed');
      await startSession(source, request, reply, user);
      return reply.code(204).send();
    },
  );

  app.delete('/session', async (request, reply) => {
    await endSession(source, request, reply);
    return reply.code(204).send();
  });

  app.get('/me', async (request) => (await sessionOf(source, request)).user);

  // With the rules a page shows what is permitted. They hold nothing of other users, and deciding stays here.
  app.get('/me/abilities', async (request) => {
    const { policy } = await sessionOf(source, request);
    return { rules: policy.ability.rules, unfilled: policy.unfilled };
  });
}

/** The routes that all models have: a list, one record, and its changes. */
export function recordRoutes<M extends ServedModel>(
  app: FastifyInstance,
  source: Source,
  path: string,
  resource: Resource<M>,
): void {
  app.get<{ Querystring: ListQuery }>(path, { schema: { querystring: listQuery } }, async (request) =>
    list(source.database, await sessionOf(source, request), resource, request.query),
  );

  app.get<{ Params: WithId }>(`${path}/:id`, async (request) => {
    const { user, policy } = await sessionOf(source, request);
    const record = await load(source.database, user.tenant, resource, request.params.id);
    if (!record || !policy.can('view', resource.model, record)) throw notFound(resource.title);
    return shown(policy, resource, record);
  });

  app.patch<{ Params: WithId; Body: Changes }>(
    `${path}/:id`,
    { schema: { body: { ...bodyOf(resource), minProperties: 1 } } },
    async (request) =>
      change(source.database, await sessionOf(source, request), resource, request.params.id, request.body),
  );
}

/** Adds the routes that only companies have: their export, their removal, and the revenue. */
export function companyRoutes(app: FastifyInstance, source: Source): void {
  // Without HEAD: it would read all companies and send none.
  app.get('/companies.csv', { exposeHeadRoute: false }, async (request, reply) => {
    const csv = await companiesAsCsv(source.database, await sessionOf(source, request));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="companies.csv"')
      .send(csv);
  });

  app.delete<{ Params: WithId }>('/companies/:id', async (request, reply) => {
    await remove(source.database, await sessionOf(source, request), companies, request.params.id);
    return reply.code(204).send();
  });

  app.get('/revenue', async (request) => revenueOf(source.database, await sessionOf(source, request)));
}

/** Adds the routes that only tasks have. */
export function taskRoutes(app: FastifyInstance, source: Source): void {
  app.post<{ Body: NewTask }>(
    '/tasks',
    { schema: { body: { ...bodyOf(tasks), required: requiredOfTask } } },
    async (request, reply) =>
      reply.code(201).send(await createTask(source.database, await sessionOf(source, request), request.body)),
  );
}

/** All routes of the service. */
export function routes(app: FastifyInstance, source: Source, limits: Limits): void {
  sessionRoutes(app, source, limits);
  recordRoutes(app, source, '/companies', companies);
  recordRoutes(app, source, '/people', people);
  recordRoutes(app, source, '/tasks', tasks);
  companyRoutes(app, source);
  taskRoutes(app, source);
  settingsRoutes(app, source);
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

import { readFile } from 'node:fs/promises';
import type { RoleDocument } from '@planhat/permissions/roles';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { changeMember, type MemberChanges, readMembers } from './members.ts';
import { notFound } from './refusals.ts';
import {
  addRole,
  checkRole,
  type RoleAction,
  readRoles,
  removeRole,
  replaceRole,
  requireRoleAction,
} from './roles.ts';
import { type Session, type Source, sessionOf } from './session.ts';

interface Named {
  readonly name: string;
}

/** The settings of a tenant: its roles, and who has them. Each request is asked for anew, whatever the page shows. */
export function settingsRoutes(app: FastifyInstance, source: Source): void {
  const { database } = source;
  const enter = async (request: FastifyRequest, action: RoleAction): Promise<Session> => {
    const session = await sessionOf(source, request);
    requireRoleAction(session, action);
    return session;
  };

  app.get('/settings/roles', async (request) => {
    const { user } = await enter(request, 'view');
    return { roles: await readRoles(database, user.tenant), users: await readMembers(database, user.tenant) };
  });

  // The package of this one tenant: that of all would tell every customer the roles of every other.
  app.get<{ Params: Named }>('/settings/editor/:name.js', async (request, reply) => {
    const { user } = await enter(request, 'view');
    if (request.params.name !== user.tenant) throw notFound('editor');
    const file = new URL(`../dist/editors/${encodeURIComponent(user.tenant)}.js`, import.meta.url);
    return reply.type('text/javascript; charset=utf-8').send(await readFile(file, 'utf8'));
  });

  app.post<{ Body: { readonly document: RoleDocument; readonly before?: string } }>(
    '/settings/roles/check',
    { schema: { body: bodyWith({ document: {}, before: name }, ['document']) } },
    async (request) => {
      const { document, before } = request.body;
      const session = await enter(request, before === undefined ? 'create' : 'update');
      return checkRole(source, session, document, before);
    },
  );

  app.post<{ Body: { readonly document: RoleDocument } }>(
    '/settings/roles',
    { schema: { body: bodyWith({ document: {} }, ['document']) } },
    async (request, reply) =>
      reply.code(201).send(await addRole(source, await enter(request, 'create'), request.body.document)),
  );

  app.put<{ Params: Named; Body: { readonly document: RoleDocument; readonly version: number } }>(
    '/settings/roles/:name',
    { schema: { body: bodyWith({ document: {}, version }, ['document', 'version']) } },
    async (request) => {
      const session = await enter(request, 'update');
      return replaceRole(source, session, request.params.name, request.body.version, request.body.document);
    },
  );

  app.delete<{ Params: Named; Querystring: { readonly version: string } }>(
    '/settings/roles/:name',
    {
      schema: {
        querystring: bodyWith({ version: { type: 'string', pattern: '^[0-9]{1,9}$' } }, ['version']),
      },
    },
    async (request, reply) => {
      const session = await enter(request, 'remove');
      await removeRole(source, session, request.params.name, Number(request.query.version));
      return reply.code(204).send();
    },
  );

  app.patch<{ Params: { readonly id: string }; Body: MemberChanges }>(
    '/settings/users/:id',
    {
      schema: { body: { ...bodyWith({ userType: name, seats: names, roles: names }, []), minProperties: 1 } },
    },
    async (request) => changeMember(source, await enter(request, 'view'), request.params.id, request.body),
  );
}

const name = { type: 'string', minLength: 1, maxLength: 200 };
const names = { type: 'array', items: name, maxItems: 50, uniqueItems: true };
const version = { type: 'integer', minimum: 1 };

/** Returns the schema of a body with these properties. It takes any document: the package says if that is a valid one. */
const bodyWith = (properties: object, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

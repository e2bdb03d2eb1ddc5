import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import files from '@fastify/static';
import fastify, { type FastifyInstance } from 'fastify';
import type { Database } from './database.ts';
import { answerError } from './refusals.ts';
import { routes } from './routes.ts';

/** The service on a database, ready to listen or to be injected requests. */
export function serviceOn(database: Database, secret: string): FastifyInstance {
  const app = fastify({
    logger: { level: 'error' },
    // Fastify would otherwise drop unknown properties in silence and turn values into the type that is asked for.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  });
  app.register(cookie, { secret });
  app.register(files, { root: fileURLToPath(new URL('../dist/page', import.meta.url)) });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((_, reply) =>
    reply.code(404).send({ message: 'There is nothing here', reasons: [] }),
  );
  // What one user may see must not be kept for the next one.
  app.addHook('onRequest', async (_, reply) => {
    reply.header('cache-control', 'no-store').header('content-security-policy', "default-src 'self'");
  });
  routes(app, database);
  return app;
}

import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import files from '@fastify/static';
import fastify, { type FastifyInstance } from 'fastify';
import type { Database } from './database.ts';
import { answerError, refuseWhatIsNotText } from './refusals.ts';
import { routes } from './routes.ts';

/** What a service has besides its database. */
export interface Settings {
  /** What cookies are signed with. */
  readonly secret: string;
  /** The milliseconds since 1970; those of the computer if left out. */
  readonly now?: () => number;
  /** Takes the log, line by line; standard output if left out. */
  readonly log?: { write(line: string): void };
}

/** The service on a database, ready to listen or to be injected requests. */
export function serviceOn(
  database: Database,
  { secret, now = Date.now, log = process.stdout }: Settings,
): FastifyInstance {
  const app = fastify({
    logger: { level: 'error', stream: log },
    // Fastify would otherwise drop unknown properties in silence and turn values into the type that is asked for.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
    // A path that cannot be read meets no hook.
    frameworkErrors: (error, request, reply) => answerError(error, request, reply.headers(headers)),
  });
  app.register(cookie, { secret });
  app.register(files, { root: fileURLToPath(new URL('../dist/page', import.meta.url)) });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((_, reply) =>
    reply.code(404).send({ message: 'There is nothing here', reasons: [] }),
  );
  app.addHook('onRequest', async (_, reply) => {
    reply.headers(headers);
  });
  app.addHook('preHandler', refuseWhatIsNotText);
  routes(app, { database, now });
  return app;
}

const headers = {
  // What one user may see must not be kept for the next one.
  'cache-control': 'no-store',
  // Only this service says what runs in its page, and no other page frames it.
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  // What somebody wrote into a record is never taken for a script.
  'x-content-type-options': 'nosniff',
  // The ids in addresses are nobody else's business.
  'referrer-policy': 'no-referrer',
};

import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import files from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import helmetOnRaw from 'helmet';
import { acceptJsonOnly, bodyLimit } from './bodies.ts';
import type { Database } from './database.ts';
import { defaultLimits, defaultTimeouts, type Limits, type Timeouts } from './limits.ts';
import { answerError, logged, Refusal } from './refusals.ts';
import { routes } from './routes.ts';

/** The settings of a service, besides its database. */
export interface Settings {
  /** The secret that cookies are signed with. */
  readonly secret: string;
  /** True if browsers reach it by TLS, as they must anywhere but on one's own computer. No user is listed then. */
  readonly isPublic?: boolean;
  /** True if somebody may put into a role what they do not hold themselves; they may not if left out. */
  readonly mayExceed?: boolean;
  /** The milliseconds since 1970; those of the computer if left out. */
  readonly now?: () => number;
  /** Takes the log, line by line; standard output if left out. */
  readonly log?: { write(line: string): void };
  readonly timeouts?: Timeouts;
  readonly limits?: Limits;
}

/** The service on a database, ready to listen or to be injected requests. */
export function serviceOn(
  database: Database,
  {
    secret,
    isPublic = false,
    mayExceed = false,
    now = Date.now,
    log = process.stdout,
    timeouts = defaultTimeouts,
    limits = defaultLimits,
  }: Settings,
): FastifyInstance {
  const protections = protectionsOf(isPublic);
  const app = fastify({
    logger: { level: 'error', stream: log, serializers: { err: logged } },
    bodyLimit,
    requestTimeout: timeouts.request,
    connectionTimeout: timeouts.silence,
    keepAliveTimeout: timeouts.keepAlive,
    http: { headersTimeout: timeouts.headers, connectionsCheckingInterval: timeouts.check },
    // Fastify would otherwise drop unknown properties in silence and turn values into the type that is asked for.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
    // A path that cannot be read meets no hook.
    frameworkErrors: (error, request, reply) => {
      helmetOnRaw(protections)(request.raw, reply.raw, () => undefined);
      answerError(error, request, reply.headers(notToKeep));
    },
  });
  app.register(helmet, protections);
  app.register(rateLimit, {
    max: limits.requests,
    timeWindow: '1 minute',
    // An address of version 6 has its whole network to itself.
    ipv6Subnet: 64,
    errorResponseBuilder: () => new Refusal(429, 'Too many requests: try again in a minute'),
  });
  app.register(cookie, { secret });
  acceptJsonOnly(app);
  app.setErrorHandler(answerError);
  app.addHook('onRequest', refuseOtherSites);
  app.addHook('onRequest', async (_, reply) => {
    reply.headers(notToKeep);
  });
  // After the plugins: those that come later see no route that was there before them.
  app.register(async (limited) => {
    limited.setNotFoundHandler({ preHandler: limited.rateLimit() }, answerNothing);
    limited.register(files, { root: fileURLToPath(new URL('../dist/page', import.meta.url)) });
    routes(limited, { database, now, isPublic, mayExceed }, limits);
  });
  return app;
}

const answerNothing = (_: FastifyRequest, reply: FastifyReply) =>
  reply.code(404).send({ message: 'There is nothing here', reasons: [] });

/**
 * Refuses what another site, or a neighbour under the same domain, has a browser do here in somebody's name. Beside
 * the cookie, which such requests do not carry, and bodies, which no form can send.
 */
async function refuseOtherSites({ method, headers }: FastifyRequest): Promise<void> {
  const site = headers['sec-fetch-site'];
  if (method !== 'GET' && method !== 'HEAD' && site !== undefined && site !== 'same-origin')
    throw new Refusal(403, 'This is asked for by another site');
}

/** Headers that keep one user's answer from being stored and shown to the next user. */
const notToKeep = { 'cache-control': 'no-store' };

/** Returns the protections that are added to helmet's own: no record can run a script, and nobody can frame the page. */
const protectionsOf = (isPublic: boolean) => ({
  contentSecurityPolicy: {
    useDefaults: false as const,
    directives: {
      defaultSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      objectSrc: ["'none'"],
    },
  },
  frameguard: { action: 'deny' as const },
  // The ids in addresses are nobody else's business.
  referrerPolicy: { policy: 'no-referrer' as const },
  // Only where there is TLS: on one's own computer it would close every other service there.
  strictTransportSecurity: isPublic ? { maxAge: 365 * 24 * 60 * 60 } : (false as const),
});

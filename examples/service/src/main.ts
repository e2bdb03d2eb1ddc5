import { randomBytes } from 'node:crypto';
import { openDatabase } from './database.ts';
import { renewRoles } from './roles.ts';
import { serviceOn } from './service.ts';

const { COOKIE_SECRET, NODE_ENV, PORT: port = '3000' } = process.env;
const isPublic = NODE_ENV === 'production';

// Without a secret there is a new one at every start, which signs everybody out: that does for a demo on one computer.
const secret = COOKIE_SECRET ?? (isPublic ? '' : randomBytes(32).toString('hex'));

/** The milliseconds that requests under way have to come to their end when the service stops. */
const patience = 10_000;

if (secret.length < 32) {
  process.stderr.write(
    'COOKIE_SECRET needs 32 characters or more, like those that `openssl rand -hex 32` writes.\n',
  );
  process.exitCode = 1;
} else {
  const database = await openDatabase();
  await renewRoles({ database }, ['acme', 'globex']);
  const service = serviceOn(database, { secret, isPublic });
  const stop = async () => {
    setTimeout(() => process.exit(1), patience).unref();
    await service.close();
    await database.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  const url = await service.listen({ host: '127.0.0.1', port: Number(port) });
  process.stdout.write(`${url}\n`);
}

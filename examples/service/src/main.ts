import { randomBytes } from 'node:crypto';
import { openDatabase } from './database.ts';
import { serviceOn } from './service.ts';

// Without a secret there is a new one at every start, which signs everybody out: that does for a demo on one computer.
const { COOKIE_SECRET: secret = randomBytes(32).toString('hex'), PORT: port = '3000' } = process.env;

if (secret.length < 32) {
  process.stderr.write(
    'COOKIE_SECRET needs 32 characters or more, like those that `openssl rand -hex 32` writes.\n',
  );
  process.exitCode = 1;
} else {
  const service = serviceOn(await openDatabase(), { secret });
  const url = await service.listen({ host: '127.0.0.1', port: Number(port) });
  process.stdout.write(`${url}\n`);
}

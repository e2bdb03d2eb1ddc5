import { randomBytes } from 'node:crypto';
import { openDatabase } from './database.ts';
import { serviceOn } from './service.ts';

const secret = process.env.COOKIE_SECRET ?? randomBytes(32).toString('hex');
const service = serviceOn(await openDatabase(), secret);
const url = await service.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 3000) });
process.stdout.write(`${url}\n`);

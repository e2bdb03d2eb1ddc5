import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Database, openDatabase } from '../src/database.ts';
import { type Settings, serviceOn } from '../src/service.ts';
import { readSession, type Session } from '../src/session.ts';

/** Everybody of the demo, by their first names. */
export const users = {
  Ada: 'admin-1@acme.example',
  Mona: 'manager-1@acme.example',
  Carl: 'csm-1@acme.example',
  Cleo: 'csm-2@acme.example',
  Kit: 'contractor-1@acme.example',
  Devi: 'developer-1@acme.example',
  Lee: 'builder-1@acme.example',
  Conny: 'consultant-2@acme.example',
  Finn: 'finance-1@acme.example',
  Gail: 'admin-1@globex.example',
  Gus: 'csm-1@globex.example',
  Iris: 'intern-1@globex.example',
};

type FirstName = keyof typeof users;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** The secret that the cookies of the tests are signed with. */
export const secret = 'what only this service may know, here of the tests';

const opened = openDatabase();
const demo = await readFile(new URL('../demo.sql', import.meta.url), 'utf8');

/** A service for the tests of a file, with the records of the demo before each of them. */
export function service(settings: Partial<Settings> = {}) {
  let database: Database;
  let app: FastifyInstance;
  let forward = 0;
  let logged = '';

  beforeAll(async () => {
    database = await opened;
    app = serviceOn(database, {
      secret,
      // Most tests ask much in little time.
      limits: { requests: 1e6, signIns: 1e6 },
      ...settings,
      now: () => Date.now() + forward,
      log: {
        write: (line) => {
          logged += line;
        },
      },
    });
  });
  beforeEach(async () => {
    forward = 0;
    logged = '';
    await database.exec(
      `DELETE FROM tasks; DELETE FROM people; DELETE FROM companies; DELETE FROM sessions; DELETE FROM roles; DELETE FROM users; ${demo}`,
    );
  });
  afterAll(() => app.close());

  async function ask(method: Method, path: string, cookie?: string, body?: string | object): Promise<Answer> {
    const response = await app.inject({
      method,
      url: path,
      headers: {
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const json = String(response.headers['content-type']).startsWith('application/json');
    return {
      status: response.statusCode,
      body: json ? response.json() : undefined,
      text: response.body,
      headers: response.headers,
    };
  }

  async function cookieOf(name: FirstName): Promise<string> {
    const { headers } = await ask('POST', '/session', undefined, { id: users[name] });
    return String(headers['set-cookie']).split(';')[0] ?? '';
  }

  return {
    database: () => database,
    app: () => app,
    /** Sets the clock of the service forward, from now. */
    later: (milliseconds: number): void => {
      forward = milliseconds;
    },
    logged: () => logged,
    listen: () => app.listen({ host: '127.0.0.1', port: 0 }),
    ask,
    cookieOf,
    as: async (name: FirstName, method: Method, path: string, body?: string | object) =>
      ask(method, path, await cookieOf(name), body),
    session: (name: FirstName): Promise<Session> => readSession(database, users[name]),
    value: async (table: string, id: string, column: string, key = 'id'): Promise<unknown> => {
      const { rows } = await database.query<{ value: unknown }>(
        `SELECT ${column} AS value FROM ${table} WHERE ${key} = $1`,
        [id],
      );
      return rows[0]?.value;
    },
  };
}

/** The ids in an answer with records, in their order. */
export const idsIn = ({ body }: Answer): readonly string[] =>
  (body as { records: readonly { _id: string }[] }).records.map(({ _id }) => _id);

/** The records in an answer. */
export const recordsIn = ({ body }: Answer): readonly Readonly<Record<string, unknown>>[] =>
  (body as { records: readonly Readonly<Record<string, unknown>>[] }).records;

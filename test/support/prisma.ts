import { createRequire } from 'node:module';
import { PGlite } from '@electric-sql/pglite';
import { AnyNull, DbNull, getPrismaClient } from '@prisma/client/runtime/client';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import type { PrismaModel, PrismaOptions, PrismaWhere } from '../../runtime/prisma.ts';
import generated from '../runtime/prisma/client.generated.json' with { type: 'json' };
import {
  lists,
  type ModelName,
  modelNames,
  type ownProperties,
  type PropertyName,
  type Row,
  relations,
  type World,
} from './where.ts';

/** Prisma's own client on a PostgreSQL inside of this process. */
export interface Prisma {
  /** The ids of the records of a model that a condition finds, in order. */
  readonly find: (model: ModelName | 'Sample', where: PrismaWhere) => Promise<readonly string[]>;
  /** Puts the rows of a world where those of another were. */
  readonly fill: (world: World) => Promise<void>;
  readonly ask: (text: string, values?: readonly unknown[]) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** The dates that tenants add, each with the property whose field has them too: Prisma cannot order those inside of Json. */
const shared = { 'extra.due': 'due' } satisfies Partial<Record<keyof typeof ownProperties, PropertyName>>;

/** The columns of properties as Prisma's own migrations declare them, but for the order of texts. */
const columns = {
  owner: ['ownerId', 'text COLLATE "C"'],
  name: ['title', 'text COLLATE "C"'],
  score: ['score', 'double precision'],
  size: ['size', 'bigint'],
  done: ['done', 'boolean'],
  due: ['due', 'timestamp(3)'],
  tags: ['tags', 'text[]'],
  extra: ['extra', 'jsonb'],
} as const;

const fields: PrismaModel['fields'] = {
  owner: 'ownerId',
  name: { field: 'title' },
  ...Object.fromEntries(Object.entries(shared).map(([name, property]) => [name, columns[property][0]])),
};

/** Returns a world whose rows have the dates that a tenant adds under names of their own. */
export const withShared = (world: World): World =>
  Object.fromEntries(
    Object.entries(world).map(([model, rows]) => [
      model,
      rows.map((row: Row) => ({
        ...row,
        ...Object.fromEntries(Object.entries(shared).map(([name, property]) => [name, row[property]])),
      })),
    ]),
  ) as unknown as World;

const relationsOf = (model: ModelName): NonNullable<PrismaModel['relations']> =>
  Object.fromEntries([
    ...Object.entries(relations[model]).map(
      ([name, target]) => [name, { model: target, ...(name === 'company' && { field: 'firm' }) }] as const,
    ),
    ...Object.entries(lists[model]).map(([name, { to }]) => [name, { model: to }] as const),
  ]);

/** The options for the models of the tests' schema. */
export const options: PrismaOptions = {
  anyNull: AnyNull,
  dbNull: DbNull,
  models: {
    Company: { fields, relations: relationsOf('Company') },
    Project: { fields, relations: relationsOf('Project') },
    Task: { fields, relations: relationsOf('Task') },
  },
};

const required = createRequire(import.meta.url);

/** Opens a database with the tables of the schema, all empty. */
export async function openPrisma(): Promise<Prisma> {
  const database = await PGlite.create();
  const declared = Object.values(columns).map(([name, type]) => `"${name}" ${type}`);
  for (const model of modelNames) {
    const keys = Object.keys(relations[model]).map((relation) => `"${relation}Id" text`);
    await database.exec(`CREATE TABLE "${model}" (${['id text', ...declared, ...keys].join(', ')})`);
  }
  await database.exec(
    'CREATE TABLE "Sample" (id text, always text NOT NULL, int integer, big bigint, float double precision,' +
      ' decimal numeric(65,30), day date, uuid uuid, list jsonb)',
  );
  const Client = getPrismaClient({ ...generated, compilerWasm } as unknown as Parameters<
    typeof getPrismaClient
  >[0]);
  const client = new Client({ adapter: new PrismaPGlite(database) } as never) as unknown as Client;
  return {
    find: async (model, where) => {
      const rows = await client[delegates[model]].findMany({
        where,
        select: { id: true },
        orderBy: { id: 'asc' },
      });
      return rows.map(({ id }) => id);
    },
    fill: async (world) => {
      for (const model of modelNames) {
        await database.exec(`DELETE FROM "${model}"`);
        for (const row of world[model]) {
          const { names, values } = stored(row);
          const places = values.map((_, index) =>
            names[index] === '"due"' ? instant(index + 1) : `$${index + 1}`,
          );
          await database.query(`INSERT INTO "${model}" (${names}) VALUES (${places})`, values);
        }
      }
    },
    ask: (text, values = []) => database.query(text, [...values]),
    close: async () => {
      await client.$disconnect();
      await database.close();
    },
  };
}

const delegates = { Company: 'company', Project: 'project', Task: 'task', Sample: 'sample' } as const;

interface Asking {
  readonly findMany: (query: object) => Promise<readonly { readonly id: string }[]>;
}

type Client = Readonly<Record<(typeof delegates)[keyof typeof delegates], Asking>> & {
  readonly $disconnect: () => Promise<void>;
};

/** The loader of the compiler that turns a query into SQL, which Prisma ships without types. */
const compilerWasm = {
  getRuntime: async () => required('@prisma/client/runtime/query_compiler_fast_bg.postgresql.js'),
  getQueryCompilerWasmModule: async () => {
    const { wasm } = required('@prisma/client/runtime/query_compiler_fast_bg.postgresql.wasm-base64.js');
    return new (Reflect.get(globalThis, 'WebAssembly').Module)(Buffer.from(wasm, 'base64'));
  },
  importName: './query_compiler_fast_bg.js',
};

/** PostgreSQL does not read every year as JavaScript writes it. */
const instant = (parameter: number) =>
  `timestamp '1970-01-01' + $${parameter}::bigint * interval '1 millisecond'`;

function stored({ id, links, ...held }: Row): {
  readonly names: readonly string[];
  readonly values: unknown[];
} {
  const entries: readonly (readonly [string, unknown])[] = [
    ['id', id],
    ...Object.entries(columns).map(
      ([property, [name]]) => [name, held[property as keyof typeof held]] as const,
    ),
    ...Object.entries(links).map(([relation, key]) => [`${relation}Id`, key] as const),
  ];
  return {
    names: entries.map(([name]) => `"${name}"`),
    values: entries.map(([, value]) => (value instanceof Date ? value.getTime() : value)),
  };
}

import type { PrismaOptions, PrismaWhere } from './prisma/schema.js';
import type { Where } from './where.js';
export type { PrismaField, PrismaModel, PrismaOptions, PrismaRelation, PrismaType, PrismaWhere, } from './prisma/schema.js';
/**
 * Writes what `policy.where` gives as a condition for Prisma: exactly the records that `can` permits meet it. Join it
 * with conditions of your own by `AND`, and by nothing else: spread into another object, a key of one would replace the
 * same key of the other; and Prisma drops the condition that everything meets, `{}`, below `OR` and `NOT`.
 *
 * ```ts
 * const options = { models: { Task: { fields: { owner: 'ownerId' }, relations: { company: { model: 'Company' } } } } };
 * const permitted = prisma(policy.where('view', 'Task'), options);
 * await client.task.findMany({ where: { AND: [permitted, { done: false }] } });
 * await client.task.updateMany({ where: { AND: [prisma(policy.where('update', 'Task'), options), { id }] }, data });
 * ```
 *
 * What nobody may see is `{ id: { in: [] } }`. Do not write `{ OR: [] }` for it: below `AND`, Prisma takes that for
 * everything. Throws where the options lack what a filter needs, and a `PermissionsError` with the code `too-large` where it
 * needs more parameters than a query may have: Prisma would ask several times, so that a record came twice, or fail.
 *
 * Prisma leaves some things to the database and to you:
 * - Text is compared as the database collates it. It must tell `a` from `A`, as MySQL and SQL Server do not by default;
 *   and more and less are by code point only with PostgreSQL's collation `C` (inside of Json, that of the database) and SQLite's `BINARY`.
 * - Numbers from 2⁶³ on lose digits on their way through Prisma, and a number that `Int` cannot hold is an error unless
 *   the field has the type `Int` in the options.
 * - A tenant's property `custom.region` is looked for under `region` in the Json field `custom`, as PostgreSQL and CockroachDB have paths,
 *   unless the options name a field of its own, as they must with other databases and for dates that are ordered.
 * - `can` wants plain values: give it numbers for `BigInt` and `Decimal`. A scalar list that is null reads as empty.
 */
export declare function prisma(where: Where, options?: PrismaOptions): PrismaWhere;

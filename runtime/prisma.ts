import { checkModels, checkWhere } from './check-arguments.ts';
import { groupByRecord } from './group-by-record.ts';
import { findFieldDescription, findRelationDescription } from './model-description.ts';
import { comparePrismaField } from './prisma/compare-field.ts';
import { comparePrismaInside } from './prisma/compare-inside-json.ts';
import { joinPrismaByAnd, joinPrismaByOr, type PrismaPart } from './prisma/join.ts';
import type { PrismaOptions, PrismaType, PrismaWhere } from './prisma/schema.ts';
import { makeTooLargeError } from './too-large-error.ts';
import type { Comparison, Filter, Step, Where } from './where.ts';

export type {
  PrismaField,
  PrismaModel,
  PrismaOptions,
  PrismaRelation,
  PrismaType,
  PrismaWhere,
} from './prisma/schema.ts';

const types = ['Uuid', 'Int', 'BigInt', 'Float', 'Decimal', 'Date', 'Json'] satisfies PrismaType[];

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
export function prisma(where: Where, options: PrismaOptions = {}): PrismaWhere {
  checkWhere(where, 'prisma');
  checkModels(options.models, 'prisma', types);
  if (where === 'all') return {};
  if (where === 'none') return writeNothing(options);
  const met = writePart(where, options);
  if (met === 'none') return writeNothing(options);
  const condition = met === 'all' ? {} : met;
  checkLimit(where.model, condition, options);
  return condition;
}

function writePart(filter: Filter, options: PrismaOptions): PrismaPart {
  if ('anyOf' in filter) return joinPrismaByOr(filter.anyOf.map((part) => writePart(part, options)));
  if ('allOf' in filter) return joinPrismaByAnd(filter.allOf.map((part) => writePart(part, options)));
  return followPath(filter.through, filter.model, options, (end) =>
    joinPrismaByOr(
      filter.alternatives.map((alternative) =>
        joinPrismaByAnd(
          groupByRecord(alternative).map(({ through, comparisons }) =>
            followPath(through, end, options, (holder) => compareFields(holder, comparisons, options)),
          ),
        ),
      ),
    ),
  );
}

/** Follows a path of relations to what its end meets; in a list of records one is enough. */
function followPath(
  path: readonly Step[],
  model: string | undefined,
  options: PrismaOptions,
  meets: (end: string | undefined) => PrismaPart,
): PrismaPart {
  const [step, ...rest] = path;
  if (step === undefined) return meets(model);
  const name = typeof step === 'string' ? step : step.many;
  const relation = findRelationDescription(options.models, model, name);
  const inner = followPath(rest, relation.model, options, meets);
  if (inner === 'none') return inner;
  const quantifier = typeof step === 'string' ? 'is' : 'some';
  return { [checkFieldName(relation.field, name)]: { [quantifier]: inner === 'all' ? {} : inner } };
}

const compareFields = (
  model: string | undefined,
  comparisons: readonly Comparison[],
  options: PrismaOptions,
): PrismaPart =>
  joinPrismaByAnd(
    comparisons.map((comparison) => {
      const { property } = comparison;
      const { field, ...held } = findFieldDescription(options.models, model, property);
      const [outer = '', ...names] = property.split('.');
      if (field === property && names.length > 0 && Object.keys(held).length === 0)
        return comparePrismaInside(
          comparison,
          findJsonField(outer, property, model, options),
          names,
          options,
        );
      return comparePrismaField(
        comparison,
        { name: checkFieldName(field, property), ...held },
        options.anyNull,
      );
    }),
  );

/** Finds the Json field in which the properties stand that a tenant adds below a name. */
function findJsonField(
  outer: string,
  property: string,
  model: string | undefined,
  { models }: PrismaOptions,
): string {
  const { field, type = 'Json' } = findFieldDescription(models, model, outer);
  if (type !== 'Json')
    throw new Error(
      `\`${property}\` stands in a Json field, and the options have \`${outer}\` in one of the type \`${type}\``,
    );
  return checkFieldName(field, property);
}

/** Throws where a query would need more parameters than it may have: one for each value that is compared with. */
function checkLimit(model: string, condition: PrismaWhere, { parameters = 32_766 }: PrismaOptions): void {
  const needed = countValues(condition);
  if (needed > parameters)
    throw makeTooLargeError(model, `${needed} parameters, and there can be ${parameters}`, 'Prisma');
}

function countValues(part: unknown): number {
  if (!Array.isArray(part) && !isPlainObject(part)) return 1;
  // Each question about a value inside of a Json field may bring its path twice, and the name of a type.
  if ('path' in part && Array.isArray(part.path))
    return (Object.keys(part).length - 1) * (2 * part.path.length + 2);
  let values = 0;
  for (const inner of Object.values(part)) values += countValues(inner);
  return values;
}

const isPlainObject = (part: unknown): part is object =>
  typeof part === 'object' && part !== null && Object.getPrototypeOf(part) === Object.prototype;

/**
 * Writes a condition that no record meets. It is not `{ OR: [] }`, which finds nothing by itself, but below `AND` is
 * dropped, so that everything is found.
 */
const writeNothing = ({ id = 'id' }: PrismaOptions): PrismaWhere => ({
  [checkFieldName(id, 'id')]: { in: [] },
});

/** Returns a name as Prisma's schema can have it; throws for one of the words that join conditions. */
function checkFieldName(field: string, property: string): string {
  if (typeof field !== 'string' || !/^[A-Za-z][A-Za-z0-9_]*$/.test(field) || /^(AND|OR|NOT)$/.test(field))
    throw new Error(`${JSON.stringify(field)} cannot be the field of \`${property}\` in a schema of Prisma`);
  return field;
}

import {
  type ColumnTest,
  isBoolean,
  isDate,
  isHeldItem,
  isNumber,
  isText,
  listOperands,
  readColumnTest,
  type ValueComparison,
} from '../column-test.ts';
import { listJsonPaths } from '../list-json-paths.ts';
import type { Comparison, Scalar } from '../where.ts';
import { isReal, largest, signs } from './compare-field.ts';
import { joinPrismaByAnd, joinPrismaByOr, type PrismaPart } from './join.ts';
import type { PrismaOptions } from './schema.ts';

type Nulls = Pick<PrismaOptions, 'anyNull' | 'dbNull'>;

/** A value inside of a Json field. */
interface JsonValue {
  readonly field: string;
  readonly path: readonly string[];
}

/**
 * Writes a comparison with what stands inside of a Json field, as `compareInsideJson` of the adapter for SQL does: values of
 * another type meet nothing.
 */
export function comparePrismaInside(
  comparison: Comparison,
  field: string,
  names: readonly string[],
  nulls: Nulls,
): PrismaPart {
  const paths = listJsonPaths(names).map((path): JsonValue => ({ field, path }));
  return paths
    .map((value) => compareValue(comparison, value, nulls))
    .reduceRight((rest, part, at) => {
      const value = paths[at];
      if (!value) return part;
      const { dbNull } = nulls;
      if (!dbNull)
        throw new Error(
          `\`${comparison.property}\` may stand in the Json field \`${field}\` in two ways: the options need \`dbNull: Prisma.DbNull\` to tell them apart`,
        );
      return joinPrismaByOr([
        joinPrismaByAnd([ask(value, { not: dbNull }), part]),
        joinPrismaByAnd([ask(value, { equals: dbNull }), rest]),
      ]);
    });
}

const ask = ({ field, path }: JsonValue, test: object): PrismaPart => ({ [field]: { path, ...test } });

function compareValue(comparison: Comparison, value: JsonValue, { anyNull }: Nulls): PrismaPart {
  if (comparison.operator === '$exists') {
    if (!anyNull)
      throw new Error(
        `\`${value.field}\` is a Json field: the options need \`anyNull: Prisma.AnyNull\` to ask for it`,
      );
    return ask(value, comparison.operand ? { not: anyNull } : { equals: anyNull });
  }
  switch (comparison.type) {
    case 'id':
    case 'string':
      return compareKind(readColumnTest(comparison, isText), value, { string_starts_with: '' });
    case 'number':
    case 'integer':
      return compareNumber(comparison, value);
    case 'boolean':
      return compareBoolean(readColumnTest(comparison, isBoolean), value);
    case 'date':
      return compareDate(comparison, value);
    case 'list':
      return compareList(comparison, value);
  }
}

/** Writes the test for values of one kind; `kind` is met by all of them, and by no other value. */
function compareKind(
  test: ColumnTest<Scalar> | undefined,
  value: JsonValue,
  kind: Readonly<Record<string, unknown>>,
): PrismaPart {
  switch (test?.kind) {
    case undefined:
      return 'none';
    case 'equal':
      return ask(value, { equals: test.to });
    case 'listed':
      return joinPrismaByOr(test.among.map((item) => ask(value, { equals: item })));
    case 'other':
      return joinPrismaByAnd([ask(value, kind), ...test.than.map((item) => ask(value, { not: item }))]);
    case 'order':
      return ask(value, { [signs[test.sign]]: test.to });
  }
}

/** Writes the test for a number; JSON has numbers that are too large for records, which meet nothing. */
function compareNumber(comparison: ValueComparison, value: JsonValue): PrismaPart {
  const test = readColumnTest(comparison, isNumber);
  const real = readColumnTest(comparison, isReal);
  if (test?.kind !== 'order') return compareKind(real, value, { gte: -largest, lte: largest });
  const bound = Math.max(-largest, Math.min(test.to, largest));
  const isMore = test.sign === '>' || test.sign === '>=';
  return ask(value, { [isMore ? 'lte' : 'gte']: isMore ? largest : -largest, [signs[test.sign]]: bound });
}

/** Writes the test for true or false, of which neither is more than the other. */
function compareBoolean(test: ColumnTest<boolean> | undefined, value: JsonValue): PrismaPart {
  if (!test || test.kind === 'order') return 'none';
  const operands = listOperands(test);
  const isAmong = (item: boolean) => operands.includes(item) === (test.kind !== 'other');
  return joinPrismaByOr([false, true].filter(isAmong).map((item) => ask(value, { equals: item })));
}

/** Writes the test for a date, which in JSON is text: Prisma cannot ask if other text is a date at all. */
function compareDate(comparison: ValueComparison, value: JsonValue): PrismaPart {
  const test = readColumnTest(comparison, isDate);
  if (test?.kind === 'order' || test?.kind === 'other')
    throw new Error(
      `\`${comparison.property}\` is a date inside of the Json field \`${value.field}\`, where Prisma cannot tell dates from other text: the options must name a field of its own`,
    );
  return compareKind(test, value, {});
}

function compareList(comparison: ValueComparison, value: JsonValue): PrismaPart {
  const test = readColumnTest(comparison, isHeldItem);
  if (!test) return 'none';
  const items = listOperands(test);
  const contains = (item: Scalar) => ask(value, { array_contains: [item] });
  if (test.kind !== 'other') return joinPrismaByOr(items.map(contains));
  const isList = ask(value, { array_contains: [] });
  const has = joinPrismaByOr(items.map(contains));
  return typeof has === 'string' ? isList : { AND: [isList, { NOT: has }] };
}

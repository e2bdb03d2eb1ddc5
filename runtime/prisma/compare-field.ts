import { readInstant } from '../../compiler/text/instant.ts';
import {
  type ColumnTest,
  isBoolean,
  isDate,
  isHeldItem,
  isNumber,
  isText,
  isUuid,
  listOperands,
  mapOperands,
  readColumnTest,
  type ValueComparison,
} from '../column-test.ts';
import type { Comparison, Scalar } from '../where.ts';
import { joinPrismaByOr, type PrismaPart } from './join.ts';
import type { PrismaField, PrismaType, PrismaWhere } from './schema.ts';

/** A field by its name. */
type Field = Omit<PrismaField, 'field'> & { readonly name: string };

/** Writes a comparison with a field. */
export function comparePrismaField(comparison: Comparison, field: Field, anyNull: unknown): PrismaPart {
  if (comparison.operator === '$exists') return testExistence(comparison, field, anyNull);
  switch (comparison.type) {
    case 'id':
    case 'string':
      return compareText(comparison, field);
    case 'number':
      return compareNumber(comparison, field, field.type ?? 'Float');
    case 'integer':
      return compareNumber(comparison, field, field.type ?? 'BigInt');
    case 'boolean':
      return compareBoolean(comparison, field);
    case 'date':
      return compareDate(comparison, field);
    case 'list':
      return compareList(comparison, field);
  }
}

function testExistence(
  { type, operand }: Comparison,
  { name, type: held, required }: Field,
  anyNull: unknown,
): PrismaPart {
  if (required) return operand ? 'all' : 'none';
  if (held === 'Json' || (type === 'object' && held === undefined)) {
    if (anyNull === undefined || anyNull === null)
      throw new Error(
        `\`${name}\` is a Json field: the options need \`anyNull: Prisma.AnyNull\` to ask for it`,
      );
    return { [name]: operand ? { not: anyNull } : { equals: anyNull } };
  }
  const isNull = { [name]: { equals: null } };
  if (type === 'list') return operand ? { NOT: isNull } : isNull;
  return operand ? { [name]: { not: null } } : isNull;
}

/**
 * Writes the test for a list: a scalar list, which holds texts unless its type says otherwise, or a Json field with a
 * list in it.
 */
function compareList(comparison: ValueComparison, { name, type }: Field): PrismaPart {
  const test = readColumnTest(comparison, isHeldItem);
  if (!test) return 'none';
  const isOther = test.kind === 'other';
  if (type === 'Json') {
    const isList = { [name]: { array_contains: [] } };
    const has = joinPrismaByOr(listOperands(test).map((item) => ({ [name]: { array_contains: [item] } })));
    if (!isOther || has === 'all') return has;
    return has === 'none' ? isList : { AND: [isList, { NOT: has }] };
  }
  const items = listOperands(test).filter((item) => isItemOf(type, item));
  if (!isOther) return items.length > 0 ? { [name]: { hasSome: items } } : 'none';
  const isThere = { NOT: { [name]: { equals: null } } };
  return items.length > 0 ? { AND: [isThere, { NOT: { [name]: { hasSome: items } } }] } : isThere;
}

/** Returns true if a scalar list of a type can hold an item. */
function isItemOf(type: PrismaType | undefined, item: Scalar): boolean {
  switch (type) {
    case 'Int':
      return Number.isInteger(item) && Math.abs(Number(item)) < 2 ** 31;
    case 'BigInt':
      return Number.isSafeInteger(item);
    case 'Float':
    case 'Decimal':
      return isReal(item);
    case 'Uuid':
      return isUuid(item);
    default:
      return isText(item);
  }
}

function compareText(comparison: ValueComparison, field: Field): PrismaPart {
  const test = readColumnTest(comparison, isText);
  if (field.type === undefined) return writeTest(field, test);
  if (field.type !== 'Uuid') throw makeFieldTypeError(comparison, field.type);
  const uuidTest = readColumnTest(comparison, isUuid);
  if (test?.kind === 'order' && uuidTest === undefined)
    throw new Error(`\`${field.name}\` is a Uuid field: it comes neither before nor after other text`);
  return writeTest(field, uuidTest);
}

function compareNumber(comparison: ValueComparison, field: Field, type: PrismaType): PrismaPart {
  switch (type) {
    case 'Int':
      return compareWhole(
        field,
        readColumnTest(comparison, isNumber),
        [-(2 ** 31), 2 ** 31 - 1],
        keepOperand,
      );
    case 'BigInt':
      return compareWhole(field, readColumnTest(comparison, isNumber), safe, keepOperand);
    case 'Float':
    case 'Decimal':
      return compareReal(field, comparison);
    default:
      throw makeFieldTypeError(comparison, type);
  }
}

const safe = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] as const;

const keepOperand = <Operand>(operand: Operand): Operand => operand;

/** The largest number that Prisma hands on without rounding it up to what no database takes. */
export const largest = 1.797693134862315e308;

/** Returns true if an operand is a number that Prisma hands on as it is. */
export const isReal = (operand: Scalar): operand is number =>
  isNumber(operand) && Math.abs(operand) <= largest;

/**
 * Writes the test for a number. A column may hold NaN and the infinite and have an order for them, while records have
 * numbers only.
 */
function compareReal(field: Field, comparison: ValueComparison): PrismaPart {
  const test = readColumnTest(comparison, isNumber);
  const other = readColumnTest(comparison, isReal);
  if (other?.kind === 'other')
    return { [field.name]: { ...writeExclusion(other.than), gte: -largest, lte: largest } };
  if (test?.kind !== 'order') return writeTest(field, other);
  const bound = Math.max(-largest, Math.min(test.to, largest));
  const end = test.sign === '>' || test.sign === '>=' ? { lte: largest } : { gte: -largest };
  return { [field.name]: { [signs[test.sign]]: bound, ...end } };
}

/**
 * Writes the test for a column of whole numbers, or of whole days: Prisma or the database would cut off what is
 * behind the point.
 */
function compareWhole(
  field: Field,
  test: ColumnTest<number> | undefined,
  [least, most]: readonly [number, number],
  written: (number: number) => unknown,
): PrismaPart {
  const { name } = field;
  const isHeld = (number: number) => Number.isInteger(number) && number >= least && number <= most;
  switch (test?.kind) {
    case undefined:
      return 'none';
    case 'equal':
      return isHeld(test.to) ? { [name]: { equals: written(test.to) } } : 'none';
    case 'listed': {
      const among = test.among.filter(isHeld);
      return among.length > 0 ? { [name]: { in: among.map(written) } } : 'none';
    }
    case 'other':
      return excludeValues(field, test.than.filter(isHeld).map(written));
    case 'order': {
      const { sign, to } = test;
      const isMore = sign === '>' || sign === '>=';
      if (to < least) return isMore ? { [name]: { gte: written(least) } } : 'none';
      if (to > most) return isMore ? 'none' : { [name]: { lte: written(most) } };
      if (Number.isInteger(to)) return { [name]: { [signs[sign]]: written(to) } };
      return { [name]: { [isMore ? 'gt' : 'lte']: written(Math.floor(to)) } };
    }
  }
}

/** Writes the test for true or false. Neither is more than the other, and Prisma has no list of them. */
function compareBoolean(comparison: ValueComparison, field: Field): PrismaPart {
  if (field.type !== undefined) throw makeFieldTypeError(comparison, field.type);
  const test = readColumnTest(comparison, isBoolean);
  switch (test?.kind) {
    case undefined:
    case 'order':
      return 'none';
    case 'equal':
      return { [field.name]: { equals: test.to } };
    case 'listed':
      return joinPrismaByOr([...new Set(test.among)].map((item) => ({ [field.name]: { equals: item } })));
    case 'other':
      return joinPrismaByOr(
        [false, true]
          .filter((item) => !test.than.includes(item))
          .map((item) => ({ [field.name]: { equals: item } })),
      );
  }
}

const day = 86_400_000;

function compareDate(comparison: ValueComparison, field: Field): PrismaPart {
  const test = readColumnTest(comparison, isDate);
  if (field.type === undefined) return writeTest(field, test, (date) => new Date(readInstant(date)));
  if (field.type !== 'Date') throw makeFieldTypeError(comparison, field.type);
  return compareWhole(field, countDays(test), safe, (days) => new Date(days * day));
}

function countDays(test: ColumnTest<string> | undefined): ColumnTest<number> | undefined {
  const days = (date: string) => readInstant(date) / day;
  return test && mapOperands(test, days);
}

/** The words of Prisma for the operators of order. */
export const signs = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte' } as const;

function writeTest<Operand extends Scalar>(
  field: Field,
  test: ColumnTest<Operand> | undefined,
  written: (operand: Operand) => unknown = keepOperand,
): PrismaPart {
  const { name } = field;
  switch (test?.kind) {
    case undefined:
      return 'none';
    case 'equal':
      return { [name]: { equals: written(test.to) } };
    case 'listed':
      return { [name]: { in: test.among.map(written) } };
    case 'other':
      return excludeValues(field, test.than.map(written));
    case 'order':
      return { [name]: { [signs[test.sign]]: written(test.to) } };
  }
}

/**
 * Writes the test for a value that is there and is none of some; to Prisma as to a database, null does not differ
 * from anything.
 */
const excludeValues = ({ name, required }: Field, values: readonly unknown[]): PrismaPart =>
  values.length > 0 ? { [name]: writeExclusion(values) } : required ? 'all' : { [name]: { not: null } };

function writeExclusion(values: readonly unknown[]): PrismaWhere {
  const [only] = values;
  if (values.length === 0) return {};
  return values.length === 1 ? { not: only } : { notIn: values };
}

const makeFieldTypeError = ({ property, type }: Comparison, held: string): Error =>
  new Error(
    `\`${property}\` is of the type ${type}: the options cannot have it in a field of the type \`${held}\``,
  );

import { readInstant } from '../../compiler/text/instant.ts';
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
import type { Comparison, Scalar } from '../where.ts';
import { joinMongoByOr, type MongoPart } from './join.ts';
import type { MongoFilter, MongoOptions, MongoType } from './schema.ts';

/**
 * Limits a condition to values that are no list. To most operators of MongoDB a list meets what one of its items
 * meets, yet no list is a value of a column.
 */
export const excludeLists = (condition: MongoFilter): MongoFilter => ({
  ...condition,
  $not: { $type: 'array' },
});

/** Writes a comparison with the field at a path. */
export function compareMongoField(
  comparison: Comparison,
  path: string,
  held: MongoType | undefined,
  objectId: MongoOptions['objectId'],
): MongoPart {
  if (comparison.operator === '$exists') return testExistence(comparison.operand, path);
  switch (comparison.type) {
    case 'id':
    case 'string':
      return compareText(comparison, path, held, objectId);
    case 'number':
    case 'integer':
      if (held !== undefined) throw makeFieldTypeError(comparison, held);
      return compareNumber(path, readColumnTest(comparison, isNumber));
    case 'boolean':
      if (held !== undefined) throw makeFieldTypeError(comparison, held);
      return compareBoolean(path, readColumnTest(comparison, isBoolean));
    case 'date':
      return compareDate(comparison, path, held);
    case 'list':
      return compareList(path, readColumnTest(comparison, isHeldItem));
  }
}

/** Writes the test for a value. MongoDB's own `$exists` finds null too, and a list with a null in it equals null. */
export function testExistence(operand: boolean, path: string): MongoFilter {
  const missing = { [path]: excludeLists({ $eq: null }) };
  return operand ? { $nor: [missing] } : missing;
}

/**
 * Writes the test for a list that has an item, or none of some. An item that is a list itself is none of those that
 * are asked for.
 */
function compareList(path: string, test: ColumnTest<Scalar> | undefined): MongoPart {
  if (!test) return undefined;
  const has = { $elemMatch: { $in: [...listOperands(test)] } };
  return { [path]: test.kind === 'other' ? { $type: 'array', $not: has } : has };
}

function compareText(
  comparison: ValueComparison,
  path: string,
  held: MongoType | undefined,
  objectId: MongoOptions['objectId'],
): MongoPart {
  if (held === undefined || held === 'text')
    return writeTest(path, readColumnTest(comparison, isText), 'string');
  if (held !== 'objectId') throw makeFieldTypeError(comparison, held);
  if (!objectId)
    throw new Error(
      `\`${path}\` holds an ObjectId: the options need \`objectId\` to make one to compare with`,
    );
  const test = readColumnTest(comparison, isDigits);
  if (!test && comparison.operator !== '$eq' && comparison.operator !== '$in')
    throw new Error(`\`${path}\` holds an ObjectId: it comes neither before nor after other text`);
  return writeTest(path, test, 'objectId', objectId);
}

/**
 * Returns true if an operand is an ObjectId as records have it: in lower case, in which its order is that of the
 * text.
 */
const isDigits = (operand: Scalar): operand is string => isText(operand) && /^[0-9a-f]{24}$/.test(operand);

/** Writes the test for a number. MongoDB has the infinite in its order, while records have numbers only. */
function compareNumber(path: string, test: ColumnTest<number> | undefined): MongoPart {
  const [least, most] = [{ $gte: -Number.MAX_VALUE }, { $lte: Number.MAX_VALUE }];
  if (test?.kind === 'other')
    return { [path]: excludeLists({ ...writeExclusion(test.than), ...least, ...most }) };
  if (test?.kind !== 'order') return writeTest(path, test, 'number');
  const end = test.sign === '>' || test.sign === '>=' ? most : least;
  return { [path]: excludeLists({ [signs[test.sign]]: test.to, ...end }) };
}

/** Writes the test for true or false, neither of which is more than the other. */
const compareBoolean = (path: string, test: ColumnTest<boolean> | undefined): MongoPart =>
  test?.kind === 'order' ? undefined : writeTest(path, test, 'bool');

/** Types do not mix in MongoDB either, so each way of holding a date needs an operand of its own. */
function compareDate(comparison: ValueComparison, path: string, held: MongoType | undefined): MongoPart {
  const test = readColumnTest(comparison, isDate);
  switch (held) {
    case undefined:
      return compareEitherDate(path, test);
    case 'date':
      return writeTest(path, test, 'date', readDate);
    case 'text':
      return compareDateText(path, test);
    case 'objectId':
      throw makeFieldTypeError(comparison, held);
  }
}

function compareEitherDate(path: string, test: ColumnTest<string> | undefined): MongoPart {
  switch (test?.kind) {
    case undefined:
      return undefined;
    case 'equal':
      return { [path]: excludeLists({ $in: [test.to, readDate(test.to)] }) };
    case 'listed':
      return { [path]: excludeLists({ $in: [...test.among, ...test.among.map(readDate)] }) };
    case 'other':
    case 'order':
      return joinMongoByOr([compareDateText(path, test), writeTest(path, test, 'date', readDate)]);
  }
}

/**
 * Writes the test for a date that is held as text. A value that equals a date is one; of greater or smaller values
 * only those count that begin like a date.
 */
function compareDateText(path: string, test: ColumnTest<string> | undefined): MongoPart {
  const $regex = '^[0-9]{4}-[0-9]{2}-[0-9]{2}';
  if (test?.kind === 'other') return { [path]: excludeLists({ ...writeExclusion(test.than), $regex }) };
  if (test?.kind !== 'order') return writeTest(path, test, 'string');
  return { [path]: excludeLists({ [signs[test.sign]]: test.to, $regex }) };
}

const readDate = (text: string): Date => new Date(readInstant(text));

const signs = { '>': '$gt', '>=': '$gte', '<': '$lt', '<=': '$lte' } as const;

function writeTest<Operand extends Scalar>(
  path: string,
  test: ColumnTest<Operand> | undefined,
  type: 'string' | 'number' | 'bool' | 'date' | 'objectId',
  written: (operand: Operand) => unknown = (operand) => operand,
): MongoPart {
  switch (test?.kind) {
    case undefined:
      return undefined;
    case 'equal':
      return { [path]: excludeLists({ $eq: written(test.to) }) };
    case 'listed':
      return { [path]: excludeLists({ $in: test.among.map((item) => written(item)) }) };
    case 'other':
      return {
        [path]: excludeLists({ ...writeExclusion(test.than.map((item) => written(item))), $type: type }),
      };
    case 'order':
      return { [path]: excludeLists({ [signs[test.sign]]: written(test.to) }) };
  }
}

const writeExclusion = (values: readonly unknown[]): MongoFilter =>
  values.length > 0 ? { $nin: values } : {};

const makeFieldTypeError = ({ property, type }: Comparison, held: string): Error =>
  new Error(
    `\`${property}\` is of the type ${type}: the options cannot have it in a field that holds \`${held}\``,
  );

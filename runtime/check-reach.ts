import type { BundledModel } from './bundle.ts';
import {
  checkChoice,
  ownPropertyName,
  propertyName,
  readList,
  readMap,
  readMapEntries,
  readName,
  readText,
  refusePart,
} from './bundle-parts.ts';
import { followField } from './follow-field.ts';
import type { Scalar } from './where.ts';

const types: readonly unknown[] = ['id', 'string', 'number', 'integer', 'boolean', 'date', 'list', 'object'];
const operators: readonly unknown[] = ['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$ne', '$nin', '$exists'];

/** The types of columns by the names of the columns, or such maps by model. */
export type ColumnTypes = Readonly<Record<string, unknown>>;

/** Checks a map of names to the types of columns. Throws a `BundleError` if it is none. */
export function checkTypes(named: unknown, at: string): void {
  for (const [name, type] of readMapEntries(named, at)) {
    readName(name, ownPropertyName, `${at}.${name}`);
    checkChoice(type, types, `${at}.${name}`);
  }
}

/** The most levels at which reaches are nested. */
const deepest = 100;

/** The names that conditions may use: columns of records and attributes of the user. */
export interface Askable {
  readonly columns: ColumnTypes;
  readonly attributes: ColumnTypes;
  readonly models: ReadonlyMap<string, BundledModel>;
}

/** Checks a reach, and that the names it uses exist. Throws a `BundleError` if one does not. */
export function checkReach(reach: unknown, askable: Askable, at: string, left = deepest): void {
  if (reach === 'all') return;
  const written = readMap(reach, at);
  if (left === 0) refusePart(at, 'is nested too deep');
  for (const word of ['anyOf', 'allOf'])
    if (Object.hasOwn(written, word)) {
      // The common part of no reaches would be every record.
      if (word === 'allOf' && readList(written[word], at).length === 0) refusePart(at, 'limits nothing');
      for (const [number, part] of readList(written[word], `${at}.${word}`).entries())
        checkReach(part, askable, `${at}.${word}[${number}]`, left - 1);
      return;
    }
  for (const step of readList(written.through, `${at}.through`)) {
    const name = typeof step === 'string' ? step : readMap(step, `${at}.through`).many;
    readName(name, propertyName, `${at}.through`);
  }
  const on = readText(written.on, `${at}.on`);
  for (const [number, alternative] of readList(written.alternatives, `${at}.alternatives`).entries())
    checkAlternative(alternative, on, askable, `${at}.alternatives[${number}]`);
}

function checkAlternative(
  alternative: unknown,
  on: string,
  { columns, attributes, models }: Askable,
  at: string,
): void {
  if (readList(alternative, at).length === 0)
    refusePart(at, 'compares nothing, which every record would meet');
  for (const comparison of alternative as readonly unknown[]) {
    const [property, operator, operand] = readList(comparison, at);
    const { holder, column } = followField(models, on, readText(property, at));
    const compared = Object.hasOwn(columns, holder) ? readMap(columns[holder], `columns.${holder}`) : {};
    if (!Object.hasOwn(compared, column)) refusePart(at, `compares ${property}, which is no column`);
    checkChoice(operator, operators, at);
    if (isNamedHole(operand)) {
      if (!Object.hasOwn(attributes, operand.$user))
        refusePart(at, `asks for ${operand.$user}, which is no attribute`);
    } else if (operator === '$in' || operator === '$nin') {
      for (const item of readList(operand, at))
        if (!isScalar(item)) refusePart(at, 'compares with something that is no value');
    } else if (!isScalar(operand) || (operator === '$exists' && typeof operand !== 'boolean'))
      refusePart(at, 'compares with something that is no value');
  }
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'boolean' || isExact(value);

/** Tells whether a value is a number that was not rounded when it was read: beyond 2^53 integers are. */
const isExact = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER;

/** Tells whether an operand stands for a value of the signed-in user. */
const isNamedHole = (operand: unknown): operand is { readonly $user: string } =>
  typeof operand === 'object' &&
  operand !== null &&
  Object.hasOwn(operand, '$user') &&
  typeof (operand as { $user: unknown }).$user === 'string';

import { listNames } from '../compiler/text/list.ts';
import type { Where } from './where.ts';

/** Throws unless an adapter is handed what `policy.where` returns, as a caller without types may not do. */
export function checkWhere(where: unknown, adapter: string): asserts where is Where {
  if (where === 'all' || where === 'none') return;
  if (!isFilter(where, deepest))
    throw new Error(
      `\`${adapter}\` takes what \`policy.where\` gives, and was given ${describeArgument(where)}`,
    );
}

/** The most levels at which filters of `policy.where` are nested. */
const deepest = 100;

function isFilter(value: unknown, left: number): boolean {
  if (!isObject(value) || typeof value.model !== 'string' || left === 0) return false;
  const parts = value.anyOf ?? value.allOf;
  if (parts === undefined) return isListOf(value.through, isStep) && areAlternatives(value.alternatives);
  const { model } = value;
  const isPart = (part: unknown) => isObject(part) && part.model === model && isFilter(part, left - 1);
  return Array.isArray(parts) && parts.length > 0 && parts.every(isPart);
}

const isStep = (step: unknown): boolean => isText(step) || (isObject(step) && isText(step.many));

/**
 * Throws if options for an adapter say something that the adapter would not understand: an option that is ignored could
 * make a condition ask for another field.
 */
export function checkModels(models: unknown, adapter: string, types: readonly string[]): void {
  if (models === undefined) return;
  const wrong = (at: string, what: string) =>
    new Error(`the options of \`${adapter}\` say \`${at}\`, ${what}`);
  if (!isObject(models)) throw wrong('models', `which is ${describeArgument(models)} and no map of models`);
  for (const [name, model] of Object.entries(models)) {
    if (!isObject(model)) throw wrong(`models.${name}`, `which is ${describeArgument(model)} and no map`);
    for (const key of Object.keys(model))
      if (key !== 'fields' && key !== 'relations')
        throw wrong(`models.${name}.${key}`, 'and a model has `fields` and `relations`');
    for (const [property, field] of Object.entries(isObject(model.fields) ? model.fields : {}))
      if (isObject(field) && field.type !== undefined && !types.includes(String(field.type)))
        throw wrong(`models.${name}.fields.${property}.type`, `and there are ${listNames(types)}`);
    for (const [step, relation] of Object.entries(isObject(model.relations) ? model.relations : {}))
      if (!isObject(relation) || !isText(relation.model))
        throw wrong(`models.${name}.relations.${step}`, 'and a relation names the `model` that it leads to');
  }
}

/** Returns true for an object that is no list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Describes a given value for a message; the contents of an object or a list are not shown. */
export function describeArgument(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'another object' : String(value);
}

const types: readonly unknown[] = ['id', 'string', 'number', 'integer', 'boolean', 'date'];
const operators: readonly unknown[] = ['$eq', '$gt', '$gte', '$lt', '$lte', '$ne'];
const ordering: readonly unknown[] = ['$gt', '$gte', '$lt', '$lte'];
const listOperators: readonly unknown[] = ['$in', '$nin'];

/**
 * Returns true if a value is a comparison at all; one with an operand that does not fit is a comparison that nothing
 * meets.
 */
function isComparison(value: unknown): boolean {
  if (!isObject(value) || !isText(value.property)) return false;
  const { type, operator, operand, through } = value;
  if (through !== undefined && !(isListOf(through, isText) && (through as unknown[]).length > 0))
    return false;
  if (operator === '$exists')
    return typeof operand === 'boolean' && (types.includes(type) || type === 'list' || type === 'object');
  if (type === 'list' && ordering.includes(operator)) return false;
  return (
    (types.includes(type) || type === 'list') &&
    (listOperators.includes(operator) ? Array.isArray(operand) : operators.includes(operator))
  );
}

const isText = (value: unknown): boolean => typeof value === 'string';

const areAlternatives = (value: unknown): boolean =>
  isListOf(value, (alternative) => isListOf(alternative, isComparison));

const isListOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem);

import { listNames } from '../compiler/text/list.ts';
import type { Where } from './where.ts';

/** Throws where an adapter is given something else than `policy.where` gives, as a caller without types may. */
export function checkWhere(given: unknown, adapter: string): asserts given is Where {
  if (given === 'all' || given === 'none') return;
  if (!isFilter(given, deepest))
    throw new Error(
      `\`${adapter}\` takes what \`policy.where\` gives, and was given ${describeArgument(given)}`,
    );
}

/** Filters of `policy.where` are nested less than this. */
const deepest = 100;

function isFilter(given: unknown, left: number): boolean {
  if (!isObject(given) || typeof given.model !== 'string' || left === 0) return false;
  const parts = given.anyOf ?? given.allOf;
  if (parts === undefined) return isListOf(given.through, isStep) && areAlternatives(given.alternatives);
  const { model } = given;
  const isPart = (part: unknown) => isObject(part) && part.model === model && isFilter(part, left - 1);
  return Array.isArray(parts) && parts.length > 0 && parts.every(isPart);
}

const isStep = (step: unknown): boolean => isText(step) || (isObject(step) && isText(step.many));

/**
 * Throws where options for an adapter say something that it would not understand: what is left out silently could
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
export const isObject = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

/** Describes a given value for a message; the contents of an object or a list are not shown. */
export function describeArgument(given: unknown): string {
  if (typeof given === 'string') return JSON.stringify(given);
  if (Array.isArray(given)) return 'a list';
  if (typeof given === 'function') return 'a function';
  return typeof given === 'object' && given !== null ? 'another object' : String(given);
}

const types: readonly unknown[] = ['id', 'string', 'number', 'integer', 'boolean', 'date'];
const operators: readonly unknown[] = ['$eq', '$gt', '$gte', '$lt', '$lte', '$ne'];
const ordering: readonly unknown[] = ['$gt', '$gte', '$lt', '$lte'];
const listOperators: readonly unknown[] = ['$in', '$nin'];

/**
 * Returns true if a value is a comparison at all; one with an operand that does not fit is a comparison that nothing
 * meets.
 */
function isComparison(given: unknown): boolean {
  if (!isObject(given) || !isText(given.property)) return false;
  const { type, operator, operand, through } = given;
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

const isText = (given: unknown): boolean => typeof given === 'string';

const areAlternatives = (given: unknown): boolean =>
  isListOf(given, (alternative) => isListOf(alternative, isComparison));

const isListOf = (given: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(given) && given.every(isItem);

import type { Where } from './where.ts';

/** Throws where an adapter is given something else than `policy.where` gives, as a caller without types may. */
export function checkWhere(given: unknown, adapter: string): asserts given is Where {
  if (given === 'all' || given === 'none') return;
  if (
    !isObject(given) ||
    typeof given.model !== 'string' ||
    !isListOf(given.through, isText) ||
    !areAlternatives(given.alternatives)
  )
    throw new Error(`\`${adapter}\` takes what \`policy.where\` gives, and was given ${inWords(given)}`);
}

/** Whether something is an object that is no list. */
export const isObject = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

/** What somebody has given, for a message; what is in an object or a list is not told. */
export function inWords(given: unknown): string {
  if (typeof given === 'string') return JSON.stringify(given);
  if (Array.isArray(given)) return 'a list';
  if (typeof given === 'function') return 'a function';
  return typeof given === 'object' && given !== null ? 'another object' : String(given);
}

const isText = (given: unknown): boolean => typeof given === 'string';

const areAlternatives = (given: unknown): boolean =>
  isListOf(given, (alternative) => isListOf(alternative, isObject));

const isListOf = (given: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(given) && given.every(isItem);

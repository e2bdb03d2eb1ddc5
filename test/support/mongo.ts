import { Context } from 'mingo/core';
import * as queryOperators from 'mingo/operators/query';
import { Query } from 'mingo/query';
import type { AnyObject, Options, QueryOperator } from 'mingo/types';

/**
 * Returns a query that finds what MongoDB finds. mingo looks for items of a list at whatever depth, and at items that are no
 * documents; MongoDB takes an item that is a list for a document with the fields 0, 1 and so on, and for a value as it is.
 */
export const queryAsMongo = (filter: object): Query => new Query(filter as AnyObject, { context });

const $elemMatch: QueryOperator = (path: string, criteria: AnyObject, options: Options) => {
  const isOfFields = Object.keys(criteria).some((key) => !key.startsWith('$') || joining.has(key));
  const ofFields = isOfFields ? new Query(criteria, options) : undefined;
  const ofValue = isOfFields ? undefined : new Query({ item: criteria }, options);
  return (document: AnyObject) => {
    const items = readPath(document, path);
    if (!Array.isArray(items)) return false;
    return items.some((item: unknown) => {
      if (ofFields) return isDocument(item) && ofFields.test(Array.isArray(item) ? { ...item } : item);
      return Array.isArray(item) ? criteria.$type === 'array' : ofValue?.test({ item });
    });
  };
};

const joining: ReadonlySet<string> = new Set(['$and', '$or', '$nor']);

const isDocument = (item: unknown): item is AnyObject =>
  typeof item === 'object' && item !== null && !(item instanceof Date);

const readPath = (document: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, key) => (isDocument(value) && !Array.isArray(value) ? value[key] : undefined),
      document,
    );

const context = Context.init({ query: { ...queryOperators, $elemMatch } });

import type { ComparableType, Comparison, Scalar, Step, Where } from '../../../runtime/where.ts';
import type { RecordValue } from './models.ts';

/** Returns true if a record meets a filter: the contract of filters, word by word. */
export function matches(where: Where, record: RecordValue): boolean {
  if (where === 'all') return true;
  if (where === 'none') return false;
  if ('anyOf' in where) return where.anyOf.some((part) => matches(part, record));
  if ('allOf' in where) return where.allOf.every((part) => matches(part, record));
  return endsOf(record, where.through).some((end) =>
    where.alternatives.some((alternative) =>
      alternative.every((comparison) =>
        endsOf(end, comparison.through ?? []).some((holder) =>
          holds(comparison, columnOf(holder, comparison.property)),
        ),
      ),
    ),
  );
}

/** The records at the end of a path: none, one, or those of a list. */
function endsOf(record: RecordValue, [step, ...rest]: readonly Step[]): readonly RecordValue[] {
  if (step === undefined) return [record];
  const next: unknown = columnOf(record, typeof step === 'string' ? step : step.many);
  const items: readonly unknown[] = typeof step === 'string' ? [next] : Array.isArray(next) ? next : [];
  return items
    .filter(
      (item): item is RecordValue =>
        typeof item === 'object' && item !== null && !Array.isArray(item) && !(item instanceof Date),
    )
    .flatMap((item) => endsOf(item, rest));
}

/** The own key of a name, else what stands behind its first dot in what stands before it. */
function columnOf(record: RecordValue, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  const dot = name.indexOf('.');
  const inner: unknown = dot > 0 ? columnOf(record, name.slice(0, dot)) : undefined;
  return typeof inner === 'object' && inner !== null && !Array.isArray(inner)
    ? columnOf(inner as RecordValue, name.slice(dot + 1))
    : undefined;
}

function holds(comparison: Comparison, value: unknown): boolean {
  const isThere = value !== null && value !== undefined;
  if (comparison.operator === '$exists') return isThere === comparison.operand;
  if (!isThere) return false;
  if (comparison.type === 'list') {
    const { operator, operand } = comparison;
    if (!Array.isArray(value)) return false;
    const contains = [operand].flat().some((item) => value.includes(item));
    return operator === '$eq' || operator === '$in' ? contains : !contains;
  }
  const { type, operand } = comparison;
  const orders = (Array.isArray(operand) ? operand : [operand]).map((item) => orderOf(type, value, item));
  switch (comparison.operator) {
    case '$eq':
    case '$in':
      return orders.includes(0);
    case '$ne':
    case '$nin':
      return isOfType(type, value) && !orders.includes(0);
    case '$gt':
      return type !== 'boolean' && orders[0] === 1;
    case '$gte':
      return type !== 'boolean' && (orders[0] === 1 || orders[0] === 0);
    case '$lt':
      return type !== 'boolean' && orders[0] === -1;
    case '$lte':
      return type !== 'boolean' && (orders[0] === -1 || orders[0] === 0);
  }
}

/** Returns true if a value is of a type of columns. */
const isOfType = (type: ComparableType, value: unknown): boolean =>
  type === 'date'
    ? (value instanceof Date && !Number.isNaN(value.getTime())) ||
      (typeof value === 'string' && /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(value))
    : type === 'boolean'
      ? typeof value === 'boolean'
      : type === 'number'
        ? typeof value === 'number' && Number.isFinite(value)
        : type === 'integer'
          ? Number.isInteger(value)
          : typeof value === 'string';

/** Returns how a value stands to an operand: before, with or after it; undefined if the two cannot be compared. */
function orderOf(type: ComparableType, value: unknown, operand: Scalar): -1 | 0 | 1 | undefined {
  switch (type) {
    case 'id':
    case 'string':
      if (typeof value !== 'string' || typeof operand !== 'string') return undefined;
      return inOrder(codePoints(value), codePoints(operand));
    case 'number':
    case 'integer':
      if (typeof value !== 'number' || typeof operand !== 'number' || !isOfType(type, value))
        return undefined;
      return inOrder([value], [operand]);
    case 'boolean':
      if (typeof value !== 'boolean' || typeof operand !== 'boolean') return undefined;
      return inOrder([Number(value)], [Number(operand)]);
    case 'date':
      if (typeof operand !== 'string') return undefined;
      if (value instanceof Date) {
        return Number.isNaN(value.getTime()) ? undefined : inOrder([value.getTime()], [momentOf(operand)]);
      }
      if (typeof value !== 'string' || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(value)) return undefined;
      return inOrder(codePoints(value), codePoints(operand));
  }
}

const codePoints = (text: string): readonly number[] => [...text].map((point) => point.codePointAt(0) ?? 0);

function inOrder(some: readonly number[], others: readonly number[]): -1 | 0 | 1 {
  for (let at = 0; ; at++) {
    const [one, other] = [some[at], others[at]];
    if (one === undefined) return other === undefined ? 0 : -1;
    if (other === undefined || one > other) return 1;
    if (one < other) return -1;
  }
}

/** The instant of a date in ISO 8601, which without a zone is in UTC. */
export const momentOf = (date: string): number => Date.parse(/T[^Z+-]*$/.test(date) ? `${date}Z` : date);

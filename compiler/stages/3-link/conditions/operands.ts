import type { Advice } from '../../../diagnostics/diagnostic.ts';
import { type Fix, fixByText } from '../../../diagnostics/fix.ts';
import type { PropertyType } from '../../../model/catalog.ts';
import { isHole, type ListOperator, type Operator, operators } from '../../../model/condition.ts';
import { type Place, placeIn, valueIn } from '../../../model/document.ts';
import { fitsType, isWellFormedText } from '../../../model/fits-type.ts';

/** Returns the place of an entry of a map or an item of a list. */
export function placeWithin(at: Place, step: string | number, part: 'key' | 'value' = 'value'): Place {
  return placeIn(at.document, [...at.path, step], part);
}

/** Says how to compare with a value of the user and with literals: the value stands alone. */
export function adviseOnHoleInList(name: string, operator: ListOperator, raw: readonly unknown[]): string {
  const literals = raw.filter((item) => !isHole(item));
  const holes = raw.filter(isHole).map(({ $user }) => `{ $user: ${$user} }`);
  const parts =
    operator === '$in'
      ? [
          ...(literals.length > 0 ? [`{ ${name}: { $in: ${JSON.stringify(literals)} } }`] : []),
          ...holes.map((hole) => `{ ${name}: ${hole} }`),
        ]
      : [
          ...(literals.length > 0 ? [`{ ${name}: { $nin: ${JSON.stringify(literals)} } }`] : []),
          ...holes.map((hole) => `{ ${name}: { $ne: ${hole} } }`),
        ];
  const [only] = parts;
  if (parts.length === 1) return `it stands alone: \`${only}\``;
  return `it stands alone: \`${operator === '$in' ? '$or' : '$and'}: [${parts.join(', ')}]\``;
}

/**
 * Returns true if a user attribute can be compared with a property: ids are text, integers are numbers. A list may
 * contain any of these but dates: one stands in a list as text or as a `Date`, so that it could be missed.
 */
export function canCompareTypes(attribute: PropertyType, property: PropertyType): boolean {
  if (property === 'list') return attribute !== 'list' && attribute !== 'object' && attribute !== 'date';
  const family = (type: PropertyType) => (type === 'id' ? 'string' : type === 'integer' ? 'number' : type);
  return attribute !== 'list' && attribute !== 'object' && family(attribute) === family(property);
}

/** Says how one value of the user is compared, where an operator that takes lists stands. */
export function adviseOnOneOfUser(attribute: string, operator: Operator, at: Place): Advice {
  if (operator !== '$in') {
    const help = `write \`$ne\`: \`{ $ne: { $user: ${attribute} } }\``;
    return { help, at, change: { kind: 'rename', key: '$ne' } };
  }
  const help = `drop \`$in\`: \`{ $user: ${attribute} }\``;
  const around = { document: at.document, path: at.path.slice(0, -1) };
  const isAlone = Object.keys(Object(valueIn({ ...around, part: 'value' }))).length === 1;
  return isAlone ? { help, at: around, change: { kind: 'unwrap', path: ['$in'] } } : help;
}

/** Returns what to write instead of an operand that does not fit, if the operand itself says what was meant. */
export function adviseOnOperand(
  raw: unknown,
  type: PropertyType,
  operator: Operator,
  at: Place,
): Advice | undefined {
  if (Array.isArray(raw)) return adviseOnBareList(type, operator, at);
  if (raw === null) return adviseOnNull(operator);
  const isQuoted = typeof raw === 'string' && raw.trim() !== '';
  if (isQuoted && (type === 'number' || type === 'integer') && fitsType(Number(raw), type))
    return fixByText(at, raw, 'write the number without quotes');
  const isUnquoted = typeof raw === 'number' || typeof raw === 'boolean';
  return isUnquoted && (type === 'id' || type === 'string')
    ? { help: 'put quotes around it to make it text', at, change: { kind: 'quote' } }
    : undefined;
}

/** Says how a missing value is asked for: no comparison meets one. */
function adviseOnNull(operator: Operator): string {
  if (operator === '$eq') return 'ask for a missing value by `{ $exists: false }`';
  if (operator === '$ne') return 'ask for a value that is there by `{ $exists: true }`';
  return operator === '$in'
    ? 'ask for a missing value by `{ $exists: false }`, joined by `$or`'
    : 'no comparison meets a missing value: leave it out';
}

/** Says by which operator a list is compared with; what a list means to a property that is one is left to the author. */
function adviseOnBareList(type: PropertyType, operator: Operator, at: Place): Advice {
  const meant = operator === '$ne' ? '$nin' : '$in';
  const help = `compare with a list by \`${meant}\``;
  if (type === 'list' || isOrder(operator)) return help;
  return at.path.at(-1) === operator
    ? { help, at, change: { kind: 'rename', key: meant } }
    : { help, at, change: { kind: 'put-under', key: meant } };
}

/** Returns what to write for an operator without its `$`. */
export function adviseOnOperator(name: string, operand: unknown, at: Place): Fix | undefined {
  const meant = operators.find((operator) => operator === `$${name.toLowerCase().replace(/^_/, '')}`);
  const value = typeof operand === 'number' || typeof operand === 'boolean' ? operand : '…';
  return (
    meant && {
      help: `operators begin with \`$\`: \`{ ${meant}: ${value} }\``,
      at,
      change: { kind: 'rename', key: meant },
    }
  );
}

/** Says what is written where a value was expected. */
export function describeOperand(raw: unknown): string {
  if (raw === null || raw === undefined) return 'nothing';
  if (Array.isArray(raw)) return 'a list';
  if (typeof raw === 'object') return 'a map';
  if (typeof raw !== 'string') return `\`${String(raw)}\``;
  return isWellFormedText(raw)
    ? `the text \`${raw}\``
    : 'text with half of a surrogate pair, which is no character';
}

/** Returns true if an operator asks for what comes before or after a value. */
export const isOrder = (operator: Operator): boolean => /^\$[gl]te?$/.test(operator);

import type { Code, Params } from '../../diagnostics/codes.ts';
import type { Advice } from '../../diagnostics/diagnostic.ts';
import { type Fix, fixByText } from '../../diagnostics/fix.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { PropertyType } from '../../model/catalog.ts';
import {
  type ComparedField,
  type Hole,
  isHole,
  type ListOperator,
  type Literal,
  type Operator,
  operators,
  pickComparedField,
  type ReachAlternative,
  type ReachComparison,
  takesList,
} from '../../model/condition.ts';
import { conjoin } from '../../model/conjoin.ts';
import { type Place, placeIn, spanOf, valueIn } from '../../model/document.ts';
import { instantOf } from '../../text/instant.ts';
import { listFirstNames, listNames } from '../../text/list.ts';
import { byCodeUnit } from '../../text/order.ts';
import { type FieldContext, linkField } from './fields.ts';

/** The names that a condition may use, and the place where its mistakes are reported. */
export interface ConditionContext extends FieldContext {
  readonly attributes: ReadonlyMap<string, PropertyType>;
}

/** A condition spelled out may have this many alternatives; each becomes a rule for every model. */
const alternativeLimit = 256;

const refusals: Readonly<Record<string, string>> = {
  $not: 'is not allowed: on a missing value JavaScript and SQL disagree; write `$ne` or `$nin`, which a missing value does not meet',
  $nor: 'is not allowed: on a missing value JavaScript and SQL disagree; write `$ne` or `$nin`, which a missing value does not meet',
  $regex: 'is not allowed: every database reads patterns differently',
};

/**
 * Spells a condition out as alternatives (its disjunctive form), each a set of comparisons that must all
 * hold. Mistakes are reported; nothing comes back where there was one. A condition that never holds is one
 * alternative that no value meets.
 */
export function linkCondition(
  raw: unknown,
  at: Place,
  context: ConditionContext,
): readonly ReachAlternative[] | undefined {
  const reader = new ConditionReader(context);
  const spelled = reader.read(raw, at);
  if (reader.failed || spelled === undefined) return undefined;
  const held: ReachAlternative[] = [];
  let reason = '';
  for (const comparisons of spelled) {
    const joined = conjoin(comparisons);
    if (joined.is === 'alternative') held.push(joined.alternative);
    else reason = joined.reason;
  }
  if (held.length > 0) return held;
  if (!reader.warned) context.report('condition-never-holds', spanOf(at), { reason });
  const [first] = spelled.flat().sort((a, b) => byCodeUnit(a.property, b.property));
  const compared: ComparedField = first ? pickComparedField(first) : { property: '', type: 'object' };
  return [[{ ...compared, operator: '$in', operand: [] }]];
}

type Spelled = readonly (readonly ReachComparison[])[];

class ConditionReader {
  failed = false;
  /** True once a part that never holds has been reported. */
  warned = false;
  private readonly context: ConditionContext;

  constructor(context: ConditionContext) {
    this.context = context;
  }

  read(raw: unknown, at: Place): Spelled | undefined {
    if (!isMap(raw)) return this.operand(at, 'a condition', 'map', wordsFor(raw));
    const entries = Object.entries(raw);
    if (entries.length === 0) {
      this.fail('out-of-range', at, {
        what: 'a condition',
        limit: 'must compare at least one property: for every record write `all`',
      });
      return undefined;
    }
    return this.all(
      entries.map(([key, value]) => this.entry(key, value, within(at, key), within(at, key, 'key'))),
      at,
    );
  }

  private entry(key: string, value: unknown, at: Place, keyAt: Place): Spelled | undefined {
    if (key === '$and' || key === '$or') return this.combine(key, value, at);
    if (key.startsWith('$')) return this.refuse(key, keyAt);
    const field = linkField(key, keyAt, this.context);
    if (!field) {
      this.failed = true;
      return undefined;
    }
    if (!isMap(value) || isHole(value)) return this.compare(field, '$eq', value, at);
    const tests = Object.entries(value);
    if (tests.length === 0) return this.operand(at, field.property, field.type, 'an empty map');
    return this.all(
      tests.map(([name, operand]) => {
        const operator = operators.find((known) => known === name);
        if (operator) return this.compare(field, operator, operand, within(at, name));
        if (name.startsWith('$')) return this.refuse(name, within(at, name, 'key'));
        const advice = helpWithOperator(name, operand, within(at, name));
        return this.operand(at, field.property, field.type, 'a map', advice);
      }),
      at,
    );
  }

  private combine(key: string, value: unknown, at: Place): Spelled | undefined {
    if (Array.isArray(value) && value.length === 0) {
      this.fail('out-of-range', at, { what: `\`${key}\``, limit: 'must not be empty' });
      return undefined;
    }
    if (!Array.isArray(value)) {
      this.fail('wrong-type', at, {
        what: `\`${key}\``,
        expected: 'a list of conditions',
        found: wordsFor(value),
      });
      return undefined;
    }
    const parts = value.map((part, index) => this.read(part, within(at, index)));
    if (key === '$and') return this.all(parts, at);
    return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
  }

  /** Combines every alternative of one part with every alternative of the others. */
  private all(parts: readonly (Spelled | undefined)[], at: Place): Spelled | undefined {
    let whole: Spelled = [[]];
    for (const part of parts) {
      if (part === undefined) return undefined;
      if (whole.length * part.length > alternativeLimit) {
        this.fail('condition-too-large', at, { limit: alternativeLimit });
        return undefined;
      }
      whole = whole.flatMap((left) => part.map((right) => [...left, ...right]));
    }
    return whole;
  }

  private compare(field: ComparedField, operator: Operator, raw: unknown, at: Place): Spelled | undefined {
    const { property: name, type } = field;
    if (operator === '$exists') {
      if (typeof raw === 'boolean') return [[{ ...field, operator, operand: raw }]];
      this.fail('wrong-type', at, { what: '`$exists`', expected: '`true` or `false`', found: wordsFor(raw) });
      return undefined;
    }
    if (type === 'object') {
      this.fail('unsupported-operator', at, {
        operator,
        reason: `cannot compare \`${name}\`, which is ${withArticle(type)}: only \`$exists\` can`,
      });
      return undefined;
    }
    if ((type === 'boolean' || type === 'list') && isOrder(operator)) {
      this.fail('unsupported-operator', at, {
        operator,
        reason: `cannot order \`${name}\`, which is ${withArticle(type)}`,
      });
      return undefined;
    }
    if (isHole(raw)) return this.compareHole(field, operator, raw, at);
    if (typeof raw === 'string' && /\$\{?user\b/.test(raw))
      return this.operand(
        at,
        name,
        type,
        `\`${raw}\`, which is plain text here`,
        'write `{ $user: attribute }`',
      );
    if (takesList(operator)) return this.compareList(field, operator, raw, at);
    if (fits(raw, type)) return [[{ ...field, operator, operand: raw }]];
    return this.operand(at, name, type, wordsFor(raw), helpWith(raw, type, operator, at));
  }

  private compareList(
    field: ComparedField,
    operator: ListOperator,
    raw: unknown,
    at: Place,
  ): Spelled | undefined {
    const { property: name, type } = field;
    if (!Array.isArray(raw))
      return this.operand(
        at,
        name,
        type,
        `${wordsFor(raw)} by \`${operator}\``,
        `\`${operator}\` takes a list`,
      );
    if (raw.length === 0 && operator === '$in') {
      this.warned = true;
      this.context.report('condition-never-holds', spanOf(at), {
        reason: 'an empty list has no value to match',
      });
      return [[{ ...field, operator: '$in', operand: [] }]];
    }
    const values: Literal[] = [];
    for (const [index, item] of raw.entries()) {
      if (fits(item, type)) values.push(item);
      else
        this.operand(
          within(at, index),
          name,
          type,
          isHole(item) ? 'a value of the signed-in user in a list' : wordsFor(item),
          isHole(item) ? helpWithHoleInList(name, operator, raw) : undefined,
        );
    }
    return values.length < raw.length ? undefined : [[{ ...field, operator, operand: values }]];
  }

  private compareHole(field: ComparedField, operator: Operator, hole: Hole, at: Place): Spelled | undefined {
    const { attributes } = this.context;
    const { $user, ...rest } = hole as { $user: unknown };
    const here = within(at, '$user');
    if (typeof $user !== 'string' || Object.keys(rest).length > 0) {
      const expected = '`{ $user: attribute }` and nothing else';
      this.fail('wrong-type', at, {
        what: 'a value of the signed-in user',
        expected,
        found: 'something else',
      });
      return undefined;
    }
    const type = attributes.get($user);
    if (type === undefined) {
      const help =
        didYouMean($user, attributes.keys()) ??
        `the Principal declares ${listFirstNames([...attributes.keys()], 8)}`;
      this.fail('unknown-attribute', here, { name: $user }, help);
      return undefined;
    }
    const isListed = takesList(operator);
    if (isListed ? type === 'list' : matches(type, field.type))
      return [[{ ...field, operator, operand: { $user } }]];
    const isOne = isListed && matches(type, field.type);
    const help = isOne
      ? helpWithOneOfUser($user, operator, at)
      : type === 'list' && !isListed
        ? 'a list of the user stands only under `$in` and `$nin`'
        : undefined;
    const found = `the user attribute \`${$user}\`, ${withArticle(type)}`;
    return this.operand(
      here,
      field.property,
      field.type,
      isListed ? `${found}, by \`${operator}\`` : found,
      help,
    );
  }

  private refuse(operator: string, at: Place): undefined {
    const reason =
      refusals[operator] ?? `is unknown; the operators are ${listNames([...operators, '$and', '$or'])}`;
    this.fail(
      'unsupported-operator',
      at,
      { operator, reason },
      refusals[operator] ? undefined : didYouMean(operator, operators),
    );
    return undefined;
  }

  private operand(at: Place, property: string, type: string, found: string, help?: Advice): undefined {
    this.fail('wrong-operand', at, { property, type, found }, help);
    return undefined;
  }

  private fail<C extends Code>(code: C, at: Place, facts: Params<C>, help?: Advice): void {
    this.failed = true;
    this.context.report(code, spanOf(at), facts, help);
  }
}

/** Returns true if an operator asks for what comes before or after a value. */
const isOrder = (operator: Operator): boolean => /^\$[gl]te?$/.test(operator);

const isMap = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

function within(at: Place, step: string | number, part: 'key' | 'value' = 'value'): Place {
  return placeIn(at.document, [...at.path, step], part);
}

function fits(raw: unknown, type: PropertyType): raw is Literal {
  switch (type) {
    case 'id':
    case 'string':
      return typeof raw === 'string';
    case 'number':
      return typeof raw === 'number' && Number.isFinite(raw);
    case 'integer':
      return Number.isInteger(raw);
    case 'boolean':
      return typeof raw === 'boolean';
    case 'date':
      return typeof raw === 'string' && !Number.isNaN(instantOf(raw));
    case 'list':
      return typeof raw === 'string' || typeof raw === 'boolean' || Number.isFinite(raw);
    case 'object':
      return false;
  }
}

/** Says how to compare with a value of the user and with literals: the value stands alone. */
function helpWithHoleInList(name: string, operator: ListOperator, raw: readonly unknown[]): string {
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
function matches(attribute: PropertyType, property: PropertyType): boolean {
  if (property === 'list') return attribute !== 'list' && attribute !== 'object' && attribute !== 'date';
  const family = (type: PropertyType) => (type === 'id' ? 'string' : type === 'integer' ? 'number' : type);
  return attribute !== 'list' && attribute !== 'object' && family(attribute) === family(property);
}

/** Says how one value of the user is compared, where an operator that takes lists stands. */
function helpWithOneOfUser(attribute: string, operator: Operator, at: Place): Advice {
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
function helpWith(raw: unknown, type: PropertyType, operator: Operator, at: Place): Advice | undefined {
  if (Array.isArray(raw)) return helpWithBareList(type, operator, at);
  const isQuoted = typeof raw === 'string' && raw.trim() !== '';
  if (isQuoted && (type === 'number' || type === 'integer') && fits(Number(raw), type))
    return fixByText(at, raw, 'write the number without quotes');
  const isUnquoted = typeof raw === 'number' || typeof raw === 'boolean';
  return isUnquoted && (type === 'id' || type === 'string')
    ? { help: 'put quotes around it to make it text', at, change: { kind: 'quote' } }
    : undefined;
}

/** Says by which operator a list is compared with; what a list means to a property that is one is left to the author. */
function helpWithBareList(type: PropertyType, operator: Operator, at: Place): Advice {
  const meant = operator === '$ne' ? '$nin' : '$in';
  const help = `compare with a list by \`${meant}\``;
  if (type === 'list' || isOrder(operator)) return help;
  return at.path.at(-1) === operator
    ? { help, at, change: { kind: 'rename', key: meant } }
    : { help, at, change: { kind: 'put-under', key: meant } };
}

/** Returns what to write for an operator without its `$`. */
function helpWithOperator(name: string, operand: unknown, at: Place): Fix | undefined {
  const meant = operators.find((operator) => operator === `$${name.toLowerCase()}`);
  const value = typeof operand === 'number' || typeof operand === 'boolean' ? operand : '…';
  return (
    meant && {
      help: `operators begin with \`$\`: \`{ ${meant}: ${value} }\``,
      at,
      change: { kind: 'rename', key: meant },
    }
  );
}

const withArticle = (type: string) => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);

function wordsFor(raw: unknown): string {
  if (raw === null || raw === undefined) return 'nothing';
  if (Array.isArray(raw)) return 'a list';
  if (typeof raw === 'object') return 'a map';
  return typeof raw === 'string' ? `the text \`${raw}\`` : `\`${String(raw)}\``;
}

import type { Code, Params } from '../../diagnostics/codes.ts';
import type { Advice } from '../../diagnostics/diagnostic.ts';
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
import { type Place, spanOf } from '../../model/document.ts';
import { fitsType } from '../../model/fits-type.ts';
import { addArticle } from '../../text/count.ts';
import { isFields } from '../../text/fields.ts';
import { listFirstNames, listNames } from '../../text/list.ts';
import { byCodeUnit } from '../../text/order.ts';
import {
  adviseOnHoleInList,
  adviseOnOneOfUser,
  adviseOnOperand,
  adviseOnOperator,
  canCompareTypes,
  describeOperand,
  isOrder,
  placeWithin,
} from './conditions/operands.ts';
import { type FieldContext, linkField } from './fields.ts';

/** The names that a condition may use, and the place where its mistakes are reported. */
export interface ConditionContext extends FieldContext {
  readonly attributes: ReadonlyMap<string, PropertyType>;
}

/** The most alternatives that a condition may have when spelled out; each becomes a rule for every model. */
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

type SpelledCondition = readonly (readonly ReachComparison[])[];

class ConditionReader {
  failed = false;
  /** True once a part that never holds has been reported. */
  warned = false;
  private readonly context: ConditionContext;

  constructor(context: ConditionContext) {
    this.context = context;
  }

  read(raw: unknown, at: Place): SpelledCondition | undefined {
    if (!isFields(raw)) return this.operand(at, 'a condition', 'map', describeOperand(raw));
    const entries = Object.entries(raw);
    if (entries.length === 0) {
      this.fail('out-of-range', at, {
        what: 'a condition',
        limit: 'must compare at least one property: for every record write `all`',
      });
      return undefined;
    }
    return this.all(
      entries.map(([key, value]) =>
        this.entry(key, value, placeWithin(at, key), placeWithin(at, key, 'key')),
      ),
      at,
    );
  }

  private entry(key: string, value: unknown, at: Place, keyAt: Place): SpelledCondition | undefined {
    if (key === '$and' || key === '$or') return this.combine(key, value, at);
    if (key.startsWith('$')) return this.refuse(key, keyAt);
    const field = linkField(key, keyAt, this.context);
    if (!field) {
      this.failed = true;
      return undefined;
    }
    if (!isFields(value) || isHole(value)) return this.compare(field, '$eq', value, at);
    const tests = Object.entries(value);
    if (tests.length === 0) return this.operand(at, field.property, field.type, 'an empty map');
    return this.all(
      tests.map(([name, operand]) => {
        const operator = operators.find((known) => known === name);
        if (operator) return this.compare(field, operator, operand, placeWithin(at, name));
        if (name.startsWith('$')) return this.refuse(name, placeWithin(at, name, 'key'));
        const advice = adviseOnOperator(name, operand, placeWithin(at, name));
        return this.operand(at, field.property, field.type, 'a map', advice);
      }),
      at,
    );
  }

  private combine(key: string, value: unknown, at: Place): SpelledCondition | undefined {
    if (Array.isArray(value) && value.length === 0) {
      this.fail('out-of-range', at, { what: `\`${key}\``, limit: 'must not be empty' });
      return undefined;
    }
    if (!Array.isArray(value)) {
      this.fail('wrong-type', at, {
        what: `\`${key}\``,
        expected: 'a list of conditions',
        found: describeOperand(value),
      });
      return undefined;
    }
    const parts = value.map((part, index) => this.read(part, placeWithin(at, index)));
    if (key === '$and') return this.all(parts, at);
    return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
  }

  /** Combines every alternative of one part with every alternative of the others. */
  private all(parts: readonly (SpelledCondition | undefined)[], at: Place): SpelledCondition | undefined {
    let whole: SpelledCondition = [[]];
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

  private compare(
    field: ComparedField,
    operator: Operator,
    raw: unknown,
    at: Place,
  ): SpelledCondition | undefined {
    const { property: name, type } = field;
    if (operator === '$exists') {
      if (typeof raw === 'boolean') return [[{ ...field, operator, operand: raw }]];
      this.fail('wrong-type', at, {
        what: '`$exists`',
        expected: '`true` or `false`',
        found: describeOperand(raw),
      });
      return undefined;
    }
    if (type === 'object') {
      this.fail('unsupported-operator', at, {
        operator,
        reason: `cannot compare \`${name}\`, which is ${addArticle(type)}: only \`$exists\` can`,
      });
      return undefined;
    }
    if ((type === 'boolean' || type === 'list') && isOrder(operator)) {
      this.fail('unsupported-operator', at, {
        operator,
        reason: `cannot order \`${name}\`, which is ${addArticle(type)}`,
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
    if (fitsType(raw, type)) return [[{ ...field, operator, operand: raw }]];
    return this.operand(at, name, type, describeOperand(raw), adviseOnOperand(raw, type, operator, at));
  }

  private compareList(
    field: ComparedField,
    operator: ListOperator,
    raw: unknown,
    at: Place,
  ): SpelledCondition | undefined {
    const { property: name, type } = field;
    if (!Array.isArray(raw))
      return this.operand(
        at,
        name,
        type,
        `${describeOperand(raw)} by \`${operator}\``,
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
      if (fitsType(item, type)) values.push(item);
      else
        this.operand(
          placeWithin(at, index),
          name,
          type,
          isHole(item) ? 'a value of the signed-in user in a list' : describeOperand(item),
          isHole(item) ? adviseOnHoleInList(name, operator, raw) : undefined,
        );
    }
    return values.length < raw.length ? undefined : [[{ ...field, operator, operand: values }]];
  }

  private compareHole(
    field: ComparedField,
    operator: Operator,
    hole: Hole,
    at: Place,
  ): SpelledCondition | undefined {
    const { attributes } = this.context;
    const { $user, ...rest } = hole as { $user: unknown };
    const here = placeWithin(at, '$user');
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
    if (isListed ? type === 'list' : canCompareTypes(type, field.type))
      return [[{ ...field, operator, operand: { $user } }]];
    const isOne = isListed && canCompareTypes(type, field.type);
    const help = isOne
      ? adviseOnOneOfUser($user, operator, at)
      : type === 'list' && !isListed
        ? 'a list of the user stands only under `$in` and `$nin`'
        : undefined;
    const found = `the user attribute \`${$user}\`, ${addArticle(type)}`;
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

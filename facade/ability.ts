import { createMongoAbility, type MongoAbility, mongoQueryMatcher } from '@casl/ability';
import { isHole } from '../compiler/model/condition.ts';
import type { Conditions, ConditionValue, Rule } from '../compiler/model/rule.ts';
import { lower } from '../compiler/stages/5-lower.ts';
import type { Attributes } from './attributes.ts';
import { follow, type Test, testOf } from './matcher.ts';
import type { Table } from './table.ts';
import { instantOf } from './text.ts';
import type { Comparison, Scalar } from './where.ts';

/** CASL's own ability. */
export type AppAbility = MongoAbility;

/** A rule of CASL without holes: what an ability is made from, and what a service may send to a browser. */
export type RawRule = ReturnType<AppAbility['rulesFor']>[number]['origin'];

/** CASL's ability on the rules of a table's roles, filled for one user. */
export function abilityOf(table: Table, attributes: Attributes): AppAbility {
  return abilityFrom(rulesOf(table).flatMap((rule) => filledRule(rule, attributes) ?? []) as RawRule[]);
}

const lowered = new WeakMap<Table, readonly Rule[]>();

/** The rules of all roles of a table, each once, by the lowering that writes `rules/`. */
function rulesOf(table: Table): readonly Rule[] {
  const known = lowered.get(table);
  if (known) return known;
  const { index, roles } = table;
  const rules = roles.flatMap(({ given, reach }) =>
    lower(index.lowered(), given, index.reach(reach) as Parameters<typeof lower>[2]),
  );
  const distinct = [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
  lowered.set(table, distinct);
  return distinct;
}

/**
 * A strict ability from rules without holes: conditions never mix types or match what is missing, a record's
 * own content cannot choose its type, and `manage` and `all` are words like any others.
 */
export function abilityFrom(rules: readonly RawRule[]): AppAbility {
  return createMongoAbility(rules as Parameters<typeof createMongoAbility>[0], {
    conditionsMatcher: strictMatcher,
    detectSubjectType,
    anyAction: '\0',
    anySubjectType: '\0',
  });
}

function filledRule(rule: Rule, attributes: Attributes): Rule | undefined {
  if (!rule.conditions) return rule;
  const conditions = filledConditions(rule.conditions, attributes);
  return conditions && { ...rule, conditions };
}

function filledConditions(conditions: Conditions, attributes: Attributes): Conditions | undefined {
  const filled: [string, Conditions[string]][] = [];
  for (const [field, value] of Object.entries(conditions)) {
    if (field === '$and') {
      const parts = (value as readonly Conditions[]).map((part) => filledConditions(part, attributes));
      if (!parts.every((part) => part !== undefined)) return undefined;
      filled.push([field, parts]);
      continue;
    }
    const whole = filledValue(value as ConditionValue, attributes);
    if (whole === undefined) return undefined;
    filled.push([field, whole]);
  }
  return Object.fromEntries(filled);
}

function filledValue(value: ConditionValue, attributes: Attributes): ConditionValue | undefined {
  if (isHole(value)) return filledHole(value.$user, attributes) as ConditionValue | undefined;
  if (typeof value !== 'object') return value;
  const filled: [string, Scalar | readonly Scalar[]][] = [];
  for (const [operator, operand] of Object.entries(value)) {
    const whole = Array.isArray(operand)
      ? operand.map((item) => (isHole(item) ? filledHole(item.$user, attributes) : item))
      : isHole(operand)
        ? filledHole(operand.$user, attributes)
        : operand;
    if (whole === undefined || (Array.isArray(whole) && whole.includes(undefined))) return undefined;
    filled.push([operator, whole as Scalar | readonly Scalar[]]);
  }
  return Object.fromEntries(filled);
}

function filledHole(attribute: string, attributes: Attributes): Scalar | readonly Scalar[] | undefined {
  const known = attributes(attribute);
  return known.usable ? known.value : undefined;
}

type ConditionsMatcher = ReturnType<typeof mongoQueryMatcher>;

/** CASL's matcher, replaced: the syntax tree for adapters stays its own. */
function strictMatcher(conditions: object): ConditionsMatcher {
  const test = testOfConditions(conditions as Conditions);
  const matches = (record: object) => test(record);
  if (!Object.hasOwn(conditions, '$and'))
    Object.defineProperty(matches, 'ast', {
      get: () => mongoQueryMatcher(conditions as Parameters<typeof mongoQueryMatcher>[0]).ast,
    });
  return matches as unknown as ConditionsMatcher;
}

function testOfConditions(conditions: Conditions): Test {
  const tests = Object.entries(conditions).flatMap(([field, value]): Test[] => {
    if (field === '$and') return (value as readonly Conditions[]).map(testOfConditions);
    const path = field.split('.');
    const property = path.pop() ?? '';
    const comparisons =
      typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(value).map(([operator, operand]) => comparisonOf(property, operator, operand))
        : [comparisonOf(property, '$eq', value)];
    if (!comparisons.every((comparison) => comparison !== undefined)) return [() => false];
    const test = testOf(comparisons);
    return [
      (record) => {
        const reached = follow(record, path);
        return reached !== undefined && test(reached);
      },
    ];
  });
  return tests.length === 0 ? () => false : (record) => tests.every((test) => test(record));
}

/** A comparison as rules write it, which leave the type of the column to its operand. */
function comparisonOf(property: string, operator: string, operand: unknown): Comparison | undefined {
  if (operator === '$exists')
    return typeof operand === 'boolean' ? { property, type: 'object', operator, operand } : undefined;
  const operands: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (!operands.every(isScalar) || (operator === '$in') !== Array.isArray(operand)) return undefined;
  const type = operands.every(isDate) ? 'date' : typeof operands[0] === 'number' ? 'number' : 'string';
  switch (operator) {
    case '$in':
      return { property, type, operator, operand: operands };
    case '$eq':
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return { property, type, operator, operand: operands[0] as Scalar };
    default:
      return undefined;
  }
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

const isDate = (value: Scalar): boolean => typeof value === 'string' && !Number.isNaN(instantOf(value));

/**
 * The type of a subject: what CASL's `subject()` has put on it out of sight, or the name of its class. What
 * stands on a record itself, as of a request, says nothing.
 */
function detectSubjectType(subject: unknown): string {
  if (typeof subject === 'string') return subject;
  if (typeof subject === 'function') return nameOf(subject);
  if (typeof subject !== 'object' || subject === null) return '\0';
  const tag = Object.getOwnPropertyDescriptor(subject, '__caslSubjectType__');
  if (tag) return tag.enumerable || typeof tag.value !== 'string' ? '\0' : tag.value;
  const prototype: object | null = Object.getPrototypeOf(subject);
  if (prototype === null || prototype === Object.prototype) return '\0';
  const made = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof made === 'function' ? nameOf(made) : '\0';
}

function nameOf(made: unknown): string {
  const { modelName, name } = made as { readonly modelName?: unknown; readonly name: string };
  return typeof modelName === 'string' ? modelName : name;
}

import { createMongoAbility, type MongoAbility, mongoQueryMatcher } from '@casl/ability';
import { isHole, type Operand, type Operator } from '../compiler/model/condition.ts';
import { readTypeInGuards, removeGuards } from '../compiler/model/guard.ts';
import { type Conditions, type ConditionValue, isElementMatch, type Rule } from '../compiler/model/rule.ts';
import type { Attributes } from './attributes.ts';
import { fillComparison } from './bind.ts';
import { isDate } from './column-test.ts';
import { freezeDeep } from './freeze-deep.ts';
import { lowerTable } from './lower-table.ts';
import {
  followPath,
  isRecordOf,
  makePathTest,
  makeRecordTest,
  type Names,
  type RecordTest,
  readField,
} from './matcher.ts';
import { readServedRules } from './read-served-rules.ts';
import type { Table } from './table.ts';
import type { ColumnType, ComparableType, Comparison, Scalar } from './where.ts';

/** CASL's own ability. */
export type AppAbility = MongoAbility;

/** A rule of CASL without holes: what an ability is made from, and what a service may send to a browser. */
export type RawRule = ReturnType<AppAbility['rulesFor']>[number]['origin'];

/** Returns CASL's ability on the rules of a table's roles, filled for one user. */
export function makeAbility(table: Table, attributes: Attributes): AppAbility {
  const { index } = table;
  // Many rules share their conditions, which are filled once. Those that do lead to the same columns.
  const subjects = new WeakMap<object, string>();
  const filled = new Map<Conditions, Conditions | undefined>();
  const rules: Rule[] = [];
  for (const rule of lowerTable(table)) {
    if (!rule.conditions) {
      rules.push(rule);
      continue;
    }
    let conditions = filled.get(rule.conditions);
    if (!conditions && !filled.has(rule.conditions)) {
      const typeOf: FieldKnowledge['typeOf'] = (field) => index.fieldType(rule.subject, field);
      conditions = freezeDeep(fillConditions(rule.conditions, typeOf, attributes));
      if (conditions) subjects.set(conditions, rule.subject);
      filled.set(rule.conditions, conditions);
    }
    if (!conditions) continue;
    // Written out, since V8 is slow to spread what is frozen: a tenth of the whole.
    const { action, subject, fields } = rule;
    rules.push(fields ? { action, subject, fields, conditions } : { action, subject, conditions });
  }
  return makeStrictAbility(rules as RawRule[], index.reached, (conditions) => {
    const subject = subjects.get(conditions) ?? '';
    return {
      typeOf: (field) => index.fieldType(subject, field),
      stepsIn: (field) => index.relationsIn(subject, field),
    };
  });
}

/**
 * Makes a strict ability from rules without holes: conditions never mix types or match a missing value, a record's
 * own content cannot choose its type, and `manage` and `all` are words like any others. Throws a `TypeError` unless
 * it is given a list of rules as `policy.ability.rules` gives it.
 */
export function abilityFrom(rules: unknown): AppAbility {
  const served = readServedRules(rules);
  return makeStrictAbility(served as RawRule[], listComparedNames(served), () => unknownFields);
}

/** Returns the names of what conditions are asked of: the columns that any compare, and the fields of their own model. */
function listComparedNames(rules: readonly Rule[]): Names {
  const names = new Set<string>();
  for (const { conditions, fields = [] } of rules) {
    const compared = conditions ? listFields(conditions) : [];
    for (const field of compared) names.add(field.slice(field.lastIndexOf('.') + 1));
    if (compared.some((field) => !field.includes('.'))) for (const field of fields) names.add(field);
  }
  return names;
}

const listFields = (conditions: Conditions): readonly string[] =>
  Object.entries(conditions).flatMap(([field, value]) => {
    if (field === '$and') return (value as readonly Conditions[]).flatMap(listFields);
    return isElementMatch(value) ? listFields(value.$elemMatch).map((inner) => `${field}.${inner}`) : [field];
  });

function makeStrictAbility(
  rules: readonly RawRule[],
  names: Names,
  fieldsOf: (conditions: object) => FieldKnowledge,
): AppAbility {
  return createMongoAbility(rules as Parameters<typeof createMongoAbility>[0], {
    conditionsMatcher: (conditions) => makeStrictMatcher(conditions, fieldsOf(conditions), names),
    detectSubjectType: (subject) => detectSubjectType(subject, names),
    anyAction: '\0',
    anySubjectType: '\0',
  });
}

/** The knowledge of the fields that conditions compare. */
interface FieldKnowledge {
  /** Returns the type of a field, as far as it is known. */
  readonly typeOf: (field: string) => ColumnType | undefined;
  /** Returns the relations with which a field begins; undefined if they are not known. */
  readonly stepsIn: (field: string) => readonly string[] | undefined;
}

const unknownFields: FieldKnowledge = { typeOf: () => undefined, stepsIn: () => undefined };

/** Returns the fields of the records that a field of others leads to. */
const fieldsBehind = ({ typeOf, stepsIn }: FieldKnowledge, field: string): FieldKnowledge => ({
  typeOf: (name) => typeOf(`${field}.${name}`),
  stepsIn: (name) => stepsIn(`${field}.${name}`)?.slice(field.split('.').length),
});

/** Fills conditions with values; undefined if no record can meet them. */
function fillConditions(
  conditions: Conditions,
  typeOf: FieldKnowledge['typeOf'],
  attributes: Attributes,
): Conditions | undefined {
  const filled: [string, Conditions[string]][] = [];
  for (const [field, value] of Object.entries(conditions)) {
    if (field === '$and') {
      const parts = (value as readonly Conditions[]).map((part) => fillConditions(part, typeOf, attributes));
      if (!parts.every((part) => part !== undefined)) return undefined;
      filled.push([field, parts]);
      continue;
    }
    if (isElementMatch(value)) {
      const inner = fillConditions(value.$elemMatch, (name) => typeOf(`${field}.${name}`), attributes);
      if (inner === undefined) return undefined;
      filled.push([field, { $elemMatch: inner }]);
      continue;
    }
    const property = field.slice(field.lastIndexOf('.') + 1);
    const whole = filledValue(value as ConditionValue, (operator, operand) => {
      const comparison = { property, type: typeOf(field) ?? 'object', operator, operand };
      return fillComparison(comparison, attributes, new Map())?.operand;
    });
    if (whole === undefined) return undefined;
    filled.push([field, whole]);
  }
  return Object.fromEntries(filled);
}

type Filling = (operator: Operator, operand: Operand) => Scalar | readonly Scalar[] | undefined;

function filledValue(value: ConditionValue, filling: Filling): ConditionValue | undefined {
  if (value === null) return null;
  if (isHole(value) || typeof value !== 'object')
    return filling('$eq', value as Operand) as ConditionValue | undefined;
  const filled: [string, Filled][] = [];
  for (const [operator, operand] of Object.entries(value)) {
    const whole = filledOperand(operator as Operator, operand as Operand | null | OperandList, filling);
    if (whole === undefined) return undefined;
    filled.push([operator, whole]);
  }
  return Object.fromEntries(filled);
}

type OperandList = readonly (Operand | null)[];

type Filled = Scalar | null | readonly (Scalar | null)[];

/**
 * Fills an operand with values. In a list, values of the user stand by themselves, and null for a value that may not
 * be used.
 */
function filledOperand(
  operator: Operator,
  operand: Operand | null | OperandList,
  filling: Filling,
): Filled | undefined {
  if (operand === null) return null;
  if (!Array.isArray(operand)) return filling(operator, operand as Operand);
  const list: OperandList = operand;
  const isEach = (operator as string) === '$all' || list.some((item) => item === null || isHole(item));
  if (!isEach) return filling(operator, operand as Operand);
  const items = list.map((item) =>
    item === null ? null : filling(operator === '$nin' ? '$ne' : '$eq', item),
  );
  return items.every((item) => item !== undefined) ? (items as readonly (Scalar | null)[]) : undefined;
}

type ConditionsMatcher = ReturnType<typeof mongoQueryMatcher>;

/** Makes the matcher that replaces CASL's; the syntax tree for adapters stays CASL's own. */
function makeStrictMatcher(conditions: object, fields: FieldKnowledge, names: Names): ConditionsMatcher {
  const plainConditions = removeGuards(conditions as Conditions, fields.typeOf);
  const test = makeConditionsTest(conditions as Conditions, fields, names);
  const matches = (record: object) => test(record);
  if (!Object.hasOwn(conditions, '$and'))
    Object.defineProperty(matches, 'ast', {
      get: () => mongoQueryMatcher(plainConditions as Parameters<typeof mongoQueryMatcher>[0]).ast,
    });
  return matches as unknown as ConditionsMatcher;
}

/** Returns the test whether a record meets conditions, with the guards in them. */
function makeConditionsTest(guarded: Conditions, fields: FieldKnowledge, names: Names): RecordTest {
  const { typeOf } = fields;
  const tests = Object.entries(removeGuards(guarded, typeOf)).flatMap(([field, value]): RecordTest[] => {
    if (field === '$and')
      return (guarded[field] as readonly Conditions[]).map((part) => makeConditionsTest(part, fields, names));
    const path = field.split('.');
    if (isElementMatch(value)) {
      const { $elemMatch } = guarded[field] as typeof value;
      const inner = makeConditionsTest($elemMatch, fieldsBehind(fields, field), names);
      const steps = path.map((name, at) => ({ name, many: at === path.length - 1 }));
      return [makePathTest(steps, inner, names)];
    }
    const known = typeOf(field) ?? readTypeInGuards(guarded[field]);
    const testAfter = (steps: readonly string[]) =>
      testOfField(steps, path.slice(steps.length).join('.'), value as ConditionValue, known, names);
    const steps = fields.stepsIn(field);
    if (steps) return [testAfter(steps)];
    const inside = testAfter(path.slice(0, -1));
    if (path.length === 1) return [inside];
    // If nobody knows whether it is a path or the name of a tenant's property, the record tells.
    const whole = testAfter([]);
    return [(record) => (Object.hasOwn(record, field) ? whole : inside)(record)];
  });
  return tests.length === 0 ? () => false : (record) => tests.every((test) => test(record));
}

/** Returns the test of what is said of one property of the record to which steps of relations lead. */
function testOfField(
  steps: readonly string[],
  property: string,
  value: ConditionValue,
  known: ColumnType | undefined,
  names: Names,
): RecordTest {
  const compared: readonly (readonly [operator: string, operand: unknown])[] =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value)
      : [['$eq', value]];
  const type = known ?? guessType(compared.flatMap(([, operand]) => [operand].flat()).filter(isScalar));
  const comparisons = compared
    .flatMap(([operator, operand]) =>
      operator === '$all' ? listOperators(operand) : [[operator, operand] as const],
    )
    .map(([operator, operand]) => readComparison(property, operator, operand, type));
  if (comparisons.length === 0 || !comparisons.every((comparison) => comparison !== undefined))
    return () => false;
  const all = comparisons.map((comparison) =>
    known ? makeRecordTest([comparison], () => names) : makeUntypedTest(comparison, names),
  );
  return (record) => {
    const reached = followPath(record, steps, names);
    return reached !== undefined && all.every((test) => test(reached));
  };
}

/** Returns what a list must contain, one by one. */
const listOperators = (operand: unknown): readonly (readonly [operator: string, operand: unknown])[] =>
  Array.isArray(operand) ? operand.map((item: unknown) => ['$eq', item] as const) : [['$all', operand]];

/** Returns a comparison as rules write it. */
function readComparison(
  property: string,
  operator: string,
  operand: unknown,
  type: ColumnType,
): Comparison | undefined {
  if (operator === '$exists')
    return typeof operand === 'boolean' ? { property, type, operator, operand } : undefined;
  const operands: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  const isListed = operator === '$in' || operator === '$nin';
  if (!operands.every(isScalar) || isListed !== Array.isArray(operand)) return undefined;
  if (type === 'object') return undefined;
  switch (operator) {
    case '$in':
    case '$nin':
      return { property, type, operator, operand: operands };
    case '$eq': {
      const [only] = operands as readonly Scalar[];
      if (only === undefined) return undefined;
      return type === 'list'
        ? { property, type, operator, operand: only }
        : { property, type, operator, operand: only };
    }
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return type === 'list' ? undefined : { property, type, operator, operand: operands[0] as Scalar };
    default:
      return undefined;
  }
}

/**
 * Makes the test of a column that may hold dates or texts that look like dates: its text is compared as text, its
 * `Date` as an instant.
 */
function makeUntypedTest(comparison: Comparison, names: Names): RecordTest {
  if (comparison.type !== 'date' || comparison.operator === '$exists')
    return makeRecordTest([comparison], () => names);
  const asText = makeRecordTest([{ ...comparison, type: 'string' }], () => names);
  const asDate = makeRecordTest([comparison], () => names);
  return (record) => (typeof readField(record, comparison.property) === 'string' ? asText : asDate)(record);
}

/** Guesses the type of a column that is not known from its operands. */
function guessType(operands: readonly Scalar[]): ComparableType {
  if (operands.every(isDate)) return 'date';
  if (typeof operands[0] === 'boolean') return 'boolean';
  return typeof operands[0] === 'number' ? 'number' : 'string';
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

/**
 * Returns the type of a subject: the type that CASL's `subject()` has put on it out of sight, or the name of its
 * class. Whatever stands on a record itself, such as on one from a request, does not count; a value that can be no
 * record has no type.
 */
function detectSubjectType(subject: unknown, names: Names): string {
  if (typeof subject === 'string') return subject;
  if (typeof subject === 'function') return readClassName(subject);
  if (typeof subject !== 'object' || subject === null || !isRecordOf(subject, names)) return '\0';
  const tag = Object.getOwnPropertyDescriptor(subject, '__caslSubjectType__');
  if (tag) return tag.enumerable || typeof tag.value !== 'string' ? '\0' : tag.value;
  const prototype: object | null = Object.getPrototypeOf(subject);
  if (prototype === null || prototype === Object.prototype) return '\0';
  const made = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof made === 'function' ? readClassName(made) : '\0';
}

function readClassName(made: unknown): string {
  const { modelName, name } = made as { readonly modelName?: unknown; readonly name: string };
  return typeof modelName === 'string' ? modelName : name;
}

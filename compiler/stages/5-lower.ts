import { type Bits, has } from '../model/bits.ts';
import {
  type Action,
  hasRight,
  isLimited,
  type Model,
  type PropertyType,
  portfolioPrefixOf,
  type Right,
  togglesOf,
} from '../model/catalog.ts';
import {
  isHole,
  type Operand,
  type Operator,
  type Reach,
  type ReachAlternative,
  type ReachComparison,
} from '../model/condition.ts';
import { type GuardedField, guardAbsence, guardContents, guardValue } from '../model/guard.ts';
import type { Matrix, Row } from '../model/matrix.ts';
import { mergeAlternatives } from '../model/merge-alternatives.ts';
import { type Conditions, type ConditionValue, noProperty, type Rule } from '../model/rule.ts';
import { byCodeUnit } from '../text/order.ts';

/** What of a catalog decides its rules: the names, and which cells they are. */
export interface LoweringInput {
  readonly models: readonly LoweringModel[];
  readonly modules: readonly LoweringToggle[];
  readonly features: readonly LoweringToggle[];
  readonly capabilities: readonly LoweringToggle[];
  /** The types of the properties that conditions compare; if left out, the model that is reached says them. */
  readonly columns?: Readonly<Record<string, PropertyType>>;
}

/** A model with the cells of its actions and of its properties' rights. */
export interface LoweringModel extends Pick<Model, 'name' | 'portfolio'> {
  /** True if it has property switches, though perhaps none yet; if left out, it has them if there are properties. */
  readonly isClosed?: boolean;
  readonly actions: ReadonlyMap<Action, Indexed>;
  readonly properties: readonly LoweringProperty[];
}

interface LoweringProperty {
  readonly name: string;
  readonly type?: PropertyType;
  readonly rights: ReadonlyMap<Right, Indexed>;
}

interface LoweringToggle {
  readonly name: string;
  readonly cell: Indexed;
}

interface Indexed {
  readonly index: number;
}

/** Lowers a matrix: the function that is returned gives the CASL rules of one of its rows. */
export const lower =
  (_: Matrix): ((row: Row) => readonly Rule[]) =>
  ({ effective, role, tenant }) =>
    lowerCells(tenant.catalog, effective, role.portfolio.reach);

/** Returns the fewest CASL rules that allow exactly some cells on what a reach selects, sorted by subject, action and condition. */
export function lowerCells(catalog: LoweringInput, effective: Bits, reached: Reach): readonly Rule[] {
  const conditionsAt = conditionsOn(reached, catalog);
  const rules: Rule[] = [];
  for (const model of catalog.models) lowerModel(model, effective, conditionsAt, rules);
  for (const { name, cell } of togglesOf(catalog))
    if (has(effective, cell.index)) rules.push({ action: 'use', subject: name });
  return rules.sort((a, b) => byCodeUnit(a.subject, b.subject));
}

/** Adds the rules of one model, sorted by action and condition. */
function lowerModel(model: LoweringModel, effective: Bits, conditionsAt: ConditionsAt, rules: Rule[]): void {
  const groups: Group[] = [];
  const prefix = portfolioPrefixOf(model);
  let viewed: readonly string[] | undefined;
  for (const [action, cell] of model.actions) {
    if (!has(effective, cell.index)) continue;
    const anyOf = isLimited(model, action) ? conditionsAt(prefix) : undefined;
    let fields: readonly string[] | undefined;
    if (action === 'update') fields = fieldsOf(model, action, effective);
    else if (action === 'view' || action === 'export') {
      // The fields of an export are those that may be viewed.
      viewed ??= fieldsOf(model, 'view', effective);
      fields = viewed;
    }
    // No policy gives an action without one of its properties; of a bundle that does, nothing is allowed.
    if (fields?.length === 0) continue;
    const group = groups.find((one) => one.anyOf === anyOf && areEqual(one.fields, fields));
    if (group) group.actions.push(action);
    else groups.push({ actions: [action], anyOf, fields });
  }
  if (groups.length > 1) groups.sort((a, b) => byCodeUnit(String(a.actions), String(b.actions)));
  for (const { actions: grouped, fields, anyOf } of groups) {
    const [only] = grouped;
    const action = grouped.length === 1 && only ? only : grouped;
    const rule: Rule = fields ? { action, subject: model.name, fields } : { action, subject: model.name };
    if (anyOf) for (const conditions of anyOf) rules.push({ ...rule, conditions });
    else rules.push(rule);
  }
}

/** Actions that are allowed on the same properties and records. */
interface Group {
  readonly actions: Action[];
  /** The conditions that records meet one of; nothing where every record is allowed. */
  readonly anyOf: ReturnType<ConditionsAt>;
  readonly fields: readonly string[] | undefined;
}

/** Both lists are in the order of the catalog. */
const areEqual = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean =>
  a === b ||
  (a !== undefined && b !== undefined && a.length === b.length && a.every((field, at) => field === b[at]));

/**
 * The properties that may be viewed or updated, all of them by name: a column that nobody declared is denied.
 * Nothing where the model has no properties at all.
 */
function fieldsOf(model: LoweringModel, right: Right, effective: Bits): readonly string[] | undefined {
  if (model.properties.length === 0 && !model.isClosed) return undefined;
  const fields: string[] = [];
  for (const { name, rights } of model.properties) {
    const cell = rights.get(right);
    if (cell && has(effective, cell.index)) fields.push(name);
  }
  return fields.length === 0 && !hasRight(model, right) ? noFields : fields;
}

/**
 * The fields of an action on a model none of whose properties has the right, as an update where all are
 * `system`: without `fields` CASL would allow every column, and with none it throws.
 */
const noFields: readonly string[] = [noProperty];

/** What limits records whose portfolio is at a path: any one of some conditions, sorted; nothing where nothing does. */
type ConditionsAt = (prefix: string) => readonly Conditions[] | undefined;

const conditionsOfReach = new WeakMap<object, ConditionsAt>();

/** A reach as conditions, made once for each path: all roles that reach the same share them. */
function conditionsOn(reach: Reach, catalog: LoweringInput): ConditionsAt {
  if (reach === 'all') return () => undefined;
  const known = conditionsOfReach.get(reach);
  if (known) return known;
  const merged = mergeAlternatives(reach) as readonly ReachAlternative[];
  const typeOf = typesIn(catalog);
  const byPrefix = new Map<string, readonly Conditions[]>();
  const conditionsAt = (prefix: string) => {
    const made = byPrefix.get(prefix) ?? sortConditions(merged, prefix, typeOf);
    byPrefix.set(prefix, made);
    return made;
  };
  conditionsOfReach.set(reach, conditionsAt);
  return conditionsAt;
}

type TypeOf = (property: string) => PropertyType | undefined;

function typesIn({ columns, models }: LoweringInput): TypeOf {
  if (columns) return (property) => (Object.hasOwn(columns, property) ? columns[property] : undefined);
  const reached = models.find(({ portfolio }) => portfolio === 'self')?.properties ?? [];
  return (property) => reached.find(({ name }) => name === property)?.type;
}

const sortConditions = (
  reach: readonly ReachAlternative[],
  prefix: string,
  typeOf: TypeOf,
): readonly Conditions[] =>
  reach
    .map((alternative) => {
      const conditions = conditionsOf(alternative, prefix, typeOf);
      return { conditions, text: JSON.stringify(conditions) };
    })
    .sort((a, b) => byCodeUnit(a.text, b.text))
    .map(({ conditions }) => conditions);

/**
 * One alternative as a CASL condition, written so that stock CASL reads it as the language does: a bare value for
 * equality, null for what is missing, operators otherwise. A condition has room for one operand for each property and
 * operator; a second equality goes to `$in`, and what finds no room at all to `$and`, which stock CASL reads as a field
 * nobody has: it fails closed.
 */
function conditionsOf(alternative: ReachAlternative, prefix: string, typeOf: TypeOf): Conditions {
  const conditions: GuardedField[] = [];
  const crowded: Conditions[] = [];
  const ofProperty = new Map<string, ReachComparison[]>();
  for (const comparison of alternative)
    ofProperty.set(comparison.property, [...(ofProperty.get(comparison.property) ?? []), comparison]);
  for (const [property, comparisons] of ofProperty) {
    const field = `${prefix}${property}`;
    const type = typeOf(property);
    if (comparisons.some(isAbsence)) {
      // Together with any other comparison no record meets it.
      if (comparisons.every(isAbsence)) conditions.push(...guardAbsence(field, type));
      else conditions.push([field, { $in: [] }]);
      continue;
    }
    if (type === 'list') {
      const [first, ...others] = guardContents(
        comparisons.filter((one) => !isExclusion(one)),
        exclusionsIn(comparisons),
      );
      if (first) conditions.push([field, first]);
      for (const other of others) crowded.push({ [field]: other });
      continue;
    }
    const taken = new Map<Operator, Operand | readonly Operand[]>();
    for (const { operator, operand } of comparisons.filter((one) => !isExclusion(one))) {
      if (!taken.has(operator)) taken.set(operator, operand);
      else if (operator === '$eq' && !taken.has('$in')) taken.set('$in', [operand]);
      else crowded.push({ [field]: { [operator]: operand } as ConditionValue });
    }
    const [excluded, ...others] = exclusionsIn(comparisons);
    if (excluded !== undefined) taken.set('$nin', excluded);
    for (const other of others) crowded.push({ [field]: guardValue(new Map([['$nin', other]]), type) });
    conditions.push([field, guardValue(taken, type)]);
  }
  return Object.fromEntries(crowded.length > 0 ? [...conditions, ['$and', crowded]] : conditions);
}

/** Lists what some comparisons exclude: all values that stand alone together, and each list of the user by itself. */
function exclusionsIn(comparisons: readonly ReachComparison[]): readonly (Operand | readonly Operand[])[] {
  const exclusions = comparisons.filter(isExclusion);
  const lists = exclusions.filter(({ operator, operand }) => operator === '$nin' && isHole(operand));
  const alone = exclusions
    .filter((one) => !lists.includes(one))
    .flatMap(({ operand }): readonly Operand[] => (Array.isArray(operand) ? operand : [operand]));
  return alone.length > 0 || lists.length < exclusions.length
    ? [alone, ...lists.map(({ operand }) => operand)]
    : lists.map(({ operand }) => operand);
}

const isExclusion = ({ operator }: ReachComparison): boolean => operator === '$ne' || operator === '$nin';

const isAbsence = ({ operator, operand }: ReachComparison): boolean =>
  operator === '$exists' && operand === false;

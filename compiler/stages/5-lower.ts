import { type Bits, has } from '../model/bits.ts';
import { type Action, actions, hasRight, isLimited, type Model, type Right } from '../model/catalog.ts';
import type { Alternative, Operand, Reach } from '../model/condition.ts';
import { mergeAlternatives } from '../model/reach.ts';
import type { Conditions, ConditionValue, Rule } from '../model/rule.ts';

/** What of a catalog decides its rules: the names, and which cells they are. */
export interface Lowered {
  readonly models: readonly LoweredModel[];
  readonly modules: readonly LoweredToggle[];
  readonly features: readonly LoweredToggle[];
  readonly capabilities: readonly LoweredToggle[];
}

/** A model with the cells of its actions and of its properties' rights. */
export interface LoweredModel extends Pick<Model, 'name' | 'portfolio'> {
  readonly actions: ReadonlyMap<Action, Indexed>;
  readonly properties: readonly { readonly name: string; readonly rights: ReadonlyMap<Right, Indexed> }[];
}

interface LoweredToggle {
  readonly name: string;
  readonly cell: Indexed;
}

interface Indexed {
  readonly index: number;
}

/** The fewest CASL rules that allow exactly some cells on what a reach selects, sorted by subject, action and condition. */
export function lower(catalog: Lowered, effective: Bits, reached: Reach): readonly Rule[] {
  const reach = mergeAlternatives(reached);
  const rules = catalog.models.flatMap((model) => lowerModel(model, effective, reach));
  for (const { name, cell } of [...catalog.modules, ...catalog.features, ...catalog.capabilities])
    if (has(effective, cell.index)) rules.push({ action: 'use', subject: name });
  return rules
    .map((rule) => ({
      rule,
      key: [rule.subject, String(rule.action), JSON.stringify(rule.conditions ?? null)],
    }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ rule }) => rule);
}

function lowerModel(model: LoweredModel, effective: Bits, reach: Reach): Rule[] {
  const groups = new Map<
    string,
    { readonly actions: Action[]; readonly fields?: readonly string[]; readonly limited: boolean }
  >();
  for (const action of actions) {
    const cell = model.actions.get(action);
    if (!cell || !has(effective, cell.index)) continue;
    const limited = isLimited(model, action);
    const fields = fieldsOf(model, action, effective);
    const key = JSON.stringify([limited, fields ?? null]);
    const group = groups.get(key);
    if (group) group.actions.push(action);
    else groups.set(key, { actions: [action], limited, ...(fields && { fields }) });
  }
  return [...groups.values()].flatMap(({ actions: grouped, fields, limited }): Rule[] => {
    const [only] = grouped;
    const rule: Rule = {
      action: grouped.length === 1 && only ? only : grouped,
      subject: model.name,
      ...(fields && { fields }),
    };
    if (!limited || reach === 'all') return [rule];
    const prefix = typeof model.portfolio === 'object' ? `${model.portfolio.through}.` : '';
    return reach.map((alternative) => ({ ...rule, conditions: conditionsOf(alternative, prefix) }));
  });
}

/**
 * The properties that an action reaches, all of them by name: a column that nobody declared is denied. The
 * fields of an export are those that may be viewed. Nothing where the model has no properties at all.
 */
function fieldsOf(model: LoweredModel, action: Action, effective: Bits): readonly string[] | undefined {
  if (action === 'create' || action === 'remove') return undefined;
  const right: Right = action === 'update' ? 'update' : 'view';
  if (model.properties.length === 0) return undefined;
  if (!hasRight(model, right)) return noField;
  return model.properties
    .filter(({ rights }) => {
      const cell = rights.get(right);
      return cell !== undefined && has(effective, cell.index);
    })
    .map((property) => property.name);
}

/**
 * The fields of an action on a model none of whose properties has the right, as an update where all are
 * `system`: without `fields` CASL would allow every column, and with none it throws. No column has this name.
 */
const noField: readonly string[] = [''];

/**
 * One alternative as a CASL condition: a bare value for equality, operators otherwise. A condition has room
 * for one operand for each property and operator; a second equality goes to `$in`, and what finds no room at
 * all to `$and`, which stock CASL reads as a field nobody has: it fails closed.
 */
function conditionsOf(alternative: Alternative, prefix: string): Conditions {
  const tests = new Map<string, Map<string, Operand | readonly Operand[]>>();
  const crowded: Conditions[] = [];
  for (const { property, operator, operand } of alternative) {
    const field = `${prefix}${property}`;
    const taken = tests.get(field) ?? new Map<string, Operand>();
    tests.set(field, taken);
    if (!taken.has(operator)) taken.set(operator, operand);
    else if (operator === '$eq' && !taken.has('$in')) taken.set('$in', [operand]);
    else crowded.push({ [field]: { [operator]: operand } as ConditionValue });
  }
  const conditions = [...tests].map(([field, taken]) => [field, conditionValue(taken)] as const);
  return Object.fromEntries(crowded.length > 0 ? [...conditions, ['$and', crowded]] : conditions);
}

function conditionValue(taken: ReadonlyMap<string, Operand | readonly Operand[]>): ConditionValue {
  const only = taken.size === 1 ? taken.get('$eq') : undefined;
  return (only ?? Object.fromEntries(taken)) as ConditionValue;
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

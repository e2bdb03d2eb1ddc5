import { type Bits, has } from '../model/bits.ts';
import {
  type Action,
  hasRight,
  type Model,
  makeTypeReader,
  type PathStep,
  type PropertyType,
  type Right,
  rightBehind,
  togglesOf,
} from '../model/catalog.ts';
import { findReaches, type LinkedCell } from '../model/cell-reach.ts';
import {
  findComparedModel,
  type ReachAlternative,
  type ReachComparison,
  readComparedColumn,
} from '../model/condition.ts';
import { type GuardedField, guardComparisons } from '../model/guard.ts';
import type { Row } from '../model/matrix.ts';
import { intersect, keyOfReach, prefixOf, type RecordReach } from '../model/record-reach.ts';
import { type Conditions, noProperty, type Rule } from '../model/rule.ts';
import {
  findCaslGap,
  type ModelTypeOf,
  nameFirstList,
  type RecordAlternative,
  type SpelledReach,
  spellOut,
} from '../model/spell-out.ts';
import { groupBy } from '../text/group-by.ts';
import { byCodeUnit } from '../text/order.ts';

/** The part of a catalog that decides its rules: the names, and which cells they are. */
export interface LoweringInput {
  readonly models: readonly LoweringModel[];
  readonly modules: readonly LoweringToggle[];
  readonly features: readonly LoweringToggle[];
  readonly capabilities: readonly LoweringToggle[];
}

/** A model with the cells of its actions and of its properties' rights. */
export interface LoweringModel extends Pick<Model, 'name'> {
  /** True if it has property switches, though perhaps none yet; if left out, it has them if there are properties. */
  readonly isClosed?: boolean;
  readonly actions: ReadonlyMap<Action, LinkedCell>;
  readonly properties: readonly LoweringProperty[];
}

interface LoweringProperty {
  readonly name: string;
  readonly rights: ReadonlyMap<Right, LinkedCell>;
}

interface LoweringToggle {
  readonly name: string;
  readonly cell: { readonly index: number };
}

/** Cells that are effective, with the records on which each works. */
export interface EffectiveCells {
  readonly effective: Bits;
  readonly reachOf: (cell: LinkedCell) => RecordReach;
  readonly typeOf: ModelTypeOf;
}

/** Lowers a row of a matrix: returns its CASL rules, on all subjects or on some. */
export function lowerRow(row: Row, subjects?: ReadonlySet<string>): readonly Rule[] {
  const { catalog } = row.tenant;
  return lowerCells(subjects ? selectSubjects(catalog, subjects) : catalog, {
    effective: row.effective,
    reachOf: findReaches(row),
    typeOf: makeTypeReader(catalog),
  });
}

function selectSubjects(catalog: LoweringInput, subjects: ReadonlySet<string>): LoweringInput {
  const { models, modules, features, capabilities } = catalog;
  const isWanted = ({ name }: { readonly name: string }) => subjects.has(name);
  return {
    models: models.filter(isWanted),
    modules: modules.filter(isWanted),
    features: features.filter(isWanted),
    capabilities: capabilities.filter(isWanted),
  };
}

/** Returns the fewest CASL rules that allow exactly some cells on the records they reach, sorted by subject, action and condition. */
export function lowerCells(catalog: LoweringInput, cells: EffectiveCells): readonly Rule[] {
  const rules: Rule[] = [];
  for (const model of catalog.models) lowerModel(model, cells, rules);
  for (const { name, cell } of togglesOf(catalog))
    if (has(cells.effective, cell.index)) rules.push({ action: 'use', subject: name });
  return rules.sort((a, b) => byCodeUnit(a.subject, b.subject));
}

/** Adds the rules of one model, sorted by action and condition. */
function lowerModel(model: LoweringModel, cells: EffectiveCells, rules: Rule[]): void {
  const groups: Group[] = [];
  for (const [action, cell] of model.actions) {
    if (!has(cells.effective, cell.index)) continue;
    for (const { reach, fields } of listFields(model, cell, cells)) {
      const group = groups.find((one) => areAlike(one.reach, reach) && areEqual(one.fields, fields));
      if (group) group.actions.push(action);
      else groups.push({ actions: [action], reach, fields });
    }
  }
  if (groups.length > 1) groups.sort((a, b) => byCodeUnit(String(a.actions), String(b.actions)));
  for (const { actions: grouped, fields, reach } of groups) {
    const [only] = grouped;
    const action = grouped.length === 1 && only ? only : grouped;
    const rule: Rule = fields ? { action, subject: model.name, fields } : { action, subject: model.name };
    if (reach === 'all') rules.push(rule);
    else for (const conditions of conditionsOf(reach, cells.typeOf)) rules.push({ ...rule, conditions });
  }
}

/** Fields that are allowed on the same records; absent if the action is not about fields. */
interface FieldGroup {
  readonly reach: RecordReach;
  readonly fields: readonly string[] | undefined;
}

/** Actions that are allowed on the same fields and records. */
interface Group extends FieldGroup {
  readonly actions: Action[];
}

/**
 * Returns the properties that an action shows or changes, by the records on which it does, all of them by name: a column that
 * nobody declared is denied. The fields of an export are those that may be viewed.
 */
function listFields(model: LoweringModel, action: LinkedCell, cells: EffectiveCells): readonly FieldGroup[] {
  const reach = cells.reachOf(action);
  const right = rightBehind(action.action);
  if (right === undefined || (model.properties.length === 0 && !model.isClosed))
    return [{ reach, fields: undefined }];
  if (!hasRight(model, right)) return [{ reach, fields: noFields }];
  const groups: { readonly reach: RecordReach; readonly fields: string[] }[] = [];
  for (const { name, rights } of model.properties) {
    const cell = rights.get(right);
    if (!cell || !has(cells.effective, cell.index)) continue;
    // Of most properties it is the reach of the action itself, which need not be compared.
    const ofCell = cells.reachOf(cell);
    const own = ofCell === reach ? reach : intersect([reach, ofCell]);
    const group = groups.find((one) => areAlike(one.reach, own));
    if (group) group.fields.push(name);
    else groups.push({ reach: own, fields: [name] });
  }
  // No policy gives an action without one of its properties; of a bundle that does, nothing is allowed.
  return groups;
}

const areAlike = (one: RecordReach, other: RecordReach): boolean =>
  one === other || keyOfReach(one) === keyOfReach(other);

/** Returns true if two lists are equal; both are in the order of the catalog. */
const areEqual = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean =>
  a === b ||
  (a !== undefined && b !== undefined && a.length === b.length && a.every((field, at) => field === b[at]));

/**
 * The fields of an action on a model none of whose properties has the right, as an update where all are
 * `system`: without `fields` CASL would allow every column, and with none it throws.
 */
const noFields: readonly string[] = [noProperty];

const conditionsOfReach = new WeakMap<object, readonly Conditions[]>();

/**
 * Returns the conditions of which a record must meet one to be reached, sorted. An alternative that has no form in CASL is left
 * out, and so is everything if there are too many: rules fail closed.
 */
function conditionsOf(reach: Exclude<RecordReach, 'all'>, typeOf: ModelTypeOf): readonly Conditions[] {
  const known = conditionsOfReach.get(reach);
  if (known) return known;
  const spelled = spellOut(reach, typeOf);
  const conditions = (spelled?.alternatives ?? [])
    .filter((alternative) => findCaslGap(alternative, spelled?.links ?? noLinks) === undefined)
    .map((alternative) => conditionsOfAlternative(alternative, spelled?.typeOf ?? noType, typeOf))
    .map((one) => ({ one, text: JSON.stringify(one) }))
    .sort((a, b) => byCodeUnit(a.text, b.text))
    .map(({ one }) => one);
  conditionsOfReach.set(reach, conditions);
  return conditions;
}

type TypeOf = (field: string) => PropertyType | undefined;

const noType: TypeOf = () => undefined;
const noLinks: SpelledReach['links'] = new Map();

/** Returns an alternative as one condition. */
function conditionsOfAlternative(
  { compared, linked }: RecordAlternative,
  typeOf: TypeOf,
  typeOfProperty: ModelTypeOf,
): Conditions {
  const conditions: Record<string, Conditions[string]> = { ...conditionsOfComparisons(compared, typeOf) };
  for (const { on, path, alternatives } of linked) {
    const [alternative = []] = alternatives;
    const first = path.findIndex(({ many }) => many);
    conditions[nameFirstList(path)] = {
      $elemMatch: matchElement(path.slice(first + 1), alternative, (one) =>
        typeOfProperty(findComparedModel(on, one), readComparedColumn(one)),
      ),
    };
  }
  return conditions;
}

/** Returns the condition on a record of a list, from which the rest of a path leads on. */
function matchElement(
  path: readonly PathStep[],
  alternative: ReachAlternative,
  typeOf: (compared: ReachComparison) => PropertyType | undefined,
): Conditions {
  const next = path.findIndex(({ many }) => many);
  if (next === -1) {
    const prefix = prefixOf(path);
    const fields = alternative.map((one) => ({ ...one, property: `${prefix}${one.property}` }));
    const types = new Map(alternative.map((one) => [`${prefix}${one.property}`, typeOf(one)]));
    return conditionsOfComparisons(fields, (field) => types.get(field));
  }
  return { [nameFirstList(path)]: { $elemMatch: matchElement(path.slice(next + 1), alternative, typeOf) } };
}

/**
 * Writes one alternative as a CASL condition, so that stock CASL reads it as the language does: a bare value for
 * equality, null for a missing value, operators otherwise. What finds no room in a condition goes to `$and`, which stock CASL
 * reads as a field that nobody has: it fails closed.
 */
function conditionsOfComparisons(alternative: ReachAlternative, typeOf: TypeOf): Conditions {
  const conditions: GuardedField[] = [];
  const crowded: Conditions[] = [];
  for (const [field, comparisons] of groupBy(alternative, ({ property }) => property)) {
    const guarded = guardComparisons(field, comparisons, typeOf(field));
    conditions.push(...guarded.fields);
    for (const value of guarded.crowded) crowded.push({ [field]: value });
  }
  return Object.fromEntries(crowded.length > 0 ? [...conditions, ['$and', crowded]] : conditions);
}

import { has } from '../../model/bits.ts';
import {
  type Action,
  type Catalog,
  type Cell,
  type Model,
  type Right,
  rights,
  togglesOf,
} from '../../model/catalog.ts';
import { findRefusingLayer, type LayerName, type Row } from '../../model/matrix.ts';
import { nameRecordsOn } from './records.ts';

/*
 * The line that a matrix has for one role and one model, module, feature or capability. A line says everything, or only how
 * a role in one tenant differs from what the role can do at most.
 */

/** The answer on a cell: yes, or the layer that refuses it. */
export type LineVerdict = 'yes' | LayerName;

/** One line of a matrix. */
export interface MatrixLine {
  readonly subject: string;
  readonly kind: 'model' | 'module' | 'feature' | 'capability';
  readonly model?: Model;
  /**
   * One verdict for all: on every cell of the subject or, in a line of differences, on every cell that is allowed at
   * most.
   */
  readonly all?: LineVerdict;
  /** The actions that the line speaks of; none if one verdict is for all. */
  readonly actions: ReadonlyMap<Action, ActionAnswer>;
  /** The verdicts on properties, as far as they are not those on actions. */
  readonly properties: readonly PropertiesAnswer[];
  /** The records that the role reaches on the model; empty where one verdict is for all, and in a line of differences. */
  readonly records: string;
}

/** The verdict on an action, with the number of properties behind it if the model has some with that right. */
export interface ActionAnswer {
  readonly verdict: LineVerdict;
  readonly held?: number;
  readonly of?: number;
}

/** The verdicts on properties that are not that on their model's action. */
export interface PropertiesAnswer {
  readonly right: Right;
  /** Properties by their verdict, in the order of the catalog. */
  readonly named: readonly (readonly [LineVerdict, readonly string[]])[];
  /** The verdict on those that are not named, if it is not that on the action. */
  readonly rest?: LineVerdict;
}

/** A model, module, feature or capability with its cells, gathered once for each catalog. */
export interface LineSubject extends Pick<MatrixLine, 'subject' | 'kind' | 'model'> {
  readonly cells: readonly Cell[];
  /** The cells of properties, by right. */
  readonly properties: Readonly<Record<Right, readonly Cell[]>>;
}

/** Lists the subjects of a catalog: models first, then modules, features and capabilities. */
export function listSubjects(catalog: Catalog): readonly LineSubject[] {
  const toggles = togglesOf(catalog).map(({ name, cell }): LineSubject => {
    const kind = cell.kind === 'action' || cell.kind === 'property' ? 'model' : cell.kind;
    return { subject: name, kind, cells: [cell], properties: { view: [], update: [] } };
  });
  return [
    ...catalog.models.map((model): LineSubject => {
      const of = (right: Right) => model.properties.flatMap((property) => property.rights.get(right) ?? []);
      const properties = { view: of('view'), update: of('update') };
      const cells = [...model.actions.values(), ...properties.view, ...properties.update];
      return { subject: model.name, kind: 'model', model, cells, properties };
    }),
    ...toggles,
  ];
}

/** The rest of a line that gives one verdict for all. */
const nothingMore = { actions: new Map<Action, ActionAnswer>(), properties: [], records: '' };

const judge = (row: Row, cell: Cell): LineVerdict => findRefusingLayer(row, cell) ?? 'yes';

/** Writes the whole line of a row on a subject; a model of which nothing is allowed is mostly one word. */
export function writeWholeLine(row: Row, { cells, properties, ...of }: LineSubject): MatrixLine {
  const [cell] = cells;
  const first = cell ? judge(row, cell) : 'role';
  const isAlike =
    (of.model === undefined || first !== 'yes') && cells.every((one) => judge(row, one) === first);
  if (isAlike) return { ...of, all: first, ...nothingMore };
  const actions = new Map<Action, ActionAnswer>();
  for (const [action, cell] of of.model?.actions ?? [])
    actions.set(action, { verdict: judge(row, cell), ...countHeld(row, properties, action) });
  return {
    ...of,
    actions,
    records: of.model ? nameRecordsOn(of.model, row.role) : '',
    properties: rights.flatMap(
      (right) =>
        answerProperties(right, properties[right], {
          judgeIn: (cell) => judge(row, cell),
          usual: actions.get(right)?.verdict ?? 'yes',
        }) ?? [],
    ),
  };
}

/**
 * Writes how a role in a tenant differs on a subject from what it can do at most; undefined if it does not. What the
 * role may do with the tenant's own properties is written too, unless they are refused as their model is.
 */
export function writeOtherLine(
  row: Row,
  most: Row,
  { cells, properties, ...of }: LineSubject,
): MatrixLine | undefined {
  const isNew = ({ index }: Cell) => index >= most.tenant.catalog.cells.length;
  const isAllowed = ({ index }: Cell) => has(most.effective, index);
  const others = new Set(cells.filter((cell) => isNew(cell) || judge(row, cell) !== judge(most, cell)));
  if (others.size === 0) return undefined;
  const verdicts = new Set([...others].map((cell) => judge(row, cell)));
  const [verdict = 'yes'] = verdicts;
  const isTakenWhole = cells.every((cell) => others.has(cell) === isAllowed(cell)) || of.model === undefined;
  if (verdicts.size === 1 && isTakenWhole) return { ...of, all: verdict, ...nothingMore };
  const actions = new Map<Action, ActionAnswer>();
  const answers: PropertiesAnswer[] = [];
  for (const [action, cell] of of.model?.actions ?? []) {
    const answer = judge(row, cell);
    const counted = properties[action as Right]?.filter((one) => isAllowed(one) || others.has(one)) ?? [];
    const isOther = counted.some((one) => others.has(one));
    if (others.has(cell) || (answer === 'yes' && isOther))
      actions.set(action, { verdict: answer, ...countHeld(row, properties, action) });
    if (!isOther) continue;
    const said = answerProperties(action as Right, counted, {
      judgeIn: (one) => judge(row, one),
      usual: answer,
      isNamedAnyway: (one) => !isAllowed(one) && !isNew(one),
    });
    if (said) answers.push(said);
  }
  return actions.size + answers.length > 0 ? { ...of, actions, properties: answers, records: '' } : undefined;
}

/** Counts the properties of which a row holds the right of an action; nothing if the action is not allowed or has none. */
function countHeld(
  row: Row,
  properties: LineSubject['properties'],
  action: Action,
): Omit<ActionAnswer, 'verdict'> {
  const cells = properties[action as Right] ?? [];
  let held = 0;
  for (const { index } of cells) if (has(row.effective, index)) held++;
  return cells.length > 0 && held > 0 ? { held, of: cells.length } : {};
}

interface PropertiesQuestion {
  readonly judgeIn: (cell: Cell) => LineVerdict;
  /** The verdict that need not be written. */
  readonly usual: LineVerdict;
  /** Returns true if a property is named though its verdict is that of the rest. */
  readonly isNamedAnyway?: (cell: Cell) => boolean;
}

const order: readonly LineVerdict[] = ['yes', 'role', 'userType', 'tenant', 'requires'];

/** Names the properties that are not as most are; undefined if all are as usual. */
function answerProperties(
  right: Right,
  cells: readonly Cell[],
  { judgeIn, usual, isNamedAnyway }: PropertiesQuestion,
): PropertiesAnswer | undefined {
  const isNamed = isNamedAnyway ?? (() => false);
  if (!isNamedAnyway && cells.every((cell) => judgeIn(cell) === usual)) return undefined;
  const byVerdict = new Map<LineVerdict, Cell[]>();
  for (const cell of cells) {
    const verdict = judgeIn(cell);
    const known = byVerdict.get(verdict);
    if (known) known.push(cell);
    else byVerdict.set(verdict, [cell]);
  }
  const groups = order.flatMap((verdict) => {
    const group = byVerdict.get(verdict);
    return group ? [[verdict, group] as const] : [];
  });
  const weigh = ([verdict, group]: (typeof groups)[number]) =>
    group.filter((cell) => !isNamed(cell)).length * 2 + (verdict === usual ? 1 : 0);
  const most = groups.reduce<(typeof groups)[number] | undefined>(
    (best, group) => (!best || weigh(group) > weigh(best) ? group : best),
    undefined,
  );
  if (!most) return undefined;
  const named = groups
    .map(([verdict, group]) => [verdict, verdict === most[0] ? group.filter(isNamed) : group] as const)
    .filter(([, group]) => group.length > 0)
    .map(([verdict, group]) => [verdict, group.map(({ property = '' }) => property)] as const);
  const rest = most[0] === usual ? undefined : most[0];
  return named.length === 0 && rest === undefined
    ? undefined
    : { right, named, ...(rest !== undefined && { rest }) };
}

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
export interface LineSubject {
  /** The part of every line that is the subject itself. */
  readonly of: Pick<MatrixLine, 'subject' | 'kind' | 'model'>;
  readonly cells: readonly Cell[];
  /** The cells of properties, by right. */
  readonly properties: Readonly<Record<Right, readonly Cell[]>>;
}

/** Lists the subjects of a catalog: models first, then modules, features and capabilities. */
export function listSubjects(catalog: Catalog): readonly LineSubject[] {
  const toggles = togglesOf(catalog).map(({ name, cell }): LineSubject => {
    const kind = cell.kind === 'action' || cell.kind === 'property' ? 'model' : cell.kind;
    return { of: { subject: name, kind }, cells: [cell], properties: { view: [], update: [] } };
  });
  return [
    ...catalog.models.map((model): LineSubject => {
      const of = (right: Right) => model.properties.flatMap((property) => property.rights.get(right) ?? []);
      const properties = { view: of('view'), update: of('update') };
      const cells = [...model.actions.values(), ...properties.view, ...properties.update];
      return { of: { subject: model.name, kind: 'model', model }, cells, properties };
    }),
    ...toggles,
  ];
}

/** The rest of a line that gives one verdict for all. */
const nothingMore = { actions: new Map<Action, ActionAnswer>(), properties: [], records: '' };

/** Returns the verdict on a cell. */
type Judge = (cell: Cell) => LineVerdict;

const judge = (row: Row, cell: Cell): LineVerdict => findRefusingLayer(row, cell) ?? 'yes';

/** Judges every cell of a row, each once. */
function judgeRow(row: Row): Judge {
  const verdicts = row.tenant.catalog.cells.map((cell) => judge(row, cell));
  return ({ index }) => verdicts[index] ?? 'role';
}

/** Writes the whole lines of a row, one on each subject. */
export function writeWholeLines(row: Row, subjects: readonly LineSubject[]): readonly MatrixLine[] {
  const judgeIn = judgeRow(row);
  return subjects.map((subject) => writeWholeLine(row, subject, judgeIn));
}

/** Writes the whole line of a row on a subject; a model of which nothing is allowed is mostly one word. */
function writeWholeLine(row: Row, { of, cells, properties }: LineSubject, judgeIn: Judge): MatrixLine {
  const [cell] = cells;
  const first = cell ? judgeIn(cell) : 'role';
  const isAlike = (of.model === undefined || first !== 'yes') && cells.every((one) => judgeIn(one) === first);
  if (isAlike) return { ...of, all: first, ...nothingMore };
  const actions = new Map<Action, ActionAnswer>();
  const answers: PropertiesAnswer[] = [];
  for (const [action, cell] of of.model?.actions ?? [])
    actions.set(action, { verdict: judgeIn(cell), ...countHeld(row, properties, action) });
  for (const right of rights) {
    const usual = actions.get(right)?.verdict ?? 'yes';
    const answer = answerProperties(right, properties[right], { judgeIn, usual });
    if (answer) answers.push(answer);
  }
  const records = of.model ? nameRecordsOn(of.model, row.role) : '';
  return { ...of, actions, properties: answers, records };
}

/**
 * Writes how a role in a tenant differs on a subject from what it can do at most; undefined if it does not. What the
 * role may do with the tenant's own properties is written too, unless they are refused as their model is.
 */
export function writeOtherLine(
  row: Row,
  most: Row,
  { of, cells, properties }: LineSubject,
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
  readonly judgeIn: Judge;
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
  question: PropertiesQuestion,
): PropertiesAnswer | undefined {
  const { judgeIn, usual, isNamedAnyway } = question;
  if (!isNamedAnyway && cells.every((cell) => judgeIn(cell) === usual)) return undefined;
  const most = findMostUsual(cells, question);
  if (most === undefined) return undefined;
  const namesOf = new Map<LineVerdict, string[]>();
  for (const cell of cells) {
    const verdict = judgeIn(cell);
    if (verdict === most && isNamedAnyway?.(cell) !== true) continue;
    const known = namesOf.get(verdict);
    if (known) known.push(cell.property ?? '');
    else namesOf.set(verdict, [cell.property ?? '']);
  }
  if (namesOf.size === 0 && most === usual) return undefined;
  const named = [...namesOf].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return { right, named, ...(most !== usual && { rest: most }) };
}

/** Returns the verdict on most properties that are not named anyway, the usual one if as many have it; undefined without properties. */
function findMostUsual(
  cells: readonly Cell[],
  { judgeIn, usual, isNamedAnyway }: PropertiesQuestion,
): LineVerdict | undefined {
  const weights = order.map(() => -1);
  for (const cell of cells) {
    const at = order.indexOf(judgeIn(cell));
    const before = weights[at] ?? -1;
    const known = before >= 0 ? before : order[at] === usual ? 1 : 0;
    weights[at] = known + (isNamedAnyway?.(cell) === true ? 0 : 2);
  }
  const heaviest = Math.max(...weights);
  return heaviest < 0 ? undefined : order[weights.indexOf(heaviest)];
}

/** Section 6, “Portfolio”, read literally: on which records a cell of a role works. */
import { modelOf, prerequisitesOf } from './catalog.ts';
import { type Setting, satisfies, type Values } from './conditions.ts';
import { type Condition, type Item, type Model, ofKind, own, partsOf, type Role } from './documents.ts';
import { effectiveOf, heldOf, type Row, unionOf } from './resolve.ts';

/** One condition on the records of a model, or on all of them. */
interface Reach {
  readonly on: string;
  readonly reach: 'all' | Condition;
}

/**
 * Returns the items of the entry that counts for an action on a model; undefined if there is none. Section 6: "the most
 * specific entry counts, from the last of these (`*`, `*:a`, `M:*`, `M:a`) to the first"; "`create` on a model with
 * `portfolio: self` is limited only by an entry that names create".
 */
export function entryOf(
  documents: readonly unknown[],
  role: Role,
  model: string,
  action: string,
): 'all' | readonly Item[] | undefined {
  const { portfolio } = role;
  if (portfolio === 'all') return 'all';
  const isNewRoot = action === 'create' && modelOf(documents, model)?.portfolio === 'self';
  const keys = isNewRoot
    ? [`${model}:create`, '*:create']
    : [`${model}:${action}`, `${model}:*`, `*:${action}`, '*'];
  const map = Array.isArray(portfolio)
    ? { '*': portfolio as readonly Item[] }
    : ((portfolio ?? {}) as Readonly<Record<string, readonly Item[]>>);
  for (const key of keys) {
    const entry = own(map, key);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** Returns the conditions of an item, all of which must be met. */
function reachesOf(documents: readonly unknown[], role: Role, item: Item): readonly Reach[] {
  const named = (name: string): Reach => {
    const portfolio = ofKind(documents, 'Portfolio').find(
      (one) => one.name === name && (one.tenant === undefined || one.tenant === role.tenant),
    );
    if (portfolio === undefined) throw new Error(`no portfolio ${name}`);
    return portfolio;
  };
  if (typeof item === 'string') return [named(item)];
  if ('allOf' in item) return item.allOf.map(named);
  // "`on` may be left out where one model is `self`"
  const root = ofKind(documents, 'Model').find(({ portfolio }) => portfolio === 'self')?.name;
  return [{ on: item.on ?? root ?? '', reach: item.filter }];
}

/**
 * Returns the relations from a model to the one that a portfolio is on; undefined if it does not apply. Section 6: "if it is
 * `on` m itself or on a model that m's `through` path passes or ends at (of one that it meets twice, the one nearest the
 * end)"; "`on` m itself means the record itself, also where the path meets m again".
 */
export function wayTo(
  documents: readonly unknown[],
  model: Model,
  on: string,
): readonly string[] | undefined {
  if (on === model.name) return [];
  const { portfolio } = model;
  if (portfolio === undefined || portfolio === 'self') return undefined;
  const steps = portfolio.through.split('.');
  let way: readonly string[] | undefined;
  let at: Model | undefined = model;
  for (const [index, step] of steps.entries()) {
    const relation = own(at?.relations, step);
    if (relation === undefined) throw new Error(`no relation ${step}`);
    if (relation.model === on) way = steps.slice(0, index + 1);
    at = modelOf(documents, relation.model);
  }
  return way;
}

/** Returns the items of the entry of an action that apply to a model. Section 6: "only where all of them do". */
export function itemsOf(
  documents: readonly unknown[],
  role: Role,
  model: Model,
  action: string,
): 'all' | readonly Item[] {
  const entry = entryOf(documents, role, model.name, action) ?? [];
  if (entry === 'all') return entry;
  return entry.filter((item) =>
    reachesOf(documents, role, item).every(({ on }) => wayTo(documents, model, on) !== undefined),
  );
}

/** Returns true if an action on a model needs an item that applies: section 6, “Required”. */
export function isLimited(documents: readonly unknown[], role: Role, model: Model, action: string): boolean {
  if (model.portfolio === undefined) return false;
  if (model.portfolio !== 'self' || action !== 'create') return true;
  return entryOf(documents, role, model.name, action) !== undefined;
}

/** Returns true if the entry of a role for an action on a model reaches a record. */
export function isReached(
  setting: Setting,
  role: Role,
  model: Model,
  action: string,
  record: unknown,
): boolean {
  const { documents } = setting;
  const items = itemsOf(documents, role, model, action);
  if (items === 'all') return true;
  if (items.length === 0) return !isLimited(documents, role, model, action);
  // "A list is a union."
  return items.some((item) => {
    const reaches = reachesOf(documents, role, item);
    return reaches.every(({ on, reach }) => {
      // "A reach of `all` lifts the limit entirely, also for records that lead to none"
      if (reach === 'all') return true;
      const end = modelOf(documents, on);
      const linked = follow(documents, model, wayTo(documents, model, on) ?? [], record);
      // "all comparisons of one portfolio are of one linked record, each item of an `allOf` may be of another"
      return end !== undefined && linked.some((one) => satisfies(setting, end, reach, one));
    });
  });
}

/** Returns the records that a way of relations leads to: at a step to many, every one in the list. */
function follow(
  documents: readonly unknown[],
  model: Model,
  way: readonly string[],
  record: unknown,
): readonly Values[] {
  if (typeof record !== 'object' || record === null || Array.isArray(record) || record instanceof Date)
    return [];
  const [step, ...further] = way;
  if (step === undefined) return [record as Values];
  const relation = own(model.relations, step);
  const next = modelOf(documents, relation?.model ?? '');
  if (relation === undefined || next === undefined) throw new Error(`no relation ${step}`);
  const linked = own(record as Values, step);
  const records = relation.many ? (Array.isArray(linked) ? (linked as readonly unknown[]) : []) : [linked];
  return records.flatMap((one) => follow(documents, next, further, one));
}

/**
 * Returns the cells of a model that work on one record, for somebody with the roles of some rows of one tenant. Section 6:
 * "start from the effective cells whose entries reach the record and take away, until nothing changes, those whose
 * prerequisites on the same model do not reach it (of an `anyOf`, one that is alive here, or on another model effective, is
 * enough)". Section 8: "a cell is alive first where the entry of some role that holds it reaches the record".
 */
export function worksOn(
  setting: Setting,
  rows: readonly Row[],
  modelName: string,
  record: unknown,
): ReadonlySet<string> {
  const { documents, tenant } = setting;
  const effective = unionOf(documents, rows);
  const model = modelOf(documents, modelName);
  if (model === undefined) throw new Error(`no model ${modelName}`);
  const isHere = (cell: string) => partsOf(cell).subject === modelName;
  const held = rows.map((row) => ({ role: row.role, cells: heldOf(row) }));
  const alive = new Set(
    [...effective].filter((cell) => {
      if (!isHere(cell)) return false;
      // "A property's right follows its model's action."
      const { action } = partsOf(cell);
      return held.some(
        ({ role, cells }) => cells.has(cell) && isReached(setting, role, model, action, record),
      );
    }),
  );
  for (let isDone = false; !isDone; ) {
    isDone = true;
    for (const cell of [...alive]) {
      const isMet = prerequisitesOf(documents, tenant, cell).every((oneOf) =>
        oneOf.some((needed) => (isHere(needed) ? alive.has(needed) : effective.has(needed))),
      );
      if (isMet) continue;
      alive.delete(cell);
      isDone = false;
    }
  }
  return alive;
}

/**
 * Returns true if a role reaches some record through a portfolio. Section 9: "selects roles one of whose effective cells has
 * an applicable such item (inside `allOf` too)"; section 6: "`portfolio: all`, which every `portfolios` selection that names
 * a portfolio of reach `all` selects too".
 */
export function reachesThrough(
  documents: readonly unknown[],
  row: Row,
  isChosen: (portfolio: string) => boolean,
): boolean {
  return [...effectiveOf(row)].some((cell) => {
    const { subject, action } = partsOf(cell);
    const model = modelOf(documents, subject);
    if (model === undefined) return false;
    const items = itemsOf(documents, row.role, model, action);
    // "`portfolio: all` is every record of every root": of a model that is not limited it says nothing.
    if (items === 'all')
      return (
        model.portfolio !== undefined &&
        ofKind(documents, 'Portfolio').some(({ name, reach }) => reach === 'all' && isChosen(name))
      );
    return items.some((item) =>
      typeof item === 'string' ? isChosen(item) : 'allOf' in item && item.allOf.some(isChosen),
    );
  });
}

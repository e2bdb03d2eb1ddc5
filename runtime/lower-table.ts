import { type Bits, has } from '../compiler/model/bits.ts';
import { togglesOf } from '../compiler/model/catalog.ts';
import { keyOfReach } from '../compiler/model/record-reach.ts';
import type { Rule } from '../compiler/model/rule.ts';
import { type LoweringModel, lowerCells } from '../compiler/stages/5-lower.ts';
import { byCodeUnit } from '../compiler/text/order.ts';
import type { Index } from './bundle-index.ts';
import { freezeDeep } from './freeze-deep.ts';
import { type Memo, memoize } from './memoize.ts';
import { prepareReaches, type UserCells } from './several-roles.ts';
import type { Table } from './table.ts';

/**
 * The CASL rules of tables, frozen, since all users share them. The rules of one role are those of `rules/`, lowered in
 * the same way and order, but model by model: roles and tenants mostly agree on most models, so lowering each distinct
 * way of holding a model once takes a third of the time of lowering whole roles, and keeps its rules in memory once.
 * The rules of several roles are those of their union.
 */
export function lowerTable(table: Table): readonly Rule[] {
  const { subjects, tables } = findLowerer(table.index);
  return tables(table, () => subjects.flatMap((rulesOn) => rulesOn(table)));
}

/** The number of tables whose rules are kept, and of ways of holding each model: the newest. */
const limits = { tables: 1000, ways: 100 };

interface Lowerer {
  /** The functions that return the rules of a table on each subject, in the order of the rules. */
  readonly subjects: readonly ((whole: UserCells) => readonly Rule[])[];
  readonly tables: Memo<Table, readonly Rule[]>;
}

const lowerers = new WeakMap<object, Lowerer>();

function findLowerer(index: Index): Lowerer {
  // The same for an index with stored roles that compare no other column: guards follow from the types of columns.
  const { columns } = index.bundle;
  const known = lowerers.get(columns);
  if (known) return known;
  const lowered = index.lowered();
  const subjects = [
    ...lowered.models.map((model) => ({ name: model.name, rulesOn: prepareModel(index, model) })),
    ...togglesOf(lowered).map(({ name, cell }) => {
      const rules = [freezeDeep({ action: 'use', subject: name })];
      return { name, rulesOn: ({ effective: given }: UserCells) => (has(given, cell.index) ? rules : []) };
    }),
  ].sort((a, b) => byCodeUnit(a.name, b.name));
  const made: Lowerer = { subjects: subjects.map(({ rulesOn }) => rulesOn), tables: memoize(limits.tables) };
  lowerers.set(columns, made);
  return made;
}

function prepareModel(index: Index, model: LoweringModel): (whole: UserCells) => readonly Rule[] {
  const alone = { models: [model], modules: [], features: [], capabilities: [] };
  const { ranges = [] } = index.models.get(model.name) ?? {};
  const ways = memoize<string, readonly Rule[]>(limits.ways);
  return ({ effective: given, reaching }) => {
    const scopes = reaching.filter(({ cells }) => ranges.some(([first, end]) => isWithin(cells, first, end)));
    const key = scopes
      .map(
        ({ cells, reach }) =>
          `${keyOfReach(reach)}${ranges.map(([first, end]) => writeWords(cells, first, end - 1)).join()}`,
      )
      .sort()
      .join();
    return ways(key, () => {
      const reachOf = prepareReaches(scopes);
      return lowerCells(alone, {
        effective: given,
        reachOf: ({ index: cell }) => reachOf(cell),
        typeOf: index.typeOf,
      }).map(freezeDeep);
    });
  };
}

function isWithin(cells: Bits, first: number, end: number): boolean {
  for (let cell = first; cell < end; cell++) if (has(cells, cell)) return true;
  return false;
}

/** Writes a text that is equal only for sets that agree on the cells from the first to the last. */
function writeWords(bits: Bits, first: number, last: number): string {
  const [start, end] = [first >>> 5, last >>> 5];
  let words = '';
  for (let at = start; at <= end; at++) {
    let word = bits[at] ?? 0;
    if (at === start) word &= -1 << (first & 31);
    if (at === end) word &= -1 >>> (31 - (last & 31));
    words += ` ${word}`;
  }
  return words;
}

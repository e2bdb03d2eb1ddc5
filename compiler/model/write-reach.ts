import type { Json } from '../text/json.ts';
import { add, type Bits, emptyBits } from './bits.ts';
import type { Action, Catalog, Cell, Model } from './catalog.ts';
import { readPortfolio } from './cell-reach.ts';
import type { PortfolioUse } from './policy.ts';
import { keyOfReach, type RecordReach } from './record-reach.ts';

/** Writes a reach as bundles have it. */
export function writeReach(reach: RecordReach): Json {
  if (reach === 'all') return reach;
  switch (reach.kind) {
    case 'linked':
      return {
        on: reach.on,
        through: reach.path.map(({ name, many }) => (many ? { many: name } : name)),
        alternatives: reach.alternatives.map((alternative) =>
          alternative.map(({ property, operator, operand }) => [property, operator, operand as Json]),
        ),
      };
    case 'union':
      return { anyOf: reach.of.map(writeReach) };
    case 'common':
      return { allOf: reach.of.map(writeReach) };
  }
}

/** Lists the cells of a catalog by the records that a portfolio says they reach. */
export function listScopes(use: PortfolioUse, { cells }: Catalog): readonly (readonly [Bits, RecordReach])[] {
  const found = new Map<string, readonly [Bits, RecordReach]>();
  // Most reaches are one object, which tells faster than its text that they are alike.
  const byObject = new Map<RecordReach, readonly [Bits, RecordReach]>();
  let model: Model | undefined;
  const byAction = new Map<Action, readonly [Bits, RecordReach]>();
  for (const cell of cells) {
    if (cell.model !== model) byAction.clear();
    model = cell.model;
    const known = byAction.get(cell.action);
    const scope = known ?? scopeOfCell(cell);
    if (!known) byAction.set(cell.action, scope);
    add(scope[0], cell.index);
  }

  function scopeOfCell(cell: Cell) {
    const { reach } = readPortfolio(use, cell);
    const scope = byObject.get(reach) ?? scopeOf(reach);
    byObject.set(reach, scope);
    return scope;
  }

  function scopeOf(reach: RecordReach) {
    const key = keyOfReach(reach);
    const scope = found.get(key) ?? ([emptyBits(cells.length), reach] as const);
    found.set(key, scope);
    return scope;
  }

  return [...found.values()];
}

import { type Bits, has } from '../compiler/model/bits.ts';
import { type AppAbility, abilityOf } from './ability.ts';
import { type Attributes, attributesOf } from './attributes.ts';
import { type Bound, type BoundScope, bind, type Unfilled } from './bind.ts';
import type { Asked } from './index.ts';
import { follow } from './matcher.ts';
import type { Table } from './table.ts';
import type { Alternative, Where } from './where.ts';
import { whyModel, whyToggle } from './why.ts';

/** What a signed-in user may do; `index.d.ts` says the same with the names of the catalog. */
export interface Policy {
  can(action: string, model: string, record: object, property?: string): boolean;
  canSome(action: string, model: string, property?: string): boolean;
  fields(action: string, model: string, record: object): readonly string[];
  uses(name: string): boolean;
  where(action: string, model: string, property?: string): Where;
  why(action: string, name: string, property?: string): string;
  readonly unfilled: readonly Unfilled[];
  readonly ability: AppAbility;
}

/**
 * The answers of a table for one user. Their attributes are copied now; conditions are filled when the first
 * answer needs them. Whatever the catalog does not know is not allowed.
 */
export function policyOf(table: Table, user: object): Policy {
  const { index, open } = table;
  const { models, toggles } = index;
  const attributes: Attributes = attributesOf(index.bundle.attributes, user);
  let bound: Bound | undefined;
  let ability: AppAbility | undefined;

  const binding = (): Bound => {
    bound ??= bind(table, attributes);
    return bound;
  };
  const asked = (action: string, model: string): Asked | undefined => models.get(model)?.asked.get(action);

  return Object.freeze<Policy>({
    can(action, model, record, property) {
      if (typeof record !== 'object' || record === null) throw new TypeError(noRecord(record));
      const one = models.get(model)?.asked.get(action);
      if (one === undefined) return false;
      const cell = property === undefined ? one.cell : one.properties.get(property);
      if (cell === undefined) return false;
      if (has(open, cell)) return true;
      return one.limited && reaches(binding().scopes, cell, one.model.path, record);
    },
    canSome(action, model, property) {
      const one = models.get(model)?.asked.get(action);
      if (one === undefined) return false;
      const cell = property === undefined ? one.cell : one.properties.get(property);
      if (cell === undefined) return false;
      if (has(open, cell)) return true;
      return one.limited && binding().scopes.some(({ cells }) => has(cells, cell));
    },
    fields(action, model, record) {
      if (typeof record !== 'object' || record === null) throw new TypeError(noRecord(record));
      const one = asked(action, model);
      if (one === undefined) return [];
      const sets = [open, ...(one.limited ? reaching(binding().scopes, one.model.path, record) : [])];
      const names: string[] = [];
      for (const [name, cell] of one.properties) if (sets.some((cells) => has(cells, cell))) names.push(name);
      return names;
    },
    uses(name) {
      const cell = toggles.get(name);
      return cell !== undefined && has(open, cell);
    },
    where(action, model, property) {
      const one = asked(action, model);
      const cell = property === undefined ? one?.cell : one?.properties.get(property);
      if (one === undefined || cell === undefined) return 'none';
      if (has(open, cell)) return 'all';
      const scopes = one.limited ? binding().scopes.filter(({ cells }) => has(cells, cell)) : [];
      const alternatives = distinct(scopes.flatMap((scope) => scope.alternatives));
      return alternatives.length === 0 ? 'none' : { model, through: one.model.path, alternatives };
    },
    why(action, name, property) {
      if (action === 'use') return whyToggle(table, name);
      return whyModel(table, binding().unfilled, asked(action, name), action, name, property);
    },
    get unfilled() {
      return binding().unfilled;
    },
    get ability() {
      ability ??= abilityOf(table, attributes);
      return ability;
    },
  });
}

const noRecord = (record: unknown): string =>
  `a record was expected, and ${record === null ? 'null' : `something of type ${typeof record}`} came; to ask about some record there is canSome`;

function reaches(
  scopes: readonly BoundScope[],
  cell: number,
  path: readonly string[],
  record: object,
): boolean {
  let reached: object | undefined = record;
  if (path.length > 0) reached = follow(record, path);
  if (reached === undefined) return false;
  for (const scope of scopes) if (has(scope.cells, cell) && scope.reaches(reached)) return true;
  return false;
}

/** The cells of every scope that reaches a record. */
function reaching(scopes: readonly BoundScope[], path: readonly string[], record: object): readonly Bits[] {
  const reached = follow(record, path);
  if (reached === undefined) return [];
  return scopes.filter((scope) => scope.reaches(reached)).map(({ cells }) => cells);
}

function distinct(alternatives: readonly Alternative[]): readonly Alternative[] {
  return [...new Map(alternatives.map((alternative) => [JSON.stringify(alternative), alternative])).values()];
}

import { type Bits, has } from '../compiler/model/bits.ts';
import { type AppAbility, makeAbility } from './ability.ts';
import { copyAttributes } from './attributes.ts';
import { type BoundReaches, type BoundScope, bindReaches, listPossible, type Unfilled } from './bind.ts';
import type { IndexedAction } from './bundle-index.ts';
import { explainModel, explainToggle } from './explain-decision.ts';
import { type HeldPermissions, heldKey, makeHeldPermissions } from './held-permissions.ts';
import { isRecordOf } from './matcher.ts';
import type { Table } from './table.ts';
import type { Where } from './where.ts';
import { writeFilter } from './write-filter.ts';

/** The permissions of a signed-in user; `index.d.ts` has the same with the names of the catalog. */
export interface UserPermissions {
  can(action: string, model: string, record: object, property?: string): boolean;
  canSome(action: string, model: string, property?: string): boolean;
  fields(action: string, model: string, record: object): readonly string[];
  uses(name: string): boolean;
  where(action: string, model: string, property?: string): Where;
  why(action: string, name: string, property?: string): string;
  why(action: string, name: string, record: object, property?: string): string;
  readonly unfilled: readonly Unfilled[];
  readonly ability: AppAbility;
}

/**
 * Returns the answers of a table for one user. Their attributes are copied now; conditions are filled when the first
 * answer needs them. Whatever the catalog does not know is not allowed.
 */
export const makeUserPermissions = (table: Table, user: object): UserPermissions =>
  Object.freeze(new FrozenPermissions(table, user));

/** A table with the conditions filled for one user; they are filled when the first answer needs them. */
interface BoundTable {
  readonly table: Table;
  readonly binding: () => BoundReaches;
}

/** A class because two getters in an object literal cost a microsecond; its other members can be destructured. */
class FrozenPermissions implements UserPermissions {
  readonly can: UserPermissions['can'];
  readonly canSome: UserPermissions['canSome'];
  readonly fields: UserPermissions['fields'];
  readonly uses: UserPermissions['uses'];
  readonly where: UserPermissions['where'];
  readonly why: UserPermissions['why'];
  readonly #binding: () => BoundReaches;
  readonly #ability: () => AppAbility;
  readonly #table: Table;

  constructor(table: Table, user: object) {
    this.#table = table;
    const attributes = copyAttributes(table.index.bundle.attributes, user);
    let bound: BoundReaches | undefined;
    let ability: AppAbility | undefined;
    const binding = (): BoundReaches => {
      bound ??= bindReaches(table, attributes);
      return bound;
    };
    this.#binding = binding;
    this.#ability = () => {
      ability ??= makeAbility(table, attributes);
      return ability;
    };
    const by: BoundTable = { table, binding };
    this.can = (action, model, record, property) => isAllowed(by, action, model, record, property);
    this.canSome = (action, model, property) => isAllowedOnSome(by, action, model, property);
    this.fields = (action, model, record) => listFields(by, action, model, record);
    this.uses = (name) => {
      const cell = table.index.toggles.get(name);
      return cell !== undefined && has(table.open, cell);
    };
    this.where = (action, model, property) => filterAllowed(by, action, model, property);
    this.why = (action, name, about?: object | string, ofRecord?: string) =>
      action === 'use' ? explainToggle(table, name) : answerWhy(by, action, name, about, ofRecord);
  }

  get unfilled(): readonly Unfilled[] {
    return this.#binding().unfilled;
  }

  get ability(): AppAbility {
    return this.#ability();
  }

  [heldKey](): HeldPermissions {
    return makeHeldPermissions(this.#table, this.unfilled);
  }
}

function isAllowed(
  { table, binding }: BoundTable,
  action: string,
  model: string,
  record: object,
  property: string | undefined,
): boolean {
  if (!isRecord(record)) throw new TypeError(describeNoRecord(record));
  const indexed = table.index.models.get(model)?.indexedActions.get(action);
  if (indexed === undefined) return false;
  const cell = property === undefined ? indexed.cell : indexed.properties.get(property);
  if (cell === undefined || !isRecordOf(record, indexed.model.names)) return false;
  if (has(table.open, cell)) return true;
  return has(table.limited, cell) && isReachedBy(binding().scopes, cell, record);
}

function isAllowedOnSome(
  { table, binding }: BoundTable,
  action: string,
  model: string,
  property: string | undefined,
): boolean {
  const indexed = table.index.models.get(model)?.indexedActions.get(action);
  if (indexed === undefined) return false;
  const cell = property === undefined ? indexed.cell : indexed.properties.get(property);
  if (cell === undefined) return false;
  if (has(table.open, cell)) return true;
  return has(table.limited, cell) && listPossible(binding(), cell).length > 0;
}

function listFields(
  { table: { index, open, limited }, binding }: BoundTable,
  action: string,
  model: string,
  record: object,
): readonly string[] {
  if (!isRecord(record)) throw new TypeError(describeNoRecord(record));
  const indexed = index.models.get(model)?.indexedActions.get(action);
  if (indexed === undefined || !isRecordOf(record, indexed.model.names)) return [];
  const sets = [open];
  const isLimited =
    has(limited, indexed.cell) || [...indexed.properties.values()].some((cell) => has(limited, cell));
  if (isLimited)
    for (const { cells, reaches: isReached } of binding().scopes)
      if (isAbout(cells, indexed) && isReached(record)) sets.push(cells);
  const names: string[] = [];
  for (const [name, cell] of indexed.properties) if (sets.some((cells) => has(cells, cell))) names.push(name);
  return names;
}

function filterAllowed(
  { table, binding }: BoundTable,
  action: string,
  model: string,
  property: string | undefined,
): Where {
  const indexed = table.index.models.get(model)?.indexedActions.get(action);
  const cell = property === undefined ? indexed?.cell : indexed?.properties.get(property);
  if (indexed === undefined || cell === undefined) return 'none';
  if (has(table.open, cell)) return 'all';
  const scopes = has(table.limited, cell) ? listPossible(binding(), cell) : [];
  return writeFilter(
    model,
    scopes.map(({ reach }) => reach),
  );
}

/** Tells why an action on a model is allowed or not: on a record, and a property of it, or on some record. */
function answerWhy(
  by: BoundTable,
  action: string,
  model: string,
  about: object | string | undefined,
  ofRecord: string | undefined,
): string {
  const record = isRecord(about) ? about : undefined;
  const isAboutNone = record === undefined && (ofRecord !== undefined || typeof about === 'object');
  if (isAboutNone) throw new TypeError(describeNoRecord(about));
  const property = record === undefined ? (about as string | undefined) : ofRecord;
  const can = record && isAllowed(by, action, model, record, property);
  const indexed = by.table.index.models.get(model)?.indexedActions.get(action);
  return explainModel(by.table, by.binding(), indexed, { action, model, property, record, can });
}

/**
 * Returns true if a value can be a record. A list is none: it has no columns, and there are portfolios of records
 * that lack one.
 */
const isRecord = (record: unknown): record is object =>
  typeof record === 'object' && record !== null && !Array.isArray(record);

const describeNoRecord = (record: unknown): string =>
  `a record was expected, and ${record === null ? 'null' : Array.isArray(record) ? 'a list' : `something of type ${typeof record}`} came: was it found? To ask about some record there is canSome`;

function isReachedBy(scopes: readonly BoundScope[], cell: number, record: object): boolean {
  for (const scope of scopes) if (has(scope.cells, cell) && scope.reaches(record)) return true;
  return false;
}

/** Returns true if a set has the action that is asked about, or the action on a property. */
function isAbout(cells: Bits, { cell, properties }: IndexedAction): boolean {
  if (has(cells, cell)) return true;
  for (const one of properties.values()) if (has(cells, one)) return true;
  return false;
}

import { has } from '../../model/bits.ts';
import {
  type Action,
  type Catalog,
  type Cell,
  grantableTogglesOf,
  type Model,
  type Property,
  type PropertyType,
  type Right,
} from '../../model/catalog.ts';
import { type ComparedColumns, findComparedColumns } from '../../model/compared-columns.ts';
import { isHole } from '../../model/condition.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import type { Role } from '../../model/policy.ts';
import { groupBy } from '../../text/group-by.ts';
import { writeKey } from '../../text/typescript.ts';

/** Names of a catalog that make an example: what somebody with a limited role may do. */
export interface Example {
  readonly tenant: string;
  readonly role: string;
  readonly userType: string;
  readonly seats: readonly string[];
  /** One permission that the role has. */
  readonly permission: string;
  /** The records to which the role may do something; absent where no role may do anything to any. */
  readonly records?: RecordExample;
  /** A module or a feature, if there is one; one that the role has, if possible. */
  readonly toggle?: string;
}

/** A model whose records make an example. */
export interface RecordExample {
  /** The model whose records are reached, or any other. */
  readonly model: Model;
  /** The action that is asked about. */
  readonly action: Action;
  /** A property that may be viewed, and updated where `action` says so; absent where models have none. */
  readonly property?: Property;
  /** A model that is reached through it, where there is one. */
  readonly related?: { readonly model: Model; readonly path: readonly string[] };
  /** The columns that conditions read, where there are any. */
  readonly columns: readonly Property[];
  /** All that conditions of any role compare, by the model from whose records they start. */
  readonly compared: ReadonlyMap<string, readonly ComparedColumns[]>;
  /** Every model of the catalog by its name. */
  readonly modelOf: ReadonlyMap<string, Model>;
}

/** Finds an example in a matrix, the same one for the same policies; undefined if nobody may do anything. */
export function chooseExample(matrix: Matrix, known: Catalog): Example | undefined {
  const { catalog } = matrix.policy;
  const limitsOf = new Map(
    [...new Set(matrix.rows.map(({ role }) => role))].map((role) => [role, limits(role)]),
  );
  const shown = ({ role }: Row) => limitsOf.get(role) ?? 0;
  const rows = [...matrix.rows].sort((a, b) => shown(b) - shown(a));
  const models = [...catalog.models].sort((a, b) => Number(isReached(b)) - Number(isReached(a)));
  for (const choose of recordChoices)
    for (const row of rows)
      for (const model of models) {
        const chosen = choose(model, row);
        if (!chosen) continue;
        const related = isReached(model) ? chooseRelatedModel(model, catalog.models, row) : undefined;
        const compared = findComparedColumns(matrix, known);
        const columns = compared.get(model.name)?.find(({ path }) => path.length === 0)?.columns ?? [];
        const { permission, ...choice } = chosen;
        const records = { model, ...choice, ...(related && { related }), columns, compared };
        return {
          ...nameHolder(row),
          permission,
          ...chooseToggle(catalog, row),
          records: { ...records, modelOf: known.modelOf },
        };
      }
  for (const row of rows) {
    const toggle = grantableTogglesOf(catalog).find(({ cell }) => holds(row, cell));
    if (toggle) return { ...nameHolder(row), permission: toggle.cell.permission, toggle: toggle.name };
  }
  return undefined;
}

const nameHolder = ({ tenant, role }: Row): Pick<Example, 'tenant' | 'role' | 'userType' | 'seats'> => ({
  tenant: tenant.name,
  role: role.name,
  userType: role.userType.name,
  seats: role.seats.map(({ name }) => name),
});

function chooseToggle(catalog: Catalog, row: Row): Pick<Example, 'toggle'> {
  const toggles = grantableTogglesOf(catalog);
  const chosen = toggles.find(({ cell }) => holds(row, cell)) ?? toggles[0];
  return chosen ? { toggle: chosen.name } : {};
}

const holds = ({ effective }: Row, cell: Cell | undefined): boolean =>
  cell !== undefined && has(effective, cell.index);

type ChosenRecords = Pick<RecordExample, 'action' | 'property'> & Pick<Example, 'permission'>;

/** The ways in which records can make an example, the one that shows most first. */
const recordChoices: readonly ((model: Model, row: Row) => ChosenRecords | undefined)[] = [
  (model, row) => chooseProperty(model, row, 'update'),
  (model, row) => chooseProperty(model, row, 'view'),
  (model, row) => chooseAction(model, row, ['view']),
  (model, row) => chooseAction(model, row, [...model.actions.keys()]),
];

/** Chooses a property that the role may view, and on which it has a right; a sensitive one if possible. */
function chooseProperty(model: Model, row: Row, action: Right): ChosenRecords | undefined {
  const shown = model.properties.filter(
    ({ rights }) => holds(row, rights.get('view')) && holds(row, rights.get(action)),
  );
  const property = shown.find(({ sensitive }) => sensitive) ?? shown[0];
  return property && { action, property, permission: `${model.name}.${property.name}:${action}` };
}

/** Chooses one of some actions on a model, one that changes something if possible. */
function chooseAction(model: Model, row: Row, needed: readonly Action[]): ChosenRecords | undefined {
  if (!needed.some((action) => holds(row, model.actions.get(action)))) return undefined;
  const held = [...model.actions.keys()].filter((action) => holds(row, model.actions.get(action)));
  const action = held.find((one) => one === 'update') ?? held.find((one) => needed.includes(one));
  return action === undefined ? undefined : { action, permission: `${model.name}:${action}` };
}

const isReached = ({ portfolio }: Model): boolean => portfolio === 'self';

/**
 * Returns how much a role shows of what a condition can do: values of the user count more than others, and any more
 * than none.
 */
function limits({ portfolio }: Role): number {
  const items = [...portfolio.entries.values()].flatMap((entry) => entry.items);
  const reaches = items.flatMap(({ parts }) => parts.map(({ reach }) => reach));
  if (reaches.length === 0 || reaches.includes('all')) return 0;
  return reaches.flat(2).some((one) => one !== 'all' && isHole(one.operand)) ? 2 : 1;
}

/** Chooses a model whose records lead to one record of another. */
function chooseRelatedModel(root: Model, models: readonly Model[], row: Row): RecordExample['related'] {
  for (const model of models) {
    const [first] = model.path;
    const isSingle = model.path.every(({ many }) => !many) && model.path.at(-1)?.model === root.name;
    if (!first || !isSingle || !holds(row, model.actions.get('view'))) continue;
    return { model, path: model.path.map(({ name }) => name) };
  }
  return undefined;
}

/** Writes a record with all that conditions compare: columns of its own, and records that it leads to. */
export function writeSample(compared: readonly ComparedColumns[]): string {
  const own = compared.flatMap(({ path, columns }) => (path.length === 0 ? columns : []));
  const steps = groupBy(
    compared.filter(({ path }) => path.length > 0),
    ({ path }) => path[0]?.name ?? '',
  );
  const links = [...steps].map(([step, group]) => {
    const inner = writeSample(group.map((one) => ({ ...one, path: one.path.slice(1) })));
    return `${step}: ${group[0].path[0]?.many ? `[${inner}]` : inner}`;
  });
  return `{ ${[...own.map(({ name, type }) => `${writeKey(name)}: ${sampleOf(type)}`), ...links].join(', ')} }`;
}

/** Returns a value of a type, as TypeScript writes it. */
export const sampleOf = (type: PropertyType): string =>
  ({
    id: "'u1'",
    string: "'text'",
    number: '1000',
    integer: '10',
    boolean: 'true',
    date: "'2027-01-31'",
    list: "['u2', 'u3']",
    object: '{}',
  })[type];

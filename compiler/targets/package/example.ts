import { has } from '../../model/bits.ts';
import type { Catalog, Model, Property, PropertyType } from '../../model/catalog.ts';
import { type ComparedColumns, findComparedColumns } from '../../model/compared-columns.ts';
import { isHole } from '../../model/condition.ts';
import type { Matrix, Row } from '../../model/matrix.ts';
import { groupBy } from '../../text/group-by.ts';
import { writeKey } from '../../text/typescript.ts';

/** Names of a catalog that make an example: what somebody with a limited role may do to something. */
export interface Example {
  readonly tenant: string;
  readonly role: string;
  readonly userType: string;
  readonly seats: readonly string[];
  /** The model whose records are reached, or any other with properties. */
  readonly model: Model;
  readonly property: Property;
  /** A model that is reached through it, where there is one. */
  readonly related?: { readonly model: Model; readonly path: readonly string[] };
  /** The columns that conditions read, where there are any. */
  readonly columns: readonly Property[];
  /** All that conditions of any role compare, by the model from whose records they start. */
  readonly compared: ReadonlyMap<string, readonly ComparedColumns[]>;
  readonly toggle?: string;
}

/** Finds an example in a matrix, the same one for the same policies; undefined if nobody may see a property. */
export function chooseExample(matrix: Matrix, known: Catalog): Example | undefined {
  const { policy, rows } = matrix;
  const { catalog } = policy;
  const compared = findComparedColumns(matrix, known);
  const models = [...catalog.models].sort((a, b) => Number(isReached(b)) - Number(isReached(a)));
  for (const row of [...rows].sort((a, b) => limits(b) - limits(a)))
    for (const model of models) {
      const property = shownOf(model, row);
      if (!property) continue;
      const related = chooseRelatedModel(model, catalog.models, row);
      const [toggle] = [...catalog.modules, ...catalog.features];
      return {
        tenant: row.tenant.name,
        role: row.role.name,
        userType: row.role.userType.name,
        seats: row.role.seats.map(({ name }) => name),
        model,
        property,
        ...(related && isReached(model) && { related }),
        columns: compared.get(model.name)?.find(({ path }) => path.length === 0)?.columns ?? [],
        compared,
        ...(toggle && { toggle: toggle.name }),
      };
    }
  return undefined;
}

const isReached = ({ portfolio }: Model): boolean => portfolio === 'self';

/**
 * Returns how much a role shows of what a condition can do: values of the user count more than others, and any more
 * than none.
 */
function limits({ role }: Row): number {
  const items = [...role.portfolio.entries.values()].flatMap((entry) => entry.items);
  const reaches = items.flatMap(({ parts }) => parts.map(({ reach }) => reach));
  if (reaches.length === 0 || reaches.includes('all')) return 0;
  return reaches.flat(2).some((one) => one !== 'all' && isHole(one.operand)) ? 2 : 1;
}

/** Finds a property that the role may view and update, a sensitive one if possible. */
function shownOf(model: Model, { effective }: Row): Property | undefined {
  const holds = (property: Property) =>
    (['view', 'update'] as const).every((right) => {
      const cell = property.rights.get(right);
      return cell !== undefined && has(effective, cell.index);
    });
  const shown = model.properties.filter(holds);
  return shown.find(({ sensitive }) => sensitive) ?? shown[0];
}

/** Chooses a model whose records lead to one record of another. */
function chooseRelatedModel(root: Model, models: readonly Model[], { effective }: Row): Example['related'] {
  for (const model of models) {
    const view = model.actions.get('view');
    const [first] = model.path;
    const isSingle = model.path.every(({ many }) => !many) && model.path.at(-1)?.model === root.name;
    if (!first || !isSingle || !view || !has(effective, view.index)) continue;
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

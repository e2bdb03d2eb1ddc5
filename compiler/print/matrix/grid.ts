import type { Bits } from '../../model/bits.ts';
import { countBits, has, intersection } from '../../model/bits.ts';
import {
  type Action,
  builtInActions,
  type Catalog,
  listOwnActions,
  listRemarks,
  type Model,
  type Right,
  type Toggle,
} from '../../model/catalog.ts';
import type { UserCell } from '../../questions/combine-roles.ts';
import type { Colours } from '../../text/colours.ts';
import { count } from '../../text/count.ts';
import { groupBy } from '../../text/group-by.ts';
import { listFirst } from '../../text/list.ts';
import { makeVisible } from '../../text/make-visible.ts';
import { byCodeUnit } from '../../text/order.ts';
import { formatTable } from '../../text/table.ts';
import { printMissingProperties, printProperties } from './properties.ts';

/** The most models that a line names; it counts the others. */
const mostNamed = 12;

/** The style of a grid. */
export interface GridStyle {
  readonly colours: Colours;
  /** True to list every property of the models, each with its rights. */
  readonly withProperties: boolean;
}

/**
 * Prints a set of cells for people: a line for every model of which it holds an action, with the number of properties
 * that can be viewed and updated; then modules, features and capabilities.
 */
export function printGrid(catalog: Catalog, effective: Bits, { colours, withProperties }: GridStyle): string {
  const { bold, dim } = colours;
  const isOn = (model: Model) => [...model.actions.values()].some(({ index }) => has(effective, index));
  const families = (['standard', 'internal'] as const).flatMap((family) => {
    const models = catalog.models.filter((model) => model.family === family && isOn(model));
    if (models.length === 0) return [];
    const others = models.some((model) => listOwnActions(model).length > 0) ? ['others'] : [];
    const head = [`${family} models`, ...builtInActions, ...others].map((title) => bold(title));
    return [formatTable([head, ...models.map((model) => printModel(model, effective, colours))])];
  });
  const onModels = catalog.models.filter(isOn);
  const off = catalog.models.filter((model) => !isOn(model)).map(({ name }) => name);
  return [
    ...families,
    ...(withProperties ? printProperties : printMissingProperties)(onModels, effective, colours),
    ...(off.length > 0 ? [`${dim(`nothing on ${listFirst(off, mostNamed)}`)}\n`] : []),
    printToggles(
      [
        ['modules', catalog.modules],
        ['features', catalog.features],
        ['capabilities', catalog.capabilities],
      ],
      effective,
      colours,
    ),
  ].join('\n');
}

/** Prints where the permissions of a set are met in the product, and the notes of the catalog on them. */
export function printRemarks(catalog: Catalog, effective: Bits, { bold }: Colours): string {
  const said = catalog.byPermission
    .filter(({ index }) => has(effective, index))
    .flatMap((cell) => listRemarks(catalog, cell).map((words) => ({ permission: cell.permission, words })));
  const lines = [...groupBy(said, ({ words }) => words)].map(([words, of]) => [
    of.map(({ permission }) => permission).join(', '),
    makeVisible(words),
  ]);
  return lines.length === 0 ? '' : `\n${formatTable([[bold('notes'), ''], ...lines])}`;
}

/** Prints for every reach of limited permissions the models on which they have it, each with its actions and properties. */
export function printReaches(held: readonly UserCell[], { bold }: Colours): string {
  const limited = held.filter(({ cell }) => cell.model !== undefined);
  const reaches = groupBy(limited, ({ portfolio }) => portfolio.join(' + '));
  const lines = [...reaches]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([reach, members]) =>
      [...groupBy(members, ({ cell }) => cell.subject)].map(([model, group], at) => [
        at > 0 ? '' : reach === '' ? 'not limited' : reach,
        model,
        [...(group[0]?.cell.model?.actions.keys() ?? [])]
          .flatMap((action) => describeAction(action, group))
          .join(', '),
      ]),
    );
  return lines.length === 0 ? '' : `\n${formatTable([[bold('reach'), '', ''], ...lines])}`;
}

/** Returns the words for an action on a model, and for the number of properties with that right. */
function describeAction(action: Action, held: readonly UserCell[]): readonly string[] {
  const cells = held.map(({ cell }) => cell).filter((cell) => cell.action === action);
  const properties = cells.filter(({ property }) => property !== undefined).length;
  return [
    ...(cells.length > properties ? [action] : []),
    ...(properties > 0 ? [`${action} of ${count(properties, 'property')}`] : []),
  ];
}

function printModel(model: Model, effective: Bits, { green, dim }: Colours): readonly string[] {
  const word = (action: Action): string => {
    const cell = model.actions.get(action);
    if (!cell) return '';
    if (!has(effective, cell.index)) return dim('·');
    return green(
      `${action}${action === 'view' || action === 'update' ? countProperties(model, action, effective) : ''}`,
    );
  };
  // Actions that share a column are named whether they are allowed or not.
  const others = listOwnActions(model).map(([action, { index }]) =>
    has(effective, index) ? green(action) : dim(`${action} ·`),
  );
  return [model.name, ...builtInActions.map(word), ...(others.length > 0 ? [others.join(', ')] : [])];
}

/** Counts the properties of which the set holds a right: ` 3/7`; empty if no property has the right. */
function countProperties({ rights }: Model, right: Right, effective: Bits): string {
  const all = countBits(rights[right]);
  return all === 0 ? '' : ` ${countBits(intersection(rights[right], effective))}/${all}`;
}

function printToggles(
  kinds: readonly (readonly [string, readonly Toggle[]])[],
  effective: Bits,
  { bold, green, dim }: Colours,
): string {
  const lines = kinds
    .filter(([, toggles]) => toggles.length > 0)
    .flatMap(([kind, toggles]) => [
      [bold(kind), ''],
      ...toggles.map(({ name, cell }) => [name, has(effective, cell.index) ? green('use') : dim('·')]),
    ]);
  return formatTable(lines);
}

import { has } from '../../model/bits.ts';
import {
  builtInActions,
  type Catalog,
  listOwnActions,
  type Model,
  type Property,
  rights,
  type Toggle,
  togglesOf,
} from '../../model/catalog.ts';
import type { Row } from '../../model/matrix.ts';
import type { Colours } from '../../text/colours.ts';
import { formatTable } from '../../text/table.ts';
import { measureWidth } from '../../text/width.ts';

/** The style of roles side by side. */
export interface LetterStyle {
  readonly colours: Colours;
  /** The number of columns of the terminal. */
  readonly width: number;
  /** True to list every property below its model, with a letter for each right. */
  readonly withProperties?: boolean;
}

/**
 * Prints the roles of one tenant side by side: models as lines with a letter for each action, `cvure` for create, view,
 * update, remove and export, below it a line for each other action, then modules, features and capabilities. Roles that do not fit the width go to new tables.
 */
export function printLetters(
  catalog: Catalog,
  rows: readonly Row[],
  { width: columns, colours, withProperties = false }: LetterStyle,
): string {
  const { models, modules, features, capabilities } = catalog;
  const toggles = togglesOf(catalog);
  const first = Math.max(
    ...[...models, ...toggles].map(({ name }) => measureWidth(name)),
    ...catalog.actions.map((action) => measureWidth(action) + 2),
    ...(withProperties ? models.flatMap(({ properties }) => properties) : []).map(
      ({ name }) => measureWidth(name) + 2,
    ),
    'capabilities'.length,
  );
  return groupByWidth(rows, columns - first)
    .map((group) => {
      const section = (title: string, members: readonly (readonly string[])[]) =>
        members.length === 0 ? [] : [[colours.bold(title), ...group.map(() => '')], ...members];
      const toggleLines = (members: readonly Toggle[]) =>
        members.map(({ name, cell }) => [name, ...group.map((row) => mark(row, cell.index, colours))]);
      return formatTable([
        ['', ...group.map(({ role }) => colours.bold(role.name))],
        ...section(
          'models',
          models.flatMap((model) => [
            [model.name, ...group.map((row) => printActions(model, row, colours))],
            ...(withProperties ? model.properties : []).map((property) => [
              `  ${property.name}`,
              ...group.map((row) => printRights(property, row, colours)),
            ]),
            ...listOwnActions(model).map(([action, cell]) => [
              `  ${action}`,
              ...group.map((row) => mark(row, cell.index, colours, action)),
            ]),
          ]),
        ),
        ...section('modules', toggleLines(modules)),
        ...section('features', toggleLines(features)),
        ...section('capabilities', toggleLines(capabilities)),
      ]);
    })
    .join('\n');
}

/** Prints a letter for an action that is allowed, a dot for one that is not, a space for one that the model lacks. */
function printActions(model: Model, { effective }: Row, { green, dim }: Colours): string {
  const marks = builtInActions.map((action) => {
    const cell = model.actions.get(action);
    if (!cell) return ' ';
    return has(effective, cell.index) ? action.charAt(0) : '·';
  });
  return marks.some((letter) => /[a-z]/.test(letter)) ? green(marks.join('')) : dim(marks.join(''));
}

/** Prints a letter for each right on a property, as for actions. */
function printRights({ rights: cells }: Property, { effective }: Row, { green, dim }: Colours): string {
  const marks = rights.map((right) => {
    const cell = cells.get(right);
    return cell ? (has(effective, cell.index) ? right.charAt(0) : '·') : ' ';
  });
  const text = ` ${marks.join('')}`;
  return /[a-z]/.test(text) ? green(text) : dim(text);
}

const mark = ({ effective }: Row, index: number, { green, dim }: Colours, word = 'use'): string =>
  has(effective, index) ? green(word) : dim('·');

/** Groups neighbours that fit into some columns together, at least one in each group. */
function groupByWidth(rows: readonly Row[], columns: number): readonly (readonly Row[])[] {
  const groups: Row[][] = [];
  let left = 0;
  for (const row of rows) {
    const needed = Math.max(measureWidth(row.role.name), builtInActions.length) + 2;
    const group = groups.at(-1);
    if (group && needed <= left) group.push(row);
    else {
      groups.push([row]);
      left = columns;
    }
    left -= needed;
  }
  return groups;
}

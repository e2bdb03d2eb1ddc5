import type { Catalog, Cell, Model, Risk } from '../../compiler/model/catalog.ts';
import { builtInActions, listOwnActions, togglesOf } from '../../compiler/model/catalog.ts';
import type { Row } from '../../compiler/model/matrix.ts';
import { type SquareState, squareWord, stateOf } from './cells.ts';
import { sameCell } from './find-row.ts';

/** A column of a grid: an action of one role, or a role. */
export interface GridColumn {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
}

/** A line of a grid. */
export interface GridLine {
  readonly id: string;
  readonly kind: 'group' | 'subject' | 'permission' | 'property';
  readonly title: string;
  /** The name in the policies, if people read another one. */
  readonly name?: string;
  /** The model, module, feature or capability. */
  readonly subject: string;
  /** The number of lines that unfold; 0 if none do. */
  readonly parts: number;
  /** The cells by the id of their column. */
  readonly cells: ReadonlyMap<string, GridCell>;
}

/** A square of a grid. */
export interface GridCell {
  readonly cell: Cell;
  readonly row: Row;
  readonly state: SquareState;
  /** The answer of the row that this one is compared with, if it is another. */
  readonly other?: SquareState;
  /** True if the filters are met. */
  readonly isMatch: boolean;
}

/** A square by its line and its column. */
export interface SquareAt {
  readonly line: string;
  readonly column: string;
}

/** The choices by which a grid shows less. */
export interface GridFilter {
  readonly text: string;
  readonly risk?: Risk | undefined;
  readonly state?: SquareState | undefined;
  /** Returns the row with which one is compared; undefined if it is compared with nothing. */
  readonly otherOf?: ((row: Row) => Row | undefined) | undefined;
}

/** Returns true if a filter asks for anything but names. */
export const asksOfCells = ({ risk, state, otherOf }: GridFilter): boolean =>
  risk !== undefined || state !== undefined || otherOf !== undefined;

/** Lists the columns of one role: first the actions that several models have, then those that only one has. */
export function listActionColumns({ models }: Catalog): readonly GridColumn[] {
  const own = new Set(models.flatMap((model) => listOwnActions(model).map(([action]) => action)));
  return [...builtInActions, ...[...own].sort()].map((action) => ({ id: action, title: action }));
}

/** Draws one role: models and their actions, then what is switched on or off. */
export function drawRole(row: Row, filter: GridFilter, unfolded: ReadonlySet<string>): readonly GridLine[] {
  const { catalog, titles } = row.tenant;
  const cellIn = (cell: Cell) => drawCell(row, cell, filter);
  const models = catalog.models.flatMap((model) => {
    const title = titles.get(model.name) ?? model.title ?? model.name;
    const line = makeLine(
      model.name,
      'subject',
      { title, name: model.name, parts: model.properties.length },
      () => [...model.actions.values()].map((cell) => [cell.action, cellIn(cell)] as const),
    );
    const parts = model.properties.map((property) =>
      makeLine(model.name, 'property', { title: property.name, parts: 0 }, () =>
        [...property.rights.values()].map((cell) => [cell.action, cellIn(cell)] as const),
      ),
    );
    return keepLines(line, parts, filter, unfolded);
  });
  const toggles = groupToggles(catalog).map(([title, group]) => [
    makeLine(title, 'group', { title, parts: 0 }),
    ...group.flatMap((toggle) =>
      keepLines(
        makeLine(
          toggle.name,
          'subject',
          { title: toggle.title ?? toggle.name, name: toggle.name, parts: 0 },
          () => [['create', cellIn(toggle.cell)]],
        ),
        [],
        filter,
        unfolded,
      ),
    ),
  ]);
  return [...models, ...toggles.filter((group) => group.length > 1).flat()];
}

/** Draws one subject, or with `*` all of them, across roles side by side: a line for each permission. */
export function drawSubject(
  catalog: Catalog,
  rows: readonly Row[],
  subject: string,
  filter: GridFilter,
  unfolded: ReadonlySet<string>,
): readonly GridLine[] {
  const across = (kind: GridLine['kind'], of: string, cell: Cell) =>
    makeLine(of, kind, { title: nameInModel(cell), name: cell.permission, parts: 0 }, () =>
      rows.map((row) => [row.role.name, drawCell(row, cell, filter)] as const),
    );
  const ofModel = (model: Model) => {
    const head = makeLine(model.name, 'group', {
      title: model.title ?? model.name,
      name: model.name,
      parts: model.properties.length,
    });
    const actions = [...model.actions.values()].map((cell) => across('permission', model.name, cell));
    const parts = model.properties.flatMap((property) =>
      [...property.rights.values()].map((cell) => across('property', model.name, cell)),
    );
    const isOpen = unfolded.has(model.name) || subject === model.name;
    const lines = [
      ...actions,
      ...(isOpen ? parts : parts.filter((line) => isSought(line, filter, true))),
    ].filter((line) => isKept(line, filter));
    return lines.length === 0 ? [] : [head, ...lines];
  };
  const models = catalog.models.filter(({ name }) => subject === '*' || name === subject);
  const toggles = togglesOf(catalog).filter(({ name }) => subject === '*' || name === subject);
  return [
    ...models.flatMap(ofModel),
    ...toggles
      .map(({ name, cell }) => across('permission', name, cell))
      .filter((line) => isKept(line, filter)),
  ];
}

/** Returns what a square shows in words, for people and for screen readers. */
export const describeSquare = ({ row, cell, state }: GridCell): string => squareWord(row, cell, state);

function drawCell(row: Row, cell: Cell, filter: GridFilter): GridCell {
  const state = stateOf(row, cell);
  const compared = filter.otherOf?.(row);
  const found = compared && sameCell(compared, cell);
  const other = compared && found ? stateOf(compared, found) : undefined;
  const differs =
    compared !== undefined &&
    (other === undefined
      ? state === 'allowed'
      : (state === 'allowed') !== (other === 'allowed') ||
        (state === 'allowed' &&
          found !== undefined &&
          squareWord(row, cell, state) !== squareWord(compared, found, 'allowed')));
  const isMatch =
    (filter.risk === undefined || cell.risk === filter.risk) &&
    (filter.state === undefined || state === filter.state) &&
    (filter.otherOf === undefined || differs);
  return { cell, row, state, isMatch, ...(differs && { other: other ?? 'role' }) };
}

/** Returns the name of a permission below that of its model; of what has no model, the whole. */
const nameInModel = ({ permission, model, property, action }: Cell): string =>
  model ? [property, action].filter((part) => part !== undefined).join(':') : permission;

/** Makes a line whose squares are drawn when they are first looked at: of thousands only some are. */
function makeLine(
  subject: string,
  kind: GridLine['kind'],
  words: Pick<GridLine, 'title' | 'parts' | 'name'>,
  draw: () => readonly (readonly [string, GridCell])[] = () => [],
): GridLine {
  let drawn: ReadonlyMap<string, GridCell> | undefined;
  return {
    id: `${kind} ${subject} ${kind === 'property' || kind === 'permission' ? words.title : ''}`,
    kind,
    subject,
    ...words,
    get cells() {
      drawn ??= new Map(draw());
      return drawn;
    },
  };
}

/** Keeps a model if it or one of its properties is looked for; properties are there if it is unfolded, or if they are named. */
function keepLines(
  line: GridLine,
  parts: readonly GridLine[],
  filter: GridFilter,
  unfolded: ReadonlySet<string>,
): readonly GridLine[] {
  const partsShown = parts.filter(
    (part) => isKept(part, filter) || (isNamed(line, filter) && hasMatch(part, filter)),
  );
  const shown = unfolded.has(line.subject)
    ? partsShown
    : partsShown.filter((part) => isSought(part, filter, true));
  return isKept(line, filter) || partsShown.length > 0 ? [line, ...shown] : [];
}

const isKept = (line: GridLine, filter: GridFilter): boolean =>
  isSought(line, filter, false) && hasMatch(line, filter);

const hasMatch = ({ cells }: GridLine, filter: GridFilter): boolean =>
  !asksOfCells(filter) || [...cells.values()].some(({ isMatch }) => isMatch);

/** Returns true if a line is named by the text; with `only`, by its own name and not by that of its model. */
function isSought(line: GridLine, filter: GridFilter, only: boolean): boolean {
  const sought = filter.text.trim().toLowerCase();
  if (sought === '') return !only;
  if (only || line.kind === 'property') return line.title.toLowerCase().includes(sought);
  return isNamed(line, filter);
}

const isNamed = ({ title, name, subject }: GridLine, { text }: GridFilter): boolean =>
  [title, name ?? '', subject].some((one) => one.toLowerCase().includes(text.trim().toLowerCase()));

function groupToggles(catalog: Catalog) {
  const { modules, features, capabilities } = catalog;
  return [
    ['Modules', modules],
    ['Features', features],
    ['Capabilities', capabilities],
  ] as const;
}

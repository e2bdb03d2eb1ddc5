import type { Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import {
  add,
  addAll,
  addSparse,
  type Bits,
  emptyBits,
  has,
  makeSparse,
  remove,
  type SparseBits,
} from '../../model/bits.ts';
import {
  type Action,
  type Catalog,
  type Cell,
  type Model,
  type Property,
  type Right,
  rights,
} from '../../model/catalog.ts';
import { type Place, placeIn, spanOf } from '../../model/document.ts';
import type { Grants, ModelGrant, Selection } from '../../model/documents.generated.ts';
import { isRight, suggestAction, suggestSubject } from '../../model/permission.ts';
import type { Layer } from '../../model/policy.ts';
import { isSelected, isSelection } from '../../model/selection.ts';
import { listNames } from '../../text/list.ts';
import type { Path } from '../../text/yaml.ts';
import { findRedundantEntries } from './find-redundant-entries.ts';
import { helpWithWord, namesIn } from './selection.ts';

/** Draws the layer that a value in the grammar of layers describes, and reports names that do not exist. */
export type DrawLayer = (grants: Grants, at: Place) => Layer;

/** Draws layers and remembers those with a mistake in them: nothing is to be concluded from what they lack. */
export interface Drawing {
  readonly draw: DrawLayer;
  /** Draws a layer that many documents say alike, as the ceilings of a fleet: where they do, their sets are the same objects. */
  readonly drawAlike: DrawLayer;
  /** Returns what the document says from which a layer was drawn. */
  readonly grantsOf: (layer: Layer) => Grants;
  readonly isFaulty: (layer: Layer) => boolean;
}

/** The catalog to draw on, with the sets that every layer needs, worked out once for a fleet of layers. */
interface Ground {
  readonly catalog: Catalog;
  readonly report: Report;
  readonly isLinted: boolean;
  /** The cells of each action on all models that support it. */
  readonly cellsOfAction: ReadonlyMap<Action, Bits>;
  /** The cells of each right on all properties. */
  readonly cellsOfRight: Readonly<Record<Right, Bits>>;
  /** The cells of each right on the properties of one model: few words among the many of a large catalog. */
  readonly rightsOf: ReadonlyMap<Model, Readonly<Record<Right, SparseBits>>>;
}

/** A layer while it is drawn. */
interface Canvas {
  readonly held: Bits;
  readonly named: Bits;
  readonly at: Place;
}

/** Prepares the drawing of layers on one catalog. They list redundant entries only if they are to be linted. */
export function prepareLayers(catalog: Catalog, report: Report, isLinted = true): DrawLayer {
  const size = catalog.cells.length;
  const cellsOfAction = new Map(catalog.actions.map((action) => [action, emptyBits(size)]));
  const cellsOfRight = { view: emptyBits(size), update: emptyBits(size) };
  for (const model of catalog.models) {
    for (const [action, { index }] of model.actions) add(cellsOfAction.get(action) ?? emptyBits(size), index);
    for (const right of rights) addAll(cellsOfRight[right], model.rights[right]);
  }
  const rightsOf = new Map(
    catalog.models.map((model) => {
      const cellsOf = (right: Right) => makeSparse(listCells(model, right));
      return [model, { view: cellsOf('view'), update: cellsOf('update') }] as const;
    }),
  );
  const ground: Ground = { catalog, report, isLinted, cellsOfAction, cellsOfRight, rightsOf };
  const nothing = emptyBits(size);
  return (grants, at) =>
    saysNothing(grants)
      ? { held: nothing, own: nothing, includes: [], named: nothing, at, redundant: [] }
      : drawLayer(ground, grants, at);
}

/** Returns true if grants say nothing, as those of roles that include others or that are kept. */
const saysNothing = ({ models, modules, features }: Grants): boolean =>
  models === undefined && modules === undefined && features === undefined;

const listCells = ({ properties }: Model, right: Right): readonly number[] =>
  properties.flatMap(({ rights: own }) => own.get(right)?.index ?? []);

function drawLayer(ground: Ground, grants: Grants, at: Place): Layer {
  const size = ground.catalog.cells.length;
  const canvas: Canvas = { held: emptyBits(size), named: emptyBits(size), at };
  const star = grants.models?.['*'] as Selection | undefined;
  if (star !== undefined) drawStar(ground, canvas, star);
  for (const name in grants.models) {
    const grant = grants.models[name];
    const model = ground.catalog.modelOf.get(name);
    if (name === '*' || grant === undefined) continue;
    if (model) drawModel(ground, canvas, model, grant, star);
    else reportUnknownModel(ground, canvas, name);
  }
  drawToggles(ground, canvas, 'modules', grants.modules);
  drawToggles(ground, canvas, 'features', grants.features);
  return {
    held: canvas.held,
    own: canvas.held,
    includes: [],
    named: canvas.named,
    at,
    redundant: ground.isLinted ? findRedundantEntries(grants, ground.catalog) : [],
  };
}

/** Returns the place of a piece of a layer, by its path from the layer's root. */
const placeInside = ({ at }: Canvas, path: Path, part: 'key' | 'value' = 'value'): Place =>
  placeIn(at.document, [...at.path, ...path], part);

function drawStar(ground: Ground, canvas: Canvas, star: Selection): void {
  checkActions(ground, star, placeInside(canvas, ['models', '*']), undefined);
  for (const right of rights) if (isSelected(star, right)) addAll(canvas.held, ground.cellsOfRight[right]);
  for (const [action, cells] of ground.cellsOfAction)
    if (isSelected(star, action)) addAll(canvas.held, cells);
}

function reportUnknownModel({ catalog, report }: Ground, canvas: Canvas, name: string): void {
  const near = suggestSubject(catalog, name, 'action');
  const help = near && `did you mean \`${near}\`?`;
  report('unknown-model', spanOf(placeInside(canvas, ['models', name], 'key')), { name }, help);
}

/** Draws one model in place of what the star has drawn there. */
function drawModel(
  ground: Ground,
  canvas: Canvas,
  model: Model,
  grant: ModelGrant,
  star: Selection | undefined,
): void {
  if (star !== undefined) eraseModel(canvas, model);
  const isWhole = isSelection(grant);
  const own = isWhole ? grant : grant.actions;
  if (own !== undefined) {
    const path: Path = ['models', model.name, ...(isWhole ? [] : ['actions'])];
    checkActions(ground, own, placeInside(canvas, path), model);
  }
  const selection = own ?? star;
  for (const [action, cell] of model.actions)
    if (selection !== undefined && isSelected(selection, action))
      drawCell(canvas, cell.index, Array.isArray(own));
  drawProperties(ground, canvas, model, isWhole ? undefined : grant.properties);
}

/** Takes away the cells of a model, one by one: the sets of a large catalog are much longer than a model has cells. */
function eraseModel({ held }: Canvas, { actions, properties }: Model): void {
  for (const { index } of actions.values()) remove(held, index);
  for (const property of properties) for (const { index } of property.rights.values()) remove(held, index);
}

function drawProperties(
  ground: Ground,
  canvas: Canvas,
  model: Model,
  properties: Readonly<Record<string, Selection>> | undefined,
): void {
  const path: Path = ['models', model.name, 'properties'];
  const rest = properties?.['*'];
  if (rest !== undefined) checkRights(ground, rest, placeInside(canvas, [...path, '*']), model, undefined);
  // A right that is not named follows the action, or layers that are joined would give what none of them says.
  const isHeldOnModel = (right: Right) => isHeld(canvas, model.actions.get(right));
  for (const right of rights)
    if (isSelected(rest ?? 'all', right) && isHeldOnModel(right))
      addSparse(canvas.held, ground.rightsOf.get(model)?.[right] ?? [], ground.cellsOfRight[right]);
  for (const name in properties) {
    const own = properties[name];
    if (name === '*' || own === undefined) continue;
    const property = model.propertyOf.get(name);
    if (!property) {
      const at = spanOf(placeInside(canvas, [...path, name], 'key'));
      const help = didYouMean(name, model.propertyOf.keys());
      ground.report('unknown-property', at, { name, model: model.name }, help);
      continue;
    }
    checkRights(ground, own, placeInside(canvas, [...path, name]), model, property);
    const isNamed = Array.isArray(own);
    for (const [right, cell] of property.rights) {
      remove(canvas.held, cell.index);
      if (isSelected(own, right) && (isNamed || isHeldOnModel(right))) drawCell(canvas, cell.index, isNamed);
    }
  }
}

const isHeld = ({ held }: Canvas, cell: Cell | undefined): boolean =>
  cell !== undefined && has(held, cell.index);

/** Draws one cell; a name in a list is a demand. */
function drawCell({ held, named }: Canvas, index: number, isNamed: boolean): void {
  add(held, index);
  if (isNamed) add(named, index);
}

function drawToggles(
  { catalog, report }: Ground,
  canvas: Canvas,
  section: 'modules' | 'features',
  selection: Selection | undefined,
): void {
  if (selection === undefined) return;
  const kind = section === 'modules' ? 'module' : 'feature';
  for (const [name, place] of namesIn(selection, placeInside(canvas, [section]))) {
    if (catalog.cellOf.get(`${name}:use`)?.kind === kind) continue;
    const help = helpWithWord(name, place) ?? helpWithToggle(catalog, name, section);
    report(`unknown-${kind}`, spanOf(place), { name }, help);
  }
  for (const { name, cell } of catalog[section])
    if (isSelected(selection, name)) drawCell(canvas, cell.index, Array.isArray(selection));
}

function helpWithToggle(catalog: Catalog, name: string, section: 'modules' | 'features'): string | undefined {
  const kind = section === 'modules' ? 'module' : 'feature';
  const other = catalog.cellOf.get(`${name}:use`)?.kind;
  if (other === 'capability')
    return `\`${name}\` is a capability: it follows from what it requires and is never granted`;
  if (other !== undefined) return `\`${name}\` is a ${other}: write it under \`${other}s\``;
  if (catalog.modelOf.has(name)) return `\`${name}\` is a model: write it under \`models\``;
  const known = catalog[section].map((toggle) => toggle.name);
  return didYouMean(name, known) ?? (known.length === 0 ? `the catalog declares no ${kind}` : undefined);
}

/** Reports actions that do not exist or are not supported: by the model, or under a star by any model. */
function checkActions(
  { catalog, report }: Ground,
  selection: Selection,
  at: Place,
  model: Model | undefined,
): void {
  for (const [name, place] of namesIn(selection, at)) {
    if (!catalog.actions.includes(name)) {
      const near = suggestAction(name, model?.actions.keys() ?? catalog.actions);
      const help = helpWithWord(name, place) ?? (near && `did you mean \`${near}\`?`);
      report('unknown-action', spanOf(place), { name }, help);
    } else if (model && !model.actions.has(name)) {
      const listed = spanOf(placeIn(model.at.document, ['actions'], 'key'));
      const help = `it supports ${listNames([...model.actions.keys()])}`;
      const related = [{ at: listed, note: 'its actions are listed here' }];
      report('unsupported-action', spanOf(place), { name, of: `model \`${model.name}\`` }, help, { related });
    } else if (!model && !catalog.models.some((some) => some.actions.has(name)))
      report('unsupported-action', spanOf(place), { name, of: 'any model' });
  }
}

/** Reports rights that do not exist or that the property, under a star the model, does not have. */
function checkRights(
  { report }: Ground,
  selection: Selection,
  at: Place,
  model: Model,
  property: Property | undefined,
): void {
  for (const [name, place] of namesIn(selection, at)) {
    if (!isRight(name)) {
      const near = suggestAction(name, rights);
      const help = near
        ? `did you mean \`${near}\`?`
        : 'create, remove and export are actions of the model, not of a property';
      report('unknown-right', spanOf(place), { name }, helpWithWord(name, place) ?? help);
      continue;
    }
    if (property ? property.rights.has(name) : model.actions.has(name)) continue;
    const of = property ? `property \`${model.name}.${property.name}\`` : `model \`${model.name}\``;
    const isSystem = property?.system && name === 'update';
    const help = isSystem ? 'it is a system property: nobody updates it' : undefined;
    const related = [{ at: spanOf(property?.at ?? model.at), note: 'declared here' }];
    report('unsupported-action', spanOf(place), { name, of }, help, { related });
  }
}

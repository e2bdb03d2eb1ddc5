import type { Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { add, addAll, type Bits, emptyBits } from '../../model/bits.ts';
import { actions, type Catalog, type Model, type Property, rights } from '../../model/catalog.ts';
import { type Place, placeIn, spanOf } from '../../model/document.ts';
import type { Grants, ModelGrant, Selection } from '../../model/documents.ts';
import { isAction, isRight, nearestAction, nearestSubject } from '../../model/permission.ts';
import type { Layer } from '../../model/policy.ts';
import { listOf } from '../../text/list.ts';
import type { Path } from '../../text/yaml.ts';
import { redundantIn } from './redundant.ts';
import { helpWithWord, isSelection, namesIn, selects } from './selection.ts';

/** Draws the layer that a value in the grammar of layers describes, and reports names that do not exist. */
export type DrawLayer = (grants: Grants, at: Place) => Layer;

/** Draws layers and remembers those with a mistake in them: nothing is to be concluded from what they lack. */
export interface Drawing {
  readonly draw: DrawLayer;
  readonly isFaulty: (layer: Layer) => boolean;
}

/**
 * Prepares the drawing of layers on one catalog: what every layer needs is worked out once, since a fleet
 * draws tens of thousands of them.
 */
export function layersOn(catalog: Catalog, report: Report): DrawLayer {
  const size = catalog.cells.length;
  const starred = new Map(
    actions.map((action) => {
      const bits = emptyBits(size);
      for (const model of catalog.models) addCell(bits, model.actions.get(action));
      return [action, bits] as const;
    }),
  );
  const everyRight = emptyBits(size);
  for (const model of catalog.models) for (const right of rights) addAll(everyRight, model.rights[right]);

  return (grants, at) => {
    const held = emptyBits(size);
    const named = emptyBits(size);
    const inside = (...path: Path) => placeIn(at.document, [...at.path, ...path]);
    const models = grants.models ?? {};
    const star = models['*'] as Selection | undefined;
    if (star !== undefined) {
      checkActions(star, inside('models', '*'), undefined);
      addAll(held, everyRight);
      for (const action of actions) {
        const bits = starred.get(action);
        if (bits && selects(star, action)) addAll(held, bits);
      }
    }
    for (const name in models) {
      if (name === '*') continue;
      const model = catalog.modelOf.get(name);
      const grant = models[name];
      if (!model || grant === undefined) {
        const near = nearestSubject(catalog, name, 'action');
        report(
          'unknown-model',
          spanOf(placeIn(at.document, [...at.path, 'models', name], 'key')),
          { name },
          near && `did you mean \`${near}\`?`,
        );
        continue;
      }
      drawModel(held, named, model, grant, star, inside);
    }
    drawToggles('modules', grants.modules, held, named, inside);
    drawToggles('features', grants.features, held, named, inside);
    return { held, named, at, redundant: redundantIn(grants, catalog) };
  };

  function drawModel(
    held: Bits,
    named: Bits,
    model: Model,
    grant: ModelGrant,
    star: Selection | undefined,
    inside: (...path: Path) => Place,
  ): void {
    const path: Path = ['models', model.name];
    const whole = isSelection(grant) ? grant : undefined;
    const own = whole ?? (isSelection(grant) ? undefined : grant.actions);
    clear(held, model.first, model.end);
    if (own !== undefined)
      checkActions(own, inside(...path, ...(whole === undefined ? ['actions'] : [])), model);
    const says = own ?? star;
    for (const [action, cell] of model.actions) {
      if (says === undefined || !selects(says, action)) continue;
      add(held, cell.index);
      if (Array.isArray(own)) add(named, cell.index);
    }
    const properties = isSelection(grant) ? undefined : grant.properties;
    for (const name in properties) {
      if (name === '*' || model.propertyOf.has(name)) continue;
      const at = inside(...path, 'properties', name);
      report(
        'unknown-property',
        spanOf({ ...at, part: 'key' }),
        { name, model: model.name },
        didYouMean(name, model.propertyOf.keys()),
      );
    }
    const rest = properties?.['*'];
    if (rest !== undefined) checkRights(rest, inside(...path, 'properties', '*'), model, undefined);
    for (const property of model.properties) {
      const said =
        properties !== undefined && property.name in properties ? properties[property.name] : undefined;
      if (said !== undefined)
        checkRights(said, inside(...path, 'properties', property.name), model, property);
      const selection = said ?? rest;
      for (const [right, cell] of property.rights) {
        if (selection !== undefined && !selects(selection, right)) continue;
        add(held, cell.index);
        if (Array.isArray(said)) add(named, cell.index);
      }
    }
  }

  function drawToggles(
    section: 'modules' | 'features',
    selection: Selection | undefined,
    held: Bits,
    named: Bits,
    inside: (...path: Path) => Place,
  ): void {
    if (selection === undefined) return;
    const kind = section === 'modules' ? 'module' : 'feature';
    for (const [name, place] of namesIn(selection, inside(section))) {
      if (catalog.cellOf.get(`${name}:use`)?.kind === kind) continue;
      report(
        `unknown-${kind}`,
        spanOf(place),
        { name },
        helpWithWord(name, place) ?? toggleHelp(name, section),
      );
    }
    for (const { name, cell } of catalog[section]) {
      if (!selects(selection, name)) continue;
      add(held, cell.index);
      if (Array.isArray(selection)) add(named, cell.index);
    }
  }

  function toggleHelp(name: string, section: 'modules' | 'features'): string | undefined {
    const kind = section === 'modules' ? 'module' : 'feature';
    const other = catalog.cellOf.get(`${name}:use`)?.kind;
    if (other === 'capability')
      return `\`${name}\` is a capability: it follows from what it requires and is never granted`;
    if (other !== undefined) return `\`${name}\` is a ${other}: write it under \`${other}s\``;
    if (catalog.modelOf.has(name)) return `\`${name}\` is a model: write it under \`models\``;
    return (
      didYouMean(
        name,
        catalog[section].map((toggle) => toggle.name),
      ) ?? (catalog[section].length === 0 ? `the catalog declares no ${kind}` : undefined)
    );
  }

  /** An action must exist, and be supported: by the model, or under a star by some model. */
  function checkActions(selection: Selection, at: Place, model: Model | undefined): void {
    for (const [name, place] of namesIn(selection, at)) {
      if (!isAction(name)) {
        const near = nearestAction(name, model?.actions.keys() ?? actions);
        const help = helpWithWord(name, place) ?? (near && `did you mean \`${near}\`?`);
        report('unknown-action', spanOf(place), { name }, help);
      } else if (model && !model.actions.has(name))
        report(
          'unsupported-action',
          spanOf(place),
          { name, of: `model \`${model.name}\`` },
          `it supports ${listOf([...model.actions.keys()])}`,
          {
            related: [
              {
                at: spanOf(placeIn(model.at.document, ['actions'], 'key')),
                note: 'its actions are listed here',
              },
            ],
          },
        );
      else if (!model && !catalog.models.some((some) => some.actions.has(name)))
        report('unsupported-action', spanOf(place), { name, of: 'any model' });
    }
  }

  function checkRights(selection: Selection, at: Place, model: Model, property: Property | undefined): void {
    for (const [name, place] of namesIn(selection, at)) {
      if (!isRight(name)) {
        const near = nearestAction(name, rights);
        const word = helpWithWord(name, place);
        const help = near
          ? `did you mean \`${near}\`?`
          : 'create, remove and export are actions of the model, not of a property';
        report('unknown-right', spanOf(place), { name }, word ?? help);
        continue;
      }
      const supported = property ? property.rights.has(name) : model.actions.has(name);
      if (supported) continue;
      const what = property ? `property \`${model.name}.${property.name}\`` : `model \`${model.name}\``;
      const help =
        property?.system && name === 'update' ? 'it is a system property: nobody updates it' : undefined;
      report('unsupported-action', spanOf(place), { name, of: what }, help, {
        related: [{ at: spanOf(property?.at ?? model.at), note: 'declared here' }],
      });
    }
  }
}

function addCell(bits: Bits, cell: { readonly index: number } | undefined): void {
  if (cell) add(bits, cell.index);
}

function clear(bits: Bits, first: number, end: number): void {
  for (let index = first; index < end; index++)
    bits[index >>> 5] = (bits[index >>> 5] ?? 0) & ~(1 << (index & 31));
}

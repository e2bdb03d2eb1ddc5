import type { Report } from '../../diagnostics/diagnostic.ts';
import type { Fix } from '../../diagnostics/fix.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Model, Relation } from '../../model/catalog.ts';
import { type Place, placeIn, spanOf } from '../../model/document.ts';
import type { ModelDocument } from '../../model/documents.generated.ts';
import { listNames } from '../../text/list.ts';
import { indexByName } from './index-by-name.ts';

/** A model with its document, as it was declared. */
interface DeclaredModel {
  readonly name: string;
  readonly at: Place;
  readonly document: ModelDocument;
}

/** A model before the path that its `through` follows is looked up. */
type PathlessModel = Omit<Model, 'path'>;

/** Links the relations of a model, and reports those that are called like one of its properties. */
export function linkRelations(
  { name: model, at, document }: DeclaredModel,
  report: Report,
): ReadonlyMap<string, Relation> {
  const properties = Object.keys(document.properties ?? {});
  const relations = indexByName(
    Object.entries(document.relations ?? {}).map(
      ([name, written]): Relation => ({
        name,
        at: placeIn(at.document, ['relations', name], 'key'),
        model: written.model,
        many: written.many ?? false,
      }),
    ),
    () => 'relation',
    report,
    model,
  );
  for (const { name, at: relationAt } of relations.values()) {
    const property = properties.find((one) => one === name || one.startsWith(`${name}.`));
    if (property === undefined) continue;
    const other = spanOf(placeIn(at.document, ['properties', property], 'key'));
    report(
      'relation-equals-property',
      spanOf(relationAt),
      { name, property, model },
      `rename one of the two, such as the relation to \`${name}Record\``,
      { related: [{ at: other, note: `property \`${property}\` is declared here` }] },
    );
  }
  return relations;
}

/** Follows the `through` of every model, and reports relations that lead to no model and paths that lead nowhere. */
export function linkPaths(models: readonly PathlessModel[], report: Report): readonly Model[] {
  const modelOf = new Map(models.map((model) => [model.name, model]));
  for (const { relations } of models)
    for (const { at, model } of relations.values()) {
      if (modelOf.has(model)) continue;
      const place = placeIn(at.document, [...at.path, 'model']);
      report('unknown-model', spanOf(place), { name: model }, didYouMean(model, modelOf.keys()));
    }
  return models.map((model) => ({ ...model, path: followPath(model, modelOf, report) }));
}

function followPath(
  model: PathlessModel,
  modelOf: ReadonlyMap<string, PathlessModel>,
  report: Report,
): readonly Relation[] {
  const { portfolio, at } = model;
  if (typeof portfolio === 'string') return [];
  const place = spanOf(placeIn(at.document, ['portfolio', 'through']));
  const path: Relation[] = [];
  let current = model;
  const steps = portfolio.through.split('.');
  for (const [index, step] of steps.entries()) {
    const relation = current.relations.get(step);
    if (!relation) {
      const related =
        current === model
          ? undefined
          : [{ at: spanOf(current.at), note: `\`${current.name}\` is declared here` }];
      const advice =
        fixRelation(step, current, modelOf, index === steps.length - 1) ??
        helpWithRelation(step, current, modelOf);
      report('unknown-relation', place, { name: step, model: current.name }, advice, { related });
      return path;
    }
    path.push(relation);
    const next = modelOf.get(relation.model);
    // A relation that leads to no model is reported where it is declared.
    if (!next) return path;
    current = next;
  }
  if (current.portfolio !== 'self')
    report(
      'path-ends-elsewhere',
      place,
      { path: portfolio.through, model: current.name },
      helpWithEnd(current, modelOf),
      {
        related: [{ at: spanOf(current.at), note: `\`${current.name}\` is declared here` }],
      },
    );
  return path;
}

/**
 * Declares a relation that a path follows, if nothing but one model can be meant: the one of its name, which must be `self` at
 * the end of the path, or there the only one that is.
 */
function fixRelation(
  step: string,
  model: PathlessModel,
  modelOf: ReadonlyMap<string, PathlessModel>,
  isLast: boolean,
): Fix | undefined {
  const { at, relations } = model;
  if (
    findEqualProperty(step, model) !== undefined ||
    didYouMean(step, relations.keys()) ||
    !/^[A-Za-z_][A-Za-z0-9_]*$/.test(step)
  )
    return undefined;
  const models = [...modelOf.values()];
  const [root, second] = models.filter(({ portfolio }) => portfolio === 'self');
  const alike = models.find((one) => isAlike(one.name, step));
  const target = alike ?? (isLast && !second ? root : undefined);
  if (!target || (isLast && target.portfolio !== 'self')) return undefined;
  const declaration = `{ model: ${target.name} }`;
  return {
    help: adviseRelation(step, model, declaration),
    at: { document: at.document, path: relations.size > 0 ? ['relations'] : [] },
    change:
      relations.size > 0
        ? { kind: 'add', key: step, text: declaration }
        : { kind: 'add', key: 'relations', text: `{ ${step}: ${declaration} }`, after: 'portfolio' },
  };
}

/** Says which relation is meant or how to declare the one that is named: a model of its name, else the one that is `self`. */
export function helpWithRelation(
  step: string,
  model: PathlessModel,
  modelOf: ReadonlyMap<string, PathlessModel>,
): string {
  const meant = didYouMean(step, model.relations.keys());
  if (meant) return meant;
  const models = [...modelOf.values()];
  const [root, second] = models.filter(({ portfolio }) => portfolio === 'self');
  const target = models.find((one) => isAlike(one.name, step)) ?? (second ? undefined : root);
  return adviseRelation(step, model, `{ model: ${target?.name ?? 'Name'} }`);
}

/** Advises to declare a relation, by another name than that of the path if a property has that one. */
function adviseRelation(step: string, model: PathlessModel, declaration: string): string {
  const { name, relations } = model;
  const property = findEqualProperty(step, model);
  const called = property === undefined ? step : `${step}Record`;
  const write = `write \`relations: { ${called}: ${declaration} }\` in model \`${name}\``;
  const declare =
    property === undefined
      ? write
      : `${write} and \`${called}\` in the path, since property \`${property}\` has the other name`;
  return relations.size > 0 ? `it has ${listNames([...relations.keys()])}; or ${declare}` : declare;
}

/** Finds the property that a relation may not be named like: one of its name, or a dotted one that begins with it. */
const findEqualProperty = (step: string, { propertyOf }: PathlessModel): string | undefined =>
  [...propertyOf.keys()].find((one) => one === step || one.startsWith(`${step}.`));

const isAlike = (model: string, step: string): boolean => model.toLowerCase() === step.toLowerCase();

function helpWithEnd(
  { name, relations }: PathlessModel,
  modelOf: ReadonlyMap<string, PathlessModel>,
): string {
  const on = [...relations.keys()];
  if (on.length > 0) return `go on by a relation of \`${name}\`: ${listNames(on)}`;
  const roots = [...modelOf.values()]
    .filter(({ portfolio }) => portfolio === 'self')
    .map((model) => model.name);
  return roots.length > 0 ? `end at ${listNames(roots)}` : `write \`portfolio: self\` in model \`${name}\``;
}

import type { Report } from '../../diagnostics/diagnostic.ts';
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
  for (const step of portfolio.through.split('.')) {
    const relation = current.relations.get(step);
    if (!relation) {
      const related =
        current === model
          ? undefined
          : [{ at: spanOf(current.at), note: `\`${current.name}\` is declared here` }];
      report(
        'unknown-relation',
        place,
        { name: step, model: current.name },
        helpWithRelation(step, current, modelOf),
        { related },
      );
      return path;
    }
    path.push(relation);
    const next = modelOf.get(relation.model);
    // That the relation leads to no model is told where it is declared.
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

/** Says which relation is meant or how to declare the one that is named: a model of its name, else the one that is `self`. */
export function helpWithRelation(
  step: string,
  { name, relations }: PathlessModel,
  modelOf: ReadonlyMap<string, PathlessModel>,
): string {
  const meant = didYouMean(step, relations.keys());
  if (meant) return meant;
  const models = [...modelOf.values()];
  const [root, second] = models.filter(({ portfolio }) => portfolio === 'self');
  const target = models.find((model) => isAlike(model.name, step)) ?? (second ? undefined : root);
  const declare = `write \`relations: { ${step}: { model: ${target?.name ?? 'Name'} } }\` in model \`${name}\``;
  return relations.size > 0 ? `it has ${listNames([...relations.keys()])}; or ${declare}` : declare;
}

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

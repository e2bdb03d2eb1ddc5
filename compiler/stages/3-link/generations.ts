import type { Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Catalog, Model } from '../../model/catalog.ts';
import { type Parsed, type Place, placeIn, spanOf } from '../../model/document.ts';
import type { GenerationsDocument, TenantDocument } from '../../model/documents.generated.ts';
import type { ChosenGenerations, Generation, Generations, Successor } from '../../model/generations.ts';
import type { Pair } from '../../model/pair.ts';
import { suggestSubject } from '../../model/permission.ts';
import { listNames, listThereAre } from '../../text/list.ts';
import { indexByName } from './index-by-name.ts';

/** Links the generations of parts of the catalog, sorted by name; models, actions and properties that do not exist are reported. */
export function linkGenerations(
  documents: readonly Parsed[],
  catalog: Catalog,
  report: Report,
): ReadonlyMap<string, Generations> {
  const declared = documents.flatMap((parsed) =>
    parsed.kind === 'Generations' ? [linkOne(parsed, { catalog, report })] : [],
  );
  return indexByName(declared, () => 'generations', report);
}

interface Ground {
  readonly catalog: Catalog;
  readonly report: Report;
}

function linkOne({ document, value }: Parsed, ground: Ground): Generations {
  const { name, title, generations } = value as GenerationsDocument;
  const linked: Generation[] = [];
  for (const [index, written] of generations.entries()) {
    const path = ['generations', index];
    const own = written.models.filter((model, item) =>
      findModel(model, placeIn(document, [...path, 'models', item]), ground),
    );
    const now = { name: written.name, models: new Set(own) };
    const placeOf = (inner: readonly string[], part?: 'key') =>
      placeIn(document, [...path, 'from', ...inner], part);
    linked.push({
      ...now,
      at: placeIn(document, [...path, 'name']),
      successors: linkSuccessors(written, { before: linked.at(-1), now }, placeOf, ground),
    });
  }
  indexByName(linked, () => 'generation', ground.report);
  return { name, at: placeIn(document, ['name']), ...(title !== undefined && { title }), all: linked };
}

function findModel(name: string, at: Place, { catalog, report }: Ground): Model | undefined {
  const model = catalog.modelOf.get(name);
  if (model) return model;
  const near = suggestSubject(catalog, name, 'action');
  report('unknown-model', spanOf(at), { name }, near && `did you mean \`${near}\`?`);
  return undefined;
}

type WrittenGeneration = GenerationsDocument['generations'][number];

/** The models of a generation and of the one before, by which what became of a model is checked. */
interface Neighbours {
  /** Absent before the first generation. */
  readonly before: Generation | undefined;
  readonly now: Pick<Generation, 'name' | 'models'>;
}

function linkSuccessors(
  { from = {} }: WrittenGeneration,
  { before, now }: Neighbours,
  place: (path: readonly string[], part?: 'key') => Place,
  ground: Ground,
): ReadonlyMap<string, Successor> {
  const successors = new Map<string, Successor>();
  for (const [old, written] of Object.entries(from)) {
    const {
      model,
      actions = {},
      properties = {},
    } = typeof written === 'string' ? { model: written } : written;
    const member = place(typeof written === 'string' ? [old] : [old, 'model']);
    const pair = [
      findMember(old, place([old], 'key'), before, ground),
      findMember(model, member, now, ground),
    ] as const;
    if (!pair[0] || !pair[1]) continue;
    const models = { base: pair[0], head: pair[1] };
    for (const [name, other] of Object.entries(actions))
      checkName([name, other], models, 'action', (part) => place([old, 'actions', name], part), ground);
    for (const [name, other] of Object.entries(properties))
      checkName([name, other], models, 'property', (part) => place([old, 'properties', name], part), ground);
    successors.set(old, {
      model,
      actions: new Map(Object.entries(actions)),
      properties: new Map(Object.entries(properties)),
    });
  }
  return successors;
}

/** Finds a model that belongs to a generation; reports one that does not. */
function findMember(
  name: string,
  at: Place,
  generation: Pick<Generation, 'name' | 'models'> | undefined,
  ground: Ground,
): Model | undefined {
  const model = findModel(name, at, ground);
  if (!model || generation?.models.has(name)) return model;
  const help = generation
    ? (didYouMean(name, generation.models) ?? `it has ${listNames([...generation.models])}`)
    : 'it is the first one: let a later generation say what became of its models';
  const facts = { model: name, ...(generation && { generation: generation.name }) };
  ground.report('not-in-generation', spanOf(at), facts, help);
  return undefined;
}

/** Reports an action or a property that the model before does not have under the one name, or the model now under the other. */
function checkName(
  [name, other]: readonly [name: string, other: string],
  { base, head }: Pair<Model>,
  what: 'action' | 'property',
  place: (part?: 'key') => Place,
  { report }: Ground,
): void {
  for (const [written, model, at] of [
    [name, base, place('key')],
    [other, head, place()],
  ] as const) {
    const known = what === 'action' ? model.actions : model.propertyOf;
    if (known.has(written)) continue;
    if (what === 'property')
      report(
        'unknown-property',
        spanOf(at),
        { name: written, model: model.name },
        didYouMean(written, known.keys()),
      );
    else {
      const help = `it supports ${listNames([...known.keys()])}`;
      report('unsupported-action', spanOf(at), { name: written, of: `model \`${model.name}\`` }, help);
    }
  }
}

/** Links the generations that a tenant has: of each part of the catalog those that it names, else the first. */
export function linkChosenGenerations(
  { document, value }: Parsed,
  generations: ReadonlyMap<string, Generations>,
  report: Report,
): ReadonlyMap<string, ChosenGenerations> {
  const { name: tenant, generations: written = {} } = value as TenantDocument;
  for (const name of Object.keys(written))
    if (!generations.has(name)) {
      const help =
        didYouMean(name, generations.keys()) ??
        (generations.size > 0 ? listThereAre([...generations.keys()]) : undefined);
      report('unknown-generation', spanOf(placeIn(document, ['generations', name], 'key')), { name }, help);
    }
  return new Map(
    [...generations.values()].map((of): [string, ChosenGenerations] => {
      const { name, all } = of;
      const choice = Object.hasOwn(written, name) ? written[name] : undefined;
      const first = { of, names: all.slice(0, 1).map((one) => one.name), at: placeIn(document, ['name']) };
      if (choice === undefined) return [name, first];
      const path = ['generations', name];
      const { names, because } =
        typeof choice === 'string' ? { names: [choice], because: undefined } : choice;
      const known = names.filter((one, index) => {
        if (all.some((generation) => generation.name === one)) return true;
        const at = placeIn(document, typeof choice === 'string' ? path : [...path, 'names', index]);
        const there = all.map((generation) => generation.name);
        const help = didYouMean(one, there) ?? listThereAre(there);
        report('unknown-generation', spanOf(at), { name: one, of: name }, help);
        return false;
      });
      const at = placeIn(document, path);
      const chosen = all.map((one) => one.name).filter((one) => known.includes(one));
      if (chosen.length > 1 && because === undefined)
        report(
          'several-generations',
          spanOf(at),
          { tenant, of: name, names: listNames(chosen) },
          'choose one of them, or add `because: …` with the reason',
        );
      // A choice of which nothing is left is reported already, and closes what it would open.
      if (chosen.length === 0) return [name, { ...first, at }];
      return [name, { of, names: chosen, at, ...(because !== undefined && { because }) }];
    }),
  );
}

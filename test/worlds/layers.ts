import type { Grants, Model, ModelGrant, Selection } from '../naive/documents.ts';
import { cells, holds } from '../naive/naive.ts';
import { type Catalog, subset } from './catalog.ts';
import { pick } from './conditions.ts';
import type { RawGrants, RawModelGrant, RawSelection } from './raw.ts';

/**
 * A function that says if a layer may name a permission; only a role, which may name nothing beyond its cap, is ever
 * refused.
 */
export type MayName = (permission: string) => boolean;

/** The layer that the draws describe, naming only what exists and what it may name. */
export function grants(raw: RawGrants, catalog: Catalog, mayName: MayName = () => true): Grants {
  if (raw.silent) return {};
  const supported = new Set(catalog.models.flatMap((model) => model.actions));
  const models: Record<string, ModelGrant> = {};
  if (raw.star !== undefined) models['*'] = selection(raw.star, [...supported]);
  for (const grant of raw.models) {
    const model = pick(catalog.models, grant.model);
    models[model.name] = modelGrant(grant, model, mayName);
  }
  return {
    ...(Object.keys(models).length > 0 ? { models } : {}),
    ...(raw.modules
      ? { modules: selection(raw.modules, catalog.modules, (name) => mayName(`${name}:use`)) }
      : {}),
    ...(raw.features
      ? { features: selection(raw.features, catalog.features, (name) => mayName(`${name}:use`)) }
      : {}),
  };
}

function selection(raw: RawSelection, names: readonly string[], mayName: MayName = () => true): Selection {
  const chosen = subset(raw.reversed ? [...names].reverse() : names, raw.bits);
  switch (raw.form) {
    case 'all':
    case 'none':
      return raw.form;
    case 'list':
      return chosen.filter(mayName);
    case 'except':
      return { except: chosen };
  }
}

function modelGrant(raw: RawModelGrant, model: Model, mayName: MayName): ModelGrant {
  const actions = selection(raw.actions, model.actions, (action) => mayName(`${model.name}:${action}`));
  switch (raw.form) {
    case 'selection':
      return actions;
    case 'empty':
      return {};
    case 'actions':
      return { actions };
    case 'properties':
    case 'both': {
      const properties = propertiesOf(raw, model, mayName);
      return { ...(raw.form === 'both' ? { actions } : {}), ...(properties ? { properties } : {}) };
    }
  }
}

function propertiesOf(
  raw: RawModelGrant,
  model: Model,
  mayName: MayName,
): Record<string, Selection> | undefined {
  const all = Object.keys(model.properties ?? {});
  if (all.length === 0) return undefined;
  const written = cells([model]).filter((cell) => cell.includes('.'));
  const having = (suffix: (right: string) => string): string[] =>
    ['view', 'update'].filter((right) => written.some((cell) => cell.endsWith(suffix(right))));
  const properties: Record<string, Selection> = {};
  for (const { property, rights } of raw.properties) {
    const name = pick(all, property);
    const path = `${model.name}.${name}`;
    properties[name] = selection(
      rights,
      having((right) => `${path}:${right}`),
      (right) => mayName(`${path}:${right}`),
    );
  }
  if (raw.star !== undefined)
    properties['*'] = selection(
      raw.star,
      having((right) => `:${right}`),
    );
  return properties;
}

/** A lower layer as it is written where it lies inside a higher one, and rewritten cell by cell where it does not. */
export function clip(lower: Grants, higher: Grants, catalog: Catalog): Grants {
  const kept = (cell: string): boolean =>
    holds(catalog.documents, lower, cell) && holds(catalog.documents, higher, cell);
  const spills = (cell: string): boolean => holds(catalog.documents, lower, cell) && !kept(cell);
  const models: Record<string, ModelGrant> = { ...lower.models };
  for (const model of catalog.models) {
    if (cells([model]).some(spills)) models[model.name] = exactly(model, kept);
  }
  const toggles = (said: Selection | undefined, names: readonly string[]): Selection | undefined =>
    names.some((name) => spills(`${name}:use`)) ? names.filter((name) => kept(`${name}:use`)) : said;
  const modules = toggles(lower.modules, catalog.modules);
  const features = toggles(lower.features, catalog.features);
  return {
    ...(Object.keys(models).length > 0 ? { models } : {}),
    ...(modules === undefined ? {} : { modules }),
    ...(features === undefined ? {} : { features }),
  };
}

/** Returns a grant of exactly the cells of a model that are kept, every one of them written out. */
function exactly(model: Model, kept: (cell: string) => boolean): ModelGrant {
  const actions = model.actions.filter((action) => kept(`${model.name}:${action}`));
  const properties = Object.keys(model.properties ?? {}).map((name) => {
    const rights = ['view', 'update'].filter((right) => kept(`${model.name}.${name}:${right}`));
    return [name, rights] as const;
  });
  return properties.length === 0 ? actions : { actions, properties: Object.fromEntries(properties) };
}

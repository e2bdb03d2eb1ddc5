import { nearest } from '../diagnostics/suggest.ts';
import { listNames } from '../text/list.ts';
import {
  type BuiltInAction,
  builtInActions,
  type Catalog,
  type Cell,
  type Model,
  rights,
  togglesOf,
} from './catalog.ts';

/** The reason why a text names no permission, with the permission that its author most likely meant. */
export interface NoPermission {
  readonly reason: string;
  readonly suggestion?: string;
}

/** The actions of this language by the names that other products give them. */
const synonyms: Readonly<Record<string, string>> = {
  add: 'create',
  new: 'create',
  read: 'view',
  see: 'view',
  edit: 'update',
  write: 'update',
  change: 'update',
  delete: 'remove',
  destroy: 'remove',
  download: 'export',
};

/** Returns the action or right, of those that are possible, that a misspelt one most likely stands for. */
export function suggestAction(written: string, possible: Iterable<string>): string | undefined {
  const names = [...possible];
  const synonym = synonyms[written.toLowerCase()];
  return synonym && names.includes(synonym) ? synonym : nearest(written, names);
}

/** Returns the model, module, feature or capability that a misspelt name, or an alias, most likely stands for. */
export function suggestSubject(catalog: Catalog, written: string, kind?: Cell['kind']): string | undefined {
  const owners = new Map<string, string>();
  if (kind === undefined || kind === 'action')
    for (const model of catalog.models)
      for (const name of [model.name, ...model.aliases]) owners.set(name, model.name);
  for (const toggle of togglesOf(catalog))
    if (kind === undefined || kind === toggle.cell.kind) owners.set(toggle.name, toggle.name);
  return owners.get(written) ?? owners.get(nearest(written, owners.keys()) ?? '');
}

/** Finds the cell that a text such as `Company.arr:update` names; if there is none, returns the reason. */
export function findPermission(catalog: Catalog, text: string): Cell | NoPermission {
  const cell = catalog.cellOf.get(text);
  if (cell) return cell;
  const [, subject, property, action] = /^([^:.]*)(?:\.([^:]*))?:(.*)$/.exec(text) ?? [];
  if (subject === undefined || action === undefined)
    return { reason: 'it is not of the form `Model:action`, `Model.property:right` or `Name:use`' };
  const model = catalog.modelOf.get(subject);
  if (model) return explainInModel(model, property, action);
  const written = `${subject}:use`;
  if (catalog.cellOf.has(written))
    return { reason: `\`${subject}\` is not a model and has the one action \`use\``, suggestion: written };
  const name = suggestSubject(catalog, subject);
  const rest = text.slice(subject.length);
  return {
    reason: `nothing in the catalog is called \`${subject}\``,
    ...(name && { suggestion: catalog.modelOf.has(name) ? `${name}${rest}` : `${name}:use` }),
  };
}

function explainInModel(model: Model, property: string | undefined, action: string): NoPermission {
  if (property === undefined) {
    const near = suggestAction(action, model.actions.keys());
    return {
      reason: `model \`${model.name}\` supports ${listNames([...model.actions.keys()])}`,
      ...(near && { suggestion: `${model.name}:${near}` }),
    };
  }
  const known = model.propertyOf.get(property);
  if (!known) {
    const near = nearest(property, model.propertyOf.keys());
    return {
      reason: `model \`${model.name}\` has no property \`${property}\``,
      ...(near && { suggestion: `${model.name}.${near}:${action}` }),
    };
  }
  const near = suggestAction(action, known.rights.keys());
  const why = known.system && action === 'update' ? 'it is a system property and ' : '';
  return {
    reason: `${why}\`${model.name}.${property}\` has ${listNames([...known.rights.keys()])}`,
    ...(near && { suggestion: `${model.name}.${property}:${near}` }),
  };
}

/** Returns true if a word is one of the actions that every catalog has. */
export const isBuiltInAction = (word: string): word is BuiltInAction =>
  (builtInActions as readonly string[]).includes(word);

/** Returns true if a word is one of the rights. */
export const isRight = (word: string): word is (typeof rights)[number] =>
  (rights as readonly string[]).includes(word);

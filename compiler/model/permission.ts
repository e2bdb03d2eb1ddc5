import { nearest } from '../diagnostics/suggest.ts';
import { listNames } from '../text/list.ts';
import { actions, type Catalog, type Cell, type Model, rights } from './catalog.ts';

/** Why a text names no permission, and what its author most likely meant. */
export interface NoPermission {
  readonly reason: string;
  readonly suggestion?: string;
}

/** What people write for an action in other products. */
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

/** The action or right that a misspelt one most likely stands for, among those that are possible. */
export function suggestAction(written: string, possible: Iterable<string>): string | undefined {
  const names = [...possible];
  const synonym = synonyms[written.toLowerCase()];
  return synonym && names.includes(synonym) ? synonym : nearest(written, names);
}

/** The model, module, feature or capability that a misspelt name most likely stands for; aliases count. */
export function suggestSubject(catalog: Catalog, written: string, kind?: Cell['kind']): string | undefined {
  const owners = new Map<string, string>();
  if (kind === undefined || kind === 'action')
    for (const model of catalog.models)
      for (const name of [model.name, ...model.aliases]) owners.set(name, model.name);
  for (const toggle of [...catalog.modules, ...catalog.features, ...catalog.capabilities])
    if (kind === undefined || kind === toggle.cell.kind) owners.set(toggle.name, toggle.name);
  return owners.get(written) ?? owners.get(nearest(written, owners.keys()) ?? '');
}

/** The cell that a text such as `Company.arr:update` names, or why there is none. */
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

/** Whether a word is an action of models at all. */
export const isAction = (word: string): word is (typeof actions)[number] =>
  (actions as readonly string[]).includes(word);

/** Whether a word is a right of properties. */
export const isRight = (word: string): word is (typeof rights)[number] =>
  (rights as readonly string[]).includes(word);

import type { Catalog, Model } from '../../model/catalog.ts';
import type { Grants, ModelGrant, Selection } from '../../model/documents.generated.ts';
import type { Redundant } from '../../model/policy.ts';
import { isSelected, isSelection, readSelection } from '../../model/selection.ts';
import type { Path } from '../../text/yaml.ts';

/** Finds the entries of a layer that change nothing: they repeat the star, the default, or a name of their own list. */
export function findRedundantEntries(grants: Grants, catalog: Catalog): readonly Redundant[] {
  const found: Redundant[] = [
    ...findRepeatedNames(grants.modules, ['modules']),
    ...findRepeatedNames(grants.features, ['features']),
    ...findRepeatedNames(grants.models?.['*'] as Selection | undefined, ['models', '*']),
  ];
  const star = grants.models?.['*'] as Selection | undefined;
  for (const name in grants.models) {
    const model = catalog.modelOf.get(name);
    const grant = grants.models[name];
    if (model && grant !== undefined) append(found, findInModel(model, grant, star));
  }
  return found.length === 0 ? none : found;
}

/** Appends items one by one, since a list may have more of them than a call has arguments. */
function append(found: Redundant[], some: readonly Redundant[]): void {
  for (const one of some) found.push(one);
}

/** The empty list, which nearly every layer of a fleet shares. */
const none: readonly Redundant[] = [];

function findInModel(model: Model, grant: ModelGrant, star: Selection | undefined): readonly Redundant[] {
  const path: Path = ['models', model.name];
  const repeats = star === undefined ? 'default' : 'star';
  const isSame = (own: Selection) =>
    [...model.actions.keys()].every(
      (action) => isSelected(own, action) === (star !== undefined && isSelected(star, action)),
    );
  if (isSelection(grant)) {
    const whole: Redundant[] = isSame(grant) ? [{ path, repeats, isDemand: isDemand(grant) }] : [];
    return [...whole, ...findRepeatedNames(grant, path)];
  }
  const { actions, properties } = grant;
  const found: Redundant[] = [];
  if (actions !== undefined) {
    if (isSame(actions)) {
      const isWhole = properties === undefined;
      const entry: Path = isWhole ? path : [...path, 'actions'];
      found.push({ path: entry, repeats, isDemand: isDemand(actions) });
    }
    append(found, findRepeatedNames(actions, [...path, 'actions']));
  }
  if (properties === undefined) return found;
  const rest = properties['*'];
  for (const { name, rights } of model.properties) {
    if (!Object.hasOwn(properties, name)) continue;
    const said = properties[name];
    if (said === undefined) continue;
    const at: Path = [...path, 'properties', name];
    const selection = actions ?? star;
    const isActing = (right: string) => selection !== undefined && isSelected(selection, right);
    // A name in a list holds a right whose action the layer does not hold; nothing else does.
    const isSaid = [...rights.keys()].every(
      (right) =>
        (isSelected(said, right) && (Array.isArray(said) || isActing(right))) ===
        (isSelected(rest ?? 'all', right) && isActing(right)),
    );
    if (isSaid)
      found.push({
        path: at,
        repeats: rest === undefined ? 'default' : 'star',
        isDemand: isDemand(said),
      });
    append(found, findRepeatedNames(said, at));
  }
  return found;
}

/** Returns true for a list with names in it, which demands what it names. */
const isDemand = (selection: Selection): boolean => Array.isArray(selection) && selection.length > 0;

function findRepeatedNames(selection: Selection | undefined, path: Path): readonly Redundant[] {
  if (selection === undefined) return [];
  const { names, path: listed } = readSelection(selection);
  if (new Set(names).size === names.length) return [];
  const at = [...path, ...listed];
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [{ path: [...at, index], repeats: 'list' as const, isDemand: false }] : [],
  );
}

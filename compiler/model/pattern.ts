import { groupBy } from '../text/group-by.ts';
import { add, type Bits, emptyBits } from './bits.ts';
import { type Catalog, type Cell, rights } from './catalog.ts';
import { findPermission, type NoPermission, suggestAction } from './permission.ts';

/** Returns true if a text is a pattern: a permission in which `*` stands for a subject, a property or an action. */
export const isPattern = (text: string): boolean => text.includes('*');

/**
 * Finds the cells that match a permission or a pattern, sorted by permission: `*:export` matches the exports of all
 * models, `Company.*:update` the rights on a model's properties, `ServiceAccount:*` a model's own actions. If no cell
 * matches, returns the reason.
 */
export function findMatchingCells(catalog: Catalog, text: string): readonly Cell[] | NoPermission {
  if (!isPattern(text)) {
    const found = findPermission(catalog, text);
    return 'reason' in found ? found : [found];
  }
  const [, subject, property, action] = form.exec(text) ?? [];
  if (subject === undefined || action === undefined)
    return { reason: 'a `*` stands for a whole subject, property or action, as in `Company.*:update`' };
  const among = subject === '*' ? catalog.byPermission : (groupBySubject(catalog).get(subject) ?? []);
  const cells = among.filter((cell) => matches(property, cell.property) && matches(action, cell.action));
  return cells.length > 0 ? cells : explainNoMatch(catalog, text, { subject, property, action });
}

const groupedIn = new WeakMap<Catalog, ReadonlyMap<string, readonly Cell[]>>();

/** Groups the cells of a catalog by subject, each group in the order of permissions. */
function groupBySubject(catalog: Catalog): ReadonlyMap<string, readonly Cell[]> {
  const groups = groupedIn.get(catalog) ?? groupBy(catalog.byPermission, ({ subject }) => subject);
  groupedIn.set(catalog, groups);
  return groups;
}

const matchedIn = new WeakMap<Catalog, Map<string, Bits>>();

/** Returns the set of the cells of a catalog that match a permission or a pattern; it is empty if none does. */
export function matchCells(catalog: Catalog, text: string): Bits {
  const matched = matchedIn.get(catalog) ?? new Map<string, Bits>();
  matchedIn.set(catalog, matched);
  const known = matched.get(text);
  if (known) return known;
  const found = findMatchingCells(catalog, text);
  const cells = emptyBits(catalog.cells.length);
  if (!('reason' in found)) for (const { index } of found) add(cells, index);
  matched.set(text, cells);
  return cells;
}

/** The form of a pattern: each part is a name or a star, never both. */
const form = /^(\*|[^*:.]+)(?:\.(\*|[^*:]+))?:(\*|[^*:.]+)$/;

/** Returns true if a part of a pattern matches a name; a star matches every name, but not a name that is absent. */
const matches = (part: string | undefined, name: string | undefined): boolean =>
  part === '*' ? name !== undefined : part === name;

function explainNoMatch(
  catalog: Catalog,
  text: string,
  parts: { readonly subject: string; readonly property: string | undefined; readonly action: string },
): NoPermission {
  const { subject, property, action } = parts;
  const isKnown = catalog.modelOf.has(subject);
  if (subject !== '*' && !(isKnown && property === '*')) return findPermission(catalog, text) as NoPermission;
  const near = suggestAction(action, property === undefined ? catalog.actions : rights);
  const suggestion = `${text.slice(0, -action.length)}${near}`;
  return {
    reason: 'nothing in the catalog matches it',
    ...(near !== undefined && near !== action && { suggestion }),
  };
}

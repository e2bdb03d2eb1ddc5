import { actions, type Catalog, type Cell, rights } from './catalog.ts';
import { findPermission, type NoPermission, suggestAction } from './permission.ts';

/** Whether a text is a pattern: in a permission `*` may stand for a subject, a property or an action. */
export const isPattern = (text: string): boolean => text.includes('*');

/**
 * The cells that a permission or a pattern names, sorted by permission: `*:export` the exports of all models,
 * `Company.*:update` its properties, `ServiceAccount:*` the model's own actions. Never empty: where nothing
 * matches, the reason comes back.
 */
export function findMatchingCells(catalog: Catalog, text: string): readonly Cell[] | NoPermission {
  if (!isPattern(text)) {
    const found = findPermission(catalog, text);
    return 'reason' in found ? found : [found];
  }
  const [, subject, property, action] = form.exec(text) ?? [];
  if (subject === undefined || action === undefined)
    return { reason: 'a `*` stands for a whole subject, property or action, as in `Company.*:update`' };
  const cells = catalog.byPermission.filter(
    (cell) =>
      matches(subject, cell.subject) && matches(property, cell.property) && matches(action, cell.action),
  );
  return cells.length > 0 ? cells : explainNoMatch(catalog, text, { subject, property, action });
}

/** A part of a pattern is a name or a star, never both. */
const form = /^(\*|[^*:.]+)(?:\.(\*|[^*:.]+))?:(\*|[^*:.]+)$/;

/** A star stands for any name, but not for there being none. */
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
  const near = suggestAction(action, property === undefined ? actions : rights);
  const suggestion = `${text.slice(0, -action.length)}${near}`;
  return {
    reason: 'nothing in the catalog matches it',
    ...(near !== undefined && near !== action && { suggestion }),
  };
}

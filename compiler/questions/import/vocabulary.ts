import { nearest } from '../../diagnostics/suggest.ts';
import type { Catalog, Cell } from '../../model/catalog.ts';
import { findImportColumn, type ImportColumn, importColumns, type Mapping } from '../../model/mapping.ts';
import { findPermission, type NoPermission, suggestSubject } from '../../model/permission.ts';

/** The words of an export, by a mapping if there is one, and else by the names of the catalog itself. */
export interface Vocabulary {
  readonly mapping: Mapping | undefined;
  readonly catalog: Catalog;
  /** Returns what a column holds; undefined if that is not known. */
  readonly columnOf: (name: string) => ImportColumn | 'ignored' | undefined;
  /** Returns true for a switch that is on, false for one that is off; undefined for another word. */
  readonly readSwitch: (text: string) => boolean | undefined;
  /** Finds the cells that a permission names: none for one that is to be left aside. */
  readonly findCells: (permission: string) => readonly Cell[] | NoPermission;
  /** Finds the cells of a permission that is spread over columns. */
  readonly findCellsOfParts: (parts: PermissionParts) => readonly Cell[] | NoPermission;
}

/** The parts of a permission in the product's words. */
export interface PermissionParts {
  readonly subject: string;
  readonly property?: string | undefined;
  readonly action?: string | undefined;
}

const wordsForOn: readonly string[] = ['on', 'true', 'yes', 'y', 'x', '1', '✓', '✔'];
const wordsForOff: readonly string[] = ['off', 'false', 'no', 'n', '-', '–', '0', '✗', '✘'];

/** Prepares the reading of the words of exports; each is looked up once. */
export function prepareVocabulary(catalog: Catalog, mapping: Mapping | undefined): Vocabulary {
  const fold = (words: readonly string[]) => words.map((word) => word.trim().toLowerCase());
  const switches = new Map<string, boolean>([
    ...wordsForOn.map((word) => [word, true] as const),
    ...wordsForOff.map((word) => [word, false] as const),
    ...fold(mapping?.on ?? []).map((word) => [word, true] as const),
    ...fold(mapping?.off ?? []).map((word) => [word, false] as const),
  ]);
  const known = new Map<string, readonly Cell[] | NoPermission>();
  const remember = (key: string, find: () => readonly Cell[] | NoPermission) => {
    const before = known.get(key);
    if (before) return before;
    const found = find();
    known.set(key, found);
    return found;
  };
  return {
    mapping,
    catalog,
    columnOf(name) {
      const meant = mapping?.columns.get(name);
      if (meant !== undefined) return findImportColumn(meant);
      return mapping?.ignored.has(name) ? 'ignored' : findImportColumn(name);
    },
    readSwitch: (text) => switches.get(text.trim().toLowerCase()),
    findCells: (text) => remember(text, () => findWhole(catalog, mapping, text.trim())),
    findCellsOfParts: (parts) =>
      remember(JSON.stringify([parts.subject, parts.property, parts.action]), () =>
        findByParts(catalog, mapping, parts),
      ),
  };
}

function findWhole(
  catalog: Catalog,
  mapping: Mapping | undefined,
  text: string,
): readonly Cell[] | NoPermission {
  if (mapping?.ignored.has(text)) return [];
  const meant = mapping?.permissions.get(text);
  if (meant) return meant.flatMap((permission) => catalog.cellOf.get(permission) ?? []);
  const parts = splitPermission(text, catalog, mapping);
  const found = findByParts(catalog, mapping, parts);
  if (!('reason' in found)) return found;
  const words = [...(mapping?.permissions.keys() ?? [])];
  const near = found.suggestion ?? nearest(text, words);
  return near === undefined ? found : { ...found, suggestion: near };
}

/** Takes a permission apart: by a separator of the mapping, else by its last colon and first dot. */
function splitPermission(text: string, catalog: Catalog, mapping: Mapping | undefined): PermissionParts {
  const separator = mapping?.separators.find((one) => text.includes(one));
  if (separator !== undefined) {
    const [subject = '', second, third, ...more] = text.split(separator).map((part) => part.trim());
    if (more.length === 0)
      return third === undefined ? { subject, action: second } : { subject, property: second, action: third };
  }
  const [, left = text, action] = /^(.*):([^:]*)$/s.exec(text) ?? [];
  const isModel = catalog.modelOf.has(mapping?.models.get(left) ?? left);
  const dot = left.indexOf('.');
  if (isModel || dot === -1) return { subject: left.trim(), action: action?.trim() };
  return {
    subject: left.slice(0, dot).trim(),
    property: left.slice(dot + 1).trim(),
    action: action?.trim(),
  };
}

function findByParts(
  catalog: Catalog,
  mapping: Mapping | undefined,
  { subject, property, action }: PermissionParts,
): readonly Cell[] | NoPermission {
  if (mapping?.ignored.has(subject)) return [];
  if (property === undefined && (action === undefined || action === 'use')) {
    const name = mapping?.modules.get(subject) ?? mapping?.features.get(subject) ?? subject;
    const toggle = catalog.cellOf.get(`${name}:use`);
    if (toggle) return refuseCapability(toggle);
    if (action === undefined) return explainNoToggle(catalog, mapping, subject);
  }
  const model = mapping?.models.get(subject) ?? subject;
  const right = (action && mapping?.actions.get(action)) ?? action ?? '';
  const field = property && (mapping?.properties.get(model)?.get(property) ?? property);
  const permission = `${model}${field === undefined ? '' : `.${field}`}:${right}`;
  const found = findPermission(catalog, permission);
  if (!('reason' in found)) return [found];
  if (catalog.modelOf.has(model)) return suggestInModel(found, mapping, model, { property, action });
  const near =
    nearest(subject, [...(mapping?.models.keys() ?? [])]) ?? suggestSubject(catalog, subject, 'action');
  return {
    reason: `nothing in the catalog is called \`${subject}\``,
    ...(near !== undefined && { suggestion: near }),
  };
}

/** Adds the product's word that a misspelt property or action of a model most likely is. */
function suggestInModel(
  found: NoPermission,
  mapping: Mapping | undefined,
  model: string,
  { property, action }: Pick<PermissionParts, 'property' | 'action'>,
): NoPermission {
  const near =
    found.suggestion ??
    nearest(property ?? '', mapping?.properties.get(model)?.keys() ?? []) ??
    nearest(
      action ?? '',
      [...(mapping?.actions.keys() ?? [])].filter((word) => word !== action),
    );
  return near === undefined ? found : { ...found, suggestion: near };
}

const refuseCapability = (cell: Cell): readonly Cell[] | NoPermission =>
  cell.kind === 'capability'
    ? { reason: 'it is a capability, which follows from what it requires and has no switch' }
    : [cell];

function explainNoToggle(catalog: Catalog, mapping: Mapping | undefined, name: string): NoPermission {
  const model = mapping?.models.get(name) ?? name;
  if (catalog.modelOf.has(model)) {
    const [first = 'view'] = catalog.modelOf.get(model)?.actions.keys() ?? [];
    return { reason: 'it is a model, and no action is named', suggestion: `${model}:${first}` };
  }
  const near =
    nearest(name, [...(mapping?.modules.keys() ?? []), ...(mapping?.features.keys() ?? [])]) ??
    suggestSubject(catalog, name);
  return {
    reason: 'it is neither a permission nor a module or a feature',
    ...(near !== undefined && { suggestion: near }),
  };
}

/** Returns the column that one of another name most likely is. */
export function suggestColumn(name: string, { mapping }: Vocabulary): string | undefined {
  return nearest(name, [...importColumns, ...(mapping?.columns.keys() ?? [])]);
}

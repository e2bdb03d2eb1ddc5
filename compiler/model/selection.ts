import type { Path } from '../text/yaml.ts';
import type { Selection } from './documents.generated.ts';

/** A Selection taken apart: it has exactly the names that it lists, or all names but these. */
export interface SelectionReading {
  readonly isExcept: boolean;
  /** The names that it lists, in the order written. */
  readonly names: readonly string[];
  /** The path of the list, from the Selection. */
  readonly path: Path;
}

/** Reads a Selection: `all` is all names but none, `none` a list without names. */
export function readSelection(selection: unknown): SelectionReading {
  if (typeof selection === 'string') return { isExcept: selection === 'all', names: [], path: [] };
  if (Array.isArray(selection)) return { isExcept: false, names: selection, path: [] };
  const isMap = typeof selection === 'object' && selection !== null && 'except' in selection;
  const except: unknown = isMap ? selection.except : [];
  return { isExcept: true, names: Array.isArray(except) ? except : [], path: ['except'] };
}

/** Returns true if a Selection has a name, which must be one that exists. */
export function isSelected(selection: unknown, name: string): boolean {
  const { isExcept, names } = readSelection(selection);
  return names.includes(name) !== isExcept;
}

/** Returns true if a value is a Selection: of a model's grant, that it speaks of actions alone. */
export const isSelection = (raw: unknown): raw is Selection =>
  typeof raw === 'string' ||
  Array.isArray(raw) ||
  (typeof raw === 'object' && raw !== null && 'except' in raw);

/** Returns a Selection without the names that are not known; one that lists only such names has none. */
export function keepNames(selection: unknown, known: ReadonlySet<string>): Selection {
  const { isExcept, names } = readSelection(selection);
  const knownNames = names.filter((name) => known.has(name));
  if (!isExcept) return knownNames;
  return knownNames.length > 0 ? { except: knownNames } : 'all';
}

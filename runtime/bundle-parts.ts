/** The error for a bundle that is not as compile writes it; its message says what is wrong, and where. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
}

/** Returns the names of the entries of a list, each of which is checked; no two may be the same. */
export function readNamedEntries(
  raw: unknown,
  at: string,
  check: (entry: Readonly<Record<string, unknown>>, at: string) => void,
): readonly string[] {
  const names = readList(raw, at).map((item, number) => {
    const entry = readMap(item, `${at}[${number}]`);
    check(entry, `${at}[${number}]`);
    return readText(entry.name, `${at}[${number}].name`);
  });
  if (new Set(names).size !== names.length) refusePart(at, 'names something twice');
  return names;
}

/** Returns how many items a list has; each must be one that is possible, and no two may be the same. */
export function countDistinct(raw: unknown, possible: readonly unknown[], at: string): number {
  const list = readList(raw, at);
  for (const item of list) checkChoice(item, possible, at);
  if (new Set(list).size !== list.length) refusePart(at, 'names something twice');
  return list.length;
}

/** Returns a part that must be a map. */
export function readMap(raw: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) refusePart(at, 'is not a map');
  return raw as Readonly<Record<string, unknown>>;
}

/** Returns the entries of a part that must be a map. */
export const readMapEntries = (raw: unknown, at: string) => Object.entries(readMap(raw, at));

/** Returns a part that must be a list. */
export function readList(raw: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(raw)) refusePart(at, 'is not a list');
  return raw as readonly unknown[];
}

/** Returns a part that must be a text. */
export function readText(raw: unknown, at: string, mayBeEmpty = false): string {
  if (typeof raw !== 'string' || (raw === '' && !mayBeEmpty)) refusePart(at, 'is not a text');
  return raw as string;
}

/**
 * The form of the names of models, modules, features and capabilities, without the words that mean something to CASL
 * or JavaScript.
 */
export const subjectName = /^(?!(all|none|manage|Any)$)[A-Za-z][A-Za-z0-9_-]*$/;
/**
 * The form of the names of actions; `manage` is every action to CASL, and `use` is of modules, features and
 * capabilities.
 */
export const actionName = /^(?!(all|none|manage|use)$)[a-z][A-Za-z0-9_-]*$/;
/** The form of the names of properties and attributes. */
export const propertyName =
  /^(?!(__proto__|constructor|prototype|__caslSubjectType__)$)[A-Za-z_][A-Za-z0-9_]*$/;

/** The form of the names of properties that tenants add: names of properties with dots between them. */
export const ownPropertyName =
  /^(?!(.*\.)?(__proto__|constructor|prototype|__caslSubjectType__)(\.|$))[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

/** Returns a part that must be a name of a form. */
export function readName(raw: unknown, pattern: RegExp, at: string): string {
  const name = readText(raw, at);
  if (!pattern.test(name)) refusePart(at, 'is not a name');
  return name;
}

/** Returns a part that must be a whole number: at least 0 and less than `end`. */
export function readCount(raw: unknown, at: string, end: number): number {
  if (typeof raw !== 'number' || !Number.isSafeInteger(raw) || raw < 0 || raw >= end)
    refusePart(at, `is not a number from 0 up to ${end}`);
  return raw as number;
}

/** Checks that a part is one of those that are possible. */
export function checkChoice(raw: unknown, possible: readonly unknown[], at: string): void {
  if (!possible.includes(raw)) refusePart(at, `is ${JSON.stringify(raw)}, which it cannot be`);
}

/** Throws the error that a part is not as compile writes it. */
export function refusePart(at: string, what: string): never {
  throw new BundleError(`this is no bundle that compile wrote: ${at} ${what}`);
}

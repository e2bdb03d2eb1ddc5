import type { ChangedDocument, DocumentVersion, SidePlace } from '../../model/change.ts';
import { placeBeside, placeIn } from '../../model/document.ts';
import type { Pair } from '../../model/pair.ts';
import { type Json, writeCanonicalJson } from '../../text/json.ts';
import { byCodeUnit } from '../../text/order.ts';

/** The two values that the versions of a document have at one path; a value is undefined if a version does not have it. */
export interface ChangedStatement extends Pair<unknown> {
  /** The keys that lead to it; a user is named by their id. */
  readonly path: readonly string[];
  readonly at: SidePlace;
}

/** Lists the values that the two versions of a document do not have alike, sorted by path. */
export function listChangedStatements(versions: ChangedDocument): readonly ChangedStatement[] {
  const found: ChangedStatement[] = [];
  const compare = ({ path, steps, base, head }: PathPair): void => {
    if (writeComparable(base) === writeComparable(head)) return;
    const inner = pairEntries({ path, steps, base, head });
    if (inner) for (const pair of inner) compare(pair);
    else found.push({ path, base, head, at: locateStatement(steps, versions.base, versions.head) });
  };
  const whole = { path: [], steps: [], base: versions.base?.value, head: versions.head?.value };
  for (const pair of pairEntries(whole) ?? []) if (pair.path[0] !== 'kind') compare(pair);
  return found;
}

/** The two values at one path, with the way to them. */
interface PathPair extends Pair<unknown> {
  readonly path: readonly string[];
  /** The same path with positions for the names of list items, in the version that has it. */
  readonly steps: readonly (string | number)[];
}

/** The fields that are compared as a whole, however much they nest. */
const wholes = new Set(['grants', 'allows', 'adds', 'ceiling', 'portfolio', 'reach']);

/**
 * Pairs the entries inside two values by name, sorted; undefined if the values are to be compared as a whole. A mapping
 * of a document that is gone or new is compared entry by entry, and each of its entries as a whole.
 */
function pairEntries({ path, steps, base, head }: PathPair): readonly PathPair[] | undefined {
  const [before, after] = [readEntries(base), readEntries(head)];
  const isTop = path.length < 2;
  const isWhole = wholes.has(path.at(-1) ?? '') || (isTop ? !before && !after : !before || !after);
  if (isWhole || (base !== undefined && !before) || (head !== undefined && !after)) return undefined;
  const names = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort(byCodeUnit);
  return names.map((name) => {
    const [one, other] = [before?.get(name), after?.get(name)];
    return {
      path: [...path, name],
      steps: [...steps, (other ?? one)?.step ?? name],
      base: one?.value,
      head: other?.value,
    };
  });
}

interface Named {
  readonly step: string | number;
  readonly value: unknown;
}

/** Returns the entries of a mapping, or of a list whose items all have an id or a name; undefined for any other value. */
function readEntries(value: unknown): ReadonlyMap<string, Named> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  // `{ anyOf: [...] }` is one thing that is required.
  if (Object.keys(value).join() === 'anyOf') return undefined;
  if (!Array.isArray(value))
    return new Map(Object.entries(value).map(([name, inner]) => [name, { step: name, value: inner }]));
  const named = value.map((inner, step) => [readIdentity(inner), { step, value: inner }] as const);
  const entries = named.flatMap(([name, one]) => (name === undefined ? [] : [[name, one] as const]));
  const isNamed =
    entries.length === value.length && new Set(entries.map(([name]) => name)).size === value.length;
  return isNamed && value.length > 0 ? new Map(entries) : undefined;
}

function readIdentity(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, name } = value as { readonly id?: unknown; readonly name?: unknown };
  return typeof id === 'string' ? id : typeof name === 'string' ? name : undefined;
}

/** Writes a text that is equal only for values that say the same: the order of a list of names does not count. */
const writeComparable = (value: unknown): string =>
  value === undefined
    ? ''
    : writeCanonicalJson((Array.isArray(value) && value.every(isName) ? [...value].sort() : value) as Json);

const isName = (value: unknown): boolean => typeof value === 'string';

/**
 * Locates a statement in the head; if it is gone, what stood next to it there, or the nearest thing above it. Locates it in the base
 * if the document is gone.
 */
function locateStatement(
  steps: readonly (string | number)[],
  base: DocumentVersion | undefined,
  head: DocumentVersion | undefined,
): SidePlace {
  const version = head ?? base;
  if (!version) return { side: 'head', place: placeIn({ source: { path: '', text: '' }, index: 0 }, []) };
  const part = typeof steps.at(-1) === 'string' ? 'key' : 'value';
  return {
    side: head ? 'head' : 'base',
    place: placeBeside(placeIn(version.document, steps, part), base?.document),
  };
}

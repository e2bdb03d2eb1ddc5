import type { ChangedDocument, DocumentVersion, SidePlace } from '../../model/change.ts';
import { placeIn } from '../../model/document.ts';
import { type Json, writeCanonicalJson } from '../../text/json.ts';
import { byCodeUnit } from '../../text/order.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';

/** One value of a document that differs between its two versions. */
export interface ChangedStatement {
  /** The keys that lead to it; a user is named by their id. */
  readonly path: readonly string[];
  /** The values; `undefined` where a version does not have it. */
  readonly was: unknown;
  readonly is: unknown;
  readonly at: SidePlace;
}

/** Every value that two versions of a document do not have alike, sorted by path. */
export function listChangedStatements({ base, head }: ChangedDocument): readonly ChangedStatement[] {
  const found: ChangedStatement[] = [];
  const compare = ({ path, steps, was, is }: PathPair): void => {
    if (writeComparable(was) === writeComparable(is)) return;
    const inner = pairEntries({ path, steps, was, is });
    if (inner) for (const pair of inner) compare(pair);
    else found.push({ path, was, is, at: locateStatement(steps, base, head) });
  };
  for (const pair of pairEntries({ path: [], steps: [], was: base?.value, is: head?.value }) ?? [])
    if (pair.path[0] !== 'kind') compare(pair);
  return found;
}

/** That which a statement says, as YAML on one line; `undefined` where that is nothing, or too much to be read. */
export function writeStatementValue(value: unknown): string | undefined {
  const text = value === undefined ? '' : writeFlowYaml(value);
  return text === '' || text.length > mostShown ? undefined : text;
}

const mostShown = 160;

/** That which the two versions have at one path. */
interface PathPair {
  readonly path: readonly string[];
  /** The same path with positions for the names of list items, in the version that has it. */
  readonly steps: readonly (string | number)[];
  readonly was: unknown;
  readonly is: unknown;
}

/** These say one thing as a whole, however they are nested. */
const wholes = new Set(['grants', 'allows', 'adds', 'ceiling', 'portfolio', 'reach']);

/**
 * That which is inside two values, by name and sorted; undefined if they are to be compared as a whole. A mapping of a
 * document that is gone or new is told entry by entry; what is inside such an entry is not.
 */
function pairEntries({ path, steps, was, is }: PathPair): readonly PathPair[] | undefined {
  const [before, after] = [readEntries(was), readEntries(is)];
  const isTop = path.length < 2;
  const isWhole = wholes.has(path.at(-1) ?? '') || (isTop ? !before && !after : !before || !after);
  if (isWhole || (was !== undefined && !before) || (is !== undefined && !after)) return undefined;
  const names = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort(byCodeUnit);
  return names.map((name) => {
    const [one, other] = [before?.get(name), after?.get(name)];
    return {
      path: [...path, name],
      steps: [...steps, (other ?? one)?.step ?? name],
      was: one?.value,
      is: other?.value,
    };
  });
}

interface Named {
  readonly step: string | number;
  readonly value: unknown;
}

/** The entries of a mapping, or of a list whose items all have an id or a name; nothing for any other value. */
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

/** The order of a list of names says nothing. */
const writeComparable = (value: unknown): string =>
  value === undefined
    ? ''
    : writeCanonicalJson((Array.isArray(value) && value.every(isName) ? [...value].sort() : value) as Json);

const isName = (value: unknown): boolean => typeof value === 'string';

/** Where a statement is written: in the head, there beside what is gone; in the base where all of it is gone. */
function locateStatement(
  steps: readonly (string | number)[],
  base: DocumentVersion | undefined,
  head: DocumentVersion | undefined,
): SidePlace {
  const version = head ?? base;
  if (!version) return { side: 'head', place: placeIn({ source: { path: '', text: '' }, index: 0 }, []) };
  const known = steps.slice(0, countSteps(version.value, steps));
  const path = known.length > 0 ? known : ['kind'];
  return {
    side: head ? 'head' : 'base',
    place: placeIn(version.document, path, typeof path.at(-1) === 'string' ? 'key' : 'value'),
  };
}

/** How many of the steps a value has. */
function countSteps(value: unknown, steps: readonly (string | number)[]): number {
  let inner = value;
  for (const [depth, step] of steps.entries()) {
    if (typeof inner !== 'object' || inner === null || !(step in inner)) return depth;
    inner = (inner as Readonly<Record<string | number, unknown>>)[step];
  }
  return steps.length;
}

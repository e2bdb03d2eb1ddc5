import type { PathStep } from './catalog.ts';
import { keyOfAlternative, type ReachAlternative, type ReachComparison } from './condition.ts';
import { mergeAlternatives } from './merge-alternatives.ts';

/**
 * The records of a model on which something works: all of them, those that lead to a record that a portfolio selects, those
 * that are in one of several reaches, or those that are in each of several.
 */
export type RecordReach = 'all' | LinkedReach | UnionReach | CommonReach;

/** The records that lead to a record of a portfolio; along a step that is `many`, to at least one. */
export interface LinkedReach {
  readonly kind: 'linked';
  /** The model of the records at the end of the path, which the alternatives compare. */
  readonly on: string;
  /** Empty where the record itself is compared. */
  readonly path: readonly PathStep[];
  /** The alternatives of which the record at the end must meet one; merged. Without any, no record is reached. */
  readonly alternatives: readonly ReachAlternative[];
}

/** The records that at least one of several reaches holds. */
export interface UnionReach {
  readonly kind: 'union';
  readonly of: readonly (LinkedReach | CommonReach)[];
}

/** The records that each of several reaches holds. */
export interface CommonReach {
  readonly kind: 'common';
  readonly of: readonly (LinkedReach | UnionReach)[];
}

/** The reach of no record. */
export const noRecord: RecordReach = { kind: 'union', of: [] };

/** Returns the records that a portfolio of a model selects, as seen from the start of a path to that model. */
export function linkTo(
  on: string,
  path: readonly PathStep[],
  alternatives: readonly ReachAlternative[],
): LinkedReach {
  const links = linksTo.get(alternatives) ?? new Map<string, LinkedReach>();
  linksTo.set(alternatives, links);
  const key = keyOfPath(path);
  const known = links.get(key);
  if (known) return known;
  const [other] = links.values();
  const made: LinkedReach = {
    kind: 'linked',
    on,
    path,
    alternatives: other?.alternatives ?? (mergeAlternatives(alternatives) as readonly ReachAlternative[]),
  };
  links.set(key, made);
  return made;
}

/** Links by the alternatives of a portfolio, all of which are on one model: roles and models that are linked alike share them. */
const linksTo = new WeakMap<readonly ReachAlternative[], Map<string, LinkedReach>>();

/** Returns the reach of the records that at least one of some reaches holds. */
export function unite(reaches: readonly RecordReach[]): RecordReach {
  const [first, second, third] = reaches;
  if (first === undefined) return noRecord;
  if (second === undefined && (first === 'all' || first.kind === 'linked')) return first;
  if (first === 'all' || second === 'all') return 'all';
  if (second === undefined || third !== undefined) return joinAll(reaches);
  const known = unions.get(first) ?? new WeakMap<object, RecordReach>();
  unions.set(first, known);
  const union = known.get(second) ?? joinAll(reaches);
  known.set(second, union);
  return union;
}

/** Unions of two reaches: roles and models that are limited alike share them. */
const unions = new WeakMap<object, WeakMap<object, RecordReach>>();

function joinAll(reaches: readonly RecordReach[]): RecordReach {
  const parts: (LinkedReach | CommonReach)[] = [];
  for (const reach of reaches) {
    if (reach === 'all') return 'all';
    if (reach.kind === 'union') parts.push(...reach.of);
    else parts.push(reach);
  }
  const joined = dropCovered(joinLinks(parts), (one, other) => isInside(one, other));
  const [only] = joined;
  if (joined.length === 1 && only) return only;
  return joined.length === 0 ? noRecord : { kind: 'union', of: joined };
}

/** Returns the reach of the records that each of some reaches holds. */
export function intersect(reaches: readonly RecordReach[]): RecordReach {
  const parts: (LinkedReach | UnionReach)[] = [];
  for (const reach of new Set(reaches)) {
    if (reach === 'all') continue;
    if (reach.kind === 'common') parts.push(...reach.of);
    else parts.push(reach);
  }
  const common = dropCovered(parts, (one, other) => isInside(other, one));
  const [only] = common;
  if (common.length === 0) return 'all';
  return common.length === 1 && only ? only : { kind: 'common', of: common };
}

/** Joins the alternatives of reaches that lead along one path: of one linked record it is enough to meet any of them. */
function joinLinks(parts: readonly (LinkedReach | CommonReach)[]): readonly (LinkedReach | CommonReach)[] {
  const byPath = new Map<string, LinkedReach[]>();
  for (const part of parts) {
    if (part.kind !== 'linked') continue;
    const key = keyOfPath(part.path);
    const known = byPath.get(key);
    if (!known) byPath.set(key, [part]);
    else if (!known.includes(part)) known.push(part);
  }
  const links = [...byPath.values()].flatMap((group): LinkedReach[] => {
    const [first, second] = group;
    if (!first) return [];
    return [
      second
        ? linkTo(
            first.on,
            first.path,
            group.flatMap(({ alternatives }) => alternatives),
          )
        : first,
    ];
  });
  return [...links, ...parts.filter((part) => part.kind === 'common')];
}

/** Leaves out every part that another one covers; of those that cover one another the first stays. */
function dropCovered<T>(parts: readonly T[], isCovered: (part: T, by: T) => boolean): readonly T[] {
  const left: T[] = [];
  for (const part of parts) {
    if (left.some((other) => isCovered(part, other))) continue;
    left.splice(0, left.length, ...left.filter((other) => !isCovered(other, part)), part);
  }
  return left;
}

/** Returns true if surely every record of one reach is in another, by what is written; false may mean that it takes more to tell. */
export function isInside(inner: RecordReach, outer: RecordReach): boolean {
  if (inner === outer || outer === 'all') return true;
  if (inner === 'all') return false;
  if (inner.kind === 'union') return inner.of.every((one) => isInside(one, outer));
  if (outer.kind === 'common') return outer.of.every((one) => isInside(inner, one));
  if (outer.kind === 'union' && outer.of.some((one) => isInside(inner, one))) return true;
  if (inner.kind === 'common') return inner.of.some((one) => isInside(one, outer));
  return outer.kind === 'linked' && isLinkInside(inner, outer);
}

function isLinkInside(inner: LinkedReach, outer: LinkedReach): boolean {
  if (keyOfPath(inner.path) !== keyOfPath(outer.path)) return false;
  const known = new Set(outer.alternatives.map(keyOfAlternative));
  const short = outer.alternatives.map((alternative) => alternative.map(keyOfComparison));
  return inner.alternatives.every((alternative) => {
    if (known.has(keyOfAlternative(alternative))) return true;
    const own = new Set(alternative.map(keyOfComparison));
    return short.some((other) => other.every((comparison) => own.has(comparison)));
  });
}

const keyOfComparison = (comparison: ReachAlternative[number]): string => keyOfAlternative([comparison]);

/** Returns a text that is equal only for equal paths. */
export const keyOfPath = (path: readonly PathStep[]): string =>
  path.map(({ name, many }) => (many ? `${name}[]` : name)).join('.');

/** Returns the path to the record that a comparison is about, of one that stands at the end of a path. */
export const makeFieldPath = (
  path: readonly PathStep[],
  { through = [] }: Pick<ReachComparison, 'through'>,
): readonly PathStep[] => [...path, ...through.map(({ name }) => ({ name, many: false }))];

/** Returns a path with a dot behind it, as it stands before a property; empty if there is no step. */
export const prefixOf = (path: readonly PathStep[]): string => path.map(({ name }) => `${name}.`).join('');

const keys = new WeakMap<object, string>();

/** Returns a text that is equal only for reaches that are written alike. */
export function keyOfReach(reach: RecordReach): string {
  if (reach === 'all') return 'all';
  const known = keys.get(reach);
  if (known !== undefined) return known;
  const key =
    reach.kind === 'linked'
      ? `${reach.on} ${keyOfPath(reach.path)} [${reach.alternatives.map(keyOfAlternative).join()}]`
      : `${reach.kind}(${reach.of.map(keyOfReach).sort().join(';')})`;
  keys.set(reach, key);
  return key;
}

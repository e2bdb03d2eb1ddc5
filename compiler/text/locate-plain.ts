import type { Range } from './source.ts';

/** A place in a plain text: that of a value, or of the entries of a map or a list. */
export interface PlainNode {
  /** The offsets of a value, and of a map or a list in brackets; absent for one in a block. */
  readonly range?: readonly [start: number, end: number];
  readonly entries?: ReadonlyMap<string, PlainEntry>;
  readonly items?: readonly PlainNode[];
}

/** The places of a key and its value. */
export interface PlainEntry {
  readonly key: readonly [start: number, end: number];
  readonly value: PlainNode;
}

/** The place of a value that is left out. */
export const nowhere: PlainNode = {};

/**
 * Finds the key or the value at a path in a document of plain YAML, of the nearest one that exists if the path does not: where
 * `yaml` finds it. Returns undefined where only `yaml` can tell, as of a map in a block that is an item of a list.
 */
export function locatePlain(
  root: PlainNode,
  path: readonly (string | number)[],
  part: 'key' | 'value',
): Range | undefined {
  let node = root;
  let range = findStart(root);
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1;
    if (node.entries) {
      const entry = typeof step === 'string' ? node.entries.get(step) : undefined;
      if (!entry) return range;
      node = entry.value;
      const key = widen(entry.key);
      range = isLast && part === 'value' ? (findValue(node) ?? key) : key;
    } else if (node.items) {
      const item = node.items[Number(step)];
      if (!item) return range;
      node = item;
      if (isLast) range = findValue(item) ?? range;
      else range = item.range && widen(item.range);
    } else return range;
  }
  return range;
}

/** Returns the range of a value that stands on its line or in brackets; undefined for any other, for which its key stands. */
const findValue = ({ range }: PlainNode): Range | undefined => range && widen(range);

const widen = ([start, end]: readonly [number, number]): Range => ({ start, end: Math.max(end, start + 1) });

/** Returns the range that stands for a whole document: its first key. */
function findStart({ entries, range }: PlainNode): Range | undefined {
  const first = entries?.values().next().value;
  return first ? widen(first.key) : range && widen(range);
}

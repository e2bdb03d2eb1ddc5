import {
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { findLineEnd, findLineStart, type TextEdit } from './apply-edits.ts';

/** A map or a list of a YAML text. */
export type Container = YAMLMap | YAMLSeq;

/** Returns the pair of a key; undefined if the node is no map that has it. */
export const pairOf = (node: unknown, key: string): Pair | undefined =>
  isMap(node) ? node.items.find((pair) => keyText(pair) === key) : undefined;

/** Returns the key of a pair as text. */
export const keyText = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '');

/** Returns the offset at which a node starts. */
export const startOf = (node: unknown): number => (node as ParsedNode).range[0];

/** Returns the offset at which a node ends; for a block, the end of its last line. */
export function findNodeEnd(node: unknown): number {
  if (!isCollection(node) || node.flow) return (node as ParsedNode).range[1];
  const last = node.items.at(-1);
  if (last === undefined) return (node as unknown as ParsedNode).range[1];
  return isMap(node) ? pairEnd(last as Pair) : findNodeEnd(last);
}

/** Returns the offset at which a pair ends. */
export const pairEnd = ({ key, value }: Pair): number =>
  value === null || value === undefined ? findNodeEnd(key) : findNodeEnd(value);

/** Returns the edit that gives a pair another value. */
export const replaceValue = (pair: Pair, value: string): TextEdit => ({
  start: findNodeEnd(pair.key),
  end: pairEnd(pair),
  text: `: ${value}`,
});

/**
 * Returns the edits that remove some members of a list or a map. In a block they remove whole lines, with the comment
 * above a group of neighbours if the whole group goes; in brackets, everything up to the next member.
 */
export function removeMembers(
  text: string,
  container: Container,
  isOut: (index: number) => boolean,
): readonly TextEdit[] {
  const members = container.items.map((item) => ({
    start: startOf(isSeq(container) ? item : (item as Pair).key),
    end: isSeq(container) ? findNodeEnd(item) : pairEnd(item as Pair),
  }));
  return container.flow ? removeFromFlow(members, isOut) : removeFromBlock(text, members, isOut);
}

interface Member {
  readonly start: number;
  readonly end: number;
}

function removeFromFlow(members: readonly Member[], isOut: (index: number) => boolean): readonly TextEdit[] {
  const isKeptAfter = (index: number) => members.some((_, at) => at > index && !isOut(at));
  return members.flatMap((member, index): TextEdit[] => {
    if (!isOut(index)) return [];
    const next = members[index + 1];
    if (next && isKeptAfter(index)) return [{ start: member.start, end: next.start, text: '' }];
    return [{ start: members[index - 1]?.end ?? member.start, end: member.end, text: '' }];
  });
}

function removeFromBlock(
  text: string,
  members: readonly Member[],
  isOut: (index: number) => boolean,
): readonly TextEdit[] {
  const groups: number[][] = [];
  for (const [index, { start }] of members.entries()) {
    const isCommented = findCommentStart(text, start) < findLineStart(text, start);
    const group = groups.at(-1);
    if (group && !isCommented) group.push(index);
    else groups.push([index]);
  }
  return groups.flatMap((group) => {
    const isWhole = group.every(isOut);
    return group.filter(isOut).flatMap((index): TextEdit[] => {
      const member = members[index];
      if (!member) return [];
      const own = findLineStart(text, member.start);
      const start = isWhole && index === group[0] ? findCommentStart(text, member.start) : own;
      return [{ start, end: Math.min(findLineEnd(text, member.end) + 1, text.length), text: '' }];
    });
  });
}

/** Returns where the comment lines directly above an offset start, or else the start of its own line. */
function findCommentStart(text: string, offset: number): number {
  let start = findLineStart(text, offset);
  while (start > 0) {
    const above = findLineStart(text, start - 1);
    if (!text.slice(above, start).trimStart().startsWith('#')) break;
    start = above;
  }
  return start;
}

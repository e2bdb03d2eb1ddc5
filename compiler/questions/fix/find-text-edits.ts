import { isCollection, isMap, isScalar, isSeq, type Node, type Pair, visit } from 'yaml';
import type { Fix, FixChange } from '../../diagnostics/fix.ts';
import { findLineEnd, findLineStart, type TextEdit } from '../../text/apply-edits.ts';
import { type Composed, composeWithinLimits } from '../../text/compose-within-limits.ts';
import { keepRecent } from '../../text/keep-recent.ts';
import type { Source } from '../../text/source.ts';
import { isEmptyDocument, type Path } from '../../text/yaml.ts';
import {
  type Container,
  findNodeEnd,
  pairEnd,
  pairOf,
  removeMembers,
  startOf,
} from '../../text/yaml-nodes.ts';

/**
 * Returns the edits of a text that a fix consists of; undefined if they cannot be made without a risk to what stands
 * around: where the document repeats parts of itself by aliases, or a comment would be lost.
 */
export function findTextEdits({ at, change }: Fix): readonly TextEdit[] | undefined {
  const { source, index } = at.document;
  const root = readRoots(source)[index];
  if (root === undefined) return undefined;
  const found = findNode(root, change.kind === 'remove' ? widenPath(root, at.path, change.least) : at.path);
  return found && edit(source.text, found, change);
}

/** A node of a YAML text, and what holds it. */
interface NodePlace {
  readonly node: Node;
  /** The pair of a map whose value the node is. */
  readonly pair?: Pair;
  /** The list or the map that the node stands in, and at which place. */
  readonly inside?: { readonly container: Container; readonly index: number };
}

const recallRoots = keepRecent<readonly (Node | undefined)[]>({ texts: 1, characters: 0 });

/** Returns the root of each document that is not empty; undefined for one with anchors. */
export const readRoots = (source: Source): readonly (Node | undefined)[] =>
  recallRoots(source, () => composeFull(source.text).map(rootOf));

/** Returns the root of each document that is not empty as `readRoots` does; undefined also for one that breaks a rule of YAML. */
export const readSoundRoots = (text: string): readonly (Node | undefined)[] =>
  composeFull(text).map((document) => (document.errors.length === 0 ? rootOf(document) : undefined));

const composeFull = (text: string): Composed['documents'] =>
  composeWithinLimits(text).documents.filter(({ contents }) => !isEmptyDocument(contents));

const rootOf = ({ contents }: Composed['documents'][number]): Node | undefined =>
  contents && !hasAnchors(contents) ? (contents as Node) : undefined;

function hasAnchors(root: Node): boolean {
  let isFound = false;
  const stopAtAnchor = (_: unknown, node: { anchor?: string | undefined }) => {
    if (node.anchor === undefined) return undefined;
    isFound = true;
    return visit.BREAK;
  };
  visit(root, {
    Alias() {
      isFound = true;
      return visit.BREAK;
    },
    Map: stopAtAnchor,
    Seq: stopAtAnchor,
    Scalar: stopAtAnchor,
  });
  return isFound;
}

function findNode(root: Node, path: Path): NodePlace | undefined {
  let found: NodePlace = { node: root };
  for (const step of path) {
    const { node } = found;
    if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (!isNode(item)) return undefined;
      found = { node: item, inside: { container: node, index: Number(step) } };
      continue;
    }
    const pair = pairOf(node, String(step));
    if (!isMap(node) || !pair || !isNode(pair.value)) return undefined;
    found = { node: pair.value, pair, inside: { container: node, index: node.items.indexOf(pair) } };
  }
  return found;
}

/** Returns the path of the outermost value that would be empty without the one at a path, or this path if none would. */
function widenPath(root: Node, path: Path, least = path.length): Path {
  if (path.length <= least || findNode(root, path)?.inside?.container.items.length !== 1) return path;
  return widenPath(root, path.slice(0, -1), least);
}

const isNode = (value: unknown): value is Node => isScalar(value) || isCollection(value);

function edit(text: string, found: NodePlace, change: FixChange): readonly TextEdit[] | undefined {
  const { node, pair, inside } = found;
  const [start, end] = [startOf(node), findNodeEnd(node)];
  switch (change.kind) {
    case 'replace':
      return isPlainPiece(text, start, end) ? [{ start, end, text: change.text }] : undefined;
    case 'quote':
      return isScalar(node) && node.type === 'PLAIN'
        ? [{ start, end, text: JSON.stringify(text.slice(start, end)) }]
        : undefined;
    case 'put-in-list':
      return isBlock(node) ? indentBlock(text, start, end) : surround({ start, end }, '[', ']');
    case 'put-under':
      if (!isBlock(node)) return surround({ start, end }, `{ ${change.key}: `, ' }');
      return isSeq(node) ? [putKeyAbove(text, start, change.key)] : undefined;
    case 'unwrap':
      return unwrap(text, node, change.path);
    case 'rename':
      return pair && [{ start: startOf(pair.key), end: findNodeEnd(pair.key), text: change.key }];
    case 'add':
      return addPair(text, node, change);
    case 'remove':
      return inside && inside.container.items.length > 1
        ? removeMembers(text, inside.container, (index) => index === inside.index)
        : undefined;
  }
}

const isBlock = (node: Node): boolean => isCollection(node) && !node.flow;

/** Returns true if a piece of a text has no comment that would go with it. */
export const isPlainPiece = (text: string, start: number, end: number): boolean =>
  !/(^|\s)#/.test(text.slice(start, end));

const surround = ({ start, end }: Omit<TextEdit, 'text'>, before: string, after: string): TextEdit[] => [
  { start, end: start, text: before },
  { start: end, end, text: after },
];

/** Makes a block the only item of a list: a dash before its first line, and the others further in. */
function indentBlock(text: string, start: number, end: number): TextEdit[] {
  const edits: TextEdit[] = [{ start, end: start, text: '- ' }];
  for (let at = findLineEnd(text, start) + 1; at < end; at = findLineEnd(text, at) + 1)
    if (!/^\r?\n/.test(text.slice(at, at + 2))) edits.push({ start: at, end: at, text: '  ' });
  return edits;
}

/** Puts a key on a line of its own above a block list, whose items may begin at the same column. */
function putKeyAbove(text: string, start: number, key: string): TextEdit {
  const indent = ' '.repeat(start - findLineStart(text, start));
  return { start, end: start, text: `${key}:${findLineBreak(text, start)}${indent}` };
}

function unwrap(text: string, outer: Node, path: Path): TextEdit[] | undefined {
  const inner = findNode(outer, path)?.node;
  if (!inner || isBlock(inner)) return undefined;
  const before = { start: startOf(outer), end: startOf(inner), text: '' };
  const after = { start: findNodeEnd(inner), end: findNodeEnd(outer), text: '' };
  const isLossless = [before, after].every(({ start, end }) => isPlainPiece(text, start, end));
  return isLossless ? [before, after].filter(({ start, end }) => start < end) : undefined;
}

export function addPair(
  text: string,
  map: Node,
  { key, text: value, after }: Extract<FixChange, { kind: 'add' }>,
): TextEdit[] | undefined {
  if (!isMap(map) || pairOf(map, key)) return undefined;
  const written = `${key}: ${value}`;
  const neighbour = (after === undefined ? undefined : pairOf(map, after)) ?? map.items.at(-1);
  const [start, end] = [startOf(map), findNodeEnd(map)];
  if (!neighbour)
    return /^\{\s*\}$/.test(text.slice(start, end)) ? [{ start, end, text: `{ ${written} }` }] : undefined;
  const last = pairEnd(neighbour as Pair);
  if (map.flow) return text[start] === '{' ? [{ start: last, end: last, text: `, ${written}` }] : undefined;
  const first = startOf((map.items[0] as Pair).key);
  const indent = ' '.repeat(first - findLineStart(text, first));
  const lineBreak = findLineBreak(text, last);
  // A text over several lines ends with its last line break.
  if (text[last - 1] === '\n') return [{ start: last, end: last, text: `${indent}${written}${lineBreak}` }];
  const lineEnd = findLineEnd(text, last);
  const at = text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
  return [{ start: at, end: at, text: `${lineBreak}${indent}${written}` }];
}

/** Returns the line break that ends the line of an offset, or the first of the text if that line has none. */
function findLineBreak(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  const found = end === -1 ? text.indexOf('\n') : end;
  return text[found - 1] === '\r' ? '\r\n' : '\n';
}

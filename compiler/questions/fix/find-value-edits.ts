import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { applyEdits, findLineEnd, findLineStart, type TextEdit } from '../../text/apply-edits.ts';
import { isFields } from '../../text/fields.ts';
import type { Source } from '../../text/source.ts';
import { writeFlowYaml } from '../../text/write-flow-yaml.ts';
import type { Path } from '../../text/yaml.ts';
import { findNodeEnd, keyText, pairOf, removeMembers, startOf } from '../../text/yaml-nodes.ts';
import { readValueAt, writeValueAt } from '../unlock/raise-layer.ts';
import { addPair, isPlainPiece, readRoots, readSoundRoots } from './find-text-edits.ts';

/**
 * Returns the smallest edits of a text after which one of its documents says another value at a path; comments, order and
 * whatever else is written stay. Undefined if they cannot be made without a risk to what stands around.
 */
export function findValueEdits(
  source: Source,
  index: number,
  path: Path,
  value: unknown,
): readonly TextEdit[] | undefined {
  const root = readRoots(source)[index];
  if (root === undefined) return undefined;
  const edits = editAt(source.text, { node: root }, path, value);
  if (!edits) return undefined;
  const wanted = writeValueAt(root.toJSON(), path, value);
  const after = readSoundRoots(applyEdits(source.text, edits))[index];
  return after && isSame(after.toJSON(), wanted) ? edits : undefined;
}

/** A node, with the pair whose value it is. */
interface Spot {
  readonly node: Node;
  readonly pair?: Pair;
}

type Edits = readonly TextEdit[] | undefined;

function editAt(text: string, { node, pair }: Spot, [step, ...rest]: Path, value: unknown): Edits {
  if (step === undefined) return rewrite(text, { node, ...(pair && { pair }) }, value);
  const found = isSeq(node) ? undefined : pairOf(node, String(step));
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return isNode(item) ? editAt(text, { node: item }, rest, value) : undefined;
  }
  if (found && isNode(found.value)) return editAt(text, { node: found.value, pair: found }, rest, value);
  const written = rest.length === 0 ? value : writeValueAt(undefined, rest, value);
  if (!isMap(node)) return rewrite(text, { node, ...(pair && { pair }) }, { [step]: written });
  return addPair(text, node, {
    kind: 'add',
    key: writeFlowYaml(String(step)),
    text: writeFlowYaml(written),
    ...findNeighbour(node.items, String(step)),
  });
}

/** Finds the key behind which another one belongs, if the keys that are there are sorted. */
function findNeighbour(items: readonly Pair[], key: string): { readonly after?: string } {
  const keys = items.map(keyText).filter((one) => one !== '*');
  const isSorted = keys.every((one, at) => at === 0 || fold(keys[at - 1] ?? '') <= fold(one));
  const after = isSorted ? keys.findLast((one) => fold(one) < fold(key)) : undefined;
  return after === undefined ? {} : { after };
}

const fold = (key: string): string => key.toLowerCase();

function rewrite(text: string, { node, pair }: Spot, value: unknown): Edits {
  const before = node.toJSON();
  if (isSame(before, value)) return [];
  if (isSeq(node) && Array.isArray(value) && value.length > 0) {
    const edits = editList(text, node, value);
    if (edits) return edits;
  }
  const isNew = isMap(node) && node.flow === true && !node.items.some((one) => isKept(one, value));
  if (isMap(node) && isFields(value) && Object.keys(value).length > 0 && !isNew)
    return editMap(text, node, value);
  const [start, end] = [startOf(node), findNodeEnd(node)];
  const written = writeFlowYaml(value);
  if (isScalar(node) || (node as YAMLMap | YAMLSeq).flow)
    return isPlainPiece(text, start, end) ? [{ start, end, text: written }] : undefined;
  return pair && [{ start: findNodeEnd(pair.key), end, text: `: ${written}` }];
}

const isKept = (pair: Pair, value: unknown): boolean =>
  isFields(value) && Object.hasOwn(value, keyText(pair));

function editMap(text: string, node: YAMLMap, value: Readonly<Record<string, unknown>>): Edits {
  const gone = (index: number) => !isKept(node.items[index] as Pair, value);
  const edits: TextEdit[] = [...removeMembers(text, node, gone)];
  for (const [key, item] of Object.entries(value)) {
    const found = editAt(text, { node }, [key], item);
    if (!found) return undefined;
    edits.push(...found);
  }
  return edits;
}

/** Edits a list of scalars item by item; undefined if it is not one, or if its order changes. */
function editList(text: string, node: YAMLSeq, value: readonly unknown[]): Edits {
  const before: readonly unknown[] = node.toJSON();
  const isPlain = [...before, ...value].every((item) => typeof item !== 'object');
  const common = before.filter((item) => value.includes(item));
  const isInOrder = value.filter((item) => common.includes(item)).every((item, at) => item === common[at]);
  if (!isPlain || !isInOrder || common.length === 0) return undefined;
  const removed = removeMembers(text, node, (index) => !value.includes(before[index]));
  const added = value.filter((item) => !before.includes(item));
  if (removed.length > 0 && added.length > 0) return undefined;
  return [...removed, ...addItems(text, node, before, value)];
}

/** Writes new items behind the one that comes before them in the new list, or before the first one. */
function addItems(
  text: string,
  node: YAMLSeq,
  before: readonly unknown[],
  value: readonly unknown[],
): readonly TextEdit[] {
  return value.flatMap((item, at): TextEdit[] => {
    if (before.includes(item)) return [];
    const known = value.slice(0, at).findLast((one) => before.includes(one));
    const neighbour = node.items[known === undefined ? 0 : before.indexOf(known)];
    const written = writeFlowYaml(item);
    const isBehind = known !== undefined;
    if (node.flow) {
      const place = isBehind ? findNodeEnd(neighbour) : startOf(neighbour);
      return [{ start: place, end: place, text: isBehind ? `, ${written}` : `${written}, ` }];
    }
    const line = findLineStart(text, startOf(neighbour));
    const [dash = '- '] = /^[ \t]*-[ \t]+/.exec(text.slice(line)) ?? [];
    const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
    if (!isBehind) return [{ start: line, end: line, text: `${dash}${written}${lineBreak}` }];
    const end = findLineEnd(text, findNodeEnd(neighbour));
    const place = text[end - 1] === '\r' ? end - 1 : end;
    return [{ start: place, end: place, text: `${lineBreak}${dash}${written}` }];
  });
}

const isNode = (value: unknown): value is Node => isScalar(value) || isMap(value) || isSeq(value);

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every(
      (key) => Object.hasOwn(other, key) && isSame(readValueAt(one, [key]), readValueAt(other, [key])),
    )
  );
}

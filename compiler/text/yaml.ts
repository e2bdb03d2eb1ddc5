import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type ParsedNode,
  type Scalar,
  type YAMLParseError,
  type YAMLWarning,
} from 'yaml';
import { composeWithinLimits, depthLimit } from './compose-within-limits.ts';
import { explainSlip } from './explain-slip.ts';
import { isReadExactly } from './number.ts';
import type { Source } from './source.ts';

/** A way into a YAML value: keys of maps and indices of lists, from the document's root. */
export type Path = readonly (string | number)[];

/** Offsets into the source. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What is wrong with a text as YAML, and where. `related` is the other place of a double key. */
export interface YamlMistake {
  readonly kind:
    | 'syntax'
    | 'duplicate-key'
    | 'unknown-tag'
    | 'key-not-text'
    | 'inexact-number'
    | 'too-many-aliases'
    | 'too-deep'
    | 'too-large';
  readonly detail: string;
  /** What to write, where that can be told. */
  readonly help?: string;
  readonly at: Range;
  readonly related?: Range;
}

/** One document of a YAML text: its plain value and, for any path into it, where that is written. */
export interface YamlDocument {
  readonly value: unknown;
  readonly mistakes: readonly YamlMistake[];
  /** Where the key or the value at a path is written; the nearest thing that exists if the path does not. */
  locate(path: Path, part: 'key' | 'value'): Range;
}

/** Anchors may repeat this many nodes in one document; more is taken for a bomb. */
const aliasLimit = 10_000;

/**
 * Reads a text as YAML 1.2, core schema. Empty documents are left out. Maps become objects that inherit
 * nothing; lists and maps are not to be changed, since equal ones may be one.
 */
export function parseYaml(source: Source): readonly YamlDocument[] {
  const { documents, exceeded, complaints } = composeWithinLimits(source.text);
  if (exceeded) {
    const { kind, limit, at } = exceeded;
    return [makeUnreadDocument([{ kind, detail: limit, at: { start: at, end: at + 1 } }])];
  }
  const read = documents.flatMap((document) => readDocument(source, document));
  return complaints ? [...read, makeUnreadDocument(mistakesIn(complaints))] : read;
}

function readDocument(source: Source, document: Document.Parsed<ParsedNode>): readonly YamlDocument[] {
  const complaints = [...document.errors, ...document.warnings];
  const mistakes = mistakesIn(complaints);
  const slip = explainSlip(source.text, document.contents, complaints);
  if (slip) {
    const { start, ...says } = slip;
    mistakes.unshift({ kind: 'syntax', ...says, at: { start, end: start + 1 } });
  }
  const version = document.directives?.yaml;
  if (version?.explicit && version.version !== '1.2')
    mistakes.push({
      kind: 'syntax',
      detail: `this file asks for YAML ${version.version}; policies are YAML 1.2`,
      at: { start: 0, end: 1 },
    });
  if (isEmptyDocument(document.contents) && mistakes.length === 0) return [];
  const reader = new Reader(mistakes);
  const value = mistakes.length > 0 ? undefined : reader.read(document.contents, 0);
  return [{ value, mistakes, locate: (path, part) => locate(document.contents, path, part) }];
}

/** A text of which nothing was read. */
const makeUnreadDocument = (mistakes: readonly YamlMistake[]): YamlDocument => ({
  value: undefined,
  mistakes,
  locate: () => ({ start: 0, end: 1 }),
});

/** The complaints of the parser as mistakes. */
const mistakesIn = (complaints: readonly (YAMLParseError | YAMLWarning)[]): YamlMistake[] =>
  complaints.map(({ code, message, pos: [start, end] }) => ({
    kind: code === 'TAG_RESOLVE_FAILED' ? 'unknown-tag' : 'syntax',
    detail: message,
    at: { start, end: Math.max(end, start + 1) },
  }));

/** Whether a document holds nothing at all, as after a `---` at the end of a text. */
const isEmptyDocument = (contents: unknown): boolean =>
  contents === null ||
  (isScalar(contents) && contents.value === null && !contents.source && !contents.anchor);

/**
 * An object that inherits nothing, so that no key (`__proto__`, `constructor`) means anything but itself.
 * Made by `new` it costs a quarter of what `Object.create(null)` does.
 */
const Bare = function Bare() {} as unknown as { new (): Record<string, unknown> };
(Bare as unknown as { prototype: object }).prototype = Object.freeze(Object.create(null));

/** Texts and short lists of texts recur by the hundred thousand in a fleet; each is kept once. */
const pool = new Map<string, unknown>();
const poolLimit = 100_000;

function shareValue(value: unknown): unknown {
  const isList = Array.isArray(value);
  if (isList ? value.length > 8 || value.some((item) => typeof item !== 'string') : typeof value !== 'string')
    return value;
  const key = isList ? `[${value.join('\n')}` : (value as string);
  if (key.length > 100) return value;
  const known = pool.get(key);
  if (known !== undefined && Array.isArray(known) === isList) return known;
  if (pool.size < poolLimit) pool.set(key, value);
  return value;
}

/** Turns nodes into plain values, noting what a policy may not hold. */
class Reader {
  private readonly anchors = new Map<string, { readonly value: unknown; readonly nodes: number }>();
  private readonly open = new Set<string>();
  private readonly mistakes: YamlMistake[];
  private nodes = 0;
  private repeated = 0;

  constructor(mistakes: YamlMistake[]) {
    this.mistakes = mistakes;
  }

  read(node: unknown, depth: number): unknown {
    this.nodes++;
    if (depth > depthLimit) {
      this.note('too-deep', String(depthLimit), node);
      return null;
    }
    if (isAlias(node)) return this.repeat(node.source, node);
    const before = this.nodes;
    if (hasAnchor(node)) this.open.add(node.anchor);
    const value = this.readContent(node, depth);
    if (hasAnchor(node)) this.anchors.set(node.anchor, { value, nodes: this.nodes - before + 1 });
    return value;
  }

  private readContent(node: unknown, depth: number): unknown {
    if (isScalar(node)) return this.readScalar(node);
    if (isSeq(node)) return shareValue(node.items.map((item) => this.read(item, depth + 1)));
    if (!isMap(node)) return null;
    const object = new Bare();
    const keys = new Map<string, Range>();
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? pair.key.value : undefined;
      if (typeof key !== 'string') {
        this.note('key-not-text', '', pair.key ?? node);
        continue;
      }
      if (key === '<<' && (pair.key as Scalar).type === 'PLAIN') {
        const help = 'write the entries out';
        this.note('syntax', 'merge keys (`<<`) are not part of YAML 1.2', pair.key, { help });
        continue;
      }
      const first = keys.get(key);
      if (first) this.note('duplicate-key', key, pair.key, { related: first });
      else keys.set(key, rangeOf(pair.key));
      object[key] = this.read(pair.value, depth + 1);
    }
    return object;
  }

  private readScalar(node: Scalar): unknown {
    const { value, source = '' } = node;
    if (typeof value === 'number' && !isReadExactly(source, value))
      this.note('inexact-number', source, node, { help: helpFor(value) });
    return shareValue(value);
  }

  private repeat(name: string, node: unknown): unknown {
    const anchored = this.anchors.get(name);
    if (!anchored) {
      if (this.open.has(name))
        this.note('syntax', `the alias \`*${name}\` stands inside what it repeats`, node);
      else
        this.note('syntax', `there is no anchor \`&${name}\` above this line`, node, {
          help: `if a name is meant, put it in quotes: \`"*${name}"\``,
        });
      return null;
    }
    this.repeated += anchored.nodes;
    this.nodes += anchored.nodes;
    if (this.repeated <= aliasLimit) return anchored.value;
    if (this.repeated - anchored.nodes <= aliasLimit) this.note('too-many-aliases', String(aliasLimit), node);
    return null;
  }

  private note(
    kind: YamlMistake['kind'],
    detail: string,
    node: unknown,
    more: Pick<YamlMistake, 'related' | 'help'> = {},
  ): void {
    this.mistakes.push({ kind, detail, at: rangeOf(node), ...more });
  }
}

/** What to write in place of a number that is not read exactly. */
function helpFor(value: number): string {
  if (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER)
    return `write \`${value}\`, which is what would be read; what is a text goes in quotes`;
  return `numbers go from -${Number.MAX_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}; an identifier is a text, in quotes`;
}

const hasAnchor = (node: unknown): node is { anchor: string } =>
  (isScalar(node) || isMap(node) || isSeq(node)) && typeof node.anchor === 'string';

function rangeOf(node: unknown): Range {
  const range = (node as ParsedNode | null)?.range;
  if (!range) return { start: 0, end: 1 };
  return { start: range[0], end: Math.max(range[1], range[0] + 1) };
}

function locate(root: unknown, path: Path, part: 'key' | 'value'): Range {
  let node = root;
  let range = startOf(root);
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
      if (!pair) return range;
      node = pair.value;
      const key = rangeOf(pair.key);
      range = isLast && part === 'value' && node ? valueRange(node as Node, key) : key;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (item === undefined) return range;
      node = item;
      range = isLast ? valueRange(item as Node, range) : rangeOf(item);
    } else return range;
  }
  return range;
}

/** A value that spans lines is shown by its key; one on a line by itself. An empty value is its key too. */
function valueRange(node: Node, key: Range): Range {
  const range = rangeOf(node);
  if (isScalar(node) && node.value === null && range.end - range.start <= 1 && !node.source) return key;
  if ((isMap(node) || isSeq(node)) && !node.flow) return key;
  return range;
}

/** The whole of a document is shown by its first key. */
function startOf(root: unknown): Range {
  if (isMap(root)) return rangeOf(root.items[0]?.key ?? root);
  const range = rangeOf(root);
  return { start: range.start, end: Math.min(range.end, range.start + 1) };
}

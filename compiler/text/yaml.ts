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
import { adviseSyntax } from './advise-syntax.ts';
import { composeWithinLimits, depthLimit } from './compose-within-limits.ts';
import { explainSlip } from './explain-slip.ts';
import { locatePlain, type PlainNode } from './locate-plain.ts';
import { isReadExactly } from './number.ts';
import { readPlainYaml, tracePlainYaml } from './read-plain-yaml.ts';
import { Bare, shareValue } from './share-value.ts';
import type { Range, Source } from './source.ts';

/** The path of a value in a YAML document: keys of maps and indices of lists, from the root. */
export type Path = readonly (string | number)[];

/** A mistake in a text as YAML. `related` is the other place of a double key. */
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
  /** Advice, if there is any. */
  readonly help?: string;
  readonly at: Range;
  readonly related?: Range;
}

/** A document of a YAML text: its plain value, its mistakes, and the range of each path in it. */
export interface YamlDocument {
  readonly value: unknown;
  readonly mistakes: readonly YamlMistake[];
  /** Returns the range of the key or the value at a path; of the nearest one that exists if the path does not. */
  locate(path: Path, part: 'key' | 'value'): Range;
}

/** The most nodes that aliases may repeat in one document; more are taken for an attack. */
const aliasLimit = 10_000;

/**
 * Reads a text as YAML 1.2, core schema. Empty documents are left out. Maps become objects that inherit nothing. Lists
 * and maps must not be changed, since equal ones may be the same object.
 */
export function parseYaml(source: Source): readonly YamlDocument[] {
  const values = readPlainYaml(source.text);
  if (!values) return parseAnyYaml(source);
  // Places are seldom asked for: then the text is read once more, and by `yaml` where a place is not plain.
  let nodes: readonly PlainNode[] | undefined;
  let documents: readonly YamlDocument[] | undefined;
  return values.map((value, index) => ({
    value,
    mistakes: [],
    locate(path, part) {
      nodes ??= tracePlainYaml(source.text) ?? [];
      const found = nodes[index] && locatePlain(nodes[index], path, part);
      if (found) return found;
      documents ??= parseAnyYaml(source);
      return (documents[index] ?? makeUnreadDocument([])).locate(path, part);
    },
  }));
}

/** Reads a text as `parseYaml` does, by way of `yaml` alone. */
export function parseAnyYaml(source: Source): readonly YamlDocument[] {
  const { documents, exceeded, complaints } = composeWithinLimits(source.text);
  if (exceeded) {
    const { kind, limit, at } = exceeded;
    return [makeUnreadDocument([{ kind, detail: limit, at: { start: at, end: at + 1 } }])];
  }
  const read = documents.flatMap((document) => readDocument(source, document));
  return complaints ? [...read, makeUnreadDocument(convertComplaints(complaints))] : read;
}

function readDocument(source: Source, document: Document.Parsed<ParsedNode>): readonly YamlDocument[] {
  const complaints = [...document.errors, ...document.warnings];
  const mistakes = convertComplaints(complaints);
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
      help: 'take the line that begins with `%YAML` away',
      at: { start: 0, end: 1 },
    });
  if (isEmptyDocument(document.contents) && mistakes.length === 0) return [];
  const reader = new Reader(mistakes);
  const value = mistakes.length > 0 ? undefined : reader.read(document.contents, 0);
  return [{ value, mistakes, locate: (path, part) => locate(document.contents, path, part) }];
}

/** Returns a document for a text that was not read because of its mistakes. */
const makeUnreadDocument = (mistakes: readonly YamlMistake[]): YamlDocument => ({
  value: undefined,
  mistakes,
  locate: () => ({ start: 0, end: 1 }),
});

/** Turns complaints of the parser into mistakes. */
const convertComplaints = (complaints: readonly (YAMLParseError | YAMLWarning)[]): YamlMistake[] =>
  complaints.map((complaint) => {
    const { code, message, pos } = complaint;
    const [start, end] = pos;
    return {
      kind: code === 'TAG_RESOLVE_FAILED' ? 'unknown-tag' : 'syntax',
      detail: message.replace('tag:yaml.org,2002:', '!!'),
      help: adviseSyntax(complaint),
      at: { start, end: Math.max(end, start + 1) },
    };
  });

/** Returns true if a document is empty, as after a `---` at the end of a text. */
export const isEmptyDocument = (contents: unknown): boolean =>
  contents === null ||
  (isScalar(contents) && contents.value === null && !contents.source && !contents.anchor);

/** A reader of nodes as plain values, which notes mistakes. */
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
        this.note('key-not-text', '', pair.key ?? node, { help: adviseKey(pair.key) });
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
        this.note('syntax', `the alias \`*${name}\` stands inside what it repeats`, node, {
          help: 'take the alias away, or write out what it is to repeat',
        });
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

/** Returns the advice for a key that is read as something else than text. */
function adviseKey(key: unknown): string {
  const source = isScalar(key) ? (key.source ?? '') : undefined;
  if (source === '') return 'write the key before the `:`';
  return source === undefined || source.length > 60 ? 'write a name as the key' : `write \`"${source}"\``;
}

/** Returns the advice for a number that is not read exactly. */
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
  let range = rangeOfStart(root);
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
      if (!pair) return range;
      node = pair.value;
      const key = rangeOf(pair.key);
      range = isLast && part === 'value' && node ? rangeOfValue(node as Node, key) : key;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (item === undefined) return range;
      node = item;
      range = isLast ? rangeOfValue(item as Node, range) : rangeOf(item);
    } else return range;
  }
  return range;
}

/** Returns the range of a value; of its key if the value is empty or spans lines. */
function rangeOfValue(node: Node, key: Range): Range {
  const range = rangeOf(node);
  if (isScalar(node) && node.value === null && range.end - range.start <= 1 && !node.source) return key;
  if ((isMap(node) || isSeq(node)) && !node.flow) return key;
  return range;
}

/** Returns the range that stands for a whole document: its first key. */
function rangeOfStart(root: unknown): Range {
  if (isMap(root)) return rangeOf(root.items[0]?.key ?? root);
  const range = rangeOf(root);
  return { start: range.start, end: Math.min(range.end, range.start + 1) };
}

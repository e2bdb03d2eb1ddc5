import { isReadExactly } from './number.ts';
import type { Range, Source } from './source.ts';
import type { Path, YamlDocument, YamlMistake } from './yaml.ts';

/** A value in a JSON text, with the places of what is in it. */
export interface JsonNode {
  readonly value: unknown;
  readonly range: Range;
  /** The entries of a map. */
  readonly entries?: ReadonlyMap<string, { readonly key: Range; readonly node: JsonNode }>;
  /** The items of a list. */
  readonly items?: readonly JsonNode[];
}

const read = new WeakMap<Source, JsonNode>();

/**
 * Reads a source that holds JSON as the one document of YAML that it also is: with the same value, and the same places. Throws
 * a `JsonMistakeError` where it is no JSON.
 */
export function readJsonDocument(source: Source): YamlDocument {
  const root = read.get(source) ?? new Reader(source.text).read();
  read.set(source, root);
  return makeDocument(root);
}

/**
 * Reads the values in a source that holds JSON or JSON lines. Throws a `JsonMistakeError` where it is neither, or holds no value:
 * an export that failed may look like that.
 */
export const readJsonValues = (source: Source): readonly JsonNode[] =>
  new Reader(source.text, true).readAll();

/**
 * Reads the rows in a source that holds JSON one by one, so that a large one is never whole in memory: the items of a list, or of
 * the lists of maps in one map, whose other entries are the last row, or one value behind another, as in JSON lines. Throws a `JsonMistakeError` where it is
 * no JSON.
 */
export const walkJsonRows = (source: Source): Iterable<JsonNode> => new Reader(source.text, true).walkRows();

/** Reads a value in a JSON text as a document of YAML. */
export const makeDocument = (root: JsonNode, value = root.value): YamlDocument => ({
  value,
  mistakes: [],
  locate: (path, part) => locate(root, path, part),
});

/** Returns the path of the innermost key, or else value, that begins at an offset of a JSON text. */
export function findPathAt(source: Source, offset: number): Path {
  const root = read.get(source) ?? new Reader(source.text).read();
  read.set(source, root);
  return findPath(root, offset) ?? [];
}

function findPath(node: JsonNode, offset: number): Path | undefined {
  for (const [name, { key, node: inner }] of node.entries ?? []) {
    if (offset >= key.start && offset < key.end) return [name];
    const below = isInside(inner.range, offset) ? findPath(inner, offset) : undefined;
    if (below) return [name, ...below];
  }
  for (const [index, inner] of (node.items ?? []).entries()) {
    const below = isInside(inner.range, offset) ? findPath(inner, offset) : undefined;
    if (below) return [index, ...below];
  }
  return isInside(node.range, offset) ? [] : undefined;
}

const isInside = ({ start, end }: Range, offset: number): boolean => offset >= start && offset < end;

/** Finds a place as it is found in YAML: of a map or list over several lines it is the key that stands for it. */
function locate(root: JsonNode, path: Path, part: 'key' | 'value'): Range {
  let node = root;
  let range = [...(root.entries?.values() ?? [])][0]?.key ?? { start: 0, end: 1 };
  for (const [index, step] of path.entries()) {
    const entry = node.entries?.get(String(step));
    const inner = entry?.node ?? node.items?.[Number(step)];
    if (!inner) return range;
    const isLast = index === path.length - 1;
    const isKept = entry && (!isLast || part === 'key' || inner.entries || inner.items);
    range = isKept ? entry.key : inner.range;
    node = inner;
  }
  return range;
}

/** The error of a text that is no JSON, has a key twice or is nested too deep, with the first place at which it is. */
export class JsonMistakeError extends Error {
  readonly mistake: YamlMistake;

  constructor(mistake: YamlMistake) {
    super(mistake.detail);
    this.mistake = mistake;
  }
}

/** The most levels at which lists and maps may nest in a text that is read. */
const deepest = 100;

const space = /[ \t\n\r]*/y;
const word = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Tells whether a list begins at a place of a text whose first item is a map. */
function isListOfMaps(text: string, at: number): boolean {
  const beginning = /\[[ \t\n\r]*\{/y;
  beginning.lastIndex = at;
  return beginning.test(text);
}

class Reader {
  private at = 0;
  private readonly text: string;
  /** True to refuse numbers that are not read as they are written. */
  private readonly isExact: boolean;

  constructor(text: string, isExact = false) {
    this.text = text;
    this.isExact = isExact;
  }

  /** Reads the values that follow one another, as in JSON lines. */
  readAll(): readonly JsonNode[] {
    const nodes: JsonNode[] = [];
    for (this.take(space); this.at < this.text.length; this.take(space)) nodes.push(this.read());
    if (nodes.length === 0) this.fail('syntax', 'it is empty; an empty list is `[]`', { start: 0, end: 0 });
    return nodes;
  }

  *walkRows(): Generator<JsonNode> {
    this.take(space);
    const isMap = this.text[this.at] === '{';
    if (isMap) yield* this.walkLists();
    else if (this.text[this.at] === '[') yield* this.walkItems();
    for (this.take(space); this.at < this.text.length; this.take(space)) {
      const isValue = isMap && this.text[this.at] === '{';
      if (!isValue) this.fail('syntax', this.describeNext());
      yield this.read();
    }
  }

  private *walkItems(): Generator<JsonNode> {
    for (let isMore = this.open(']'); isMore; isMore = this.goOn(']')) yield this.read(deepest - 1);
  }

  /** Walks through a map: the items of its lists of maps, then the map without these, unless it is empty. */
  private *walkLists(): Generator<JsonNode> {
    const start = this.at;
    const entries = new Map<string, { readonly key: Range; readonly node: JsonNode }>();
    const value: Record<string, unknown> = Object.create(null);
    const names = new Map<string, Range>();
    for (let isMore = this.open('}'); isMore; isMore = this.goOn('}')) {
      const { value: name, range: key } = this.readText();
      const known = names.get(String(name));
      if (known) this.fail('duplicate-key', String(name), key, known);
      names.set(String(name), key);
      this.expect(':');
      this.take(space);
      if (isListOfMaps(this.text, this.at)) {
        yield* this.walkItems();
        continue;
      }
      const node = this.read(deepest - 1);
      entries.set(String(name), { key, node });
      value[String(name)] = node.value;
    }
    if (entries.size > 0 || names.size === 0) yield { value, range: { start, end: this.at }, entries };
  }

  read(left = deepest): JsonNode {
    this.take(space);
    const start = this.at;
    if (left === 0) this.fail('too-deep', String(deepest));
    if (this.text[start] === '{') return this.readMap(start, left - 1);
    if (this.text[start] === '[') return this.readList(start, left - 1);
    return this.text[start] === '"' ? this.readText() : this.readWord();
  }

  private readMap(start: number, left: number): JsonNode {
    const value: Record<string, unknown> = Object.create(null);
    const entries = new Map<string, { readonly key: Range; readonly node: JsonNode }>();
    for (let isMore = this.open('}'); isMore; isMore = this.goOn('}')) {
      const { value: name, range: key } = this.readText();
      const known = entries.get(String(name));
      if (known) this.fail('duplicate-key', String(name), key, known.key);
      this.expect(':');
      const node = this.read(left);
      value[String(name)] = node.value;
      entries.set(String(name), { key, node });
    }
    return { value, range: { start, end: this.at }, entries };
  }

  private readList(start: number, left: number): JsonNode {
    const items: JsonNode[] = [];
    for (let isMore = this.open(']'); isMore; isMore = this.goOn(']')) items.push(this.read(left));
    return { value: items.map((item) => item.value), range: { start, end: this.at }, items };
  }

  private readText(): JsonNode {
    const start = this.at;
    if (this.text[start] !== '"')
      this.fail('syntax', `${this.describeNext()}, where a text in quotes is expected`);
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1;
    this.at = end + 1;
    const range = { start, end: this.at };
    try {
      return { value: JSON.parse(this.text.slice(start, this.at)), range };
    } catch {
      return this.fail('syntax', 'a text that does not end, or holds what must be escaped', range);
    }
  }

  private readWord(): JsonNode {
    const start = this.at;
    const end = this.take(word);
    if (end === start) this.fail('syntax', this.describeNext());
    const text = this.text.slice(start, end);
    const value: unknown = JSON.parse(text);
    if (this.isExact && typeof value === 'number' && !isReadExactly(text, value))
      this.fail('inexact-number', text, { start, end });
    return { value, range: { start, end } };
  }

  /** Steps into a map or a list; returns false if it ends at once. */
  private open(sign: string): boolean {
    this.at++;
    this.take(space);
    if (this.text[this.at] !== sign) return true;
    this.at++;
    return false;
  }

  /** Steps behind a comma, or behind the sign that ends a map or a list; returns false then. */
  private goOn(sign: string): boolean {
    this.take(space);
    const next = this.text[this.at];
    if (next !== ',' && next !== sign)
      this.fail('syntax', `${this.describeNext()}, where \`,\` or \`${sign}\` is expected`);
    this.at++;
    this.take(space);
    return next === ',';
  }

  private expect(sign: string): void {
    this.take(space);
    if (this.text[this.at] !== sign)
      this.fail('syntax', `${this.describeNext()}, where \`${sign}\` is expected`);
    this.at++;
  }

  /** Steps behind what a pattern matches here, and returns the place. */
  private take(pattern: RegExp): number {
    pattern.lastIndex = this.at;
    if (pattern.test(this.text)) this.at = pattern.lastIndex;
    return this.at;
  }

  private describeNext(): string {
    if (this.at >= this.text.length) return 'it ends too early';
    return `\`${String.fromCodePoint(this.text.codePointAt(this.at) ?? 0)}\` is not expected here`;
  }

  private fail(
    kind: YamlMistake['kind'],
    detail: string,
    at: Range = { start: this.at, end: this.at + 1 },
    related?: Range,
  ): never {
    throw new JsonMistakeError({ kind, detail, at, ...(related && { related }) });
  }
}

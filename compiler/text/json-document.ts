import type { Source } from './source.ts';
import type { Path, Range, YamlDocument } from './yaml.ts';

/** A value in a JSON text, with the places of what is in it. */
interface JsonNode {
  readonly value: unknown;
  readonly range: Range;
  /** Of a map. */
  readonly entries?: ReadonlyMap<string, { readonly key: Range; readonly node: JsonNode }>;
  /** Of a list. */
  readonly items?: readonly JsonNode[];
}

const read = new WeakMap<Source, JsonNode>();

/**
 * Reads a source that holds JSON as `JSON.stringify` writes it, as the one document of YAML that it also is: with the same
 * value, and the same places. Throws a `SyntaxError` where it is no JSON.
 */
export function readJsonDocument(source: Source): YamlDocument {
  const root = read.get(source) ?? new Reader(source.text).read();
  read.set(source, root);
  return { value: root.value, mistakes: [], locate: (path, part) => locate(root, path, part) };
}

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

class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  read(): JsonNode {
    this.skipSpace();
    const start = this.at;
    switch (this.text[start]) {
      case '{':
        return this.readMap(start);
      case '[':
        return this.readList(start);
      case '"':
        return this.endValue(start, this.findEndOfText());
      default:
        return this.endValue(start, this.findEndOfWord());
    }
  }

  private readMap(start: number): JsonNode {
    const value: Record<string, unknown> = Object.create(null);
    const entries = new Map<string, { readonly key: Range; readonly node: JsonNode }>();
    this.at++;
    while (!this.skipTo('}')) {
      const from = this.at;
      const { value: name, range: key } = this.endValue(from, this.findEndOfText());
      this.skipTo(':');
      const node = this.read();
      value[String(name)] = node.value;
      entries.set(String(name), { key, node });
    }
    return { value, range: { start, end: this.at }, entries };
  }

  private readList(start: number): JsonNode {
    const items: JsonNode[] = [];
    this.at++;
    while (!this.skipTo(']')) items.push(this.read());
    return { value: items.map((item) => item.value), range: { start, end: this.at }, items };
  }

  private endValue(start: number, end: number): JsonNode {
    this.at = end;
    return { value: JSON.parse(this.text.slice(start, end)), range: { start, end } };
  }

  private findEndOfText(): number {
    let end = this.at + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1;
    return end + 1;
  }

  private findEndOfWord(): number {
    let end = this.at;
    while (end < this.text.length && !/[\s,\]}]/.test(this.text[end] ?? '')) end++;
    return end;
  }

  /** Skips white space and commas and, if it comes next, a sign; returns true if it came. */
  private skipTo(sign: string): boolean {
    while (this.text[this.at] === ',' || this.skipSpace()) if (this.text[this.at] === ',') this.at++;
    if (this.at >= this.text.length) throw new SyntaxError('the JSON ends too early');
    if (this.text[this.at] !== sign) return false;
    this.at++;
    return true;
  }

  /** Skips white space; returns true if there was any. */
  private skipSpace(): boolean {
    const from = this.at;
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
    return this.at > from;
  }
}

import { nowhere, type PlainEntry, type PlainNode } from './locate-plain.ts';
import {
  apostrophe,
  closeList,
  closeMap,
  colon,
  comma,
  dash,
  hash,
  isBlank,
  isFlowMark,
  lineFeed,
  openList,
  openMap,
  quote,
  space,
} from './plain-marks.ts';
import { bareWords, leaveToYaml, resolveBare } from './resolve-bare.ts';
import { Bare, shareValue } from './share-value.ts';

/** The most documents of a text, so that no text has too many to be read at all. */
const mostDocuments = 10_000;

/** The most maps and lists inside each other, far below the limit at which a text is refused. */
const deepest = 40;

/** The longest key: `yaml` looks for the colon in a thousand characters. */
const longestKey = 500;

/** A key of a map in a block, up to the colon: words without quotes, of which none but the last ends in a colon, or in quotes. */
const blockKey =
  /(?:([A-Za-z_$](?:(?:[\w.:@/*+()&$-]|(?<!:) )*?[\w.:@/*+()&$-])??)|"([^"\\\n]*)"|'([^'\n]*)'):(?=[ \n]|$)/y;

/** The characters with which a text without quotes does not begin, or seldom. */
const oddStart = /[-?:,[\]{}#&*!|>'"%@`]/;
const oddDash = /-[A-Za-z0-9.]/y;

/** A reader that stands at the first character of a line with content, or behind the last. */
export class PlainReader {
  readonly documents: unknown[] = [];
  /** The places of the documents; empty if they are not asked for. */
  readonly nodes: PlainNode[] = [];
  private readonly text: string;
  private readonly traces: boolean;
  /** The place of the value that was read last. */
  private node: PlainNode = nowhere;
  /** The offsets of the key that was read last. */
  private keyStart = 0;
  private keyEnd = 0;
  private at = 0;
  /** The column of `at`; -1 at the end of a document. */
  private indent = 0;
  private isMarker = false;
  private depth = 0;

  constructor(text: string, traces: boolean) {
    this.text = text;
    this.traces = traces;
  }

  readDocuments(): void {
    let markers = 0;
    this.enterLine(0);
    while (this.at < this.text.length) {
      if (this.isMarker) {
        if (++markers > mostDocuments) leaveToYaml();
        this.at += 3;
        this.leaveLine();
      } else {
        this.documents.push(this.readRoot());
        if (this.traces) this.nodes.push(this.node);
        if (!this.isMarker && this.at < this.text.length) leaveToYaml();
      }
    }
  }

  private readRoot(): unknown {
    if (this.indent !== 0) leaveToYaml();
    if (this.text.charCodeAt(this.at) !== openMap) return this.readBlockMap(0);
    // Of a map in brackets over several lines, the lines may begin at any column.
    const value = this.readFlow(Number.POSITIVE_INFINITY);
    this.leaveLine();
    return value;
  }

  /** Goes to the first line with content at or after an offset, which is the start of a line. */
  private enterLine(from: number): void {
    const { text } = this;
    let start = from;
    let at = from;
    this.isMarker = false;
    for (;;) {
      while (text.charCodeAt(at) === space) at++;
      const code = text.charCodeAt(at);
      if (code === hash) at = this.endOfLine(at);
      else if (code !== lineFeed) break;
      if (at >= text.length) break;
      at++;
      start = at;
    }
    this.at = Math.min(at, text.length);
    this.indent = at >= text.length ? -1 : at - start;
    if (this.indent !== 0) return;
    const isEnd = text.startsWith('...', at) && isBlank(text.charCodeAt(at + 3));
    if (isEnd) leaveToYaml();
    if (!text.startsWith('---', at) || !isBlank(text.charCodeAt(at + 3))) return;
    this.isMarker = true;
    this.indent = -1;
  }

  private endOfLine(at: number): number {
    const end = this.text.indexOf('\n', at);
    return end === -1 ? this.text.length : end;
  }

  /** Goes from behind a value to the next line with content; between them stand spaces and a comment alone. */
  private leaveLine(): void {
    const { text } = this;
    let at = this.at;
    while (text.charCodeAt(at) === space) at++;
    const code = text.charCodeAt(at);
    if (code === hash && at > this.at) at = this.endOfLine(at);
    else if (at < text.length && code !== lineFeed) leaveToYaml();
    this.enterLine(at + 1);
  }

  /** Tells whether nothing but a comment is left of the line; goes to what is left. */
  private isAtEnd(): boolean {
    const { text } = this;
    while (text.charCodeAt(this.at) === space) this.at++;
    const code = text.charCodeAt(this.at);
    return this.at >= text.length || code === lineFeed || code === hash;
  }

  private isItem(): boolean {
    const { text, at } = this;
    return text.charCodeAt(at) === dash && isBlank(text.charCodeAt(at + 1));
  }

  private readBlockMap(indent: number): unknown {
    if (++this.depth > deepest) leaveToYaml();
    const map = new Bare();
    const entries = this.traces ? new Map<string, PlainEntry>() : undefined;
    do {
      const key = this.readBlockKey();
      const place = [this.keyStart, this.keyEnd] as const;
      if (key in map) leaveToYaml();
      map[key] = this.readBlockValue(indent);
      entries?.set(key, { key: place, value: this.node });
    } while (this.indent === indent && !this.isItem());
    if (this.indent > indent) leaveToYaml();
    this.depth--;
    if (entries) this.node = { entries };
    return map;
  }

  /** Reads a key and its colon. */
  private readBlockKey(): string {
    blockKey.lastIndex = this.at;
    const found = blockKey.exec(this.text) ?? leaveToYaml();
    const [{ length }, bare] = found;
    const key = bare ?? found[2] ?? found[3] ?? leaveToYaml();
    if (length > longestKey || (bare !== undefined && bareWords.has(bare))) leaveToYaml();
    this.keyStart = this.at;
    this.at += length;
    this.keyEnd = this.at - 1;
    return shareValue(key) as string;
  }

  /** Reads what stands behind the colon of a key at a column. */
  private readBlockValue(indent: number): unknown {
    if (!this.isAtEnd()) return this.readInline(indent);
    this.enterLine(this.endOfLine(this.at) + 1);
    if (this.indent > indent) return this.readBlock();
    if (this.indent === indent && this.isItem()) return this.readBlockList(indent);
    this.node = nowhere;
    return null;
  }

  private readBlock(): unknown {
    return this.isItem() ? this.readBlockList(this.indent) : this.readBlockMap(this.indent);
  }

  private readBlockList(indent: number): unknown {
    if (++this.depth > deepest) leaveToYaml();
    const list: unknown[] = [];
    const items = this.traces ? ([] as PlainNode[]) : undefined;
    do {
      list.push(this.readItem(indent));
      items?.push(this.node);
    } while (this.indent === indent && this.isItem());
    if (this.indent > indent) leaveToYaml();
    this.depth--;
    if (items) this.node = { items };
    return shareValue(list);
  }

  private readItem(indent: number): unknown {
    const start = this.at;
    this.at++;
    if (this.isAtEnd()) {
      this.enterLine(this.endOfLine(this.at) + 1);
      if (this.indent > indent) return this.readBlock();
      this.node = nowhere;
      return null;
    }
    if (this.isItem()) leaveToYaml();
    blockKey.lastIndex = this.at;
    return blockKey.test(this.text) ? this.readBlockMap(indent + this.at - start) : this.readInline(indent);
  }

  /** Reads a value that ends on its line, or in brackets on further lines, which are indented deeper than a column. */
  private readInline(indent: number): unknown {
    const start = this.at;
    const code = this.text.charCodeAt(start);
    const isFlow = code === openList || code === openMap;
    const value = isFlow
      ? this.readFlow(indent)
      : code === quote || code === apostrophe
        ? this.readQuoted(code)
        : this.readBare();
    if (this.traces && !isFlow) this.node = { range: [start, this.at] };
    this.leaveLine();
    if (this.indent > indent) leaveToYaml();
    return value;
  }

  /** Reads a text without quotes up to the end of the line or a comment. */
  private readBare(): unknown {
    const { text, at } = this;
    this.refuseOddStart();
    let written = text.slice(at, this.endOfLine(at));
    const comment = written.indexOf(' #');
    if (comment !== -1) written = written.slice(0, comment);
    let end = written.length;
    while (written.charCodeAt(end - 1) === space) end--;
    if (end < written.length) written = written.slice(0, end);
    if (written.includes(': ') || written.charCodeAt(end - 1) === colon) leaveToYaml();
    this.at = at + end;
    return resolveBare(written);
  }

  private refuseOddStart(): void {
    const { text, at } = this;
    oddDash.lastIndex = at;
    if (oddStart.test(text.charAt(at)) && !oddDash.test(text)) leaveToYaml();
  }

  private readQuoted(mark: number): string {
    const { text, at } = this;
    const end = text.indexOf(mark === quote ? '"' : "'", at + 1);
    const written = end === -1 ? leaveToYaml() : text.slice(at + 1, end);
    if (written.includes('\n') || (mark === quote && written.includes('\\'))) leaveToYaml();
    // Two apostrophes are one in the text.
    if (mark === apostrophe && text.charCodeAt(end + 1) === apostrophe) leaveToYaml();
    this.at = end + 1;
    return shareValue(written) as string;
  }

  /** Reads a list or a map in brackets, whose further lines are indented deeper than a column. */
  private readFlow(indent: number): unknown {
    if (++this.depth > deepest) leaveToYaml();
    const start = this.at;
    const isList = this.text.charCodeAt(start) === openList;
    this.at++;
    const value = isList ? this.readFlowList(indent) : this.readFlowMap(indent);
    this.depth--;
    if (this.traces) this.node = { ...this.node, range: [start, this.at] };
    return value;
  }

  private readFlowList(indent: number): unknown {
    const list: unknown[] = [];
    const items: PlainNode[] = [];
    for (;;) {
      if (this.skipFlowSpace(indent) === closeList) break;
      list.push(this.readFlowValue(indent));
      if (this.traces) items.push(this.node);
      const code = this.skipFlowSpace(indent);
      if (code === closeList) break;
      if (code !== comma) leaveToYaml();
      this.at++;
    }
    this.at++;
    this.node = { items };
    return shareValue(list);
  }

  private readFlowMap(indent: number): unknown {
    const map = new Bare();
    const entries = new Map<string, PlainEntry>();
    for (;;) {
      if (this.skipFlowSpace(indent) === closeMap) break;
      const key = this.readFlowKey();
      const place = [this.keyStart, this.keyEnd] as const;
      if (key in map) leaveToYaml();
      const next = this.skipFlowSpace(indent);
      this.node = nowhere;
      map[key] = next === comma || next === closeMap ? null : this.readFlowValue(indent);
      if (this.traces) entries.set(key, { key: place, value: this.node });
      const code = this.skipFlowSpace(indent);
      if (code === closeMap) break;
      if (code !== comma) leaveToYaml();
      this.at++;
    }
    this.at++;
    this.node = { entries };
    return map;
  }

  /** Goes over spaces, comments and line breaks in brackets, and returns the code of what follows. */
  private skipFlowSpace(indent: number): number {
    const { text } = this;
    let at = this.at;
    for (;;) {
      while (text.charCodeAt(at) === space) at++;
      const code = text.charCodeAt(at);
      if (code === hash) {
        if (text.charCodeAt(at - 1) !== space) leaveToYaml();
        at = this.endOfLine(at);
      } else if (code !== lineFeed) {
        if (Number.isNaN(code)) leaveToYaml();
        this.at = at;
        return code;
      }
      if (at >= text.length) leaveToYaml();
      const start = ++at;
      while (text.charCodeAt(at) === space) at++;
      const next = text.charCodeAt(at);
      if (next !== lineFeed && next !== hash && at - start <= indent) leaveToYaml();
    }
  }

  private readFlowValue(indent: number): unknown {
    const code = this.text.charCodeAt(this.at);
    if (code === openList || code === openMap) return this.readFlow(indent);
    const start = this.at;
    const value =
      code === quote || code === apostrophe
        ? this.readQuoted(code)
        : resolveBare(this.text.slice(start, this.moveTo(this.findFlowEnd())));
    if (this.traces) this.node = { range: [start, this.at] };
    return value;
  }

  private moveTo(at: number): number {
    this.at = at;
    return at;
  }

  /** Reads a key in brackets and its colon. */
  private readFlowKey(): string {
    const { text, at } = this;
    const code = text.charCodeAt(at);
    const isQuoted = code === quote || code === apostrophe;
    const key = isQuoted
      ? this.readQuoted(code)
      : resolveBare(text.slice(at, this.moveTo(this.findFlowEnd())));
    this.keyStart = at;
    this.keyEnd = this.at;
    if (typeof key !== 'string' || key.length > longestKey || (!isQuoted && key === '<<')) leaveToYaml();
    while (text.charCodeAt(this.at) === space) this.at++;
    if (text.charCodeAt(this.at) !== colon) leaveToYaml();
    this.at++;
    if (!isQuoted && !isBlank(text.charCodeAt(this.at))) leaveToYaml();
    return key as string;
  }

  /** Returns the offset behind a text without quotes that begins here, in brackets. */
  private findFlowEnd(): number {
    const { text } = this;
    this.refuseOddStart();
    let end = this.at;
    for (let at = end; ; at++) {
      const code = text.charCodeAt(at);
      if (code === lineFeed || Number.isNaN(code) || isFlowMark(code)) break;
      if (code === space) {
        if (text.charCodeAt(at + 1) === hash) break;
      } else if (code === colon) {
        const next = text.charCodeAt(at + 1);
        if (isBlank(next) || isFlowMark(next)) break;
        end = at + 1;
      } else end = at + 1;
    }
    return end;
  }
}

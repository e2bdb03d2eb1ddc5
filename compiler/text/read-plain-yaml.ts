import { isReadExactly } from './number.ts';
import { Bare, shareValue } from './share-value.ts';

/**
 * Reads a text in the plain part of YAML that people write policies in, and returns the values of its documents, empty
 * ones left out: what `yaml` reads, in a tenth of the time. Returns undefined for any other text, and for every text
 * that may hold a mistake: `yaml` reads that.
 *
 * Plain are maps and lists in blocks and in brackets; keys and texts on one line, bare or in quotes without escapes;
 * numbers, comments and `---`. Not plain are tabs, anchors, tags, texts of several lines, and keys that are no text.
 */
export function readPlainYaml(text: string): readonly unknown[] | undefined {
  if (text.length > longestText) return undefined;
  const unified = text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
  if (unusual.test(unified)) return undefined;
  try {
    return new PlainReader(unified).readDocuments();
  } catch (reason) {
    if (reason !== notPlain) throw reason;
    return undefined;
  }
}

/** So long that no text has too many words and marks to be read at all. */
const longestText = 700_000;

/** The most documents of a text, so that no text has too many to be read at all. */
const mostDocuments = 10_000;

/** The most maps and lists inside each other, far below the limit at which a text is refused. */
const deepest = 40;

/** The longest key: `yaml` looks for the colon in a thousand characters. */
const longestKey = 500;

/** Tabs, control characters, and marks that show nowhere. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const unusual = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufeff]/;

/** Thrown where a text is not plain. */
const notPlain = new Error('not plain');

function refuse(): never {
  throw notPlain;
}

const [lineFeed, space, quote, hash, apostrophe, comma, dash, colon] = [10, 32, 34, 35, 39, 44, 45, 58];
const [openList, closeList, openMap, closeMap] = [91, 93, 123, 125];

const isFlowMark = (code: number): boolean =>
  code === comma || code === openList || code === closeList || code === openMap || code === closeMap;

/** Tells whether a code is that of a space or a line break, or stands behind the end of the text. */
const isBlank = (code: number): boolean => code === space || code === lineFeed || Number.isNaN(code);

/** A key of a map in a block, up to the colon: bare, or in quotes. */
const blockKey = /(?:([A-Za-z_$][\w.:@/*+()&$-]*?)|"([^"\\\n]*)"|'([^'\n]*)'):(?=[ \n]|$)/y;

/** The characters with which a text without quotes does not begin, or seldom. */
const oddStart = /[-?:,[\]{}#&*!|>'"%@`]/;
const oddDash = /-[A-Za-z0-9.]/y;

/** The keys and texts that are no text without quotes. */
const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['null', 'Null', 'NULL', '~'].map((word) => [word, null] as const),
]);

const plainInteger = /^(?:0|-?[1-9][0-9]{0,14})$/;
const plainDecimal = /^-?(?:0|[1-9][0-9]{0,8})\.[0-9]{1,6}$/;
/** All that the core schema of YAML reads as a number, and more. */
const otherNumber =
  /^[-+]?(?:\.?[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|\.(?:inf|nan))$/i;

/** A reader that stands at the first character of a line with content, or behind the last. */
class PlainReader {
  private readonly text: string;
  private at = 0;
  /** The column of `at`; -1 at the end of a document. */
  private indent = 0;
  private isMarker = false;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  readDocuments(): readonly unknown[] {
    const documents: unknown[] = [];
    let markers = 0;
    this.enterLine(0);
    while (this.at < this.text.length) {
      if (this.isMarker) {
        if (++markers > mostDocuments) refuse();
        this.at += 3;
        this.leaveLine();
      } else {
        documents.push(this.readRoot());
        if (!this.isMarker && this.at < this.text.length) refuse();
      }
    }
    return documents;
  }

  private readRoot(): unknown {
    if (this.indent !== 0) refuse();
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
    if (isEnd) refuse();
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
    else if (at < text.length && code !== lineFeed) refuse();
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
    if (++this.depth > deepest) refuse();
    const map = new Bare();
    do {
      const key = this.readBlockKey();
      if (key in map) refuse();
      map[key] = this.readBlockValue(indent);
    } while (this.indent === indent && !this.isItem());
    if (this.indent > indent) refuse();
    this.depth--;
    return map;
  }

  /** Reads a key and its colon. */
  private readBlockKey(): string {
    blockKey.lastIndex = this.at;
    const found = blockKey.exec(this.text) ?? refuse();
    const [{ length }, bare] = found;
    const key = bare ?? found[2] ?? found[3] ?? refuse();
    if (length > longestKey || (bare !== undefined && words.has(bare))) refuse();
    this.at += length;
    return shareValue(key) as string;
  }

  /** Reads what stands behind the colon of a key at a column. */
  private readBlockValue(indent: number): unknown {
    if (!this.isAtEnd()) return this.readInline(indent);
    this.enterLine(this.endOfLine(this.at) + 1);
    if (this.indent > indent) return this.readBlock();
    return this.indent === indent && this.isItem() ? this.readBlockList(indent) : null;
  }

  private readBlock(): unknown {
    return this.isItem() ? this.readBlockList(this.indent) : this.readBlockMap(this.indent);
  }

  private readBlockList(indent: number): unknown {
    if (++this.depth > deepest) refuse();
    const list: unknown[] = [];
    do list.push(this.readItem(indent));
    while (this.indent === indent && this.isItem());
    if (this.indent > indent) refuse();
    this.depth--;
    return shareValue(list);
  }

  private readItem(indent: number): unknown {
    const start = this.at;
    this.at++;
    if (this.isAtEnd()) {
      this.enterLine(this.endOfLine(this.at) + 1);
      return this.indent > indent ? this.readBlock() : null;
    }
    if (this.isItem()) refuse();
    blockKey.lastIndex = this.at;
    return blockKey.test(this.text) ? this.readBlockMap(indent + this.at - start) : this.readInline(indent);
  }

  /** Reads a value that ends on its line, or in brackets on further lines, which are indented deeper than a column. */
  private readInline(indent: number): unknown {
    const code = this.text.charCodeAt(this.at);
    const value =
      code === openList || code === openMap
        ? this.readFlow(indent)
        : code === quote || code === apostrophe
          ? this.readQuoted(code)
          : this.readBare();
    this.leaveLine();
    if (this.indent > indent) refuse();
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
    if (written.includes(': ') || written.charCodeAt(end - 1) === colon) refuse();
    this.at = at + end;
    return resolve(written);
  }

  private refuseOddStart(): void {
    const { text, at } = this;
    oddDash.lastIndex = at;
    if (oddStart.test(text.charAt(at)) && !oddDash.test(text)) refuse();
  }

  private readQuoted(mark: number): string {
    const { text, at } = this;
    const end = text.indexOf(mark === quote ? '"' : "'", at + 1);
    const written = end === -1 ? refuse() : text.slice(at + 1, end);
    if (written.includes('\n') || (mark === quote && written.includes('\\'))) refuse();
    // Two apostrophes are one in the text.
    if (mark === apostrophe && text.charCodeAt(end + 1) === apostrophe) refuse();
    this.at = end + 1;
    return shareValue(written) as string;
  }

  /** Reads a list or a map in brackets, whose further lines are indented deeper than a column. */
  private readFlow(indent: number): unknown {
    if (++this.depth > deepest) refuse();
    const isList = this.text.charCodeAt(this.at) === openList;
    this.at++;
    const value = isList ? this.readFlowList(indent) : this.readFlowMap(indent);
    this.depth--;
    return value;
  }

  private readFlowList(indent: number): unknown {
    const list: unknown[] = [];
    for (;;) {
      if (this.skipFlowSpace(indent) === closeList) break;
      list.push(this.readFlowValue(indent));
      const code = this.skipFlowSpace(indent);
      if (code === closeList) break;
      if (code !== comma) refuse();
      this.at++;
    }
    this.at++;
    return shareValue(list);
  }

  private readFlowMap(indent: number): unknown {
    const map = new Bare();
    for (;;) {
      if (this.skipFlowSpace(indent) === closeMap) break;
      const key = this.readFlowKey();
      if (key in map) refuse();
      const next = this.skipFlowSpace(indent);
      map[key] = next === comma || next === closeMap ? null : this.readFlowValue(indent);
      const code = this.skipFlowSpace(indent);
      if (code === closeMap) break;
      if (code !== comma) refuse();
      this.at++;
    }
    this.at++;
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
        if (text.charCodeAt(at - 1) !== space) refuse();
        at = this.endOfLine(at);
      } else if (code !== lineFeed) {
        if (Number.isNaN(code)) refuse();
        this.at = at;
        return code;
      }
      if (at >= text.length) refuse();
      const start = ++at;
      while (text.charCodeAt(at) === space) at++;
      const next = text.charCodeAt(at);
      if (next !== lineFeed && next !== hash && at - start <= indent) refuse();
    }
  }

  private readFlowValue(indent: number): unknown {
    const code = this.text.charCodeAt(this.at);
    if (code === openList || code === openMap) return this.readFlow(indent);
    if (code === quote || code === apostrophe) return this.readQuoted(code);
    const end = this.findFlowEnd();
    return resolve(this.text.slice(this.at, this.moveTo(end)));
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
    const key = isQuoted ? this.readQuoted(code) : resolve(text.slice(at, this.moveTo(this.findFlowEnd())));
    if (typeof key !== 'string' || key.length > longestKey || (!isQuoted && key === '<<')) refuse();
    while (text.charCodeAt(this.at) === space) this.at++;
    if (text.charCodeAt(this.at) !== colon) refuse();
    this.at++;
    if (!isQuoted && !isBlank(text.charCodeAt(this.at))) refuse();
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

/** Resolves a text without quotes as the core schema of YAML does. */
function resolve(written: string): unknown {
  const first = written.charCodeAt(0);
  const isNumeric = (first >= 48 && first <= 57) || first === dash || first === 43 || first === 46;
  if (!isNumeric) {
    const word = words.get(written);
    return word === undefined ? shareValue(written) : word;
  }
  if (plainInteger.test(written)) return Number(written);
  if (plainDecimal.test(written)) {
    const value = Number(written);
    if (isReadExactly(written, value) && !Object.is(value, -0)) return value;
  }
  if (otherNumber.test(written)) refuse();
  return shareValue(written);
}

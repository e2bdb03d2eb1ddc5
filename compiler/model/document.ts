import { keepRecent } from '../text/keep-recent.ts';
import type { Range, Source, Span } from '../text/source.ts';
import { type Path, parseYaml, type YamlDocument } from '../text/yaml.ts';
import type { DocumentKind } from './document-kinds.ts';
import { readRowDocuments } from './stored-rows.ts';
import { readUsersTable } from './users-table.ts';

/**
 * One document of the policies, without its value. The value is read again from the text when it is needed, so that
 * thousands of documents need no more memory than their text.
 */
export interface Document {
  readonly source: Source;
  /** The position among the documents of the file, which `---` separates, or among the rows of a database. */
  readonly index: number;
  /** The tenant whose users the file lists as a table; absent for a file of YAML. */
  readonly tableOf?: string;
  /** True for a role in the rows of a database. */
  readonly isStored?: true;
  /** True if it is a role that an editor of roles was given. */
  readonly isEdited?: true;
}

/** A document with its parsed value, as it goes from load to link. */
export interface Parsed {
  readonly document: Document;
  readonly kind: DocumentKind;
  readonly value: unknown;
  /** The positions of the users that are left out, in a document of users. */
  readonly without?: ReadonlySet<number>;
}

/** A place in a document by its path; the span in the text is found when it is printed. */
export interface Place {
  readonly document: Document;
  readonly path: Path;
  readonly part: 'key' | 'value';
  /** Another version of the document. A path that only this one has is shown at what stood next to it. */
  readonly twin?: Document;
}

/** Returns the place of the value, or of the key, at a path in a document. */
export function placeIn(document: Document, path: Path, part: 'key' | 'value' = 'value'): Place {
  return { document, path, part };
}

/** Returns a place that is shown beside its former neighbour if the document has it no more, and `twin` still does. */
export const placeBeside = (place: Place, twin: Document | undefined): Place =>
  twin === undefined ? place : { ...place, twin };

/** Returns the span of a place; if its path does not exist, the span of the nearest place that does. */
export const spanOf = (place: Place): Span => new LaterSpan(place.document, place);

/** Returns a span that is found when it is first read: that parses the text again, and many spans are never shown. */
export const findSpanLater = (document: Document, find: () => Place): Span => new LaterSpan(document, find);

/** A span that is found when it is first read. A class, since V8 keeps an object with getters of its own in four times the memory. */
class LaterSpan implements Span {
  readonly source: Source;
  readonly #document: Document;
  readonly #sought: Place | (() => Place);
  #range: Range | undefined;

  constructor(document: Document, sought: Place | (() => Place)) {
    this.source = document.source;
    this.#document = document;
    this.#sought = sought;
  }

  get start(): number {
    return this.#find().start;
  }

  get end(): number {
    return this.#find().end;
  }

  #find(): Range {
    this.#range ??= locate(
      this.#document,
      typeof this.#sought === 'function' ? this.#sought() : this.#sought,
    ) ?? { start: 0, end: 1 };
    return this.#range;
  }
}

function locate(document: Document, place: Place): Range | undefined {
  const beside = findNeighbour(place);
  return beside
    ? parseAgain(document)?.locate(beside, 'key')
    : parseAgain(document)?.locate(place.path, place.part);
}

/** Reads the plain value at a place from the text; undefined if its path does not exist. */
export function valueIn(place: Place): unknown {
  let value: unknown = parseAgain(place.document)?.value;
  for (const step of place.path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/**
 * Finds the path of what stood next to a place that only the twin has: of what came after it, or of the last thing before it if
 * nothing after it is left; undefined if the place is there, or nobody knows where it was.
 */
function findNeighbour({ document, path, twin }: Place): Path | undefined {
  if (twin === undefined) return undefined;
  for (const [depth, step] of path.entries()) {
    const outer = path.slice(0, depth);
    const here = readKeys(placeIn(document, outer));
    if (!here) return undefined;
    if (here.includes(step)) continue;
    const there = readKeys(placeIn(twin, outer)) ?? [];
    const at = there.indexOf(step);
    if (at === -1) return undefined;
    const isHere = (key: string | number) => here.includes(key);
    const after = there.slice(at + 1).find(isHere);
    if (after !== undefined) return [...outer, after];
    const before = there.slice(0, at).findLast(isHere);
    return before === undefined ? undefined : findLastPath(document, [...outer, before]);
  }
  return undefined;
}

/** Returns the path of the last key, or position in a list, at or below a path. */
function findLastPath(document: Document, path: Path): Path {
  const last = readKeys(placeIn(document, path))?.at(-1);
  return last === undefined ? path : findLastPath(document, [...path, last]);
}

/** Reads the keys of the map, or the positions in the list, at a place; undefined if there is neither. */
function readKeys(place: Place): readonly (string | number)[] | undefined {
  const value = valueIn(place);
  if (Array.isArray(value)) return [...value.keys()];
  return typeof value === 'object' && value !== null ? Object.keys(value) : undefined;
}

/** Counts the items of a list, or the entries of a map, at a place. */
export function countMembers(place: Place): number {
  const value = valueIn(place);
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

/** Keeps enough for the files of a catalog beside the one that is spoken of, and for one question however long its files are. */
const recallDocuments = keepRecent<readonly YamlDocument[]>({ texts: 8, characters: 1024 * 1024 });

function parseAll({ source, tableOf, isStored }: Document): readonly YamlDocument[] {
  if (isStored) return readRowDocuments(source);
  return tableOf === undefined ? parseYaml(source) : [readUsersTable(source, tableOf)];
}

const parseAgain = (document: Document): YamlDocument | undefined =>
  recallDocuments(document.source, () => parseAll(document))[document.index];

/** Returns true if a document is a role of a database, in no file that a command could edit. */
export const isOfDatabase = ({ isStored, isEdited }: Document): boolean =>
  isStored === true || isEdited === true;

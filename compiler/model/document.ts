import type { Source, Span } from '../text/source.ts';
import { type Path, parseYaml, type Range, type YamlDocument } from '../text/yaml.ts';
import type { DocumentKind } from './document-kinds.ts';

/**
 * One policy document: where it is written, not what it says. The value is read again from the text when
 * someone asks, so that a fleet of documents costs no more memory than its text.
 */
export interface Document {
  readonly source: Source;
  /** Which document of its file: `---` separates them. */
  readonly index: number;
}

/** A document with its value at hand, as it travels from load to link. */
export interface Parsed {
  readonly document: Document;
  readonly kind: DocumentKind;
  readonly value: unknown;
}

/** A place in a document, computed into a span only when it is printed. */
export interface Place {
  readonly document: Document;
  readonly path: Path;
  readonly part: 'key' | 'value';
}

/** A place in a document: the value at a path, unless the key is asked for. */
export function placeIn(document: Document, path: Path, part: 'key' | 'value' = 'value'): Place {
  return { document, path, part };
}

/** The span of a place; if its path does not exist, of the nearest thing that does. */
export function spanOf(place: Place): Span {
  return findSpanLater(place.document, () => place);
}

/** A span that is found when it is first read: finding one parses the text again, and many are never shown. */
export function findSpanLater(document: Document, find: () => Place): Span {
  let range: Range | undefined;
  const found = () => {
    if (!range) {
      const { path, part } = find();
      range = parseAgain(document)?.locate(path, part) ?? { start: 0, end: 1 };
    }
    return range;
  };
  return {
    source: document.source,
    get start() {
      return found().start;
    },
    get end() {
      return found().end;
    },
  };
}

/** The plain value at a place, read from the text; nothing where its path does not exist. */
export function valueIn(place: Place): unknown {
  let value: unknown = parseAgain(place.document)?.value;
  for (const step of place.path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** How many parsed texts are kept: enough for one question or one file full of mistakes. */
const keptTexts = 24;
const kept = new Map<Source, readonly YamlDocument[]>();

function parseAgain(document: Document): YamlDocument | undefined {
  const { source, index } = document;
  let documents = kept.get(source);
  if (documents) kept.delete(source);
  else documents = parseYaml(source);
  kept.set(source, documents);
  const oldest = kept.keys().next();
  if (kept.size > keptTexts && !oldest.done) kept.delete(oldest.value);
  return documents[index];
}

import type { PlainNode } from './locate-plain.ts';
import { PlainReader } from './plain-reader.ts';
import { notPlain } from './resolve-bare.ts';

/**
 * Reads a text in the plain part of YAML that people write policies in, and returns the values of its documents, empty
 * ones left out: what `yaml` reads, in a tenth of the time. Returns undefined for any other text, and for every text
 * that may hold a mistake: `yaml` reads that.
 *
 * Plain are maps and lists in blocks and in brackets; keys and texts on one line, bare or in quotes without escapes;
 * numbers, comments and `---`. Not plain are tabs, anchors, tags, texts of several lines, and keys that are no text.
 */
export function readPlainYaml(text: string): readonly unknown[] | undefined {
  const unified = text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
  return read(unified, false)?.documents;
}

/** Returns where everything stands in the documents of a plain text with simple line ends; undefined for any other text. */
export function tracePlainYaml(text: string): readonly PlainNode[] | undefined {
  return read(text, true)?.nodes;
}

function read(text: string, traces: boolean): PlainReader | undefined {
  if (text.length > longestText || unusual.test(text)) return undefined;
  const reader = new PlainReader(text, traces);
  try {
    reader.readDocuments();
    return reader;
  } catch (reason) {
    if (reason !== notPlain) throw reason;
    return undefined;
  }
}

/** The most characters of a plain text, with which it cannot have too many words and marks to be read at all. */
const longestText = 700_000;

/** Tabs, control characters, and marks that show nowhere. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const unusual = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufeff]/;

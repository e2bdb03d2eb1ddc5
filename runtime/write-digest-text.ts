import { type Json, writeCanonicalJson } from '../compiler/text/json.ts';
import type { Bundle } from './bundle.ts';
import type { Sliced } from './slices.ts';

/** The number of characters that are written between two pauses. */
const sliceLength = 100_000;

/** Returns the parts of a bundle of which its digest is made: all of it but the digest. */
export const omitDigest = ({ digest: _, ...rest }: Bundle): object => rest;

/** Writes the text from which a digest is made. */
export function* writeDigestText(content: object): Sliced<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let length = 0;
  let text = '';
  const flush = () => {
    const part = encoder.encode(text);
    parts.push(part);
    length += part.length;
    text = '';
  };
  for (const piece of writePieces(content as Json, 2)) {
    text += piece;
    if (text.length < sliceLength) continue;
    flush();
    yield;
  }
  flush();
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * Writes the text that `writeCanonicalJson` writes, in pieces: lists and maps that are nested less than `depth` levels
 * deep are taken apart.
 */
function* writePieces(value: Json, depth: number): Generator<string, void, void> {
  if (depth === 0 || typeof value !== 'object' || value === null) {
    yield writeCanonicalJson(value);
    return;
  }
  const isList = Array.isArray(value);
  const entries = isList ? value.map((item: Json) => ['', item] as const) : Object.entries(value).sort(byKey);
  let before = isList ? '[' : '{';
  for (const [key, item] of entries) {
    yield isList ? before : `${before}${JSON.stringify(key)}:`;
    yield* writePieces(item, depth - 1);
    before = ',';
  }
  yield `${entries.length === 0 ? before : ''}${isList ? ']' : '}'}`;
}

const byKey = ([a]: readonly [string, Json], [b]: readonly [string, Json]): number =>
  a < b ? -1 : a > b ? 1 : 0;

/** A piece of a file: a text, or its bytes if they are known. */
export type FilePiece = string | Uint8Array;

const encoder = new TextEncoder();

/** Returns the bytes of a file that comes in pieces. */
export function joinPieces(pieces: Iterable<FilePiece>): Uint8Array {
  const all = [...pieces].map((piece) => (typeof piece === 'string' ? encoder.encode(piece) : piece));
  const joined = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const bytes of all) {
    joined.set(bytes, at);
    at += bytes.length;
  }
  return joined;
}

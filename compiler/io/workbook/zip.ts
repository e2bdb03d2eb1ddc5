import { Zip as Archive, strToU8, ZipDeflate } from 'fflate';

/** A zip archive in the making. Both methods give the bytes that are ready. */
export interface Zip {
  /** Adds a file, and returns what the iteration of its texts returns. */
  add<Result>(
    path: string,
    texts: Iterable<string, Result> | readonly string[],
  ): Generator<Uint8Array, Result>;
  /** Ends the archive. */
  end(): Iterable<Uint8Array>;
}

/** Opens a zip archive whose entries all have the earliest time that the format knows: the same files, the same bytes. */
export function openZip(): Zip {
  const ready: Uint8Array[] = [];
  const archive = new Archive((error, bytes) => {
    if (error) throw error;
    ready.push(bytes);
  });
  const takeReady = () => ready.splice(0);
  return {
    *add<Result>(
      path: string,
      texts: Iterable<string, Result> | readonly string[],
    ): Generator<Uint8Array, Result> {
      const entry = new ZipDeflate(path, { level: 6 });
      entry.mtime = new Date(1980, 0, 1);
      archive.add(entry);
      const source = texts[Symbol.iterator]();
      let piece = '';
      let next = source.next();
      for (; !next.done; next = source.next()) {
        piece += next.value;
        if (piece.length < pieceLength) continue;
        entry.push(strToU8(piece));
        piece = '';
        yield* takeReady();
      }
      entry.push(strToU8(piece), true);
      yield* takeReady();
      return next.value as Result;
    },
    *end(): Iterable<Uint8Array> {
      archive.end();
      yield* takeReady();
    },
  };
}

/** The number of characters that are compressed at a time. Another number would make other bytes. */
const pieceLength = 65_536;

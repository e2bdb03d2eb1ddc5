import { digestText } from '../../runtime/sha256.ts';

/** The part of a hash of `node:crypto` that the compiler uses: of texts, and of bytes that are UTF-8. */
export interface TextHash {
  update(piece: string | Uint8Array): TextHash;
  digest(encoding: 'hex'): string;
}

/** Stands for the function of `node:crypto` in the library, which the build puts in its place: browsers have no such module. */
export function createHash(algorithm: 'sha256'): TextHash {
  if (algorithm !== 'sha256') throw new Error(`no hash ${algorithm}`);
  const texts: string[] = [];
  const hash: TextHash = {
    update(piece) {
      texts.push(typeof piece === 'string' ? piece : decoder.decode(piece));
      return hash;
    },
    digest: () => digestText(texts.join('')),
  };
  return hash;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

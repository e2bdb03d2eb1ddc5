import { digestText } from '../../runtime/sha256.ts';

/** The part of a hash of `node:crypto` that the compiler uses, of texts alone. */
export interface TextHash {
  update(text: string): TextHash;
  digest(encoding: 'hex'): string;
}

/** Stands for the function of `node:crypto` in the library, which the build puts in its place: browsers have no such module. */
export function createHash(algorithm: 'sha256'): TextHash {
  if (algorithm !== 'sha256') throw new Error(`no hash ${algorithm}`);
  const texts: string[] = [];
  const hash: TextHash = {
    update(text) {
      if (typeof text !== 'string') throw new Error('a hash of texts is given something else');
      texts.push(text);
      return hash;
    },
    digest: () => digestText(texts.join('')),
  };
  return hash;
}

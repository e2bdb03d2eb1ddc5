import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { makeOnce } from '../text/make-once.ts';

/** Returns the SHA-256 of a text or of bytes, in hexadecimal digits. */
export const hashContent = (content: string | Uint8Array): string => hash('sha256', content);

/** The memory into which one piece of a file after the other is read. */
const piece = makeOnce(() => Buffer.allocUnsafeSlow(1024 * 1024));

/** Returns the SHA-256 of a file, of which never more than a piece is held in memory; undefined if it cannot be read. */
export function hashFile(file: string): string | undefined {
  try {
    const opened = openSync(file, 'r');
    try {
      const sha256 = createHash('sha256');
      for (;;) {
        const length = readSync(opened, piece());
        if (length === 0) return sha256.digest('hex');
        sha256.update(piece().subarray(0, length));
      }
    } finally {
      closeSync(opened);
    }
  } catch {
    return undefined;
  }
}

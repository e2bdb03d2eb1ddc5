import { createPolicyReader } from '../compile.ts';
import { hashContent } from '../io/hash-content.ts';
import type { Files } from '../text/files.ts';
import type { Io } from './command.ts';

/**
 * Returns the same `Io` for one run that compares revisions: it asks git and parses a text once, and a revision names the same
 * commit until the end.
 */
export function readOnce(io: Io): Io {
  const read = createPolicyReader();
  const share = createSharing();
  return {
    ...io,
    readBefore: { repositories: new Map(), readPolicy: (files, folder) => read(share(files), folder) },
  };
}

/** Returns a function by which files of equal bytes give the very same bytes: the reader of policies knows them by that. */
function createSharing(): (files: Files) => Files {
  const known = new Map<string, Uint8Array>();
  return (files) => ({
    ...files,
    read(path, limit) {
      const bytes = files.read(path, limit);
      if ('unreadable' in bytes) return bytes;
      const digest = hashContent(bytes);
      const same = known.get(digest) ?? bytes;
      known.set(digest, same);
      return same;
    },
  });
}

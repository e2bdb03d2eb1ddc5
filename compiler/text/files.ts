/** Why the content of a file cannot be had, in words that complete “cannot read it: …”. */
export interface Unreadable {
  readonly unreadable: string;
  /** What to do about it, where that is known. */
  readonly help?: string;
}

/** A set of files, wherever they are kept: on disk, in a git revision, in memory. */
export interface Files {
  /**
   * The paths of all files whose name passes `wanted`, sorted by code unit; unreadable ones included. A link or a
   * submodule is listed whatever it is called: it may stand for a folder, so it must not go unnoticed.
   */
  list(wanted: (path: string) => boolean): readonly string[];
  /** The bytes of a file, or why they cannot be had. A file above `limit` bytes is not read. */
  read(path: string, limit: number): Uint8Array | Unreadable;
}

/** The answer of `read` for a file that is larger than the caller accepts. */
export const refuseSize = (size: number, limit: number): Unreadable => ({
  unreadable: `it has ${size} bytes and the limit is ${limit}`,
});

/** The answer of `read` for a symbolic link, on disk as in a git revision, wherever the link leads to. */
export const unreadableLink: Unreadable = {
  unreadable: 'it is a symbolic link, and links are not followed',
  help: 'put what it leads to in its place: a review shows the link alone, not what is behind it',
};

/** The answer of `read` for a submodule, on disk as in a git revision. */
export const unreadableSubmodule: Unreadable = {
  unreadable: 'it is another git repository, whose files are in no commit of this one',
  help: 'put the files themselves in its place: a review shows the name of a commit, not what is in it',
};

/** The answer of `read` for a path that is not UTF-8. */
export const unreadableName: Unreadable = {
  unreadable: 'its name, or that of a folder above it, is not UTF-8',
  help: 'rename it: no other computer is sure to give it the same name',
};

/**
 * Decodes a path. Each byte that is not UTF-8 becomes a half of a surrogate pair, which no decoded text has, so
 * that two paths never become one.
 */
export function decodePath(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)).join('');
  }
}

/** Whether a path that was decoded is not UTF-8. */
export const isNotUtf8 = (path: string): boolean => /[\udc80-\udcff]/u.test(path);

/** Files held in memory, path to text: what tests and generated policies use. */
export function filesInMemory(texts: Readonly<Record<string, string>>): Files {
  const encoder = new TextEncoder();
  return {
    list: (wanted) => Object.keys(texts).filter(wanted).sort(),
    read(file, limit) {
      const text = texts[file];
      if (text === undefined) return { unreadable: 'there is no such file' };
      const bytes = encoder.encode(text);
      return bytes.length > limit ? refuseSize(bytes.length, limit) : bytes;
    },
  };
}

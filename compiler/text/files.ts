/** The reason for which a file cannot be read, in words that complete “cannot read it: …”. */
export interface Unreadable {
  readonly unreadable: string;
  /** Advice, if there is any. */
  readonly help?: string;
  /** True if it can be read, and git holds something else than is read: then the words complete “not what git holds: …”. */
  readonly isOtherInGit?: true;
}

/** A remark on files that were read all the same. */
export interface Remark {
  readonly about: 'unverified' | 'line-ends-in-git' | 'line-ends-on-disk';
  /** The path of a file, or of the folder. */
  readonly path: string;
  /** The reason, or how many files. */
  readonly words: string;
}

/** A set of files: on disk, in a git revision or in memory. */
export interface Files {
  /**
   * Lists the paths of all files whose name passes `wanted`, sorted by code unit, with the unreadable ones. A link or a
   * submodule is listed whatever its name is: it may stand for a folder, so it must not go unnoticed.
   */
  list(wanted: (path: string) => boolean): readonly string[];
  /** Returns the bytes of a file, or the reason for which it is not read. A file above `limit` bytes is not. */
  read(path: string, limit: number): Uint8Array | Unreadable;
  /** Returns the remarks on the folder, and on those of the files given that were read. */
  remarks?(files: ReadonlySet<string>): readonly Remark[];
  /** The roles of databases that are read beside the files. */
  readonly stored?: StoredRows | undefined;
}

/** The rows of a database with roles of tenants, as a file of JSON or of JSON lines has them. */
export interface StoredRows {
  /** The path as it is shown. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The rows that are left out, counted from 0. */
  readonly without?: ReadonlySet<number>;
}

/** Returns the answer of `read` for a file that is larger than its limit. */
export const refuseSize = (size: number, limit: number): Unreadable => ({
  unreadable: `it has ${size} bytes and the limit is ${limit}`,
});

/** The answer of `read` for a symbolic link, on disk as in a git revision, wherever the link leads. */
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
 * Decodes a path. Each byte that is not UTF-8 becomes half of a surrogate pair, which no decoded text has, so that two
 * paths never become one.
 */
export function decodePath(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)).join('');
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Returns true if the bytes of a decoded path are not UTF-8. */
export const isNotUtf8 = (path: string): boolean => /[\udc80-\udcff]/u.test(path);

/** Returns files that are held in memory, from their texts or bytes by path. */
export function filesInMemory(texts: Readonly<Record<string, string | Uint8Array | Unreadable>>): Files {
  const encoder = new TextEncoder();
  return {
    list: (wanted) => Object.keys(texts).filter(wanted).sort(),
    read(file, limit) {
      const text = texts[file];
      if (text === undefined) return { unreadable: 'there is no such file' };
      if (typeof text === 'object' && 'unreadable' in text) return text;
      const bytes = typeof text === 'string' ? encoder.encode(text) : text;
      return bytes.length > limit ? refuseSize(bytes.length, limit) : bytes;
    },
  };
}

/** Returns files of which some have other texts, or are new. */
export function replaceTexts(files: Files, texts: ReadonlyMap<string, string>): Files {
  if (texts.size === 0) return files;
  const encoder = new TextEncoder();
  return {
    list: (wanted) => [...new Set([...files.list(wanted), ...[...texts.keys()].filter(wanted)])].sort(),
    read(file, limit) {
      const text = texts.get(file);
      return text === undefined ? files.read(file, limit) : encoder.encode(text);
    },
  };
}

/** Why the content of a file cannot be had, in words that complete “cannot read it: …”. */
export interface Unreadable {
  readonly unreadable: string;
}

/** A set of files, wherever they are kept: on disk, in a git revision, in memory. */
export interface Files {
  /** The paths of all files whose name passes `wanted`, sorted by code unit; unreadable ones included. */
  list(wanted: (path: string) => boolean): readonly string[];
  /** The bytes of a file, or why they cannot be had. A file above `limit` bytes is not read. */
  read(path: string, limit: number): Uint8Array | Unreadable;
}

/** The answer of `read` for a file that is larger than the caller accepts. */
export const tooLarge = (size: number, limit: number): Unreadable => ({
  unreadable: `it has ${size} bytes and the limit is ${limit}`,
});

/** Files held in memory, path to text: what tests and generated policies use. */
export function filesInMemory(texts: Readonly<Record<string, string>>): Files {
  const encoder = new TextEncoder();
  return {
    list: (wanted) => Object.keys(texts).filter(wanted).sort(),
    read(file, limit) {
      const text = texts[file];
      if (text === undefined) return { unreadable: 'there is no such file' };
      const bytes = encoder.encode(text);
      return bytes.length > limit ? tooLarge(bytes.length, limit) : bytes;
    },
  };
}

import type { Unreadable } from '../../text/files.ts';

/** The policies of a folder as the page reads them; paths are relative to the folder. */
export interface PageTree {
  readonly name: string;
  /** The text of every file that the policies are read from, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** The bytes, in base64, of files that are no UTF-8; absent if there are none. */
  readonly bytes?: Readonly<Record<string, string>>;
  /** The files that are not read, by path, with the reason; absent if there are none. */
  readonly unreadable?: Readonly<Record<string, Unreadable>>;
}

/** The policies of a revision. */
export interface BaseTree extends PageTree {
  /** The sentence on policies that the revision has in another folder. */
  readonly note?: string;
}

/** A tree that is served, with the digests by which an edit says what it started from. */
export interface ServedTree extends PageTree {
  /** The digest of all of it. */
  readonly digest: string;
  /** The SHA-256 of each file, in hexadecimal digits. */
  readonly digests: Readonly<Record<string, string>>;
}

/** The data that the page of the explorer is filled with. */
export interface PageData {
  readonly version: 1;
  readonly mode: 'served' | 'file';
  readonly tree: PageTree;
  /** The policies that the tree is compared with. */
  readonly base: BaseTree | null;
  /** The roles of a database, row by row. */
  readonly stored?: readonly unknown[];
  /** The token that the server asks for. */
  readonly token?: string;
}

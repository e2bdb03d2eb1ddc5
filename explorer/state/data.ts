import type { Unreadable } from '../../compiler/text/files.ts';

/** The policy files of one side: the working tree, or what it is compared with. */
export interface PolicyTree {
  readonly name: string;
  /** The texts by the path below the policies folder. */
  readonly files: Readonly<Record<string, string>>;
  /** The bytes, in base64, of files that are no UTF-8. */
  readonly bytes?: Readonly<Record<string, string>>;
  /** The files that could not be read, with the reason. */
  readonly unreadable?: Readonly<Record<string, Unreadable>>;
  /** The SHA-256 of each file, in hexadecimal digits; only a server says them. */
  readonly digests?: Readonly<Record<string, string>>;
  /** The sentence on a base that has its policies in another folder. */
  readonly note?: string;
}

/** All that a page is given. */
export interface ExplorerData {
  readonly version: 1;
  /** A page that is served can write; one that is a file cannot. */
  readonly mode: 'served' | 'file';
  readonly tree: PolicyTree;
  readonly base: PolicyTree | null;
  /** The secret by which the server knows the page. */
  readonly token?: string;
  /** The rows in which a database holds roles. */
  readonly stored?: readonly unknown[];
}

/** Reads the data of a page. Throws an error, with a sentence for whoever opened it, if there is none or it is another version's. */
export function readExplorerData(text: string | null | undefined): ExplorerData {
  if (!text) throw new Error('this page holds no policies: make one with `plafond explore --out FILE`');
  const data = parse(text);
  if (data.version !== 1)
    throw new Error('this page was made by another version of plafond than its policies: make it again');
  if (!isTree(data.tree) || !(data.base === null || isTree(data.base)))
    throw new Error(
      'the policies in this page are not whole: make it again with `plafond explore --out FILE`',
    );
  return data as unknown as ExplorerData;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    throw new Error(
      'the policies in this page cannot be read: make it again with `plafond explore --out FILE`',
    );
  }
}

function isTree(value: unknown): boolean {
  const { name, files } = (value ?? {}) as { readonly name?: unknown; readonly files?: unknown };
  return (
    typeof name === 'string' &&
    typeof files === 'object' &&
    files !== null &&
    Object.values(files).every((text) => typeof text === 'string')
  );
}

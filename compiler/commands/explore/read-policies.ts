import type { PageData } from '../../print/explorer/page-data.ts';
import { JsonMistake, readJsonValues } from '../../text/json-document.ts';
import { askGit } from '../ask-git.ts';
import { type Io, MisuseError } from '../command.ts';
import { findBaseCommit } from '../diff/read-range.ts';
import { readRows } from '../stored-rows.ts';
import { makeTree, openInside } from './make-tree.ts';

/** Reads the policies that those on disk are compared with, as `diff` does; null if no revision is named. */
export async function readBase(
  base: string | undefined,
  policies: string,
  io: Io,
): Promise<PageData['base']> {
  if (base === undefined) return null;
  const { revision, name } = await findBaseCommit({ base, head: undefined }, policies, io);
  return readRevisionTree(revision, name, policies, io);
}

/** Reads the policies of a commit into a tree of some name. */
export const readRevisionTree = (
  commit: string,
  name: string,
  policies: string,
  io: Io,
): Promise<NonNullable<PageData['base']>> =>
  askGit(policies, io, (git) => makeTree(openInside(git.filesAt(commit), policies), name));

/** Reads the rows that `--roles` names, each as a value; undefined where it names none. */
export function readStoredValues(file: string | undefined, io: Io): readonly unknown[] | undefined {
  const rows = readRows(file, io);
  if (!rows) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(rows.bytes);
    const values = readJsonValues({ path: rows.path, text });
    return values
      .flatMap((node) => (values.length === 1 ? (node.items ?? node) : node))
      .map(({ value }) => value);
  } catch (error) {
    if (error instanceof JsonMistake || error instanceof TypeError)
      throw new MisuseError(`the roles \`${rows.path}\` are neither JSON nor JSON lines`);
    throw error;
  }
}

import { readPolicy } from '../../compile.ts';
import { isPolicyFile } from '../../model/policy-files.ts';
import type { PageData, PageTree } from '../../print/explorer/page-data.ts';
import type { Files, StoredRows } from '../../text/files.ts';
import { JsonMistakeError, readJsonValues } from '../../text/json-document.ts';
import { askGit } from '../ask-git.ts';
import { type Io, MisuseError } from '../command.ts';
import { findMovedPolicies } from '../diff/find-moved-policies.ts';
import { findBaseCommit } from '../diff/read-range.ts';
import { readRows } from '../stored-rows.ts';
import { makeTree, openInside, recordReads } from './make-tree.ts';

/**
 * Reads the policies that those on disk are compared with, as `diff` does; null if no revision is named. Where the revision has
 * them in another folder, a note says so.
 */
export async function readBase(
  base: string | undefined,
  policies: string,
  io: Io,
): Promise<PageData['base']> {
  if (base === undefined) return null;
  const from = await findBaseCommit({ base, head: undefined }, policies, io);
  const { tree, isThere } = await askGit(policies, io, (git) => {
    const files = git.filesAt(from.revision);
    return { tree: readTree(files, policies, from.name), isThere: files.list(isPolicyFile).length > 0 };
  });
  if (isThere) return tree;
  const { policy } = readPolicy(io.files(policies), policies);
  const moved = policy && (await findMovedPolicies({ policies, base: from, head: undefined }, policy, io));
  const [note] = moved ?? [];
  return note ? { ...tree, note: note.message } : tree;
}

/** Reads files of policies into a tree of some name for the page, with the tables that they name. */
export function readTree(files: Files, policies: string, name: string): PageTree {
  const inside = recordReads(openInside(files, policies));
  readPolicy(inside.files, '.');
  return makeTree(inside.files, name, new Set(inside.read));
}

/** Reads the rows that `--roles` names, each as a value; undefined where it names none. */
export function readStoredValues(file: string | undefined, io: Io): readonly unknown[] | undefined {
  const rows = readRows(file, io);
  return rows && listRowValues(rows);
}

/** Lists the rows of a database as values. Throws `MisuseError` if they are no JSON. */
export function listRowValues({ path, bytes }: StoredRows): readonly unknown[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const values = readJsonValues({ path, text });
    return values
      .flatMap((node) => (values.length === 1 ? (node.items ?? node) : node))
      .map(({ value }) => value);
  } catch (error) {
    if (error instanceof JsonMistakeError || error instanceof TypeError)
      throw new MisuseError(`the roles \`${path}\` are neither JSON nor JSON lines`);
    throw error;
  }
}

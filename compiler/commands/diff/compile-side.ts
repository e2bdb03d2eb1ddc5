import path from 'node:path';
import { type CompileOutcome, compile } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Matrix } from '../../model/matrix.ts';
import { findRenames, followRename } from '../../questions/diff/find-renames.ts';
import type { EditedFile } from '../../questions/edit-role/rename-role.ts';
import { emptyMatrix } from '../../questions/since/policy-revision.ts';
import { readPastBrokenRows } from '../../read-past-errors.ts';
import { isPolicyFile } from '../../stages/1-load.ts';
import type { Files, StoredRows } from '../../text/files.ts';
import { askGit } from '../ask-git.ts';
import { type Io, MisuseError } from '../command.ts';
import { applyChange } from '../edit-role.ts';
import { addRows } from '../stored-rows.ts';

/** The location of one side of a comparison: a git revision, or a folder on disk. */
export type SideLocation =
  | { readonly revision: string; readonly name?: string }
  | { readonly folder: string; readonly name: string };

/** One side, compiled. A side that does not compile has no matrix, and its diagnostics are the answer. */
export interface CompiledSide {
  readonly name: string;
  readonly matrix?: Matrix;
  /** The diagnostics of the side; if it does not compile, each names the side. */
  readonly diagnostics: readonly Diagnostic[];
  /** The errors in rows of a database, whose roles the side is without. */
  readonly brokenRows: readonly Diagnostic[];
}

/** The changes of what is read of a side, and what is read beside it. */
export interface SideOptions {
  readonly edited?: readonly EditedFile[];
  readonly rows?: StoredRows | undefined;
}

/** Compiles one side. Throws `MisuseError` if there is no such revision or folder. */
export async function compileSide(
  where: SideLocation,
  policies: string,
  io: Io,
  { edited = [], rows }: SideOptions = {},
): Promise<CompiledSide> {
  const read = (files: Files, folder: string) =>
    readPastBrokenRows(
      (some) => compile(some, folder),
      addRows(applyChange(files, { written: edited, removed: [] }), rows),
    );
  if ('revision' in where) {
    const { revision, name = revision } = where;
    const outcome = await askGit(policies, io, (git) =>
      read(git.filesAt(git.findCommit(revision)), policies),
    );
    return makeSide(name, outcome);
  }
  const folder =
    path.relative(io.folder, path.resolve(io.folder, where.folder)).replaceAll(path.sep, '/') || '.';
  const kind = io.kind(folder);
  if (kind === 'nothing') throw new MisuseError(`no folder \`${where.folder}\``);
  if (kind === 'file') throw new MisuseError(`\`${where.folder}\` is a file, not a folder of policies`);
  return makeSide(where.name, read(io.files(folder), folder));
}

/**
 * Compiles the base of a comparison. In a revision without policies at that path nobody may do anything, so that the
 * change which adds them is a change like any other.
 */
export async function compileBase(
  where: SideLocation,
  policies: string,
  io: Io,
  rows: StoredRows | undefined,
): Promise<CompiledSide> {
  if ('revision' in where) {
    const { revision, name = revision } = where;
    const isEmpty = await askGit(
      policies,
      io,
      (git) => git.filesAt(git.findCommit(revision)).list(isPolicyFile).length === 0,
    );
    if (isEmpty) return { name, matrix: emptyMatrix, diagnostics: [], brokenRows: [] };
  }
  return compileSide(where, policies, io, { rows });
}

/**
 * Compiles a base with the names that its roles have in the head, so that a role that was only renamed is compared with
 * itself, and so is whoever holds it. A base that cannot be written so is compared as it is.
 */
export async function followRenames(
  base: CompiledSide,
  where: SideLocation,
  head: Matrix | undefined,
  policies: string,
  io: Io,
  rows: StoredRows | undefined,
): Promise<CompiledSide> {
  if (!base.matrix || !head) return base;
  let followed = base;
  const edited = new Map<string, EditedFile>();
  for (const rename of findRenames(base.matrix.policy, head.policy)) {
    const { matrix } = followed;
    const files = matrix ? followRename(matrix.policy, rename) : [];
    if (files.length === 0) continue;
    for (const file of files) edited.set(file.path, file);
    followed = await compileSide(where, policies, io, { edited: [...edited.values()], rows });
    if (!followed.matrix) return base;
  }
  return followed;
}

function makeSide(
  name: string,
  { compiled, diagnostics, brokenRows }: CompileOutcome & Pick<CompiledSide, 'brokenRows'>,
): CompiledSide {
  if (compiled) return { name, matrix: compiled.matrix, diagnostics, brokenRows };
  const said = diagnostics.map((one) => ({ ...one, message: `in \`${name}\`: ${one.message}` }));
  return { name, diagnostics: said, brokenRows };
}

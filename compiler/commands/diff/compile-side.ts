import path from 'node:path';
import { type CompileOutcome, compile } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Matrix } from '../../model/matrix.ts';
import { findRenames, followRename } from '../../questions/diff/find-renames.ts';
import type { EditedFile } from '../../questions/edit-role/rename-role.ts';
import { emptyMatrix } from '../../questions/since/policy-revision.ts';
import { isPolicyFile } from '../../stages/1-load.ts';
import type { Files } from '../../text/files.ts';
import { askGit } from '../ask-git.ts';
import { type Io, MisuseError } from '../command.ts';
import { applyChange } from '../edit-role.ts';

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
}

/** Compiles one side. Throws `MisuseError` if there is no such revision or folder. */
export async function compileSide(
  where: SideLocation,
  policies: string,
  io: Io,
  edited: readonly EditedFile[] = [],
): Promise<CompiledSide> {
  const edit = (files: Files) => applyChange(files, { written: edited, removed: [] });
  if ('revision' in where) {
    const { revision, name = revision } = where;
    const outcome = await askGit(policies, io, (git) =>
      compile(edit(git.filesAt(git.findCommit(revision))), policies),
    );
    return makeSide(name, outcome);
  }
  const folder =
    path.relative(io.folder, path.resolve(io.folder, where.folder)).replaceAll(path.sep, '/') || '.';
  const kind = io.kind(folder);
  if (kind === 'nothing') throw new MisuseError(`no folder \`${where.folder}\``);
  if (kind === 'file') throw new MisuseError(`\`${where.folder}\` is a file, not a folder of policies`);
  return makeSide(where.name, compile(edit(io.files(folder)), folder));
}

/**
 * Compiles the base of a comparison. In a revision without policies at that path nobody may do anything, so that the
 * change which adds them is a change like any other.
 */
export async function compileBase(where: SideLocation, policies: string, io: Io): Promise<CompiledSide> {
  if ('revision' in where) {
    const { revision, name = revision } = where;
    const isEmpty = await askGit(
      policies,
      io,
      (git) => git.filesAt(git.findCommit(revision)).list(isPolicyFile).length === 0,
    );
    if (isEmpty) return { name, matrix: emptyMatrix, diagnostics: [] };
  }
  return compileSide(where, policies, io);
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
): Promise<CompiledSide> {
  if (!base.matrix || !head) return base;
  let followed = base;
  const edited = new Map<string, EditedFile>();
  for (const rename of findRenames(base.matrix.policy, head.policy)) {
    const { matrix } = followed;
    const files = matrix ? followRename(matrix.policy, rename) : [];
    if (files.length === 0) continue;
    for (const file of files) edited.set(file.path, file);
    followed = await compileSide(where, policies, io, [...edited.values()]);
    if (!followed.matrix) return base;
  }
  return followed;
}

function makeSide(name: string, { compiled, diagnostics }: CompileOutcome): CompiledSide {
  if (compiled) return { name, matrix: compiled.matrix, diagnostics };
  const said = diagnostics.map((one) => ({ ...one, message: `in \`${name}\`: ${one.message}` }));
  return { name, diagnostics: said };
}

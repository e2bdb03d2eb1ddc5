import path from 'node:path';
import { type CompileOutcome, compile } from '../../compile.ts';
import { compilePolicy } from '../../compile-policy.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Matrix } from '../../model/matrix.ts';
import { isPolicyFile } from '../../model/policy-files.ts';
import type { EditedFile } from '../../questions/edit-role/rename-role.ts';
import { moveRoles, type RoleMove } from '../../questions/renames/find-role-renames.ts';
import {
  type FollowedBase,
  followRenames,
  type RenamedBase,
  type RenameSteps,
} from '../../questions/renames/follow-renames.ts';
import { emptyMatrix } from '../../questions/since/policy-revision.ts';
import { readPastBrokenRows } from '../../read-past-errors.ts';
import type { Files, StoredRows } from '../../text/files.ts';
import { adviseRevision } from '../advise-revision.ts';
import { askGit } from '../ask-git.ts';
import { type Io, MisuseError } from '../command.ts';
import { applyChange } from '../edit-role.ts';
import { explainNoFolder, usualName } from '../find-policies.ts';
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
  /** True of a revision that has no policies in the folder. */
  readonly isAbsent?: true;
}

/** The changes of what is read of a side, and what is read beside it. */
export interface SideOptions {
  readonly edited?: readonly EditedFile[];
  readonly moves?: readonly RoleMove[];
  readonly rows?: StoredRows | undefined;
}

/** Compiles one side. Throws `MisuseError` if there is no such revision or folder. */
export async function compileSide(
  where: SideLocation,
  policies: string,
  io: Io,
  { edited = [], moves = [], rows }: SideOptions = {},
): Promise<CompiledSide> {
  const read = (files: Files, folder: string) =>
    readPastBrokenRows(
      (some) => compile(some, folder, io.readBefore?.readPolicy),
      addRows(applyChange(files, { written: edited, removed: [] }), rows),
    );
  if ('revision' in where) {
    const { revision, name = revision } = where;
    const outcome = await askGit(policies, io, (git) => {
      const commit = git.findCommit(revision);
      const { diagnostics, ...rest } = read(git.filesAt(commit), policies);
      return { ...rest, diagnostics: adviseRevision(diagnostics, git, commit) };
    });
    return moveIn(makeSide(name, outcome), moves);
  }
  const folder =
    path.relative(io.folder, path.resolve(io.folder, where.folder)).replaceAll(path.sep, '/') || '.';
  const kind = io.kind(folder);
  if (kind === 'nothing')
    throw new MisuseError(
      where.folder === policies
        ? explainNoFolder(policies, policies === usualName ? undefined : policies, io)
        : `no folder \`${where.folder}\``,
    );
  if (kind === 'file') throw new MisuseError(`\`${where.folder}\` is a file, not a folder of policies`);
  return moveIn(makeSide(where.name, read(io.files(folder), folder)), moves);
}

/** Renames roles of a side in single tenants. */
function moveIn(side: CompiledSide, moves: readonly RoleMove[]): CompiledSide {
  if (!side.matrix || moves.length === 0) return side;
  return { ...side, matrix: compilePolicy(moveRoles(side.matrix.policy, moves)).matrix };
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
    if (isEmpty) return { name, matrix: emptyMatrix, diagnostics: [], brokenRows: [], isAbsent: true };
  }
  return compileSide(where, policies, io, { rows });
}

/**
 * Compiles a base with the names that things have in the head, so that what was only renamed is compared with itself, and so is
 * whoever holds it. What cannot be written so is compared as it is.
 */
export async function followNamesOfHead(
  base: Matrix,
  head: Matrix,
  compileRenamed: CompileRenamed,
): Promise<FollowedBase> {
  return runFollowing(followRenames(base, head.policy), compileRenamed);
}

/** Compiles the base of a comparison as it is with other names. */
export type CompileRenamed = (renamed: RenamedBase) => Promise<CompiledSide>;

/** Follows renames, and compiles the renamed base each time that the steps ask for it. */
export async function runFollowing<T>(following: RenameSteps<T>, compileRenamed: CompileRenamed): Promise<T> {
  let step = following.next();
  while (!step.done) step = following.next((await compileRenamed(step.value)).matrix);
  return step.value;
}

function makeSide(
  name: string,
  { compiled, diagnostics, brokenRows }: CompileOutcome & Pick<CompiledSide, 'brokenRows'>,
): CompiledSide {
  if (compiled) return { name, matrix: compiled.matrix, diagnostics, brokenRows };
  const said = diagnostics.map((one) => ({ ...one, message: `in \`${name}\`: ${one.message}` }));
  return { name, diagnostics: said, brokenRows };
}

import path from 'node:path';
import { type CompileOutcome, compile } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Matrix } from '../../model/matrix.ts';
import { emptyMatrix } from '../../questions/since/policy-revision.ts';
import { isPolicyFile } from '../../stages/1-load.ts';
import { askGit } from '../ask-git.ts';
import { type Io, MisuseError } from '../command.ts';

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
export async function compileSide(where: SideLocation, policies: string, io: Io): Promise<CompiledSide> {
  if ('revision' in where) {
    const { revision, name = revision } = where;
    const outcome = await askGit(policies, io, (git) =>
      compile(git.filesAt(git.findCommit(revision)), policies),
    );
    return makeSide(name, outcome);
  }
  const folder =
    path.relative(io.folder, path.resolve(io.folder, where.folder)).replaceAll(path.sep, '/') || '.';
  const kind = io.kind(folder);
  if (kind === 'nothing') throw new MisuseError(`no folder \`${where.folder}\``);
  if (kind === 'file') throw new MisuseError(`\`${where.folder}\` is a file, not a folder of policies`);
  return makeSide(where.name, compile(io.files(folder), folder));
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

function makeSide(name: string, { compiled, diagnostics }: CompileOutcome): CompiledSide {
  if (compiled) return { name, matrix: compiled.matrix, diagnostics };
  const said = diagnostics.map((one) => ({ ...one, message: `in \`${name}\`: ${one.message}` }));
  return { name, diagnostics: said };
}

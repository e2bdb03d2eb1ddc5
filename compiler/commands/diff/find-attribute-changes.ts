import path from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { isSourceFile } from '../../model/policy-files.ts';
import { compareAttributes } from '../../questions/diff/compare-attributes.ts';
import { askGit } from '../ask-git.ts';
import type { Io } from '../command.ts';

/** The commits and folders whose git attributes are compared; without a head, the work tree is compared. */
export interface AttributeOptions {
  readonly policies: string;
  /** The folders that compile writes. */
  readonly generated: readonly string[];
  readonly base: string;
  readonly head: string | undefined;
}

/**
 * Finds the changes of `.gitattributes` by which policies, or what compile writes, become other texts on disk than the
 * ones that are reviewed, or hide from reviewers.
 */
export function findAttributeChanges(
  { policies, generated, base, head }: AttributeOptions,
  io: Io,
): Promise<readonly Diagnostic[]> {
  const folders = generated.map((folder) =>
    path
      .relative(path.resolve(io.folder, policies), path.resolve(io.folder, folder))
      .replaceAll(path.sep, '/'),
  );
  const isPolicy = (file: string) =>
    isSourceFile(file) && !path.posix.relative(policies, file).startsWith('../');
  return askGit(policies, io, (git) => {
    const sides = {
      base: git.readAttributes(git.findCommit(base), folders),
      head: git.readAttributes(head === undefined ? undefined : git.findCommit(head), folders),
    };
    return compareAttributes(sides, isPolicy);
  });
}

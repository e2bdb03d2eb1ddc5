import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { compareWorkflows } from '../../questions/diff/compare-workflows.ts';
import { askGit } from '../ask-git.ts';
import type { Io } from '../command.ts';

/** Finds the changes of workflows that run plafond, between a commit and another one or the work tree. */
export const findWorkflowChanges = (
  {
    policies,
    base,
    head,
  }: { readonly policies: string; readonly base: string; readonly head?: string | undefined },
  io: Io,
): Promise<readonly Diagnostic[]> =>
  askGit(policies, io, (git) =>
    compareWorkflows({
      base: git.readWorkflows(git.findCommit(base)),
      head: git.readWorkflows(head === undefined ? undefined : git.findCommit(head)),
    }),
  );

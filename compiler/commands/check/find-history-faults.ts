import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Matrix } from '../../model/matrix.ts';
import { findFaults } from '../../questions/diff/find-faults.ts';
import { emptyMatrix } from '../../questions/since/policy-revision.ts';
import type { StoredRows } from '../../text/files.ts';
import type { Io } from '../command.ts';
import { compileBase, compileSide, followNamesOfHead } from '../diff/compile-side.ts';
import { findAttributeChanges } from '../diff/find-attribute-changes.ts';
import { findHandmade } from '../diff/find-handmade.ts';
import { findMovedPolicies } from '../diff/find-moved-policies.ts';
import { findWorkflowChanges } from '../diff/find-workflow-changes.ts';
import { findWrittenFolders } from '../diff/find-written-folders.ts';
import { findBaseCommit } from '../diff/read-range.ts';

/**
 * Returns the faults that only a comparison with a revision shows, what was changed by hand in the folders that compile
 * writes among them; or the diagnostics of that revision if it does not compile.
 */
export async function findHistoryFaults(
  revision: string,
  { policies, rows }: { readonly policies: string; readonly rows: StoredRows | undefined },
  head: Matrix | undefined,
  io: Io,
): Promise<readonly Diagnostic[]> {
  const from = await findBaseCommit({ base: revision, head: undefined }, policies, io);
  const before = await compileBase(from, policies, io, rows);
  const { diagnostics } = before;
  const base =
    before.matrix && head
      ? (
          await followNamesOfHead(before.matrix, head, (renamed) =>
            compileSide(from, policies, io, { ...renamed, rows }),
          )
        ).matrix
      : before.matrix;
  const revisions = { policies, base: from.revision, head: undefined };
  const folders = await findWrittenFolders(
    {
      policies,
      base: from.revision,
      policy: (base ?? emptyMatrix).policy,
      ...(head && { head: head.policy }),
    },
    io,
  );
  const generated = folders.map(({ folder }) => folder);
  const changes = [
    ...(await findAttributeChanges({ ...revisions, generated }, io)),
    ...(await findWorkflowChanges(revisions, io)),
  ];
  const moved =
    before.isAbsent && head
      ? await findMovedPolicies({ policies, base: from, head: undefined }, head.policy, io)
      : [];
  const handmade = head ? await findHandmade({ ...revisions, folders, policy: head.policy }, io) : [];
  if (!base) return [...changes, ...handmade, ...diagnostics];
  return [...changes, ...moved, ...handmade, ...(head ? findFaults({ base, head }) : [])];
}

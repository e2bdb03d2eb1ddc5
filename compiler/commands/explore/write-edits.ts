import path from 'node:path';
import { readPolicy } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { explainNoPlace } from '../../io/disk.ts';
import { hashContent } from '../../io/hash-content.ts';
import { fileLimit } from '../../model/policy-files.ts';
import type { Io } from '../command.ts';
import { applyChange } from '../edit-role.ts';
import { openInside } from './make-tree.ts';
import type { PageEdit } from './read-edits.ts';

/** The outcome of edits: they were written, or the reason for which none was. */
export type EditOutcome =
  | { readonly written: readonly string[] }
  | { readonly findings: readonly Diagnostic[] }
  | { readonly status: 400 | 403 | 409 | 422; readonly error: string; readonly path: string };

/** The error that ends a change of files when somebody else changed one of them, or git would not take it. */
class EditError extends Error {
  readonly outcome: EditOutcome;

  constructor(outcome: EditOutcome) {
    super('the edits are not written');
    this.outcome = outcome;
  }
}

/**
 * Writes edits, all or none: each file has to be what its edit started from, and the policies have to compile with all of
 * them. It does not wait in between, so that edits of two pages never mix. Throws `DiskError` if the disk refuses.
 */
export function writeEdits(edits: readonly PageEdit[], policies: string, io: Io): EditOutcome {
  const refusal = findRefusal(edits, policies, io);
  if (refusal) return refusal;
  const change = {
    written: edits.flatMap(({ path: file, text }) => (text === null ? [] : { path: file, text })),
    removed: edits.flatMap(({ path: file, text }) => (text === null ? file : [])),
  };
  const { policy, diagnostics } = readPolicy(
    applyChange(openInside(io.files(policies), policies), change),
    '.',
  );
  if (!policy) return { findings: diagnostics };
  try {
    io.changeFiles(
      edits.map(({ path: file, text }) => ({
        file: path.posix.join(policies, file),
        text: text ?? undefined,
      })),
      {
        before: () => stopAt(findRefusal(edits, policies, io)),
        after: () => stopAt(findUnread(edits, policies, io)),
      },
    );
  } catch (error) {
    if (error instanceof EditError) return error.outcome;
    throw error;
  }
  return { written: edits.map(({ path: file }) => file) };
}

function stopAt(outcome: EditOutcome | undefined): void {
  if (outcome) throw new EditError(outcome);
}

/** Finds the first edit whose file cannot be written, or is not what the edit started from. */
function findRefusal(edits: readonly PageEdit[], policies: string, io: Io): EditOutcome | undefined {
  const files = io.files(policies);
  for (const { path: file, before, text } of edits) {
    const at = path.posix.join(policies, file);
    const refused = explainNoPlace(policies, at);
    if (refused !== undefined)
      return { status: 403, error: `\`${file}\` is not written: ${refused}`, path: file };
    if (text !== null && Buffer.byteLength(text) > fileLimit)
      return { status: 400, error: `\`${file}\` would be larger than a policy file may be`, path: file };
    const isThere = io.kind(at) !== 'nothing';
    if (before === null && isThere) return { status: 409, error: `\`${file}\` is there already`, path: file };
    if (before === null) continue;
    if (!isThere) return { status: 409, error: `\`${file}\` was removed meanwhile`, path: file };
    const bytes = files.read(at, fileLimit);
    if ('unreadable' in bytes)
      return { status: 403, error: `\`${file}\` is not written: ${bytes.unreadable}`, path: file };
    if (hashContent(bytes) !== before)
      return { status: 409, error: `\`${file}\` was changed meanwhile`, path: file };
  }
  return undefined;
}

/** Finds the first written file that would not be read again, as one that git ignores. */
function findUnread(edits: readonly PageEdit[], policies: string, io: Io): EditOutcome | undefined {
  const written = edits.filter(({ text }) => text !== null).map(({ path: file }) => file);
  const files = openInside(io.files(policies), policies);
  files.list((file) => written.includes(file));
  for (const file of written) {
    const bytes = files.read(file, fileLimit);
    if ('unreadable' in bytes)
      return { status: 422, error: `\`${file}\` would not be read: ${bytes.unreadable}`, path: file };
  }
  return undefined;
}

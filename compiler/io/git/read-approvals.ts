import type { Approval, ApprovalKind, Commit } from '../../text/commit.ts';

/** The notes in which the reviews of pull requests are kept, one for each merged commit. */
export const notesRef = 'refs/notes/plafond';

/** The fields of `git log` from which approvals are read: the author's address, the trailers, the note. */
export const approvalFormat =
  '%ae%x00%(trailers:key=Reviewed-by,key=Approved-by,key=Signed-off-by,unfold,separator=%x1f)%x00%N';

/** The texts of the fields from which approvals are read. */
export interface ApprovalFields {
  readonly email: string;
  readonly trailers: string;
  readonly note: string;
}

/**
 * Reads who said yes to a commit, from its trailers and its note, and the number of its pull request, from its subject. What the
 * author says of their own commit is no approval. A note that does not fit is left out, and the fault told.
 */
export function readApprovals(
  { author, subject }: Pick<Commit, 'author' | 'subject'>,
  { email, trailers, note }: ApprovalFields,
): Pick<Commit, 'approvals' | 'pullRequest' | 'noteFault'> {
  const pullRequest = findPullRequest(subject);
  const noted = note.trim() === '' ? { approvals: [] } : readNote(note, pullRequest);
  const isOthers = ({ name, address }: AddressedApproval): boolean =>
    name.toLowerCase() !== author.toLowerCase() && (address === '' || address !== email.toLowerCase());
  const said = [...trailers.split('\u001f').flatMap(readTrailer), ...noted.approvals];
  const known = new Map(
    said.filter(isOthers).map(({ name, by }): [string, Approval] => [`${by} ${name}`, { name, by }]),
  );
  return {
    ...(known.size > 0 && { approvals: [...known.values()] }),
    ...(pullRequest !== undefined && { pullRequest }),
    ...(noted.fault !== undefined && { noteFault: noted.fault }),
  };
}

interface AddressedApproval extends Approval {
  /** The address in lower case; empty if none is written. */
  readonly address: string;
}

function readTrailer(line: string): readonly AddressedApproval[] {
  const [, key = '', name = '', address = ''] = /^([\w-]+): *([^<]*?) *(?:<([^>]*)>)? *$/.exec(line) ?? [];
  const by = kinds.find((kind) => kind.toLowerCase() === key.toLowerCase());
  const called = (name || address).toWellFormed();
  return by && called !== '' ? [{ name: called, by, address: address.toLowerCase() }] : [];
}

const kinds: readonly ApprovalKind[] = ['Reviewed-by', 'Approved-by', 'Signed-off-by'];

/** Finds the number in `Add roles (#12)`, as a squash is called, or in `Merge pull request #12 from …`. */
function findPullRequest(subject: string): number | undefined {
  const [, merged, squashed] = /^Merge pull request #(\d{1,9}) |\(#(\d{1,9})\)$/.exec(subject.trim()) ?? [];
  const number = merged ?? squashed;
  return number === undefined ? undefined : Number(number);
}

/** Reads a note: `{ "version": 1, "pullRequest": 12, "approvals": [{ "name", "at" }] }`. */
function readNote(
  text: string,
  pullRequest: number | undefined,
): { readonly approvals: readonly AddressedApproval[]; readonly fault?: string } {
  const fault = (reason: string) => ({ approvals: [], fault: reason });
  let note: unknown;
  try {
    note = JSON.parse(text);
  } catch {
    return fault('it is no JSON');
  }
  if (!isNote(note)) return fault('it is no list of approvals');
  if (pullRequest !== undefined && note.pullRequest !== pullRequest)
    return fault(`it is of pull request #${note.pullRequest}, and the commit of #${pullRequest}`);
  return {
    approvals: note.approvals.map(({ name }) => ({ name: name.toWellFormed(), by: 'review', address: '' })),
  };
}

interface ApprovalNote {
  readonly version: 1;
  readonly pullRequest: number;
  readonly approvals: readonly { readonly name: string }[];
}

function isNote(value: unknown): value is ApprovalNote {
  if (typeof value !== 'object' || value === null) return false;
  const { version, pullRequest, approvals } = value as Readonly<Record<string, unknown>>;
  return (
    version === 1 &&
    Number.isSafeInteger(pullRequest) &&
    Array.isArray(approvals) &&
    approvals.every(
      (one: unknown) =>
        typeof one === 'object' &&
        one !== null &&
        'name' in one &&
        typeof one.name === 'string' &&
        one.name !== '',
    )
  );
}

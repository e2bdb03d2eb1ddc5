/** The state of a file of a pack, held against what it should be. */
export type FileState = 'same' | 'altered' | 'missing' | 'added';

/** The measure of a pack: a new pack of the current policies, a new pack of its commit, or only its own manifest. */
export type Measure = 'policies' | 'commit' | 'manifest';

/** The result of verifying a pack. */
export interface Verification {
  readonly against: Measure;
  /** Differences from the manifest, each a sentence without its full stop. */
  readonly faults: readonly string[];
  /** Remarks, each a sentence without its full stop, on what could not be checked or need not be a fault. */
  readonly notes: readonly string[];
  /** Every file, sorted by path. */
  readonly files: readonly { readonly path: string; readonly state: FileState }[];
}

/** Returns true if a pack is unchanged and the current policies would make the same one. */
export const isVerified = ({ faults, files }: Verification): boolean =>
  faults.length === 0 && files.every(({ state }) => state === 'same');

/** Compares the digests of the files that are there with the digests of those that should be. */
export function compareFiles(
  present: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
): Verification['files'] {
  const paths = [...new Set([...present.keys(), ...wanted.keys()])].sort();
  return paths.map((path) => ({ path, state: stateOf(present.get(path), wanted.get(path)) }));
}

function stateOf(present: string | undefined, wanted: string | undefined): FileState {
  if (present === undefined) return 'missing';
  if (wanted === undefined) return 'added';
  return present === wanted ? 'same' : 'altered';
}

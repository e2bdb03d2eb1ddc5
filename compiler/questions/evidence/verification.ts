/** What became of a file of a pack. */
export type FileState = 'same' | 'altered' | 'missing' | 'added';

/** What a pack was held against: what plafond makes of the policies, of its commit; or only its own manifest. */
export type Measure = 'policies' | 'commit' | 'manifest';

/** What verifying a pack finds out. */
export interface Verification {
  readonly against: Measure;
  /** What is not as the manifest says: a sentence each, without its full stop. */
  readonly faults: readonly string[];
  /** What could not be found out, or need not be a fault. */
  readonly notes: readonly string[];
  /** Every file, sorted by path. */
  readonly files: readonly { readonly path: string; readonly state: FileState }[];
}

/** Whether a pack is still what was made, of policies that are still the same. */
export const isVerified = ({ faults, files }: Verification): boolean =>
  faults.length === 0 && files.every(({ state }) => state === 'same');

/** Compares digests by path: of what is there with those of what should be. */
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

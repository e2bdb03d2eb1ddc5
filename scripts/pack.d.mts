/** The words of npm about a tarball. */
export interface PackedTarball {
  readonly filename: string;
  readonly entryCount: number;
  readonly size: number;
}

/** Packs the package of a folder into another folder; `isDry` writes nothing. */
export function pack(root: string, out: string, isDry?: boolean): PackedTarball;

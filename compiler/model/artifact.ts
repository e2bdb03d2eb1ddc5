import type { Matrix } from './matrix.ts';

/** A file that compile writes: its path inside `generated/` and its whole content. */
export interface Artifact {
  readonly path: string;
  readonly content: string;
}

/** A family of artifacts: pure, deterministic, made one file at a time so that a fleet fits in memory. */
export type Target = (matrix: Matrix) => Iterable<Artifact>;

import type { PathStep } from '../compiler/model/catalog.ts';
import type { Alternative } from './where.ts';

/** A reach with the values of one user in it. */
export type BoundReach =
  | {
      readonly kind: 'linked';
      readonly path: readonly PathStep[];
      readonly alternatives: readonly Alternative[];
    }
  | { readonly kind: 'union' | 'common'; readonly of: readonly BoundReach[] };

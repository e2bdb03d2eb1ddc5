/** Random policies that are valid by construction, for the laws that must hold of every policy. */
import type { Arbitrary } from 'fast-check';
import { build, type World } from './build.ts';
import { rawWorld, type Size } from './raw.ts';

export { toFiles } from '../oracle/world/files.ts';
export type { World } from './build.ts';
export type { Size } from './raw.ts';

/**
 * A random valid set of policy documents, at which `check` finds no error: warnings and notes it may find. A small world
 * has about fifty cells, a medium one up to about two thousand. What it shrinks to is as valid as what it came from.
 */
export function world(options: { readonly size?: Size } = {}): Arbitrary<World> {
  return rawWorld(options.size ?? 'small').map(build);
}

import type { Artifact, Compiled, DigestedArtifact, EncodedArtifact, Target } from './model/artifact.ts';
import { type EmitOptions, emit } from './stages/6-emit.ts';
import { emitBundle, emitLoaders, emitRoleDocuments, emitTenantRoleDocuments } from './targets/bundle.ts';
import { emitMatrices, emitTenantMatrices } from './targets/matrices.ts';
import { emitPackage } from './targets/package.ts';
import { emitRules, emitTenantRules } from './targets/rules.ts';
import { emitSchemas } from './targets/schema.ts';
import { emitTypes } from './targets/types.ts';

/** Everything that is written, in the order in which it is written; the manifest comes last. */
const targets: readonly Target[] = [
  emitBundle,
  emitRoleDocuments,
  emitLoaders,
  emitTypes,
  emitPackage,
  emitSchemas,
  emitMatrices,
  emitRules,
];

/** The options by which `generated/` is written. */
export interface ArtifactOptions extends EmitOptions {
  /** Without rules there is no `rules/`; services need only the bundle. */
  readonly withoutRules?: boolean;
}

/**
 * Returns the files of `generated/`, made one at a time as they are asked for. For one tenant there are no schemas:
 * those are for the authors of the policies of all.
 */
export function emitArtifacts(
  compiled: Compiled,
  { withoutRules, ...options }: ArtifactOptions,
): Iterable<DigestedArtifact> {
  const unwanted = [...(withoutRules ? [emitRules] : []), ...(compiled.tenant ? [emitSchemas] : [])];
  const wanted = targets.filter((target) => !unwanted.includes(target));
  return emit(compiled, wanted, options);
}

/** Returns the files that are of one tenant each, made one at a time as they are asked for. */
export function* emitTenantArtifacts(
  compiled: Compiled,
  { withoutRules }: Pick<ArtifactOptions, 'withoutRules'>,
): Iterable<Artifact | EncodedArtifact> {
  yield* emitTenantRoleDocuments(compiled);
  yield* emitTenantMatrices(compiled);
  if (!withoutRules) yield* emitTenantRules(compiled);
}

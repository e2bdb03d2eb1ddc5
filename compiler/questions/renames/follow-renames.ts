import { impossible } from '../../diagnostics/impossible.ts';
import type { Matrix } from '../../model/matrix.ts';
import { type Policy, rolesOf } from '../../model/policy.ts';
import type { EditedFile } from '../edit-role/rename-role.ts';
import { findNameChanges, type NameChange } from './find-name-changes.ts';
import { findRenames, findRoleMoves, followRename, type Rename, type RoleMove } from './find-role-renames.ts';
import { renameInDocuments } from './rename-in-documents.ts';

/** Something that has another name now, and that is compared with what had the former one. */
export interface FollowedName extends Omit<NameChange, 'kind'> {
  readonly kind: NameChange['kind'] | 'role';
}

/** A base as it is to be compiled: some of its files edited, and some roles under other names in single tenants. */
export interface RenamedBase {
  readonly edited: readonly EditedFile[];
  readonly moves: readonly RoleMove[];
}

/** A base in which everything has the names of the head, and what was renamed for that. */
export interface FollowedBase extends RenamedBase {
  readonly matrix: Matrix;
  readonly names: readonly FollowedName[];
}

/**
 * Steps that ask for a base to be compiled under other names: each yields the base, and is sent its matrix, or
 * undefined if it does not compile.
 */
export type RenameSteps<T> = Generator<RenamedBase, T, Matrix | undefined>;

/**
 * Follows the renames that a head tells: writes the base with the names that things have in the head, so that what was only
 * renamed is compared with itself. A rename after which the base would not compile is left out.
 */
export function* followRenames(base: Matrix, head: Policy): RenameSteps<FollowedBase> {
  let followed = yield* followNameChanges(
    { matrix: base, edited: [], moves: [], names: [] },
    findNameChanges(base.policy, head),
  );
  for (const rename of findRenames(followed.matrix.policy, head))
    followed = yield* followRole(followed, rename, head);
  return yield* followMoves(followed, head);
}

/** Follows renames of models, properties and portfolios: all at once or, where the base would not compile so, one by one. */
export function* followNameChanges(
  base: FollowedBase,
  changes: readonly NameChange[],
): RenameSteps<FollowedBase> {
  if (changes.length === 0) return base;
  const edited = mergeFiles(base.edited, renameInDocuments(base.matrix.policy, changes));
  const matrix = yield { ...base, edited };
  if (matrix) return { ...base, matrix, edited, names: [...base.names, ...changes] };
  if (changes.length === 1) return base;
  let followed = base;
  for (const change of changes)
    followed = yield* followNameChanges(followed, [followModel(change, followed)]);
  return followed;
}

/** Returns a change of a property under the name that its model has by now. */
function followModel(change: NameChange, { names }: FollowedBase): NameChange {
  const model = names.find(({ kind, from }) => kind === 'model' && from === change.model);
  return model ? { ...change, model: model.to } : change;
}

/** Follows the rename of a role that has the owner that it had. */
export function* followRole(base: FollowedBase, rename: Rename, head: Policy): RenameSteps<FollowedBase> {
  const files = followRename(base.matrix.policy, rename);
  if (files.length === 0) return base;
  const edited = mergeFiles(base.edited, files);
  const matrix = yield { ...base, edited };
  if (!matrix) return base;
  const renamed = rolesOf(head).find(({ name, tenant }) => name === rename.to && tenant === rename.tenant);
  const { at } = renamed ?? impossible('a rename of a role that is not there');
  return { ...base, matrix, edited, names: [...base.names, { kind: 'role', ...rename, at }] };
}

function* followMoves(base: FollowedBase, head: Policy): RenameSteps<FollowedBase> {
  const moves = findRoleMoves(base.matrix.policy, head);
  if (moves.length === 0) return base;
  const matrix = yield { ...base, moves };
  if (!matrix) return base;
  const names = moves.map((move): FollowedName => {
    const roles = head.tenants.find(({ name }) => name === move.tenant)?.roles ?? [];
    const moved = roles.find(({ name }) => name === move.to);
    return { kind: 'role', ...move, at: (moved ?? impossible('a role that moved nowhere')).at };
  });
  return { ...base, matrix, moves, names: [...base.names, ...names] };
}

/** Puts files in the place of those of the same path. */
const mergeFiles = (known: readonly EditedFile[], files: readonly EditedFile[]): readonly EditedFile[] => [
  ...new Map([...known, ...files].map((file) => [file.path, file])).values(),
];

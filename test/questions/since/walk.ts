import { readPolicy } from '../../../compiler/compile.ts';
import { compilePolicy } from '../../../compiler/compile-policy.ts';
import { openGit } from '../../../compiler/io/git.ts';
import { has } from '../../../compiler/model/bits.ts';
import type { Change, Difference } from '../../../compiler/model/change.ts';
import type { Matrix } from '../../../compiler/model/matrix.ts';
import { printPlaceJson } from '../../../compiler/print/print-place.ts';
import { diff } from '../../../compiler/questions/diff.ts';
import type { RoleQuery } from '../../../compiler/questions/since/policy-revision.ts';
import type { Repository } from './repository.ts';

/** One step of the branch, compiled by itself. */
export interface Walked {
  readonly commit: string;
  readonly matrix?: Matrix;
  /** The changes since the last step before this one that compiles. */
  readonly difference?: Difference;
  readonly before?: Walked;
}

/** The facts about one commit, as `since` prints them in JSON. */
export interface ToldOf {
  readonly commit: string;
  readonly kind: string;
  readonly effective: boolean;
  readonly woken?: boolean;
  readonly asleep?: boolean;
  readonly because?: unknown;
}

/** The slow way: every commit of the branch from the first, each compiled whole and compared with the last one. */
export function walk(repository: Repository, folder: string): readonly Walked[] {
  const hashes = repository.git('rev-list', '--first-parent', '--reverse', 'HEAD').trim().split('\n');
  const walked: Walked[] = [];
  let before: Walked | undefined;
  for (const commit of hashes) {
    const { policy } = readPolicy(openGit(repository.folder).filesAt(commit, folder), folder);
    const matrix = policy && compilePolicy(policy).matrix;
    const step: Walked = {
      commit,
      ...(matrix && { matrix }),
      ...(before && { before }),
      ...(matrix && before?.matrix && { difference: diff(before.matrix, matrix) }),
    };
    walked.push(step);
    if (matrix) before = step;
  }
  return walked;
}

/** Returns the facts that a walk finds about one cell, newest first. */
export function toldBy(walked: readonly Walked[], asked: RoleQuery): readonly ToldOf[] {
  return walked
    .flatMap((step): readonly ToldOf[] => {
      if (!step.matrix) return [];
      const [was, is] = [stateOf(step.before?.matrix, asked), stateOf(step.matrix, asked)];
      const change = step.difference?.changes.find(
        ({ tenant, role, permission }) =>
          tenant === asked.tenant && role === asked.role && permission === asked.permission,
      );
      const fact = { commit: step.commit, effective: is === 'held' };
      if (change) return [{ ...fact, ...toldOf(change, step) }];
      if (!step.before && is === 'held') return [{ ...fact, kind: 'gained', woken: false, asleep: false }];
      if (was === 'absent' && is === 'refused') return [{ ...fact, kind: 'appeared' }];
      if (was === 'refused' && is === 'absent') return [{ ...fact, kind: 'disappeared' }];
      return [];
    })
    .reverse();
}

function stateOf(
  matrix: Matrix | undefined,
  { tenant, role, permission }: RoleQuery,
): 'held' | 'refused' | 'absent' {
  const row = matrix?.rows.find((one) => one.tenant.name === tenant && one.role.name === role);
  const cell = matrix?.policy.catalog.cellOf.get(permission);
  if (!row || !cell) return 'absent';
  return has(row.effective, cell.index) ? 'held' : 'refused';
}

function toldOf({ kind, woken, asleep, because }: Change, { commit, before }: Walked) {
  const place = [because.at, because.other].find((one) => one?.side === 'head') ?? because.at;
  return {
    kind,
    woken,
    asleep,
    because: {
      layer: because.layer,
      at: printPlaceJson(place.place),
      commit: place.side === 'head' ? commit : before?.commit,
      through: because.through,
    },
  };
}

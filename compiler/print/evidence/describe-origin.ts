import type { Origin } from '../../questions/evidence/evidence.ts';
import { count } from '../../text/count.ts';

/** Facts about a pack in words, each with its name. */
export type PackFacts = readonly (readonly [string, string])[];

/** Describes the origin of a pack. */
export function describeOrigin({
  version,
  command,
  policies,
  date,
  tenant,
  sod = [],
  since,
  git,
}: Origin): PackFacts {
  return [
    ['Policies', `${policies.folder}/, ${count(policies.files, 'file')}, SHA-256 ${policies.sha256}`],
    ['Commit', describeCommit(git)],
    ['Tenants', tenant === null ? 'all' : `only ${tenant}`],
    ['Date', `${date}: the day on which waivers were judged`],
    ...(sod.length > 0 ? [['Duties', sod.join('; ')] as const] : []),
    ['Delta', since ? `since ${since.revision}, commit ${since.commit}` : 'none was asked for'],
    ['Made by', `plafond ${version}`],
    ['Command', command],
  ];
}

function describeCommit(git: Origin['git']): string {
  if (!git) return 'none: the policies were in no git repository';
  return git.dirty ? `${git.commit}, but the policies were changed since` : git.commit;
}

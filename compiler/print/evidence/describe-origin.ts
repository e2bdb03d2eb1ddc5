import type { Origin } from '../../questions/evidence/evidence.ts';
import { count } from '../../text/count.ts';

/** Where a pack comes from, in words: what it is called, and what it is. */
export function describeOrigin({
  version,
  command,
  policies,
  date,
  tenant,
  since,
  git,
}: Origin): readonly (readonly [string, string])[] {
  return [
    ['Policies', `${policies.folder}/, ${count(policies.files, 'file')}, SHA-256 ${policies.sha256}`],
    ['Commit', gitWords(git)],
    ['Tenants', tenant === null ? 'all' : `only ${tenant}`],
    ['Date', `${date}: the day on which waivers were judged`],
    ['Delta', since ? `since ${since.revision}, commit ${since.commit}` : 'none was asked for'],
    ['Made by', `plafond ${version}`],
    ['Command', command],
  ];
}

function gitWords(git: Origin['git']): string {
  if (!git) return 'none: the policies were in no git repository';
  return git.dirty ? `${git.commit}, but the policies were changed since` : git.commit;
}

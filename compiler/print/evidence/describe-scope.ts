import type { Tenant } from '../../model/policy.ts';
import type { Evidence, Origin, PastReach } from '../../questions/evidence/evidence.ts';
import { findManager, readManagerColumn } from '../../questions/review/find-manager.ts';
import type { Commit } from '../../text/commit.ts';
import { count, countWithVerb } from '../../text/count.ts';
import { listFirst } from '../../text/list.ts';
import type { PackFacts } from './describe-origin.ts';

/** Describes what a pack is about and what it is not. Nothing that is left out goes unsaid. */
export const describeScope = (evidence: Evidence, origin: Origin): PackFacts => [
  ['Stored roles', describeStored(origin)],
  ['Users', describeUsers(evidence)],
  ['Managers', describeManagers(evidence)],
  ['Past', describePast(evidence, origin)],
  ['Approvers', describeApprovers(evidence)],
  ['Controls over time', describeControls(evidence, origin)],
  ['Access reviews', describeReviews(evidence, origin)],
  ['Not in a pack', notInPack],
];

function describeStored({ stored }: Origin): string {
  if (!stored)
    return 'not in this pack: no rows were given. If roles that customers make in the product are kept in a database, they can do more than this pack says: make it with --roles rows.json';
  const { file, roles, sha256 } = stored;
  return `${count(roles, 'role')} of ${file}, SHA-256 ${sha256}, as they were when the pack was made: of their past nothing is known here`;
}

function describeUsers({ matrix }: Evidence): string {
  const { tenants } = matrix.policy;
  const named = (isMeant: (tenant: Tenant) => boolean) => tenants.filter(isMeant).map(({ name }) => name);
  const parts = [
    [
      'said to be all there are in',
      named(({ users, isComplete }) => users !== undefined && isComplete === true),
    ],
    [
      'there may be more than the declared ones in',
      named(({ users, isComplete }) => users !== undefined && !isComplete),
    ],
    ['none are declared, so that who has a role is unknown, in', named(({ users }) => users === undefined)],
  ] as const;
  return parts
    .flatMap(([words, names]) => (names.length > 0 ? [`${words} ${listFirst(names, mostNames)}`] : []))
    .join('; ');
}

/** The most names of a list in a fact; the others are counted. */
const mostNames = 8;

function describeManagers({ matrix }: Evidence): string {
  const column = readManagerColumn(matrix.policy);
  const users = matrix.policy.tenants.flatMap((tenant) => tenant.users ?? []);
  const managed = users.filter((user) => findManager(user, column) !== '').length;
  if (managed === 0)
    return `not in this pack: no column or attribute ${column} of the users names anybody, so that it does not say who manages whom`;
  return `${column} of the users names the manager of ${managed} of ${count(users.length, 'user')}; see users.csv`;
}

function describePast({ past }: Evidence, { git, since, past: reach }: Origin): string {
  if (!git)
    return 'not in this pack: the policies are in no git repository, so that nobody can say since when';
  if (!past || !reach || !since)
    return 'not in this pack: it was made without --since, so that it says neither since when somebody has a right, nor by which commit, nor what was changed and taken back in between. Make it with --since and the revision at which the period begins';
  const period = `the period is all after ${since.revision}: ${count(past.read, 'revision')} that changed the policies${describeUnread(past.unread)}`;
  return `${period}. Since when users have what they have was looked for in ${count(reach.commits, 'commit')}${describeUnread(reach.unread)}, ${ends[reach.end]}`;
}

const describeUnread = (unread: number): string =>
  unread === 0 ? '' : `, of which this plafond cannot compile ${unread}`;

const ends: Readonly<Record<PastReach['end'], string>> = {
  first: 'back to the first one',
  limit: 'and in none before these: what was there by then is earlier',
  shallow: 'and in none before these, which this clone does not have: what was there by then is earlier',
};

function describeApprovers({ history }: Evidence): string {
  if (!history)
    return 'not in this pack: approvers are known of commits, and it was made without history; see Past';
  const approved = history.filter(({ approvals = [] }) => approvals.length > 0);
  const reviewed = approved.filter(isReviewed).length;
  const counts = `somebody other than the author is known to have said yes to ${approved.length} of the ${count(history.length, 'commit')} of the period`;
  const notes =
    reviewed > 0
      ? `to ${reviewed} by a review of the pull request`
      : 'to none by a review of the pull request: no commit has a note with such a review here. If such notes are kept, git fetch origin refs/notes/plafond:refs/notes/plafond gets them, and then the pack is to be made again';
  return history.length === 0 ? 'no commit of the period changed the policies' : `${counts}, ${notes}`;
}

const isReviewed = ({ approvals = [] }: Commit): boolean => approvals.some(({ by }) => by === 'review');

function describeControls({ past }: Evidence, { layout = 1 }: Origin): string {
  if (layout < 3 || !past) return describeInvariants(past);
  return 'invariants and rules were judged anew for this pack at every commit of the period, and invariants after the last day of every waiver; see control-history.csv. Rules are judged as this plafond has them. Whether a check ran before each merge is in the records of the CI, not here';
}

const describeInvariants = (past: Evidence['past']): string =>
  `${
    past
      ? 'invariants were judged anew for this pack at every commit of the period and after the last day of every waiver; see control-history.csv'
      : 'invariants were judged on the date of the pack alone, since it was made without --since'
  }. Rules of plafond were judged on that date alone. Whether a check ran before each merge is in the records of the CI, not here`;

/** Describes the access reviews of the period by their decisions and reviewers. */
function describeReviews({ reviews }: Evidence, { layout = 1 }: Origin): string {
  if (layout < 3) return withoutReviews;
  if (!reviews)
    return 'not in this pack: it was made without --since, and holds the records of a period alone';
  if (reviews.length === 0)
    return 'none: no record of an access review, as plafond audit --apply writes one, came, changed or went in the period';
  const records = new Set(reviews.map(({ record }) => record));
  const read = (name: string) => [...new Set(reviews.map(({ cells }) => cells.get(name) ?? ''))].sort();
  const days = read('date');
  const notNew = reviews.filter(({ state }) => state === 'changed' || state === 'removed');
  const tampered = new Set(notNew.map(({ record }) => record)).size;
  return [
    `${count(reviews.length, 'decision')} in ${count(records.size, 'record')}, from ${days[0]} to ${days.at(-1)}, by ${listFirst(read('reviewer'), mostNames)}; see reviews.csv`,
    ...(tampered > 0
      ? [`${countWithVerb(tampered, 'record', 'was', 'were')} changed or removed after it was written`]
      : []),
  ].join('; ');
}

const withoutReviews =
  'not in a pack: plafond audit --apply writes what managers decided as CSV below reviews/ of the repository, to be handed over beside it';

const notInPack =
  'what somebody did with a permission, when people joined or left the house, who may merge into the repository, sign-ins, passwords and second factors, accounts that the policies do not declare, and whether services run what these policies say: plafond verify asks a running service for the last';

import { compilePolicy } from '../../compile-policy.ts';
import { prepareReachAsker } from '../../library/ask-reach.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Policy, Tenant } from '../../model/policy.ts';
import { joinUserRoles } from '../../model/row-union.ts';
import { findTenant, listChoices } from '../../questions/find-by-name.ts';
import { QuestionError } from '../../questions/question-error.ts';
import { compareReach, type ReachChange } from '../../questions/reach/compare-reach.ts';
import { type AskedAction, findAskedCell } from '../../questions/reach/find-asked-cell.ts';
import {
  findHolder,
  type HolderQuery,
  makeUserHolder,
  type ReachHolder,
} from '../../questions/reach/find-holder.ts';
import { type JudgedRecord, judgeRecords, listDecidingColumns } from '../../questions/reach/judge-records.ts';
import { type RecordText, readRecordFile } from '../../questions/reach/read-record-file.ts';
import type { ComparedReaches } from '../../questions/reach/report-reach.ts';
import { byCodeUnit } from '../../text/order.ts';
import { readBundle } from '../bundle/compile-bundle.ts';
import type { Following } from '../command.ts';

/** The two revisions of a comparison, the base with what it was called. */
export interface ReachRevisions {
  readonly base: { readonly matrix: Matrix; readonly name: string };
  readonly head: Matrix;
}

/** The surroundings of a comparison. */
export interface ComparisonContext {
  readonly folder: string;
  readonly version: string;
  readonly follow: (total: number) => Promise<Following | undefined>;
}

/** Somebody as they are in each of the revisions; absent where they are not there or not active. */
interface ComparedPerson {
  readonly name: string;
  readonly base: ReachHolder | undefined;
  readonly head: ReachHolder | undefined;
}

/**
 * Compares which records people reach in two revisions: one user, the holders of a role, or all active users of a tenant; a
 * role that nobody holds is asked about as if somebody had it.
 */
export async function compareRevisions(
  { base, head }: ReachRevisions,
  name: string | undefined,
  query: HolderQuery & AskedAction,
  text: RecordText,
  context: ComparisonContext,
): Promise<ComparedReaches> {
  const { tenant, people } = findPeople(base.matrix, head, name, query);
  const cell = findAskedCell(tenant, query);
  const askHead = openSide(
    head,
    people.flatMap((one) => one.head ?? []),
    query,
    text,
    context,
  );
  const askBase = openSide(
    base.matrix,
    people.flatMap((one) => one.base ?? []),
    query,
    text,
    context,
  );
  const following = await context.follow(people.length);
  const compared: ReachChange[] = [];
  try {
    for (const person of people) {
      const before = person.base && askBase?.judge(person.base);
      const after = person.head && askHead?.judge(person.head);
      compared.push(compareReach(person.name, before, after));
      await following?.step();
    }
  } finally {
    following?.end();
  }
  const records = (askHead ?? askBase)?.records ?? 0;
  return { tenant: tenant.name, cell, base: base.name, records, people: compared };
}

/** One revision, ready to be asked about the people of one tenant. */
interface AskedRevision {
  readonly records: number;
  readonly judge: (holder: ReachHolder) => readonly JudgedRecord[];
}

/** Opens a revision for some people of one tenant; undefined if there are none. */
function openSide(
  matrix: Matrix,
  people: readonly ReachHolder[],
  query: AskedAction,
  text: RecordText,
  { folder, version }: ComparisonContext,
): AskedRevision | undefined {
  const [first] = people;
  if (!first) return undefined;
  const { tenant } = first;
  const cell = findAskedCell(tenant, query);
  const unions = people.map((person) => joinUserRoles(matrix, tenant, person));
  const deciding = [...new Set(unions)].flatMap((union) => listDecidingColumns(union, cell));
  const { records } = readRecordFile(text, cell.model, tenant.catalog, [...new Set(deciding)].sort());
  const ask = prepareReachAsker(readBundle(compilePolicy(matrix.policy, tenant), { folder, version }));
  return {
    records: records.length,
    judge: (holder) => judgeRecords(joinUserRoles(matrix, tenant, holder), cell, records, ask(holder, cell)),
  };
}

/** Finds the people who are compared, sorted by name: those who are active in one of the revisions. */
function findPeople(
  base: Matrix,
  head: Matrix,
  name: string | undefined,
  query: HolderQuery,
): { readonly tenant: Tenant; readonly people: readonly ComparedPerson[] } {
  const wantedHolder = name === undefined ? undefined : findHolder(head, name, query);
  const tenant = wantedHolder?.tenant ?? chooseTenant(head.policy, query.tenant);
  const before = base.policy.tenants.find((one) => one.name === tenant.name);
  const isMeant = (holder: ReachHolder) =>
    wantedHolder === undefined ||
    (wantedHolder.user
      ? holder.name === wantedHolder.name
      : holder.roles.some((role) => role.name === wantedHolder.name));
  const heads = listActive(tenant).filter(isMeant);
  const bases = before ? listActive(before).filter(isMeant) : [];
  const names = [...new Set([...heads, ...bases].map((one) => one.name))].sort(byCodeUnit);
  if (names.length === 0 && wantedHolder?.role) {
    const isThere = before?.roles.some((role) => role.name === wantedHolder.name) ?? false;
    const known = isThere
      ? findHolder(base, wantedHolder.name, { tenant: tenant.name, as: 'role' })
      : undefined;
    return { tenant, people: [{ name: wantedHolder.name, base: known, head: wantedHolder }] };
  }
  if (names.length === 0)
    throw new QuestionError(
      wantedHolder
        ? `user \`${wantedHolder.name}\` is not active`
        : `tenant \`${tenant.name}\` declares no active users; name a role to compare it alone`,
    );
  // Whoever holds a role in one revision alone is compared as they are in the other, with the roles that they have there.
  const allHeads = new Map(listActive(tenant).map((one) => [one.name, one]));
  const allBases = new Map((before ? listActive(before) : []).map((one) => [one.name, one]));
  return {
    tenant,
    people: names.map((one) => ({ name: one, base: allBases.get(one), head: allHeads.get(one) })),
  };
}

const listActive = (tenant: Tenant): readonly ReachHolder[] =>
  (tenant.users ?? []).filter(({ active }) => active).map((user) => makeUserHolder(tenant, user));

function chooseTenant(policy: Policy, name: string | undefined): Tenant {
  if (name !== undefined) return findTenant(policy, name);
  const [only, more] = policy.tenants;
  if (only && !more) return only;
  const choices = listChoices(policy.tenants.map((tenant) => tenant.name));
  throw new QuestionError(`without a user or a role, the tenant has to be named with \`--tenant\`${choices}`);
}
